"""What was measured around a training so that its checks can judge it: plain values, no term of few patients."""

from __future__ import annotations

from pydantic import Field

from epicrisis.record import Record


class TermShare(Record):
    """A term of the training rows and a class that it tells of; enough patients hold it.

    Parameters
    ----------
    term : str
        One to three words, or a code.
    label : str
        The class.
    share, others : float
        Share of the class's notes, and of all other notes, that hold the term.
    precision : float
        Share of the notes with the term that are of the class.
    """

    term: str
    label: str
    share: float
    others: float
    precision: float


class MaskedScore(Record):
    """The winner's candidate on the same folds, before and after terms were taken out of the texts.

    Parameters
    ----------
    metric : str
        The searched metric.
    folds, masked : list of float
        Its value on each fold, with the terms and without them.
    """

    metric: str
    folds: list[float]
    masked: list[float]


class EventCount(Record):
    """How many notes and patients of a class the sealed rows have, and how precisely they can tell its recall.

    Parameters
    ----------
    label : str
        The class.
    rows, patients : int
        Sealed notes of the class, and their patients.
    half_width : float
        Half of the 95 % interval to expect for the class's recall, at the patients' number and a recall of one half,
        where it is widest (Riley et al. 2021, doi:10.1002/sim.9025, criterion of a proportion).
    """

    label: str
    rows: int
    patients: int
    half_width: float


class Drift(Record):
    """How the sealed rows of a split by time differ from the training rows.

    Parameters
    ----------
    classes : float
        Half of the summed differences of the classes' shares: 0 alike, 1 nothing in common.
    classes_p : float
        Probability of a difference as large without drift (chi-square).
    length_ratio : float
        Median length of a sealed note, in characters, divided by that of a training note.
    windows : tuple of (str, str), twice, or None
        First and last date of the training rows and of the sealed ones.
    """

    classes: float
    classes_p: float
    length_ratio: float
    windows: tuple[tuple[str, str], tuple[str, str]] | None = None


class EdgeTerms(Record):
    """How many terms are held by few patients more than the privacy setting asks for.

    Parameters
    ----------
    min_patients : int
        The setting.
    shown : int
        Different terms that the report shows.
    at_edge : int
        Those of them that fewer than twice as many training patients hold; they are not named here.
    fewest : int or None
        Patients of the rarest of the terms shown.
    """

    min_patients: int
    shown: int
    at_edge: int
    fewest: int | None = None


class Examination(Record):
    """Everything above, of one training; None or empty: not looked at, or not there.

    Parameters
    ----------
    patients_on_both_sides, rows_on_both_sides : int or None
        Recounted from the division of the rows, not from how it was made.
    copies_across : int or None
        Sealed notes that have a near-duplicate among the training notes; None where none were looked for.
    label_terms : list of TermShare
        Words of a class's name that its own notes hold much more often than the others.
    codes : list of TermShare
        Terms that look like a code of a diagnosis, or that are a class's name, and tell of a class.
    telling_terms : list of TermShare
        Single terms that give a class away.
    masked : MaskedScore or None
        What is left without `label_terms` and `codes`; None where there are none, or the model cannot be refitted so.
    events : list of EventCount
        One a class, counted before the search.
    largest_patient : float or None
        Share of the sealed notes that one patient has; None where rows are not kept together by patient.
    drift : Drift or None
        Only of a split by time.
    edge_terms : EdgeTerms or None
        Only of a model whose terms are shown.
    """

    patients_on_both_sides: int | None = None
    rows_on_both_sides: int | None = None
    copies_across: int | None = None
    label_terms: list[TermShare] = Field(default_factory=list)
    codes: list[TermShare] = Field(default_factory=list)
    telling_terms: list[TermShare] = Field(default_factory=list)
    masked: MaskedScore | None = None
    events: list[EventCount] = Field(default_factory=list)
    largest_patient: float | None = None
    drift: Drift | None = None
    edge_terms: EdgeTerms | None = None
