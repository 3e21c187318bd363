"""How patients live: the second half of `subjetivo`.

Weights stand in the order of `groups.GROUPS`: anxiety, depressive, other, personality, externalising, adjustment.
"""

from __future__ import annotations

from epicrisis.sources.clinic.vocabulary import Domain, finding

RELATIONS = Domain(
    0.6,
    ("Familia", "Área familiar", "Relaciones"),
    (
        finding(
            (5, 3, 3, 2, 2, 3),
            "sobreprotección familiar | dependencia de {fam} | necesidad de reaseguramiento",
            "llama a {fam} {3-9} veces al día para saber si está bien | pide compañía para todo",
        ),
        finding(
            (3, 8, 4, 3, 1, 3),
            "aislamiento social | retraimiento | soledad",
            "ya no contesta los mensajes | pasa el día encerrad{o} en su cuarto",
        ),
        finding(
            (2, 3, 2, 8, 4, 3),
            "discusiones de pareja | relaciones conflictivas | celos | rupturas y reconciliaciones",
            "termina y vuelve con su pareja {freq} | revisa el teléfono de su pareja",
        ),
        finding(
            (1, 2, 2, 4, 9, 3),
            "conflicto con la autoridad | peleas familiares | problemas con los límites | reportes escolares",
            "{fam} dice que ya no puede con {pronombre} | l{o} suspendieron {1-5} días por pelear",
        ),
        finding(
            (3, 4, 2, 3, 2, 8),
            "separación de la pareja | duelo familiar | distanciamiento familiar",
            "{fam} se fue de la casa hace {2-11} semanas | extraña a {fam} desde {cambio}",
        ),
        finding(
            (4, 3, 4, 2, 3, 4),
            "",
            "cuenta con el apoyo de {fam} | buena relación con {fam} | red de apoyo adecuada"
            " | vive con {fam} sin conflictos",
        ),
    ),
)

CONDUCT = Domain(
    0.55,
    ("Conducta", "Área conductual"),
    (
        finding(
            (8, 3, 4, 2, 1, 3),
            "conductas de evitación | evitación | conductas de seguridad",
            "deja pendientes para no enfrentarlos | se sienta siempre cerca de la salida",
        ),
        finding(
            (2, 8, 3, 3, 1, 3),
            "inactividad | abandono del autocuidado | clinofilia",
            "no se baña en varios días | dejó el ejercicio {dur}",
        ),
        finding(
            (3, 1, 8, 2, 2, 1),
            "rituales | conductas repetitivas | acumulación | tricotilomanía",
            "se arranca el cabello {freq} | ordena los objetos por tamaño antes de dormir",
        ),
        finding(
            (1, 2, 2, 8, 6, 2),
            "impulsividad | gastos impulsivos | conductas impulsivas | actuaciones impulsivas",
            "compra lo que no necesita y luego se arrepiente | actúa sin pensar cuando discute",
        ),
        finding(
            (1, 1, 2, 3, 9, 2),
            "robos en casa | mentiras frecuentes | inasistencia escolar | berrinches | daño a objetos",
            "rompió la puerta cuando {fam} le puso límites | se sale de clase {freq}",
        ),
        finding(
            (4, 4, 2, 2, 2, 8),
            "cambio de rutina | desorganización de la rutina | llanto al recordar",
            "no ha logrado retomar su rutina tras {cambio} | evita hablar de {cambio}",
        ),
    ),
)

SUBSTANCES = Domain(
    0.4,
    ("Consumo", "Sustancias", "Toxicomanías"),
    (
        finding(
            (5, 5, 6, 3, 2, 6),
            "",
            "niega consumo de sustancias | niega alcohol, tabaco y otras drogas | sin consumo | niega toxicomanías",
        ),
        finding(
            (3, 4, 2, 5, 6, 4),
            "consumo de alcohol | abuso de alcohol | ingesta alcohólica",
            "bebe {3-12} cervezas el fin de semana | toma para dormir {freq}",
        ),
        finding(
            (1, 2, 2, 4, 8, 1),
            "consumo de marihuana | consumo de cristal | policonsumo | uso de sustancias",
            "fuma marihuana {freq} | ha probado {2-4} sustancias desde los {12-17} años",
        ),
        finding(
            (4, 3, 3, 3, 4, 3),
            "tabaquismo | exceso de cafeína | vapeo",
            "fuma {3-20} cigarros al día | toma {3-7} tazas de café",
        ),
        finding(
            (4, 4, 3, 3, 1, 2),
            "automedicación con ansiolíticos | uso de benzodiacepinas | abuso de analgésicos",
            "toma clonazepam que le da {fam} | toma pastillas para dormir sin receta",
        ),
    ),
)

COGNITION = Domain(
    0.45,
    ("Cognición", "Atención y memoria"),
    (
        finding(
            (6, 6, 3, 2, 2, 4),
            "dificultad para concentrarse | mente en blanco | falta de concentración",
            "lee y no retiene | se bloquea {lugar}",
        ),
        finding(
            (1, 1, 3, 2, 9, 1),
            "inatención | olvidos frecuentes | descuidos | distracción constante",
            "olvida tareas y citas {freq} | hay que repetirle las cosas {3-6} veces",
        ),
        finding(
            (2, 4, 7, 1, 1, 1),
            "fallas de memoria | desorientación | dificultad para encontrar palabras",
            "olvida nombres de conocidos | se pierde en rutas que conocía",
        ),
        finding(
            (3, 6, 2, 3, 1, 4),
            "indecisión | lentitud de pensamiento | dificultad para decidir",
            "no puede decidir ni qué ponerse | tarda mucho en responder {lugar}",
        ),
        finding(
            (4, 2, 3, 5, 3, 5),
            "",
            "sin quejas cognitivas | atención y memoria conservadas | rinde bien en sus actividades",
        ),
    ),
)

STRESSOR = Domain(
    0.55,
    ("Factor precipitante", "Contexto", "Estresor"),
    (
        finding(
            (6, 4, 3, 3, 2, 5),
            "sobrecarga laboral | estrés académico | exigencia en el trabajo",
            "trabaja {10-14} horas al día | está en época de exámenes",
        ),
        finding(
            (2, 4, 2, 3, 2, 9),
            "duelo reciente | cambio vital reciente | pérdida reciente",
            "lo relaciona con {cambio} hace {2-12} semanas | empezó a raíz de {cambio}",
        ),
        finding(
            (2, 4, 4, 8, 5, 1),
            "abuso en la infancia | negligencia en la infancia | violencia familiar temprana",
            "creció con {crianza} en un ambiente de gritos | de pequeñ{o} vivió maltrato",
        ),
        finding(
            (3, 6, 3, 3, 2, 4),
            "problemas económicos | deudas | desempleo prolongado",
            "debe {2-8} meses de renta | no encuentra trabajo {dur}",
        ),
        finding(
            (4, 3, 6, 2, 2, 3),
            "enfermedad médica | secuelas médicas | hospitalización reciente",
            "le detectaron hipertensión {dur} | estuvo internad{o} por otra causa",
        ),
        finding(
            (3, 4, 5, 4, 6, 1),
            "",
            "no identifica un desencadenante | sin factor precipitante claro | de inicio insidioso",
        ),
    ),
)

FUNCTION = Domain(
    0.5,
    ("Funcionamiento", "Área laboral", "Área escolar"),
    (
        finding(
            (4, 7, 3, 3, 2, 4),
            "ausentismo laboral | bajo rendimiento | abandono de actividades",
            "faltó {2-9} días al trabajo este mes | entrega tarde los pendientes",
        ),
        finding(
            (6, 3, 2, 2, 2, 3),
            "perfeccionismo | autoexigencia | temor a equivocarse",
            "rehace los trabajos varias veces por miedo a fallar | no delega nada",
        ),
        finding(
            (1, 2, 3, 3, 9, 2),
            "bajo rendimiento escolar | reprobación de materias | expulsión escolar",
            "reprobó {2-5} materias | los maestros citan a {fam} {freq}",
        ),
        finding(
            (1, 3, 3, 8, 3, 2),
            "cambios frecuentes de empleo | conflictos con compañeros | abandono de proyectos",
            "ha tenido {3-7} trabajos en un año | renuncia cuando se siente criticad{o}",
        ),
        finding(
            (2, 4, 7, 2, 2, 2),
            "dependencia para actividades diarias | deterioro funcional | abandono escolar",
            "{fam} le ayuda a organizar el día | dejó los estudios hace {2-6} años",
        ),
        finding(
            (5, 2, 3, 3, 3, 7),
            "",
            "mantiene sus actividades | funciona adecuadamente pese al malestar | cumple en el trabajo"
            " | sigue asistiendo a {lugar_corto}",
        ),
    ),
)

HISTORY = Domain(
    0.35,
    ("Antecedentes", "APP", "Ant. psicológicos"),
    (
        finding(
            (6, 3, 2, 2, 2, 2),
            "trastorno de ansiedad generalizada | trastorno de pánico | ansiedad desde la adolescencia",
            "tuvo diagnóstico de trastorno de ansiedad generalizada hace {2-9} años",
        ),
        finding(
            (3, 7, 2, 4, 1, 2),
            "trastorno depresivo mayor | episodio depresivo previo | distimia",
            "cursó un episodio depresivo hace {2-9} años con buena respuesta",
        ),
        finding(
            (1, 1, 7, 2, 1, 1),
            "trastorno obsesivo compulsivo | trastorno de la conducta alimentaria | episodio psicótico breve",
            "estuvo en seguimiento por trastorno obsesivo compulsivo",
        ),
        finding(
            (1, 3, 2, 7, 2, 1),
            "trastorno límite de la personalidad | rasgos de personalidad | internamientos por autolesión",
            "se le habló antes de un trastorno límite de la personalidad",
        ),
        finding(
            (1, 1, 2, 2, 7, 1),
            "trastorno por déficit de atención e hiperactividad | trastorno de conducta",
            "de niñ{o} tuvo diagnóstico de trastorno por déficit de atención e hiperactividad",
        ),
        finding(
            (5, 4, 4, 3, 4, 8),
            "",
            "sin antecedentes psicológicos | primera vez en atención psicológica | niega tratamientos previos",
        ),
    ),
)

CIRCUMSTANCES = (RELATIONS, CONDUCT, SUBSTANCES, COGNITION, STRESSOR, FUNCTION, HISTORY)
