"""What is told of the columns, and what is withheld."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.evaluation.splits import Split
from epicrisis.evaluation.subgroups import SealedRows, measure_subgroups
from epicrisis.evaluation.withholding import FEWEST_PATIENTS, step_of
from epicrisis.settings.data import ColumnSettings
from epicrisis.training.characteristics import Count, describe_columns, published

COLUMNS = ColumnSettings(
    text=["nota"], label="grupo", patient="paciente", categorical=["sexo", "servicio"], numeric=["edad"], date=""
)


def notes(rows: int = 60) -> pl.DataFrame:
    number = np.arange(rows)
    return pl.DataFrame(
        {
            "nota": ["uno dos tres" if one % 2 else "uno" for one in number],
            "grupo": ["a"] * rows,
            "paciente": [f"p{one}" for one in number],
            "sexo": ["F" if one % 3 else "M" for one in number],
            "servicio": ["" if one == 0 else "único" if one == 1 else "urgencias" for one in number],
            "edad": [None if one < 4 else float(one) for one in number],
        }
    )


@pytest.fixture
def described():
    frame = notes()
    assignment = np.array([-1 if one >= 40 else one % 2 for one in range(frame.height)])
    split = Split(assignment, 2, None)
    return {one.column: one for one in describe_columns(frame, split, COLUMNS)}


def test_quartiles_of_lengths_and_numbers_stand_by_side(described):
    assert described[""].kind == "length"
    assert described[""].train == (1.0, 2.0, 3.0)
    assert described["edad"].train == (12.75, 21.5, 30.25)
    assert described["edad"].test == (44.75, 49.5, 54.25)


def test_a_value_that_few_patients_have_is_not_even_named(described):
    named = [level.value for level in described["servicio"].levels]
    assert named == ["urgencias", None, "…"]
    assert all(level.train is None for level in described["servicio"].levels[1:])


def test_counts_beside_a_withheld_one_are_rounded(described):
    sexes = {level.value: (level.train, level.test) for level in described["sexo"].levels}
    assert sexes == {"F": (26, 10), "M": (14, None)}
    assert described["servicio"].levels[0].train == 40


def test_empty_cells_of_few_patients_are_withheld(described):
    assert [(level.value, level.train) for level in described["edad"].levels] == [(None, None)]


def test_few_patients_have_no_quartiles():
    frame = notes(24)
    split = Split(np.array([-1 if one >= 20 else 0 for one in range(24)]), 2, None)
    lengths = describe_columns(frame, split, COLUMNS)[0]
    assert lengths.train is not None
    assert lengths.test is None


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_no_withheld_count_can_be_found_by_subtraction(patients):
    counts = [Count(3 * one, one) for one in patients]
    shown = published(counts, step_of(patients))
    small = [0 < one < FEWEST_PATIENTS for one in patients]
    assert [told is None for told in shown] == small
    if any(small):
        assert all(told % 10 == 0 for told in shown if told is not None)
    else:
        assert shown == [one.notes for one in counts]


@pytest.mark.parametrize("few", [0, 1, 9])
def test_characteristics_and_subgroups_round_the_same_columns(few):
    frame = notes(120).with_columns(
        sexo=pl.Series(["F" if one % 120 < 63 else "M" if one < 120 - few else None for one in range(120)])
    )
    frame = pl.concat([frame, frame.with_columns(paciente=pl.col("paciente") + "b")])
    split = Split(np.repeat([-1, 0], 120), 1, None)
    described = next(one for one in describe_columns(frame, split, COLUMNS) if one.column == "sexo")
    number, half = np.arange(120), np.full((120, 2), 0.5)
    sealed = SealedRows(number % 2, number % 2, half, number)
    groups = measure_subgroups(sealed, {"sexo": frame["sexo"][:120].to_list()}, seed=1)
    told = {level.value or "no value": level.test for level in described.levels}
    assert {one.value: one.rows for one in groups} == told
    assert told["F"] == (60 if few else 63)
