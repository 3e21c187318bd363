"""What is told on the terminal after a training, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from epicrisis.cli.summary import summary_lines
from epicrisis.cli.table import aligned, shown_path
from epicrisis.evaluation.facts import Assessment, Nested, Optimism
from epicrisis.reports.report import Confusion, Report, RunReference, gather
from epicrisis.training.result import TrainingResult

RESULT = Path(__file__).parents[1] / "tracking" / "result.json"

ENGLISH = """\
Rows read          350
- All texts empty    7
- Exact duplicate    3
Rows kept          340
Training rows      240
Test rows          100

Model: logistic_regression
Candidates: complete 2 · pruned 1 · failed 1 · from an earlier run 0
Best parameters:
  C = 2.5
  word_ngram_max = 2
  class_weight = None

Sealed test            Model    95% interval  Baseline
F1 (macro)             0.800  0.760 to 0.850     0.480
Accuracy               0.820               –     0.500
ROC AUC (one-vs-rest)  0.870               –     0.550
Baseline: always the most frequent class.

Confusion matrix: true classes in rows, predicted ones in columns.
                     A   B
  A T. de Ansiedad  40  10
  B T. Depresivos    8  42
"""

SPANISH = """\
Filas leídas               350
- Todos los textos vacíos    7
- Duplicado exacto           3
Filas conservadas          340
Filas de entrenamiento     240
Filas de prueba            100

Modelo: logistic_regression
Candidatos: completos 2 · podados 1 · fallidos 1 · de una ejecución anterior 0
Mejores parámetros:
  C = 2.5
  word_ngram_max = 2
  class_weight = None

Prueba reservada               Modelo  Intervalo del 95\N{NO-BREAK SPACE}%  Referencia
F1 (macro)                      0.800       0.760 a 0.850       0.480
Exactitud                       0.820                   –       0.500
AUC ROC (una contra el resto)   0.870                   –       0.550
Referencia: dar siempre la clase más frecuente.

Matriz de confusión: clases reales en filas, predichas en columnas.
                     A   B
  A T. de Ansiedad  40  10
  B T. Depresivos    8  42
"""


@pytest.fixture(scope="module")
def report() -> Report:
    return gather(TrainingResult.model_validate_json(RESULT.read_bytes()), RunReference())


@pytest.mark.parametrize(("language", "expected"), [("en", ENGLISH), ("es", SPANISH)])
def test_the_summary_fits_one_screen(report: Report, language: str, expected: str) -> None:
    lines = summary_lines(report, language)
    assert "\n".join(lines) + "\n" == expected
    assert max(map(len, lines)) <= 80


def test_doubts_stand_below_the_figures(report: Report) -> None:
    doubtful = report.model_copy(update={"remarks": ["The label has one class only."]})
    assert summary_lines(doubtful, "en")[-2:] == ["", "Warning: The label has one class only."]


def test_of_many_classes_the_largest_confusions_are_named(report: Report) -> None:
    classes = [f"class {number}" for number in range(27)]
    counts = [[9 if row == column else 0 for column in range(27)] for row in range(27)]
    counts[3][4], counts[20][1] = 5, 2
    many = report.model_copy(update={"confusion": Confusion(classes=classes, counts=counts)})
    assert summary_lines(many, "en")[-5:] == [
        "The most frequent mistakes",
        "  True class  Taken for  Test rows",
        "  class 3     class 4    5 / 14",
        "  class 20    class 1    2 / 11",
        "The confusion matrix of 27 classes is in the report.",
    ]
    perfect = Confusion(classes=classes, counts=[[0] * 27] * 27)
    lines = summary_lines(report.model_copy(update={"confusion": perfect}), "en")
    assert lines[-2:] == ["", "The confusion matrix of 27 classes is in the report."]


def test_long_class_names_do_not_push_the_figures_off_the_screen(report: Report) -> None:
    classes = ["T. " + "muy " * 20 + "largo", "B"]
    long = report.model_copy(update={"confusion": Confusion(classes=classes, counts=[[1, 2], [3, 4]])})
    assert max(map(len, summary_lines(long, "es"))) <= 80


def test_columns_stand_one_below_the_other() -> None:
    assert aligned([("a", "1"), ("bbb", "22")]) == ["a    1", "bbb  22"]
    assert aligned([("a", "1"), ("bbb", "22")], right=True) == ["a     1", "bbb  22"]


def test_paths_are_told_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(tmp_path / "a" / "b.html") == str(Path("a") / "b.html")
    assert shown_path(tmp_path.parent / "b.html") == str(tmp_path.parent / "b.html")


def test_nested_validation_and_the_row_split_are_told_where_there_are_any(report: Report) -> None:
    other_folds = Assessment(
        nested=Nested(metric="f1_macro", outer=[0.70, 0.74], inner=[0.75, 0.79], params=[]),
        optimism=Optimism(metric="f1_macro", by_patient=[0.78, 0.80], by_row=[0.88, 0.90]),
    )
    lines = summary_lines(report.model_copy(update={"assessment": other_folds}), "en")
    assert "Nested cross-validation: 0.720 ± 0.020 over 2 outer folds; their searches had said 0.770." in lines
    assert (
        "Before calibration and decision, folds of patients: 0.790; folds of rows, patients on both sides, would have "
        "said 0.890."
    ) in lines
