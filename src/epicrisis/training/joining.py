"""Patients whose notes are near-duplicates are joined into one group, which no split divides.

Joined groups have a largest size, because joining knows no end: a text that many patients share joins them all, and so
do many small clusters of patients with many notes each. A cluster that would make a group too large is left apart and
told. What so many patients share is a template, which tomorrow's patients will have too; a leak is what few share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from epicrisis.etl.near_duplicates import NO_CLUSTER, Clusters
from epicrisis.training.result import JoinedFacts

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Joined:
    """Rows by the group that may not straddle.

    Parameters
    ----------
    groups : ndarray of int of shape (rows,)
        Group of each row.
    facts : JoinedFacts
        What was joined and what was left apart.
    """

    groups: IntArray
    facts: JoinedFacts


def join_units(units: IntArray, clusters: Clusters, share: float) -> Joined:
    """Join the units that share a cluster, as far as groups stay small enough.

    In groups that would become too large, clusters of short notes are left apart first: they can be equal by chance.
    Then clusters are joined as long as they fit, those of few units before those of many. The order of the rows does
    not matter.

    Parameters
    ----------
    units : ndarray of int of shape (rows,)
        The patient of each row; each row its own where patients are not kept together.
    clusters : Clusters
        The near-duplicates.
    share : float
        Largest group, as a share of the rows; two units of mean size may always be joined.
    """
    codes = np.unique(units, return_inverse=True)[1]
    weights = np.bincount(codes)
    links = _links(codes, clusters)
    largest = max(share * len(codes), 2 * float(weights.mean())) if len(codes) else 0.0
    groups, kept = _joined(weights, links, largest)
    return Joined(groups[codes], _facts(codes, clusters, links, groups, kept))


@dataclass(frozen=True)
class _Links:
    """Which units have notes of which clusters; only of clusters that several units have."""

    units: IntArray
    clusters: IntArray
    short: npt.NDArray[np.bool_]

    def only(self, chosen: npt.NDArray[np.bool_]) -> _Links:
        return _Links(self.units[chosen], self.clusters[chosen], self.short[chosen])


def _links(codes: IntArray, clusters: Clusters) -> _Links:
    inside = np.flatnonzero(clusters.numbers != NO_CLUSTER)
    pairs, first = np.unique(np.stack([clusters.numbers[inside], codes[inside]]), axis=1, return_index=True)
    short = np.zeros(clusters.numbers.max(initial=0) + 1, dtype=np.bool_)
    # A cluster is short if any of its notes is.
    np.logical_or.at(short, clusters.numbers[inside], clusters.short[inside])
    several = np.bincount(pairs[0], minlength=1)[pairs[0]] > 1
    return _Links(pairs[1], pairs[0], short[pairs[0]]).only(several) if len(first) else _NOTHING


def _joined(weights: IntArray, links: _Links, largest: float) -> tuple[IntArray, IntArray]:
    """Return the group of each unit, and the clusters that were joined."""
    groups = _components(len(weights), links)
    crowded = _crowded(groups, weights, largest)[links.units]
    if crowded.any():
        links = links.only(~(crowded & links.short))
        groups = _components(len(weights), links)
        crowded = _crowded(groups, weights, largest)[links.units]
    if crowded.any():
        links = links.only(~crowded | np.isin(links.clusters, _fitting(weights, links.only(crowded), largest)))
        groups = _components(len(weights), links)
    return groups, np.unique(links.clusters)


def _components(units: int, links: _Links) -> IntArray:
    names, numbers = np.unique(links.clusters, return_inverse=True)
    nodes = units + len(names)
    edges = (np.ones(len(links.units), dtype=np.bool_), (links.units, units + numbers))
    return np.asarray(connected_components(sparse.coo_array(edges, shape=(nodes, nodes)), directed=False)[1][:units])


def _crowded(groups: IntArray, weights: IntArray, largest: float) -> npt.NDArray[np.bool_]:
    return np.asarray(np.bincount(groups, weights=weights)[groups] > largest)


def _fitting(weights: IntArray, links: _Links, largest: float) -> list[int]:
    """Return the clusters that fit when they are joined one after the other."""
    order = np.lexsort((links.units, links.clusters))
    units, clusters = links.units[order], links.clusters[order]
    starts = np.flatnonzero(np.diff(clusters, prepend=-1))
    members = np.split(units, starts[1:])
    parents, rows = list(range(len(weights))), weights.tolist()
    fitting = []

    def root(unit: int) -> int:
        while parents[unit] != unit:
            parents[unit] = parents[parents[unit]]
            unit = parents[unit]
        return unit

    for place in sorted(range(len(members)), key=lambda place: (len(members[place]), place)):
        roots = sorted({root(unit) for unit in members[place].tolist()})
        together = sum(rows[one] for one in roots)
        if len(roots) > 1 and together > largest:
            continue
        fitting.append(int(clusters[starts[place]]))
        for one in roots[1:]:
            parents[one] = roots[0]
        rows[roots[0]] = together
    return fitting


def _facts(codes: IntArray, clusters: Clusters, links: _Links, groups: IntArray, kept: IntArray) -> JoinedFacts:
    across = np.unique(links.clusters)
    left = np.setdiff1d(across, kept)
    # A cluster that was not joined may be together all the same, through others.
    spread = np.bincount(np.unique(np.stack([links.clusters, groups[links.units]]), axis=1)[0])
    apart = left[spread[left] > 1] if len(left) else left
    sizes = np.bincount(groups)
    return JoinedFacts(
        clusters=len(across),
        joined=len(across) - len(apart),
        units=int((sizes[groups] > 1).sum()),
        clusters_apart=len(apart),
        notes_apart=int(np.isin(clusters.numbers, apart).sum()),
        largest=int(np.bincount(groups[codes]).max(initial=0)),
    )


_NO_UNITS = np.empty(0, dtype=np.int64)
_NOTHING = _Links(_NO_UNITS, _NO_UNITS, np.empty(0, dtype=np.bool_))
