from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
import skops.io
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import make_classification
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
    VotingClassifier,
)
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.naive_bayes import MultinomialNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

from epicrisis.errors import CorruptFile, SettingsError
from epicrisis.evaluation.abstaining import abstention
from epicrisis.evaluation.conformal import SetRule
from epicrisis.evaluation.facts import Assessment
from epicrisis.features.pipeline import ClinicalFeatures
from epicrisis.features.raw import RawRows
from epicrisis.models.blend import BlendClassifier
from epicrisis.models.calibrated import CalibratedClassifier
from epicrisis.models.registry import MODELS, get_model
from epicrisis.tracking.model_folder import signature
from epicrisis.tracking.model_io import load_pipeline, save_pipeline
from epicrisis.tracking.pyfunc_loader import ClinicalClassifier, _load_pyfunc
from epicrisis.training.result import TrainingResult

pytestmark = pytest.mark.slow

CLASSIFIERS = [
    RandomForestClassifier(3),
    ExtraTreesClassifier(3),
    GradientBoostingClassifier(n_estimators=3),
    HistGradientBoostingClassifier(max_iter=3),
    DecisionTreeClassifier(),
    LogisticRegression(),
    SGDClassifier(loss="log_loss"),
    MultinomialNB(),
    SVC(),
    CalibratedClassifierCV(LinearSVC(), cv=2),
    CalibratedClassifierCV(RandomForestClassifier(2), cv=2),
    VotingClassifier([("a", RandomForestClassifier(2)), ("b", LogisticRegression())]),
]


def toy(classifier: object) -> tuple[Pipeline, np.ndarray]:
    X, y = make_classification(60, n_features=5, n_informative=4, n_redundant=0, n_classes=3, random_state=0)
    return make_pipeline(MinMaxScaler(), classifier).fit(X, y), X


def forge(file: Path) -> None:
    """Give the file the digest that belongs to it, as a forger would."""
    file.with_name(file.name + ".sha256").write_text(sha256(file.read_bytes()).hexdigest())


def test_the_whole_pipeline_comes_back(pipeline: Pipeline, notes: pd.DataFrame, tmp_path: Path) -> None:
    file = tmp_path / "m" / "pipeline.skops"
    digest = save_pipeline(pipeline, file)
    assert digest == sha256(file.read_bytes()).hexdigest()
    loaded = load_pipeline(file)
    assert np.array_equal(loaded.predict_proba(notes), pipeline.predict_proba(notes))
    assert np.array_equal(loaded.predict(pl.from_pandas(notes)), pipeline.predict(notes))


@pytest.mark.parametrize("classifier", CLASSIFIERS, ids=lambda c: type(c).__name__)
def test_scikit_learns_classifiers_can_be_kept(classifier: object, tmp_path: Path) -> None:
    model, X = toy(classifier)
    save_pipeline(model, tmp_path / "pipeline.skops")
    assert np.array_equal(load_pipeline(tmp_path / "pipeline.skops").predict(X), model.predict(X))


def _model(name: str) -> Pipeline:
    weight = 0.0 if name == "complement_nb" else 0.3
    features = ClinicalFeatures(
        *(["subjetivo", "objetivo"], ["sexo"], ["edad"]), min_patients=2, char_ngrams=True, tabular_weight=weight
    )
    shifts, offsets = [0.1, -0.1], [0.0, 0.2]
    return Pipeline(
        [
            ("features", features),
            ("classifier", CalibratedClassifier(get_model(name).build({}, 0), 2.0, shifts, offsets)),
        ]
    )


def _kept(model: Pipeline, notes: pd.DataFrame, folder: Path) -> None:
    model.fit(notes, notes["grupo"])
    save_pipeline(model, folder / "pipeline.skops")
    loaded = load_pipeline(folder / "pipeline.skops")
    assert np.array_equal(loaded.predict_proba(notes), model.predict_proba(notes))
    assert loaded.predict(notes).tolist() == model.predict(notes).tolist()


@pytest.mark.parametrize("name", MODELS)
def test_every_model_of_the_registry_can_be_kept(name: str, notes: pd.DataFrame, tmp_path: Path) -> None:
    _kept(_model(name), notes, tmp_path)


def _with_sets() -> Pipeline:
    knots = np.array([[[-3.0, 3.0], [-3.0, 3.0]], [[0.1, 0.9], [0.2, 0.9]]])
    features = ClinicalFeatures(["subjetivo", "objetivo"], [], [], min_patients=2)
    classifier = CalibratedClassifier(
        *(LogisticRegression(), [1.0, 1.0], [0.0, 0.0], [0.0, 0.0]), knots=knots, thresholds=[0.15, 0.6]
    )
    return Pipeline([("features", features), ("classifier", classifier)])


def test_curves_and_sets_can_be_kept(notes: pd.DataFrame, tmp_path: Path) -> None:
    model = _with_sets()
    _kept(model, notes, tmp_path)
    shares = model.predict_proba(notes)
    assert 0.1 < shares.min() < shares.max() < 0.9  # the curves bend what the model is sure of
    loaded = load_pipeline(tmp_path / "pipeline.skops")
    matrix = loaded[0].transform(notes)
    sets = loaded[-1].predict_sets(matrix)
    assert np.array_equal(sets, model[-1].predict_sets(model[0].transform(notes)))
    assert np.array_equal(sets, (shares >= [0.15, 0.6]) | np.eye(2, dtype=bool)[shares.argmax(axis=1)])


def test_a_model_of_an_earlier_version_answers_without_sets(notes: pd.DataFrame, tmp_path: Path) -> None:
    model = _with_sets().fit(notes, notes["grupo"])
    expected = clone(model).set_params(classifier__knots=()).fit(notes, notes["grupo"]).predict_proba(notes)
    del model[-1].knots, model[-1].thresholds  # what was not known then is not in the file
    save_pipeline(model, tmp_path / "pipeline.skops")
    loaded = load_pipeline(tmp_path / "pipeline.skops")
    assert np.array_equal(loaded.predict_proba(notes), expected)
    with pytest.raises(AttributeError, match="no thresholds"):
        loaded[-1].predict_sets(loaded[0].transform(notes))
    assert ClinicalClassifier(loaded).predict(notes.head(2)).shape == (2, 3)


def test_sets_stand_beside_the_predictions(notes: pd.DataFrame) -> None:
    model = _with_sets().fit(notes, notes["grupo"])
    answer = ClinicalClassifier(model).predict(notes.head(2))
    assert list(answer.columns[-2:]) == ["prediction_set", "answered"]
    both = "T. de Ansiedad | T. Depresivos"
    assert list(answer["prediction_set"]) == [both, "T. Depresivos"]
    assert list(answer["answered"]) == [False, True]
    assert answer["answered"].dtype == bool
    assert ClinicalClassifier(model).predict(notes.head(0)).shape == (0, 5)


def test_the_signature_names_the_sets_where_the_model_has_them(result: TrainingResult) -> None:
    probabilities = np.array([[0.8, 0.2], [0.3, 0.7]])
    rule, rows = SetRule(0.9, (0.5, 0.5), ()), np.arange(2)
    told = abstention(rule, probabilities, rows, rows, rows, ["a", "b"])
    before = result.model_copy(update={"assessment": Assessment()})
    now = result.model_copy(update={"assessment": Assessment(abstention=told)})
    names = [column.name for column in signature(now).outputs.inputs]
    assert names[-2:] == ["prediction_set", "answered"]
    assert [column.name for column in signature(before).outputs.inputs] == names[:-2]


def test_a_blend_can_be_kept(notes: pd.DataFrame, tmp_path: Path) -> None:
    members = [_model("linear_svm"), _model("complement_nb")]
    blend = CalibratedClassifier(BlendClassifier(members, [0.25, 0.75]), 1.0, [0.0, 0.0], [0.0, 0.0])
    rows = RawRows(["subjetivo", "objetivo"], ["sexo"], ["edad"])
    _kept(Pipeline([("features", rows), ("classifier", blend)]), notes, tmp_path)


@pytest.mark.slow
def test_a_model_with_text_variants_predicts_alike_in_another_process(notes: pd.DataFrame, tmp_path: Path) -> None:
    features = ClinicalFeatures(
        *(["subjetivo", "objetivo"], [], []), min_patients=2, steps=("folded", "lemmas", "negation")
    )
    model = Pipeline([("features", features), ("classifier", LogisticRegression())]).fit(notes, notes["grupo"])
    assert "no~ideacion" in model[0].terms_["word"]
    save_pipeline(model, tmp_path / "pipeline.skops")
    notes.to_parquet(tmp_path / "notes.parquet")
    program = (
        "import sys, pandas as pd; from pathlib import Path; from epicrisis.tracking.model_io import load_pipeline\n"
        "folder = Path(sys.argv[1]); notes = pd.read_parquet(folder / 'notes.parquet')\n"
        "print(load_pipeline(folder / 'pipeline.skops').predict_proba(notes).tolist())"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == model.predict_proba(notes).tolist()


def test_a_model_that_could_not_be_loaded_is_not_kept(tmp_path: Path) -> None:
    model = make_pipeline(FunctionTransformer(os.path.normcase), MLPClassifier())
    with pytest.raises(SettingsError, match=r"types that may not be loaded again: .*path\.normcase"):
        save_pipeline(model, tmp_path / "pipeline.skops")
    assert not (tmp_path / "pipeline.skops").exists()


def test_a_forged_file_that_would_run_a_command_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "pipeline.skops"
    evil = Pipeline([("features", FunctionTransformer(os.system)), ("classifier", LogisticRegression())])
    skops.io.dump(evil, file)
    forge(file)
    with pytest.raises(CorruptFile, match=r"holds types that may not be loaded: .*system\. .* was tampered with"):
        load_pipeline(file)


def test_a_schema_edited_to_name_another_class_is_refused(pipeline: Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "pipeline.skops"
    save_pipeline(pipeline, file)
    rewrite_schema(
        file,
        lambda text: text.replace('"LogisticRegression"', '"Popen"').replace(
            '"sklearn.linear_model._logistic"', '"subprocess"'
        ),
    )
    with pytest.raises(CorruptFile, match=r"types that may not be loaded: subprocess\.Popen"):
        load_pipeline(file)


def test_a_file_that_holds_no_pipeline_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "pipeline.skops"
    skops.io.dump({"a": 1}, file)
    forge(file)
    with pytest.raises(CorruptFile, match=r"damaged \(dict instead of Pipeline\)"):
        load_pipeline(file)


@pytest.mark.parametrize("forged", [False, True], ids=["damaged", "damaged and its digest renewed"])
def test_a_cut_file_is_refused(pipeline: Pipeline, tmp_path: Path, forged: bool) -> None:
    file = tmp_path / "pipeline.skops"
    save_pipeline(pipeline, file)
    file.write_bytes(file.read_bytes()[:-200])
    if forged:
        forge(file)
    reason = "BadZipFile" if forged else "SHA-256"
    with pytest.raises(CorruptFile, match=rf"pipeline\.skops is damaged \({reason}\)"):
        load_pipeline(file)


def test_a_missing_digest_is_refused(pipeline: Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "pipeline.skops"
    save_pipeline(pipeline, file)
    (tmp_path / "pipeline.skops.sha256").unlink()
    with pytest.raises(CorruptFile, match=r"its digest pipeline\.skops\.sha256 is missing"):
        load_pipeline(file)


@pytest.mark.parametrize(
    ("classifier", "field", "value"),
    [
        (RandomForestClassifier(2), "left_child", 10**6),
        (RandomForestClassifier(2), "right_child", 0),
        (DecisionTreeClassifier(), "feature", -7),
        (GradientBoostingClassifier(n_estimators=2), "feature", 5),
        (HistGradientBoostingClassifier(max_iter=2), "left", 10**6),
        (HistGradientBoostingClassifier(max_iter=2), "feature_idx", 5),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str | int) else str(value),
)
def test_a_tree_that_points_outside_itself_is_refused(
    classifier: object, field: str, value: int, tmp_path: Path
) -> None:
    file = tmp_path / "pipeline.skops"
    save_pipeline(toy(classifier)[0], file)
    assert break_a_tree(file, field, value)
    with pytest.raises(CorruptFile, match="a decision tree points outside itself"):
        load_pipeline(file)


def rewrite_schema(file: Path, change: object) -> None:
    rewrite(file, {"schema.json": change})


def rewrite(file: Path, changes: dict[str, object]) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            change = changes.get(name)
            archive.writestr(name, change(data.decode()).encode() if change else data)  # type: ignore[operator]
    forge(file)


def break_a_tree(file: Path, field: str, value: int) -> bool:
    """Set one field of the first node of the first tree stored in the file, and renew the digest."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, data in members.items():
        place = file.with_name("array.npy")
        if not name.endswith(".npy"):
            continue
        place.write_bytes(data)
        array = np.load(place)
        if array.dtype.names and field in array.dtype.names and len(array) > 1:
            array[field][0] = value
            np.save(place, array)
            members[name] = place.read_bytes()
            break
    else:
        return False
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    forge(file)
    return True


def test_predictions_are_named_and_keep_the_index(pipeline: Pipeline, notes: pd.DataFrame) -> None:
    answer = ClinicalClassifier(pipeline).predict(notes.set_index(notes.index + 100).head(2))
    assert list(answer.columns) == ["prediction", "probability_T. Depresivos", "probability_T. de Ansiedad"]
    assert list(answer["prediction"]) == ["T. de Ansiedad", "T. Depresivos"]
    assert list(answer.index) == [100, 101]
    assert np.allclose(answer.iloc[:, 1:].sum(axis=1), 1)


def test_structured_columns_may_be_left_out(pipeline: Pipeline, notes: pd.DataFrame) -> None:
    model = ClinicalClassifier(pipeline)
    blank = notes.assign(sexo=None, edad=np.nan)
    bare = notes[["subjetivo", "objetivo"]]
    pd.testing.assert_frame_equal(model.predict(bare), model.predict(blank))


def test_no_rows_give_no_predictions(pipeline: Pipeline, notes: pd.DataFrame) -> None:
    answer = ClinicalClassifier(pipeline).predict(notes.head(0))
    assert answer.shape == (0, 3)


def test_mlflows_entry_point_finds_the_file_in_the_folder(
    pipeline: Pipeline, notes: pd.DataFrame, tmp_path: Path
) -> None:
    save_pipeline(pipeline, tmp_path / "pipeline.skops")
    assert len(_load_pyfunc(str(tmp_path)).predict(notes)) == len(notes)


def test_the_file_holds_no_words_of_the_notes_beyond_the_vocabulary(pipeline: Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "pipeline.skops"
    save_pipeline(pipeline, file)
    with zipfile.ZipFile(file) as archive:
        schema = json.loads(archive.read("schema.json"))
    assert "niega ideación suicida" not in json.dumps(schema, ensure_ascii=False)
