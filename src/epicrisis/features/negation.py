"""Which tokens a note negates: NegEx's and ConText's method with Spanish and English phrases.

Sources: Chapman et al. 2001, doi:10.1006/jbin.2001.1029; Harkema et al. 2009, doi:10.1016/j.jbi.2009.05.002.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from epicrisis.features.negation_rules import LONGEST, SIGNS, Sign
from epicrisis.features.text import SENTENCE_ENDS

MARK = "no~"
"""Stands before a negated token. The tokeniser makes no ``~``; it follows the blank, so that n-grams stay in order."""
FORWARD_TOKENS = 5
"""Longest scope after a phrase: NegEx's five. Three, eight, twelve or no limit trained no better classifiers."""
BACKWARD_TOKENS = 3
"""Longest scope before a phrase."""


class _Found(NamedTuple):
    start: int
    stop: int
    sign: Sign


def mark_negated(items: Sequence[str]) -> list[str]:
    """Mark the tokens that stand in the scope of a negation.

    A scope goes from its phrase to the end of the sentence or the next phrase of any kind ("pero", "sin duda",
    "niega" …), and over at most `FORWARD_TOKENS` after or `BACKWARD_TOKENS` before it. The phrase itself is not marked.

    Parameters
    ----------
    items : sequence of str
        Tokens and ends of sentences, from `epicrisis.features.text.tokenise_sentences`.

    Returns
    -------
    list of str
        As many items, the negated tokens with `MARK` before them.

    Examples
    --------
    >>> mark_negated(["niega", "ideación", "suicida", ".", "refiere", "llanto"])
    ['niega', 'no~ideación', 'no~suicida', '.', 'refiere', 'llanto']
    """
    negated = {place for scope in _scopes(items) for place in scope}
    return [MARK + item if place in negated else item for place, item in enumerate(items)]


def _scopes(items: Sequence[str]) -> Iterator[list[int]]:
    found = _find(items)
    for number, (start, stop, sign) in enumerate(found):
        after = found[number + 1].start if number + 1 < len(found) else len(items)
        before = found[number - 1].stop if number else 0
        ahead = _ahead(items, stop, after) if sign in ("forward", "both") else []
        yield ahead
        # "Fiebre: no." denies what it answers.
        answer = sign == "forward" and not ahead and items[start - 1 : start] == [":"]
        if sign in ("backward", "both") or answer:
            yield _back(items, start, before)


def _find(items: Sequence[str]) -> list[_Found]:
    found: list[_Found] = []
    for start in [place for place, item in enumerate(items) if item in LONGEST]:
        if found and start < found[-1].stop:
            continue
        for stop in range(start + LONGEST[items[start]], start, -1):
            sign = SIGNS.get(" ".join(items[start:stop]))
            if sign:
                found.append(_Found(start, min(stop, len(items)), sign))
                break
    return found


def _ahead(items: Sequence[str], begin: int, limit: int) -> list[int]:
    # "Niega: fiebre, tos": the colon opens the list of what is denied.
    begin += items[begin : begin + 1] == [":"]
    return _until_end(items, range(begin, min(limit, begin + FORWARD_TOKENS)))


def _back(items: Sequence[str], begin: int, limit: int) -> list[int]:
    begin -= items[begin - 1 : begin] == [":"]
    return _until_end(items, range(begin - 1, max(limit, begin - BACKWARD_TOKENS) - 1, -1))


def _until_end(items: Sequence[str], scope: range) -> list[int]:
    ends = (number for number, place in enumerate(scope) if items[place] in SENTENCE_ENDS)
    return list(scope[: next(ends, len(scope))])
