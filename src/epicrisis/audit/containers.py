"""Files that hold others or hold values: archives, compressed files, arrays, tables, databases, pictures."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.lib import format as npy

from epicrisis.audit.pieces import OVERLAP, STEP, Piece, texts_of
from epicrisis.audit.words import SEPARATOR

Opener = Callable[[str, bytes, int], Iterator[Piece]]

_DEEPEST: Final = 4
_SQLITE: Final = b"SQLite format 3\0"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_BESIDE_DATABASE: Final = ("-wal", "-shm", "-journal")
"""Endings of the files in which SQLite keeps what it has not put into the database yet."""
_BATCH: Final = 1_000_000
_ROWS: Final = 10_000
BROKEN: Final = (
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    sqlite3.Error,
    struct.error,
    pl.exceptions.PolarsError,
)
"""What a file that is not whole raises."""


def pieces_of_file(place: str, file: Path) -> Iterator[Piece]:
    """Return all texts of a file. Large files are read in parts.

    Raises
    ------
    OSError, ValueError, …
        One of `BROKEN`: the file cannot be read or is not whole.
    """
    with file.open("rb") as stream:
        head = stream.read(16)
        if head == _SQLITE:
            yield from _database_file(place, file)
        elif head.startswith(npy.MAGIC_PREFIX):
            yield from _array(place, np.load(file, mmap_mode="r", allow_pickle=False))
        elif head.startswith(b"PK\x03\x04"):
            yield from _zip(place, file, 0)
        elif head.startswith((b"PAR1", b"ARROW1")):
            yield from _table(place, file, parquet=head.startswith(b"PAR1"))
        elif file.name.endswith(_BESIDE_DATABASE):
            stream.seek(0)
            yield from _stream(place.rpartition("-")[0], stream, raw=True)
        elif _opener(head) is not None:
            yield from pieces_of_bytes(place, file.read_bytes())
        else:
            stream.seek(0)
            yield from _stream(place, stream)


def pieces_of_bytes(place: str, data: bytes, depth: int = 0, *, raw: bool = False) -> Iterator[Piece]:
    """Return all texts of bytes: of what they hold if they are an archive, a table or the like, else of themselves."""
    opener = _opener(data[:16])
    if opener is None or depth >= _DEEPEST:
        yield from texts_of(place, data, raw=raw)
        return
    try:
        yield from opener(place, data, depth)
    except BROKEN:
        # Only looks like one; its bytes are searched all the same.
        yield from texts_of(place, data, raw=raw)


def _opener(head: bytes) -> Opener | None:
    return next((opener for magic, opener in _OPENERS if head.startswith(magic)), None)


def _stream(place: str, stream: Any, *, raw: bool = False) -> Iterator[Piece]:
    rest = b""
    while block := stream.read(STEP):
        data = rest + block
        yield from texts_of(place, data, raw=raw)
        rest = data[-OVERLAP:]


def _zip(place: str, source: Path | io.BytesIO, depth: int) -> Iterator[Piece]:
    with zipfile.ZipFile(source) as archive:
        yield Piece(place, SEPARATOR.join([*archive.namelist(), archive.comment.decode("latin-1")]))
        for member in archive.infolist():
            yield from pieces_of_bytes(f"{place}!{member.filename}", archive.read(member), depth + 1)


def _unpacked(decompress: Callable[[bytes], bytes]) -> Opener:
    def open_it(place: str, data: bytes, depth: int) -> Iterator[Piece]:
        yield from pieces_of_bytes(place, decompress(data), depth + 1)

    return open_it


def _array(place: str, values: np.ndarray[Any, Any]) -> Iterator[Piece]:
    flat = values.reshape(-1) if values.dtype.kind in "US" else np.empty(0, "U1")
    for start in range(0, len(flat), _BATCH // 4):
        part = flat[start : start + _BATCH // 4]
        texts = part.tolist() if values.dtype.kind == "U" else [one.decode("latin-1") for one in part.tolist()]
        yield Piece(place, SEPARATOR.join(texts))
    if values.dtype in (np.uint8, np.int8):
        yield from texts_of(place, np.ascontiguousarray(values).tobytes())


def _table(place: str, source: Path | io.BytesIO, *, parquet: bool) -> Iterator[Piece]:
    frame = pl.read_parquet(source, glob=False) if parquet else pl.read_ipc(source)
    for name in frame.columns:
        column = frame[name]
        if column.dtype == pl.Binary:
            for data in column.drop_nulls().to_list():
                yield from pieces_of_bytes(f"{place}:{name}", data, 1)
        elif not column.dtype.is_numeric() and not column.dtype.is_temporal():
            yield from _joined(f"{place}:{name}", (str(value) for value in column.to_list() if value is not None))


def _database_file(place: str, file: Path) -> Iterator[Piece]:
    address = f"{file.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=20)) as connection:
        yield from _database(place, connection, 1)
    with file.open("rb") as stream:
        yield from _stream(place, stream, raw=True)


def _database(place: str, connection: sqlite3.Connection, depth: int) -> Iterator[Piece]:
    connection.text_factory = bytes
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        name = _quoted(table)
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        for column in columns:
            where = f"{place}:{table.decode()}.{column.decode()}"
            one = _quoted(column)
            # Names come from the database itself and are quoted.
            query = f"SELECT typeof({one}), {one} FROM {name} WHERE typeof({one}) IN ('text', 'blob')"  # noqa: S608
            rows = connection.execute(query)
            yield from _cells(where, rows, depth)


def _cells(place: str, rows: Iterable[tuple[bytes, bytes]], depth: int) -> Iterator[Piece]:
    texts: list[str] = []
    size = 0
    for kind, value in rows:
        if kind == b"blob":
            yield from pieces_of_bytes(place, value, depth)
            continue
        texts.append(_text(value))
        size += len(value)
        if size > _BATCH or len(texts) > _ROWS:
            yield Piece(place, SEPARATOR.join(texts))
            texts, size = [], 0
    yield Piece(place, SEPARATOR.join(texts))


def _quoted(name: bytes) -> str:
    return '"' + name.decode().replace('"', '""') + '"'


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _joined(place: str, texts: Iterable[str]) -> Iterator[Piece]:
    yield from _cells(place, ((b"text", text.encode("utf-8", "replace")) for text in texts), 1)


def _database_bytes(place: str, data: bytes, depth: int) -> Iterator[Piece]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        yield from _database(place, connection, depth + 1)
    yield from texts_of(place, data, raw=True)


def _picture(place: str, data: bytes, depth: int) -> Iterator[Piece]:
    at = len(_PNG)
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        content = data[at + 8 : at + 8 + size]
        if kind in (b"tEXt", b"eXIf"):
            yield from texts_of(place, content)
        elif kind in (b"zTXt", b"iTXt"):
            yield from texts_of(place, content)
            start = content.find(b"x\x9c")
            if start >= 0:
                yield from pieces_of_bytes(place, zlib.decompressobj().decompress(content[start:]), depth + 1)
        at += size + 12


_OPENERS: Final[tuple[tuple[bytes, Opener], ...]] = (
    (b"PK\x03\x04", lambda place, data, depth: _zip(place, io.BytesIO(data), depth)),
    (b"\x1f\x8b", _unpacked(gzip.decompress)),
    (b"BZh", _unpacked(bz2.decompress)),
    (b"\xfd7zXZ", _unpacked(lzma.decompress)),
    (npy.MAGIC_PREFIX, lambda place, data, _: _array(place, np.load(io.BytesIO(data), allow_pickle=False))),
    (b"PAR1", lambda place, data, _: _table(place, io.BytesIO(data), parquet=True)),
    (b"ARROW1", lambda place, data, _: _table(place, io.BytesIO(data), parquet=False)),
    (_SQLITE, _database_bytes),
    (_PNG, _picture),
)
