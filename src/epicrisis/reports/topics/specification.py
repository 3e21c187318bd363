"""The whole model, so that somebody else could make it again."""

from __future__ import annotations

from epicrisis.reports.deciding import calibration_rows, decision_rows, decision_sentence, member_rows
from epicrisis.reports.details import setting_rows
from epicrisis.reports.document import Section, Table
from epicrisis.reports.report import Report
from epicrisis.reports.tables import feature_rows, parameter_rows
from epicrisis.reports.wording import Wording


def specification_section(report: Report, words: Wording) -> Section:
    """Return the model's features, parameters, calibration and decision, and the settings that it came from."""
    say = words.say
    decided = decision_sentence(report, words)
    return Section(
        "specification",
        say("The model in full"),
        [decided] if decided else [],
        [],
        [
            Table.of("table-best", say("Best parameters"), parameter_rows(report, words.language), code=True),
            Table.of("table-members", say("The models of the blend"), member_rows(report, words)),
            Table.of("table-features", say("Features of the winner"), feature_rows(report.features, words.language)),
            Table.of(
                "table-calibration", say("From scores to probabilities and classes"), calibration_rows(report, words)
            ),
            Table.of("table-decision", say("Classes in the decision"), decision_rows(report, words), folded=True),
            Table.of("table-settings", say("Settings"), setting_rows(report, words), code=True, folded=True),
        ],
    )
