"""The artificial clinic's file: its shape, its faults, and that the same seed gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import tomllib
import tracemalloc
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random

import polars as pl
import pytest

from epicrisis.errors import UsageError, WorkspaceUnusable
from epicrisis.etl.cleaning import clean
from epicrisis.etl.ledger import Reason
from epicrisis.progress import Advance, Event
from epicrisis.settings.data import ColumnSettings
from epicrisis.settings.schema import Settings
from epicrisis.sources.clinic.groups import GROUPS, ROWS_PER_10_000
from epicrisis.sources.clinic.planning import Blemish, plan
from epicrisis.sources.clinic.rows import Row
from epicrisis.sources.clinic.style import ACCENTS
from epicrisis.sources.synthetic import demo_settings, generate, write_clinic

pytestmark = pytest.mark.slow  # generates ten thousand notes

WRITE = "import sys; from pathlib import Path; from epicrisis.sources.synthetic import write_clinic as w; "


def rows_of(notes: int, seed: int = 42) -> list[Row]:
    return [row for batch in generate(notes, seed) for row in batch]


@pytest.fixture(scope="module")
def clinic() -> list[Row]:
    return rows_of(10_000)


def fold(label: str) -> str:
    return " ".join(label.translate(ACCENTS).casefold().split())


def groups_of(rows: Sequence[Row]) -> list[int]:
    folded = Counter(fold(row.grupo) for row in rows)
    return [folded[fold(group)] for group in GROUPS]


def test_ten_thousand_rows_meet_every_quota_exactly(clinic: list[Row]) -> None:
    assert len(clinic) == 10_000
    assert groups_of(clinic) == list(ROWS_PER_10_000)
    assert sum(row.subjetivo is None for row in clinic) == 251
    assert sum(row.objetivo is None for row in clinic) == 221
    assert sum(row.subjetivo is None and row.objetivo is None for row in clinic) == 191
    assert len(clinic) - len({row[1:] for row in clinic}) == 216


def test_duplicates_are_known_by_patient_date_texts_and_label_too(clinic: list[Row]) -> None:
    told = [row for row in clinic if row.subjetivo or row.objetivo]
    keys = {(row.paciente_id, row.fecha, row.subjetivo, row.objetivo, fold(row.grupo)) for row in told}
    assert len(told) - len(keys) == 216
    assert max(Counter(row[1:] for row in told).values()) == 2


@pytest.mark.parametrize("notes", [1, 2, 7, 24, 47, 333])
def test_any_number_of_notes_is_apportioned_to_within_one_row(notes: int) -> None:
    rows = rows_of(notes)
    assert [row.nota_id for row in rows] == list(range(1, notes + 1))
    for found, share in zip(groups_of(rows), ROWS_PER_10_000, strict=True):
        assert abs(found - share * notes / 10_000) < 1
    duplicates = len(rows) - len({row[1:] for row in rows})
    assert abs(duplicates - 216 * notes / 10_000) <= 0.5


@pytest.mark.parametrize("notes", [10_001, 12_345, 30_000])
def test_more_than_a_block_is_planned_with_the_same_quotas_and_new_patients(notes: int) -> None:
    blocks = list(plan(notes, Random(42).random))
    visits = [visit for block in blocks for visit in block]
    copies = [visit for visit in visits if visit.blemish is Blemish.DUPLICATED]
    assert len(visits) + len(copies) == notes
    assert len(copies) == round(216 * notes / 10_000)
    rows = Counter(visit.label for visit in (*visits, *copies))
    for group, share in enumerate(ROWS_PER_10_000):
        assert abs(rows[group] - share * notes / 10_000) <= 1
    numbers = [{visit.patient.number for visit in block} for block in blocks]
    assert set.union(*numbers) == set(range(1, sum(map(len, numbers)) + 1))


@pytest.mark.parametrize("notes", [0, -1, 5_000_001])
def test_a_number_out_of_range_is_refused(notes: int, tmp_path: Path) -> None:
    message = f"The clinic can have 1 to 5,000,000 notes; {notes} were asked for."
    with pytest.raises(UsageError, match=re.escape(message)):
        write_clinic(tmp_path / "clinic.db", notes)
    with pytest.raises(UsageError, match=re.escape(message)):
        next(generate(notes, 42))
    assert list(tmp_path.iterdir()) == []


def test_a_patient_comes_one_to_twelve_times_on_different_days(clinic: list[Row]) -> None:
    visits = Counter(patient for patient, _ in {(row.paciente_id, row.fecha) for row in clinic})
    unique = Counter(row.paciente_id for row in {row[1:]: row for row in clinic}.values())
    assert visits == unique
    assert set(visits.values()) == set(range(1, 13))
    assert 2_500 < len(visits) < 4_000


def test_sex_is_a_patients_own_and_age_only_grows(clinic: list[Row]) -> None:
    sexes: dict[str, set[str]] = {}
    ages: dict[str, list[int]] = {}
    for row in clinic:
        if row.sexo:
            sexes.setdefault(row.paciente_id, set()).add(row.sexo)
        if row.edad is not None and 0 <= row.edad <= 120:
            ages.setdefault(row.paciente_id, []).append(row.edad)
    assert {len(sex) for sex in sexes.values()} == {1}
    assert set.union(*sexes.values()) == {"F", "M"}
    assert all(years == sorted(years) and years[-1] - years[0] <= 3 for years in ages.values())
    assert (min(map(min, ages.values())), max(map(max, ages.values()))) >= (13, 84)


def test_passages_are_copied_forward_within_a_patient_only(clinic: list[Row]) -> None:
    owners: dict[str, set[str]] = {}
    notes: Counter[str] = Counter()
    for row in {row[1:]: row for row in clinic}.values():
        for passage in re.findall(r"[^.]{40,}\. [^.]{40,}\.", row.subjetivo or ""):
            owners.setdefault(passage, set()).add(row.paciente_id)
            notes[passage] += 1
    assert sum(count > 1 for count in notes.values()) > 100
    shared = sum(len(patients) > 1 for patients in owners.values())
    assert shared < 0.002 * len(owners)


def test_every_fault_of_real_tables_is_there(clinic: list[Row]) -> None:
    text = "\n".join(f"{row.subjetivo or ''} {row.objetivo or ''}" for row in clinic)
    for fault in ("Ã³", "o\u0301", "niega ideación suicida", "pte", "Tx", "dx", "c/", "s/", "TAG", "ideacion"):
        assert fault in text, fault
    assert sum(row.edad is None for row in clinic) == pytest.approx(60, abs=6)
    assert sum(row.sexo is None for row in clinic) == pytest.approx(45, abs=6)
    outliers = [row.edad for row in clinic if row.edad is not None and not 0 <= row.edad <= 120]
    assert len(outliers) == pytest.approx(40, abs=6)
    assert min(outliers) < 0
    assert {999, 121} <= set(outliers)
    assert sum("Ã" in (row.subjetivo or "") for row in clinic) == pytest.approx(40, abs=6)


def test_the_cleaning_accounts_for_every_fault(clinic: list[Row]) -> None:
    frame = pl.DataFrame(clinic, schema=list(Row._fields), orient="row", infer_schema_length=None)
    ledger = clean(frame, Settings()).ledger
    assert ledger.dropped == {Reason.EMPTY_TEXT: 191, Reason.IMPOSSIBLE_AGE: 40, Reason.DUPLICATE: 216}
    assert ledger.kept == 9_553
    assert set(ledger.classes) == set(GROUPS)


def test_labels_are_misspelt_on_a_minority_of_rows(clinic: list[Row]) -> None:
    spellings = Counter(row.grupo for row in clinic)
    misspelt = sum(count for spelling, count in spellings.items() if spelling not in GROUPS)
    assert 400 < misspelt < 1_000
    assert {fold(spelling) for spelling in spellings} == {fold(group) for group in GROUPS}
    for group in GROUPS:
        assert sum(fold(spelling) == fold(group) for spelling in spellings) >= 8
    assert {"T. DE ANSIEDAD", "t. de ansiedad", "T. de Ansiedad ", " T. de Ansiedad", "T.  de  Ansiedad"} <= set(
        spellings
    )
    assert any("adaptacion" in spelling.lower() for spelling in spellings)


def test_texts_are_as_long_and_as_varied_as_notes(clinic: list[Row]) -> None:
    subjective = sorted(len(row.subjetivo.split()) for row in clinic if row.subjetivo)
    objective = sorted(len(row.objetivo.split()) for row in clinic if row.objetivo)
    for lengths, low, high in ((subjective, 40, 120), (objective, 15, 60)):
        assert low <= lengths[len(lengths) // 20]
        assert lengths[-len(lengths) // 20] <= high
    texts = {row.subjetivo for row in clinic if row.subjetivo}
    assert len(texts) == 10_000 - 251 - 216
    assert not any("{" in text or "  " in text or ".." in text for text in texts)


def test_the_contracts_example_parameters_select_most_rows(tmp_path: Path) -> None:
    write_clinic(tmp_path / "clinic.db", 2_000)
    with closing(sqlite3.connect(tmp_path / "clinic.db")) as connection:
        (selected,) = connection.execute(
            "SELECT count(*) FROM historias_clinicas WHERE especialidad_medica = :medico"
            " AND fecha BETWEEN :fechaini AND :fechafin",
            {"medico": "PSICOLOGÍA", "fechaini": "2023-01-01", "fechafin": "2025-05-04"},
        ).fetchone()
        first, last = connection.execute("SELECT min(fecha), max(fecha) FROM historias_clinicas").fetchone()
        columns = [name for _, name, *_ in connection.execute("PRAGMA table_info(historias_clinicas)")]
    assert 1_880 < selected < 1_990
    assert "2023-01-02" <= first < "2023-02-15"
    assert "2025-03-20" < last <= "2025-05-02"
    assert columns == list(Row._fields)
    assert columns == [
        "nota_id", "paciente_id", "fecha", "sexo", "edad", "especialidad_medica", "subjetivo", "objetivo", "grupo",
    ]  # fmt: skip


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    for name, hashing in (("a.db", "0"), ("b.db", "12345")):
        code = WRITE + f"w(Path(sys.argv[1]) / {name!r}, 1500, 7)"
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)], check=True, env={**os.environ, "PYTHONHASHSEED": hashing}
        )
    write_clinic(tmp_path / "c.db", 1500, 8)
    assert (tmp_path / "a.db").read_bytes() == (tmp_path / "b.db").read_bytes()
    assert (tmp_path / "a.db").read_bytes() != (tmp_path / "c.db").read_bytes()


def test_the_rows_are_the_same_on_every_platform_and_version() -> None:
    """To change the vocabulary changes this digest, every figure in the docs, and the ceiling: measure them again."""
    rows = json.dumps(rows_of(300), ensure_ascii=False)
    assert (
        hashlib.sha256(rows.encode()).hexdigest() == "1fe90450adb4a0f43a10942ba620b10d59921a981a0e081938a4914bcfd354cb"
    )


def test_progress_is_told_batch_by_batch(tmp_path: Path) -> None:
    events: list[Event] = []
    write_clinic(tmp_path / "clinic.db", 2_500, listener=events.append)
    assert events == [Advance("generate", done, 2_500) for done in (0, 1_000, 2_000, 2_500)]


def test_an_earlier_clinic_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    place = tmp_path / "new folder" / "clínica.db"
    write_clinic(place, 50)
    write_clinic(place, 20)
    with closing(sqlite3.connect(place)) as connection:
        assert connection.execute("SELECT count(*) FROM historias_clinicas").fetchone() == (20,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert list(place.parent.iterdir()) == [place]


def test_a_file_of_the_users_is_never_overwritten(tmp_path: Path) -> None:
    text, database, folder = tmp_path / "notes.txt", tmp_path / "hospital.db", tmp_path / "folder"
    text.write_text("mine", encoding="utf-8")
    folder.mkdir()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE historias_clinicas (nota_id INTEGER)")
    for path in (text, database, folder):
        message = f"{path} exists and is not an artificial clinic, so it is left as it is."
        with pytest.raises(UsageError, match=re.escape(message)):
            write_clinic(path, 10)
    assert text.read_text(encoding="utf-8") == "mine"
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM historias_clinicas").fetchone() == (0,)


def test_a_parent_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WorkspaceUnusable, match=r"clinic\.db cannot be written"):
        write_clinic(tmp_path / "file" / "clinic.db", 10)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_write_that_fails_midway_leaves_the_earlier_clinic_whole(tmp_path: Path) -> None:
    place = tmp_path / "clinic.db"
    write_clinic(place, 20)
    before = place.read_bytes()
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)); "
        + WRITE
        + "w(Path(sys.argv[1]), 9000)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(place)], capture_output=True, text=True, check=False)
    assert re.search(r"WorkspaceUnusable: .*clinic\.db could not be written", run.stderr)
    assert place.read_bytes() == before
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.slow
def test_five_million_notes_begin_at_once_and_memory_stays_flat() -> None:
    batches = generate(5_000_000, 42)
    tracemalloc.start()
    try:
        kept = sum(len(batch) for batch in islice(batches, 1))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept == 1_000
    assert peak < 40_000_000


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is read the POSIX way")
def test_three_times_the_notes_need_no_more_memory(tmp_path: Path) -> None:
    code = WRITE + (
        "import resource; w(Path(sys.argv[1]), int(sys.argv[2])); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = []
    for notes in ("11000", "33000"):
        command = [sys.executable, "-c", code, str(tmp_path / "clinic.db"), notes]
        peaks.append(int(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    assert peaks[1] < 1.1 * peaks[0]


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_demos_settings_are_the_defaults_over_its_database(language: str) -> None:
    text = demo_settings("clinic.db", language)
    settings = Settings.model_validate(tomllib.loads(text))
    assert settings.source.url.get_secret_value() == "sqlite:///clinic.db"
    assert settings.source.table == "historias_clinicas"
    assert settings.language == language
    assert settings.columns == ColumnSettings(language="es")
    assert ("ningún paciente es real" in text) is (language == "es")
