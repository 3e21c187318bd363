"""Reports out of made-up results, with everything known or with next to nothing."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from epicrisis.evaluation.facts import (
    Abstention,
    Assessment,
    CalibrationOnTest,
    ClassCurves,
    Curve,
    DecisionCurve,
    Nested,
    Reliability,
    Subgroup,
)
from epicrisis.reports.guidelines.run import Run
from epicrisis.reports.report import Report, RunReference, gather
from epicrisis.reports.wording import Wording
from epicrisis.settings.study import StudySettings
from epicrisis.training.result import CalibrationFacts, JoinedFacts, TrainingResult

MakeRun = Callable[..., Run]
LABEL = "T. de Ansiedad"
LINE = Curve(x=[0.0, 1.0], y=[0.0, 1.0])


@pytest.fixture
def everything_said() -> StudySettings:
    return StudySettings(**{name: f"said of {name}" for name in StudySettings.model_fields})


def assessment() -> Assessment:
    reliability = Reliability(label=None, predicted=[0.5], observed=[0.4], low=[0.3], high=[0.5], rows=[9], ece=0.031)
    return Assessment(
        curves=[ClassCurves(label=LABEL, roc=LINE, precision_recall=LINE, bins=[0, 1], of_class=[1], of_others=[2])],
        calibration=CalibrationOnTest(before=None, after=reliability, by_class=[reliability]),
        decision_curves=[DecisionCurve(label=LABEL, thresholds=[0.1], model=[0.2], everyone=[0.1])],
        abstention=Abstention(
            coverage=0.9,
            method="aps",
            achieved=0.91,
            achieved_ci95=(0.89, 0.93),
            set_sizes={1: 80, 2: 20},
            single=0.8,
            single_accuracy=0.9,
            achieved_by_class={},
            single_by_class={},
            curve=LINE,
        ),
        subgroups=[
            Subgroup(
                attribute="sexo",
                value="F",
                rows=90,
                patients=50,
                metrics={"f1_macro": 0.7},
                ci95={"f1_macro": (0.6, 0.8)},
                flagged=["f1_macro"],
            ),
            Subgroup(attribute="sexo", value="X", rows=None, patients=None),
        ],
        nested=Nested(metric="f1_macro", outer=[0.6, 0.7], params=[{}, {}]),
    )


class Page(HTMLParser):
    """The names of a page's elements, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, _attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def read_page() -> Callable[[str], Page]:
    return Page


@pytest.fixture
def evil() -> str:
    """Words that mean something to HTML, Markdown and XML, and characters that XML cannot hold."""
    return '<script>alert("x")</script>|`rm`\n# [a](javascript:b) & ]]> \x00\x0b'


def known(result: TrainingResult) -> Report:
    """A report in which everything was looked at."""
    split = result.split.model_copy(
        update={
            "near_duplicates": JoinedFacts(clusters=3, joined=3, units=6, clusters_apart=0, notes_apart=0, largest=9)
        }
    )
    calibration = CalibrationFacts(
        kind="vector",
        scales={},
        shifts={},
        tempering=0.0,
        offsets={},
        log_loss_before=0.9,
        log_loss_after=0.8,
    )
    whole = result.model_copy(update={"assessment": assessment(), "calibration": calibration, "split": split})
    return gather(whole, RunReference(run_id="8f1c", model_uri="models:/historias/3"))


@pytest.fixture
def whole(make_result: Callable[..., TrainingResult]) -> Report:
    return known(make_result())


@pytest.fixture
def make_known() -> Callable[[TrainingResult], Report]:
    return known


@pytest.fixture
def bare(make_result: Callable[..., TrainingResult]) -> Report:
    return gather(make_result(), RunReference())


@pytest.fixture
def make_run() -> MakeRun:
    def make(report: Report, study: StudySettings | None = None, language: str = "en") -> Run:
        return Run(report, study or StudySettings(), Wording(language))

    return make
