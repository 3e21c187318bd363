"""The first step of every model: from raw columns to a matrix, as one scikit-learn transformer."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted

from epicrisis.errors import DataError
from epicrisis.etl.deidentification.masking import mask_texts
from epicrisis.features.columns import find_columns, number_column, object_column, require_columns, text_column
from epicrisis.features.ngrams import Corpus, Counts, aligned, char_counts, read_corpus, section_counts, word_counts
from epicrisis.features.tabular import TabularEncoder
from epicrisis.features.variants import TextVariant
from epicrisis.features.weighting import Block, TextParams, TextWeights
from epicrisis.settings.schema import Settings
from epicrisis.settings.values import Language


def count_block(block: Block, corpus: Corpus, text_columns: list[str], largest: int) -> Counts:
    """Count the terms of one kind.

    Parameters
    ----------
    block : {"word", "char", "section"}
        The kind.
    corpus : Corpus
        The documents.
    text_columns : list of str
        Names of the sections.
    largest : int
        Largest n of a word n-gram.
    """
    if block == "word":
        return word_counts(corpus, largest)
    if block == "char":
        return char_counts(corpus)
    return section_counts(corpus, text_columns)


class ClinicalFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turn raw columns into a matrix: tf-idf of word and character n-grams, one-hot categories, scaled numbers.

    Columns are found by name without regard to case and accents; others are ignored. An unknown category, an empty
    text and a missing number are accepted.

    Parameters
    ----------
    text, categorical, numeric : list of str
        Names of the columns.
    patient : str
        Name of the column that holds the patient. It is used by ``fit`` only; without it each row counts as a patient
        of its own.
    min_patients : int
        A term or category becomes a feature only if at least so many distinct patients have it, so that a model never
        holds a word that points at one person.
    word_ngram_max, char_ngrams, section_terms, min_df, max_df, sublinear_tf, max_features :
        As in `epicrisis.features.weighting.TextParams`.
    char_min_df, tabular_weight :
        As in `epicrisis.features.weighting.TextParams`.
    steps : tuple of str
        As in `epicrisis.features.weighting.TextParams`.
    mask : bool
        Whether identifiers of people are masked before a text is read, see `epicrisis.etl.deidentification`. Notes that
        were masked before come out the same.
    language : {"es", "en"}
        Language of the texts, by which some steps read.

    Attributes
    ----------
    terms_ : dict of str to ndarray of str
        The learned vocabulary of each block.
    n_features_in_ : int
        Number of raw columns read.
    """

    def __init__(
        self,
        text: list[str],
        categorical: list[str],
        numeric: list[str],
        patient: str = "",
        min_patients: int = 5,
        word_ngram_max: int = 2,
        char_ngrams: bool = False,
        section_terms: bool = False,
        min_df: int = 2,
        max_df: float = 1.0,
        sublinear_tf: bool = True,
        max_features: int = 0,
        char_min_df: int = 0,
        tabular_weight: float = 1.0,
        steps: tuple[str, ...] = (),
        mask: bool = False,
        language: Language = "es",
    ) -> None:
        self.text = text
        self.categorical = categorical
        self.numeric = numeric
        self.patient = patient
        self.min_patients = min_patients
        self.word_ngram_max = word_ngram_max
        self.char_ngrams = char_ngrams
        self.section_terms = section_terms
        self.min_df = min_df
        self.max_df = max_df
        self.sublinear_tf = sublinear_tf
        self.max_features = max_features
        self.char_min_df = char_min_df
        self.tabular_weight = tabular_weight
        self.steps = steps
        self.mask = mask
        self.language = language

    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn vocabulary, weights and encodings from a raw frame of shape (rows, columns)."""
        self.fit_transform(X, y)
        return self

    def fit_transform(self, X: Any, y: Any = None) -> sparse.csr_array:  # noqa: ARG002
        """Learn from a raw frame and return its matrix.

        Raises
        ------
        SchemaMismatch
            A declared column is missing.
        DataError
            No feature is left.
        """
        matrix = self.learn(X)
        require_terms(sum(map(len, self.terms_.values())), self.min_patients)
        return matrix

    def learn(self, X: Any) -> sparse.csr_array:
        """Learn from a raw frame and return its matrix, which may be without a column.

        Raises
        ------
        SchemaMismatch
            A declared column is missing.
        """
        texts, categories, numbers, patients = self._arrays(X)
        params = self._text_params()
        counts = self._counts(texts, list(params.blocks))
        self.weights_ = TextWeights(params, self.min_patients)
        self.tabular_ = TabularEncoder(self.min_patients, self.tabular_weight)
        blocks = [self.weights_.fit(counts, patients)] if counts else []
        matrix = sparse.hstack([*blocks, self.tabular_.fit(categories, numbers, patients)], format="csr")
        self.terms_ = {name: counts[name].terms[block.columns] for name, block in self.weights_.blocks.items()}
        self.n_features_in_ = len(self.text) + len(self.categorical) + len(self.numeric)
        return sparse.csr_array(matrix)

    def transform(self, X: Any) -> sparse.csr_array:
        """Return the matrix of a raw frame of shape (rows, columns).

        Raises
        ------
        SchemaMismatch
            A declared column is missing.
        """
        check_is_fitted(self)
        texts, categories, numbers, _ = self._arrays(X)
        counts = self._counts(texts, list(self.terms_))
        chosen = {name: aligned(counts[name], terms) for name, terms in self.terms_.items()}
        blocks = [self.weights_.weigh(chosen)] if chosen else []
        parts = [*blocks, self.tabular_.transform(categories, numbers)]
        return sparse.csr_array(sparse.hstack(parts, format="csr"))

    def get_feature_names_out(self, input_features: Any = None) -> npt.NDArray[np.str_]:  # noqa: ARG002
        """Return the features' names: ``word:…``, ``char:…``, ``section:…``, then the tabular ones."""
        check_is_fitted(self)
        names = [f"{block}:{term}" for block, terms in self.terms_.items() for term in terms.tolist()]
        return np.array([*names, *self.tabular_.names(self.categorical, self.numeric)], dtype=np.str_)

    @property
    def variant(self) -> TextVariant:
        """How texts are read."""
        return self._text_params().variant(self.language)

    def texts(self, X: Any) -> list[list[str]]:
        """Return the text columns of a raw frame as they are read, masked where that is asked for.

        Raises
        ------
        SchemaMismatch
            A text column is missing.
        """
        frame, found = find_columns(X, self.text)
        require_columns(found, self.text, frame.columns)
        columns = [text_column(frame, found[name]) for name in self.text]
        return [mask_texts(column) for column in columns] if self.mask else columns

    def _counts(self, texts: list[list[str]], blocks: list[Block]) -> dict[Block, Counts]:
        if not blocks:
            return {}
        corpus = read_corpus(texts, self.variant)
        return {name: count_block(name, corpus, self.text, self.word_ngram_max) for name in blocks}

    def _text_params(self) -> TextParams:
        return TextParams(**{name: getattr(self, name) for name in TextParams.names()})

    def _arrays(self, X: Any) -> tuple[list[list[str]], Any, Any, npt.NDArray[np.int64]]:
        wanted = [*self.text, *self.categorical, *self.numeric]
        frame, found = find_columns(X, [*wanted, self.patient])
        require_columns(found, wanted, frame.columns)
        texts = self.texts(X) if self._text_params().blocks else []
        categories = stacked([object_column(frame, found[name]) for name in self.categorical], len(frame), np.str_)
        numbers = stacked([number_column(frame, found[name]) for name in self.numeric], len(frame), np.float64)
        patients = patient_codes(
            object_column(frame, found[self.patient]) if self.patient in found else None, len(frame)
        )
        return texts, categories, numbers, patients


def stacked(columns: list[Any], rows: int, dtype: type) -> npt.NDArray[Any]:
    """Return columns side by side, of shape (rows, columns), also when there is none."""
    return np.array(columns, dtype=dtype).T.reshape(rows, len(columns)) if columns else np.empty((rows, 0), dtype=dtype)


def patient_codes(patients: list[str] | None, rows: int) -> npt.NDArray[np.int64]:
    """Return a number for each row's patient; each row its own without a patient column."""
    if patients is None:
        return np.arange(rows)
    return np.asarray(np.unique(np.array(patients, dtype=np.str_), return_inverse=True)[1], dtype=np.int64)


def require_terms(terms: int, min_patients: int) -> None:
    """Refuse an empty vocabulary: what other columns alone can tell is no classifier of notes.

    Raises
    ------
    DataError
        Says which setting emptied it.
    """
    if terms == 0:
        raise DataError(
            "No term is held by {patients} patients, so the vocabulary is empty. Read more rows, or lower "
            "privacy.min_patients_per_term.",
            patients=min_patients,
        )


def make_features(settings: Settings, params: TextParams) -> ClinicalFeatures:
    """Return the unfitted first step for the settings' columns and the search's choice."""
    columns = settings.columns
    return ClinicalFeatures(
        text=list(columns.text),
        categorical=list(columns.categorical),
        numeric=list(columns.numeric),
        patient=columns.patient,
        min_patients=settings.privacy.min_patients_per_term,
        mask=settings.privacy.deidentify,
        language=settings.notes_language,
        **{name: getattr(params, name) for name in TextParams.names()},
    )


def make_pipeline(features: TransformerMixin, classifier: Any) -> Pipeline:
    """Return the whole model: raw columns in, classes and probabilities out."""
    return Pipeline([("features", features), ("classifier", classifier)])
