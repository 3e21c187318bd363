"""Sets of classes that hold the true one as often as was asked: when not to answer with one class alone.

A class is in a note's set if its probability reaches the class's threshold, below which one in ten of the class's own
notes fell, for a coverage of 0.9, among rows that the model was not fitted on. A threshold for each class keeps rare
classes covered, which one threshold for all does not.

A new note comes with a new patient, whose notes are alike. To the notes that were seen, one more patient is added
therefore, with as many notes as the patient of a note has in the mean, and all of them missed. With one note a patient
this is the usual correction, one more row, and the coverage is exact; with several it is exact where all patients have
equally many, and to the first order in their share of the rows elsewhere.

The scores come from the models of the folds and the sets from the model fitted on all rows, which has seen more: what
the sets achieve on the sealed rows is the last word (`epicrisis.evaluation.abstaining`).

Sources: Sadinle, Lei and Wasserman 2019, "Least ambiguous set-valued classifiers with bounded error levels"
(doi:10.1080/01621459.2017.1395341), whose thresholds by class these are; Vovk 2012, "Conditional validity of inductive
conformal predictors" (arXiv 1209.2673); Ding et al. 2023, "Class-conditional conformal prediction with many classes"
(arXiv 2306.09335), for pooling classes of few rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
METHOD = "class-conditional"
LEAST_MISSES = 3
"""Patients that a class, or classes together, must be expected to miss before they have a threshold of their own;
below, a single odd note would decide, and put the class into every set."""
_EVEN = 1e-9


@dataclass(frozen=True)
class SetRule:
    """From probabilities to sets of classes.

    Parameters
    ----------
    coverage : float
        The share of notes whose set is to hold their class.
    thresholds : tuple of float
        Probability from which on each class is in the set; 0 for a class that is in every set.
    pooled : tuple of int
        Classes that share a threshold, which holds for them together and not for each: those of too few rows for one
        of their own, and the next larger ones until they are enough.
    """

    coverage: float
    thresholds: tuple[float, ...]
    pooled: tuple[int, ...]

    def among(self, places: IntArray, classes: int) -> SetRule:
        """Return the rule for more classes, those that it knows at some places; the others are in no set."""
        thresholds = np.ones(classes)
        thresholds[places] = self.thresholds
        return SetRule(self.coverage, tuple(thresholds.tolist()), tuple(int(places[one]) for one in self.pooled))


def learn_sets(probabilities: FloatArray, true: IntArray, patients: IntArray, coverage: float) -> SetRule:
    """Learn the thresholds.

    Parameters
    ----------
    probabilities : ndarray of shape (rows, classes)
        Of rows that nothing behind their probabilities has seen.
    true, patients : ndarray of int of shape (rows,)
        Class number and patient of each row.
    coverage : float
        The share of each class's notes whose set is to hold it, between 0 and 1.
    """
    given = probabilities[np.arange(len(true)), true]
    classes = probabilities.shape[1]
    own = [_threshold(given[true == number], patients[true == number], coverage) for number in range(classes)]
    smallest = np.argsort(np.bincount(true, minlength=classes), kind="stable").tolist()
    pooled = [number for number in smallest if own[number] is None]
    others = [number for number in smallest if own[number] is not None]
    shared: float | None = None
    while pooled and shared is None:
        rows = np.isin(true, pooled)
        shared = _threshold(given[rows], patients[rows], coverage)
        if shared is None and not others:
            shared = 0.0
        elif shared is None:
            pooled.append(others.pop(0))
    thresholds = [shared if number in pooled else own[number] for number in range(classes)]
    return SetRule(coverage, tuple(one or 0.0 for one in thresholds), tuple(sorted(pooled)))


def prediction_sets(probabilities: FloatArray, thresholds: npt.ArrayLike, answered: IntArray) -> BoolArray:
    """Return which classes are in each row's set.

    The class answered is always in it. So no set is empty, and a set of one class is the answer.

    Parameters
    ----------
    probabilities : ndarray of shape (rows, classes)
        The model's probabilities.
    thresholds : sequence of float of length classes
        See `SetRule`.
    answered : ndarray of int of shape (rows,)
        Number of the class answered for each row.

    Returns
    -------
    ndarray of bool of shape (rows, classes)
        Whether the class is in the set.
    """
    sets = probabilities >= np.asarray(thresholds)
    sets[np.arange(len(sets)), answered] = True
    return np.asarray(sets, dtype=np.bool_)


def _threshold(given: FloatArray, patients: IntArray, coverage: float) -> float | None:
    """Return the probability that the wanted share of rows and of one more patient reach; None if they are too few."""
    rows = len(given)
    if rows == 0:
        return None
    notes = np.unique(patients, return_counts=True)[1]
    typical = float((notes**2).sum() / rows)
    reaching = int(np.ceil(coverage * (rows + typical) - _EVEN))
    if reaching > rows or (1 - coverage) * (rows / typical + 1) < LEAST_MISSES - _EVEN:
        return None
    return float(np.sort(given)[rows - reaching])
