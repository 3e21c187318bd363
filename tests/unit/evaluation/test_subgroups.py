"""Groups of patients: who is in one, what is hidden of it, and when a gap is told."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from epicrisis.evaluation import subgroups
from epicrisis.evaluation.metrics import measure_all
from epicrisis.evaluation.subgroups import MISSING, OTHERS, SealedRows, age_bands, measure_subgroups


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subgroups, "RESAMPLES", 100)


def answers(patients: int = 120, *, worse: np.ndarray | None = None, seed: int = 0) -> SealedRows:
    """Two notes a patient, three classes, four of five answered rightly; those of `worse` by chance."""
    generator = np.random.default_rng(seed)
    rows = 2 * patients
    true = generator.integers(0, 3, rows)
    scores = generator.normal(0, 1, (rows, 3))
    scores[np.arange(rows), true] += 2.5
    if worse is not None:
        scores[worse] = generator.normal(0, 1, (int(worse.sum()), 3))
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return SealedRows(true, shares.argmax(axis=1), shares, np.arange(rows) // 2)


def half(patients: int = 120) -> np.ndarray:
    return np.arange(2 * patients) < patients


def test_a_group_that_is_served_worse_is_told_and_the_other_too() -> None:
    found = measure_subgroups(answers(worse=half()), {"sexo": np.where(half(), "F", "M").tolist()}, seed=1)
    women, men = found
    assert (women.value, women.rows, women.patients) == ("F", 120, 60)
    assert set(women.metrics) == set(women.ci95) == {"accuracy", "f1_macro", "roc_auc"}
    assert set(women.gaps) == set(women.flagged) == {"accuracy", "roc_auc"}
    assert women.gaps["accuracy"][0] < -0.2
    assert men.gaps["accuracy"][0] == pytest.approx(-women.gaps["accuracy"][0])


def test_figures_of_a_group_are_those_of_its_rows() -> None:
    said = answers()
    women, _ = measure_subgroups(said, {"sexo": np.where(half(), "F", "M").tolist()}, seed=1)
    mine = said.of(half())
    assert women.metrics["f1_macro"] == measure_all(mine.true, mine.probabilities, mine.answered)["f1_macro"]
    low, high = women.ci95["accuracy"]
    assert low < women.metrics["accuracy"] < high


def test_what_is_alike_is_not_flagged() -> None:
    found = measure_subgroups(answers(), {"sexo": np.where(half(), "F", "M").tolist()}, seed=1)
    assert [one.flagged for one in found] == [[], []]


def test_intervals_widen_with_the_number_of_gaps_and_for_few_patients() -> None:
    sex = np.where(half(), "F", "M").tolist()
    alone = measure_subgroups(answers(), {"sexo": sex}, seed=1)[0].gaps["accuracy"]
    among = measure_subgroups(answers(), {"sexo": sex, "centro": sex, "turno": sex}, seed=1)[0].gaps["accuracy"]
    wanted = stats.t.ppf(1 - 0.05 / 24, 59) / stats.t.ppf(1 - 0.05 / 8, 59)
    assert (among[2] - among[0]) / (alone[2] - alone[0]) == pytest.approx(wanted)


def values_of(sizes: dict[str, int]) -> list[str]:
    return [name for name, patients in sizes.items() for _ in range(2 * patients)]


def test_fewer_than_ten_patients_are_hidden_and_hide_nobody_else() -> None:
    found = measure_subgroups(answers(), {"centro": values_of({"A": 81, "B": 34, "C": 5})}, seed=1)
    # The sizes beside it are rounded, so that no subtraction gives it away.
    assert {one.value: (one.patients, one.rows) for one in found} == {
        "A": (80, 160),
        "B": (30, 70),
        OTHERS: (None, None),
    }
    hidden = found[-1]
    assert (hidden.metrics, hidden.ci95, hidden.gaps) == ({}, {}, {})
    assert "C" not in {one.value for one in found}


def test_one_patient_without_a_value_hides_no_group() -> None:
    sex: list[str | None] = ["F"] * 100 + ["M"] * 138 + [None] * 2
    found = {one.value: one for one in measure_subgroups(answers(), {"sexo": sex}, seed=1)}
    assert {value: one.patients for value, one in found.items()} == {"F": 50, "M": 70, MISSING: None}
    assert found["F"].metrics
    assert found["F"].gaps


def test_figures_beside_a_hidden_group_are_too_short_to_tell_its_size() -> None:
    found = measure_subgroups(answers(), {"centro": values_of({"A": 81, "B": 34, "C": 5})}, seed=1)
    intervals = [ends for one in found for ends in (*one.ci95.values(), *one.gaps.values())]
    figures = [end for ends in intervals for end in ends] + [value for one in found for value in one.metrics.values()]
    assert figures == [round(number, 3) for number in figures]


def test_small_values_are_one_group_that_is_measured_if_it_is_large_enough() -> None:
    found = measure_subgroups(answers(), {"centro": values_of({"A": 90, "B": 14, "C": 8, "D": 8})}, seed=1)
    assert {one.value: one.patients for one in found} == {"A": 90, "B": 10, OTHERS: 20}
    assert all(one.metrics for one in found)


def test_a_missing_value_is_never_joined_with_others() -> None:
    centre: list[str | None] = [*values_of({"A": 90, "B": 8, "C": 8}), *[None] * 28]
    found = measure_subgroups(answers(), {"centro": centre}, seed=1)
    assert {one.value: one.patients for one in found} == {"A": 90, OTHERS: 20, MISSING: 10}


@pytest.mark.parametrize(
    ("sizes", "name"),
    [
        ({"18–39": 60, "40–64": 45, "65–79": 8, "80+": 7}, "65+"),
        ({"40–64": 105, "0–17": 8, "18–39": 7}, "0–39"),
        ({"40–64": 105, "0–17": 8, "80+": 7}, "0–17, 80+"),
        ({"40–64": 115, "80+": 5}, "80+"),
    ],
)
def test_joined_bands_of_ages_say_who_they_are(sizes: dict[str, int], name: str) -> None:
    found = measure_subgroups(answers(), {"edad": values_of(sizes)}, seed=1)
    assert name in {one.value for one in found}
    assert OTHERS not in {one.value for one in found}


def test_a_gap_needs_thirty_patients_on_both_sides() -> None:
    found = measure_subgroups(answers(), {"centro": values_of({"A": 60, "B": 31, "C": 29})}, seed=1)
    assert [bool(one.gaps) for one in found] == [True, True, False]
    assert all(one.ci95 for one in found)


def test_many_values_are_cut_to_the_largest() -> None:
    sizes = {f"C{number:02}": 10 for number in range(30)}
    found = measure_subgroups(answers(300), {"centro": values_of(sizes)}, seed=1)
    assert len(found) == subgroups.MOST_VALUES + 1
    assert next(one for one in found if one.value == OTHERS).patients == 100


def test_a_missing_value_is_a_group_and_a_single_value_is_none() -> None:
    sex: list[str | None] = ["F"] * 120 + [None] * 120
    found = measure_subgroups(answers(), {"sexo": sex, "centro": ["A"] * 240}, seed=1)
    assert [(one.attribute, one.value) for one in found] == [("sexo", "F"), ("sexo", MISSING)]


def test_a_group_of_one_class_has_no_roc_auc() -> None:
    said = answers()
    of_one = said.true == 0
    rows = np.flatnonzero(of_one)
    patients = np.arange(len(said.true))
    found = measure_subgroups(
        SealedRows(said.true, said.answered, said.probabilities, patients),
        {"turno": np.where(of_one, "a", "b").tolist()},
        seed=1,
    )
    assert found[0].rows == len(rows)
    assert "roc_auc" not in found[0].metrics
    assert "roc_auc" in found[1].metrics


def test_ages_stand_in_clinical_bands() -> None:
    ages = np.array([0, 17.9, 18, 39, 40, 64.5, 65, 79, 80, 119, np.nan])
    bands = ["0–17", "0–17", "18–39", "18–39", "40–64", "40–64", "65–79", "65–79", "80+", "80+", None]
    assert age_bands(ages) == bands
