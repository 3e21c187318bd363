"""Which classes are drawn where there are too many to draw them all; the tables have every one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from epicrisis.reports.report import Report
from epicrisis.reports.wording import Wording

MOST_DRAWN = 12


class OfClass(Protocol):
    """Anything that is known of one class."""

    @property
    def label(self) -> str | None:
        """The class."""


T = TypeVar("T", bound=OfClass)


def drawn_labels(report: Report) -> list[str]:
    """Return the classes to draw, the largest first; of many, half of them the largest and half the worst found."""
    tried = [one for one in report.per_class if one.rows_test]
    largest = sorted(tried, key=lambda one: -one.rows_test)
    if len(largest) <= MOST_DRAWN:
        return [one.label for one in largest]
    first = largest[: MOST_DRAWN // 2]
    worst = sorted(largest[MOST_DRAWN // 2 :], key=lambda one: one.f1)[: MOST_DRAWN - len(first)]
    return [one.label for one in [*first, *worst]]


def drawn(report: Report, found: Sequence[T]) -> list[T]:
    """Return what is known of the classes that are drawn, in their order."""
    by_label = {one.label: one for one in found}
    return [by_label[label] for label in drawn_labels(report) if label in by_label]


def choice_sentence(report: Report, words: Wording) -> list[str]:
    """Say which classes are drawn, where it is not all of them."""
    tried = sum(one.rows_test > 0 for one in report.per_class)
    if tried <= MOST_DRAWN:
        return []
    return [
        words.say(
            "Drawn are {count} of {total} classes, half of them those with the most notes and half those found worst; "
            "the tables have all.",
            count=MOST_DRAWN,
            total=words.count(tried),
        )
    ]
