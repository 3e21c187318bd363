"""How a search went: why it ended, where its candidates came from, what pruning saved, and the Pareto front."""

from __future__ import annotations

from collections import Counter
from statistics import stdev

from epicrisis.evaluation.metrics import metric_title
from epicrisis.i18n.catalogue import sentence
from epicrisis.reports.charts.bars import Bars, draw_bars
from epicrisis.reports.charts.history import draw_history, gather_history
from epicrisis.reports.charts.svg import Drawing
from epicrisis.reports.details import fold_rows
from epicrisis.reports.document import MAX_ROWS, Cell, Row, Section, Table
from epicrisis.reports.report import Report
from epicrisis.reports.tables import LONGEST_CELL, ORIGINS, parameter_text, search_text, trial_rows
from epicrisis.reports.wording import NOTHING, Wording, shorten
from epicrisis.training.result import TrialRecord

STOPS = {
    "trials": "All candidates asked for were tried",
    "timeout": "Its time was up",
    "plateau": "What could still be gained was less than the noise of the folds",
}
COST_STAGES = {
    "counting": "Counting n-grams, in this run",
    "slicing": "Slicing the counts for each fold",
    "fitting": "Fitting",
    "scoring": "Scoring",
    "bookkeeping": "Bookkeeping, in this run",
}
RAW_VALUES = sentence(
    "Candidates are compared by their values before calibration and decision; the table “fold by fold” holds the "
    "winner's after them, so that the two differ."
)
MOST_PARAMETERS = 15
COST_TITLES = {"predict_ms": "Milliseconds a note", "fit_s": "Seconds a fit"}


def search_section(report: Report, words: Wording) -> Section:
    """Return the part of a report that tells of the search."""
    say = words.say
    metric = say(report.headline.title)
    history = gather_history(report.trials, report.search)
    trials = trial_rows(report.trials, words.language, direction=report.search.direction)
    return Section(
        "search",
        say("Search"),
        [
            *([_first_sentence(report, metric, words)] if report.trials else []),
            *([say(RAW_VALUES)] if report.trials else []),
            *_further_sentences(report, words),
        ],
        [*([draw_history(history, metric, words)] if history else []), _draw_importance(report, words)],
        [
            Table.of(
                "table-folds", say("The winner, fold by fold, after calibration and decision"), fold_rows(report, words)
            ),
            Table.of(
                "table-importance", say("Importance of the parameters"), importance_rows(report, words), folded=True
            ),
            Table.of("table-pareto", say("The Pareto front"), pareto_rows(report, words)),
            Table.of("table-search", say("How the search went"), search_rows(report, words)),
            Table.of("table-trials", say("All candidates"), trials, folded=True),
        ],
    )


def importance_rows(report: Report, words: Wording) -> list[Row]:
    """Return each parameter's share in being among the best candidates; none where there were too few to tell."""
    return [
        {words.say("Parameter"): name, words.say("Importance"): words.percent(share)}
        for name, share in report.search.importance.items()
    ]


def _draw_importance(report: Report, words: Wording) -> Drawing | None:
    say = words.say
    return draw_bars(
        "figure-importance",
        say("Importance of the parameters"),
        say("Share of each parameter in being among the best quarter of the candidates (PED-ANOVA)."),
        [
            Bars(name, [share], [words.percent(share)])
            for name, share in list(report.search.importance.items())[:MOST_PARAMETERS]
        ],
        words,
    )


def search_rows(report: Report, words: Wording) -> list[Row]:
    """Return how the search went, one fact a row; an old report knows less of it."""
    say, search = words.say, report.search
    tried = search.complete + search.pruned + search.failed
    facts: dict[str, Cell] = {
        say("Why it ended"): say(STOPS[search.stopped_by]),
        say("Candidates tried, of those asked for"): f"{words.count(tried)} / {words.count(search.requested)}",
        **(_measured(report, words) if search.objectives else {}),
        say("Processes"): search.workers,
        say("Sampler"): words.quote(search.sampler),
    }
    if search.sampler_arguments:
        given = " · ".join(
            f"{name} = {parameter_text(value, words)}" for name, value in search.sampler_arguments.items()
        )
        facts[say("Sampler's arguments")] = shorten(given, LONGEST_CELL)
    return [{say("Fact"): name, say("Value"): value} for name, value in facts.items()]


def cost_rows(report: Report, words: Wording) -> list[Row]:
    """Return the seconds of the search by what they were spent on; an old report has none."""
    say, costs = words.say, report.search.costs
    return [
        {say("Stage"): say(COST_STAGES[name]), say("Time"): words.duration(costs[name])}
        for name in COST_STAGES
        if name in costs
    ]


def pareto_rows(report: Report, words: Wording) -> list[Row]:
    """Return the candidates that no other beats, and the chosen one among them; none with a single objective."""
    say, search = words.say, report.search
    if len(search.objectives) < 2:
        return []
    chosen = chosen_number(report)
    rows: list[Row] = [
        {
            say("Candidate"): trial.number,
            **{_title(name, words): _figure(trial, name, words) for name in search.objectives},
            say("Chosen"): say("Yes") if trial.number == chosen else NOTHING,
        }
        for trial in report.trials
        if trial.number in {*search.pareto, chosen}
    ]
    return rows[:MAX_ROWS]


def chosen_number(report: Report) -> int | None:
    """Return the number of the winner, which an older report knows by its parameters."""
    if report.search.winner is not None:
        return report.search.winner
    alike = (one.number for one in report.trials if one.state == "complete" and one.params == report.best_params)
    return next(alike, None)


def _measured(report: Report, words: Wording) -> dict[str, Cell]:
    say, search = words.say, report.search
    origins = Counter(trial.origin for trial in report.trials)
    came = [f"{say(ORIGINS[origin])}: {words.count(origins[origin])}" for origin in ORIGINS if origins[origin]]
    return {
        say("Where candidates came from"): " · ".join(came),
        say("Folds fitted"): search.fits_done,
        say("Folds that pruning saved"): search.fits_saved,
        say("Time that pruning saved"): words.duration(search.seconds_saved),
    }


def _first_sentence(report: Report, metric: str, words: Wording) -> str:
    folds, candidates = report.split.folds, search_text(report.search, words)
    if report.split.by == "row":
        return words.say(
            "{metric} was searched on the training rows only, with {folds} folds. Candidates: {candidates}.",
            metric=metric,
            folds=folds,
            candidates=candidates,
        )
    return words.say(
        "{metric} was searched on the training rows only, with {folds} folds that keep patients together. "
        "Candidates: {candidates}.",
        metric=metric,
        folds=folds,
        candidates=candidates,
    )


def _further_sentences(report: Report, words: Wording) -> list[str]:
    say, said = words.say, []
    if any(trial.state == "pruned" and trial.folds for trial in report.trials):
        said.append(
            say(
                "A pruned candidate was given up when its mean over all folds could hardly pass the best one's any "
                "more. Its value, in brackets, is the mean of the folds it had, and has no rank."
            )
        )
    said += _choice(report, words)
    if report.search.costs and report.search.workers > 1:
        said.append(
            say(
                "Times of slicing, fitting and scoring are added up over {count} processes.",
                count=report.search.workers,
            )
        )
    if len(report.trials) > MAX_ROWS:
        said.append(say("The table holds the best {count} candidates.", count=MAX_ROWS))
    return said


def _choice(report: Report, words: Wording) -> list[str]:
    search, number = report.search, chosen_number(report)
    complete = [trial for trial in report.trials if trial.state == "complete" and trial.value is not None]
    if len(search.objectives) < 2 or number is None or not complete:
        return []
    sign = 1 if search.direction == "maximize" else -1
    best = max(complete, key=lambda trial: sign * (trial.value or 0.0))
    error = stdev(best.folds) / len(best.folds) ** 0.5 if len(best.folds) > 1 else None
    return [
        words.say(
            "Candidate {number} was chosen: the best by “{second}” of those whose “{first}” is within one standard "
            "error ({error}) of the best, {best}. With several objectives nothing is pruned.",
            number=number,
            second=_title(search.objectives[1], words),
            first=_title(search.objectives[0], words),
            error=words.score(error),
            best=words.score(best.value),
        )
    ]


def _title(objective: str, words: Wording) -> str:
    return words.say(COST_TITLES[objective]) if objective in COST_TITLES else words.quote(metric_title(objective))


def _figure(trial: TrialRecord, objective: str, words: Wording) -> str:
    value = trial.objectives.get(objective)
    if value is None:
        return NOTHING
    return f"{value:.3g}" if objective in COST_TITLES else words.score(value)
