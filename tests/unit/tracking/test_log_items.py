from __future__ import annotations

import json
import subprocess
import sys

import pytest

from epicrisis.evaluation.facts import Assessment, CalibrationOnTest, Nested, OperatingPoint, Optimism, Reliability
from epicrisis.tracking.log_items import Artifact, DatasetItem, Metric, Param, Tag, run_items, trial_items, trials_table
from epicrisis.tracking.names import NAME_LIMIT, cut, flatten, slug, slugs
from epicrisis.training.result import TrainingResult


@pytest.fixture(scope="module")
def items(result: TrainingResult) -> list[object]:
    return list(run_items(result))


def metrics_of(items: list[object]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for item in items:
        if isinstance(item, Metric):
            found.setdefault(item.name, []).append(item.value)
    return found


def test_headline_figures_carry_their_interval_and_the_floor(items: list[object]) -> None:
    metrics = metrics_of(items)
    assert metrics["test_f1_macro"] == [0.82 - 0.02]
    assert metrics["test_f1_macro_ci95_low"] == [0.82 - 0.06]
    assert metrics["test_f1_macro_ci95_high"] == [0.82 + 0.03]
    assert metrics["baseline_f1_macro"] == [0.5 - 0.02]
    assert metrics["cv_f1_macro_mean"] == [0.79]
    assert metrics["cv_f1_macro_fold"] == [0.78, 0.8]


def test_every_row_is_in_the_counts(items: list[object]) -> None:
    metrics = metrics_of(items)
    dropped = sum(value for name, (value, *_) in metrics.items() if name.startswith("rows_dropped_"))
    assert metrics["rows_read"][0] == metrics["rows_kept"][0] + dropped == 350


def test_what_was_masked_is_counted_and_tagged(result: TrainingResult) -> None:
    masked = {"deidentified": True, "masked": {"name": 12, "date": 3}, "masked_notes": 9}
    items = list(run_items(result.model_copy(update={"ledger": result.ledger.model_copy(update=masked)})))
    metrics = metrics_of(items)
    assert (metrics["masked_name"], metrics["masked_date"], metrics["rows_masked"]) == ([12], [3], [9])
    assert Tag("epicrisis.deidentified", "true") in items


def test_classes_get_names_that_every_store_takes(items: list[object]) -> None:
    metrics = metrics_of(items)
    assert metrics["class/t_de_ansiedad_f1"] == [0.81]
    assert "class/t_depresivos_roc_auc" not in metrics  # it does not exist for that class


def test_calibration_and_operating_points_stand_beside_the_classes(result: TrainingResult) -> None:
    curve = Reliability(label=None, predicted=[], observed=[], low=[], high=[], rows=[], ece=0.1, slope=0.8)
    of_class = curve.model_copy(update={"label": "T. de Ansiedad", "slope": None, "intercept": -0.3})
    point = OperatingPoint(label="T. Depresivos", alerts_per_100=12.5, figures={"npv": 0.9}, ci95={})
    assessment = Assessment(
        calibration=CalibrationOnTest(before=None, after=curve, by_class=[of_class]), operating_points=[point]
    )
    metrics = metrics_of(list(run_items(result.model_copy(update={"assessment": assessment}))))
    assert (metrics["calibration/after_ece"], metrics["calibration/after_slope"]) == ([0.1], [0.8])
    assert metrics["class/t_de_ansiedad_calibration_intercept"] == [-0.3]
    assert (metrics["class/t_depresivos_alerts_per_100"], metrics["class/t_depresivos_npv"]) == ([12.5], [0.9])
    assert "calibration/before_ece" not in metrics
    assert "class/t_de_ansiedad_calibration_slope" not in metrics


def test_figures_that_are_not_finite_are_left_out(result: TrainingResult) -> None:
    test = result.test.model_copy(update={"metrics": {"f1_macro": float("nan"), "log_loss": float("inf"), "mcc": 0.5}})
    metrics = metrics_of(list(run_items(result.model_copy(update={"test": test}))))
    assert metrics["test_mcc"] == [0.5]
    assert "test_f1_macro" not in metrics
    assert "test_log_loss" not in metrics


def test_params_are_prefixed_and_written_as_text(items: list[object]) -> None:
    params = {item.name: item.value for item in items if isinstance(item, Param)}
    assert params["best.C"] == "2.5"
    assert params["best.class_weight"] == "null"
    assert params["model.solver"] == "lbfgs"
    assert params["split.by"] == "patient"
    assert params["settings.columns.text"] == '["subjetivo", "objetivo"]'
    assert params["settings.source.password"] == "***"


def test_tags_name_the_snapshot_the_split_and_the_versions(items: list[object]) -> None:
    tags = {item.name: item.value for item in items if isinstance(item, Tag)}
    assert tags["epicrisis.snapshot_id"] == "00112233aabbccdd"
    assert tags["epicrisis.split_sha256"] == "cd" * 32
    assert tags["version.scikit-learn"] == "1.9.1"
    assert tags["mlflow.source.git.commit"].startswith("01234567")
    assert "epicrisis.warnings" not in tags  # there is none


def test_datasets_are_hashes_and_counts_without_rows(items: list[object]) -> None:
    train, test = (item for item in items if isinstance(item, DatasetItem))
    assert (train.context, test.context) == ("training", "test")
    assert train.digest == ("ab" * 32)[:36]
    assert json.loads(train.source)["source"] == "postgresql://***@db/clinica"
    assert json.loads(test.profile)["num_rows"] == 100
    assert {column["name"] for column in json.loads(train.schema)["mlflow_colspec"]} == {
        "subjetivo",
        "objetivo",
        "sexo",
        "edad",
    }


def test_what_few_notes_have_in_the_label_column_is_not_recorded(result: TrainingResult) -> None:
    ledger = result.ledger.model_copy(update={"label_mapping": {"Perengana": {"Perengana": 2}}})
    items = list(run_items(result.model_copy(update={"ledger": ledger})))
    assert "Perengana" not in repr(items)
    assert any('"withheld_classes": 1' in item.text for item in items if isinstance(item, Artifact))


def test_the_result_artifact_gives_the_result_back(items: list[object], result: TrainingResult) -> None:
    texts = {item.path: item.text for item in items if isinstance(item, Artifact)}
    assert TrainingResult.model_validate_json(texts["result.json"]) == result
    assert sorted(texts) == ["confusion_matrix.json", "packages.txt", "result.json", "settings.json", "trials.json"]


def test_a_failed_trial_says_why(result: TrainingResult) -> None:
    items = list(trial_items(result.trials[3], "f1_macro"))
    assert Tag("epicrisis.reason", "No term is left.") in items
    assert Tag("epicrisis.state", "failed") in items
    assert not [item for item in items if isinstance(item, Metric) and item.name == "f1_macro"]


def test_a_trials_folds_are_steps_of_one_metric(result: TrainingResult) -> None:
    items = list(trial_items(result.trials[1], "f1_macro"))
    assert [item for item in items if isinstance(item, Metric) and item.name == "f1_macro_fold"] == [
        Metric("f1_macro_fold", 0.78, 0),
        Metric("f1_macro_fold", 0.8, 1),
    ]


def test_the_search_is_accounted_for(result: TrainingResult) -> None:
    search = result.search.model_copy(
        update={
            "stopped_by": "plateau",
            "fits_done": 7,
            "fits_saved": 3,
            "seconds_saved": 1.5,
            "costs": {"counting": 2.0, "fitting": 4.5},
            "objectives": ["f1_macro", "predict_ms"],
            "pareto": [0, 1],
            "sampler_arguments": {"multivariate": True},
        }
    )
    items = list(run_items(result.model_copy(update={"search": search})))
    metrics = metrics_of(items)
    assert [metrics[name] for name in ("fits_done", "fits_saved", "seconds_saved")] == [[7], [3], [1.5]]
    assert [metrics[name] for name in ("search_counting_s", "search_fitting_s")] == [[2.0], [4.5]]
    assert Param("search.objectives", '["f1_macro", "predict_ms"]') in items
    assert Param("search.sampler_arguments.multivariate", "true") in items
    assert Tag("epicrisis.stopped_by", "plateau") in items
    assert Tag("epicrisis.pareto", "0, 1") in items


def test_a_pruned_trial_has_its_state_its_origin_and_its_costs_and_no_value(result: TrainingResult) -> None:
    trial = result.trials[2].model_copy(
        update={"origin": "earlier", "predict_ms": 0.04, "costs": {"slicing": 0.1, "fitting": 0.2}, "value": None}
    )
    items = list(trial_items(trial, "f1_macro"))
    assert Tag("epicrisis.state", "pruned") in items
    assert Tag("epicrisis.origin", "earlier") in items
    assert metrics_of(items) == {
        "seconds": [0.4],
        "slicing_s": [0.1],
        "fitting_s": [0.2],
        "predict_ms": [0.04],
        "f1_macro_fold": [0.3],
    }


def test_the_table_has_a_column_for_every_parameter_of_any_trial(result: TrainingResult) -> None:
    table = json.loads(trials_table(result.trials))
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["data"]]
    assert rows[3]["max_features"] == 500
    assert rows[0]["max_features"] is None
    assert [row["state"] for row in rows] == ["complete", "complete", "pruned", "failed"]
    assert {row["origin"] for row in rows} == {"search"}


def test_long_values_are_cut_and_say_so() -> None:
    assert cut("a" * 10, 4) == "aaa…"
    assert cut("aaaa", 4) == "aaaa"


@pytest.mark.parametrize(
    ("label", "name"), [("T. de Adaptación", "t_de_adaptacion"), ("Niño/Ñ", "nino_n"), ("!!", "class"), ("A1", "a1")]
)
def test_slug(label: str, name: str) -> None:
    assert slug(label) == name


def test_a_long_label_is_cut_to_what_mlflow_takes_and_stays_apart() -> None:
    names = slugs(["x" * 1000, "x" * 999 + "y"])
    assert len(set(names.values())) == 2
    assert all(len(f"class/{name}_calibration_intercept_ci95_high") <= NAME_LIMIT for name in names.values())


def test_labels_that_fold_together_stay_apart() -> None:
    assert slugs(["Depresión", "depresion", "DEPRESIÓN"]) == {
        "Depresión": "depresion",
        "depresion": "depresion_2",
        "DEPRESIÓN": "depresion_3",
    }


def test_flatten_keeps_lists_whole() -> None:
    assert dict(flatten({"a": {"b": [1, "ñ"]}, "c": "x"}, "s")) == {"s.a.b": '[1, "ñ"]', "s.c": "x"}


@pytest.mark.slow
def test_importing_the_tracker_imports_neither_mlflow_nor_skops() -> None:
    code = (
        "import sys; import epicrisis.tracking.tracker, epicrisis.tracking.pending; "
        "sys.exit(any(name in sys.modules for name in ('mlflow', 'skops')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_nested_validation_the_row_split_and_the_cost_are_figures(result: TrainingResult) -> None:
    other_folds = Assessment(
        nested=Nested(metric="f1_macro", outer=[0.70, 0.74], inner=[0.75, 0.79], params=[]),
        optimism=Optimism(metric="f1_macro", by_patient=[0.78, 0.80], by_row=[0.88, 0.90]),
    )
    changed = {"assessment": other_folds, "predict_ms": 0.4, "model_bytes": 2_500_000}
    metrics = metrics_of(list(run_items(result.model_copy(update=changed))))
    assert metrics["nested_f1_macro_mean"] == pytest.approx([0.72])
    assert metrics["nested_f1_macro_std"] == pytest.approx([0.02])
    assert metrics["nested_f1_macro_fold"] == [0.70, 0.74]
    assert metrics["row_split_f1_macro_mean"] == pytest.approx([0.89])
    assert metrics["predict_ms"] == [0.4]
    assert metrics["model_mb"] == [2.5]
