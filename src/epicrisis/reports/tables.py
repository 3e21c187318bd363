"""The tables of a run as plain rows in one language, at most `MAX_ROWS` of them, for pages and for Prefect alike."""

from __future__ import annotations

from statistics import fmean

from epicrisis.etl.ledger import Ledger
from epicrisis.evaluation.metrics import metric_title
from epicrisis.reports.charts.flow import REASONS
from epicrisis.reports.comparison import Difference, Leaderboard, LeaderboardRow
from epicrisis.reports.document import MAX_ROWS, Cell, Row
from epicrisis.reports.report import Report
from epicrisis.reports.wording import NOTHING, Wording, shorten
from epicrisis.training.result import (
    FeatureFacts,
    Parameter,
    SearchFacts,
    SourceFacts,
    SplitFacts,
    TrainingResult,
    TrialRecord,
)

LONGEST_CELL = 120

STATES = {"complete": "Complete", "pruned": "Pruned", "failed": "Failed"}
ORIGINS = {"default": "Known-good default", "earlier": "Earlier winner", "search": "Sampler"}
READINGS = {
    "plain": "words as they are written",
    "clinical": "abbreviations written out, numbers by kind, words inside a negation told apart",
    "stems": "words that begin alike as one",
    "negation": "words inside a negation told apart",
    "lemmas": "a word stands for its inflected forms",
    "folded": "without accents",
}
MASKED = {
    "name": "names",
    "id": "identity documents",
    "record": "record numbers",
    "phone": "telephones",
    "email": "e-mail addresses",
    "url": "web addresses",
    "address": "postal addresses",
    "date": "dates",
}
SPLITS = {"patient": "By patient", "time": "By time", "row": "By row, patients not kept apart"}


def dataset_rows(ledger: Ledger, source: SourceFacts, split: SplitFacts, language: str) -> list[Row]:
    """Return where the rows came from and where they went, one fact a row."""
    words = Wording(language)
    say = words.say
    period = " – ".join(words.moment(moment) for moment in source.window) if source.window else NOTHING
    origin: list[tuple[str, Cell]] = [
        (say("Source"), source.description),
        (say("Snapshot"), source.snapshot_id),
        (say("Period"), period),
    ]
    return [*_facts(origin, words), *dataset_facts(ledger, split, words)]


def dataset_facts(ledger: Ledger, split: SplitFacts, words: Wording) -> list[Row]:
    """Return the rows read, dropped, kept and divided, one fact a row."""
    say = words.say
    dropped = [
        (say("Dropped: {reason}", reason=say(REASONS[reason]).lower()), count)
        for reason, count in ledger.dropped.items()
    ]
    facts: list[tuple[str, Cell]] = [
        (say("Rows read"), ledger.read),
        *dropped,
        (say("Rows kept"), ledger.kept),
        *([(say("Notes in another language"), sum(ledger.foreign.values()))] if ledger.foreign else []),
        *masked_facts(ledger, words),
        (say("Patients"), ledger.patients),
        (say("Classes"), len(split.classes_train)),
        *_near_duplicates(ledger, split, words),
        (say("Split"), say(SPLITS[split.by])),
        (say("Training rows"), split.rows_train),
        (say("Training patients"), split.patients_train),
        (say("Test rows"), split.rows_test),
        (say("Test patients"), split.patients_test),
        (say("Folds"), split.folds),
        (say("Split hash"), split.sha256[:16]),
    ]
    return _facts(facts, words)


def masked_facts(ledger: Ledger, words: Wording) -> list[tuple[str, Cell]]:
    """Return how many identifiers were masked, by kind, and in how many notes; or that none was, by choice."""
    say = words.say
    if ledger.deidentified is None:
        return []
    if not ledger.deidentified:
        return [(say("De-identification"), say("off: identifiers were left in the texts"))]
    kinds: list[tuple[str, Cell]] = [
        (say("Masked: {kind}", kind=say(MASKED.get(kind, kind))), count) for kind, count in ledger.masked.items()
    ]
    return [(say("Notes with something masked"), ledger.masked_notes), *kinds]


def _near_duplicates(ledger: Ledger, split: SplitFacts, words: Wording) -> list[tuple[str, Cell]]:
    found, joined, say = ledger.near_duplicates, split.near_duplicates, words.say
    if found is None or joined is None:
        return []
    facts: list[tuple[str, Cell]] = [
        (say("Near-duplicate notes"), found.notes),
        (say("Clusters of near-duplicates"), found.clusters),
        (say("Of them with notes of several patients"), found.clusters_across),
    ]
    if joined.units:
        what = say("Rows kept together for it") if split.by == "row" else say("Patients kept together for it")
        facts.append((what, joined.units))
    if joined.clusters_apart:
        facts.append((say("Near-duplicate notes that may stand on both sides"), joined.notes_apart))
    return facts


def feature_rows(features: FeatureFacts, language: str) -> list[Row]:
    """Return the size of the winner's feature matrix, one fact a row."""
    words = Wording(language)
    say = words.say
    terms = features.word_terms + features.char_terms + features.section_terms
    columns = terms + features.categories + features.numbers + features.vector_columns
    vectors: list[tuple[str, Cell]] = []
    if features.vector_columns:
        vectors = [(say("Columns of the encoder"), features.vector_columns)]
    facts: list[tuple[str, Cell]] = [
        (say("Training documents"), features.documents),
        (say("Words in a document, on average"), round(features.mean_tokens, 1)),
        (say("Word terms"), features.word_terms),
        (say("Character terms"), features.char_terms),
        (say("Terms by section"), features.section_terms),
        (say("Categories"), features.categories),
        (say("Numbers"), features.numbers),
        *vectors,
        (say("Columns of the matrix"), columns),
        (say("A term is held by at least this many patients"), features.min_patients_per_term),
    ]
    return _facts(facts, words)


def trial_rows(trials: list[TrialRecord], language: str, *, direction: str = "maximize") -> list[Row]:
    """Return one row a candidate in the order of their numbers; of more than `MAX_ROWS`, the best.

    Parameters
    ----------
    trials : list of TrialRecord
        The candidates.
    language : {"es", "en"}
        Language of headings and states.
    direction : {"maximize", "minimize"}
        Which values are the best.
    """
    words = Wording(language)
    sign = -1 if direction == "maximize" else 1
    best = sorted(trials, key=lambda trial: (trial.value is None, sign * (trial.value or 0.0), trial.number))
    # Reports older than the record of costs do not know where a candidate came from either.
    known = any(trial.costs for trial in trials)
    shown = sorted(best[:MAX_ROWS], key=lambda trial: trial.number)
    return [_trial_row(trial, words, words.say(ORIGINS[trial.origin]) if known else NOTHING) for trial in shown]


def parameter_rows(result: TrainingResult | Report, language: str) -> list[Row]:
    """Return the winner's searched parameters, one a row."""
    words = Wording(language)
    name, value = words.say("Parameter"), words.say("Value")
    return [
        {name: shorten(parameter, LONGEST_CELL), value: _explained(parameter, given, words)}
        for parameter, given in list(result.best_params.items())[:MAX_ROWS]
    ]


def summary_rows(result: TrainingResult, language: str) -> list[Row]:
    """Return the training in a few facts: model, headline figure beside the baseline's, search, time."""
    words = Wording(language)
    say = words.say
    metric = result.metric
    total = result.timings.get("total_s", sum(result.timings.values()))
    facts: list[tuple[str, Cell]] = [
        (say("Model"), result.model),
        (say("Searched metric"), words.quote(metric_title(metric))),
        (say("Sealed test"), words.score(result.test.metrics.get(metric))),
        (say("95% interval"), words.interval(result.test.ci95.get(metric))),
        (say("Always the most frequent class"), words.score(result.baseline.metrics.get(metric))),
        (say("Cross-validation"), f"{words.score(result.cv.mean)} ± {words.score(result.cv.std)}"),
        (say("Candidates"), search_text(result.search, words)),
        (say("Training rows"), result.split.rows_train),
        (say("Test rows"), result.split.rows_test),
        (say("Classes"), len(result.classes)),
        (say("Total time"), words.duration(total)),
        (say("Peak memory"), f"{result.peak_rss_mb:.0f} MB"),
    ]
    return _facts(facts, words)


def leaderboard_rows(leaderboard: Leaderboard, language: str) -> list[Row]:
    """Return the compared models by rank, with the difference of each to the best on the common yardstick."""
    words = Wording(language)
    return [_leaderboard_row(leaderboard, row, words) for row in leaderboard.rows[:MAX_ROWS]]


def parameter_text(value: Parameter, words: Wording) -> str:
    """Return a parameter as it is written in a table: numbers in at most four digits."""
    if isinstance(value, bool):
        return words.say("yes") if value else words.say("no")
    return f"{value:.4g}" if isinstance(value, float) else shorten(str(value), LONGEST_CELL)


def search_text(search: SearchFacts, words: Wording) -> str:
    """Return the candidates by what became of them."""
    return words.say(
        "complete {complete} · pruned {pruned} · failed {failed} · from an earlier run {resumed}",
        complete=words.count(search.complete),
        pruned=words.count(search.pruned),
        failed=words.count(search.failed),
        resumed=words.count(search.resumed),
    )


def _explained(name: str, value: Parameter, words: Wording) -> str:
    """Return a parameter's value, and in words what a way of reading does."""
    if name == "reading" and value in READINGS:
        return f"{value} ({words.say(READINGS[str(value)])})"
    return parameter_text(value, words)


def _trial_row(trial: TrialRecord, words: Wording, origin: str) -> Row:
    say = words.say
    params = " · ".join(f"{name} = {parameter_text(value, words)}" for name, value in trial.params.items())
    reason = say(trial.failure.template, **trial.failure.fields) if trial.failure else trial.reason
    state = say(STATES[trial.state]) + (f": {reason}" if reason else "")
    return {
        say("Candidate"): trial.number,
        say("State"): shorten(state, LONGEST_CELL),
        say("Origin"): origin,
        say("Value"): _value_text(trial, words),
        say("Standard deviation"): words.score(trial.std),
        say("Folds"): len(trial.folds),
        say("Seconds"): f"{trial.seconds:.1f}",
        say("Parameters"): shorten(params, 400),
    }


def _value_text(trial: TrialRecord, words: Wording) -> str:
    """Return a candidate's value; in brackets the mean of the folds that a pruned one had."""
    if trial.state == "pruned" and trial.folds:
        return f"({words.score(fmean(trial.folds))})"
    return words.score(trial.value)


def _leaderboard_row(leaderboard: Leaderboard, row: LeaderboardRow, words: Wording) -> Row:
    say, yardstick = words.say, leaderboard.yardstick
    folds = NOTHING if row.cv_mean is None else f"{words.score(row.cv_mean)} ± {words.score(row.cv_std)}"
    return {
        say("Rank"): row.rank if row.rank is not None else NOTHING,
        say("Model"): f"{row.model} = {row.same_as}" if row.same_as else row.model,
        say("Choice"): "✓" if row.chosen else "",
        say("Searched metric"): words.quote(metric_title(row.metric)),
        say("Cross-validation"): folds,
        say("Difference to the best"): _difference_text(row.difference, words),
        say("First in resamples"): NOTHING if row.first is None else words.percent(row.first),
        say("Ranks, 95%"): "{}–{}".format(*row.ranks) if row.ranks else NOTHING,
        **({say("Nested"): words.score(row.nested)} if any(one.nested for one in leaderboard.rows) else {}),
        say("Sealed test, 95% interval"): words.estimate(row.test.get(yardstick), row.ci95.get(yardstick)),
        say("Time"): words.duration(row.seconds),
        say("Answer, ms a note"): NOTHING if row.predict_ms is None else f"{row.predict_ms:.2f}",
        say("Model, MB"): NOTHING if row.model_bytes is None else f"{row.model_bytes / 1e6:.1f}",
    }


def _difference_text(difference: Difference | None, words: Wording) -> str:
    if difference is None:
        return NOTHING
    figures = words.estimate(difference.mean, (difference.low, difference.high))
    if difference.detectable:
        return figures
    return words.say("{figures}: no detectable difference", figures=figures)


def _facts(facts: list[tuple[str, Cell]], words: Wording) -> list[Row]:
    name, value = words.say("Fact"), words.say("Value")
    return [{name: fact, value: shorten(cell, LONGEST_CELL) if isinstance(cell, str) else cell} for fact, cell in facts]
