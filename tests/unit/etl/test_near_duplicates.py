"""Near-duplicates are what exact Jaccard says they are, whatever the order, the parts and the process."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.etl.alike import band_hashes, band_rows
from epicrisis.etl.near_duplicates import NO_CLUSTER, Clusters, find_near_duplicates, tell_near_duplicates
from epicrisis.etl.shingles import shingle, text_parts
from epicrisis.progress import Event, Notice

PINNED = "74ef41aadd64b65cafe05b883387b1eabce419b478a19815fc521f18bb86a995"
WORDS = ["niega", "ideación", "sertralina", "50", "mg", "ánimo", "bajo", "duerme", "mal", "desde", "hace", "meses"]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("near") / "shingles"


def found(texts: list[str], scratch: Path, threshold: float = 0.8, part: int = 1000) -> list[int]:
    every = pl.Series(texts, dtype=pl.String)
    parts = (every[start : start + part] for start in range(0, len(every), part))
    return find_near_duplicates(parts, threshold, scratch).numbers.tolist()


def pairs_of_words(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", text.lower())
    return frozenset(pairwise(words)) if len(words) > 1 else frozenset([tuple(words)] * len(words))


def likeness(one: str, other: str) -> float:
    first, second = pairs_of_words(one), pairs_of_words(other)
    return len(first & second) / len(first | second) if first | second else 0.0


def partition(numbers: list[int], texts: list[str]) -> set[frozenset[str]]:
    return {
        frozenset(text for text, one in zip(texts, numbers, strict=True) if one == k) for k in set(numbers) if k >= 0
    }


@st.composite
def corpora(draw: st.DrawFn) -> list[str]:
    """A few notes, and copies of them with some words changed."""
    texts = draw(st.lists(st.lists(st.sampled_from(WORDS), max_size=30), min_size=1, max_size=5))
    for _ in range(draw(st.integers(0, 6))):
        copy = list(draw(st.sampled_from(texts)))
        for _ in range(draw(st.integers(0, 3)) if copy else 0):
            copy[draw(st.integers(0, len(copy) - 1))] = draw(st.sampled_from(WORDS))
        texts.append(copy)
    return [" ".join(words) for words in texts]


@settings(max_examples=60, deadline=None)
@given(corpora(), st.sampled_from([0.5, 0.8, 0.9, 1.0]))
def test_a_cluster_is_held_together_by_pairs_that_are_alike_exactly(
    scratch: Path, texts: list[str], threshold: float
) -> None:
    numbers = found(texts, scratch, threshold)
    reached = {row: {row} for row in range(len(texts))}
    for one, other in combinations(range(len(texts)), 2):
        alike = likeness(texts[one], texts[other])
        if alike >= threshold - 1e-12:
            union = reached[one] | reached[other]
            for row in union:
                reached[row] = union
        # Chance misses one of two hundred pairs at the threshold, and none that anybody will live to see of these.
        if alike >= 0.97:
            assert numbers[one] == numbers[other] != NO_CLUSTER
    for one, other in combinations(range(len(texts)), 2):
        if numbers[one] == numbers[other] != NO_CLUSTER:
            assert other in reached[one]


@settings(max_examples=40, deadline=None)
@given(corpora(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_neither_the_order_of_the_notes_nor_their_parts_matter(
    scratch: Path, texts: list[str], random: object, part: int
) -> None:
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    straight = found(texts, scratch)
    mixed = found([texts[place] for place in order], scratch, part=part)
    assert mixed == [straight[place] for place in order]


def test_many_notes_in_another_order_have_the_same_clusters(scratch: Path) -> None:
    texts, _ = _planted(0)
    order = np.random.default_rng(5).permutation(len(texts)).tolist()
    straight = found(texts, scratch)
    assert found([texts[place] for place in order], scratch, part=77) == [straight[place] for place in order]


def _planted(seed: int, notes: int = 400) -> tuple[list[str], list[tuple[int, int]]]:
    """Notes, each with a copy of which every twentieth word or so is another."""
    generator = np.random.default_rng(seed)
    vocabulary = np.array([f"palabra{number}" for number in range(3000)])
    texts, pairs = [], []
    for number in range(notes):
        words = generator.choice(vocabulary, 100)
        copy = words.copy()
        copy[generator.choice(100, generator.integers(0, 6), replace=False)] = "otra"
        texts += [" ".join(words), " ".join(copy)]
        pairs.append((2 * number, 2 * number + 1))
    return texts, pairs


def test_planted_copies_are_found_and_nothing_else(scratch: Path) -> None:
    texts, pairs = _planted(1)
    numbers = found(texts, scratch)
    alike = [pair for pair in pairs if likeness(texts[pair[0]], texts[pair[1]]) >= 0.8]
    assert len(alike) > 350
    assert sum(numbers[one] == numbers[other] != NO_CLUSTER for one, other in alike) >= 0.99 * len(alike)
    assert max(np.bincount([number for number in numbers if number >= 0])) == 2
    unlike = [pair for pair in pairs if pair not in alike]
    assert not [1 for one, other in unlike if numbers[one] == numbers[other] != NO_CLUSTER]


def test_a_template_that_most_notes_share_is_one_cluster(scratch: Path) -> None:
    generator = np.random.default_rng(2)
    template = [f"frase{number}" for number in range(80)]
    texts = []
    for number in range(600):
        words = list(template)
        words[number % 80] = f"dato{number}"
        texts.append(" ".join(words))
    texts += [" ".join(generator.choice([f"w{number}" for number in range(2000)], 60)) for _ in range(400)]
    numbers = found(texts, scratch)
    assert set(numbers[:600]) == {0}
    assert set(numbers[600:]) == {NO_CLUSTER}


def test_a_note_copied_forward_and_changed_each_time_is_one_cluster(scratch: Path) -> None:
    words = [f"palabra{number}" for number in range(60)]
    texts = []
    for visit in range(12):
        words[5 * visit : 5 * visit + 2] = [f"nuevo{visit}", "hoy"]
        texts.append(" ".join(words))
    assert likeness(texts[0], texts[-1]) < 0.5
    assert set(found(texts, scratch)) == {0}


@pytest.mark.parametrize(
    ("texts", "clusters"),
    [
        (["control", "Control.", "alta"], [0, 0, -1]),
        (["sin cambios hoy", "SIN cambios; hoy", "sin cambios ayer"], [0, 0, -1]),
        (["dolor", "dolor dolor", "dolor dolor dolor"], [-1, 0, 0]),
        (["", "", "…", "alta"], [-1, -1, -1, -1]),
        (["مريض يعاني من ألم", "مريض يعاني من ألم", "מטופל סובל מכאב"], [0, 0, -1]),
        (["😀 dolor 👩‍⚕️ leve", "dolor 🙈 leve", "😀", "😀"], [0, 0, -1, -1]),
        (["ánimo bajo", "a\u0301nimo bajo"], [-1, -1]),
        ([], []),
        (["única"], [-1]),
    ],
)
def test_short_and_strange_notes(scratch: Path, texts: list[str], clusters: list[int]) -> None:
    assert found(texts, scratch) == clusters


def test_notes_that_are_all_the_same_are_one_cluster(scratch: Path) -> None:
    assert found(["Paciente sin cambios, sigue igual."] * 3000, scratch) == [0] * 3000


def test_a_note_of_five_megabytes_is_compared_too(scratch: Path) -> None:
    long = " ".join(f"palabra{number % 90_000}" for number in range(400_000))
    texts = [long, "nota corta de otro paciente", long.replace("palabra77 ", "otra ")]
    assert len(long) > 5_000_000
    assert found(texts, scratch) == [0, NO_CLUSTER, 0]


def test_no_file_stays_behind(scratch: Path) -> None:
    found(["a b c", "a b c"], scratch)
    assert list(scratch.parent.iterdir()) == []
    with pytest.raises(OSError, match="shingles"):
        find_near_duplicates([], 0.8, scratch / "no folder" / "shingles")


def test_the_numbers_are_the_same_on_every_machine_and_in_every_process() -> None:
    code = (
        "import hashlib, polars as pl\n"
        "from epicrisis.etl.alike import band_hashes\n"
        "from epicrisis.etl.shingles import shingle\n"
        "texts = pl.Series([f'niega ideación {n} sertralina {n % 7} mg' * (1 + n % 40) for n in range(300)])\n"
        "s = shingle(texts)\n"
        "print(hashlib.sha256(s.values.tobytes() + band_hashes(s, 6).tobytes()).hexdigest())\n"
    )
    environ = {**os.environ, "RAYON_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "7"}
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    texts = pl.Series([f"niega ideación {n} sertralina {n % 7} mg" * (1 + n % 40) for n in range(300)])
    shingles = shingle(texts)
    here = hashlib.sha256(shingles.values.tobytes() + band_hashes(shingles, 6).tobytes()).hexdigest()
    assert answer.stdout.strip() == here == PINNED


def test_bands_are_as_long_as_the_threshold_allows() -> None:
    assert [band_rows(threshold) for threshold in (0.5, 0.8, 0.9, 1.0)] == [3, 6, 9, 128]
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        rows = band_rows(threshold)
        assert (1 - threshold**rows) ** (128 // rows) <= 0.005


def test_parts_are_bounded_in_rows_and_in_bytes() -> None:
    frame = pl.DataFrame({"a": ["x" * 3_000_000] * 5 + ["y"] * 11_000, "b": ["z"] * 11_005})
    parts = list(text_parts(frame, ["a", "b"]))
    assert pl.concat(parts).to_list() == [f"{a}\n{b}" for a, b in frame.iter_rows()]
    assert max(len(part) for part in parts) <= 5_000
    assert max(part.str.len_bytes().sum() for part in parts) <= 8_000_000 + 3_000_002


def test_clusters_are_counted_by_notes_and_by_patients_and_told_without_text() -> None:
    clusters = Clusters(np.array([0, 0, 1, 1, 1, -1]), np.zeros(6, dtype=np.bool_))
    account = clusters.account(0.8, np.array([7, 7, 7, 8, 9, 9]))
    assert (account.clusters, account.notes, account.clusters_across, account.notes_across) == (2, 5, 1, 3)
    assert account.largest == 3
    heard: list[Event] = []
    tell_near_duplicates(account, heard.append)
    (event,) = heard
    assert isinstance(event, Notice)
    assert event.fields == {"notes": 5, "clusters": 2, "across": 1}


def test_nothing_is_told_of_nothing() -> None:
    heard: list[Event] = []
    tell_near_duplicates(Clusters(np.array([-1]), np.array([False])).account(0.8, np.array([0])), heard.append)
    assert heard == []
