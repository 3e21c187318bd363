from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.errors import DataError, UnusableLabels
from epicrisis.evaluation.splits import SEALED, TEST, make_split, row_folds, without_fold
from epicrisis.settings.learning import SplitSettings

CLASSES = np.array(["a", "b", "c"])


def _clinic(rows: int = 900, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    patients = generator.integers(0, rows // 3, rows)
    return CLASSES[(patients + (generator.random(rows) < 0.1)) % 3], patients


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.1, 0.2, 0.3, 0.5]), st.integers(2, 6))
@settings(max_examples=8, deadline=None)
def test_no_patient_stands_on_two_sides(seed: int, share: float, folds: int) -> None:
    labels, patients = _clinic()
    split = make_split(labels, patients, SplitSettings(seed=seed, test=share, folds=folds))
    for patient in np.unique(patients):
        assert len(np.unique(split.assignment[patients == patient])) == 1
    assert len(split.test) / len(labels) == pytest.approx(share, abs=0.03)
    assert set(split.assignment) == {TEST, *range(folds)}


def test_classes_are_balanced_over_the_parts() -> None:
    labels, patients = _clinic()
    split = make_split(labels, patients, SplitSettings())
    whole = np.array([(labels == name).mean() for name in CLASSES])
    for part in np.unique(split.assignment):
        share = [(labels[split.assignment == part] == name).mean() for name in CLASSES]
        np.testing.assert_allclose(share, whole, atol=0.05)


@pytest.mark.slow
def test_the_split_is_the_same_in_another_process() -> None:
    code = (
        "import numpy as np\n"
        "from epicrisis.evaluation.splits import make_split\n"
        "from epicrisis.settings.schema import SplitSettings\n"
        "g = np.random.default_rng(0); p = g.integers(0, 300, 900)\n"
        "l = np.array(['a', 'b', 'c'])[(p + (g.random(900) < 0.1)) % 3]\n"
        "print(make_split(l, p, SplitSettings()).sha256)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    labels, patients = _clinic()
    assert answer.stdout.strip() == make_split(labels, patients, SplitSettings()).sha256
    assert answer.stdout.strip() != make_split(labels, patients, SplitSettings(seed=1)).sha256


def test_a_split_by_time_tests_on_patients_who_came_later() -> None:
    labels, patients = _clinic()
    times = np.datetime64("2023-01-01") + (patients + np.arange(900) % 7).astype("timedelta64[D]")
    split = make_split(labels, patients, SplitSettings(by="time"), times)
    assert split.boundary is not None
    assert times[split.test].min() >= np.datetime64(split.boundary)
    assert not np.intersect1d(patients[split.train], patients[split.test]).size
    assert len(split.test) / 900 == pytest.approx(0.3, abs=0.05)


def test_a_split_by_time_without_dates_is_refused() -> None:
    labels, patients = _clinic()
    with pytest.raises(DataError, match=r'^No row has a date, and split\.by is "time"\.'):
        make_split(labels, patients, SplitSettings(by="time"), np.full(900, np.datetime64("NaT")))


def test_a_split_by_row_is_balanced_exactly() -> None:
    labels, _ = _clinic()
    split = make_split(labels, np.arange(900), SplitSettings(by="row", allow_row_split=True))
    assert len(split.test) == 270


def test_one_class_is_refused() -> None:
    with pytest.raises(UnusableLabels, match=r"one class only \('a'\)"):
        make_split(np.array(["a"] * 50), np.arange(50), SplitSettings())


def test_a_class_with_fewer_patients_than_parts_is_refused() -> None:
    labels = np.array(["a"] * 90 + ["b"] * 10)
    patients = np.concatenate([np.arange(90), np.repeat([100, 101, 102], [4, 3, 3])])
    with pytest.raises(UnusableLabels, match=r"Class 'b' has only 3 patients \(10 rows\) to share among 6 parts"):
        make_split(labels, patients, SplitSettings())


def test_an_outer_fold_stands_in_the_place_of_the_sealed_rows() -> None:
    labels, groups = np.tile(["a", "b"], 60), np.arange(120) // 2
    settings = SplitSettings(folds=3)
    whole = make_split(labels, groups, settings)
    inner = without_fold(whole, 1, labels, groups, settings)
    assert np.array_equal(inner.test, np.flatnonzero(whole.assignment == 1))
    assert np.array_equal(inner.train, np.flatnonzero((whole.assignment == 0) | (whole.assignment == 2)))
    assert np.array_equal(np.flatnonzero(inner.assignment == SEALED), whole.test)
    assert set(inner.assignment[inner.train]) == {0, 1, 2}
    for fold in range(3):
        assert not set(groups[inner.assignment == fold]) & set(groups[inner.assignment != fold])


def test_folds_of_rows_are_balanced_and_part_patients() -> None:
    labels, patients = np.tile(["a", "b", "b"], 40), np.arange(120) // 4
    folds = row_folds(labels, 3, seed=0)
    assert [np.count_nonzero(labels[folds == fold] == "a") for fold in range(3)] == pytest.approx([13.3] * 3, abs=1)
    assert any(len(set(folds[patients == patient])) > 1 for patient in range(30))
    assert np.array_equal(folds, row_folds(labels, 3, seed=0))
