"""A source: a folder of .txt files, `notefolder://FOLDER`, laid out as `label/patient-anything.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import polars as pl

from epicrisis.settings.data import SourceSettings
from epicrisis.sources.spec import NoteSource


def folder_of(url: str) -> Path:
    return Path(url.partition("://")[2])


def files_of(source: SourceSettings) -> list[Path]:
    folder = folder_of(source.url.get_secret_value())
    if not folder.is_dir():
        raise FileNotFoundError(folder)  # told as "could not read"; the words of the exception are never shown
    files = sorted(folder.glob("*/*.txt"))
    return files[: source.rows or None]


def read(source: SourceSettings) -> Iterator[pl.DataFrame]:
    found = files_of(source)
    for start in range(0, len(found), source.batch_rows):
        files = found[start : start + source.batch_rows]
        yield pl.DataFrame(
            {
                "paciente": [file.stem.partition("-")[0] for file in files],
                "texto": [file.read_text(encoding="utf-8") for file in files],
                "grupo": [file.parent.name for file in files],
            }
        )


def fingerprint(source: SourceSettings) -> str:
    facts = [(file.name, file.parent.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files_of(source)]
    return sha256(repr(facts).encode()).hexdigest()


SOURCE = NoteSource(
    name="notefolder",
    read=read,
    describe=lambda url: f"notefolder://{folder_of(url).name}",  # without the path, which may name people
    fingerprint=fingerprint,
)
