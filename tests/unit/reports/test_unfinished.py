"""The report of a training that ended before its result."""

from __future__ import annotations

import pytest

from epicrisis.errors import CorruptFile
from epicrisis.reports.unfinished import read_begun, remember_begun, unfinished_points, write_unfinished
from epicrisis.reports.wording import Wording
from epicrisis.training.begun import Begun


def begun_of(result, study="abc"):
    return Begun(
        created_at="2026-11-01T10:00:00+00:00",
        model=result.model,
        metric=result.metric,
        objectives=[result.metric],
        trials=20,
        study=study,
        label="grupo <b>",
        ledger=result.ledger,
        source=result.source,
        split=result.split,
    )


def test_what_there_is_is_told_and_that_there_is_no_more(make_result, tmp_path):
    result = make_result(trials=6)
    remember_begun(begun_of(result), tmp_path / "run")
    files = write_unfinished(read_begun(tmp_path / "run"), result.trials, tmp_path / "run", "en")
    page = files.html.read_text(encoding="utf-8")
    assert "Unfinished training" in page
    assert "nothing is known of its model" in page
    assert "<b>" not in page
    assert "figure-rows" in page
    assert f"Candidates finished: {len(result.trials)} of 20" in page
    spanish = write_unfinished(begun_of(result), result.trials, tmp_path / "run", "es")
    assert "Entrenamiento inacabado" in spanish.html.read_text(encoding="utf-8")
    assert "La misma orden sigue donde se detuvo." in spanish.markdown.read_text(encoding="utf-8")


@pytest.mark.parametrize(("metric", "best"), [("f1_macro", "0.900"), ("log_loss", "0.100")])
def test_the_best_so_far_is_the_best_by_the_metric(make_result, metric, best):
    result = make_result(trials=2)
    trials = [
        trial.model_copy(update={"state": "complete", "value": value})
        for trial, value in zip(result.trials, (0.1, 0.9), strict=True)
    ]
    begun = begun_of(result).model_copy(update={"metric": metric})
    assert f"{best} on the folds" in " ".join(unfinished_points(begun, trials, Wording("en")))
    assert len(unfinished_points(begun, [], Wording("en"))) == 3


def test_a_new_beginning_takes_the_place_of_an_earlier_one_and_of_no_other(make_result, tmp_path):
    result = make_result()
    for name, study in (("first", "abc"), ("other", "def"), ("blend", ""), ("broken", "abc")):
        remember_begun(begun_of(result, study), tmp_path / name)
        if name == "first":
            first = tmp_path / name
    assert not first.exists()
    (tmp_path / "broken" / "begun.json").write_text("{", encoding="utf-8")
    remember_begun(begun_of(result), tmp_path / "second")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blend", "broken", "other", "second"]
    with pytest.raises(CorruptFile):
        read_begun(tmp_path / "broken")
