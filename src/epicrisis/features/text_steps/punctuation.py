"""Signs as hospitals use them: bullets and rulers end a sentence, arrows and signs in brackets become words.

Punctuation is no term by itself. It tells how far a negation reaches: in ``no fiebre // tos`` over the fever only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from epicrisis.features.rewriting import Change
from epicrisis.settings.values import Language

_BULLETS = "•·▪●◦‣■□►➢✓❖|\t"
_DOUBLED = "-/><=*_"
# Runs of signs, found by their first one, which is quick; what each means is looked up.
_RUN = re.compile(rf"[{re.escape(_BULLETS + _DOUBLED)}(+↑↓][-/><=*_+]{{0,40}}\)?")
_LINE_END = re.compile(r"[ \t]{0,4}\r?\n[ \t]{0,4}")
_WORDS: dict[Language, dict[str, str]] = {
    "es": {"+": " positivo ", "-": " negativo ", "↑": " aumento ", "↓": " descenso "},
    "en": {"+": " positive ", "-": " negative ", "↑": " increase ", "↓": " decrease "},
}
_END = "; "


def punctuation(language: Language) -> Callable[[str], Iterator[Change[str]]]:
    r"""Return the step for a language.

    Examples
    --------
    >>> from epicrisis.features.rewriting import rewrite
    >>> text = "• Murphy (-) // hiper-\ntensión"
    >>> rewrite(text, punctuation("es")(text))
    ';  Murphy  negativo  ;  hipertensión'
    """
    words = _WORDS[language]

    def changes(text: str) -> Iterator[Change[str]]:
        for found in _RUN.finditer(text):
            run, (start, stop) = found[0], found.span()
            if run == "-":
                yield from _hyphen(text, start)
            elif (sign := _sign(run)) in words:
                yield Change(start, stop, words[sign])
            elif run[0] in _BULLETS or (run[0] in _DOUBLED and len(run) > 1 and run[1] in _DOUBLED):
                yield Change(start, stop, _END)

    return changes


def _sign(run: str) -> str:
    """Return what stands, once or repeated, in brackets: ``(-)``, ``(++)``; and arrows and ``++`` without them."""
    bare = run[1:-1] if run[0] == "(" and run[-1] == ")" else run if len(run) > 1 or run in "↑↓" else ""
    return bare[0] if bare and len(set(bare)) == 1 and (bare[0] != "-" or run[0] == "(") else ""


def _hyphen(text: str, place: int) -> Iterator[Change[str]]:
    before, after = text[place - 1] if place else " ", text[place + 1 : place + 2]
    line_end = _LINE_END.match(text, place + 1)
    if line_end and before.isalpha() and text[line_end.end() : line_end.end() + 1].islower():
        yield Change(place, line_end.end(), "")  # a word divided at the end of a line
    elif before.isspace() and after.isspace():
        yield Change(place, place + 1, _END)
