"""Files as hospitals export them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from epicrisis.errors import CorruptFile, EpicrisisError, NoRows, SettingsError
from epicrisis.settings.schema import Settings
from epicrisis.sources.probe import probe_source
from epicrisis.sources.reading import take_snapshot
from epicrisis.sources.snapshot import Snapshot
from epicrisis.workspace import open_workspace

TEXTS = ["niega ideación; refiere “angustia”, ñ", 'dice "no"\ny llora', None, "x"]


def snapshot(path: Path, **source: object) -> Snapshot:
    settings = Settings.model_validate({"source": {"url": str(path), **source}})
    return take_snapshot(settings, open_workspace(path.parent / "workspace"))


def told(found: Snapshot) -> list[str]:
    return found.facts("en").notes


def csv_bytes(separator: str, encoding: str) -> bytes:
    def quoted(text: str | None) -> str:
        return "" if text is None else '"' + text.replace('"', '""') + '"'

    lines = [separator.join(["nota_id", "código", "subjetivo", "edad", "peso"])]
    for number, text in enumerate(TEXTS):
        weight = "70,5" if separator == ";" else "70.5"
        lines.append(separator.join([str(number), f"00{number}", quoted(text), str(30 + number), weight]))
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separator_and_encoding_are_found_and_told(tmp_path: Path, separator: str, encoding: str) -> None:
    path = tmp_path / "notas.csv"
    path.write_bytes(csv_bytes(separator, encoding))
    found = snapshot(path)
    frame = found.read()
    assert frame.columns == ["nota_id", "código", "subjetivo", "edad", "peso"]
    assert frame["subjetivo"].to_list() == [text and text.replace("\n", "\n") for text in TEXTS]
    assert frame["código"].to_list() == ["000", "001", "002", "003"], "a code is no number"
    assert frame["edad"].dtype == pl.Int64
    assert frame["peso"].to_list() == [70.5] * 4
    shown = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    assert told(found) == [
        f"The file's separator is {'tab' if separator == chr(9) else separator} and its encoding {shown}, "
        "as found by looking."
    ]


def test_dos_letters_are_found(tmp_path: Path) -> None:
    text = "depresión, señora, médico, años, corazón, también, ¿qué?"
    (tmp_path / "n.csv").write_bytes(("id;nota\n" + f"1;{text}\n" * 50).encode("cp850"))
    assert snapshot(tmp_path / "n.csv").read()["nota"][0] == text


def test_a_few_latin_letters_in_a_utf8_file_are_mended_and_counted(tmp_path: Path) -> None:
    rows = [f"{n},depresión y señora\n".encode() for n in range(50)]
    rows[7] = "7,depresión y señora\n".encode("cp1252")
    (tmp_path / "n.csv").write_bytes(b"id,nota\n" + b"".join(rows))
    found = snapshot(tmp_path / "n.csv")
    assert set(found.read()["nota"]) == {"depresión y señora"}
    assert told(found)[1:] == ["1 cells were not UTF-8; their letters were read as Windows-1252."]


def test_the_settings_overrule_what_is_found(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_bytes("id;a,b\n1;ñ,x\n".encode("cp1252"))
    found = snapshot(tmp_path / "n.csv", separator=",", encoding="latin-1")
    assert found.read().columns == ["id;a", "b"]
    assert found.read().rows() == [("1;ñ", "x")]
    assert told(found) == ["The file's separator is , and its encoding iso8859-1."]
    with pytest.raises(SettingsError, match=r"source\.encoding is 'klingon', which is no encoding"):
        snapshot(tmp_path / "n.csv", encoding="klingon")


def test_nul_bytes_and_a_note_of_five_megabytes_survive(tmp_path: Path) -> None:
    long = "palabra " * 650_000
    (tmp_path / "n.csv").write_bytes(f'id,nota\n1,"a\x00b"\n2,"{long}"\n'.encode())
    (tmp_path / "n.ndjson").write_text(json.dumps({"id": 1, "nota": "a\x00b"}) + "\n" + json.dumps({"nota": long}))
    assert snapshot(tmp_path / "n.csv").read()["nota"].to_list() == ["a\x00b", long]
    assert snapshot(tmp_path / "n.ndjson").read()["nota"].to_list() == ["a\x00b", long]


def test_rows_are_the_first_ones(tmp_path: Path) -> None:
    pl.DataFrame({"id": range(100)}).write_csv(tmp_path / "n.csv")
    pl.DataFrame({"id": range(100)}).write_parquet(tmp_path / "n.parquet")
    pl.DataFrame({"id": range(100)}).write_ndjson(tmp_path / "n.ndjson")
    for name in ("n.csv", "n.parquet", "n.ndjson"):
        assert snapshot(tmp_path / name, rows=30, batch_rows=7).read()["id"].to_list() == list(range(30))


def test_parquet_of_any_making_becomes_plain_columns(tmp_path: Path) -> None:
    pl.DataFrame(
        {"a": ["x", "y"], "b": [b"\xf1", None], "c": [[1], [2]], "d": [1.5, None], "e": [datetime(2023, 1, 1)] * 2},  # noqa: DTZ001
        schema_overrides={"a": pl.Categorical},
    ).write_parquet(tmp_path / "n.parquet")
    found = snapshot(tmp_path / "n.parquet")
    assert found.read().select("a", "b", "c", "d").rows() == [("x", "ñ", "[1]", 1.5), ("y", None, "[2]", None)]
    assert found.read()["e"][0] == datetime(2023, 1, 1)  # noqa: DTZ001


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Notas"
    sheet.append(["id", "fecha", "texto", "mezcla", "peso"])
    for number in range(3):
        sheet.append([number, datetime(2023, 1, 1 + number), "señora ñ", number if number else "s/d", 70.5])  # noqa: DTZ001
    book.create_sheet("Otra").append(["a"])
    book.save(path)


def test_a_workbooks_sheet_is_read(tmp_path: Path) -> None:
    workbook(tmp_path / "n.xlsx")
    found = snapshot(tmp_path / "n.xlsx", sheet="Notas")
    frame = found.read()
    assert frame["id"].to_list() == [0, 1, 2]
    assert frame["peso"].to_list() == [70.5] * 3
    assert frame["mezcla"].to_list() == ["s/d", "1", "2"]
    assert found.manifest.columns["fecha"].startswith("timestamp")
    assert told(found) == ["The sheet Notas of the workbook was read."]
    with pytest.raises(SettingsError, match=r"The sheet 'Hoja1' is not in n\.xlsx\. Its sheets: Notas, Otra\."):
        snapshot(tmp_path / "n.xlsx", sheet="Hoja1")


def test_ndjson_takes_what_comes(tmp_path: Path) -> None:
    lines = [b'\xef\xbb\xbf{"id": 1, "n": "a"}', b"", b'{"id": 2.5, "m": {"x": 1}}', b'{"id": "A", "n": "caf\xe9"}']
    (tmp_path / "n.ndjson").write_bytes(b"\n".join(lines))
    assert snapshot(tmp_path / "n.ndjson").read().rows() == [
        ("1", "a", None),
        ("2.5", None, '{"x": 1}'),
        ("A", "café", None),
    ]


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("n.parquet", b"PAR1 secreto", CorruptFile, r"The file n\.parquet cannot be read as Parquet: it is damaged"),
        ("n.xlsx", b"PK\x03\x04 secreto", CorruptFile, r"The file n\.xlsx cannot be read as XLSX"),
        ("n.ndjson", b'{"a": 1}\n{"a": secreto', CorruptFile, r"Line 2 of n\.ndjson is not a JSON object"),
        ("n.ndjson", b"[1]\n", CorruptFile, "Line 1 of"),
        ("n.csv", b"a,b\n1,2\n1,secreto,3\n", CorruptFile, r"Row 3 of n\.csv has 3 cells, .* has 2 names"),
        ("n.csv", b'a,b\n1,"secreto\n2,x\n', CorruptFile, "a double quote is never closed"),
        ("n.csv", b"", NoRows, r"The file n\.csv is empty"),
        ("n.csv", b"a,b\n", NoRows, r"^n\.csv gave no rows: it is empty\.$"),
        ("n.ndjson", b"", NoRows, "gave no rows"),
        ("n.sqlite", b"secreto" * 200, CorruptFile, r"n\.sqlite cannot be read as a database of sqlite"),
        ("n.duckdb", b"secreto" * 900, CorruptFile, r"n\.duckdb cannot be read as a database of duckdb"),
    ],
)
def test_damage_is_told_without_the_words(
    tmp_path: Path, name: str, content: bytes, error: type[EpicrisisError], message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    extra = {"table": "t"} if name.endswith(("sqlite", "duckdb")) else {}
    with pytest.raises(error, match=message) as caught:
        snapshot(tmp_path / name, **extra)
    assert "secreto" not in f"{caught.value}{caught.value.__cause__}{caught.value.fields}"
    assert not list((tmp_path / "workspace" / "snapshots").glob("*"))


def test_a_cut_parquet_file_is_corrupt(tmp_path: Path) -> None:
    path = tmp_path / "n.parquet"
    pl.DataFrame({"a": [str(n) * 50 for n in range(5_000)]}).write_parquet(path)
    content = bytearray(path.read_bytes())
    content[200:2_000] = bytes(1_800)
    path.write_bytes(content)
    with pytest.raises(CorruptFile, match="cannot be read as Parquet"):
        snapshot(path)


def test_a_query_over_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_bytes(b"a\n1\n")
    with pytest.raises(SettingsError, match=r"are for databases, and n\.csv is a file"):
        snapshot(tmp_path / "n.csv", query="SELECT 1")


def test_probe_of_a_file_names_missing_columns(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text("Paciente Id,FECHA,sexo,edad,subjetivo,objetivo,Grúpo\n1,2023-01-01,F,3,a,b,c\n", encoding="utf-8")
    settings = Settings.model_validate({"source": {"url": str(path)}})
    assert [(finding.subject, finding.ok) for finding in probe_source(settings)] == [
        ("source", True),
        ("columns", True),
        ("rows", True),
    ]
    path.write_text("id,fecha\n1,2023-01-01\n", encoding="utf-8")
    last = probe_source(settings)[-1]
    assert (last.subject, last.ok) == ("columns", False)
    assert last.fields["found"] == "id, fecha"
    path.unlink()
    assert [(finding.subject, finding.ok) for finding in probe_source(settings)] == [("source", False)]
