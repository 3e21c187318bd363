"""The search: batches of candidates asked for, scored fold by fold in worker processes, pruned, written down, told."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import optuna
from optuna.trial import FrozenTrial, Trial, TrialState

from epicrisis.errors import DataError, SettingsError
from epicrisis.models.registry import get_model
from epicrisis.models.spec import Value
from epicrisis.progress import Advance, Listener, notice, silent
from epicrisis.settings.schema import Settings
from epicrisis.training.clock import Clock
from epicrisis.training.counts import CountShelf
from epicrisis.training.curtailment import Curtailment
from epicrisis.training.earlier import earlier_winners, remember_winner
from epicrisis.training.findings import Asked, Found, found_of
from epicrisis.training.journal import owned
from epicrisis.training.memory import require_memory
from epicrisis.training.objective import Objective, added_among, objectives_of, require_metric
from epicrisis.training.optimism import row_split_optimism
from epicrisis.training.pool import FoldPool, fold_pool
from epicrisis.training.preparation import Prepared
from epicrisis.training.result import Failure, StoppedBy
from epicrisis.training.scheduling import Contender, run_folds
from epicrisis.training.stopping import reached_plateau
from epicrisis.training.study import (
    SEARCH_VERSION,
    batch_start,
    candidate_of,
    counted_folds,
    finished,
    fold_order,
    has_open_trials,
    keep_fold,
    kept_folds,
    next_batch,
    open_study,
    report_once,
)
from epicrisis.training.vectors import ready_encoder
from epicrisis.workspace import Workspace, content_id, translate_os_errors

FAILURES_IN_A_ROW = 3


def search(
    prepared: Prepared,
    settings: Settings,
    workspace: Workspace,
    *,
    model: str,
    metric: str,
    trials: int,
    listener: Listener = silent,
    apart: bool = False,
) -> Found:
    """Search the best candidate on the folds of the training rows; go on where an earlier run stopped.

    Parameters
    ----------
    prepared : Prepared
        Split and counts.
    settings : Settings
        Seed, workers, timeout, privacy.
    workspace : Workspace
        Where the study is kept.
    model, metric : str
        What is searched, and by which figure.
    trials : int
        Number of candidates, those of an earlier run included.
    listener : callable
        Hears of each finished trial.
    apart : bool
        Whether it is one of a nested cross-validation: it may not know of winners that have seen its outer fold, leaves
        none for others, and does without learning curve and split by rows.

    Raises
    ------
    SettingsError
        The model cannot give the metric, or the time was up before one candidate was scored.
    DataError
        No candidate could be scored, or three in a row failed for the same reason.
    WorkspaceUnusable
        Another process searches in the same study, or the disk is full.
    OutsideError
        A worker was killed, or the memory would not suffice.
    """
    require_metric(get_model(model), metric)
    objectives = objectives_of(metric, settings.search.objectives)
    facts, minimum = prepared.facts, settings.privacy.min_patients_per_term
    shelf = prepared.shelf(minimum)
    if get_model(model).encodes:
        _, vectors = ready_encoder(prepared, settings, listener=listener)
        shelf = replace(shelf, vectors=vectors.folder)
    name = study_name(prepared, settings, model, metric, vectors=shelf.vectors.name if shelf.vectors else "")
    journal = workspace.studies / f"{name}.journal"
    with owned(journal), translate_os_errors(journal):
        study = open_study(journal, name, [one.direction for one in objectives])
        with fold_pool(prepared.folder, facts.classes, shelf, settings.search.workers) as pool:
            run = _Search(study, pool, prepared, shelf, settings, model, objectives, trials, listener, apart)
            run.introduce([] if apart else earlier_winners(workspace.studies, prepared, model, metric, but=name))
            run.go_on()
            found = run.found()
            if not apart:
                found = replace(found, optimism=row_split_optimism(prepared, pool, found, metric))
    if not (run.in_multi or apart):
        remember_winner(journal, prepared, model, metric, found.params)
    shelf.evict(int(settings.workspace.counts_gb * 2**30))
    return found


def study_name(prepared: Prepared, settings: Settings, model: str, metric: str, *, vectors: str = "") -> str:
    """Return the name of a search's study: the same for all runs that may go on with each other's candidates.

    Parameters
    ----------
    prepared : Prepared
        Split and counts.
    settings : Settings
        Seed, privacy, objectives and language.
    model, metric : str
        What is searched, and by which figure.
    vectors : str
        Name of the encoder's vectors; empty for models that read words.
    """
    objectives = objectives_of(metric, settings.search.objectives)
    return content_id(
        [
            *(SEARCH_VERSION, prepared.facts.prepared_id, model, [one.name for one in objectives]),
            # The language chooses the lemmas.
            *(settings.split.seed, settings.privacy.min_patients_per_term, settings.notes_language),
            *([vectors] if vectors else []),
        ]
    )


@dataclass
class _Search:
    """One run of a search; what outlives it is in the study."""

    study: optuna.Study
    pool: FoldPool
    prepared: Prepared
    shelf: CountShelf
    settings: Settings
    model: str
    objectives: Sequence[Objective]
    trials: int
    listener: Listener
    apart: bool = False
    clock: Clock = field(default_factory=Clock)
    started: float = field(default_factory=time.monotonic)
    stopped_by: StoppedBy = "trials"
    resumed: int = 0
    failures: list[Failure] = field(default_factory=list)

    @property
    def folds(self) -> int:
        return self.prepared.facts.split.folds

    @property
    def in_multi(self) -> bool:
        return len(self.objectives) > 1

    def introduce(self, earlier: list[dict[str, Value]]) -> None:
        """Say what was found; a new study is given the winners of earlier ones, for good."""
        self.resumed = len(finished(self.study))
        if self.resumed:
            notice(
                self.listener,
                "Study {name}: {found} of {trials} trials are finished already.",
                name=self.study.study_name,
                found=self.resumed,
                trials=self.trials,
            )
        if "earlier" not in self.study.user_attrs:
            self.study.set_user_attr("earlier", earlier)

    def go_on(self) -> None:
        """Score batch after batch until the trials, the time or the gain to expect are used up."""
        spec = get_model(self.model)
        self._tell_progress()
        while True:
            if not self._in_time():
                self.stopped_by = "timeout"
                return
            if self._on_plateau():
                self.stopped_by = "plateau"
                return
            batch = next_batch(self.study, spec, self.settings.split.seed, self.pool.workers, self.trials)
            if not batch:
                return
            contenders = [self._contender(trial) for trial in batch]
            self._score(contenders)
            self._stop_at_repeated_failures(contenders)

    def found(self) -> Found:
        """Return what was found.

        Raises
        ------
        SettingsError
            The time was up before one candidate was scored.
        DataError
            No candidate could be scored.
        """
        trials = finished(self.study)
        if self.stopped_by == "timeout" and not trials:
            raise SettingsError(
                "search.timeout ({seconds:g} s) was over before one candidate was scored on all folds. Set it higher, "
                "or 0 for no limit; the folds scored so far are kept.",
                seconds=self.settings.search.timeout,
            )
        self.clock.stop("bookkeeping")
        asked = Asked(
            self.model,
            self.objectives,
            self.settings,
            self.folds,
            self.trials,
            self.resumed,
            self.stopped_by,
            self.apart,
        )
        return found_of(asked, self.study.study_name, trials, self.pool, self.clock, self.prepared.folds)

    def _contender(self, trial: Trial) -> Contender:
        candidate = candidate_of(trial, get_model(self.model), self.settings)
        order = fold_order(self.settings.split.seed, trial.number, self.folds)
        candidate = replace(candidate, measured=added_among(self.objectives))
        return Contender(trial, candidate, order, kept_folds(trial, self.folds))

    def _score(self, contenders: list[Contender]) -> None:
        self._count(contenders)
        hopeless = self._pruning(batch_start(contenders[0].trial))
        first = self.objectives[0]
        run_folds(
            contenders,
            self.pool,
            judge=lambda one: one.judge(first.of, hopeless, first.name),
            scored=lambda one, score: keep_fold(one.trial, score),
            decided=self._tell,
            in_time=self._in_time,
        )

    def _count(self, contenders: list[Contender]) -> None:
        """Count what the batch reads and nobody has counted yet."""
        self.clock.stop("bookkeeping")
        for variant in sorted({one.candidate.variant for one in contenders}, key=lambda one: one.name):
            texts = [one.candidate.text for one in contenders if one.candidate.variant == variant]
            blocks = sorted({block for text in texts for block in text.blocks})
            minimum = self.settings.privacy.min_patients_per_term
            self.prepared.count(variant, blocks, minimum, run=self.pool.run)
            require_memory(self.shelf, variant, blocks, self.pool.workers, self.settings)
        self.clock.stop("counting")

    def _pruning(self, before: int) -> Callable[..., bool]:
        """Return the rule of a batch: only the batches before it count, whatever is finished by now."""
        rule, first = Curtailment(), self.objectives[0]
        known = [
            [first.sign * float(first.of(score) or 0.0) for score in counted_folds(trial, self.folds)]
            for trial in finished(self.study)
            if trial.number < before and trial.state == TrialState.COMPLETE
        ]
        if self.in_multi or not known or not rule.applies(self.folds):
            return lambda _: False
        best = max(known, key=lambda values: sum(values))
        return lambda values: rule.hopeless({fold: first.sign * value for fold, value in values.items()}, best, known)

    def _tell(self, one: Contender) -> None:
        scores = [one.scores[fold] for fold in one.counted]
        if one.failure is not None:
            one.trial.set_user_attr("failure", one.failure.model_dump())
            self.study.tell(one.trial, state=TrialState.FAIL)
        elif one.outcome == "pruned":
            one.trial.set_user_attr("counted", one.counted)
            report_once(one.trial, self.objectives[0].mean(scores), len(scores))
            self.study.tell(one.trial, state=TrialState.PRUNED)
        else:
            self.study.tell(one.trial, [objective.mean(scores) for objective in self.objectives])
        self._tell_progress()

    def _stop_at_repeated_failures(self, contenders: list[Contender]) -> None:
        for one in contenders:
            if one.failure is not None:
                self.failures.append(one.failure)
            else:
                self.failures.clear()
        last = self.failures[-FAILURES_IN_A_ROW:]
        if len(last) == FAILURES_IN_A_ROW and len({str(one) for one in last}) == 1:
            raise DataError(
                "{count} candidates of {model} in a row failed with the same cause, so the search stops: {reason}",
                count=FAILURES_IN_A_ROW,
                model=self.model,
                reason=DataError(last[0].template, **last[0].fields),
            )

    def _in_time(self) -> bool:
        limit = self.settings.search.timeout
        return not limit or time.monotonic() - self.started < limit

    def _on_plateau(self) -> bool:
        # Within a batch that was cut short, an undisturbed run would not have asked.
        if self.settings.search.stop != "plateau" or self.in_multi or has_open_trials(self.study):
            return False
        return reached_plateau(finished(self.study), self.objectives[0], self.folds, self.settings.split.seed)

    def _tell_progress(self) -> None:
        trials = finished(self.study)
        self.listener(Advance("search", len(trials), self.trials, best=self._best(trials)))

    def _best(self, trials: Sequence[FrozenTrial]) -> float | None:
        values = [trial.values[0] for trial in trials if trial.state == TrialState.COMPLETE]
        better = max if self.objectives[0].direction == "maximize" else min
        return better(values) if values else None
