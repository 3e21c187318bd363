"""What is done to the words of a text before they are counted: accents folded, lemmas, negation marked.

Folding and lemmas are maps over distinct words, so they cost nothing a note.

Lemmas come from simplemma (MIT, pure Python, offline, the same in every process). Snowball's stems are seven times as
fast and train classifiers as good, but a report shows the terms that decide, and a clinician reads "negar", not
"nieg"; 100,000 distinct words in 1.4 s do not matter beside the search.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from epicrisis.features.negation import MARK, mark_negated
from epicrisis.features.text import fold_accents, tokenise, tokenise_sentences
from epicrisis.settings.schema import Language


@dataclass(frozen=True)
class TextVariant:
    """A way of reading texts.

    Parameters
    ----------
    fold_accents : bool
        Whether accents are dropped; ñ stays ñ.
    lemmas : bool
        Whether a word stands for all its inflected forms.
    negation : bool
        Whether a token in the scope of a negation is another one than the same token outside.
    language : {"es", "en"}
        Language of the lemmas. Negation is found in both languages at once.
    """

    fold_accents: bool = False
    lemmas: bool = False
    negation: bool = False
    language: Language = "es"

    @property
    def name(self) -> str:
        """A name for files: equal for variants that read every text alike."""
        chosen = {"folded": self.fold_accents, f"lemmas_{self.language}": self.lemmas, "negation": self.negation}
        return "-".join(part for part, wanted in chosen.items() if wanted) or "plain"


PLAIN = TextVariant()
"""Words as they are written, in lower case."""


def raw_tokens(text: str, variant: TextVariant) -> list[str]:
    """Return the tokens of a text before their words are mapped: marked where they are negated, if that is wanted."""
    return mark_negated(tokenise_sentences(text)) if variant.negation else tokenise(text)


def map_words(words: Sequence[str], variant: TextVariant) -> list[str]:
    """Return what each word becomes; a mark of negation stays before it.

    Parameters
    ----------
    words : sequence of str
        Distinct words of `raw_tokens`.
    variant : TextVariant
        What is done to them.
    """
    if not (variant.fold_accents or variant.lemmas):
        return list(words)
    change = cache(_change(variant))
    return [MARK + change(word[len(MARK) :]) if word.startswith(MARK) else change(word) for word in words]


def variant_tokens(text: str, variant: TextVariant) -> list[str]:
    """Return the tokens of one text, in order; `epicrisis.features.ngrams.read_corpus` does the same to many at once.

    Examples
    --------
    >>> variant_tokens("Niega depresión", TextVariant(fold_accents=True, negation=True))
    ['niega', 'no~depresion']
    """
    return map_words(raw_tokens(text, variant), variant)


def _change(variant: TextVariant) -> Callable[[str], str]:
    if not variant.lemmas:
        return fold_accents
    lemma = _lemmatiser(variant.language)
    # The dictionary has the words as they are spelt, so accents go last.
    return (lambda word: fold_accents(lemma(word))) if variant.fold_accents else lemma


@cache
def _lemmatiser(language: Language) -> Callable[[str], str]:
    # Loaded when the first lemma is wanted: the dictionary takes most of a second and 80 to 100 MB. Its frugal form
    # takes 5 MB and ten times as long a word.
    from simplemma import Lemmatizer

    lemmatizer = Lemmatizer(cache_max_size=0)

    def lemma(word: str) -> str:
        found = tokenise(lemmatizer.lemmatize(word, lang=language))
        # Some entries are phrases or signs; what is not one token would not be one term.
        return found[0] if len(found) == 1 else word

    return lemma
