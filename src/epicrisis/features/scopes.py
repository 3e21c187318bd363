"""How far a cue reaches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from epicrisis.features.cue_finder import Cue
from epicrisis.features.cue_patterns import Category
from epicrisis.features.text import SENTENCE_ENDS

AHEAD: dict[Category, int] = {"negated": 8, "uncertain": 6, "historical": 8, "family": 6}
"""Most words of which a cue speaks after it."""
BACK: dict[Category, int] = {"negated": 4, "uncertain": 3, "historical": 5, "family": 4}
"""Most words of which a cue speaks before it."""
LIST = 40
"""Most words that belong to a heading."""
BESIDE = 2
"""Most words that stand beside a cue."""


class Scopes:
    """The scopes of the cues in a list of items.

    Parameters
    ----------
    items : sequence of str
        Tokens and ends of sentences.
    cues : sequence of Cue
        What `epicrisis.features.cue_finder.find_cues` finds in them.
    """

    def __init__(self, items: Sequence[str], cues: Sequence[Cue]) -> None:
        self.items, self.cues = items, cues

    def of(self, number: int, category: Category) -> Sequence[int]:
        """Return the places of the words of which a cue speaks, in order."""
        reach = self.cues[number].effect.reach
        if reach in ("itself", "none"):
            return ()
        if reach == "list":
            return self._listed(number)
        if reach == "back":
            return self._back(number, category)
        if reach == "back_or_ahead":
            return self._back(number, category) or self._ahead(number, category)
        ahead = self._ahead(number, category)
        if reach == "both":
            return [*self._back(number, category), *ahead]
        if reach == "beside":
            return ahead[:BESIDE]
        # "Fiebre: no." denies what it answers.
        looks_back = not ahead and (reach == "ahead_or_back" or self._stands_at(self.cues[number].start - 1, ":"))
        return self._back(number, category) if looks_back else ahead

    def _ahead(self, number: int, category: Category) -> list[int]:
        # "Niega: fiebre, tos": the colon opens the list of what is denied.
        begin = self.cues[number].stop
        begin += self._stands_at(begin, ":")
        limit = min(len(self.items), begin + AHEAD[category])
        return self._until_end(range(begin, self._next_end(number, category, begin, limit)))

    def _next_end(self, number: int, category: Category, begin: int, limit: int) -> int:
        for place in range(number + 1, len(self.cues)):
            cue = self.cues[place]
            if cue.start >= limit:
                break
            # A denial reaches into what follows at once, "niega antecedentes de asma", and not into what comes later.
            aside = category == "negated" and cue.effect.category in ("historical", "family")
            if cue.start > begin if aside else category in cue.effect.ends:
                return max(begin, cue.start - cue.effect.claims)
        return limit

    def _back(self, number: int, category: Category) -> list[int]:
        begin = self.cues[number].start
        begin -= self._stands_at(begin - 1, ":")
        limit = max(0, begin - BACK[category])
        while number and self.cues[number - 1].stop > limit:
            number -= 1
            if category in self.cues[number].effect.ends:
                limit = self.cues[number].stop
        return self._until_end(range(begin - 1, limit - 1, -1))[::-1]

    def _listed(self, number: int) -> list[int]:
        # A heading stands alone on its line as often as before its items.
        begin = self.cues[number].stop
        begin += self._stands_at(begin, "\n")
        return self._until_end(range(begin, min(len(self.items), begin + LIST)))

    def _stands_at(self, place: int, sign: str) -> bool:
        return 0 <= place < len(self.items) and self.items[place] == sign

    def _until_end(self, scope: Iterable[int]) -> list[int]:
        reached: list[int] = []
        for place in scope:
            if self.items[place] in SENTENCE_ENDS:
                break
            reached.append(place)
        return reached
