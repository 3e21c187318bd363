"""Notes that are written in another language than the settings say, found by a vote of the commonest words.

Lemmas, negations and abbreviations are of one language, so a share of foreign notes is worth knowing. A word votes for
the one language of these that has it; telegraphic notes without such words are nobody's. No model, no guess at a
language that is not in the list.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

# Left out is what is a word or an abbreviation in Spanish notes: ao, foi, em, na, da, les, han, va, he, der, i, e.
_WORDS = {
    "es": "el los las del con por y se al pero sin su este esta fue muy hace desde refiere presenta",
    "en": "the of and with was is for to on at she his her which has had were from are this that",
    "pt": "do dos das um com pelo pela uma nas apresenta refere há após são",
    "fr": "le du et est dans pour avec sur au aux une qui pas il elle depuis patiente",
    "ca": "amb els dels pel pels fer aquest aquesta per refereix seva pacients",
    "it": "il di che della del gli non sono con alla nel dal dei delle riferisce",
    "de": "die und das mit ist nicht eine von zu den bei wurde im nach keine patientin",
}
_LOOKED_AT = 1_000
"""Characters of each text that vote; more would not change who wins."""
_LEAST_VOTES = 4
"""A few foreign words in a note (a drug's leaflet, a score's name) do not make it foreign."""


def _expressions() -> dict[str, str]:
    votes = {language: set(words.split()) for language, words in _WORDS.items()}
    alone = {
        language: sorted(words.difference(*(other for name, other in votes.items() if name != language)))
        for language, words in votes.items()
    }
    # The boundary of ASCII is ten times as fast; no word here has a letter that it would cut.
    return {
        language: rf"(?i)(?-u:\b)(?:{'|'.join(word for word in words if word.isascii())})(?-u:\b)"
        for language, words in alone.items()
    }


_VOTES = _expressions()


def foreign_notes(texts: Sequence[pl.Series], language: str) -> dict[str, int]:
    """Count the notes that seem to be in another language, by its code, the most frequent first.

    Parameters
    ----------
    texts : sequence of polars.Series of String
        The text columns; a note is its texts together.
    language : str
        The language expected.

    Examples
    --------
    >>> note = "The patient was seen on arrival with chest pain and is on aspirin for the heart"
    >>> foreign_notes([pl.Series(["Refiere dolor desde hace dos días", note])], "es")
    {'en': 1}
    """
    votes = {
        name: sum((series.str.slice(0, _LOOKED_AT).str.count_matches(votes) for series in texts), start=pl.Series([0]))
        for name, votes in _VOTES.items()
    }
    table = pl.DataFrame(votes)
    others = [name for name in votes if name != language]
    most = table.select(pl.max_horizontal(others).alias("most"))["most"]
    foreign = (most >= _LEAST_VOTES) & (most > 2 * table[language])
    winners = table.select(others).filter(foreign)
    counts: dict[str, int] = {}
    for name in others:
        wins = winners[name] == winners.select(pl.max_horizontal(others)).to_series()
        counts[name] = int(wins.sum())
        winners = winners.filter(~wins)
    return {name: count for name, count in sorted(counts.items(), key=lambda one: -one[1]) if count}
