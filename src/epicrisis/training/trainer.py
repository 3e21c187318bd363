"""The training of one model: search on the training rows, refit on all of them, and one look at the test rows."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sklearn.pipeline import Pipeline

from epicrisis.etl.ledger import Ledger
from epicrisis.evaluation.comparison import HeldOut
from epicrisis.evaluation.facts import Nested
from epicrisis.evaluation.metrics import added_metrics
from epicrisis.models.registry import get_model
from epicrisis.progress import Advance, Listener, notice, silent
from epicrisis.settings.loading import public_settings
from epicrisis.settings.schema import Settings
from epicrisis.training.assessment import fitted
from epicrisis.training.characteristics import describe_columns
from epicrisis.training.environment import describe_environment
from epicrisis.training.examining import count_events, examine
from epicrisis.training.explanations import class_terms
from epicrisis.training.feature_facts import feature_facts
from epicrisis.training.folds import COSTS, NOT_CONVERGED
from epicrisis.training.held_out import held_out_of
from epicrisis.training.learning import Known, Learned, Learner
from epicrisis.training.memory import peak_rss_mb
from epicrisis.training.nested import nested_validation
from epicrisis.training.objective import COST_NAMES
from epicrisis.training.preparation import Prepared
from epicrisis.training.result import Parameter, SourceFacts, TrainingResult
from epicrisis.training.sealed import open_sealed
from epicrisis.training.settling import calibration_facts
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
    held_out : HeldOut
        What it says of the training rows when their fold is held out, by which models are compared.
    """

    result: TrainingResult
    pipeline: Pipeline
    held_out: HeldOut


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
    known : mapping, optional
        What this process has learned already, by model and metric: a blend takes it up instead of searching again.
    metrics : sequence of str
        Metrics that the model will be compared by. Those of other packages are measured only if they are named.

    Examples
    --------
    >>> trainer = Trainer(settings, workspace)  # doctest: +SKIP
    >>> outcome = trainer.train(prepared, model="logistic_regression", metric="f1_macro", trials=20,
    ...                         source=snapshot.facts(), ledger=notes.ledger)  # doctest: +SKIP
    >>> outcome.result.test.metrics["f1_macro"]  # doctest: +SKIP
    """

    def __init__(
        self,
        settings: Settings,
        workspace: Workspace,
        *,
        listener: Listener = silent,
        known: Known | None = None,
        metrics: Sequence[str] = (),
    ) -> None:
        self.settings = settings
        self.listener = listener
        objectives = [name for name in settings.search.objectives if name not in COST_NAMES]
        self.also = added_metrics([settings.search.metric, *objectives, *metrics])
        self.learner = Learner(settings, workspace, listener, {} if known is None else known, self.also)

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
        nested: bool = False,
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
        nested : bool
            Whether the whole search is repeated without each fold in turn.

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
        events = count_events(prepared, self.listener)
        with self._timed(spent, "search_s"):
            learned = self.learner.learn(prepared, model, metric, trials)
        outer = self._nested(prepared, learned, model, metric, trials, spent) if nested else None
        notes = prepared.notes.read()
        with self._timed(spent, "refit_s"):
            self.listener(Advance("refit", 0, 1))
            pipeline, converged = fitted(learned.pipeline, notes[prepared.split.train], self.settings.columns.label)
            self.listener(Advance("refit", 1, 1))
        with self._timed(spent, "evaluate_s"):
            self.listener(Advance("evaluate", 0, 1))
            also = added_metrics([metric, *self.also])
            opened = open_sealed(pipeline, prepared, notes, self.settings, learned.sets, also)
            self.listener(Advance("evaluate", 1, 1))
        with self._timed(spent, "examine_s"):
            terms = class_terms(pipeline)
            examination = examine(prepared, learned, metric, terms, events, self.settings)
        classes = [str(name) for name in pipeline.classes_]
        result = TrainingResult(
            model=model,
            metric=metric,
            best_params=learned.params,
            model_params=_plain(pipeline.named_steps["classifier"].estimator.get_params(deep=False)),
            cv=learned.settled.metrics[metric],
            cv_metrics=learned.settled.metrics,
            trials=learned.trials,
            search=learned.facts,
            test=opened.test,
            baseline=opened.baseline,
            classes=prepared.facts.classes,
            columns=_columns(self.settings),
            ledger=ledger,
            source=source,
            split=prepared.facts.split,
            features=feature_facts(pipeline, prepared),
            terms=terms,
            examination=examination,
            calibration=calibration_facts(learned.settled, learned.scores, prepared.labels, classes),
            assessment=opened.assessment.model_copy(
                update={"learning_curve": learned.learning_curve, "optimism": learned.optimism, "nested": outer}
            ),
            members=learned.members,
            characteristics=describe_columns(notes, prepared.split, self.settings.columns),
            environment=describe_environment(),
            settings=public_settings(self.settings),
            timings=spent,
            predict_ms=opened.predict_ms,
            peak_rss_mb=peak_rss_mb() + learned.peak_mb,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            warnings=[] if converged else [NOT_CONVERGED],
        )
        return Outcome(result, pipeline, held_out_of(learned.settled, prepared))

    def _nested(
        self, prepared: Prepared, learned: Learned, model: str, metric: str, trials: int, spent: dict[str, float]
    ) -> Nested:
        # A search that was found finished took no time now, but its trials tell what it took.
        work = sum(learned.facts.costs.get(name, 0.0) for name in COSTS) / learned.facts.workers
        notice(
            self.listener,
            "Nested cross-validation: the whole search is repeated without each of the {folds} folds in turn, which "
            "takes about {minutes:.1f} minutes.",
            folds=prepared.facts.split.folds,
            minutes=prepared.facts.split.folds * max(spent["search_s"], work) / 60,
        )
        with self._timed(spent, "nested_s"):
            return nested_validation(self.learner, prepared, model=model, metric=metric, trials=trials)

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
        "subgroups": list(columns.subgroups),
    }
