"""How the model stands to always answering the most frequent class, by each figure that page one shows."""

from __future__ import annotations

from epicrisis.checks.verdict import Verdict, stand
from epicrisis.i18n.catalogue import join_names
from epicrisis.reports.report import Report
from epicrisis.reports.wording import Wording

VERDICTS: dict[Verdict, str] = {
    "clearly_better": "{measures}: clearly better than always answering the most frequent class.",
    "not_clearly_better": "{measures}: not clearly better than always answering the most frequent class.",
    "worse": "{measures}: no better than always answering the most frequent class.",
}


def standings(report: Report) -> dict[str, Verdict]:
    """Return the verdict by metric: on the notes that are given their class, and on the searched metric."""
    figure = report.figure("accuracy")
    if figure is None or figure.test is None or figure.baseline is None or report.metric == "accuracy":
        return {report.metric: report.verdict}
    by_accuracy = stand(figure.test, figure.ci95, figure.baseline, figure.baseline_ci95, higher_is_better=True)
    return {"accuracy": by_accuracy, report.metric: report.verdict}


def verdict_sentence(report: Report, words: Wording) -> str:
    """Say how the model stands, naming the figures; where they differ, both are said."""
    found = standings(report)
    return " ".join(
        words.say(VERDICTS[verdict], measures=measures(report, words, verdict))
        for verdict in dict.fromkeys(found.values())
    )


def measures(report: Report, words: Wording, *verdicts: Verdict) -> str:
    """Return the names of the figures by which the model stands so."""
    titles = {one.name: words.say(one.title) for one in report.metrics}
    titles["accuracy"] = words.say("Notes given their class")
    return join_names([titles.get(name, name) for name, verdict in standings(report).items() if verdict in verdicts])
