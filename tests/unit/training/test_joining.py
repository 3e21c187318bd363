"""Patients who share near-duplicates stand on one side, unless that would leave nothing to divide."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import epicrisis.etl.near_duplicates
from epicrisis.errors import UnusableLabels
from epicrisis.etl.near_duplicates import Clusters
from epicrisis.evaluation.splits import smallest_part
from epicrisis.progress import Event, Notice
from epicrisis.settings.data import EtlSettings
from epicrisis.settings.learning import SplitSettings
from epicrisis.settings.schema import Settings
from epicrisis.training.joining import Joined, join_units
from epicrisis.training.preparation import prepare

from .conftest import Bench, bench, clinic

pytestmark = pytest.mark.slow


def clusters(numbers: list[int], short: bool = False) -> Clusters:
    return Clusters(np.array(numbers, dtype=np.int64), np.full(len(numbers), short))


def straddling(joined: Joined, numbers: np.ndarray) -> set[int]:
    return {k for k in set(numbers.tolist()) - {-1} if len(set(joined.groups[numbers == k].tolist())) > 1}


def test_units_that_share_a_cluster_are_one_group_also_by_way_of_a_third() -> None:
    joined = join_units(np.array([0, 0, 1, 1, 2, 3, 4]), clusters([0, -1, 0, 1, 1, -1, -1]), 1.0)
    assert len({joined.groups[row] for row in range(5)}) == 1
    assert len(set(joined.groups.tolist())) == 3
    facts = joined.facts
    assert (facts.clusters, facts.joined, facts.units, facts.clusters_apart, facts.largest) == (2, 2, 3, 0, 5)


def test_without_clusters_each_unit_is_its_own_group() -> None:
    joined = join_units(np.array([5, 5, 9, 2]), clusters([-1, 0, -1, -1]), 0.1)
    assert joined.groups.tolist() == [1, 1, 2, 0]
    assert (joined.facts.clusters, joined.facts.units) == (0, 0)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 25), st.integers(-1, 12)), min_size=1, max_size=120),
    st.sampled_from([0.05, 0.1, 0.5]),
    st.randoms(use_true_random=False),
)
def test_groups_stay_small_and_hold_whole_clusters_but_those_told(
    rows: list[tuple[int, int]], share: float, random: object
) -> None:
    units, numbers = np.array(rows).T
    short = numbers % 3 == 0
    joined = join_units(units, Clusters(numbers, short), share)
    _, weights = np.unique(units, return_counts=True)
    _, sizes = np.unique(joined.groups, return_counts=True)
    assert sizes.max() <= max(share * len(rows), 2 * weights.mean(), weights.max())
    assert all(len(set(joined.groups[units == unit].tolist())) == 1 for unit in set(units.tolist()))
    apart = straddling(joined, numbers)
    assert len(apart) == joined.facts.clusters_apart
    assert joined.facts.notes_apart == sum(int((numbers == k).sum()) for k in apart)
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    again = join_units(units[order], Clusters(numbers[order], short[order]), share)
    assert again.facts == joined.facts
    same = again.groups[:, None] == again.groups[None, :]
    assert (same == (joined.groups[order][:, None] == joined.groups[order][None, :])).all()


def test_a_template_of_sixty_in_a_hundred_notes_is_left_apart_and_copies_of_few_are_joined() -> None:
    numbers = np.where(np.arange(1000) < 600, 0, -1)
    numbers[[700, 800]] = 1
    joined = join_units(np.arange(1000) // 2, Clusters(numbers, np.zeros(1000, dtype=np.bool_)), 0.1)
    assert straddling(joined, numbers) == {0}
    assert (joined.facts.joined, joined.facts.clusters_apart, joined.facts.notes_apart) == (1, 1, 600)
    assert joined.facts.largest == 4


def test_small_clusters_that_together_join_everybody_are_joined_as_far_as_groups_stay_small() -> None:
    generator = np.random.default_rng(0)
    units, numbers = np.repeat(np.arange(400), 5), generator.permutation(np.arange(2000) // 2)
    joined = join_units(units, Clusters(numbers, np.zeros(2000, dtype=np.bool_)), 0.1)
    assert joined.facts.largest <= 200
    assert 0 < joined.facts.clusters_apart < joined.facts.clusters
    assert len(set(joined.groups.tolist())) >= 10


def test_of_crowded_clusters_those_of_short_notes_are_left_apart_first() -> None:
    units, numbers = np.repeat(np.arange(300), 2), np.tile([0, -1], 300)
    numbers[[1, 3]] = 1
    joined = join_units(units, Clusters(numbers, numbers == 0), 0.1)
    assert straddling(joined, numbers) == {0}
    assert joined.facts.joined == 1


def test_the_smallest_part_of_a_split() -> None:
    assert smallest_part(SplitSettings()) == pytest.approx(0.1)
    assert smallest_part(SplitSettings(test=0.25)) == pytest.approx(0.15)
    assert smallest_part(SplitSettings(test=0.5, folds=10)) == pytest.approx(0.05)


def copied(copies: int = 40, rows: int = 240) -> pl.DataFrame:
    """The clinic, with long notes, and copies of some of them, a word changed, in the records of other patients."""
    generator = np.random.default_rng(3)
    frame = clinic(rows).with_columns(
        objetivo=pl.Series([" ".join(f"t{generator.integers(5000)}" for _ in range(40)) for _ in range(rows)])
    )
    texts = frame["objetivo"].to_list()
    taken = generator.choice(rows, 2 * copies, replace=False)
    for source, target in zip(taken[:copies], taken[copies:], strict=True):
        texts[target] = texts[source] + f" otra{target}"
    return frame.with_columns(objetivo=pl.Series(texts), subjetivo=pl.lit("viene hoy"))


def sides(made: Bench) -> list[set[int]]:
    """The sides on which the notes of each cluster stand: a fold's number, or that of the test rows."""
    numbers, assignment = made.notes.read_clusters().numbers, made.prepared.split.assignment
    return [set(assignment[numbers == number].tolist()) for number in range(numbers.max() + 1)]


@pytest.mark.parametrize("by", ["patient", "time", "row"])
def test_no_cluster_stands_on_two_sides(tmp_path: Path, small_settings: Settings, by: str) -> None:
    split = SplitSettings.model_validate({"folds": 3, "by": by, "allow_row_split": by == "row"})
    apart = small_settings.model_copy(update={"etl": EtlSettings(near_duplicates=0), "split": split})
    together = small_settings.model_copy(update={"split": split})
    frame = copied(10)
    made = bench(tmp_path / "together", frame, together)
    ledger = made.ledger.near_duplicates
    assert ledger is not None
    assert ledger.clusters == ledger.clusters_across == 10
    assert [len(found) for found in sides(made)] == [1] * 10
    facts = made.prepared.facts.split.near_duplicates
    assert facts is not None
    assert (facts.joined, facts.clusters_apart) == (10, 0)
    assert facts.units >= 18
    # The test has teeth: without the setting some of these do straddle.
    loose = bench(tmp_path / "apart", frame, apart)
    assert loose.ledger.near_duplicates is loose.prepared.facts.split.near_duplicates is None
    assignment, numbers = loose.prepared.split.assignment, made.notes.read_clusters().numbers
    assert any(len(set(assignment[numbers == number].tolist())) > 1 for number in range(10))


def test_by_time_a_copy_of_an_old_note_makes_its_patient_an_old_one(tmp_path: Path, small_settings: Settings) -> None:
    settings = small_settings.model_copy(update={"split": SplitSettings(folds=3, by="time")})
    made = bench(tmp_path, copied(10), settings)
    notes, split = made.notes.read(), made.prepared.split
    first = notes.with_columns(group=made.prepared.groups).group_by("group").agg(pl.col("fecha").min())
    before = first.filter(pl.col("fecha").cast(pl.String) < str(split.boundary)[:10])["group"].to_list()
    assert not set(before) & set(made.prepared.groups[split.test].tolist())


def test_a_term_still_needs_real_patients(tmp_path: Path, small_settings: Settings) -> None:
    made = bench(tmp_path, copied(10), small_settings)
    with np.load(made.prepared.folder / "rows.npz", allow_pickle=False) as rows:
        assert len(np.unique(rows["patients"])) == made.prepared.facts.split.patients_train


def test_a_template_does_not_make_the_split_impossible_and_is_told(tmp_path: Path, small_settings: Settings) -> None:
    template = " ".join(f"frase{number}" for number in range(60))
    frame = clinic(600).with_row_index("n")
    texts = pl.when(pl.col("n") % 10 < 6).then(pl.lit(template + " ") + pl.col("subjetivo").str.slice(0, 12))
    frame = frame.with_columns(subjetivo=texts.otherwise("subjetivo"), objetivo=pl.lit("")).drop("n")
    made = bench(tmp_path, frame, small_settings)
    heard: list[Event] = []
    prepare(made.notes, made.settings, made.workspace, listener=heard.append)
    facts = made.prepared.facts.split
    assert facts.near_duplicates is not None
    assert facts.near_duplicates.notes_apart >= 350
    assert facts.rows_test / made.ledger.kept == pytest.approx(0.3, abs=0.05)
    (told,) = [event for event in heard if isinstance(event, Notice) and event.level == "warning"]
    assert told.fields == {
        "notes": facts.near_duplicates.notes_apart,
        "clusters": facts.near_duplicates.clusters_apart,
    }
    assert "raise etl.near_duplicates" in told.template


def test_a_class_that_is_one_cluster_is_refused_with_the_name_of_the_setting(
    tmp_path: Path, small_settings: Settings
) -> None:
    text = " ".join(f"vacuna{number}" for number in range(30))
    frame = clinic(600)
    rare = frame.head(24).with_columns(
        grupo=pl.lit("Vacunas"),
        subjetivo=pl.lit(text),
        objetivo=pl.lit(""),
        paciente_id=pl.Series([f"V{number}" for number in range(24)]),
    )
    with pytest.raises(UnusableLabels, match=r"Class 'Vacunas' has only 1 patients .*\n.*Raise etl\.near_duplicates"):
        bench(tmp_path / "a", pl.concat([frame, rare]), small_settings)
    off = small_settings.model_copy(update={"etl": EtlSettings(near_duplicates=0)})
    assert "Vacunas" in bench(tmp_path / "b", pl.concat([frame, rare]), off).prepared.facts.classes


def test_a_single_patient_is_refused_as_before(tmp_path: Path, small_settings: Settings) -> None:
    frame = clinic().with_columns(paciente_id=pl.lit("P1"))
    with pytest.raises(UnusableLabels, match=r"has only 1 patients \(\d+ rows\) to share") as caught:
        bench(tmp_path, frame, small_settings)
    assert "near_duplicates" not in str(caught.value)


def test_a_second_run_does_not_look_again(
    tmp_path: Path, small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bench(tmp_path, copied(10), small_settings)

    def refuse(*_: object) -> None:
        raise AssertionError("looked again")

    monkeypatch.setattr(epicrisis.etl.near_duplicates, "shingle", refuse)
    again = bench(tmp_path, copied(10), small_settings)
    assert again.ledger == first.ledger
    assert again.prepared.facts == first.prepared.facts
