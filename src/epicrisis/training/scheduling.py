"""The folds of a batch of trials, one after the other to workers that are free, and what each trial comes to.

A trial's folds count in an order of its own. It is pruned after the first fold at which the rule says so, whatever
other folds have been scored by then: a worker that has nothing else to do may score a fold that turns out not to be
needed, but no result depends on which workers were quick.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from optuna.trial import Trial

from epicrisis.errors import DataError, EpicrisisError
from epicrisis.i18n.catalogue import sentence
from epicrisis.training.folds import CANDIDATES_OWN, Candidate, FoldScore
from epicrisis.training.pool import FoldJob, FoldPool
from epicrisis.training.result import Failure

Outcome = Literal["open", "complete", "pruned", "failed"]
NO_FIGURE = sentence("{metric} does not exist on fold {fold}.")
Hopeless = Callable[[Mapping[int, float]], bool]


@dataclass
class Contender:
    """A trial of the batch and what is known of its folds.

    Parameters
    ----------
    trial : Trial
        The trial.
    candidate : Candidate
        What it tries.
    order : list of int
        Its folds, in the order in which they count.
    scores : dict of int to FoldScore
        By fold; those of an interrupted run are there from the start.
    failures : dict of int to Failure
        Why a fold could not be scored.
    begun : set of int
        Folds that a worker is at, or has been.
    outcome, counted, failure
        What it came to, on which folds, and why it failed.
    """

    trial: Trial
    candidate: Candidate
    order: list[int]
    scores: dict[int, FoldScore] = field(default_factory=dict)
    failures: dict[int, Failure] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    outcome: Outcome = "open"
    counted: list[int] = field(default_factory=list)
    failure: Failure | None = None

    def is_open(self) -> bool:
        """Whether nothing is decided yet."""
        return self.outcome == "open"

    @property
    def awaited(self) -> set[int]:
        """Folds that a worker is at."""
        return self.begun - self.scores.keys() - self.failures.keys()

    @property
    def untried(self) -> list[int]:
        """Folds that nobody has begun, in the order in which they count."""
        return [fold for fold in self.order if fold not in self.scores and fold not in self.begun]

    def judge(self, value: Callable[[FoldScore], float | None], hopeless: Hopeless, metric: str) -> None:
        """Decide, as far as the folds scored so far allow.

        Parameters
        ----------
        value : callable
            The searched figure of a fold; None where it does not exist.
        hopeless : callable
            From the values of the first folds, by fold, to whether the trial is pruned there.
        metric : str
            The figure's name, for the reason of a failure.
        """
        values: dict[int, float] = {}
        for fold in self.order:
            if fold in self.failures:
                self.fail(self.failures[fold])
                return
            if fold not in self.scores:
                return
            known = value(self.scores[fold])
            if known is None:
                self.fail(Failure(template=NO_FIGURE, fields={"metric": metric, "fold": fold}))
                return
            values[fold] = known
            self.counted = list(values)
            if len(values) < len(self.order) and hopeless(values):
                self.outcome = "pruned"
                return
        self.outcome = "complete"

    def fail(self, failure: Failure) -> None:
        """Give the trial up."""
        self.outcome, self.failure = "failed", failure


def run_folds(
    contenders: Sequence[Contender],
    pool: FoldPool,
    judge: Callable[[Contender], None],
    scored: Callable[[Contender, FoldScore], None],
    decided: Callable[[Contender], None],
    in_time: Callable[[], bool],
) -> None:
    """Score folds until every trial is decided, or the time is up.

    Parameters
    ----------
    contenders : sequence of Contender
        The batch.
    pool : FoldPool
        The workers.
    judge : callable
        Decides about a trial, see `Contender.judge`.
    scored : callable
        Told of every score before anything follows from it: it writes the score down.
    decided : callable
        Told of every trial that is decided.
    in_time : callable
        Whether new folds may be begun.
    """
    for contender in contenders:
        _settle(contender, judge, decided)
    by_number = {contender.trial.number: contender for contender in contenders}
    while True:
        while pool.busy < pool.workers and in_time() and (chosen := _next(contenders)):
            next_one, fold = chosen
            next_one.begun.add(fold)
            pool.submit(FoldJob(next_one.trial.number, next_one.candidate, fold))
        if not any(one.awaited for one in contenders if one.is_open()):
            return
        job, answer = pool.next_score()
        asker = by_number.get(job.trial)
        if asker is None or not asker.is_open():
            continue  # a fold that turned out not to be needed
        if isinstance(answer, FoldScore):
            asker.scores[job.fold] = answer
            scored(asker, answer)
        else:
            asker.failures[job.fold] = _failure(answer)
        _settle(asker, judge, decided)


def _settle(contender: Contender, judge: Callable[[Contender], None], decided: Callable[[Contender], None]) -> None:
    if contender.is_open():
        judge(contender)
        if not contender.is_open():
            decided(contender)


def _next(contenders: Sequence[Contender]) -> tuple[Contender, int] | None:
    """Choose the fold to begin: of the trial that has had the fewest, so that workers share the batch evenly."""
    waiting = [one for one in contenders if one.is_open() and one.untried]
    if not waiting:
        return None
    chosen = min(waiting, key=lambda one: (len(one.scores) + len(one.awaited), one.trial.number))
    return chosen, chosen.untried[0]


def _failure(error: Exception) -> Failure:
    """Return why a candidate failed, or raise what is not the candidate's own failure."""
    if isinstance(error, EpicrisisError):
        if error.exit_code != DataError.exit_code:
            raise error
        plain = {name: value if isinstance(value, int | float) else str(value) for name, value in error.fields.items()}
        return Failure(template=error.template, fields=plain)
    if isinstance(error, CANDIDATES_OWN):
        # The message may quote a value of the data; its kind may not.
        return Failure(template=type(error).__name__)
    raise error
