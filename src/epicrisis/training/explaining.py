"""Why a note got its class: what each term of it gave, exactly, and where in the text it stands.

For a linear model the decision value of a class is the intercept plus the sum over all features of weight times value.
Nothing is sampled or approximated here, and for other models nothing is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import numpy as np
import polars as pl
from sklearn.pipeline import Pipeline

from epicrisis.errors import UsageError
from epicrisis.features.columns import find_columns, require_columns, text_column, wrapped
from epicrisis.features.encoded import EncodedFeatures
from epicrisis.features.pipeline import ClinicalFeatures
from epicrisis.i18n.catalogue import join_names
from epicrisis.models.calibrated import CalibratedClassifier
from epicrisis.models.linear import LinearParts, linear_parts
from epicrisis.record import Record
from epicrisis.training.placing import Mark, place_contributions

TermKind = Literal["word", "char", "section", "column"]

_STEPS: Final = ["features", "classifier"]


class TermContribution(Record):
    """What one feature gave to a class.

    Parameters
    ----------
    kind : {"word", "char", "section", "column"}
        Words, letters inside words, words of one text column, or a category or number.
    term : str
        The feature's name, without its kind. A term of the model's vocabulary, so that enough patients have it.
    weight, value, contribution : float
        Weight of the class, value in this note, and their product.
    """

    kind: TermKind
    term: str
    weight: float
    value: float
    contribution: float


class Explanation(Record):
    """Why a note has its decision value for a class.

    ``intercept`` plus the contributions of all ``terms`` is ``decision``; so is ``intercept`` plus the contributions
    of all ``marks`` and of the terms of kind ``column`` plus ``unplaced``. Nothing here is the note's text.

    Parameters
    ----------
    label : str
        The class.
    predicted : str
        The class that the model gives to the note.
    decision : float
        The decision value; the class with the largest one is given.
    intercept : float
        What the class has without any feature.
    terms : list of TermContribution
        All features of the note, the largest contributions first, whatever their sign.
    marks : dict of str to list of Mark
        For each text column, where in its text the contributions stand, in order.
    unplaced : float
        Contributions of terms that stand nowhere in the text.
    stems : bool
        Whether the words among the terms are stems.
    """

    label: str
    predicted: str
    decision: float
    intercept: float
    terms: list[TermContribution]
    marks: dict[str, list[Mark]]
    unplaced: float = 0.0
    stems: bool = False


def explain_note(pipeline: Pipeline, row: Any, label: str | None = None) -> Explanation:
    """Explain a linear model's decision on one note.

    Parameters
    ----------
    pipeline : Pipeline
        A fitted model.
    row : mapping or frame
        The note: a value for each raw column, or a Polars or pandas frame of one row.
    label : str, optional
        The class to explain; the one that the model gives to the note by default.

    Returns
    -------
    Explanation
        It holds terms of the vocabulary and numbers, never the note. `note_texts` gives the texts that the marks
        stand in.

    Raises
    ------
    UsageError
        The model is not linear, so that there is no exact explanation; there is no such class; or there is not
        exactly one note.
    SchemaMismatch
        The note lacks a column.
    """
    frame = _one_row(row)
    parts = require_linear(pipeline)
    features: ClinicalFeatures = pipeline.named_steps["features"]
    predicted = str(pipeline.predict(frame)[0])
    number = _class_number(parts, predicted if label is None else label)
    vector = features.transform(frame).tocsr()
    columns, values = vector.indices, vector.data.astype(np.float64)
    weights = parts.coef[number, columns]
    contributions = values * weights
    names = _names(features)
    marks, unplaced = place_contributions(
        features, note_texts(features, frame), {names[c]: x for c, x in zip(columns, contributions, strict=True)}
    )
    order = np.argsort(-np.abs(contributions), kind="stable")
    return Explanation(
        label=str(parts.classes[number]),
        predicted=predicted,
        decision=float(parts.intercept[number] + contributions.sum()),
        intercept=float(parts.intercept[number]),
        terms=[
            _contribution(names[columns[i]], float(weights[i]), float(values[i]), float(contributions[i]))
            for i in order.tolist()
            if contributions[i] != 0
        ],
        marks=marks,
        unplaced=unplaced,
        stems="stems" in features.steps,
    )


def note_texts(features: ClinicalFeatures, frame: Any) -> dict[str, str]:
    """Return the text of each text column as the model reads it: mended as the cleaning mends it.

    Raises
    ------
    SchemaMismatch
        A text column is missing.
    """
    frame = _one_row(frame)
    native, found = find_columns(frame, features.text)
    require_columns(found, features.text, native.columns)
    return {name: text_column(native, found[name])[0] for name in features.text}


def require_linear(pipeline: Pipeline) -> LinearParts:
    """Return a model's linear part.

    Raises
    ------
    UsageError
        It has none.
    """
    classifier = pipeline.named_steps["classifier"]
    encoded = isinstance(pipeline.named_steps.get("features"), EncodedFeatures)
    parts = linear_parts(classifier) if list(pipeline.named_steps) == _STEPS and not encoded else None
    if parts is None:
        within = classifier.estimator_ if isinstance(classifier, CalibratedClassifier) else classifier
        raise UsageError(
            "The decisions of {model} are no sum over terms, so that there is no exact explanation of them. "
            "Linear models have one, logistic_regression for example.",
            model="encoder" if encoded else type(within).__name__,
        )
    return parts


def _one_row(row: Any) -> Any:
    frame = pl.DataFrame({str(name): [value] for name, value in row.items()}) if isinstance(row, Mapping) else row
    if len(wrapped(frame)) != 1:
        raise UsageError("One note is explained at a time, and there are {rows}.", rows=len(wrapped(frame)))
    return frame


def _class_number(parts: LinearParts, label: str) -> int:
    known = [str(one) for one in parts.classes]
    if label not in known:
        raise UsageError("The model has no class {label!r}. It has: {known}.", label=label, known=join_names(known, 50))
    return known.index(label)


def _names(features: ClinicalFeatures) -> list[tuple[TermKind, str]]:
    names: list[tuple[TermKind, str]] = [
        (block, term) for block, terms in features.terms_.items() for term in terms.tolist()
    ]
    return [*names, *(("column", name) for name in features.tabular_.names(features.categorical, features.numeric))]


def _contribution(name: tuple[TermKind, str], weight: float, value: float, contribution: float) -> TermContribution:
    return TermContribution(kind=name[0], term=name[1], weight=weight, value=value, contribution=contribution)
