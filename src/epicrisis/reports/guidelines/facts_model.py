"""What a run knows of its model: how it was chosen and what it is; None where it does not know."""

from __future__ import annotations

from epicrisis.i18n.catalogue import join_names
from epicrisis.reports.deciding import KINDS, decision_sentence
from epicrisis.reports.guidelines.records import Evidence
from epicrisis.reports.guidelines.run import Run
from epicrisis.reports.tables import parameter_text
from epicrisis.reports.wording import NOTHING, shorten

WEIGHTS = "class_weight"


def purpose(run: Run) -> Evidence | None:
    """Return that the run develops a model and evaluates it."""
    text = run.words.say(
        "The run develops a model ({model}) and evaluates it on notes that were sealed until the end.",
        model=run.report.model,
    )
    return run.told(text, "model", "split.rows_test") if run.report.split.rows_test else None


def kind(run: Run) -> Evidence | None:
    """Return the kind of model and the winner's searched parameters."""
    report = run.report
    shown = [f"{name} = {shorten(parameter_text(value, run.words), 60)}" for name, value in report.best_params.items()]
    if report.members:
        shown = [f"{one.model} ({run.words.score(one.weight)})" for one in report.members]
    text = f"{report.model}: {join_names(shown, limit=20) or NOTHING}."
    return run.told(text, "model", "members" if report.members else "best_params")


def search(run: Run) -> Evidence | None:
    """Return how the parameters were found; None where nothing was searched."""
    found, words = run.report.search, run.words
    if not found.complete:
        return None
    text = words.say(
        "{complete} candidates were scored in full and {pruned} given up early ({sampler}); the best by {metric} on "
        "{folds} folds of the training notes was fitted anew on all of them.",
        complete=words.count(found.complete),
        pruned=words.count(found.pruned),
        sampler=words.quote(found.sampler),
        metric=words.say(run.report.headline.title),
        folds=words.count(run.report.split.folds),
    )
    return run.told(text, "search", "trials")


def validation(run: Run) -> Evidence | None:
    """Return the internal validation: folds, nested folds if there were any, and the sealed test."""
    report, words = run.report, run.words
    text = words.say(
        "{metric}: {mean} ± {std} on the folds, {test} on the sealed test.",
        metric=words.say(report.headline.title),
        mean=words.score(report.cv.mean),
        std=words.score(report.cv.std),
        test=words.estimate(report.headline.test, report.headline.ci95),
    )
    nested = report.assessment.nested
    if nested and nested.outer:
        text += " " + words.say(
            "With the whole search repeated in {count} outer folds: {mean} on average.",
            count=words.count(len(nested.outer)),
            mean=words.score(sum(nested.outer) / len(nested.outer)),
        )
        return run.told(text, "cv", "metrics", "assessment.nested")
    return run.told(text, "cv", "metrics")


def preselection(run: Run) -> Evidence | None:
    """Return which terms could become predictors."""
    features, words = run.report.features, run.words
    text = words.say(
        "Every term of the text columns that at least {patients} patients have could become a predictor; {terms} "
        "terms, {categories} columns of categories and {numbers} of numbers did.",
        patients=words.count(features.min_patients_per_term),
        terms=words.count(features.word_terms + features.char_terms + features.section_terms),
        categories=words.count(features.categories),
        numbers=words.count(features.numbers),
    )
    return run.told(text, "features")


def handling(run: Run) -> Evidence | None:
    """Return how text, categories and numbers became columns."""
    features, words = run.report.features, run.words
    parts = [
        words.say(
            "Texts became {word_terms} columns of words and {char_terms} of letter groups, weighted.",
            word_terms=words.count(features.word_terms + features.section_terms),
            char_terms=words.count(features.char_terms),
        )
    ]
    if features.vector_columns:
        parts.append(words.say("An encoder adds {count} columns.", count=words.count(features.vector_columns)))
    if features.categories:
        parts.append(words.say("Categories have a column each ({count}).", count=words.count(features.categories)))
    if features.numbers:
        parts.append(
            words.say("Numbers stay continuous and are scaled ({count}).", count=words.count(features.numbers))
        )
    return run.told(" ".join(parts), "features")


def uses_weights(run: Run) -> bool:
    """Whether classes were weighted in the fit, by the winner or by a member of the blend."""
    report = run.report
    params = [report.best_params, report.model_params, *(one.params for one in report.members)]
    return any(one.get(WEIGHTS) not in (None, "", "None") for one in params)


def uses_tempering(run: Run) -> bool:
    """Whether the decision favours rare classes."""
    found = run.report.calibration
    return found is not None and found.tempering > 0


def imbalance(run: Run) -> Evidence | None:
    """Return what was done about unequal classes; None where nothing was."""
    words = run.words
    parts = []
    if uses_weights(run):
        parts.append(words.say("Rare classes weigh more in the fit (class_weight), since they are few."))
    if uses_tempering(run):
        parts.append(decision_sentence(run.report, words))
    return run.told(" ".join(parts), "best_params", "model_params", "calibration.tempering") if parts else None


def recalibration(run: Run) -> Evidence | None:
    """Return how scores became probabilities; None where the report does not know."""
    found, words = run.report.calibration, run.words
    if found is None:
        return None
    text = words.say(
        "Calibrated on training notes that the fit had not seen ({kind}): log loss {before} before, {after} after.",
        kind=words.say(KINDS.get(found.kind, found.kind)).lower(),
        before=words.score(found.log_loss_before),
        after=words.score(found.log_loss_after),
    )
    return run.told(text, "calibration")


def output(run: Run) -> Evidence | None:
    """Return what the model answers and how the class is chosen; None where the report does not know."""
    said = decision_sentence(run.report, run.words)
    if not said:
        return None
    text = run.words.say("The model gives a probability for each class, and a class.")
    return run.told(f"{text} {said}", "calibration")


def predictions(run: Run) -> Evidence | None:
    """Return what computes the predictions; None where the model's address is not known."""
    uri = run.report.run.model_uri
    if not uri:
        return None
    text = run.words.say(
        "The saved model is the whole pipeline, raw columns in, classes and probabilities out: {uri}", uri=uri
    )
    return run.told(text, "run.model_uri")


def specification(run: Run) -> Evidence | None:
    """Return where the full model stands; None where its address is not known."""
    uri = run.report.run.model_uri
    if not uri or not run.report.model_params:
        return None
    text = run.words.say(
        "All {count} parameters of the classifier are recorded; the object with its vocabulary and weights is {uri}",
        count=run.words.count(len(run.report.model_params)),
        uri=uri,
    )
    return run.told(text, "model_params", "run.model_uri")


def input_contract(run: Run) -> Evidence | None:
    """Return what the saved model expects of a note."""
    columns = [name for role in ("text", "categorical", "numeric") for name in run.report.columns.get(role, [])]
    text = run.words.say(
        "The model asks for the columns {columns}; unknown categories and missing numbers are accepted.",
        columns=run.names(columns),
    )
    return run.told(text, "columns")


def code(run: Run) -> Evidence | None:
    """Return the versions that the run ran on."""
    found = run.report.environment
    text = run.words.say(
        "epicrisis {version} (Apache-2.0) on Python {python}, code at {commit}; {count} packages with their versions.",
        version=found.epicrisis,
        python=found.python,
        commit=found.git_commit or NOTHING,
        count=run.words.count(len(found.packages)),
    )
    return run.told(text, "environment")
