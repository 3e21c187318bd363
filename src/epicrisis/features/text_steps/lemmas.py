"""A word stands for all its inflected forms: ``deprimidas`` becomes ``deprimir``.

Lemmas come from simplemma (MIT, pure Python, offline, the same in every process). Snowball's stems are several times as
fast and train classifiers as good, but a report shows the terms that decide, and a clinician reads "negar", not
"nieg".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from epicrisis.features.text import tokenise
from epicrisis.settings.values import Language


@cache
def lemmatiser(language: Language) -> Callable[[str], str]:
    """Return the function from a word to its lemma.

    The dictionary is loaded now: it takes most of a second and 80 to 100 MB. Its frugal form takes 5 MB and ten times
    as long a word.
    """
    from simplemma import Lemmatizer

    lemmatizer = Lemmatizer(cache_max_size=0)

    def lemma(word: str) -> str:
        found = tokenise(lemmatizer.lemmatize(word, lang=language))
        # Some entries are phrases or signs; what is not one token would not be one term.
        return found[0] if len(found) == 1 else word

    return lemma
