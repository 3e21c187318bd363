"""A planted name is found in every kind of file and every way of writing it down."""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import pickle
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import numpy as np
import polars as pl
import pytest

from epicrisis.audit import pieces
from epicrisis.audit.needles import Needles
from epicrisis.audit.search import Search, Wanted

NAME = "Íñigo Zubizarreta"
TEXT = f"La nota dice que {NAME} vino solo."


def packed(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner/note.bin", data)
    return file.getvalue()


def npy(values: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, values)
    return file.getvalue()


def npz(values: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, terms=values)
    return file.getvalue()


def frame(write: Callable[[pl.DataFrame, io.BytesIO], None]) -> bytes:
    file = io.BytesIO()
    write(pl.DataFrame({"n": [1, 2], "text": [None, TEXT], "more": [[TEXT], ["x"]]}), file)
    return file.getvalue()


def png(kind: bytes, content: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(kind, content) + chunk(b"IEND", b"")


def database(statement: str, value: object) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute('CREATE TABLE "ta""gs" (id INTEGER, "va lue")')
        connection.execute(statement, (value,))
        connection.commit()
        return connection.serialize()


INSERT = 'INSERT INTO "ta""gs" VALUES (1, ?)'
WRITTEN = {
    "utf-8": TEXT.encode(),
    "utf-8 with rubbish": b"\xff\xfe\xfa" * 9 + TEXT.encode() + b"\x93\x80",
    "latin-1": TEXT.encode("latin-1"),
    "utf-16": TEXT.encode("utf-16"),
    "utf-16 inside": b"\x01\x80" * 9 + TEXT.encode("utf-16-le"),
    "utf-32 inside": b"\x01\x80" * 9 + TEXT.encode("utf-32-be"),
    "json": json.dumps({"a": TEXT}).encode(),
    "json in json": json.dumps({"a": json.dumps([TEXT])}).encode(),
    "tokens": json.dumps(TEXT.split()).encode(),
    "html": html.escape(TEXT).replace("Í", "&Iacute;").replace("ñ", "&#241;").encode(),
    "address": f"http://localhost/?q={quote(TEXT)}".encode(),
    "base64": b'{"data": "' + base64.b64encode(TEXT.encode()) + b'"}',
    "base64 for addresses": base64.urlsafe_b64encode(TEXT.encode("utf-16")).rstrip(b"="),
    "pickle in base64 lines in json": json.dumps(
        {"result": base64.encodebytes(pickle.dumps([TEXT] * 5)).decode()}
    ).encode(),
    "gzip": gzip.compress(TEXT.encode()),
    "bzip2": bz2.compress(TEXT.encode()),
    "xz": lzma.compress(TEXT.encode()),
    "zip": packed(TEXT.encode()),
    "gzip in zip in zip": packed(packed(gzip.compress(TEXT.encode()))),
    "gzip in base64": base64.b64encode(gzip.compress(TEXT.encode())),
    "npy": npy(np.array(["x", TEXT])),
    "npy of bytes": npy(np.array([TEXT.encode("latin-1")])),
    "npy of objects": npy(np.array([TEXT, None], dtype=object)),
    "npy as bytes": npy(np.frombuffer(TEXT.encode(), dtype=np.uint8)),
    "npz": npz(np.array([["x", TEXT]])),
    "parquet": frame(lambda data, file: data.write_parquet(file)),
    "arrow": frame(lambda data, file: data.write_ipc(file)),
    "png": png(b"tEXt", b"Comment\0" + TEXT.encode("latin-1")),
    "png compressed": png(b"zTXt", b"Comment\0\0" + zlib.compress(TEXT.encode("latin-1"))),
    "sqlite text": database(INSERT, TEXT),
    "sqlite blob": database(INSERT, gzip.compress(TEXT.encode())),
    "sqlite json": database(INSERT, json.dumps({"tag": TEXT})),
    "broken zip": packed(b"x")[:-30] + TEXT.encode(),
}


def searched(*given: str) -> Search:
    return Search(Wanted(Needles(list(given)), Needles([], squeezed=False)))


@pytest.mark.parametrize("data", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_name_is_found_however_it_is_kept(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "left.bin"
    file.write_bytes(data)
    search = searched(NAME)
    search.look_at_file("left.bin", file)
    assert {(finding.kind, finding.shown) for finding in search.findings()} == {("given", NAME)}


def test_the_place_names_the_table_and_the_archive_s_member(tmp_path: Path) -> None:
    for name, data in (("mlflow.db", WRITTEN["sqlite text"]), ("model.skops", WRITTEN["zip"])):
        (tmp_path / name).write_bytes(data)
    search = searched(NAME)
    for file in sorted(tmp_path.iterdir()):
        search.look_at_file(file.name, file)
    assert [finding.place for finding in search.findings()] == ['mlflow.db:ta"gs.va lue', "model.skops!inner/note.bin"]


def test_what_a_database_deleted_is_found_in_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "prefect.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE log (message TEXT)")
        connection.execute("INSERT INTO log VALUES (?)", (TEXT,))
        connection.commit()
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("DELETE FROM log")
        connection.commit()
    search = searched(NAME)
    search.look_at_file("prefect.db", file)
    assert [(finding.place, finding.shown) for finding in search.findings()] == [("prefect.db", NAME)]


def test_a_file_that_is_not_what_it_seems_is_told_and_searched_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(WRITTEN["broken zip"])
    search = searched(NAME)
    search.look_at_file("broken", tmp_path / "broken")
    search.look_at_file("gone", tmp_path / "gone")
    assert search.unread == ["broken", "gone"]
    assert [finding.place for finding in search.findings()] == ["broken"]


def test_a_name_at_a_cut_between_two_parts_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "STEP", 1000)
    for shift in (0, 5, 12):
        text = "a " * 495 + "b" * shift + f" {NAME} " + "c " * 3000
        assert [*searched_text(text)] == [NAME]


def searched_text(text: str) -> list[str]:
    search = searched(NAME)
    for piece in pieces.texts_of("x", text.encode()):
        search.look_at(piece)
    return [finding.shown for finding in search.findings()]


def test_a_file_s_name_is_searched_too(tmp_path: Path) -> None:
    file = tmp_path / "Iñigo-Zubizarreta.txt"
    file.write_text("nothing", encoding="utf-8")
    search = searched(NAME)
    search.look_at_file("x", file)
    assert len(search.findings()) == 1
