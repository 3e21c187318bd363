"""A leaderboard as a document, as Markdown and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from epicrisis.evaluation.metrics import METRICS, metric_title
from epicrisis.reports.comparison import RULE, Leaderboard
from epicrisis.reports.document import MAX_ROWS, Cell, Document, Headline, Section, Table
from epicrisis.reports.html import to_html
from epicrisis.reports.markdown import to_markdown
from epicrisis.reports.sections import STATEMENT
from epicrisis.reports.tables import dataset_facts, leaderboard_rows, parameter_text
from epicrisis.reports.wording import NOTHING, Wording

MOST_COLUMNS = 12


class Failed(NamedTuple):
    """A candidate that could not be trained, and why, as it was told."""

    model: str
    metric: str
    error: str


def leaderboard_markdown(leaderboard: Leaderboard, language: str, failed: Sequence[Failed] = ()) -> str:
    """Return a leaderboard as Markdown, small enough for a Prefect artifact."""
    return to_markdown(compose_leaderboard(leaderboard, Wording(language), failed))


def leaderboard_html(leaderboard: Leaderboard, language: str, failed: Sequence[Failed] = ()) -> str:
    """Return a leaderboard as one self-contained page."""
    return to_html(compose_leaderboard(leaderboard, Wording(language), failed))


def compose_leaderboard(leaderboard: Leaderboard, words: Wording, failed: Sequence[Failed] = ()) -> Document:
    """Write a leaderboard in the language of `words`, with the candidates that could not be trained."""
    say = words.say
    return Document(
        language=words.language,
        kind=say("Model comparison"),
        title=say("Classifiers of “{label}”", label=leaderboard.label),
        subtitle=say("Models on the same rows, split and folds: {count}", count=words.count(len(leaderboard.rows))),
        statement=say(STATEMENT),
        headline=_headline(leaderboard, words),
        points=[
            *_points(leaderboard, words),
            *(say("{model} ({metric}) failed: {error}", **one._asdict()) for one in failed),
        ],
        sections=[_ranking(leaderboard, words), _test(leaderboard, words), _parameters(leaderboard, words)],
    )


def _headline(leaderboard: Leaderboard, words: Wording) -> Headline:
    say = words.say
    best = leaderboard.best
    return Headline(
        label=say("{metric} on the folds", metric=words.quote(metric_title(leaderboard.yardstick))),
        value=words.score(best.cv_mean),
        interval=say(
            "Standard deviation over {count} folds: {value}",
            count=leaderboard.split.folds,
            value=words.score(best.cv_std),
        ),
        comparison=say("On the sealed test: {value}", value=words.score(best.test.get(leaderboard.yardstick))),
        verdict=say("First: {model}", model=best.model),
        good=True,
    )


def _points(leaderboard: Leaderboard, words: Wording) -> list[str]:
    say = words.say
    level = [row.model for row in leaderboard.rows if row.difference and not row.difference.detectable]
    behind = [row.model for row in leaderboard.rows if row.difference and row.difference.detectable]
    points = [
        say(
            "All models are ranked by one metric, {metric}, whichever metric each one searched.",
            metric=words.quote(metric_title(leaderboard.yardstick)),
        ),
        say("The rank comes from the folds of the training rows; the sealed test had no say in it."),
    ]
    if level:
        points.append(say("No detectable difference to the first: {models}.", models=", ".join(level)))
    points.extend(
        say("{model} is {member} alone, because no average was better.", model=row.model, member=row.same_as)
        for row in leaderboard.rows
        if row.same_as
    )
    chosen = leaderboard.chosen
    points.append(say("Take {model} ({metric}).", model=chosen.model, metric=chosen.metric) + " " + say(RULE))
    if behind:
        points.append(say("Models detectably behind the first: {count}.", count=len(behind)))
    if any(row.rank is None for row in leaderboard.rows):
        points.append(say("A model without the ranking metric on its folds stands at the end, unranked."))
    return points


def _ranking(leaderboard: Leaderboard, words: Wording) -> Section:
    say = words.say
    return Section(
        "ranking",
        say("Ranking"),
        [
            say(
                "Differences to the first on the training rows that the folds held out; below zero is worse. Their 95% "
                "intervals come from {count} resamples of the patients, the same for every model, and are adjusted for "
                "the number of models: all pairs hold together. They do not show what another sample of training rows "
                "would have changed in the models.",
                count=words.count(leaderboard.resamples),
            )
            if leaderboard.resamples
            else say("There are no intervals of a bootstrap over patients for this comparison.")
        ],
        [],
        [Table.of("table-leaderboard", say("Leaderboard"), leaderboard_rows(leaderboard, words.language))],
    )


def _test(leaderboard: Leaderboard, words: Wording) -> Section:
    say = words.say
    compared = leaderboard.rows[:MOST_COLUMNS]
    columns = [
        say("Metric"),
        *(f"{row.model} ({row.metric})" for row in compared),
        say("Always the most frequent class"),
    ]
    rows: list[list[Cell]] = [
        [
            words.quote(metric_title(name)),
            *(words.score(row.test.get(name)) for row in compared),
            words.score(leaderboard.baseline.get(name)),
        ]
        for name in dict.fromkeys([*METRICS, *leaderboard.baseline])
    ]
    facts = dataset_facts(leaderboard.ledger, leaderboard.split, words)
    return Section(
        "test",
        say("On the sealed test"),
        [say("For the record, not for choosing. A value is comparable along its row only.")],
        [],
        [
            Table("table-test", say("All metrics on the sealed test"), columns, rows),
            Table.of("table-dataset", say("The data set"), facts, folded=True),
        ],
    )


def _parameters(leaderboard: Leaderboard, words: Wording) -> Section:
    say = words.say
    rows: list[list[Cell]] = []
    for row in leaderboard.rows[:MAX_ROWS]:
        params = " · ".join(f"{name} = {parameter_text(value, words)}" for name, value in row.best_params.items())
        rows.append([f"{row.model} ({row.metric})", params or NOTHING, row.run.run_id or NOTHING])
    columns = [say("Model"), say("Best parameters"), say("MLflow run")]
    return Section(
        "parameters",
        say("Parameters"),
        [],
        [],
        [Table("table-parameters", say("Best parameters"), columns, rows, "code")],
    )
