"""Spanish of a report's first page."""

SENTENCES: dict[str, str] = {
    "It gives one of its classes to every note, also to one that belongs to none of them.": (
        "A toda nota le da una de sus clases, también a la que no es de ninguna."
    ),
    "How well": "Con qué acierto",
    "For whom it is not": "Para quién no es",
    "What to do next": "Qué hacer ahora",
    "For nobody: always answering the most frequent class is as good.": (
        "Para nadie: dar siempre la clase más frecuente acierta lo mismo."
    ),
    "It does detectably worse for patients with {group} than for all others.": (
        "Acierta claramente menos con los pacientes con {group} que con los demás."
    ),
    "Too few patients to know anything of: {names}.": "Demasiado pocos pacientes para saber algo de: {names}.",
    "Train it on notes of your own: these patients do not exist.": (
        "Entrénelo con notas propias: estos pacientes no existen."
    ),
    "Do not use it yet. More notes, further columns or other classes may help; train again and look here.": (
        "No lo use todavía. Pueden ayudar más notas, más columnas u otras clases; entrene de nuevo y vuelva aquí."
    ),
    ("Name the column that tells patients apart (columns.patient) and train again: then the figures are honest."): (
        "Indique la columna que distingue a los pacientes (columns.patient) y entrene de nuevo: así las cifras son "
        "honradas."
    ),
    "Gather more patients before deciding anything on these figures: they could well be a tenth off.": (
        "Reúna más pacientes antes de decidir nada con estas cifras: bien pueden errar en una décima."
    ),
    "Gather notes of the classes named above, or join them with others; until then a person decides there.": (
        "Reúna notas de las clases nombradas arriba o únalas a otras; hasta entonces, ahí decide una persona."
    ),
    (
        "Have somebody who knows the classes read notes of {truth} that were taken for {predicted}: some labels may be "
        "wrong, or the two may not be told apart by their words."
    ): (
        "Que alguien que conozca las clases lea notas de {truth} tomadas por {predicted}: puede haber etiquetas "
        "equivocadas, o que las dos no se distingan por sus palabras."
    ),
    (
        "Let it run beside the usual work on new notes, without anybody acting on it, and compare; then decide with "
        "those who will use it."
    ): (
        "Déjelo funcionar con notas nuevas junto al trabajo habitual, sin que nadie actúe por él, y compare; después "
        "decida con quienes vayan a usarlo."
    ),
    "Look again when the way of writing, the codes or the patients change, and at least once a year.": (
        "Vuelva a medirlo cuando cambien el modo de escribir, los códigos o los pacientes, y al menos una vez al año."
    ),
    "Nothing here contradicts its percentages.": "Nada de esto contradice sus porcentajes.",
    ("Nothing here contradicts these percentages, but those of single classes do not keep what they say: {names}."): (
        "Nada de esto contradice estos porcentajes, pero los de algunas clases por separado no cumplen lo que dicen: "
        "{names}."
    ),
    (
        "Its answer is not always the most probable class: rarer classes are answered sooner, which gives up some "
        "right answers for {metric}. Its percentage is that of the most probable class, also where it answers another."
    ): (
        "Su respuesta no es siempre la clase más probable: responde antes las clases más raras, y así cede algunos "
        "aciertos a favor de {metric}. Su porcentaje es el de la clase más probable, también cuando responde otra."
    ),
    (
        "It can hardly ever rule out all classes but one ({count} of {rows} notes): it cannot be left to decide when "
        "to be silent."
    ): (
        "Casi nunca puede descartar todas las clases menos una ({count} de {rows} notas): no se le puede dejar decidir "
        "cuándo callar."
    ),
    (
        "It rules out all classes but one in {count} of {rows} notes: too few notes or patients to say how many of "
        "such answers are right."
    ): (
        "Descarta todas las clases menos una en {count} de {rows} notas: demasiado pocas notas o pacientes para decir "
        "cuántas de esas respuestas acierta."
    ),
    (
        "It is not ready: these figures do not show it to be clearly better than always answering the most frequent "
        "class: {measures}. Decide with those who would use it which figure counts, and gather more notes."
    ): (
        "No está listo: estas cifras no lo muestran claramente mejor que responder siempre la clase más frecuente: "
        "{measures}. Decida con quienes vayan a usarlo qué cifra cuenta, y reúna más notas."
    ),
    (
        "It is not ready: of {count} of its {total} classes it finds less than half of the notes. More notes, further "
        "columns or other classes may help."
    ): (
        "No está listo: de {count} de sus {total} clases halla menos de la mitad de las notas. Pueden ayudar más "
        "notas, más columnas u otras clases."
    ),
    "So its percentages promise more than they keep: take them as an order, not as a chance.": (
        "Así que sus porcentajes prometen más de lo que cumplen: tómelos como un orden, no como una probabilidad."
    ),
    "So it is more often right than it says.": "Así que acierta más de lo que dice.",
    "The notes are too few to say how far its percentages can be trusted.": (
        "Las notas son demasiado pocas para decir hasta dónde fiarse de sus porcentajes."
    ),
    "Of 100 notes and of 100 answers, class by class (95% interval)": (
        "De cada 100 notas y de cada 100 respuestas, clase por clase (intervalo del 95 %)"
    ),
    "Of 100 notes and of 100 answers, in the {count} classes with most notes (95% interval)": (
        "De cada 100 notas y de cada 100 respuestas, en las {count} clases con más notas (intervalo del 95 %)"
    ),
    (
        "If it answers only where one class is left as likely, it answers {answered} of 100 notes, and of 100 such "
        "answers {right} are right; the other notes go to a person."
    ): (
        "Si responde solo cuando queda una única clase probable, responde a {answered} de cada 100 notas y acierta "
        "{right} de cada 100 de esas respuestas; las demás notas pasan a una persona."
    ),
    "When it says {said}, it is right {right} times of 100.": "Cuando dice {said}, acierta {right} de cada 100 veces.",
    "Notes tried": "Notas probadas",
    "Of 100 of its notes, found": "De 100 notas suyas, halladas",
    "Of 100 answers with it, right": "De 100 respuestas con ella, acertadas",
    "Notes that are given their class": "Notas que reciben su clase",
    "{count} of 100": "{count} de 100",
    "Searched metric: {metric} {figures}": "Métrica buscada: {metric} {figures}",
    "For those who judge the figures": "Para quien juzga las cifras",
    "Unfinished training": "Entrenamiento inacabado",
    "This training ended before it had a result: nothing is known of its model, the sealed rows are closed.": (
        "Este entrenamiento acabó antes de tener un resultado: nada se sabe de su modelo, y las filas reservadas "
        "siguen cerradas."
    ),
    "Candidates finished: {done} of {asked} (complete {complete}, pruned {pruned}, failed {failed}).": (
        "Candidatos acabados: {done} de {asked} (completos {complete}, podados {pruned}, fallidos {failed})."
    ),
    "The best so far has {metric} {value} on the folds of the training rows.": (
        "El mejor hasta ahora tiene {metric} {value} en los pliegues de las filas de entrenamiento."
    ),
    "The same command goes on where it stopped.": "La misma orden sigue donde se detuvo.",
}
