"""Leaks that were planted are found, from training rows only, and no term of few patients is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from epicrisis.checks.registry import run_checks
from epicrisis.progress import Notice
from epicrisis.settings.data import ColumnSettings
from epicrisis.settings.learning import SearchSettings, SplitSettings
from epicrisis.settings.schema import PrivacySettings, Settings
from epicrisis.training.assessment import patient_attributes
from epicrisis.training.examining import count_events
from epicrisis.training.giveaways import find_giveaways
from epicrisis.training.trainer import Trainer

from .conftest import Bench, bench, clinic


def planted() -> pl.DataFrame:
    """Half of the anxious notes name their class, a third of the depressive ones hold a code, others a form's word."""
    frame = clinic(240).with_columns(centro=pl.Series(["Norte", "Sur"] * 120))
    label = frame["grupo"].to_numpy().astype(str)
    place = np.arange(240)
    added = np.full(240, "", dtype=object)
    added[(label == "T. de Ansiedad") & (place % 4 < 2)] = " Impresión: trastorno de Ansiedad."
    added[(label == "T. Depresivos") & (place % 6 < 2)] = " CIE F32.1."
    added[label == "Otros Trastornos"] = " formularioverde"
    return frame.with_columns(objetivo=pl.col("objetivo") + pl.Series(added.astype(str)))


@pytest.fixture(scope="module")
def leaky(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    settings = Settings(
        columns=ColumnSettings(subgroups=["centro"]),
        split=SplitSettings(folds=3),
        search=SearchSettings(workers=1),
        privacy=PrivacySettings(min_patients_per_term=2),
    )
    return bench(tmp_path_factory.mktemp("leaky"), planted(), settings)


def test_words_of_the_label_codes_and_telling_terms_are_found(leaky: Bench) -> None:
    found = find_giveaways(leaky.prepared, 2)
    assert [(one.term, one.label) for one in found.label_terms] == [("ansiedad", "T. de Ansiedad")]
    assert [(one.term, one.label) for one in found.codes] == [("f32", "T. Depresivos")]
    assert {(one.term, one.label) for one in found.telling_terms} >= {("formularioverde", "Otros Trastornos")}
    telling = next(one for one in found.telling_terms if one.term == "formularioverde")
    assert (telling.share, telling.others, telling.precision) == (1.0, 0.0, 1.0)


def test_shares_are_of_training_rows(leaky: Bench) -> None:
    train = leaky.notes.read()[leaky.prepared.split.train]
    mine = train.filter(pl.col("grupo") == "T. Depresivos")
    holding = mine["objetivo"].str.contains("F32").mean()
    assert find_giveaways(leaky.prepared, 2).codes[0].share == pytest.approx(holding)


def test_a_term_of_few_patients_is_never_named(tmp_path: Path) -> None:
    settings = Settings(split=SplitSettings(folds=2), privacy=PrivacySettings(min_patients_per_term=100))
    small = bench(tmp_path, planted().drop("centro"), settings)
    found = find_giveaways(small.prepared, 100)
    assert not {one.term for one in (*found.label_terms, *found.codes)} & {"f32", "formularioverde"}


def test_events_are_counted_and_told_before_the_search(leaky: Bench) -> None:
    heard: list[Notice] = []
    events = count_events(leaky.prepared, lambda event: heard.append(event) if isinstance(event, Notice) else None)
    sealed = leaky.notes.read()[leaky.prepared.split.test]
    counted = sealed.group_by("grupo").agg(pl.len(), pl.col("paciente_id").n_unique().alias("patients"))
    wanted = {name: (rows, patients) for name, rows, patients in counted.rows()}
    assert {one.label: (one.rows, one.patients) for one in events} == wanted
    least = min(events, key=lambda one: one.patients)
    assert least.half_width == pytest.approx(0.98 / np.sqrt(least.patients))
    assert heard[0].level == "warning"
    assert heard[0].fields["label"] == least.label


def test_patients_are_grouped_by_columns_that_no_model_reads(leaky: Bench) -> None:
    rows = leaky.notes.read()
    assert list(patient_attributes(rows, leaky.settings)) == ["sexo", "centro", "edad"]
    assert "centro" not in leaky.settings.columns.features


@pytest.mark.slow
def test_a_training_on_leaky_notes_is_called_so(leaky: Bench) -> None:
    heard: list[Notice] = []
    trainer = Trainer(
        leaky.settings,
        leaky.workspace,
        listener=lambda event: heard.append(event) if isinstance(event, Notice) else None,
    )
    result = trainer.train(
        leaky.prepared,
        model="logistic_regression",
        metric="f1_macro",
        trials=1,
        source=leaky.source,
        ledger=leaky.ledger,
    ).result
    seen = result.examination
    assert seen is not None
    assert (seen.patients_on_both_sides, seen.rows_on_both_sides) == (0, 0)
    assert seen.masked is not None
    assert seen.masked.folds == result.cv.folds
    assert len(seen.masked.masked) == 3
    assert sum(seen.masked.masked) < sum(seen.masked.folds)
    assert seen.edge_terms is not None
    assert seen.edge_terms.fewest is not None
    assert seen.edge_terms.fewest >= 2
    states = {one.code: one.state for one in run_checks(result)}
    assert {"EP003", "EP004", "EP014", "EP015"} <= {code for code, state in states.items() if state == "fires"}
    assert (states["EP001"], states["EP010"]) == ("silent", "silent")
    assert {one.attribute for one in result.assessment.subgroups} == {"sexo", "centro", "edad"}
    assert result.search.space["C"].log
    assert result.columns["subgroups"] == ["centro"]


def test_patients_and_copies_on_both_sides_are_recounted(tmp_path: Path) -> None:
    frame = clinic(240)
    settings = Settings(
        split=SplitSettings(by="row", allow_row_split=True, folds=2), privacy=PrivacySettings(min_patients_per_term=2)
    )
    small = bench(tmp_path, frame, settings)
    from epicrisis.training.examining import _copies_across, _patients_on_both_sides

    patients = small.notes.read()["paciente_id"].to_numpy()
    split = small.prepared.split
    wanted = len(set(patients[split.train].tolist()) & set(patients[split.test].tolist()))
    assert _patients_on_both_sides(small.prepared) == wanted > 0
    assert _copies_across(small.prepared) >= 0
    nobody = replace(
        small.prepared, facts=small.prepared.facts.model_copy(update={"columns": ColumnSettings(patient="")})
    )
    assert _patients_on_both_sides(nobody) is None
