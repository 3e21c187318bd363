"""Headings of a note (SOAP and the usual Spanish and English ones), told from words and carried by what follows.

Two steps. ``headings`` puts a placeholder such as ``[PLAN]`` in the place of a heading, however it was written.
``sections`` marks the words that follow some headings, so that ``asma`` among the antecedents is another term
(``history~asma``) than asthma as the diagnosis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from epicrisis.features.rewriting import Change
from epicrisis.features.text import MARK_SIGN, PLACEHOLDER_SIGN

_NAMES = {
    "SUBJECTIVE": "s, subjetivo, subjetiva, subjective, anamnesis, interrogatorio, sintomatología",
    "OBJECTIVE": "o, objetivo, objetiva, objective",
    "ASSESSMENT": """
        a, juicio clínico, juicio diagnóstico, diagnóstico, diagnósticos, diagnóstico principal, diagnóstico secundario,
        diagnósticos secundarios, impresión diagnóstica, impresión clínica, impresión, orientación diagnóstica,
        análisis, valoración, hipótesis diagnóstica, sospecha diagnóstica, idx, dx, jc, jd, id, assessment, impression,
        diagnosis, diagnoses, final diagnosis, discharge diagnosis, assessment and plan, a/p
    """,
    "PLAN": """
        p, plan, planes, plan terapéutico, plan de tratamiento, tratamiento, tratamiento actual, tratamiento habitual,
        tratamiento al alta, tratamiento farmacológico, medicación, medicación habitual, medicación actual, tto, tx,
        indicaciones, recomendaciones, conducta, plan y tratamiento, treatment, medications, current medications,
        home medications, discharge medications, recommendations
    """,
    "COMPLAINT": """
        motivo de consulta, motivo de ingreso, motivo de la consulta, motivo, mc, consulta por, chief complaint, cc,
        reason for visit, reason for admission, presenting complaint
    """,
    "ILLNESS": """
        enfermedad actual, padecimiento actual, historia actual, historia de la enfermedad actual, ea, pa,
        history of present illness, present illness, hpi
    """,
    "HISTORY": """
        antecedentes, antecedentes personales, antecedentes patológicos, antecedentes personales patológicos,
        antecedentes médicos, antecedentes quirúrgicos, antecedentes de interés, antecedentes personales de interés,
        antecedentes psiquiátricos, antecedentes somáticos, ap, app, am, aq, historia previa, past medical history,
        past history, medical history, past surgical history, surgical history, pmh, pmhx, psh, history
    """,
    "FAMILY": """
        antecedentes familiares, antecedentes heredofamiliares, historia familiar, af, ahf, family history, fh, fhx
    """,
    "HABITS": """
        hábitos, hábitos tóxicos, alergias, antecedentes personales no patológicos, apnp, social history, sh, allergies
    """,
    "EXAM": """
        exploración, exploración física, exploración general, examen físico, examen, exploración psicopatológica,
        exploración neurológica, examen mental, ef, epp, physical exam, physical examination, examination, exam, pe,
        signos vitales, constantes, constantes vitales, vital signs, vitals
    """,
    "TESTS": """
        pruebas complementarias, exploraciones complementarias, pruebas, analítica, laboratorio, laboratorios, estudios,
        exámenes complementarios, exámenes, pc, ec, paraclínicos, labs, laboratory, studies, imaging, data
    """,
    "COURSE": "evolución, evolución clínica, curso, curso clínico, curso evolutivo, hospital course, course, progress",
}
_ACCENTS = str.maketrans("áéíóúü", "aeiouu")


def _kinds() -> dict[str, str]:
    names = ((kind, " ".join(name.split())) for kind, listed in _NAMES.items() for name in listed.split(","))
    return {spelling: kind for kind, name in names for spelling in (name, name.translate(_ACCENTS))}


KINDS = _kinds()
"""Which heading each name is, with accents and without."""
_LONGEST = max(map(len, KINDS))
_CLOSED = re.compile(r":|\.-|\)")
_BREAKS = "\n.;!?"
_BEFORE_NAME = " \t-*•#0123456789"
_SHORT = 4
"""A name of fewer letters is a heading only before a colon: a line may hold a single short word."""
MARKED = {"[history]": "history", "[family]": "family", "[habits]": "history", "[plan]": "plan"}
"""Sections whose words mean something else there: what was, what others have, what is done about it."""
_OTHERS = frozenset(f"[{kind.lower()}]" for kind in _NAMES)


def headings(text: str) -> Iterator[Change[str]]:
    r"""Yield a placeholder in the place of each heading that stands before a colon or alone on a line.

    Examples
    --------
    >>> from epicrisis.features.rewriting import rewrite
    >>> text = "Motivo de consulta: tos.\nAP: asma\nPLAN\nReposo"
    >>> rewrite(text, headings(text))
    '[COMPLAINT]. tos.\n[HISTORY]. asma\n[PLAN].\nReposo'
    """
    end = 0
    for start, stop in sorted([*_before_signs(text), *_alone(text)]):
        if start < end:
            continue
        end = stop
        name = text[start:stop].rstrip(":.-) \t")
        yield Change(start, stop, f"[{KINDS[_folded(name)]}].")


def _folded(name: str) -> str:
    return " ".join(name.lower().split())


def _before_signs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of headings before a colon, a point with a dash, or as in ``S)``."""
    for sign in _CLOSED.finditer(text):
        begin = max(sign.start() - _LONGEST - len(_BEFORE_NAME), 0)
        around = text[begin : sign.start()]
        cut = max(map(around.rfind, _BREAKS)) + 1
        if not cut and begin:
            continue
        line = around[cut:]
        name = line.lstrip(_BEFORE_NAME)
        kind = KINDS.get(_folded(name))
        if kind and (sign[0] != ")" or len(name) == 1):
            yield sign.start() - len(name), sign.end()


def _alone(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of headings that have a line of their own."""
    start = 0
    for line in text.split("\n"):
        if _SHORT <= len(line) <= 2 * _LONGEST:
            name = line.strip()
            if len(name) >= _SHORT and _folded(name) in KINDS:
                begin = start + line.index(name)
                yield begin, begin + len(name)
        start += len(line) + 1


def sections(items: Sequence[str]) -> list[str]:
    """Mark the words that follow a heading of `MARKED`, up to the next heading.

    Examples
    --------
    >>> sections(["[history]", ".", "asma", ".", "[exam]", "sibilantes"])
    ['[history]', '.', 'history~asma', '.', '[exam]', 'sibilantes']
    """
    marked: list[str] = []
    mark = ""
    for item in items:
        if item.startswith(PLACEHOLDER_SIGN) and item in _OTHERS:
            mark = f"{MARKED[item]}{MARK_SIGN}" if item in MARKED else ""
            marked.append(item)
        else:
            marked.append(mark + item if mark and item[0].isalnum() else item)
    return marked
