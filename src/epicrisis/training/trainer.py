"""The training of one model: search on the training rows, refit on all of them, and one look at the test rows."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import polars as pl
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import Pipeline

from epicrisis.etl.ledger import Ledger
from epicrisis.features.pipeline import ClinicalFeatures, make_features, make_pipeline
from epicrisis.models.registry import get_model
from epicrisis.progress import Advance, Listener, silent
from epicrisis.settings.loading import public_settings
from epicrisis.settings.schema import Settings
from epicrisis.training.assessment import baseline_probabilities, evaluate, pipeline_probabilities
from epicrisis.training.environment import describe_environment
from epicrisis.training.explanations import class_terms
from epicrisis.training.findings import Found
from epicrisis.training.folds import NOT_CONVERGED
from epicrisis.training.memory import peak_rss_mb
from epicrisis.training.preparation import Prepared
from epicrisis.training.result import Evaluation, FeatureFacts, Parameter, SourceFacts, TrainingResult
from epicrisis.training.search import search
from epicrisis.workspace import Workspace


@dataclass(frozen=True)
class Outcome:
    """A trained model and what is known of it.

    Parameters
    ----------
    result : TrainingResult
        Plain values.
    pipeline : Pipeline
        Raw columns in, classes and probabilities out.
    """

    result: TrainingResult
    pipeline: Pipeline


class Trainer:
    """Trains models on prepared notes.

    Parameters
    ----------
    settings : Settings
        Columns, seed, privacy, workers.
    workspace : Workspace
        Where studies are kept.
    listener : callable
        Hears of progress.

    Examples
    --------
    >>> trainer = Trainer(settings, workspace)  # doctest: +SKIP
    >>> outcome = trainer.train(prepared, model="logistic_regression", metric="f1_macro", trials=20,
    ...                         source=snapshot.facts(), ledger=notes.ledger)  # doctest: +SKIP
    >>> outcome.result.test.metrics["f1_macro"]  # doctest: +SKIP
    """

    def __init__(self, settings: Settings, workspace: Workspace, *, listener: Listener = silent) -> None:
        self.settings = settings
        self.workspace = workspace
        self.listener = listener

    def train(
        self,
        prepared: Prepared,
        *,
        model: str,
        metric: str,
        trials: int,
        source: SourceFacts,
        ledger: Ledger,
        timings: Mapping[str, float] | None = None,
    ) -> Outcome:
        """Search, refit and evaluate once.

        Parameters
        ----------
        prepared : Prepared
            Split and counts.
        model, metric : str
            Name or alias of the model, and the metric that the search improves.
        trials : int
            Candidates to try, those of an interrupted run included.
        source : SourceFacts
            Where the rows came from, for the record.
        ledger : Ledger
            What the cleaning did, for the record.
        timings : mapping of str to float, optional
            Seconds of the stages before, for the record.

        Returns
        -------
        Outcome
            The model and its record.

        Raises
        ------
        SettingsError
            There is no such model.
        DataError
            No candidate could be scored.
        """
        model = get_model(model).name
        spent = dict(timings or {})
        with self._timed(spent, "search_s"):
            found = search(
                prepared,
                self.settings,
                self.workspace,
                model=model,
                metric=metric,
                trials=trials,
                listener=self.listener,
            )
        notes = prepared.notes.read()
        with self._timed(spent, "refit_s"):
            self.listener(Advance("refit", 0, 1))
            pipeline, converged = self._refit(found, notes[prepared.split.train])
            self.listener(Advance("refit", 1, 1))
        with self._timed(spent, "evaluate_s"):
            self.listener(Advance("evaluate", 0, 1))
            test, baseline = self._evaluate(pipeline, prepared, notes)
            self.listener(Advance("evaluate", 1, 1))
        result = TrainingResult(
            model=model,
            metric=metric,
            best_params=found.params,
            model_params=_plain(pipeline.named_steps["classifier"].get_params(deep=False)),
            cv=found.scores[metric],
            cv_metrics=found.scores,
            trials=found.trials,
            search=found.facts,
            test=test,
            baseline=baseline,
            classes=prepared.facts.classes,
            columns=_columns(self.settings),
            ledger=ledger,
            source=source,
            split=prepared.facts.split,
            features=_feature_facts(pipeline.named_steps["features"], prepared),
            terms=class_terms(pipeline),
            environment=describe_environment(),
            settings=public_settings(self.settings),
            timings=spent,
            peak_rss_mb=peak_rss_mb() + found.workers_peak_mb,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            warnings=[] if converged else [NOT_CONVERGED],
        )
        return Outcome(result, pipeline)

    def _refit(self, found: Found, train: pl.DataFrame) -> tuple[Pipeline, bool]:
        candidate = found.candidate
        classifier = get_model(candidate.model).build(candidate.classifier, candidate.seed)
        pipeline = make_pipeline(make_features(self.settings, candidate.text), classifier)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            pipeline.fit(train, train[self.settings.columns.label].to_numpy().astype(np.str_))
        return pipeline, not any(issubclass(warning.category, ConvergenceWarning) for warning in caught)

    def _evaluate(self, pipeline: Pipeline, prepared: Prepared, notes: pl.DataFrame) -> tuple[Evaluation, Evaluation]:
        split, facts = prepared.split, prepared.facts
        test = notes[split.test]
        labels = np.searchsorted(facts.classes, notes[self.settings.columns.label].to_numpy().astype(np.str_))
        groups = prepared.groups[split.test]
        answers = (
            pipeline_probabilities(pipeline, test, facts.classes),
            baseline_probabilities(labels[split.train], test.height, len(facts.classes)),
        )
        model, floor = (
            evaluate(labels[split.test], answer, groups, facts, seed=self.settings.split.seed) for answer in answers
        )
        return model, floor

    @contextmanager
    def _timed(self, timings: dict[str, float], name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        timings[name] = time.perf_counter() - started


def _plain(params: Mapping[str, object]) -> dict[str, Parameter]:
    return {
        name: value for name, value in params.items() if value is None or isinstance(value, str | int | float | bool)
    }


def _columns(settings: Settings) -> dict[str, list[str]]:
    columns = settings.columns
    return {
        "text": list(columns.text),
        "categorical": list(columns.categorical),
        "numeric": list(columns.numeric),
        "label": [columns.label],
        "patient": [columns.patient] if columns.patient else [],
        "date": [columns.date] if columns.date else [],
    }


def _feature_facts(features: ClinicalFeatures, prepared: Prepared) -> FeatureFacts:
    terms = {block: len(names) for block, names in features.terms_.items()}
    onehot = features.tabular_.onehot
    return FeatureFacts(
        documents=prepared.facts.split.rows_train,
        word_terms=terms["word"],
        char_terms=terms.get("char", 0),
        section_terms=terms.get("section", 0),
        categories=0 if onehot is None else sum(map(len, onehot.categories_)),
        numbers=len(features.numeric),
        min_patients_per_term=features.min_patients,
        mean_tokens=prepared.shelf(features.min_patients).tokens(features.variant, "word")
        / prepared.facts.split.rows_train,
    )
