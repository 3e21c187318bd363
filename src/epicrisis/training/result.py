"""What a training leaves behind, as plain values: nothing here holds a patient's text, and JSON holds all of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from epicrisis.etl.ledger import Ledger
from epicrisis.evaluation.facts import Assessment
from epicrisis.record import Record
from epicrisis.training.examination import Examination

Parameter = str | int | float | bool | None
TrialState = Literal["complete", "pruned", "failed"]
StoppedBy = Literal["trials", "timeout", "plateau"]


class SourceFacts(Record):
    """Where the rows came from.

    Parameters
    ----------
    snapshot_id : str
        Content name of the snapshot.
    description : str
        The source with its secrets masked: a URL, or a file's name.
    query_sha256 : str
        Hash of the SQL; empty for a file or table.
    params : dict
        The query's bound parameters.
    rows : int
        Rows read.
    window : tuple of (str, str) or None
        First and last date found in the date column, ISO 8601.
    taken_at : str
        When the snapshot was taken, ISO 8601 in UTC.
    sha256 : str
        Hash of the snapshot's Parquet file.
    reused : bool
        Whether an earlier snapshot of the same question was used.
    notes : list of str
        Facts worth telling: the separator and encoding found in a CSV.
    """

    snapshot_id: str
    description: str
    query_sha256: str = ""
    params: dict[str, Parameter] = Field(default_factory=dict)
    rows: int
    window: tuple[str, str] | None = None
    taken_at: str
    sha256: str
    reused: bool = False
    notes: list[str] = Field(default_factory=list)


class JoinedFacts(Record):
    """Patients whom near-duplicate notes joined into groups; rows, where patients are not kept together.

    Parameters
    ----------
    clusters, joined : int
        Clusters of near-duplicates that several patients have, and those of them that stand on one side.
    units : int
        Patients who are in a group with another.
    clusters_apart, notes_apart : int
        Clusters, and their notes, that may stand on both sides: joining them would have made a group too large.
    largest : int
        Rows of the largest group.
    """

    clusters: int
    joined: int
    units: int
    clusters_apart: int
    notes_apart: int
    largest: int


class SplitFacts(Record):
    """How the rows were divided; the manifest itself is in the workspace."""

    by: Literal["patient", "time", "row"]
    seed: int
    folds: int
    sha256: str
    rows_train: int
    rows_test: int
    patients_train: int
    patients_test: int
    classes_train: dict[str, int]
    classes_test: dict[str, int]
    boundary: str | None = None
    near_duplicates: JoinedFacts | None = None


class LevelCount(Record):
    """Notes that have one value of a column; None on a side where fewer than ten patients have it.

    Parameters
    ----------
    value : str or None
        None: the cell is empty.
    train, test : int or None
        Notes on each side.
    """

    value: str | None
    train: int | None
    test: int | None


class Characteristic(Record):
    """What the training rows are beside the test rows, in one column.

    Parameters
    ----------
    column : str
        Name of the column; empty for the length of the notes in words.
    kind : {"number", "category", "length"}
        What it holds.
    train, test : tuple of (float, float, float) or None
        Lower quartile, median and upper quartile of the notes; None where fewer than ten patients have a value.
    levels : list of LevelCount
        Of a category, its values from the most frequent on; of a number, the empty cells.
    """

    column: str
    kind: Literal["number", "category", "length"]
    train: tuple[float, float, float] | None = None
    test: tuple[float, float, float] | None = None
    levels: list[LevelCount] = Field(default_factory=list)


class Failure(Record):
    """Why a candidate failed, as it can be told in every language.

    Parameters
    ----------
    template : str
        The product's own sentence, or the kind of another's error: its message might quote a value of the data.
    fields : dict
        The sentence's values.
    """

    template: str
    fields: dict[str, str | int | float] = Field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.fields)


class TrialRecord(Record):
    """One candidate of the search.

    Parameters
    ----------
    folds : list of float
        The metric's values in fold order; a pruned candidate has those of the folds up to its end.
    reason : str
        Why it failed, in English.
    failure : Failure or None
        The same, to be told in another language; None for the records of earlier versions.
    origin : {"default", "earlier", "search"}
        Whether it was known to be good, won an earlier search, or was found by the sampler.
    costs : dict of str to float
        Seconds of its folds: ``slicing``, ``fitting`` and ``scoring``.
    predict_ms : float or None
        Milliseconds to weigh and classify a note that is counted already.
    objectives : dict of str to float
        With several objectives, the figure of each.
    """

    number: int
    state: TrialState
    params: dict[str, Parameter]
    value: float | None = None
    std: float | None = None
    folds: list[float] = Field(default_factory=list)
    seconds: float = 0.0
    reason: str = ""
    failure: Failure | None = None
    warnings: list[str] = Field(default_factory=list)
    origin: str = "search"
    costs: dict[str, float] = Field(default_factory=dict)
    predict_ms: float | None = None
    objectives: dict[str, float] = Field(default_factory=dict)


class CrossValidation(Record):
    """The winner's scores on the folds of the training rows."""

    mean: float
    std: float
    folds: list[float]


class ClassFigures(Record):
    """Figures of one class on the test rows.

    Parameters
    ----------
    roc_auc, average_precision : float or None
        Of the class against the rest; None where they do not exist.
    ci95 : dict of str to (float, float)
        95 % intervals by the names of the figures; one that cannot be told is absent. Empty in older records.
    """

    label: str
    rows_train: int
    rows_test: int
    precision: float
    recall: float
    f1: float
    roc_auc: float | None
    average_precision: float | None = None
    ci95: dict[str, tuple[float, float]] = Field(default_factory=dict)


class Evaluation(Record):
    """Figures on the sealed test rows.

    Parameters
    ----------
    metrics : dict of str to float
        Every metric of ``epicrisis.evaluation.metrics``; one that does not exist on these rows is absent.
    ci95 : dict of str to (float, float)
        Percentile intervals of a bootstrap that resamples patients.
    resamples : int
        Number of bootstrap resamples.
    unit : {"patient", "row"}
        What was resampled.
    classes : list of str
        Row and column order of `confusion`.
    confusion : list of list of int
        Rows are true classes, columns are predicted ones.
    per_class : list of ClassFigures
        One a class.
    """

    metrics: dict[str, float]
    ci95: dict[str, tuple[float, float]]
    resamples: int
    unit: Literal["patient", "row"]
    classes: list[str]
    confusion: list[list[int]]
    per_class: list[ClassFigures]


class ClassTerms(Record):
    """Terms that count most for a class and against it, each held by at least ``min_patients_per_term`` patients.

    Parameters
    ----------
    label : str
        The class.
    terms, against : list of (str, float)
        Terms and their weights, the largest first; those against the class have negative weights.
    """

    label: str
    terms: list[tuple[str, float]]
    against: list[tuple[str, float]] = Field(default_factory=list)


class FeatureFacts(Record):
    """Size of the winner's feature matrix and what kept it there."""

    documents: int
    word_terms: int
    char_terms: int
    section_terms: int = 0
    categories: int
    numbers: int
    vector_columns: int = 0
    min_patients_per_term: int
    mean_tokens: float


class Range(Record):
    """Least and largest value of a searched number; ``log``: steps are factors; ``whole``: it is an integer."""

    low: float
    high: float
    log: bool = False
    whole: bool = False


class SearchFacts(Record):
    """How the search went.

    Parameters
    ----------
    complete, pruned, failed, resumed : int
        Trials, those of earlier runs of the same search included; ``resumed`` of them were there already.
    fits_done, fits_saved : int
        Folds that were fitted, and folds that pruned candidates did not need.
    seconds_saved : float
        What the saved folds would have cost, at the mean cost of their candidate's other folds.
    costs : dict of str to float
        Seconds of all trials' ``slicing``, ``fitting`` and ``scoring``, added up over the workers; and seconds that
        this run has spent ``counting`` n-grams and on ``bookkeeping``.
    objectives : list of str
        What was improved; the first is the metric.
    pareto : list of int
        With several objectives, the trials that no other beats.
    winner : int or None
        The winner's number.
    space : dict of str to Range
        Where the winner's numeric parameters were looked for.
    importance : dict of str to float
        Share of each searched parameter in being among the best candidates, the largest first; empty where there were
        too few candidates to tell.
    """

    study: str
    sampler: str
    metric: str
    direction: Literal["maximize", "minimize"]
    requested: int
    complete: int
    pruned: int
    failed: int
    resumed: int
    stopped_by: StoppedBy
    workers: int
    sampler_arguments: dict[str, Parameter] = Field(default_factory=dict)
    fits_done: int = 0
    fits_saved: int = 0
    seconds_saved: float = 0.0
    costs: dict[str, float] = Field(default_factory=dict)
    objectives: list[str] = Field(default_factory=list)
    pareto: list[int] = Field(default_factory=list)
    winner: int | None = None
    space: dict[str, Range] = Field(default_factory=dict)
    importance: dict[str, float] = Field(default_factory=dict)


class CalibrationFacts(Record):
    """How the winner's scores become probabilities and a class; learned on rows that the folds held out.

    Parameters
    ----------
    kind : str
        ``temperature`` (one factor), ``vector`` (a factor and a shift for each class), ``sigmoid`` (a sigmoid for
        each class before them) or ``isotonic`` (a rising curve for each class, whose knots are in the saved model).
    scales, shifts : dict of str to float
        Factor of each class's score, and what is added to it.
    tempering : float
        Power of a class's share that its probability is divided by before the largest is answered; 0 answers the most
        probable class.
    offsets : dict of str to float
        What that adds to each class's log-probability.
    log_loss_before, log_loss_after : float
        Of the training rows held out, before the calibration and after it.
    """

    kind: str
    scales: dict[str, float]
    shifts: dict[str, float]
    tempering: float
    offsets: dict[str, float]
    log_loss_before: float
    log_loss_after: float


class Member(Record):
    """One model of a blend."""

    model: str
    weight: float
    cv: CrossValidation
    params: dict[str, Parameter]


class Environment(Record):
    """What the run ran on."""

    epicrisis: str
    python: str
    platform: str
    packages: dict[str, str]
    git_commit: str | None


class TrainingResult(Record):
    """Everything that is known of one trained model.

    Parameters
    ----------
    version : int
        Version of this schema.
    model : str
        Name of the model in the registry.
    metric : str
        The metric that was searched.
    cv, cv_metrics : CrossValidation, and dict of str to CrossValidation
        The winner's scores on the same folds of the training rows, as it is saved: calibrated, and with its decision,
        both learned without the fold. Models are compared by these; the trials have scores of their own, from before.
    best_params : dict
        The winner's parameters as the search knows them.
    model_params : dict
        All parameters of the winner's classifier.
    calibration : CalibrationFacts or None
        How scores become probabilities and a class.
    assessment : Assessment
        Curves, calibration, subgroups and what else is known of the winner on rows that it has not seen.
    examination : Examination or None
        What the checks need to know; a result of an earlier version has none.
    members : list of Member
        The models of a blend; empty for any other model.
    characteristics : list of Characteristic
        The training rows beside the test rows, column by column.
    test, baseline : Evaluation
        The winner and a classifier that always gives the training rows' most frequent class, on the same test rows.
    timings : dict of str to float
        Seconds by stage: ``extract_s``, ``etl_s``, ``features_s``, ``search_s``, ``refit_s``, ``evaluate_s``; later
        stages are added by those who run them.
    predict_ms : float or None
        Milliseconds to read and classify one of the test rows, raw as they are.
    model_bytes : int
        Size of the saved model's file; 0 in results of versions that did not measure it.
    settings : dict
        The settings, secrets masked.
    warnings : list of str
        What the reader must know: not converged, a class absent from the test rows, rows split without patients.
    """

    version: Literal[1] = 1
    model: str
    metric: str
    best_params: dict[str, Parameter]
    model_params: dict[str, Parameter]
    cv: CrossValidation
    cv_metrics: dict[str, CrossValidation] = Field(default_factory=dict)
    trials: list[TrialRecord]
    search: SearchFacts
    test: Evaluation
    baseline: Evaluation
    classes: list[str]
    columns: dict[str, list[str]]
    ledger: Ledger
    source: SourceFacts
    split: SplitFacts
    features: FeatureFacts
    terms: list[ClassTerms] = Field(default_factory=list)
    calibration: CalibrationFacts | None = None
    assessment: Assessment = Field(default_factory=Assessment)
    examination: Examination | None = None
    members: list[Member] = Field(default_factory=list)
    characteristics: list[Characteristic] = Field(default_factory=list)
    environment: Environment
    settings: dict[str, object]
    timings: dict[str, float]
    predict_ms: float | None = None
    model_bytes: int = 0
    peak_rss_mb: float
    created_at: str
    warnings: list[str] = Field(default_factory=list)
