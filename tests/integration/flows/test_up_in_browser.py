"""What a user sees on the pages that ``epicrisis up`` opens, in a real browser; the screenshots are kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from epicrisis.flows.children import free_port
from epicrisis.flows.records import RunRecord
from epicrisis.flows.run import run_train
from epicrisis.flows.services import start_services

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
OUTPUT = Path(__file__).parents[3] / "test-output"
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
PATIENCE_MS = 60_000

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]


class Shown(NamedTuple):
    record: RunRecord
    prefect: str
    mlflow: str
    api: Any


@pytest.fixture(scope="module")
def shown(make_project: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    project = make_project(tmp_path_factory.mktemp("seen"))
    record = run_train(project.load("search.trials=3"), model="LogisticRegression")
    with start_services(project.load(), prefect_port=free_port(), mlflow_port=free_port()) as services:
        state = services.state
        yield Shown(record, state.prefect_page, state.mlflow_page, project.api(state.prefect_api))


@pytest.fixture
def page() -> Iterator[Page]:
    OUTPUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 1400, "height": 800})
        page.set_default_timeout(PATIENCE_MS)
        abroad: list[str] = []
        page.on("request", lambda request: None if "//127.0.0.1:" in request.url else abroad.append(request.url))
        yield page
        browser.close()
    assert [url for url in abroad if url.startswith("http")] == []


def see(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible(timeout=PATIENCE_MS)


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(1500)  # animations
    page.screenshot(path=OUTPUT / f"{name}.png")


def test_prefects_page_shows_the_flow_run_its_tasks_and_its_artifacts(shown: Shown, page: Page) -> None:
    page.goto(f"{shown.prefect}/runs/flow-run/{shown.record.flow_run_id}")
    see(page, "train logistic_regression f1_macro")
    see(page, "Completed")
    see(page, "4 Task runs")
    see(page, f"{shown.record.rows.read} rows read, {shown.record.rows.kept} kept")
    shoot(page, "prefect-run")
    page.goto(f"{shown.prefect}/artifacts")
    for key in ("dataset-summary", "optuna-trials", "best-hyperparameters", "training-summary", "mlflow-run"):
        see(page, key)
    shoot(page, "prefect-artifacts")


def test_prefects_page_shows_the_report_in_the_language_of_the_settings(shown: Shown, page: Page) -> None:
    (report,) = shown.api.post("/artifacts/filter", artifacts={"key": {"any_": ["model-training-report"]}})
    page.goto(f"{shown.prefect}/artifacts/artifact/{report['id']}")
    see(page, "En pocas palabras")
    see(page, f"F1 (macro) {shown.record.test['f1_macro']:.3f}")
    shoot(page, "prefect-report")


def test_a_run_is_started_from_the_form_on_prefects_page(shown: Shown, page: Page) -> None:
    (train,) = (
        found for found in shown.api.post("/deployments/filter") if found["entrypoint"].endswith("train_model_flow")
    )
    page.goto(f"{shown.prefect}/deployments/deployment/{train['id']}/run")
    for parameter in ("config", "nregistros", "model_type", "n_trials", "optimization_metric"):
        see(page, parameter)
    shoot(page, "prefect-form")
    page.get_by_role("button", name="Submit").click()
    page.wait_for_url("**tab=Runs*")
    mine = {"deployment_id": {"any_": [train["id"]]}}
    for _ in range(300):
        runs = shown.api.post("/flow_runs/filter", flow_runs=mine)
        if runs and runs[0]["state_type"] in {"COMPLETED", "FAILED", "CRASHED"}:
            break
        page.wait_for_timeout(1000)
    assert [run["state_type"] for run in runs] == ["COMPLETED"], runs[0]["state"]["message"]


def test_mlflows_page_shows_the_run_and_its_nested_trials(shown: Shown, page: Page) -> None:
    page.goto(shown.mlflow)
    page.get_by_text("Model training").first.click()
    page.goto(f"{shown.mlflow}/#/experiments/1/runs")
    see(page, "logistic_regression f1_macro")
    page.get_by_role("button", name="Close").click()  # an assistant that would ask a language model
    name = page.locator(".ag-cell-wrapper").filter(has_text="logistic_regression f1_macro")
    name.get_by_role("button").first.click()
    for trial in range(3):
        see(page, f"logistic_regression f1_macro {trial:04d}")
    shoot(page, "mlflow-runs")
    page.goto(f"{shown.mlflow}/#/experiments/1/runs/{shown.record.run_id}")
    see(page, "Finished")
    see(page, "epicrisis.snapshot")
    shoot(page, "mlflow-run")
