"""Which sets of shingles are alike: candidates from MinHash bands, each confirmed by its exact Jaccard similarity.

MinHash gives each set numbers of which two sets share each with a probability that is their Jaccard similarity; sets
that share all the numbers of a band are candidates (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets,
chapter 3). Because candidates are confirmed, chance makes this miss a pair now and then and never join one.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from rensa import RMinHash
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from epicrisis.etl.shingles import Shingles, mixed, offsets

IntArray = npt.NDArray[np.int64]
PERMUTATIONS = 128
MISSED = 0.005
"""Largest probability that a pair exactly at the threshold is no candidate."""
_SEED = 1
_NEIGHBOURS = 8
_CHUNK_SHINGLES = 2_000_000
_SHIFT = np.uint64(32)
_NOT_ZERO = np.uint64(2**40)


def band_rows(threshold: float) -> int:
    """Return how many numbers a band has: as many as possible with at most `MISSED` of the pairs missed.

    Examples
    --------
    >>> band_rows(0.8)
    6
    """
    for rows in range(PERMUTATIONS, 1, -1):
        if (1 - threshold**rows) ** (PERMUTATIONS // rows) <= MISSED:
            return rows
    return 1


def band_hashes(shingles: Shingles, rows: int) -> npt.NDArray[np.uint32]:
    """Return a number for each band of each set; sets that agree in a band have the same number there.

    Parameters
    ----------
    shingles : Shingles
        The sets.
    rows : int
        MinHash numbers a band.

    Returns
    -------
    ndarray of uint32 of shape (bands, sets)
    """
    digests = RMinHash.digest_matrix_from_flat_token_hashes(
        mixed(shingles.values.astype(np.uint64)), shingles.offsets, num_perm=PERMUTATIONS, seed=_SEED
    )
    signatures = np.array(digests.to_rows(), dtype=np.uint64).reshape(len(shingles.sizes), PERMUTATIONS)
    bands = PERMUTATIONS // rows
    numbers = np.zeros((bands, len(signatures)), dtype=np.uint64)
    for row in range(rows):
        numbers = mixed(numbers * np.uint64(3) + signatures[:, row : bands * rows : rows].T)
    return (numbers >> _SHIFT).astype(np.uint32)


def set_hashes(shingles: Shingles) -> npt.NDArray[np.uint64]:
    """Return a number for each set, the same for equal sets only; 0 for the empty set."""
    ends = offsets(mixed(shingles.values + _NOT_ZERO).view(np.int64))[shingles.offsets].view(np.uint64)
    return np.asarray(ends[1:] - ends[:-1])


def clusters_of(
    values: npt.NDArray[np.uint32], starts: IntArray, sizes: IntArray, bands: npt.NDArray[np.uint32], threshold: float
) -> IntArray:
    """Return the connected components of the sets that are alike.

    Of the sets that agree in a band, each is compared with the `_NEIGHBOURS` that follow it, unless they are known to
    be in one component; so that a template that most notes share does not cost the square of its notes.

    Parameters
    ----------
    values : ndarray of uint32
        Shingles, those of a set one after the other; may be mapped.
    starts, sizes : ndarray of int of shape (sets,)
        Where each set is.
    bands : ndarray of uint32 of shape (bands, sets)
        See `band_hashes`.
    threshold : float
        Least Jaccard similarity.

    Returns
    -------
    ndarray of int of shape (sets,)
        Number of each set's component.
    """
    labels = np.arange(len(sizes))
    for number, band in enumerate(bands):
        # Neighbours agree in the next band too, where they can: those are the likeliest to be alike.
        order = np.lexsort((bands[(number + 1) % len(bands)], band))
        buckets = band[order]
        for step in range(1, _NEIGHBOURS + 1):
            same = np.flatnonzero(buckets[step:] == buckets[:-step])
            if not len(same):
                break
            one, other = order[same], order[same + step]
            open_ = (labels[one] != labels[other]) & _of_like_size(sizes[one], sizes[other], threshold)
            one, other = one[open_], other[open_]
            alike = jaccard_at_least(values, starts, sizes, one, other, threshold)
            labels = _joined(labels, one[alike], other[alike])
    return labels


def jaccard_at_least(
    values: npt.NDArray[np.uint32], starts: IntArray, sizes: IntArray, one: IntArray, other: IntArray, threshold: float
) -> npt.NDArray[np.bool_]:
    """Say of pairs of sets whether their Jaccard similarity is at least `threshold`, exactly.

    Parameters
    ----------
    values, starts, sizes
        See `clusters_of`.
    one, other : ndarray of int of shape (pairs,)
        The two sets of each pair.
    threshold : float
        Least similarity.
    """
    answers = np.zeros(len(one), dtype=np.bool_)
    both = sizes[one] + sizes[other]
    for start, stop in _chunks(both):
        pair = slice(start, stop)
        keys = np.concatenate([_pair_keys(values, starts, sizes, side[pair]) for side in (one, other)])
        keys.sort()
        shared = keys[1:][keys[1:] == keys[:-1]] >> _SHIFT
        common = np.bincount(shared.astype(np.int64), minlength=stop - start)
        answers[pair] = common >= threshold * (both[pair] - common) - 1e-9
    return answers


def _chunks(both: IntArray) -> Iterator[tuple[int, int]]:
    part = (np.cumsum(both) - 1) // _CHUNK_SHINGLES
    bounds = np.flatnonzero(np.diff(part, prepend=-1, append=part[-1] + 1)) if len(part) else np.zeros(1, dtype=int)
    yield from zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)


def _pair_keys(
    values: npt.NDArray[np.uint32], starts: IntArray, sizes: IntArray, sets: IntArray
) -> npt.NDArray[np.uint64]:
    lengths = sizes[sets]
    pairs = np.repeat(np.arange(len(sets)), lengths)
    places = np.arange(len(pairs)) + (starts[sets] - offsets(lengths)[:-1])[pairs]
    return (pairs.astype(np.uint64) << _SHIFT) | values[places]


def _of_like_size(one: IntArray, other: IntArray, threshold: float) -> npt.NDArray[np.bool_]:
    return np.asarray(np.minimum(one, other) >= threshold * np.maximum(one, other) - 1e-9)


def _joined(labels: IntArray, one: IntArray, other: IntArray) -> IntArray:
    """Return the labels after some sets were found to be alike; only those that change are looked at."""
    if not len(one):
        return labels
    known, ends = np.unique(np.concatenate([labels[one], labels[other]]), return_inverse=True)
    edges = (np.ones(len(one), dtype=np.bool_), (ends[: len(one)], ends[len(one) :]))
    _, parts = connected_components(sparse.coo_array(edges, shape=(len(known), len(known))), directed=False)
    least = np.full(parts.max() + 1, len(labels))
    np.minimum.at(least, parts, known)
    translation = np.arange(len(labels))
    translation[known] = least[parts]
    return np.asarray(translation[labels])
