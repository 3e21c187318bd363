"""The parameter forms on Prefect's page offer every model and metric, and nothing else."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from prefect.exceptions import ParameterTypeError
from prefect.utilities.callables import parameter_schema
from prefect.utilities.schema_tools.validation import validate

from epicrisis.flows.compare import compare_models_flow
from epicrisis.flows.flow import WorkspaceFlow
from epicrisis.flows.train import train_model_flow
from epicrisis.models.registry import MODELS
from epicrisis.settings.learning import MetricName

CONTRACT = ["config", "nregistros", "model_type", "n_trials", "optimization_metric", "nested"]
FLOWS = [train_model_flow, compare_models_flow]


def form(flow: WorkspaceFlow[Any, Any]) -> dict[str, Any]:
    return parameter_schema(flow.fn).model_dump()["properties"]


@pytest.mark.parametrize("flow", FLOWS)
def test_the_parameters_are_those_of_the_contract_and_none_is_required(flow: WorkspaceFlow[Any, Any]) -> None:
    assert list(form(flow)) == CONTRACT
    assert parameter_schema(flow.fn).required == []
    assert flow.name == flow.fn.__name__


@pytest.mark.parametrize("flow", FLOWS)
def test_every_field_says_what_it_means(flow: WorkspaceFlow[Any, Any]) -> None:
    assert all(field["description"].endswith(".") for field in form(flow).values())


def test_the_drop_downs_hold_every_model_by_both_names_and_every_metric() -> None:
    fields = form(train_model_flow)
    both_names = [name for spec in MODELS.values() for name in (spec.aliases[0], spec.name)]
    assert fields["model_type"]["enum"] == [*both_names, None]
    assert fields["optimization_metric"]["enum"] == [*get_args(MetricName), None]
    assert fields["nregistros"]["anyOf"] == [{"type": "integer", "minimum": 0}, {"type": "null"}]


def test_a_comparison_takes_lists_and_a_single_name() -> None:
    fields = form(compare_models_flow)
    several, nothing = fields["model_type"]["anyOf"]
    assert [*several["items"]["enum"], None] == form(train_model_flow)["model_type"]["enum"]
    assert nothing == {"type": "null"}
    given = {"model_type": "RandomForest", "optimization_metric": ["f1_macro", "roc_auc"]}
    taken = compare_models_flow.validate_parameters({**dict.fromkeys(CONTRACT), **given})
    assert taken["model_type"] == ["random_forest"]
    assert taken["optimization_metric"] == ["f1_macro", "roc_auc"]


def test_an_unknown_model_is_refused_with_a_suggestion() -> None:
    with pytest.raises(
        ParameterTypeError, match=r"Unknown model 'LogisticRegresion'. Did you mean 'LogisticRegression'"
    ):
        train_model_flow.validate_parameters({**dict.fromkeys(CONTRACT), "model_type": "LogisticRegresion"})


@pytest.mark.parametrize(("field", "value"), [("n_trials", 0), ("nregistros", -1), ("optimization_metric", "f2")])
def test_an_impossible_value_is_refused(field: str, value: object) -> None:
    with pytest.raises(ParameterTypeError, match=field):
        train_model_flow.validate_parameters({**dict.fromkeys(CONTRACT), field: value})


@pytest.mark.parametrize("flow", FLOWS)
def test_the_form_may_be_sent_as_it_is(flow: WorkspaceFlow[Any, Any]) -> None:
    schema = parameter_schema(flow.fn).model_dump()
    untouched = dict.fromkeys(CONTRACT)
    assert validate(untouched, schema, raise_on_error=False, preprocess=True) == []
    assert validate({**untouched, "nregistros": -1}, schema, raise_on_error=False, preprocess=True) != []
