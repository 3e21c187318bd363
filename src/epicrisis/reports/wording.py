"""Sentences and numbers as a report writes them, in one language."""

from __future__ import annotations

import math
import re

from epicrisis.i18n.catalogue import shorten as shorten
from epicrisis.i18n.catalogue import translate

NOTHING = "–"
NO_BREAK = "\N{NO-BREAK SPACE}"


class Wording:
    """The words of one report.

    Numbers take a decimal point in both languages, which the Ortografía of 2010 recommends for Spanish; thousands are
    parted by a comma in English, and in Spanish by a thin space from five digits on.

    Parameters
    ----------
    language : {"es", "en"}
        The language of the report.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, template: str, **fields: object) -> str:
        """Return the sentence `template` in the report's language, its fields filled in."""
        return translate(template, self.language, **fields)

    def quote(self, sentence: str) -> str:
        """Return a sentence that another floor wrote, translated where the catalogue has it; braces in it are text."""
        return self.say(sentence.replace("{", "{{").replace("}", "}}"))

    def count(self, number: int) -> str:
        """Return a whole number with its thousands parted."""
        grouped = f"{number:,}"
        if self.language == "es":
            return grouped.replace(",", "\N{NARROW NO-BREAK SPACE}" if abs(number) >= 10_000 else "")
        return grouped

    def score(self, value: float | None) -> str:
        """Return a score with three decimals, or a dash where there is none."""
        if value is None or not math.isfinite(value):
            return NOTHING
        # Rounding first: what is as good as zero has no sign.
        return f"{round(value, 3) + 0.0:.3f}".replace("-", "\N{MINUS SIGN}")

    def tick(self, value: float) -> str:
        """Return a mark of an axis."""
        if abs(value) >= 1000 and value == int(value):
            return self.count(int(value))
        return f"{value:g}".replace("-", "\N{MINUS SIGN}")

    def interval(self, bounds: tuple[float, float] | None) -> str:
        """Return an interval as ``0.681 to 0.742``, or a dash where there is none."""
        if bounds is None:
            return NOTHING
        return self.say("{low} to {high}", low=self.score(bounds[0]), high=self.score(bounds[1]))

    def estimate(self, value: float | None, bounds: tuple[float, float] | None) -> str:
        """Return a score with its interval: ``0.709 (0.688 to 0.730)``."""
        return f"{self.score(value)} ({self.interval(bounds)})" if bounds else self.score(value)

    def percent(self, share: float) -> str:
        """Return a share between 0 and 1 in per cent."""
        gap = NO_BREAK if self.language == "es" else ""
        return f"{100 * share:.0f}{gap}%"

    def quoted(self, text: str) -> str:
        """Return text within quotation marks."""
        return f"«{text}»" if self.language == "es" else f"“{text}”"

    def typeset(self, text: str) -> str:
        r"""Return text with its quotations and percentages as the language writes them.

        Examples
        --------
        >>> Wording("es").typeset("“llanto” (56%)")
        '«llanto» (56\xa0%)'
        """
        if self.language != "es":
            return text
        return re.sub(r"(?<=\d)%", f"{NO_BREAK}%", re.sub("“([^”]*)”", r"«\1»", text))

    def duration(self, seconds: float) -> str:
        """Return seconds as a reader says them: ``12.3 s``, ``3 min 05 s``, ``1 h 05 min``."""
        if round(seconds, 1) < 60:
            return f"{seconds:.1f}{NO_BREAK}s"
        minutes, rest = divmod(round(seconds), 60)
        if minutes < 60:
            return f"{minutes}{NO_BREAK}min {rest:02d}{NO_BREAK}s"
        return f"{minutes // 60}{NO_BREAK}h {minutes % 60:02d}{NO_BREAK}min"

    def moment(self, iso: str) -> str:
        """Return an ISO 8601 time as ``2026-11-22 10:15 UTC``; what is only a date stays one."""
        date, _, clock = iso.partition("T")
        zone = " UTC" if clock.endswith(("Z", "+00:00")) else ""
        return f"{date} {clock[:5]}{zone}" if clock else date
