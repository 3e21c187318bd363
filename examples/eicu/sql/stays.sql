-- One row a stay. Its text is what was told of the past, found on examination, and taken or given as drugs; its label
-- is the organ system in the APACHE admission diagnosis, the last part of a path such as
-- admission diagnosis|Operative Organ Systems|Organ System|Cardiovascular.
-- Neither patient.apacheadmissiondx, nor the rest of admissiondx, nor diagnosis is read, as they hold the answer.
WITH
lines AS (
    SELECT
        patientunitstayid,
        'history' AS section,
        REPLACE(SUBSTR(pasthistorypath, LENGTH('notes/Progress Notes/Past History/') + 1), '/', ' ') AS line
    FROM pasthistory
    WHERE pasthistorypath NOT LIKE '%/Performed'
    UNION
    SELECT
        patientunitstayid,
        'exam' AS section,
        REPLACE(SUBSTR(physicalexampath, LENGTH('notes/Progress Notes/Physical Exam/Physical Exam/') + 1), '/', ' ')
            || CASE WHEN physicalexamtext <> physicalexamvalue THEN ' ' || physicalexamtext ELSE '' END AS line
    FROM physicalexam
    WHERE physicalexampath LIKE '%/Physical Exam/Physical Exam/%'
    UNION
    SELECT patientunitstayid, 'drugs' AS section, drugname AS line
    FROM admissiondrug
    UNION
    SELECT patientunitstayid, 'drugs' AS section, drugname AS line
    FROM medication
),
-- Without a window, group_concat may join in any order, and another order is another snapshot.
sections AS (
    SELECT DISTINCT
        patientunitstayid,
        section,
        GROUP_CONCAT(line, '. ') OVER (
            PARTITION BY patientunitstayid, section ORDER BY line
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS words
    FROM lines
),
texts AS (
    SELECT
        patientunitstayid,
        MAX(CASE WHEN section = 'history' THEN words END) AS past_history,
        MAX(CASE WHEN section = 'exam' THEN words END) AS physical_exam,
        MAX(CASE WHEN section = 'drugs' THEN words END) AS drugs
    FROM sections
    GROUP BY patientunitstayid
),
labels AS (
    SELECT
        patientunitstayid,
        MIN(SUBSTR(admitdxpath, INSTR(admitdxpath, '|Organ System|') + LENGTH('|Organ System|'))) AS organ_system
    FROM admissiondx
    WHERE admitdxpath LIKE '%|Organ System|%'
    GROUP BY patientunitstayid
)
SELECT
    patient.patientunitstayid,
    patient.uniquepid,
    patient.gender,
    CAST(REPLACE(patient.age, '> 89', '90') AS INTEGER) AS age,
    texts.past_history,
    texts.physical_exam,
    texts.drugs,
    labels.organ_system
FROM patient
INNER JOIN labels ON labels.patientunitstayid = patient.patientunitstayid
LEFT JOIN texts ON texts.patientunitstayid = patient.patientunitstayid
