"""What a run can answer to PROBAST+AI: pass and fail are measured, and whatever takes judgement is left to a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from epicrisis.etl.ledger import Reason
from epicrisis.i18n.catalogue import join_names
from epicrisis.reports.guidelines import facts_data as data
from epicrisis.reports.guidelines import facts_model as model
from epicrisis.reports.guidelines import facts_performance as performance
from epicrisis.reports.guidelines.records import Evidence, Verdict
from epicrisis.reports.guidelines.run import Find, Run
from epicrisis.reports.wording import shorten

ENOUGH_EVENTS = 100
"""Events of an evaluation below which PROBAST (2019, doi:10.7326/M18-1376) sees a risk of bias."""

MEASURES = {
    "discrimination": "discrimination with intervals",
    "calibration": "calibration",
    "net benefit": "net benefit",
}

TREES = ("random_forest", "extra_trees", "lightgbm")


class Found(NamedTuple):
    """An answer, what it rests on, and where that stands."""

    answer: Verdict
    reason: str
    where: list[str]


Answer = Callable[[Run], Found]


def person(*keys: str, find: Find | None = None) -> Answer:
    """Return an answer that leaves a question to a person, with what the run and `keys` of ``[study]`` say of it."""

    def leave(run: Run) -> Found:
        found = find(run) if find else None
        said = [Evidence(text=run.said(key), where=[f"study.{key}"]) for key in keys if run.said(key)]
        known = [*([found] if found else []), *said]
        text = " ".join(one.text for one in known) or run.words.say("The run knows nothing of it.")
        return Found("needs_person", text, [place for one in known for place in one.where])

    return leave


def sources(run: Run) -> Found:
    """Answer whether the sources are appropriate: not where no patient exists, else a person knows."""
    if any(limit.code == "artificial" for limit in run.report.limits):
        reason = run.words.say("These patients do not exist: the notes are of the artificial clinic.")
        return Found("fail", reason, ["limits"])
    return person("setting", "representativeness", find=data.source)(run)


def preprocessing(run: Run) -> Found:
    """Answer whether the notes were prepared alike: measured by what was learned from which notes."""
    found = data.same_steps(run)
    if found is None:
        reason = run.words.say("The run does not show that nothing was learned from test notes.")
        return Found("unknown", reason, ["features.documents", "split.rows_train"])
    return Found("pass", found.text, found.where)


def sample_of_development(run: Run) -> Found:
    """Answer whether there were enough notes to learn from: no rule is agreed on for models of text."""
    found = data.sizes(run)
    text = run.words.say("No rule is agreed on for models of thousands of terms.")
    return Found("unknown", f"{found.text} {text}" if found else text, ["split"])


def sample_of_evaluation(run: Run) -> Found:
    """Answer whether each class has enough test notes."""
    split, words = run.report.split, run.words
    few = {name: split.classes_test.get(name, 0) for name in run.report.classes}
    few = {name: rows for name, rows in few.items() if rows < ENOUGH_EVENTS}
    if few:
        shown = join_names([f"{shorten(name, 60)} ({words.count(rows)})" for name, rows in few.items()])
        reason = words.say("Classes with fewer than {count} test notes: {names}.", count=ENOUGH_EVENTS, names=shown)
        return Found("fail", reason, ["split.classes_test"])
    reason = words.say("Every class has at least {count} test notes.", count=ENOUGH_EVENTS)
    width = performance.precision(run)
    return Found("pass", f"{reason} {width.text}" if width else reason, ["split.classes_test", "metrics"])


def predictor_handling(run: Run) -> Found:
    """Answer whether numbers and categories were handled well: nobody looked whether numbers act linearly."""
    found = model.handling(run)
    text = found.text if found else ""
    if run.report.features.numbers and run.report.model not in TREES:
        more = run.words.say("Whether they act linearly was not examined.")
        return Found("unknown", f"{text} {more}", ["features", "model"])
    return Found("pass", text, ["features", "model"])


def missing_notes(run: Run) -> Found:
    """Answer whether missing data were handled well: only where there are none can that be measured."""
    dropped, found = run.report.ledger.dropped, data.missing_data(run)
    left_out = sum(dropped.get(reason, 0) for reason in (Reason.EMPTY_TEXT, Reason.EMPTY_LABEL, Reason.EMPTY_PATIENT))
    text = found.text if found else ""
    tabular = run.report.features.categories or run.report.features.numbers
    return Found("needs_person" if left_out or tabular else "pass", text, ["ledger.dropped", "features"])


def recalibrated(run: Run) -> Found:
    """Answer whether probabilities were corrected after weights for rare classes."""
    used = model.imbalance(run)
    if used is None:
        return _no_method(run)
    calibrated = model.recalibration(run)
    if calibrated is None:
        return Found("unknown", used.text, used.where)
    return Found("pass", f"{used.text} {calibrated.text}", [*used.where, *calibrated.where])


def evaluated_uncorrected(run: Run) -> Found:
    """Answer whether the evaluation kept the classes as frequent as they are."""
    used = model.imbalance(run)
    if used is None:
        return _no_method(run)
    text = run.words.say("The test notes were neither resampled nor weighted.")
    shares = data.class_shares(run)
    return Found("pass", f"{text} {shares.text}" if shares else text, ["split.classes_test"])


def overfitting(run: Run) -> Found:
    """Answer whether something was done against overfitting, and whether it was of use."""
    found = model.validation(run)
    text = found.text if found else ""
    if run.report.split.by == "row":
        return Found(
            "fail", run.words.say("Patients were not kept apart: folds and test know them already."), ["split"]
        )
    if run.report.split.folds < 2 or not run.report.split.rows_test:
        return Found("unknown", text, ["split"])
    more = run.words.say("Parameters were tuned on folds of whole patients, and the result was tried on sealed notes.")
    return Found("pass", f"{more} {text}", ["split", "cv", "metrics"])


def apparent_only(run: Run) -> Found:
    """Answer whether the evaluation goes beyond the notes that the model was fitted on."""
    rows = run.report.split.rows_test
    if not rows:
        return Found("fail", run.words.say("The run has no test notes."), ["split.rows_test"])
    text = run.words.say("All figures are of {count} notes that the fit had not seen.", count=run.words.count(rows))
    return Found("pass", text, ["split.rows_test", "metrics"])


def leakage(run: Run) -> Found:
    """Answer whether test notes, or their twins, were kept out of the training."""
    split, words = run.report.split, run.words
    if split.by == "row":
        reason = words.say("Notes were divided one by one: a patient may stand on both sides.")
        return Found("fail", reason, ["split.by"])
    if data.same_steps(run) is None:
        return preprocessing(run)
    apart = words.say("Patients stand on one side only; nothing was learned from test notes.")
    if split.near_duplicates is None:
        reason = words.say("Near-duplicate notes of different patients were not looked for.")
        return Found("unknown", f"{apart} {reason}", ["split.by", "split.near_duplicates"])
    if split.near_duplicates.clusters_apart:
        reason = words.say(
            "{count} near-duplicate notes may stand on both sides.",
            count=words.count(split.near_duplicates.notes_apart),
        )
        return Found("unknown", f"{apart} {reason}", ["split.by", "split.near_duplicates"])
    reason = words.say("Near-duplicate notes were kept on one side.")
    return Found("pass", f"{apart} {reason}", ["split.by", "split.near_duplicates", "features.documents"])


def resampling(run: Run) -> Found:
    """Answer whether resampling repeated all steps; without nested folds, no figure of the evaluation rests on it."""
    nested, words = run.report.assessment.nested, run.words
    if nested is None or not nested.outer:
        reason = words.say(
            "The figures are of the sealed test, not of resampling. Those of the folds, which chose the parameters, "
            "are not an evaluation."
        )
        return Found("not_applicable", reason, ["cv", "assessment.nested"])
    reason = words.say("The whole search was repeated in {count} outer folds.", count=words.count(len(nested.outer)))
    return Found("pass", reason, ["assessment.nested"])


def measures(run: Run) -> Found:
    """Answer whether discrimination, calibration and net benefit were measured, each by itself."""
    looks: dict[str, Evidence | None] = {
        "discrimination": performance.measures(run),
        "calibration": performance.calibration(run),
        "net benefit": performance.utility(run),
    }
    lacking = [run.words.say(MEASURES[name]) for name, found in looks.items() if found is None]
    text = " ".join(found.text for found in looks.values() if found)
    where = ["metrics", "assessment.calibration", "assessment.decision_curves"]
    if lacking:
        return Found("fail", f"{run.words.say('Not measured: {names}.', names=join_names(lacking))} {text}", where)
    return Found("pass", text, where)


def _no_method(run: Run) -> Found:
    reason = run.words.say(
        "No method against unequal classes was used: no resampling, no class weights, no favouring of rare classes."
    )
    return Found("not_applicable", reason, ["best_params", "model_params", "calibration.tempering"])
