"""What each text step, added alone to plain words, does to a classifier: the table of ``docs/en/text.md``.

``python benchmarks/ablation.py`` reads CodiEsp, the eICU demo and the artificial clinic, cleans them as training does,
and scores the same folds with each way of reading: words of 1 and 2, tf-idf, balanced linear SVM. The difference to
plain words is paired by fold; its 95 % interval is the corrected one for folds that share their training rows (Nadeau
and Bengio 2003, doi:10.1023/A:1024068626366). Prints a Markdown table for each set.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from measuring import ROOT, say
from scipy import stats
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

from epicrisis.etl.cleaning import CleanNotes, clean
from epicrisis.features.ngrams import read_corpus, section_counts, word_counts
from epicrisis.features.pipeline import patient_codes
from epicrisis.features.steps import step_names
from epicrisis.features.variants import PLAIN, TextVariant
from epicrisis.features.weighting import TextParams, TextWeights
from epicrisis.settings.loading import load_settings
from epicrisis.settings.schema import Settings
from epicrisis.sources.reading import take_snapshot
from epicrisis.sources.synthetic import demo_settings, write_clinic
from epicrisis.workspace import open_workspace

FOLDS = 5
TOGETHER = ("headings+sections", "abbreviations+lemmas", "stop_words+stems", "typed+abbreviations+punctuation+negation")
"""Steps that belong together, or might."""


def main() -> None:
    """Score every reading on every set, and print."""
    parser = argparse.ArgumentParser(description="What each text step does to macro-F1.")
    parser.add_argument("sets", nargs="*", default=["codiesp", "eicu", "clinic"], help="of codiesp, eicu, clinic")
    parser.add_argument("--steps", nargs="*", help="readings, their steps joined by +; all steps alone by default")
    parser.add_argument("--repeats", type=int, default=2, help="how often the folds are drawn")
    parser.add_argument("--notes", type=int, default=4000, help="notes of the artificial clinic")
    options = parser.parse_args()
    readings = options.steps or [*step_names(), *TOGETHER]
    folder = Path(tempfile.mkdtemp(prefix="epicrisis-ablation-"))
    try:
        for name in options.sets:
            _table(name, *_notes(name, folder / name, options.notes), readings, options.repeats)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _notes(name: str, home: Path, clinic_notes: int) -> tuple[CleanNotes, Settings]:
    home.mkdir()
    if name == "clinic":
        write_clinic(home / "clinic.db", clinic_notes)
        config = home / "epicrisis.toml"
        config.write_text(demo_settings("clinic.db", "es"), encoding="utf-8")
    else:
        config = ROOT / "examples" / name / "epicrisis.toml"
    settings = load_settings(config).settings
    snapshot = take_snapshot(settings, open_workspace(home / "workspace"))
    return clean(snapshot.read(), settings), settings


def _table(name: str, notes: CleanNotes, settings: Settings, readings: list[str], repeats: int) -> None:
    columns = settings.columns
    texts = [notes.notes[column].to_list() for column in columns.text]
    labels = notes.notes[columns.label].to_numpy().astype(str)
    patients = patient_codes(notes.notes[columns.patient].to_list(), len(labels))
    plain = replace(PLAIN, language=settings.language)
    base, words = _scores(texts, labels, patients, plain, repeats)
    print(f"\n**{name}**: {len(labels)} notes, plain words {base.mean():.4f}, {words:,} distinct\n")
    print("| reading | macro-F1 | difference | 95 % interval | distinct words |\n|---|---:|---:|---:|---:|", flush=True)
    for reading in readings:
        variant = TextVariant(tuple(reading.split("+")), settings.language)
        say(f"{name}: {reading}")
        scores, words = _scores(texts, labels, patients, variant, repeats)
        low, high = _interval(scores - base)
        mean = (scores - base).mean()
        print(f"| {reading} | {scores.mean():.4f} | {mean:+.4f} | {low:+.4f} to {high:+.4f} | {words:,} |", flush=True)


def _scores(
    texts: list[list[str]],
    labels: npt.NDArray[np.str_],
    patients: npt.NDArray[np.int64],
    variant: TextVariant,
    repeats: int,
) -> tuple[npt.NDArray[np.float64], int]:
    """Return the macro-F1 of each fold, and the number of distinct words."""
    corpus = read_corpus(texts, variant)
    params = TextParams(section_terms=len(texts) > 1, min_df=2)
    counts = {"word": word_counts(corpus, 2)}
    if params.section_terms:
        counts["section"] = section_counts(corpus, [str(number) for number in range(len(texts))])
    found = []
    for seed in range(repeats):
        for train, test in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed).split(labels, labels, patients):
            weights = TextWeights(params, min_patients=5)
            matrix = weights.fit({block: one.rows(train) for block, one in counts.items()}, patients[train])
            model = LinearSVC(C=0.3, class_weight="balanced", random_state=0).fit(matrix, labels[train])
            predicted = model.predict(weights.transform({block: one.rows(test) for block, one in counts.items()}))
            found.append(f1_score(labels[test], predicted, average="macro", zero_division=0))
    return np.array(found), len(corpus.words)


def _interval(differences: npt.NDArray[np.float64]) -> tuple[float, float]:
    many = len(differences)
    spread = np.sqrt((1 / many + 1 / (FOLDS - 1)) * differences.var(ddof=1))
    half = stats.t.ppf(0.975, many - 1) * spread
    return differences.mean() - half, differences.mean() + half


if __name__ == "__main__":
    main()
