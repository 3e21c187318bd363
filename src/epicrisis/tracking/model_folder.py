"""Lay out a pipeline as a model of MLflow: data, loader, signature and requirements, and no example rows."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from epicrisis import plugins
from epicrisis.models.registry import get_model
from epicrisis.tracking.model_io import MODEL_FILE
from epicrisis.tracking.pyfunc_loader import ANSWERED, PREDICTION, PROBABILITY, SET
from epicrisis.training.result import TrainingResult

if TYPE_CHECKING:
    from mlflow.models import ModelSignature

LOADER: Final = "epicrisis.tracking.pyfunc_loader"
# What loading and predicting import; anything else of the training's environment is not the model's affair.
_NEEDED: Final = ("epicrisis", "mlflow", "narwhals", "numpy", "pandas", "polars", "scikit-learn", "scipy", "skops")


def requirements(models: Sequence[str]) -> list[str]:
    """Return what a model needs, as exact versions of the running environment, the package that adds it included.

    Parameters
    ----------
    models : sequence of str
        Its name, and those of a blend's members.
    """
    needed = {*_NEEDED, *(package for model in models for package in get_model(model).packages)}
    added = {
        plugin.package: plugin.version
        for plugin in plugins.installed()
        if plugin.group == plugins.MODELS and plugin.name in models
    }
    own = [f"{package}=={version(package)}" for package in sorted(needed)]
    return own + sorted(f"{package}=={number}" for package, number in added.items() if number)


def write_model_folder(folder: Path, model_file: Path, result: TrainingResult, run_id: str, model_id: str) -> None:
    """Write the folder that MLflow loads, serves and registers.

    Parameters
    ----------
    folder : Path
        A folder that does not exist yet.
    model_file : Path
        The pipeline, as `save_pipeline` wrote it, its digest next to it.
    result : TrainingResult
        The training, for the columns and classes.
    run_id, model_id : str
        What MLflow knows the run and the model by.
    """
    import mlflow.pyfunc
    from mlflow.models import Model

    data = folder.with_name("pipeline")
    data.mkdir()
    for suffix in ("", ".sha256"):
        shutil.copyfile(model_file.with_name(model_file.name + suffix), data / (MODEL_FILE + suffix))
    # MLflow would put the folder's address, a path of this machine, into artifact_path.
    model = Model(artifact_path="model", run_id=run_id, model_uuid=model_id, model_id=model_id, metadata=_facts(result))
    mlflow.pyfunc.save_model(
        path=folder,
        loader_module=LOADER,
        data_path=data,
        mlflow_model=model,
        signature=signature(result),
        pip_requirements=requirements([result.model, *(member.model for member in result.members)]),
    )


def signature(result: TrainingResult) -> ModelSignature:
    """Return the model's contract: the raw columns in, ``prediction``, a probability a class and the set out.

    All columns are optional: where one is missing that it was told to require, MLflow's refusal quotes the row, and
    ours does not. Texts are strings. Categories and numbers are of any type, because MLflow would refuse an age column
    of whole numbers where it was told ``double``, and a sex coded 1 and 2 where it was told ``string``.
    """
    from mlflow.models import ModelSignature
    from mlflow.types.schema import AnyType, ColSpec, DataType, Schema

    columns = result.columns
    texts = [ColSpec(DataType.string, name, required=False) for name in columns["text"]]
    optional = [*columns.get("categorical", []), *columns.get("numeric", [])]
    anything = AnyType()  # type: ignore[no-untyped-call]
    structured = [ColSpec(anything, name, required=False) for name in optional]
    chances = [ColSpec(DataType.double, f"{PROBABILITY}{label}") for label in result.classes]
    sets = [ColSpec(DataType.string, SET), ColSpec(DataType.boolean, ANSWERED)]
    known = sets if result.assessment.abstention else []  # a result of an earlier version
    answer = Schema([ColSpec(DataType.string, PREDICTION), *chances, *known])
    return ModelSignature(Schema([*texts, *structured]), answer)


def _facts(result: TrainingResult) -> dict[str, object]:
    return {
        "epicrisis": result.environment.epicrisis,
        "model": result.model,
        "metric": result.metric,
        "classes": result.classes,
        "columns": result.columns,
        "snapshot_sha256": result.source.sha256,
        "split_sha256": result.split.sha256,
    }
