"""Words that say nothing by themselves in a note, left out: never one by which something is denied, doubted or dated.

Left out are articles, prepositions, pronouns and forms of "to be" and "to have". General lists also hold "no", "sin",
"nunca", "not" and "never" and would turn a denial into a finding.
"""

from __future__ import annotations

from collections.abc import Callable

from epicrisis.features.text import fold_accents
from epicrisis.settings.values import Language

_ES = """
a al algo alguna algunas alguno algunos ante aquel aquella aquello así aún bien cada como cómo cual cuál cuales cuando
de del desde donde durante e el él ella ellas ello ellos en entre era eran eras es esa esas ese eso esos esta está
estaba estaban estado están estar estas este esto estos fue fueron ha había habían habiendo haber hacia han hasta hay
hubo la las le les lo los más me mediante mi mientras mis muy o os otra otras otro otros para paciente pacientes por
porque pues que qué quien quién quienes se sea ser si sido siendo sobre sólo solo son su sus tal también tan tanto te
tiene tienen todo toda todas todos tras tu tus u un una unas uno unos usted y ya yo
"""
_EN = """
a about all also am an and any are as at be been being both by can did do does each for from had has have having
he her here hers him his how i if in into is it its itself just me more most my of on once only or other our out over
own patient patients pt pts same she should so some such than that the their theirs them then there these they this
those to too up very was we were what when where which while who whom why will with would you your
"""
# Some of these belong to phrases that deny ("no ha", "sin que") or end one ("mientras"), which are found before.
STOP_WORDS: dict[Language, frozenset[str]] = {
    "es": frozenset(spelling for word in _ES.split() for spelling in (word, fold_accents(word))),
    "en": frozenset(_EN.split()),
}
"""The words of each language; the Spanish ones with accents and without."""


def stop_words(language: Language) -> Callable[[str], str]:
    """Return the step for a language: a word to itself, or to nothing.

    Examples
    --------
    >>> stop_words("es")("la"), stop_words("es")("sin")
    ('', 'sin')
    """
    words = STOP_WORDS[language]
    return lambda word: "" if word in words else word
