"""How good a model of the clinic can be, that none is better, and that nothing gives the label away."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupShuffleSplit
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

from epicrisis.sources.clinic import evidence, groups
from epicrisis.sources.clinic.ceiling import Floats, Integers, best_macro_f1, macro_f1, posterior, usable
from epicrisis.sources.clinic.planning import plan
from epicrisis.sources.clinic.rows import Note
from epicrisis.sources.clinic.vocabulary import Domain
from epicrisis.sources.synthetic import ceiling

pytestmark = pytest.mark.slow  # generates ten thousand notes


@pytest.fixture(scope="module")
def notes() -> list[Note]:
    return usable(10_000, 42)


@pytest.fixture(scope="module")
def labels(notes: list[Note]) -> Integers:
    return np.array([note.label for note in notes])


@pytest.fixture(scope="module")
def split(notes: list[Note], labels: Integers) -> tuple[Integers, Integers]:
    patients = [note.row.paciente_id for note in notes]
    train, test = next(GroupShuffleSplit(1, test_size=0.3, random_state=0).split(notes, labels, patients))
    return train, test


def texts(notes: Iterable[Note]) -> list[str]:
    return [f"{note.row.subjetivo or ''}\n{note.row.objetivo or ''}" for note in notes]


def domains() -> list[Domain]:
    return [table.domain for table in (*evidence.SUBJECTIVE, *evidence.OBJECTIVE)]


def test_the_ceiling_is_where_the_docstring_says(notes: list[Note], labels: Integers) -> None:
    assert best_macro_f1(posterior(notes), labels) == pytest.approx(0.84, abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_the_ceiling_of_other_seeds_is_no_higher(seed: int) -> None:
    assert 0.82 < ceiling(10_000, seed) < 0.86


def test_the_ceiling_of_a_single_note_can_be_computed() -> None:
    assert 0 <= ceiling(1, 5) <= 1


def test_even_the_truth_about_every_patient_is_not_always_on_the_label() -> None:
    visits = [visit for block in plan(30_000, Random(42).random) for visit in block]
    truth, recorded = np.array([(visit.patient.truth, visit.label) for visit in visits]).T
    assert macro_f1(truth, recorded) == pytest.approx(0.88, abs=0.01)


def test_the_tables_are_probabilities() -> None:
    assert all(sum(row) == 100 for row in groups.TRULY)
    assert all(sum(row) == 100 for row in groups.AGE_WEIGHTS)
    assert sum(groups.ROWS_PER_10_000) == 10_000
    for domain in domains():
        np.testing.assert_allclose(np.sum(domain.probabilities(), axis=0), 1)
    table = np.array(evidence.probabilities())
    np.testing.assert_allclose(table[evidence.FEMALE_EVIDENCE : evidence.FIRST_AGE_EVIDENCE].sum(axis=0), 1)
    np.testing.assert_allclose(table[evidence.FIRST_AGE_EVIDENCE :].sum(axis=0), 1)


def test_the_posterior_is_calibrated_so_no_reader_knows_more(notes: list[Note], labels: Integers) -> None:
    """What the tables say happens 70 % of the time happens 70 % of the time, in every group."""
    chances = posterior(notes)
    np.testing.assert_allclose(chances.sum(axis=1), 1)
    for group in range(len(groups.GROUPS)):
        hit = labels == group
        for low in (0.0, 0.2, 0.4, 0.6, 0.8):
            here = (chances[:, group] >= low) & (chances[:, group] < low + 0.2)
            if here.sum() >= 50:
                # Visits of a patient share their label, so the error is larger than the binomial one.
                tolerance = 5 * np.sqrt(0.25 / here.sum()) + 0.01
                assert abs(hit[here].mean() - chances[here, group].mean()) < tolerance


def test_every_finding_is_written(notes: list[Note]) -> None:
    told = np.bincount([number for note in notes for number in note.evidence], minlength=len(evidence.FINDINGS))
    assert (told > 0).all()


@pytest.mark.slow
def test_a_strong_model_of_the_text_stays_below_the_ceiling(
    notes: list[Note], labels: Integers, split: tuple[Integers, Integers]
) -> None:
    train, test = split
    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=3),
        ),
        LinearSVC(C=0.1, class_weight="balanced"),
    )
    reached = fit_and_score(model, texts(notes), labels, train, test)
    limit = macro_f1(posterior(notes)[test].argmax(axis=1), labels[test])
    assert 0.70 < reached < limit - 0.02


@pytest.mark.slow
def test_a_plain_model_leaves_something_to_tune(
    notes: list[Note], labels: Integers, split: tuple[Integers, Integers]
) -> None:
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
        LogisticRegression(class_weight="balanced", max_iter=300),
    )
    assert 0.70 < fit_and_score(model, texts(notes), labels, *split) < 0.80


def test_nothing_but_the_words_gives_the_label_away(
    notes: list[Note], labels: Integers, split: tuple[Integers, Integers]
) -> None:
    visits: dict[str, int] = {}
    for note in notes:
        visits[note.row.paciente_id] = visits.get(note.row.paciente_id, 0) + 1
    surface = np.array([surface_of(note, visits[note.row.paciente_id]) for note in notes], dtype=float)
    train, test = split
    for depth in (3, 6):
        tree = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=20, random_state=0)
        tree.fit(surface[train], labels[train])
        majority = (labels[test] == np.bincount(labels[train]).argmax()).mean()
        assert tree.score(surface[test], labels[test]) < majority + 0.02
    balanced = DecisionTreeClassifier(max_depth=6, min_samples_leaf=20, class_weight="balanced", random_state=0)
    balanced.fit(surface[train], labels[train])
    assert f1_score(labels[test], balanced.predict(surface[test]), average="macro") < 0.21


def surface_of(note: Note, visits: int) -> list[float]:
    """Measure all of a note that is not what it says."""
    row = note.row
    subjective, objective = row.subjetivo or "", row.objetivo or ""
    text = subjective + objective
    return [
        row.nota_id,
        int(row.paciente_id[1:]),
        int(row.fecha.replace("-", "")),
        row.especialidad_medica == "PSIQUIATRÍA",
        visits,
        not subjective,
        not objective,
        row.sexo is None,
        row.edad is None,
        row.edad is not None and not 0 <= row.edad <= 120,
        len(subjective),
        len(objective),
        text.count("."),
        text.count(":"),
        text.count("/"),
        sum(letter in "áéíóúñ" for letter in text),
        sum(letter.isupper() for letter in text),
        "Ã" in text,
        "\u0301" in text,
    ]


def test_sex_and_age_alone_are_a_weak_hint(
    notes: list[Note], labels: Integers, split: tuple[Integers, Integers]
) -> None:
    table = np.array([[note.row.sexo == "F", note.row.edad or -1] for note in notes], dtype=float)
    tree = DecisionTreeClassifier(max_depth=5, min_samples_leaf=20, class_weight="balanced", random_state=0)
    assert fit_and_score(tree, table, labels, *split) < 0.35


def fit_and_score(
    model: DecisionTreeClassifier, inputs: list[str] | Floats, labels: Integers, train: Integers, test: Integers
) -> float:
    model.fit([inputs[i] for i in train], labels[train])
    return float(f1_score(labels[test], model.predict([inputs[i] for i in test]), average="macro"))
