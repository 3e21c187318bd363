"""EP008 and EP009: whether the search ended where it should."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

from epicrisis.checks.contract import NOT_MEASURED, Check, Finding, NotApplicable
from epicrisis.i18n.catalogue import sentence
from epicrisis.training.result import Range, TrainingResult

_EDGE = 0.02
_FEW_VALUES = 10


class EdgeOfSpace(Check):
    """A winner whose parameter would perhaps have gone further."""

    code = "EP008"
    title = sentence("The best value at the edge of the space")
    severity = "note"
    explanation = sentence(
        "A winner at the end of a range may be better beyond it. Ends that cannot be passed, such as a share of 1, "
        "are not counted."
    )
    advice = sentence(
        "The model is usable as it is. A model with a wider range can be registered from a package of your own."
    )
    probast = "4.9"
    sentences: ClassVar[Mapping[str, str]] = {
        "edge_of_space": sentence("The winner lies at the end of the range of: {names}."),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        if result.members:
            return NotApplicable(sentence("A blend has no search of its own."))
        space = result.search.space
        if not space:
            return NOT_MEASURED if result.examination is None else _NO_NUMBERS
        names = [
            f"{name} = {value:.4g} ({bounds.low:g}–{bounds.high:g})"
            for name, bounds in space.items()
            if isinstance(value := result.best_params.get(name), int | float) and _at_edge(float(value), bounds)
        ]
        return [Finding(code="edge_of_space", level="note", fields={"names": names})] if names else []


_NO_NUMBERS = NotApplicable(sentence("This model has no numbers to search."))


def _at_edge(value: float, bounds: Range) -> bool:
    if bounds.whole and bounds.high - bounds.low < _FEW_VALUES - 1:
        return False
    scale = math.log if bounds.log else float
    low, high, at = scale(bounds.low), scale(bounds.high), scale(value)
    near = _EDGE * (high - low)
    return (at - low <= near and not _natural_low(bounds)) or (high - at <= near and not _natural_high(bounds))


def _natural_low(bounds: Range) -> bool:
    return bounds.low == 0 or (bounds.whole and bounds.low == 1)


def _natural_high(bounds: Range) -> bool:
    return not bounds.whole and bounds.high == 1


class NotConverged(Check):
    """A fit that was stopped on its way."""

    code = "EP009"
    title = sentence("The fit has not converged")
    severity = "warning"
    explanation = sentence("The solver used up its steps before it had come to rest.")
    advice = sentence("Train again with another seed and compare. If the figures differ, prefer another model.")
    probast = "4.9"
    sentences: ClassVar[Mapping[str, str]] = {
        "not_converged": sentence(
            "The winner's fit stopped before it had converged: its figures hold, but another fit may differ from it."
        ),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        if result.model == "dummy":
            return NotApplicable(sentence("This model has no solver."))
        code = "not_converged"
        return [Finding(code=code, level="warning")] if code in result.warnings else []
