"""Negation and doubt on real sentences, and what their marks do to classifiers: the tables of ``docs/en/context.md``.

``python benchmarks/context.py`` judges the sentences of the NUBes corpus (Lima López et al., LREC 2020). Sentences that
differ in case, accents or punctuation only count once; they are divided by a hash of their words into the half on which
the cues were completed and the half that only judges. Beside the rules stands a bare list of cue words. What is missed
is counted by cue, never shown. Then it scores the marks as ``benchmarks/ablation.py`` does other text steps, and
measures the speed. It prints Markdown.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import polars as pl
from ablation import _notes
from measuring import ROOT
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold

from epicrisis.features.context import mark_context, mark_negation, sentence_assertions
from epicrisis.features.cue_finder import find_cues
from epicrisis.features.ngrams import read_corpus, word_counts
from epicrisis.features.pipeline import patient_codes
from epicrisis.features.text import fold_accents, tokenise, tokenise_sentences
from epicrisis.features.variants import TextVariant
from epicrisis.features.weighting import TextParams, TextWeights

DATA = ROOT.parent / "shared" / "data"
# Beginnings of twenty words each, the most telling ones of the first half.
BARE = {
    "negated": re.compile(
        r"(no|ni|sin|nunca|tampoco|afebril)$|nieg|negativ|ausen|ningun|descart|falta$|imposib|asintom|suspend|retira|"
        r"cede|cedi|desorient|desapar|inespecif"
    ),
    "uncertain": re.compile(
        r"(vs|posibles?|quizas?|valorar|claro|clara)$|probabl|posiblem|parec|sospech|compatib|sugest|sugier|dudos|"
        r"podria|pudier|impresion|aparent|presunt|orientacion$|versus$"
    ),
}
# What is known to be missed, or said too often.
GAPS = {
    "negated": "retirar quitar grapas excepto salvo inestabilidad disminucion evitar perdida insuficiencia",
    "uncertain": "valorar seria plantea relacion posibilidad es debido aspecto descartar origen",
}
LABELS = {"negated": "negacion", "uncertain": "incertidumbre"}
Judge = Callable[[str, str], bool]


def main() -> None:
    """Judge, score and measure, and print."""
    parser = argparse.ArgumentParser(description="Negation and doubt on real sentences.")
    parser.add_argument("parts", nargs="*", default=["sentences", "classes", "speed"])
    parser.add_argument("--sets", nargs="*", default=["codiesp", "clinic"])
    parser.add_argument("--notes", type=int, default=3000, help="most notes of each set")
    options = parser.parse_args()
    if "sentences" in options.parts:
        _sentences()
    if "classes" in options.parts:
        _classes(options.sets, options.notes)
    if "speed" in options.parts:
        _speed()


def halves() -> dict[str, pl.DataFrame]:
    """Return the distinct sentences: those on which the cues were completed, and those that only judge."""
    words = pl.read_parquet(DATA / "nubes_negation_dev.parquet").with_columns(
        pl.col("text").map_elements(_words, pl.String).alias("words")
    )
    sentences = words.unique("words", keep="first", maintain_order=True)
    judging = pl.Series([sha256(words.encode()).digest()[0] % 2 for words in sentences["words"]]).cast(pl.Boolean)
    return {"completed on": sentences.filter(~judging), "judging": sentences.filter(judging), "both": sentences}


def _words(text: str) -> str:
    folded = "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\d+(?:[.,/:]\d+)*|[^\W\d_]+\d*|[?¿]", folded))


def _sentences() -> None:
    divided = halves()
    ways: dict[str, Judge] = {"rules": _by_rules, "marks alone": _by_marks, "bare list": _by_bare_list}
    print("| | half | way | sentences | precision | recall | F1 |\n|---|---|---|---:|---:|---:|---:|")
    for category, label in LABELS.items():
        for name, half in divided.items():
            true = half["label"].is_in([label, "ambas"]).to_numpy()
            for way, judge in ways.items():
                said = np.array([judge(text, category) for text in half["text"]])
                right = (true & said).sum()
                precision, recall = right / said.sum(), right / true.sum()
                f1 = 2 * right / (true.sum() + said.sum())
                print(f"| {category} | {name} | {way} | {len(half)} | {precision:.3f} | {recall:.3f} | {f1:.3f} |")
    for category, label in LABELS.items():
        _mistakes(divided["judging"], category, label)


def _by_rules(text: str, category: str) -> bool:
    return bool(getattr(sentence_assertions(text), category))


def _by_marks(text: str, category: str) -> bool:
    sign = {"negated": "no~", "uncertain": "quizá~"}[category]
    return any(item.startswith(sign) for item in mark_context(tokenise_sentences(text)))


def _by_bare_list(text: str, category: str) -> bool:
    return any(BARE[category].match(fold_accents(token)) for token in tokenise(text))


def _mistakes(half: pl.DataFrame, category: str, label: str) -> None:
    """Print the cues of what is said and was not annotated, and the gaps in what is annotated and was not said."""
    wrong, heard, missed = Counter[str](), Counter[str](), Counter[str]()
    gaps = set(GAPS[category].split())
    for text, truth in half.select("text", "label").iter_rows():
        items = tokenise_sentences(text)
        cues = [cue for cue in find_cues(items) if cue.effect.category == category and cue.effect.counts]
        named = {fold_accents(items[cue.start]) for cue in cues}
        heard.update(named)
        if cues and truth not in (label, "ambas"):
            wrong.update(named)
        if not cues and truth in (label, "ambas"):
            missed.update(gaps.intersection(map(fold_accents, items)) or {"none of these"})
    print(f"\n**{category}**, on the judging half; said, not annotated, by the first word of the cue, of all:")
    print(", ".join(f"{word} {count}/{heard[word]}" for word, count in wrong.most_common(20) if count > 1))
    print("\nannotated, and not said: sentences with a word")
    print(", ".join(f"{word} {count}" for word, count in missed.most_common()))


def _classes(sets: Sequence[str], most: int) -> None:
    print("\n| set | notes | reading | macro-F1 | sd of the folds |\n|---|---:|---|---:|---:|")
    folder = Path(tempfile.mkdtemp(prefix="epicrisis-context-"))
    try:
        for name in sets:
            notes, settings = _notes(name, folder / name, most)
            frame = notes.notes.head(most) if name == "clinic" else notes.notes
            texts = [frame[column].to_list() for column in settings.columns.text]
            labels = frame[settings.columns.label].to_numpy().astype(str)
            patients = patient_codes(frame[settings.columns.patient].to_list(), len(labels))
            for steps in ((), ("negation",), ("context",)):
                found = _folds(texts, labels, patients, TextVariant(steps, settings.language))
                reading = steps[0] if steps else "plain"
                print(f"| {name} | {len(labels)} | {reading} | {found.mean():.4f} | {found.std():.4f} |", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _folds(texts: list[list[str]], labels: np.ndarray, patients: np.ndarray, variant: TextVariant) -> np.ndarray:
    counts = {"word": word_counts(read_corpus(texts, variant), 2)}
    found = []
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=0)
    for train, test in folds.split(labels, labels, patients):
        weights = TextWeights(TextParams(min_df=2), min_patients=5)
        matrix = weights.fit({"word": counts["word"].rows(train)}, patients[train])
        model = LogisticRegression(C=10, class_weight="balanced", max_iter=300).fit(matrix, labels[train])
        predicted = model.predict(weights.transform({"word": counts["word"].rows(test)}))
        found.append(f1_score(labels[test], predicted, average="macro", zero_division=0))
    return np.array(found)


def _speed() -> None:
    texts = pl.read_parquet(DATA / "codiesp_specialty.parquet")["text"].head(800).to_list()
    split = [tokenise_sentences(text) for text in texts]
    size = sum(map(len, texts)) / 1e6
    print("\n| step | MB/s of processor time, best of 7 |\n|---|---:|")
    print(
        f"| tokens and ends of sentences | {size / _best(lambda: [tokenise_sentences(text) for text in texts]):.1f} |"
    )
    for mark in (mark_negation, mark_context):
        print(f"| {mark.__name__} | {size / _best(lambda mark=mark: [mark(items) for items in split]):.1f} |")
    whole = " ".join(texts) * 8
    print("\n| one note of | seconds, mark_context |\n|---|---:|")
    for million in (1.25, 2.5, 5.0, 10.0):
        items = tokenise_sentences(whole[: int(million * 1e6)])
        print(f"| {million} MB | {_best(lambda items=items: mark_context(items), 3):.2f} |")


def _best(work: Callable[[], object], times: int = 7) -> float:
    taken = []
    for _ in range(times):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


if __name__ == "__main__":
    main()
