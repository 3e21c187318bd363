"""The words by which negation is found, Spanish and English together, since notes mix both.

The lists start from NegEx (Chapman et al. 2001, doi:10.1006/jbin.2001.1029) and ConText (Harkema et al. 2009,
doi:10.1016/j.jbi.2009.05.002); the Spanish ones were completed on one half of the sentences of the NUBes corpus (Lima
López et al., LREC 2020), and judged on the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Literal

from epicrisis.features.text import fold_accents

Sign = Literal["forward", "backward", "both", "stop"]
"""What a phrase does: negates what follows, what precedes, either, or nothing while it ends a scope."""

_NO = "no, no se, no ha, no han, no se ha, no se han, ni, nunca, nunca ha, tampoco"
# What stands between "no" and what it denies belongs to the phrase, so that the scope is spent on findings.
_DENIED = """
observa, observan, observó, observaron, aprecia, aprecian, apreció, apreciaron, evidencia, evidencian, evidenció,
objetiva, objetivan, objetivó, objetivaron, detecta, detectan, detectó, detectaron, visualiza, visualizan, identifica,
identifican, palpa, palpan, ausculta, auscultan, encuentra, encuentran, muestra, muestran, presenta, presentan,
presentó, presentaba, presentado, refiere, refieren, refirió, refería, referido, tiene, tienen, tenía, tuvo, tenido,
hay, había, hubo, existe, existen, existía, precisa, precisó, requiere, requirió, realiza, realizan, realizó, toma,
tomaba, consta, constan, conoce, conocen
"""
# "Sin clara focalidad" doubts and does not deny.
_DOUBT = "claro, clara, claros, claras, claramente, aparente, aparentes, evidente"
_FORWARD_ES = """
no, sin, ni, nunca, jamás, tampoco, niega, niegan, niego, negó, negaba, negaban, negando, ningún, ninguno, ninguna, nada
de, ausencia de, ausencia del, en ausencia de, ausencia, falta de, sin evidencia de, sin evidencias de, sin datos de,
sin signos de, sin síntomas de, sin historia de, sin antecedentes de, sin presencia de, no datos de, no signos de, no
evidencia de, no antecedentes de, no historia de, no presencia de, negativo para, negativa para, negativos para,
negativas para, negativo a, negativo en, negativa en, descarta, descartan, descartó, descartaron, descartamos,
descartando, descartándose, se descarta la presencia de, descarta la presencia de, descartado el, descartada la,
imposibilidad de, imposibilidad para, imposible, incapaz de, incapacidad para, incapacidad de, carece de, carente de,
libre de, libres de, exento de, exenta de, desaparición de, con desaparición de, suspendemos, suspender, suspendiendo,
suspendiéndose, suspensión de, suspendido el, suspendida la, se retira, se retiran, se retiró, retiran, retiramos,
retirada de, retirada del, dejó de, deja de, evitar, evitando, cediendo, cesa, cesó, rechaza, se desestima, se
desestiman
"""
_FORWARD_EN = """
no, not, without, never, none, nor, neither, denies, denied, deny, denying, absence of, lack of, lacks, lacked, lacking,
no evidence of, no evidence for, no signs of, no sign of, no history of, no complaints of, no complaint of, no symptoms
of, no suspicious, no new evidence of, no findings of, no findings to indicate, no cause of, free of, negative for,
evaluate negative for, fails to reveal, failed to reveal, unremarkable for, rules out, ruled out for, did not have, does
not have, do not have, has no, have no, had no, cannot, declined, declines, without any, without evidence of, without
sign of, without signs of, unable to, doesn, didn, isn, wasn, hasn
"""
_BACKWARD_ES = """
negativo, negativa, negativos, negativas, ausente, ausentes, descartado, descartada, descartados, descartadas, ha
cedido, han cedido, cedido
"""
_BOTH_ES = """
suspende, suspenden, suspendió, suspendieron, suspendido, suspendida, suspendidos, suspendidas, cede, ceden, cedió,
cedieron, cedía, cedían, nulo, nula, nulos, nulas, remite, remitió, desaparece, desapareció
"""
_BACKWARD_EN = """
negative, absent, ruled out, was ruled out, has been ruled out, not present, not seen, not detected, resolved, has
resolved, have resolved
"""
_PSEUDO_ES = """
no solo, no sólo, no solamente, no únicamente, sin duda, sin dudas, sin lugar a dudas, no cabe duda, no hay duda, no
descarta, no descartan, no descartamos, no descartable, no descartado, no se descarta, no se descartan, no se puede
descartar, no se pueden descartar, no puede descartarse, no pueden descartarse, no se ha descartado, no podemos
descartar, para descartar, sin descartar, sin poder descartar, sin poderse descartar, no excluye, no se excluye, no se
puede excluir, no poder descartar, sin poder excluir, no niega, no hodgkin, no parece, no parecen, no impresiona, no le
parece, no les parece, no está claro, no queda claro, sin foco claro, sin cambios aparentes, sin foco aparente, no
obstante, sin embargo, no sabe, no recuerda, gram negativo, gram negativos, gram negativa, seronegativa, sin y con, con
y sin, sin y tras, si no, sin más, ni que decir
"""
_PSEUDO_EN = """
no increase, no significant increase, no change, no significant change, no interval change, not only, not necessarily,
not certain if, not certain whether, without difficulty, gram negative, not ruled out, not been ruled out, cannot be
ruled out, cannot rule out, could not rule out, not rule out, cannot exclude, not excluded, does not deny, did not deny,
not clear, no clear, without clear, not drain, not cause, no further
"""
_ENDS_ES = """
pero, aunque, sino, si bien, en cambio, salvo, a excepción de, mientras, por lo que, por lo cual, por ello, debido a,
secundario a, secundaria a, a pesar de, pese a, refiere, refieren, acude, ingresa, presenta, presentando, excepto
"""
_ENDS_EN = """
but, however, although, though, except, apart from, aside from, yet, nevertheless, nonetheless, still, because, due to,
secondary to, which, who, presents, presented, reports, reported, complains, complaining
"""


def _phrases(*lists: str) -> list[str]:
    return [" ".join(phrase.split()) for listed in lists for phrase in listed.split(",")]


def _joined(*parts: list[str]) -> list[str]:
    return [" ".join(words) for words in product(*parts)]


def _signs() -> dict[str, Sign]:
    no, denied, doubt = _phrases(_NO), _phrases(_DENIED), _phrases(_DOUBT)
    # A phrase that is listed twice does what its last list says.
    lists: list[tuple[Sign, list[str]]] = [
        ("stop", _phrases(_ENDS_ES, _ENDS_EN)),
        ("forward", _joined(no, denied) + _phrases(_FORWARD_ES, _FORWARD_EN)),
        ("backward", _phrases(_BACKWARD_ES, _BACKWARD_EN)),
        ("both", _phrases(_BOTH_ES)),
        ("stop", _joined([*no, "sin"], doubt) + _joined(no, denied, doubt) + _phrases(_PSEUDO_ES, _PSEUDO_EN)),
    ]
    # Notes are often typed without accents: both spellings count.
    return {spelling: sign for sign, listed in lists for name in listed for spelling in (name, fold_accents(name))}


def _longest(names: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for words in map(str.split, names):
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


SIGNS = _signs()
"""What each phrase does."""
LONGEST = _longest(SIGNS)
"""The number of words of the longest phrase that begins with a word."""
