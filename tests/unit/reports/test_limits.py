"""What bounds a figure is said; what does not is not."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from epicrisis.checks.registry import CHECK_SENTENCES, run_checks
from epicrisis.checks.verdict import judge
from epicrisis.cli.summary import summary_lines
from epicrisis.etl.ledger import Ledger, Reason
from epicrisis.reports.files import render_html
from epicrisis.reports.limits import SENTENCES, find_limits
from epicrisis.reports.plain import plain_limits, plain_points
from epicrisis.reports.report import RunReference, gather
from epicrisis.reports.wording import Wording
from epicrisis.settings.data import SourceSettings
from epicrisis.settings.loading import public_settings
from epicrisis.settings.schema import Settings
from epicrisis.training.result import JoinedFacts

APART = JoinedFacts(clusters=12, joined=10, units=31, clusters_apart=2, notes_apart=600, largest=20)


def codes(result):
    return {limit.code for limit in find_limits(result, run_checks(result))}


def sentences(result, language="en"):
    return [sentence for _, sentence in plain_limits(gather(result, RunReference()), Wording(language))]


def with_test(result, **changes):
    return result.model_copy(update={"test": result.test.model_copy(update=changes)})


def test_a_sound_run_has_no_doubt(make_result):
    result = make_result(trials=5)
    assert codes(result) == {"one_source"}


@pytest.mark.parametrize(
    ("value", "interval", "verdict"),
    [
        (0.709, (0.688, 0.730), "clearly_better"),
        (0.10, (0.09, 0.12), "not_clearly_better"),
        (0.08, (0.07, 0.09), "worse"),
        (0.081, (0.07, 0.09), "worse"),
    ],
)
def test_the_verdict_follows_from_the_two_intervals(make_result, value, interval, verdict):
    made = make_result()
    result = with_test(made, metrics={"f1_macro": value}, ci95={"f1_macro": interval})
    assert judge(result.test, result.baseline, "f1_macro", higher_is_better=True) == verdict


def test_a_loss_is_better_when_it_is_smaller(make_result):
    made = make_result()
    assert judge(made.test, made.baseline, "log_loss", higher_is_better=False) == "clearly_better"
    assert judge(made.baseline, made.test, "log_loss", higher_is_better=False) == "worse"


def test_without_an_interval_nothing_is_clear(make_result):
    result = with_test(make_result(), ci95={})
    assert judge(result.test, result.baseline, "f1_macro", higher_is_better=True) == "not_clearly_better"


def test_a_useless_model_is_called_so_in_plain_words(make_result):
    result = with_test(make_result(), metrics={"f1_macro": 0.05, "accuracy": 0.2})
    said = sentences(result)
    assert said[0] == (
        "The model is no better than always answering the most frequent class (0.050 against 0.081). Do not use it."
    )


def test_rows_split_without_patients_are_a_doubt_and_come_first(make_result):
    made = make_result()
    result = with_test(made, unit="row").model_copy(
        update={"split": made.split.model_copy(update={"by": "row"}), "warnings": ["not_converged", "odd {one}"]}
    )
    said = sentences(result)
    assert said[0].startswith("Rows were divided without regard to patients")
    assert said[1].startswith("The intervals resample notes, not patients.")
    assert said[2].startswith("The winner's fit stopped before it had converged")
    assert said[3] == "odd {one}"
    assert said[-1].startswith("The figures hold for notes like these")


def test_small_absent_and_unfound_classes_are_named(make_result):
    result = make_result({"A": 200, "B": 12, "C": 0})
    figures = [one.model_copy(update={"recall": 0.0}) if one.label == "B" else one for one in result.test.per_class]
    said = sentences(with_test(result, per_class=figures))
    assert "No test row belongs to these classes, so nothing is known of them: C." in said
    assert "The model never finds these classes: B." in said
    assert "Fewer than 30 test rows each, so their figures are rough: B." in said


def test_a_wide_interval_and_a_broken_promise_are_told_with_their_figures(make_result):
    result = with_test(make_result(), metrics={"f1_macro": 0.6}, ci95={"f1_macro": (0.52, 0.66)})
    said = sentences(result)
    assert "The test set is small: the 95% interval of F1 (macro) is 0.140 wide, from 0.520 to 0.660." in said
    assert any(one.startswith("The sealed test gave 0.600 where cross-validation promised 0.701") for one in said)


def test_a_search_cut_short_and_many_dropped_rows_are_told(make_result):
    made = make_result()
    search = made.search.model_copy(update={"stopped_by": "timeout", "requested": 40})
    ledger = Ledger(read=20_000, kept=9_331, dropped={Reason.DUPLICATE: 10_669}, deidentified=False)
    said = sentences(made.model_copy(update={"search": search, "ledger": ledger}))
    assert "1 of 20 candidates of the search failed." in said
    assert "The search stopped at its time limit after 20 of 40 candidates." in said
    assert "53% of the rows read were not used. Look at the reasons below." in said


def test_near_duplicates_that_stand_on_both_sides_are_a_doubt(make_result):
    made = make_result()
    split = made.split.model_copy(update={"near_duplicates": APART})
    assert sentences(made.model_copy(update={"split": split}))[0].startswith(
        "600 near-duplicate notes (2 clusters) are"
    )
    whole = APART.model_copy(update={"clusters_apart": 0, "notes_apart": 0})
    split = made.split.model_copy(update={"near_duplicates": whole})
    assert codes(made.model_copy(update={"split": split})) == codes(made)


def test_every_sentence_is_reached_by_some_result(make_result):
    made = make_result()
    split = made.split.model_copy(update={"by": "row", "near_duplicates": APART})
    search = made.search.model_copy(update={"stopped_by": "timeout"})
    ledger = Ledger(read=20_000, kept=9_331, dropped={Reason.DUPLICATE: 10_669}, deidentified=False)
    bad = made.model_copy(update={"split": split, "search": search, "ledger": ledger, "warnings": ["not_converged"]})
    classes = [
        one.model_copy(update={"rows_test": rows, "recall": 0.0})
        for one, rows in zip(made.test.per_class, [0, 5, 50, 50, 50, 50], strict=True)
    ]
    wide = with_test(bad, per_class=classes, unit="row", metrics={"f1_macro": 0.1}, ci95={"f1_macro": (0.05, 0.3)})
    worse = with_test(made, metrics={"f1_macro": 0.01})
    reached = (
        codes(wide) | codes(worse) | codes(with_test(made, metrics={})) | codes(by_time(made)) | codes(of_clinic(made))
    )
    muted = made.model_copy(update={"settings": {"checks": {"mute": {"EP007": "one hospital only"}}}})
    assert reached | codes(muted) >= set(SENTENCES)
    assert reached <= {*SENTENCES, *CHECK_SENTENCES}


def by_time(result):
    split = result.split.model_copy(update={"by": "time", "boundary": "2024-05-01", "patients_test": 12})
    return result.model_copy(update={"split": split})


def of_clinic(result):
    return result.model_copy(update={"settings": public_settings(Settings())})


def test_a_split_by_time_is_told_as_what_it_is(make_result):
    report = gather(by_time(make_result()), RunReference())
    trial = plain_points(report, Wording("en"))[1]
    assert trial.endswith(" notes of 12 patients who first came on or after 2024-05-01; it had seen none of them.")
    assert (
        "12 pacientes que acudieron por primera vez el 2024-05-01 o después" in plain_points(report, Wording("es"))[1]
    )
    assert (
        "Patients were divided by their first visit: all notes of those who first came before 2024-05-01 are training "
        "rows, also later ones. So this is a trial on new patients, not on a later period alone."
    ) in sentences(by_time(make_result()))


def test_patients_who_do_not_exist_are_the_first_doubt(make_result):
    report = gather(of_clinic(make_result()), RunReference())
    said = (
        "These patients do not exist: no source was configured, so the model learned from the artificial clinic. Its "
        "figures say nothing about your notes."
    )
    assert plain_limits(report, Wording("en"))[0] == ("warning", said)
    assert f"Warning: {said}" in summary_lines(report, "en")
    assert "Estos pacientes no existen" in render_html(report, "es")
    source = SourceSettings(url=SecretStr("notes.csv"))
    configured = make_result().model_copy(update={"settings": public_settings(Settings(source=source))})
    assert "artificial" not in codes(configured)
