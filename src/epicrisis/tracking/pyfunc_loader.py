"""What MLflow calls to load one of our models: ``mlflow.pyfunc.load_model`` finds this module's name in the model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.pipeline import Pipeline

from epicrisis.errors import SchemaMismatch
from epicrisis.features.columns import find_columns
from epicrisis.i18n.catalogue import join_names
from epicrisis.models.calibrated import answered, class_sets
from epicrisis.tracking.model_io import MODEL_FILE, load_pipeline

PREDICTION = "prediction"
PROBABILITY = "probability_"
SET = "prediction_set"
ANSWERED = "answered"
BETWEEN = " | "


class ClinicalClassifier:
    """A pipeline as MLflow wants it: a frame of raw columns in, a frame of predictions out.

    Parameters
    ----------
    pipeline : Pipeline
        The fitted pipeline.
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline

    def predict(self, model_input: pd.DataFrame, params: dict[str, object] | None = None) -> pd.DataFrame:  # noqa: ARG002
        """Classify notes.

        Parameters
        ----------
        model_input : DataFrame of shape (rows, columns)
            The raw columns; a missing cell is None or NaN, and categorical and numeric columns may be left out.
        params : dict, optional
            Not used; MLflow passes it.

        Returns
        -------
        DataFrame of shape (rows, 3 + classes)
            ``prediction``, the class's name, and ``probability_<class>`` for each class; then ``prediction_set``, the
            names of the classes in the note's set between ``" | "``, the most probable first, and ``answered``,
            whether that is one class. A model of an earlier version knows no sets and lacks these two. The index is
            kept.

        Raises
        ------
        SchemaMismatch
            A text column is missing. Neither a cell nor a name that was found is told: a table without a heading has
            cells for names.
        """
        features = self.pipeline.steps[0][1]
        _require_texts(model_input, getattr(features, "text", []))
        optional = [*getattr(features, "categorical", []), *getattr(features, "numeric", [])]
        _, found = find_columns(model_input, optional)
        frame = model_input.assign(**{name: None for name in optional if name not in found})
        classes = self.pipeline.classes_
        shares = np.asarray(self.pipeline.predict_proba(frame)) if len(frame) else np.empty((0, len(classes)))
        named = pd.DataFrame(shares, columns=[f"{PROBABILITY}{label}" for label in classes], index=frame.index)
        classifier = self.pipeline.steps[-1][1]
        named.insert(0, PREDICTION, answered(classifier, shares).astype(object))
        sets = class_sets(classifier, shares)
        if sets is not None:
            named[SET] = _joined(sets, shares, classes)
            named[ANSWERED] = sets.sum(axis=1) == 1
        return named


def _joined(
    sets: npt.NDArray[np.bool_], shares: npt.NDArray[np.float64], classes: npt.NDArray[np.generic]
) -> npt.NDArray[np.object_]:
    order = np.argsort(-shares, axis=1, kind="stable")
    texts = [
        BETWEEN.join(str(classes[place]) for place in places if inside[place])
        for places, inside in zip(order, sets, strict=True)
    ]
    return np.array(texts, dtype=object)


def _require_texts(frame: pd.DataFrame, texts: Sequence[str]) -> None:
    _, found = find_columns(frame, texts)
    missing = [name for name in texts if name not in found]
    if missing:
        raise SchemaMismatch("The rows lack the text columns {missing}.", missing=join_names(missing))


def _load_pyfunc(path: str) -> ClinicalClassifier:
    """Load the model whose data folder is at `path`; the name is MLflow's.

    Raises
    ------
    CorruptFile
        The model is damaged or holds types that may not be loaded.
    """
    # MLflow's refusal of a table that it cannot take at all quotes the table, unless the user wants it to.
    os.environ.setdefault("MLFLOW_DISABLE_SCHEMA_DETAILS", "true")
    return ClinicalClassifier(load_pipeline(Path(path) / MODEL_FILE))
