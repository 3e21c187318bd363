"""What is learned of the training rows before the refit: by one model's search, or by a blend of several."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from sklearn.pipeline import Pipeline

from epicrisis.evaluation.conformal import SetRule, learn_sets
from epicrisis.evaluation.facts import LearningPoint, Optimism
from epicrisis.features.encoded import EncodedFeatures
from epicrisis.features.pipeline import ClinicalFeatures, make_features, make_pipeline
from epicrisis.features.raw import RawRows
from epicrisis.models.blend import BlendClassifier
from epicrisis.models.calibrated import CalibratedClassifier
from epicrisis.models.registry import BLEND, get_model, standard_models
from epicrisis.progress import Listener, notice
from epicrisis.settings.schema import Settings
from epicrisis.training.blending import blend
from epicrisis.training.findings import Found
from epicrisis.training.folds import Candidate
from epicrisis.training.preparation import Prepared
from epicrisis.training.result import Member, Parameter, SearchFacts, TrialRecord
from epicrisis.training.search import search
from epicrisis.training.settling import Settled, settle
from epicrisis.training.vectors import ready_encoder
from epicrisis.workspace import Workspace


@dataclass(frozen=True)
class Learned:
    """A model that is ready to be fitted on all training rows.

    Parameters
    ----------
    pipeline : Pipeline
        Not fitted yet; calibration, decision and the rule of the sets are in it.
    settled : Settled
        Calibration and decision, with the metrics of the folds.
    sets : SetRule
        Which classes are in a note's set.
    scores : ndarray of shape (rows, classes)
        What they were learned from.
    params : dict
        What was chosen.
    trials : list of TrialRecord
        The candidates.
    facts : SearchFacts
        How the search went.
    peak_mb : float
        Peak memory of the workers together, in MiB.
    members : list of Member
        The models of a blend.
    candidate : Candidate or None
        The winner; a blend has none.
    optimism : Optimism or None
        What a split by rows would have promised; of a blend, that of its heaviest member.
    learning_curve : list of LearningPoint
        Of the winner's candidate; empty for an average of several models, whose curve would cost all of theirs.
    """

    pipeline: Pipeline
    settled: Settled
    sets: SetRule
    scores: npt.NDArray[np.float64]
    params: dict[str, Parameter]
    trials: list[TrialRecord]
    facts: SearchFacts
    peak_mb: float
    members: list[Member] = field(default_factory=list)
    candidate: Candidate | None = None
    optimism: Optimism | None = None
    learning_curve: list[LearningPoint] = field(default_factory=list)


Known = MutableMapping[tuple[str, str], Learned]
"""What this process has learned already, by model and metric."""


@dataclass(frozen=True)
class Learner:
    """Learns models on prepared notes.

    Parameters
    ----------
    settings : Settings
        Columns, seed, privacy, workers, and the models that a blend may take.
    workspace : Workspace
        Where studies are kept.
    listener : callable
        Hears of progress.
    known : mapping
        What was learned before; what is learned is added.
    also : sequence of str
        Other packages' metrics that are measured too.
    apart : bool
        Whether the searches are those of a nested cross-validation, see `epicrisis.training.search.search`.
    """

    settings: Settings
    workspace: Workspace
    listener: Listener
    known: Known
    also: Sequence[str] = ()
    apart: bool = False

    def learn(self, prepared: Prepared, model: str, metric: str, trials: int) -> Learned:
        """Search a model, or blend the winners of several; see `epicrisis.training.search.search` for errors."""
        if not get_model(model).blends:
            return self._searched(prepared, model, metric, trials)
        names = self.members()
        # In a comparison, those that could be trained are known.
        learned = {name: self.known[name, metric] for name in names if (name, metric) in self.known}
        if not learned:
            share = self.settings.search.timeout / len(names)
            one_by_one = replace(self, settings=_with_timeout(self.settings, share))
            learned = {name: one_by_one._searched(prepared, name, metric, trials) for name in names}
        return self._blended(prepared, learned, metric)

    def members(self) -> list[str]:
        """Return the models that a blend takes: those of ``search.models``, or the standard ones if it is one only."""
        named = [get_model(name) for name in self.settings.search.models]
        chosen = list(dict.fromkeys(spec.name for spec in named if not spec.blends and spec.name != "dummy"))
        return chosen if len(chosen) > 1 else standard_models()

    def _searched(self, prepared: Prepared, model: str, metric: str, trials: int) -> Learned:
        found = search(
            prepared,
            self.settings,
            self.workspace,
            model=model,
            metric=metric,
            trials=trials,
            listener=self.listener,
            apart=self.apart,
        )
        scores = found.held_out
        settled = settle(scores, prepared.labels, prepared.folds, metric, self.also)
        sets = self._sets(prepared, settled)
        learned = Learned(
            pipeline=_pipeline(found, settled, sets, prepared, self.settings),
            settled=settled,
            sets=sets,
            scores=scores,
            params=found.params,
            trials=found.trials,
            facts=found.facts,
            peak_mb=found.workers_peak_mb,
            candidate=found.candidate,
            optimism=found.optimism,
            learning_curve=found.learning_curve,
        )
        self.known[model, metric] = learned
        return learned

    def _blended(self, prepared: Prepared, learned: Mapping[str, Learned], metric: str) -> Learned:
        found = blend(
            {name: one.settled for name, one in learned.items()},
            prepared.labels,
            prepared.folds,
            prepared.groups[prepared.split.train],
            metric,
            seed=self.settings.split.seed,
            also=self.also,
        )
        chosen = [(name, weight, learned[name]) for name, weight in found.weights.items()]
        if not found.kept:
            self._tell_alone(chosen[0][0], list(learned))
        classifier = BlendClassifier([one.pipeline for _, _, one in chosen], [weight for _, weight, _ in chosen])
        columns, sets = self.settings.columns, self._sets(prepared, found.settled)
        return Learned(
            pipeline=Pipeline(
                [
                    ("features", RawRows(list(columns.text), list(columns.categorical), list(columns.numeric))),
                    ("classifier", _calibrated(classifier, found.settled, sets)),
                ]
            )
            if found.kept
            else chosen[0][2].pipeline,
            settled=found.settled,
            sets=sets,
            scores=found.scores if found.kept else chosen[0][2].scores,
            params={f"{name}.weight": weight for name, weight, _ in chosen},
            trials=[],
            facts=_facts_of_all([one.facts for one in learned.values()]),
            peak_mb=max(one.peak_mb for one in learned.values()),
            members=[
                Member(model=name, weight=weight, cv=one.settled.metrics[metric], params=one.params)
                for name, weight, one in chosen
            ],
            optimism=chosen[0][2].optimism,
            learning_curve=[] if found.kept else chosen[0][2].learning_curve,
        )

    def _sets(self, prepared: Prepared, settled: Settled) -> SetRule:
        patients = prepared.groups[prepared.split.train]
        return learn_sets(settled.probabilities, prepared.labels, patients, self.settings.decision.coverage)

    def _tell_alone(self, model: str, tried: Sequence[str]) -> None:
        if len(tried) == 1:
            notice(self.listener, "The blend is {model} alone: no other model was trained.", model=model)
            return
        notice(
            self.listener,
            "The blend is {model} alone: no average of {names} was better beyond noise.",
            model=model,
            names=", ".join(tried),
        )


def _with_timeout(settings: Settings, seconds: float) -> Settings:
    return settings.model_copy(update={"search": settings.search.model_copy(update={"timeout": seconds})})


def _pipeline(found: Found, settled: Settled, sets: SetRule, prepared: Prepared, settings: Settings) -> Pipeline:
    candidate, spec = found.candidate, get_model(found.candidate.model)
    features: ClinicalFeatures | EncodedFeatures = make_features(settings, candidate.text)
    if spec.encodes:
        features = EncodedFeatures(features, ready_encoder(prepared, settings)[0])
    return make_pipeline(features, _calibrated(spec.build(candidate.classifier, candidate.seed), settled, sets))


def _calibrated(classifier: object, settled: Settled, sets: SetRule) -> CalibratedClassifier:
    calibration, decision = settled.calibration, settled.decision
    return CalibratedClassifier(
        classifier,
        scales=list(calibration.scales),
        shifts=list(calibration.shifts),
        offsets=list(decision.offsets),
        slopes=list(calibration.slopes),
        intercepts=list(calibration.intercepts),
        knots=calibration.knots,
        thresholds=list(sets.thresholds),
    )


def _facts_of_all(facts: Sequence[SearchFacts]) -> SearchFacts:
    """Return the searches of a blend's candidates as one."""
    costs = {name for one in facts for name in one.costs}
    total = {
        name: sum(getattr(one, name) for one in facts)
        for name in ("requested", "complete", "pruned", "failed", "resumed", "fits_done", "fits_saved")
    }
    return facts[0].model_copy(
        update={
            **total,
            "study": BLEND.name,
            "costs": {name: sum(one.costs.get(name, 0.0) for one in facts) for name in costs},
            "seconds_saved": sum(one.seconds_saved for one in facts),
            "winner": None,
        }
    )
