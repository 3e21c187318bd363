"""The leaderboard of a comparison in the few lines that fit a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epicrisis.cli.table import aligned, indented, shown_path
from epicrisis.evaluation.metrics import metric_title
from epicrisis.reports.comparison import RULE, LeaderboardRow
from epicrisis.reports.wording import NOTHING, Wording

if TYPE_CHECKING:
    from epicrisis.flows.records import CompareRecord


def leaderboard_lines(record: CompareRecord, language: str) -> list[str]:
    """Return the compared models by rank, what sets them apart, and where the whole leaderboard is.

    Parameters
    ----------
    record : CompareRecord
        The comparison.
    language : {"es", "en"}
        The language to speak.
    """
    words = Wording(language)
    board = record.leaderboard
    yardstick = words.quote(metric_title(board.yardstick))
    heading = (
        "",
        words.say("Model"),
        words.say("Searched metric"),
        words.say("Cross-validation"),
        words.say("Difference to the best"),
        words.say("Sealed test"),
    )
    rows = [_row(row, board.yardstick, words) for row in board.rows]
    failures = [
        words.say(
            "{model}, searched by {metric}, could not be trained: {error}",
            model=failure.model,
            metric=failure.metric,
            error=failure.error,
        )
        for failure in record.failures
    ]
    return [
        words.say("Ranked by {metric} on the folds of the training rows:", metric=yardstick),
        *indented(aligned([heading, *rows])),
        *failures,
        "",
        words.say("Take {model} ({metric}).", model=board.chosen.model, metric=board.chosen.metric),
        words.say(RULE),
        "",
        words.say("Report: {path}", path=shown_path(record.report_html)),
    ]


def _row(row: LeaderboardRow, yardstick: str, words: Wording) -> tuple[str, ...]:
    apart = NOTHING
    if row.difference is not None:
        apart = words.estimate(row.difference.mean, (row.difference.low, row.difference.high))
        if not row.difference.detectable:
            apart = words.say("{difference}, not detectable", difference=apart)
    return (
        str(row.rank or NOTHING),
        f"{row.model} = {row.same_as}" if row.same_as else row.model,
        words.quote(metric_title(row.metric)),
        words.score(row.cv_mean),
        apart,
        words.score(row.test.get(yardstick)),
    )
