"""Signs as hospitals use them: bullets and rulers end a sentence, arrows and signs in brackets become words.

Punctuation is no term by itself. It tells how far a negation reaches: in ``no fiebre // tos`` over the fever only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from epicrisis.features.rewriting import Change
from epicrisis.settings.schema import Language

# What is repeated is bounded or of one kind of character, so that no text takes more than linear time.
_SIGNS = re.compile(
    r"""
      (?P<hyphen> (?<=[^\W\d_])-[ \t]{0,4}\r?\n[ \t]{0,4}(?=[^\W\d_]) )     # a word divided at the end of a line
    | (?P<end> (?<![^\s])-{1,3}>(?!\S) | -{2,} | /{2,} | >{2,} | <{2,} | ={2,} | \*{2,} | _{3,} | \|
             | [•·▪●◦‣■□►➢✓❖] | (?<=\s)[-*](?=\s) | \t+ )
    | (?P<positive> \(\s?\+{1,4}\s?\) | (?<=\s)\+{2,4}(?![\w+]) )
    | (?P<negative> \(\s?-\s?\) )
    | (?P<up> [↑⬆] )
    | (?P<down> [↓⬇] )
    """,
    re.VERBOSE,
)
_WORDS: dict[Language, dict[str, str]] = {
    "es": {"positive": " positivo ", "negative": " negativo ", "up": " aumento ", "down": " descenso "},
    "en": {"positive": " positive ", "negative": " negative ", "up": " increase ", "down": " decrease "},
}


def punctuation(language: Language) -> Callable[[str], Iterator[Change[str]]]:
    r"""Return the step for a language.

    Examples
    --------
    >>> from epicrisis.features.rewriting import rewrite
    >>> text = "• Murphy (-) // hiper-\ntensión"
    >>> rewrite(text, punctuation("es")(text))
    ';  Murphy  negativo  ;  hipertensión'
    """
    new = {"hyphen": "", "end": "; ", **_WORDS[language]}

    def changes(text: str) -> Iterator[Change[str]]:
        for found in _SIGNS.finditer(text):
            yield Change(*found.span(), new[found.lastgroup or "end"])

    return changes
