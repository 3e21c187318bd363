"""What a report tells of the way from a model's scores to its answers: calibration, decision, and a blend's members."""

from __future__ import annotations

from epicrisis.reports.document import MAX_ROWS, Row
from epicrisis.reports.report import Report
from epicrisis.reports.tables import LONGEST_CELL
from epicrisis.reports.wording import Wording, shorten

KINDS = {
    "temperature": "One factor for all classes",
    "vector": "A factor and a shift for each class",
    "sigmoid": "A sigmoid, a factor and a shift for each class",
    "isotonic": "A rising curve for each class",
}


def calibration_rows(report: Report, words: Wording) -> list[Row]:
    """Return how scores become probabilities and a class, one fact a row; an old report does not know."""
    say, found = words.say, report.calibration
    if found is None:
        return []
    facts = {
        say("Calibration"): say(KINDS.get(found.kind, found.kind)),
        say("Log loss on the folds, before → after"): (
            f"{words.score(found.log_loss_before)} → {words.score(found.log_loss_after)}"
        ),
        say("Power of a class's share in the decision"): f"{found.tempering:g}",
    }
    return [{say("Fact"): name, say("Value"): value} for name, value in facts.items()]


def decision_rows(report: Report, words: Wording) -> list[Row]:
    """Return how often more a class is answered than its probability alone would have it; none without tempering."""
    say, found = words.say, report.calibration
    if found is None or found.tempering == 0:
        return []
    return [
        {
            say("Class"): shorten(label, LONGEST_CELL),
            say("Shift of its score"): words.score(found.shifts[label]),
            say("Bonus in the decision"): words.score(bonus),
        }
        for label, bonus in list(found.offsets.items())[:MAX_ROWS]
    ]


def decision_sentence(report: Report, words: Wording) -> str:
    """Return what a reader must know of the class that is answered, or nothing."""
    found = report.calibration
    if found is None:
        return ""
    if found.tempering == 0:
        return words.say(
            "The probabilities were corrected on rows that the model was not fitted on, so that they mean what they "
            "say; the class answered is the most probable one."
        )
    return words.say(
        "The class answered is not always the most probable one: each probability is divided by the class's share of "
        "the training rows to the power of {power:g} first, so that rare classes are not passed over. The "
        "probabilities themselves are not changed by it.",
        power=found.tempering,
    )


def member_rows(report: Report, words: Wording) -> list[Row]:
    """Return the models of a blend, the heaviest first."""
    say = words.say
    return [
        {
            say("Model"): one.model,
            say("Weight"): words.score(one.weight),
            say("Mean of the folds"): words.score(one.cv.mean),
        }
        for one in report.members
    ]
