-- Los parámetros, con dos puntos, toman su valor de [source] params. / Parameters take their values from there.
SELECT
    nota_id,
    paciente_id,
    fecha,
    sexo,
    edad,
    subjetivo,
    objetivo,
    grupo
FROM historias_clinicas
WHERE especialidad_medica = :medico
  AND fecha >= :fechaini
  AND fecha < :fechafin
