"""A word stands for all that begin alike: ``deprimida`` and ``deprimidos`` become ``deprim``.

Snowball's stems (Porter 2001) through PyStemmer (MIT and BSD, wheels for all systems): 46,706 distinct words of real
Spanish cases took 0.09 s, and 1.8 s through snowballstemmer, the pure Python one, for the same stems.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from epicrisis.settings.values import Language

_ALGORITHMS: dict[Language, str] = {"es": "spanish", "en": "english"}


@cache
def stemmer(language: Language) -> Callable[[str], str]:
    """Return the function from a word to its stem."""
    from Stemmer import Stemmer

    stem = Stemmer(_ALGORITHMS[language], 0).stemWord
    return lambda word: stem(word) or word
