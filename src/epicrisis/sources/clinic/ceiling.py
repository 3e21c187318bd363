"""The best that any model of a single note can do, computed from the tables that wrote the notes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from epicrisis.sources.clinic.evidence import probabilities
from epicrisis.sources.clinic.groups import GROUPS, SLIPS_PER_10_000, TRULY, shares
from epicrisis.sources.clinic.rows import Note, write_notes

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

FACTORS = (0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0)
ROUNDS = 3


def usable(notes: int, seed: int) -> list[Note]:
    """Return the notes that a cleaning keeps: some text, and no second copies."""
    return [note for note in write_notes(notes, seed) if not note.copy and (note.row.subjetivo or note.row.objetivo)]


def posterior(notes: list[Note]) -> Floats:
    """Return P(recorded group | all that the note tells), exactly.

    The findings of a note are drawn independently given the patient's true group *t*, so
    ``P(evidence | t)`` is a product over the tables. The file names group *h* with probability ``share[h]``; the
    patient then has *t* with probability ``TRULY[h][t]``; and with probability ``SLIPS_PER_10_000 / 10_000`` the label
    is another row's, which the evidence says nothing of.

    Parameters
    ----------
    notes : list of Note
        The notes.

    Returns
    -------
    ndarray of shape (len(notes), 6)
        Rows sum to 1.
    """
    log_table = np.log(np.array(probabilities()))
    log_likelihood = np.array([log_table[note.evidence].sum(axis=0) for note in notes])
    likelihood = np.exp(log_likelihood - log_likelihood.max(axis=1, keepdims=True))
    share = np.array(shares())
    truly = np.array(TRULY) / 100
    joint = likelihood @ (share[:, None] * truly).T
    filed = joint / joint.sum(axis=1, keepdims=True)
    slips = SLIPS_PER_10_000 / 10_000
    mixture: Floats = (1 - slips) * filed + slips * share
    return mixture


def best_macro_f1(chances: Floats, labels: Integers) -> float:
    """Return the highest macro-F1 found by weighting the classes before the most probable is taken.

    The decision that maximises macro-F1 is of this form (Koyejo et al. 2015, Consistent Multilabel Classification,
    NeurIPS 28). The weights are fitted on the very rows that are scored, so the figure errs on the high side.
    """
    weights = np.ones(chances.shape[1])
    best = macro_f1(chances.argmax(axis=1), labels)
    for _ in range(ROUNDS):
        for group in range(len(weights)):
            for factor in FACTORS:
                tried = weights.copy()
                tried[group] *= factor
                score = macro_f1((chances * tried).argmax(axis=1), labels)
                if score > best:
                    best, weights = score, tried
    return best


def macro_f1(predicted: Integers, labels: Integers) -> float:
    """Return the mean over the groups of F1; a group without rows and predictions counts as 0."""
    groups = len(GROUPS)
    confusion = np.bincount(labels * groups + predicted, minlength=groups**2).reshape(groups, groups)
    counted = confusion.sum(axis=0) + confusion.sum(axis=1)
    return float(np.mean(2 * confusion.diagonal() / np.maximum(counted, 1)))
