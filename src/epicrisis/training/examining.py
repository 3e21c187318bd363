"""Measures what the checks judge: before the search how much the sealed rows can tell, after it what else there is.

Of the sealed rows only their patients, classes, dates and lengths are looked at, none of their words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import stats

from epicrisis.etl.near_duplicates import NO_CLUSTER
from epicrisis.features.weighting import Block, patients_per_term
from epicrisis.progress import Listener, notice, warning
from epicrisis.settings.schema import Settings
from epicrisis.training.examination import Drift, EdgeTerms, EventCount, Examination
from epicrisis.training.folds import Candidate
from epicrisis.training.giveaways import find_giveaways, score_without
from epicrisis.training.learning import Learned
from epicrisis.training.preparation import Prepared
from epicrisis.training.result import ClassTerms

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

WIDE = 0.10
"""Half of an interval from which on a share is hardly known."""
_NORMAL_95 = 1.96


def count_events(prepared: Prepared, listener: Listener) -> list[EventCount]:
    """Count the sealed rows by class and tell how precisely they will answer; done before anything is searched.

    Parameters
    ----------
    prepared : Prepared
        Split and notes.
    listener : callable
        Hears the half-width to expect.
    """
    frame = prepared.notes.read()
    test = prepared.split.test
    labels = frame[prepared.facts.columns.label].to_numpy().astype(np.str_)[test]
    patients = prepared.patients[test]
    events = [_events(label, patients[labels == label]) for label in prepared.facts.classes]
    _tell_events(events, listener)
    return events


def _events(label: str, patients: IntArray) -> EventCount:
    number = len(np.unique(patients))
    half = min(_NORMAL_95 * 0.5 / np.sqrt(number), 0.5) if number else 0.5
    return EventCount(label=label, rows=len(patients), patients=number, half_width=float(half))


def _tell_events(events: list[EventCount], listener: Listener) -> None:
    widest = max(events, key=lambda one: one.half_width)
    tell = warning if widest.half_width > WIDE else notice
    tell(
        listener,
        "The sealed rows have {patients} patients of the rarest class ({label}): the share found of it will be known "
        "to about ± {half_width:.2f}, that of the most frequent one to ± {least:.2f}.",
        patients=widest.patients,
        label=widest.label,
        half_width=widest.half_width,
        least=min(one.half_width for one in events),
    )


def examine(
    prepared: Prepared,
    learned: Learned,
    metric: str,
    terms: Sequence[ClassTerms],
    events: list[EventCount],
    settings: Settings,
) -> Examination:
    """Measure what the checks need to know of a training.

    Parameters
    ----------
    prepared : Prepared
        Split, notes and counts.
    learned : Learned
        The winner.
    metric : str
        The searched metric.
    terms : sequence of ClassTerms
        What the report shows of the model.
    events : list of EventCount
        What `count_events` found.
    settings : Settings
        Privacy and workers.
    """
    split, least = prepared.split, settings.privacy.min_patients_per_term
    found = find_giveaways(prepared, least)
    words = [one.term for one in (*found.label_terms, *found.codes)]
    return Examination(
        patients_on_both_sides=_patients_on_both_sides(prepared),
        rows_on_both_sides=len(np.intersect1d(split.train, split.test)),
        copies_across=_copies_across(prepared) if prepared.facts.split.near_duplicates is not None else None,
        label_terms=found.label_terms,
        codes=found.codes,
        telling_terms=found.telling_terms,
        masked=score_without(words, prepared, learned, metric, settings),
        events=events,
        largest_patient=_largest_patient(prepared),
        drift=_drift(prepared) if prepared.facts.split.by == "time" else None,
        edge_terms=_edge_terms(prepared, learned.candidate, terms, least),
    )


def _largest_patient(prepared: Prepared) -> float | None:
    if not prepared.facts.columns.patient:
        return None
    notes = np.unique(prepared.patients[prepared.split.test], return_counts=True)[1]
    return float(notes.max() / notes.sum()) if len(notes) else None


def _patients_on_both_sides(prepared: Prepared) -> int | None:
    if not prepared.facts.columns.patient:
        return None
    patients, split = prepared.patients, prepared.split
    return len(np.intersect1d(patients[split.train], patients[split.test]))


def _copies_across(prepared: Prepared) -> int:
    clusters, split = prepared.notes.read_clusters().numbers, prepared.split
    known = np.setdiff1d(clusters[split.train], [NO_CLUSTER])
    return int(np.isin(clusters[split.test], known).sum())


def _drift(prepared: Prepared) -> Drift:
    frame, columns, split = prepared.notes.read(), prepared.facts.columns, prepared.facts.split
    train, test = frame[prepared.split.train], frame[prepared.split.test]
    table = np.array(
        [[of.get(label, 0) for label in prepared.facts.classes] for of in (split.classes_train, split.classes_test)]
    )
    table = table[:, table.sum(axis=0) > 0]
    shares = table / table.sum(axis=1, keepdims=True)
    lengths = [_median_length(rows, columns.text) for rows in (train, test)]
    windows = [_window(rows, columns.date) for rows in (train, test)]
    return Drift(
        classes=float(np.abs(shares[0] - shares[1]).sum() / 2),
        classes_p=float(stats.chi2_contingency(table).pvalue) if table.shape[1] > 1 else 1.0,
        length_ratio=lengths[1] / max(lengths[0], 1.0),
        windows=(windows[0], windows[1]) if windows[0] and windows[1] else None,
    )


def _median_length(rows: pl.DataFrame, texts: list[str]) -> float:
    lengths = rows.select(pl.sum_horizontal(pl.col(name).str.len_chars() for name in texts)).to_series()
    return float(np.median(lengths.to_numpy()))


def _window(rows: pl.DataFrame, date: str) -> tuple[str, str] | None:
    if date not in rows.columns or rows[date].null_count() == rows.height:
        return None
    days = rows[date].cast(pl.Date)
    return str(days.min()), str(days.max())


def _edge_terms(
    prepared: Prepared, candidate: Candidate | None, terms: Sequence[ClassTerms], least: int
) -> EdgeTerms | None:
    shown = {term for of_class in terms for term, _ in (*of_class.terms, *of_class.against)}
    if not shown or candidate is None:
        return None
    holders = [
        number for block in ("word", "section") for number in _holders(prepared, candidate, block, shown).tolist()
    ]
    if not holders:
        return None
    return EdgeTerms(
        min_patients=least,
        shown=len(holders),
        at_edge=sum(number < 2 * least for number in holders),
        fewest=min(holders),
    )


def _holders(prepared: Prepared, candidate: Candidate, block: Block, shown: set[str]) -> IntArray:
    """Return how many training patients hold each of the terms that is of a kind."""
    shelf = prepared.shelf(candidate.min_patients)
    if block not in candidate.text.blocks or shelf.missing(candidate.variant, [block]):
        return np.empty(0, dtype=np.int64)
    counts = shelf.open(candidate.variant, block)
    columns = np.flatnonzero(np.isin(counts.terms, list(shown)))
    return patients_per_term(counts.matrix[:, columns], prepared.patients[prepared.split.train])
