"""What clinicians see, measure and decide: `objetivo`.

Weights stand in the order of `groups.GROUPS`: anxiety, depressive, other, personality, externalising, adjustment.
"""

from __future__ import annotations

from epicrisis.sources.clinic.vocabulary import Domain, finding

APPEARANCE = Domain(
    0.85,
    ("EM", "Examen mental", "Actitud"),
    (
        finding(
            (6, 2, 3, 2, 2, 3),
            "actitud tensa | inquietud en el asiento | sudoración palmar",
            "se muestra tens{o}, mueve las piernas | contacto visual escaso por ansiedad",
        ),
        finding(
            (2, 7, 4, 2, 1, 3),
            "aliño descuidado | facies triste | postura encorvada",
            "mirada baja, voz tenue | llega desaliñad{o}, habla poco",
        ),
        finding(
            (1, 2, 6, 4, 2, 1),
            "actitud suspicaz | conducta extraña | contacto distante",
            "observa la puerta y pide que no se grabe | contacto visual fijo",
        ),
        finding(
            (1, 2, 2, 7, 3, 2),
            "actitud seductora | actitud demandante | actitud manipuladora",
            "alterna cooperación y hostilidad | pide alargar la sesión",
        ),
        finding(
            (1, 1, 3, 3, 8, 1),
            "hiperactividad en consulta | actitud oposicionista | interrupciones frecuentes",
            "se levanta {3-7} veces y toca los objetos | responde con monosílabos y desafío",
        ),
        finding(
            (6, 4, 4, 3, 3, 7),
            "",
            "alerta, orientad{o}, cooperador{a} | viste acorde a edad y género, colabora"
            " | consciente, orientad{o} en las tres esferas | aliño adecuado, contacto visual sostenido",
        ),
    ),
)

AFFECT = Domain(
    0.85,
    ("Afecto", "Ánimo"),
    (
        finding(
            (8, 3, 3, 2, 2, 4),
            "afecto ansioso | afecto angustiado | ansiedad manifiesta",
            "afecto ansioso congruente con el discurso",
        ),
        finding(
            (3, 8, 2, 3, 1, 4),
            "afecto hipotímico | afecto triste | afecto depresivo",
            "llora durante la entrevista | afecto hipotímico, congruente",
        ),
        finding(
            (1, 3, 7, 2, 2, 1),
            "afecto aplanado | afecto inapropiado | afecto embotado",
            "ríe sin relación con lo que cuenta",
        ),
        finding(
            (1, 2, 3, 8, 3, 2),
            "afecto lábil | afecto intenso y cambiante",
            "pasa del llanto al enojo en la sesión | afecto lábil, expresa ira",
        ),
        finding((2, 2, 2, 4, 8, 2), "afecto irritable | hostilidad", "se irrita ante la confrontación"),
        finding(
            (4, 2, 3, 2, 3, 6), "", "afecto eutímico | eutímic{o} | afecto adecuado al contexto | modula bien el afecto"
        ),
    ),
)

DISCOURSE = Domain(
    0.65,
    ("Lenguaje", "Discurso", "Pensamiento"),
    (
        finding((7, 2, 3, 3, 4, 3), "discurso acelerado | verborrea ansiosa | lenguaje apresurado"),
        finding((2, 7, 4, 2, 1, 2), "lenguaje lento | latencia de respuesta aumentada | bradipsiquia"),
        finding((2, 1, 7, 2, 1, 1), "ideas delirantes | ideas obsesivas | pensamiento desorganizado"),
        finding((1, 2, 2, 7, 3, 2), "discurso dramático | discurso contradictorio | escisión"),
        finding((1, 1, 2, 3, 7, 1), "lenguaje soez | discurso evasivo | respuestas precipitadas"),
        finding((3, 4, 1, 2, 1, 8), "discurso centrado en {cambio} | discurso centrado en la pérdida"),
        finding(
            (5, 4, 4, 3, 4, 5),
            "",
            "discurso coherente y lineal | lenguaje fluido, sin alteraciones | pensamiento lógico, curso normal",
        ),
    ),
)

PERCEPTION = Domain(
    0.5,
    ("Sensopercepción", "Percepción"),
    (
        finding(
            (8, 7, 4, 6, 8, 9), "", "sin alteraciones sensoperceptivas | niega alucinaciones | sensopercepción íntegra"
        ),
        finding((1, 1, 6, 2, 1, 1), "alucinaciones auditivas | soliloquios | actitud alucinatoria"),
        finding((3, 1, 2, 4, 1, 1), "despersonalización | desrealización | síntomas disociativos"),
    ),
)

INSIGHT = Domain(
    0.6,
    ("Juicio", "Introspección", "Insight"),
    (
        finding((8, 6, 3, 3, 1, 8), "", "juicio conservado, buena introspección | insight adecuado | juicio íntegro"),
        finding(
            (4, 5, 4, 5, 4, 4), "introspección parcial | insight limitado", "reconoce el problema pero no su parte"
        ),
        finding((1, 2, 6, 6, 9, 1), "juicio comprometido | nula conciencia del problema | pobre insight"),
    ),
)

SCALE = Domain(
    0.7,
    ("Escalas", "Psicometría", "Pruebas"),
    (
        finding((8, 3, 3, 2, 1, 3), "", "BAI {18-42} | HAM-A {17-36} | GAD-7 {11-20} | BAI: {18-42} puntos, grave"),
        finding((2, 8, 2, 4, 1, 3), "", "PHQ-9 {14-26} | BDI-II {22-48} | HAM-D {16-32} | Beck depresión {22-48}"),
        finding((2, 1, 7, 1, 1, 1), "", "Y-BOCS {16-34} | EAT-26 {20-48} | MoCA {14-25} | PANSS {50-95}"),
        finding((1, 3, 2, 7, 1, 1), "", "MCMI-III límite {78-98} | BPQ {42-72} | IPDE positivo, {5-9} rasgos"),
        finding((1, 1, 2, 2, 8, 1), "", "Conners {66-88} | ASRS {14-22} | AUDIT {9-28} | CBCL externalizante {66-82}"),
        finding((3, 3, 1, 1, 1, 7), "", "escala de reajuste social {160-380} | IES-R {24-52} | PSS-14 {28-46}"),
        finding((4, 4, 4, 4, 4, 6), "", "BAI {3-12}, PHQ-9 {2-9} | sin pruebas en esta sesión | EEAG {51-80}"),
    ),
)

TECHNIQUE = Domain(
    0.85,
    ("Plan", "Intervención", "Manejo"),
    (
        finding(
            (8, 3, 4, 2, 2, 4),
            "",
            "se entrena respiración diafragmática | exposición gradual | relajación muscular progresiva"
            " | se inicia jerarquía de exposición",
        ),
        finding(
            (3, 8, 2, 3, 1, 4),
            "",
            "activación conductual | registro de actividades agradables | reestructuración cognitiva de culpa",
        ),
        finding(
            (2, 1, 7, 2, 1, 1),
            "",
            "exposición con prevención de respuesta | rehabilitación cognitiva | plan de alimentación con nutrición",
        ),
        finding(
            (2, 3, 2, 8, 3, 1),
            "",
            "habilidades de regulación emocional | terapia dialéctica conductual | tolerancia al malestar",
        ),
        finding(
            (1, 1, 2, 3, 9, 2),
            "",
            "economía de fichas | entrevista motivacional | entrenamiento a padres | autoinstrucciones",
        ),
        finding(
            (3, 4, 2, 2, 2, 9),
            "",
            "ventilación emocional sobre {cambio} | elaboración del duelo | solución de problemas ante {cambio}",
        ),
        finding(
            (5, 5, 5, 5, 5, 6),
            "",
            "terapia cognitivo conductual, sesión {2-14} | continúa tratamiento | psicoeducación a {fam}"
            " | se revisa tarea de la sesión previa",
        ),
    ),
)

MEDICATION = Domain(
    0.6,
    ("Fármacos", "Tx", "Medicación"),
    (
        finding(
            (7, 5, 4, 3, 1, 3), "", "sertralina {dosis_isrs} mg/día | escitalopram {5-20} mg/día | paroxetina 20 mg/día"
        ),
        finding((6, 3, 2, 3, 1, 2), "", "clonazepam 0.5 mg por la noche | alprazolam 0.25 mg en crisis"),
        finding(
            (3, 7, 3, 3, 1, 2), "", "fluoxetina {dosis_flx} mg/día | venlafaxina 75 mg/día | mirtazapina 15 mg/noche"
        ),
        finding((1, 2, 7, 4, 2, 1), "", "risperidona {1-4} mg/día | olanzapina 5 mg/noche | fluvoxamina 100 mg/día"),
        finding((1, 3, 3, 7, 3, 1), "", "quetiapina 25 mg/noche | lamotrigina 50 mg/día | valproato 500 mg c/12 h"),
        finding((1, 1, 2, 1, 7, 1), "", "metilfenidato {10-36} mg/día | atomoxetina 25 mg/día | naltrexona 50 mg/día"),
        finding((5, 4, 4, 4, 5, 9), "", "sin fármacos | no amerita fármaco por ahora | sin tratamiento farmacológico"),
    ),
)

EXAMINATION = (APPEARANCE, AFFECT, DISCOURSE, PERCEPTION, INSIGHT, SCALE, TECHNIQUE, MEDICATION)
