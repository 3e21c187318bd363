"""What patients complain of: the first half of `subjetivo`.

Weights stand in the order of `groups.GROUPS`: anxiety, depressive, other, personality, externalising, adjustment.
"""

from __future__ import annotations

from epicrisis.sources.clinic.vocabulary import Domain, finding

REASON = Domain(
    0.95,
    ("MC", "Motivo de consulta", "Motivo"),
    (
        finding(
            (9, 3, 3, 2, 1, 3),
            "crisis de ansiedad | ataques de pánico | crisis de angustia | episodios de ansiedad intensa",
            "presenta episodios súbitos de palpitaciones, sudoración y temor a morir {freq}"
            " | siente opresión en el pecho y falta de aire {lugar}"
            " | ha acudido a urgencias por palpitaciones con estudios normales"
            " | dice que de repente se ahoga y cree que se va a desmayar",
        ),
        finding(
            (9, 4, 2, 2, 1, 4),
            "preocupación excesiva | preocupaciones constantes | ansiedad anticipatoria | nerviosismo persistente",
            "se preocupa por todo y no logra controlarlo {dur}"
            " | vive pensando que algo malo le va a pasar a {fam}"
            " | anticipa lo peor ante cualquier trámite {lugar}",
        ),
        finding(
            (6, 2, 3, 3, 2, 1),
            "temor a hablar en público | evitación de lugares concurridos | miedo a salir sol{o} | fobia social",
            "evita reuniones por miedo a que l{o} juzguen"
            " | no sube al transporte público si no va con {fam}"
            " | se pone roj{o} y le tiembla la voz {lugar}",
        ),
        finding(
            (3, 9, 2, 4, 1, 5),
            "tristeza persistente | ánimo decaído | estado de ánimo bajo | tristeza profunda | llanto fácil",
            "llora con facilidad y sin motivo claro {dur}"
            " | se siente triste la mayor parte del día {dur}"
            " | dice que todo le pesa y que no le encuentra sentido a levantarse",
        ),
        finding(
            (2, 8, 3, 3, 2, 2),
            "anhedonia | pérdida de interés | desgano | apatía | falta de motivación",
            "ya no disfruta lo que antes le gustaba {dur}"
            " | dejó de ver a sus amistades porque nada le llama la atención"
            " | hace las cosas por obligación y sin ganas",
        ),
        finding(
            (4, 1, 8, 2, 1, 1),
            "pensamientos obsesivos | rituales de comprobación | compulsiones de lavado | ideas intrusivas",
            "revisa la llave del gas {2-15} veces antes de salir"
            " | se lava las manos hasta lastimarse"
            " | le vienen imágenes que no quiere y reza para anularlas",
        ),
        finding(
            (1, 2, 7, 3, 1, 1),
            "suspicacia | voces que comentan | ideas de referencia | sensación de ser observad{o}",
            "dice que escucha que l{o} llaman cuando no hay nadie"
            " | cree que los vecinos hablan de {pronombre} {freq}"
            " | siente que en la televisión le mandan mensajes",
        ),
        finding(
            (2, 3, 8, 4, 1, 1),
            "atracones | conductas purgativas | restricción alimentaria | preocupación por el peso",
            "come a escondidas y después se provoca el vómito {freq}"
            " | se salta comidas porque se ve con sobrepeso"
            " | se pesa varias veces al día {dur}",
        ),
        finding(
            (2, 4, 2, 9, 3, 2),
            "inestabilidad emocional | cambios bruscos de ánimo | sensación crónica de vacío | labilidad emocional",
            "pasa de la euforia al llanto en el mismo día"
            " | dice que por dentro se siente vací{o} {dur}"
            " | se enoja y a los minutos pide perdón",
        ),
        finding(
            (2, 3, 2, 8, 2, 3),
            "miedo al abandono | relaciones intensas e inestables | conflictos interpersonales repetidos",
            "no tolera que {fam} no le conteste los mensajes"
            " | idealiza a la gente y luego la aborrece"
            " | siente que tarde o temprano todos se van",
        ),
        finding(
            (2, 1, 3, 2, 9, 1),
            "inquietud motora | distractibilidad | hiperactividad | dificultad para terminar tareas",
            "no termina lo que empieza y pierde sus cosas"
            " | se levanta a cada rato y no espera su turno"
            " | en {lugar_corto} reportan que no sigue instrucciones",
        ),
        finding(
            (1, 2, 2, 4, 9, 2),
            "conducta desafiante | desobediencia | conductas oposicionistas | agresividad",
            "discute con {fam} por cualquier límite"
            " | ha tenido peleas {lugar} {freq}"
            " | miente y se escapa de casa {freq}",
        ),
        finding(
            (4, 4, 1, 2, 2, 9),
            "dificultad para adaptarse a {cambio} | malestar por {cambio} | reacción de estrés ante {cambio}",
            "desde {cambio} no se siente igual"
            " | todo cambió a partir de {cambio}, hace {2-11} semanas"
            " | siente que no puede con {cambio}",
        ),
    ),
)

MOOD = Domain(
    0.7,
    ("Ánimo", "Estado de ánimo", "Afectivo"),
    (
        finding(
            (7, 3, 3, 3, 2, 4),
            "ánimo ansioso | nerviosismo | tensión interna | sensación de estar al límite",
            "se nota tens{o} y sobresaltad{o} {freq} | dice estar con los nervios de punta",
        ),
        finding(
            (3, 8, 3, 3, 1, 4),
            "ánimo triste | tristeza | abatimiento | llanto frecuente",
            "amanece triste y mejora algo por la tarde | llora a solas {freq}",
        ),
        finding(
            (2, 7, 2, 4, 1, 3),
            "desesperanza | sentimientos de culpa | minusvalía | sentimientos de inutilidad",
            "se siente una carga para {fam} | dice que nada va a mejorar | se culpa por {cambio}",
        ),
        finding(
            (3, 3, 2, 6, 7, 4),
            "irritabilidad | enojo fácil | mal humor | baja tolerancia a la frustración",
            "explota por cosas mínimas {lugar} | le contesta mal a {fam} {freq}",
        ),
        finding(
            (1, 2, 4, 7, 3, 1),
            "labilidad afectiva | altibajos del ánimo | ira intensa | reactividad emocional",
            "cambia de ánimo varias veces al día | pasa de reír a gritar sin transición",
        ),
        finding(
            (2, 2, 5, 2, 2, 2),
            "aplanamiento emocional | indiferencia | embotamiento",
            "dice no sentir nada | cuenta lo ocurrido como si fuera de otra persona",
        ),
        finding(
            (2, 1, 3, 2, 4, 4),
            "",
            "se siente mejor que en la sesión previa | ánimo estable esta semana"
            " | dice estar tranquil{o} | se percibe más animad{o} tras hablar con {fam}",
        ),
    ),
)

BODY = Domain(
    0.5,
    ("Somático", "Síntomas físicos"),
    (
        finding(
            (8, 2, 3, 2, 1, 3),
            "palpitaciones | taquicardia | opresión torácica | sensación de ahogo",
            "siente que el corazón se le sale {lugar} | le falta el aire al acostarse",
        ),
        finding(
            (6, 3, 3, 2, 1, 4),
            "tensión muscular | dolor de cuello | cefalea tensional | bruxismo",
            "aprieta los dientes por la noche | amanece con la espalda contracturada",
        ),
        finding(
            (4, 3, 4, 2, 1, 3),
            "molestias gastrointestinales | colon irritable | náusea | dolor abdominal",
            "le duele el estómago antes de ir a {lugar_corto} | tiene diarrea cuando se pone nervios{o}",
        ),
        finding(
            (2, 8, 3, 3, 1, 3),
            "fatiga | cansancio | falta de energía | pesadez en el cuerpo",
            "se cansa con solo bañarse | pasa el fin de semana en cama",
        ),
        finding(
            (2, 4, 4, 4, 2, 2),
            "dolor crónico | cefalea | mareo | parestesias",
            "acude a varios médicos por dolor sin causa clara | le hormiguean las manos {freq}",
        ),
        finding(
            (2, 3, 3, 4, 8, 4),
            "",
            "sin molestias físicas | no reporta síntomas somáticos | se siente físicamente bien",
        ),
    ),
)

THOUGHT = Domain(
    0.6,
    ("Pensamiento", "Ideas"),
    (
        finding(
            (8, 4, 3, 2, 1, 3),
            "ideas catastróficas | anticipación negativa | pensamientos de desastre | rumiación ansiosa",
            "imagina accidentes cuando {fam} se tarda | piensa que va a perder el control",
        ),
        finding(
            (3, 8, 2, 4, 1, 3),
            "rumiación | pensamientos negativos de sí mism{o} | ideas de fracaso | autorreproches",
            "repasa una y otra vez sus errores | dice que todo lo hace mal",
        ),
        finding(
            (3, 1, 8, 2, 1, 1),
            "dudas repetitivas | necesidad de orden y simetría | pensamiento mágico | ideas sobrevaloradas",
            "si no cuenta hasta {4-9} siente que algo va a pasar | no puede parar de pensar en la contaminación",
        ),
        finding(
            (1, 2, 4, 8, 3, 2),
            "pensamiento dicotómico | desconfianza | ideas de rechazo | autoimagen inestable",
            "o la gente está con {pronombre} o está en contra | dice no saber quién es",
        ),
        finding(
            (1, 2, 2, 4, 7, 2),
            "externalización de la culpa | ideas de venganza | justificación de las faltas",
            "insiste en que la culpa es de {fam} | dice que las reglas no van con {pronombre}",
        ),
        finding(
            (3, 4, 2, 3, 1, 8),
            "pensamientos recurrentes sobre {cambio} | dificultad para aceptar {cambio} | incertidumbre por el futuro",
            "no deja de darle vueltas a {cambio} | se pregunta qué habría pasado sin {cambio}",
        ),
    ),
)

SLEEP = Domain(
    0.75,
    ("Sueño", "Dormir", "Patrón de sueño"),
    (
        finding(
            (8, 4, 3, 3, 2, 5),
            "insomnio de conciliación | dificultad para conciliar el sueño | desvelo",
            "tarda {1-4} horas en dormirse | se acuesta y la cabeza no para",
        ),
        finding(
            (3, 8, 3, 2, 1, 4),
            "despertar precoz | insomnio terminal | sueño no reparador",
            "se despierta a las {3-5} de la mañana y ya no duerme | duerme {3-5} horas",
        ),
        finding(
            (2, 7, 3, 4, 2, 2),
            "hipersomnia | somnolencia diurna | exceso de sueño",
            "duerme hasta {10-14} horas | se queda dormid{o} {lugar}",
        ),
        finding(
            (4, 3, 5, 5, 3, 4),
            "pesadillas | sueño fragmentado | despertares nocturnos | parasomnias",
            "despierta gritando {freq} | se levanta {2-5} veces en la noche",
        ),
        finding(
            (2, 2, 5, 5, 7, 2),
            "horario de sueño invertido | desorden del sueño | trasnoche por pantallas",
            "se queda con el celular hasta las {2-4} | duerme de día y vive de noche",
        ),
        finding(
            (3, 2, 4, 3, 6, 4),
            "",
            "sueño conservado | duerme bien, {7-9} horas | sin alteraciones del sueño | descansa adecuadamente",
        ),
    ),
)

APPETITE = Domain(
    0.6,
    ("Apetito", "Alimentación"),
    (
        finding(
            (4, 8, 3, 3, 1, 4),
            "hiporexia | disminución del apetito | pérdida de peso",
            "come una vez al día | ha bajado {2-9} kg {dur} | se le cierra el estómago",
        ),
        finding(
            (5, 5, 3, 5, 2, 3),
            "hiperfagia | ansiedad por comer | aumento de peso",
            "come de más cuando está nervios{o} | subió {2-9} kg {dur}",
        ),
        finding(
            (1, 2, 8, 3, 1, 1),
            "control excesivo de las calorías | vómito autoinducido | temor a engordar",
            "cuenta calorías y evita comer con {fam} | esconde comida en su cuarto",
        ),
        finding(
            (5, 3, 4, 4, 7, 6),
            "",
            "apetito conservado | come bien | sin cambios en la alimentación | apetito normal, peso estable",
        ),
    ),
)

RISK = Domain(
    0.65,
    ("Riesgo", "Riesgo suicida"),
    (
        finding(
            (9, 4, 6, 3, 7, 8),
            "",
            "niega ideación suicida | niega ideas de muerte y autolesiones | sin ideación suicida"
            " | niega riesgo auto o heterolesivo | niega ideación suicida en este momento",
        ),
        finding(
            (2, 7, 2, 4, 1, 4),
            "ideas pasivas de muerte | deseos de no despertar | ideas de muerte",
            "a veces piensa que sería mejor no estar | ideas de muerte sin plan ni intención",
        ),
        finding(
            (1, 5, 2, 5, 1, 2),
            "ideación suicida | ideación suicida activa | plan suicida",
            "ha pensado en quitarse la vida {freq}, {fam} está al tanto | tuvo un intento hace {2-11} meses",
        ),
        finding(
            (1, 2, 2, 9, 3, 1),
            "autolesiones | cortes superficiales | gestos autolesivos",
            "se corta los antebrazos para aliviarse {freq} | se golpea cuando discute con {fam}",
        ),
        finding(
            (1, 1, 3, 4, 8, 1),
            "heteroagresividad | amenazas a terceros | conductas de riesgo",
            "golpea objetos cuando se enoja | maneja a exceso de velocidad | amenazó a {fam}",
        ),
    ),
)

COMPLAINTS = (REASON, MOOD, BODY, THOUGHT, SLEEP, APPETITE, RISK)
