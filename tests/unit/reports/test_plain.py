"""Page one: what a clinician reads, and that it follows from the figures."""

from __future__ import annotations

import pytest

from epicrisis.reports.advice import front_sections
from epicrisis.reports.plain import headline, plain_points, plain_table
from epicrisis.reports.report import RunReference, gather
from epicrisis.reports.sections import compose
from epicrisis.reports.wording import Wording
from epicrisis.training.result import CalibrationFacts

from .assessed import assess, reliability

ENGLISH = Wording("en")


def full(make_result, **changes):
    return gather(assess(make_result(**changes)), RunReference())


def with_calibration(report, after):
    calibration = report.assessment.calibration.model_copy(update={"after": after})
    assessment = report.assessment.model_copy(update={"calibration": calibration})
    return report.model_copy(update={"assessment": assessment})


def with_accuracy(report, value, interval):
    changes = {"test": value, "ci95": interval}
    metrics = [one.model_copy(update=changes if one.name == "accuracy" else {}) for one in report.metrics]
    return report.model_copy(update={"metrics": metrics})


def with_facts(report, topic, **changes):
    facts = getattr(report.assessment, topic).model_copy(update=changes)
    return report.model_copy(update={"assessment": report.assessment.model_copy(update={topic: facts})})


def section(report, key):
    return " ".join(next(one for one in compose(report, ENGLISH).sections if one.key == key).sentences)


def front(report):
    return {part.key: " ".join(part.sentences) for part in front_sections(report, ENGLISH)}


def test_the_large_figure_is_a_count_of_100_notes(make_result):
    figure = headline(full(make_result), ENGLISH)
    assert (figure.value, figure.interval) == ("74 of 100", "95% interval: 72 to 76")
    assert figure.note == "Searched metric: F1 (macro) 0.709 (0.688 to 0.730)"


def test_without_accuracy_the_searched_metric_is_the_figure(make_result):
    report = full(make_result)
    bare = report.model_copy(update={"metrics": [one for one in report.metrics if one.name != "accuracy"]})
    assert headline(bare, ENGLISH).value == "0.709"


def test_no_parameter_comes_before_the_clinical_part(make_result):
    document = compose(full(make_result), ENGLISH)
    front_text = " ".join([*document.points, *(sentence for part in document.front for sentence in part.sentences)])
    assert not any(name in front_text for name in ("word_ngram_max", "class_weight", "C ="))
    keys = [section.key for section in document.sections]
    assert keys.index("specification") > keys.index("search") > keys.index("subgroups") > keys.index("rows")


@pytest.mark.parametrize(
    ("bend", "slope", "said"),
    [
        (-0.03, (0.9, 1.1), "Nothing here contradicts these percentages, but those of single classes"),
        (-0.4, (0.9, 1.1), "promise more than they keep"),
        (-0.03, (0.5, 0.8), "promise more than they keep"),
        (0.4, (1.2, 1.6), "more often right than it says"),
    ],
)
def test_calibration_is_told_in_plain_words(make_result, bend, slope, said):
    after = reliability(None, bend).model_copy(update={"slope_ci95": slope})
    told = " ".join(plain_points(with_calibration(full(make_result), after), ENGLISH))
    assert "When it says 95%, it is right" in told
    assert said in told


def test_a_bin_far_off_by_chance_is_not_called_trustworthy(make_result):
    calm = reliability(None, -0.03).model_copy(update={"slope_ci95": (0.6, 1.4)})
    far = [said - 0.15 for said in calm.predicted]
    wide = calm.model_copy(update={"observed": far, "low": [0.0 for _ in far], "high": [1.0 for _ in far]})
    told = " ".join(plain_points(with_calibration(full(make_result), wide), ENGLISH))
    assert "too few to say how far its percentages can be trusted" in told
    assert "contradicts" not in told


def test_each_class_has_its_two_counts(make_result):
    table = plain_table(full(make_result), ENGLISH)
    assert table is not None
    assert list(table.columns)[2:] == ["Of 100 of its notes, found", "Of 100 answers with it, right"]
    assert [row[0] for row in table.rows][:2] == ["T. de Ansiedad", "T. Depresivos"]
    many = plain_table(full(make_result, support={f"c{one}": 9 + one for one in range(40)}), ENGLISH)
    assert many is not None
    assert len(many.rows) == 12


def test_for_whom_not_names_classes_and_groups(make_result):
    told = front(full(make_result, support={"A": 300, "B": 12, "C": 0}))["not-for"]
    assert "No test row belongs to these classes, so nothing is known of them: C." in told
    assert "patients with edad = 65+" in told
    assert "Too few patients to know anything of: edad = 0–17." in told
    assert "also to one that belongs to none of them" in told


def test_what_to_do_follows_from_the_verdict(make_result):
    good = full(make_result)
    assert "Let it run beside the usual work" in front(good)["next"]
    bad = front(with_accuracy(good, 0.3, (0.28, 0.32)).model_copy(update={"verdict": "worse"}))
    assert "Do not use it yet." in bad["next"]
    assert "Let it run" not in bad["next"]
    assert bad["not-for"].startswith("For nobody")


def test_what_is_told_on_page_one_is_not_told_twice(make_result):
    document = compose(full(make_result, support={"A": 300, "B": 12, "C": 0}), ENGLISH)
    assert not any("No test row belongs" in sentence for _, sentence in document.limits)


def test_of_100_notes_found_has_its_interval_where_it_is_known(make_result):
    report = full(make_result)
    first, *others = sorted(report.per_class, key=lambda one: -one.rows_test)
    told = first.model_copy(update={"recall": 0.84, "ci95": {"recall": (0.81, 0.871)}})
    table = plain_table(report.model_copy(update={"per_class": [told, *others]}), ENGLISH)
    assert table.rows[0][2] == "84 (81–87)"
    assert "(" not in table.rows[0][3]
    assert table.figure_columns()[1:] == [True, True, True]


def test_one_answer_of_655_notes_has_no_accuracy(make_result):
    few = {"set_sizes": {1: 1, 5: 654}, "single": 1 / 655, "single_accuracy": 1.0}
    report = with_facts(full(make_result), "abstention", **few)
    said = "It can hardly ever rule out all classes but one (1 of 655 notes): it cannot be left to decide when to be"
    told = " ".join(plain_points(report, ENGLISH))
    assert said in told
    assert said in section(report, "abstention")
    assert "100 are right" not in told
    assert "100% right" not in section(report, "abstention")


@pytest.mark.parametrize(("rows", "patients"), [(20, None), (60, 4)])
def test_few_answers_of_few_notes_have_no_accuracy(make_result, rows, patients):
    few = {"set_sizes": {1: rows, 2: 40}, "single": rows / (rows + 40), "single_patients": patients}
    told = " ".join(plain_points(with_facts(full(make_result), "abstention", **few), ENGLISH))
    assert "too few notes or patients to say how many of such answers are right" in told


def test_answers_that_are_enough_have_their_interval_in_the_section(make_result):
    report = with_facts(full(make_result), "abstention", single_accuracy_ci95=(0.88, 0.93))
    assert "60% of them, with 91% right (95% interval: 88% to 93%)" in section(report, "abstention")


def test_the_verdict_names_its_figures_and_both_where_they_differ(make_result):
    good = full(make_result)
    assert headline(good, ENGLISH).verdict == (
        "Notes given their class, F1 (macro): clearly better than always answering the most frequent class."
    )
    mixed = with_accuracy(good, 0.33, (0.3, 0.36))
    figure = headline(mixed, ENGLISH)
    assert figure.verdict == (
        "Notes given their class: not clearly better than always answering the most frequent class. F1 (macro): "
        "clearly better than always answering the most frequent class."
    )
    assert not figure.good
    assert "It is not ready" in front(mixed)["next"]
    assert "Let it run" not in front(mixed)["next"]


def test_a_model_that_misses_most_classes_is_not_ready(make_result):
    good = full(make_result)
    missed = [one.model_copy(update={"recall": 0.4}) for one in good.per_class]
    told = front(good.model_copy(update={"per_class": missed}))["next"]
    assert "It is not ready: of 6 of its 6 classes it finds less than half" in told
    assert "Let it run" not in told


def test_classes_without_their_coverage_and_thin_ones_are_named(make_result):
    result = assess(make_result())
    points = [
        one.model_copy(update={"ci95": {"sensitivity": (0.21, 0.59)}}) if one.label == "T. de Adaptación" else one
        for one in result.assessment.operating_points
    ]
    below = result.assessment.abstention.model_copy(update={"achieved_by_class_ci95": {"T. Depresivos": (0.7, 0.8)}})
    facts = result.assessment.model_copy(update={"operating_points": points, "abstention": below})
    report = gather(result.model_copy(update={"assessment": facts}), RunReference())
    told = front(report)["not-for"]
    assert "somewhere between: T. de Adaptación (0.21–0.59)." in told
    assert "hold the true one in 90% of the notes of each class; for these they do so less often: T. Depres" in told
    assert "lies below it: T. Depresivos (70% to 80%)." in section(report, "abstention")


def test_an_answer_that_is_not_the_most_probable_class_is_told(make_result):
    report = full(make_result)
    facts = {
        "kind": "temperature",
        "scales": {},
        "shifts": {},
        "offsets": {},
        "log_loss_before": 1,
        "log_loss_after": 1,
    }
    for tempering, told in ((0.0, False), (0.4, True)):
        known = report.model_copy(update={"calibration": CalibrationFacts(tempering=tempering, **facts)})
        said = " ".join(plain_points(known, ENGLISH))
        assert ("gives up some right answers for F1 (macro)" in said) is told


def test_a_calibration_that_made_it_worse_is_told(make_result):
    report = full(make_result)
    assert "made the error larger" not in section(report, "calibration")
    turned = with_facts(report, "calibration", before=reliability(None, 0.0))
    assert "made the error larger, not smaller: 0.006 after it, 0.000 before" in section(turned, "calibration")


def test_a_check_that_only_notes_something_says_so(make_result):
    report = full(make_result)
    table = next(one for one in compose(report, ENGLISH).sections if one.key == "checks").tables[0]
    assert any("Fires, as a note" in row for row in table.rows)
