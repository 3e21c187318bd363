"""The only list of checks, and their running. To add one, write its class and name it here."""

from __future__ import annotations

from collections.abc import Mapping

from epicrisis.checks import scores, search, sides, sizes, use, words
from epicrisis.checks.contract import Check, CheckOutcome, NotApplicable, State
from epicrisis.training.result import TrainingResult

CHECKS: tuple[Check, ...] = (
    sides.PatientOnBothSides(),
    sides.NearDuplicatesAcross(),
    words.LabelInText(),
    words.TellingTerm(),
    sizes.SmallClass(),
    scores.WorseThanDummy(),
    scores.GapToTest(),
    search.EdgeOfSpace(),
    search.NotConverged(),
    scores.TunedOnReportedRows(),
    use.CalibrationOff(),
    use.SubgroupGap(),
    use.DriftOverTime(),
    sizes.FewEvents(),
    words.EdgeOfAnonymity(),
)
CHECK_SENTENCES: Mapping[str, str] = {code: text for check in CHECKS for code, text in check.sentences.items()}
"""English template of every finding, by its code."""


def run_checks(result: TrainingResult) -> list[CheckOutcome]:
    """Run every check on a result.

    Parameters
    ----------
    result : TrainingResult
        Of any version; ``checks.mute`` of its settings says which checks are muted, and why.

    Returns
    -------
    list of CheckOutcome
        One a check, in their order.
    """
    section = result.settings.get("checks")
    muted = section.get("mute") if isinstance(section, Mapping) else None
    reasons = muted if isinstance(muted, Mapping) else {}
    return [_run(check, result, str(reasons.get(check.code, ""))) for check in CHECKS]


def _run(check: Check, result: TrainingResult, muted: str) -> CheckOutcome:
    found = check.look(result)
    state: State = "not_applicable" if isinstance(found, NotApplicable) else "fires" if found else "silent"
    reason = found.reason if isinstance(found, NotApplicable) else ""
    return CheckOutcome(
        code=check.code,
        title=check.title,
        severity=check.severity,
        explanation=check.explanation,
        advice=check.advice,
        probast=check.probast,
        state="muted" if muted else state,
        findings=[] if isinstance(found, NotApplicable) else found,
        reason=muted or reason,
    )
