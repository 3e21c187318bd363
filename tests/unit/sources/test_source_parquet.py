"""Types that only become known on the way, and nothing lost to them."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epicrisis.sources.arrays import to_array, unique_names
from epicrisis.sources.decoding import decode
from epicrisis.sources.parquet import NotesWriter

NAIVE = datetime.fromisoformat("2023-01-03T04:00")


def written(path: Path, batches: list[list[Any]], group_rows: int = 2) -> pl.Series:
    with NotesWriter(path / "notes.parquet", group_rows) as writer:
        for batch in batches:
            writer.write(pa.table([to_array(batch)[0]], names=["c"]))
    assert [file.name for file in path.iterdir()] == ["notes.parquet"]
    assert writer.rows == sum(map(len, batches))
    return pl.read_parquet(path / "notes.parquet")["c"]


@pytest.mark.parametrize(
    ("batches", "kind", "expected"),
    [
        ([[None, None], [None, "ñ"]], pl.String, [None, None, None, "ñ"]),
        ([[None, None], [None]], pl.String, [None, None, None]),
        ([[None, None], [3, None], [4.5]], pl.Float64, [None, None, 3.0, None, 4.5]),
        ([[1, 2], ["A3", None], [4]], pl.String, ["1", "2", "A3", None, "4"]),
        ([[True, None], [2, 3]], pl.Int64, [1, None, 2, 3]),
        ([[Decimal("33.50")], [Decimal(4)]], pl.Float64, [33.5, 4.0]),
        ([[Decimal(7), Decimal("1E+2")]], pl.Int64, [7, 100]),
        ([[2**60, 1], [1.5, 2]], pl.String, [str(2**60), "1", "1.5", "2"]),
        ([[b"caf\xc3\xa9", b"caf\xe9"]], pl.String, ["café", "café"]),
        ([["a", b"\xf1"]], pl.String, ["a", "ñ"]),
        ([["\ud83d", "x\x00y"]], pl.String, ["\ufffd", "x\x00y"]),
        ([[{"a": "ñ"}, [1, 2]]], pl.String, ['{"a": "ñ"}', "[1, 2]"]),
        ([[uuid.UUID(int=1), timedelta(hours=1)]], pl.String, [str(uuid.UUID(int=1)), "1:00:00"]),
        (
            [[date(2023, 1, 2)], [NAIVE]],
            pl.Datetime("us"),
            [datetime.fromisoformat("2023-01-02"), NAIVE],
        ),
        ([[datetime(2023, 1, 2, tzinfo=UTC)]], pl.Datetime("us", "UTC"), [datetime(2023, 1, 2, tzinfo=UTC)]),
        ([[date(1, 1, 1), date(9999, 12, 31)]], pl.Date, [date(1, 1, 1), date(9999, 12, 31)]),
    ],
)
def test_a_column_takes_the_type_that_holds_all_its_cells(
    tmp_path: Path, batches: list[list[Any]], kind: pl.DataType, expected: list[Any]
) -> None:
    series = written(tmp_path, batches)
    assert series.dtype == kind
    assert series.to_list() == expected


cells = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(), st.binary(), st.dates()
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(cells, max_size=5), max_size=6), st.integers(1, 4))
def test_no_cell_is_lost_whatever_meets_whatever(tmp_path: Path, batches: list[list[Any]], group_rows: int) -> None:
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()
    if not any(batches):
        return
    flat = [cell for batch in batches for cell in batch]
    series = written(folder, batches, group_rows)
    assert [cell is None for cell in series] == [cell is None for cell in flat]


def test_columns_may_come_later(tmp_path: Path) -> None:
    with NotesWriter(tmp_path / "notes.parquet", 1) as writer:
        writer.write(pa.table({"a": [1]}))
        writer.write(pa.table({"b": ["x"]}))
    assert pl.read_parquet(tmp_path / "notes.parquet").rows() == [(1, None), (None, "x")]


def test_a_failure_leaves_no_part_behind(tmp_path: Path) -> None:
    def interrupted() -> None:
        with NotesWriter(tmp_path / "notes.parquet", 1) as writer:
            writer.write(pa.table({"a": [1]}))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_a_row_group_is_closed_before_it_grows_heavy(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    note = "x" * 5_000_000
    with NotesWriter(tmp_path / "notes.parquet", 10_000) as writer:
        for _ in range(20):
            writer.write(pa.table({"a": [note]}))
    metadata = pq.read_metadata(tmp_path / "notes.parquet")
    assert metadata.num_rows == 20
    assert metadata.num_row_groups == 2


def test_names_are_made_unique() -> None:
    assert unique_names(["id", " id ", "", "id_2", "\ufeffa"]) == ["id", "id_2", "column_3", "id_2_2", "a"]


@pytest.mark.parametrize(
    ("content", "text", "mended"),
    [
        ("depresión".encode(), "depresión", False),
        ("depresión".encode("cp1252"), "depresión", True),
        ("años “ñ” ".encode() + "años “ñ”".encode("cp1252"), "años “ñ” años “ñ”", True),
        (b"\x81", "\x81", True),
        (b"a\x00b", "a\x00b", False),
    ],
)
def test_bytes_are_utf8_and_where_they_are_not_windows(content: bytes, text: str, mended: bool) -> None:
    assert decode(content) == (text, mended)
