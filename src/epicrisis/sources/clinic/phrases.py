"""What notes say whatever the patient has: openings, frames, denials, relatives' illnesses, and words for the blanks.

None of it depends on the group, so a model that learns from it learns nothing; it is there to be told apart.
"""

from __future__ import annotations

RELATIVES = (
    "su madre|su pareja|su padre|su hermana|su hermano|su hijo|su hija|su abuela|su tía|su jefa|su prima|su suegra"
    "|su mejor amiga"
)
PLACES = "en el trabajo|en la escuela|en casa|en la calle|en reuniones|en el transporte|en la universidad|en el mercado"
SHORT_PLACES = "la escuela|el trabajo|la universidad|casa|el taller|la oficina"
CHANGES = (
    "la separación|el divorcio|la muerte de su padre|la muerte de su madre|el despido|la mudanza|el cambio de escuela"
    "|la ruptura con su pareja|el accidente|el cambio de trabajo|la jubilación|el nacimiento de su hijo"
    "|la migración|el asalto|el diagnóstico de su madre"
)
FREQUENCIES = (
    "casi todos los días|varias veces por semana|por las noches|los fines de semana|a diario|de vez en cuando"
    "|2 a 3 veces por semana|sobre todo por las mañanas|1 vez al mes|cada vez con más frecuencia"
    "|desde el último control"
)

OPENINGS = (
    "Paciente {sexo} de {edad} años",
    "Paciente de {edad} años que acude a control",
    "{edad} años. Acude a sesión {2-14}",
    "Paciente {sexo} que asiste acompañad{o} de {fam}",
    "Paciente {sexo}, {civil}, {oficio}",
    "Se presenta puntual a su cita",
    "Acude sol{o} a consulta de seguimiento",
    "Paciente {sexo} de {edad} años, {oficio}, vive con {fam}",
    "Segunda valoración; {fam} espera afuera",
    "Consulta por videollamada desde su domicilio",
)
FILLERS = (
    "Llega {5-25} minutos tarde por el tráfico",
    "Trae la tarea de la sesión anterior",
    "No realizó la tarea acordada",
    "Vive con {fam}",
    "Ocupación: {oficio}",
    "Comenta que {fam} le insistió en venir",
    "Refiere avances desde la última sesión",
    "Toma la medicación de forma irregular",
    "Pide constancia de asistencia",
    "Católic{o}, practicante ocasional",
)
CLOSINGS = (
    "Cita en {1-4} semanas",
    "Próxima sesión en {2-4} semanas",
    "Se da cita abierta a urgencias",
    "Se acuerda tarea para casa",
    "Control en {1-3} meses",
    "Se informa a {fam} con su consentimiento",
    "Continúa en seguimiento por psicología",
)
FRAMES = (
    "refiere {} {dur}",
    "presenta {}",
    "relata {} {freq}",
    "{} {dur}",
    "persiste {}",
    "continúa con {} {int}",
    "manifiesta {}, {freq}",
    "se queja de {}",
    "{} {int}",
    "comenta {} {freq}",
    "{fam} reporta {}",
)
SEEN = ("{}", "se observa {}", "presenta {}", "se aprecia {}", "con {} {int}", "impresiona con {}")
DENIALS = (
    "niega {}",
    "niega {} y {}",
    "niega {}, {} y {}",
    "sin {} ni {}",
    "sin {}, {} ni {}",
    "no ha presentado {}",
    "se descarta {}",
    "ya no hay {}",
    "remitió {}",
    "al interrogatorio niega {}, {}, {} y {}",
)
SEEN_DENIALS = ("sin {}", "no se observa {}", "sin {} ni {}", "sin datos de {}", "se descarta {}", "sin {}, {} ni {}")
OTHERS = (
    "{fam} con {}",
    "AHF: {fam} con {}",
    "AHF: {fam} con {} y {}",
    "{fam} cursó con {} hace {2-15} años",
    "de adolescente tuvo {}, ya resuelto",
    "hace {5-20} años tuvo {} por unos meses",
    "teme llegar a tener {} como {fam}",
    "le preocupa que {fam} tenga {}",
    "en internet leyó sobre {}",
    "antes hubo {}, actualmente sin ello",
    "{fam} consulta aquí por {}",
)

_MONTHS = tuple(f"desde hace {n} meses" for n in range(2, 12))
_WEEKS = tuple(f"de {n} semanas de evolución" for n in range(2, 10))
BLANKS: dict[str, tuple[str, ...]] = {
    "fam": tuple(RELATIVES.split("|")),
    "lugar": tuple(PLACES.split("|")),
    "lugar_corto": tuple(SHORT_PLACES.split("|")),
    "crianza": ("su madre", "su padre", "sus abuelos", "sus tíos", "sus padres"),
    "cambio": tuple(CHANGES.split("|")),
    "freq": tuple(FREQUENCIES.split("|")),
    "dur": (*_MONTHS, *_WEEKS, "desde hace 1 año", "desde hace varios años", "desde la infancia", "", "", ""),
    "int": ("de intensidad leve", "de intensidad moderada", "con gran malestar", "de difícil control", "", "", ""),
    "civil": ("solter{o}", "casad{o}", "en unión libre", "divorciad{o}", "viud{o}"),
    "oficio": (
        "estudiante",
        "comerciante",
        "docente",
        "ama de casa",
        "chofer",
        "contador{a}",
        "obrer{o}",
        "vendedor{a}",
    ),
    "dosis_isrs": ("25", "50", "75", "100", "150"),
    "dosis_flx": ("10", "20", "40"),
}

BLANKS_OF_MINORS: dict[str, tuple[str, ...]] = {
    "fam": ("su madre", "su padre", "su hermana", "su hermano", "su abuela", "su tía", "su prima", "su mejor amiga"),
    "civil": ("solter{o}",),
    "oficio": ("estudiante", "estudiante de secundaria", "estudiante de bachillerato"),
}
