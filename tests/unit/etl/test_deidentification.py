"""Identifiers are masked in all the ways they are written, and what is clinical stays."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.errors import SettingsError
from epicrisis.etl.deidentification import MaskedText, Span, mask_column, mask_text, masked_spans
from epicrisis.etl.deidentification.name_lists import bundled_names, folded, read_names
from epicrisis.etl.deidentification.spans import KINDS, PLACEHOLDERS, merged

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
CODIESP = Path(__file__).parents[4] / "shared" / "data" / "codiesp_specialty.parquet"


@pytest.fixture(scope="module")
def planting() -> Iterator[ModuleType]:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import planted

        yield planted
    finally:
        sys.path.remove(str(BENCHMARKS))


def masked(text: str) -> str:
    return mask_text(text).text


def test_planted_identifiers_are_found_and_nothing_beside_them(planting: ModuleType) -> None:
    found, all_of, beyond = Counter[str](), Counter[str](), Counter[str]()
    for note in planting.planted(seed=7, rounds=4):
        spans = masked_spans(note.text)
        inside = range(note.start, note.start + len(note.value))
        hidden = {place for span in spans for place in range(span.start, span.end)}
        all_of[note.kind] += 1
        found[note.kind] += all(place in hidden or not note.text[place].isalnum() for place in inside)
        beyond[note.kind] += any(place not in inside and note.text[place].isalnum() for place in hidden)
        once = masked(note.text)
        assert masked(once) == once
    assert len(all_of) == 23
    assert {kind: found[kind] / count for kind, count in all_of.items() if found[kind] / count < 0.98} == {}
    assert sum(beyond.values()) / sum(all_of.values()) < 0.005


def test_names_of_the_title_rule_are_in_no_list(planting: ModuleType) -> None:
    assert not {folded(name).lower() for name in planting.UNLISTED} & bundled_names().keys()


@pytest.mark.parametrize(
    "text",
    [
        "TA 120/80 mmHg, FC 78 lpm, SatO2 98%, Tª 37,5 ºC, FR 16, EVA 7/10, Glasgow 15/15, Apgar 9/10.",
        "Hb 12,3 g/dL, leucocitos 12.300/mm3, plaquetas 250.000, CV 1.500.000 copias/ml, 12.500.000 UI, PCR 1:640.",
        "Paracetamol 1 g/8h, sertralina 50 mg 1-0-1, insulina 10-0-12 UI, amoxicilina 500/125 mg, c/ 8 horas.",
        "Hernia L4-L5, fractura D12, T2N0M0, Gleason 3+4, BIRADS 4, C50.9, F32.1, DM2, B12, IL-6, CD4 350, HbA1c 6,5%.",
        "Varón de 45 años, FUM hace 3 meses, G2P1A0, 38+2 semanas, 3.250 g, en 2015 y en 1998, 2010-2012.",
        "Enfermedad de Crohn, signo de Murphy, Parkinson, Alzheimer, síndrome de Down, linfoma de Hodgkin, Apgar.",
        "Hospital San Juan de Dios, Clínica Santa María, Virgen del Rocío, Santiago, Los Ángeles, Rosario, Mercedes.",
        "Dolores abdominales. Consuelo fácil. Rosa en el jardín. Cruz roja. León. Blanca. Paz. Lunes. Mayo. Sol. Luz.",
        "Valorado por Cardiología, remitida por Medicina Interna, visto por Urgencias. Madre: Diabetes. Padre: HTA.",
        "D. mellitus, vit. D. Enf. de Parkinson. Sra. refiere. Paciente consciente. Paciente Varón. PACIENTE ESTABLE.",
        "del 1/3 medio, 2/6 soplo, 3/4 partes, AV 8/10, cada 24-48 h, 10 x 12 x 15 mm, carrera de 10 km, calle abajo.",
        "ELISA positivo, ANA 1/640, Wilson negativo, Graves, Addison, Cushing, escala de Norton, tendón de Aquiles.",
        "3 set de ejercicios, 2 mar, may improve, march, in the third decade, March fracture, will, may 5 mg.",
        "Pt is a 45 y/o male with PMH of Parkinson's disease, Graves' disease, HTN; BP 120/80, O2 2L, NCT01234567.",
        "AV OD DE 0,8 Y OI 1/10. PARACETAMOL VÍA ORAL CADA 8 HORAS. RETRASO DE 140 MS. TRES TOMAS. CESAR TABACO.",
        "PL Y CK A LAS 48 H. FRACCIONAMIENTO DE 180 CGY. ANA POSITIVOS. DIANA. DR TRANSVERSAL AL EJE DE 2 CM.",
        "[NAME] y [DATE] con [ID], [RECORD], [PHONE], [EMAIL], [URL], [ADDRESS]",
        "",
        " \n\t",
        "😀 שלום \x01 ﷽",
    ],
)
def test_what_is_clinical_stays(text: str) -> None:
    assert mask_text(text) == MaskedText(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paciente María López García, acude", "Paciente [NAME], acude"),
        ("DR. JUAN PÉREZ ACUDE A CONSULTA", "DR. [NAME] ACUDE A CONSULTA"),
        ("VIVE EN AV. ALCALÁ 14, COL. CENTRO.", "VIVE EN [ADDRESS]."),
        ("NACIDO EL 3 DE MAYO DE 1980", "NACIDO EL [DATE]"),
        ("la dra. garcia indica", "la dra. [NAME] indica"),
        ("síndrome de Down en Juan Down", "síndrome de Down en [NAME]"),
        ("García López, María", "[NAME]"),
        ("Vive en C/ Mayor 12, 3º B, 28013 Madrid.", "Vive en [ADDRESS]."),
        ("c/ dolor; c/ Alcalá 5, 2º", "c/ dolor; [ADDRESS]"),
        ("Cra 15 # 93-75, Bogotá", "[ADDRESS], Bogotá"),
        ("tel. 612345678 45 años", "tel. [PHONE] 45 años"),
        ("+34 612 345 678 45 años", "[PHONE] 45 años"),
        ("NHC123456", "NHC[RECORD]"),
        ("N.H.C. 99887, HC nº 4521, HC 30 g", "N.H.C. [RECORD], HC nº [RECORD], HC 30 g"),
        ("episodio 2015, episodio: 20154", "episodio 2015, episodio: [RECORD]"),
        ("CI 85, CI 1.234.567-2", "CI 85, CI [ID]"),
        ("3 de mayo de 2020, 45 años", "[DATE], 45 años"),
        ("el 12/03 y del 1/3 medio", "el [DATE] y del 1/3 medio"),
        ("a 2021-03-12T10:00:00Z b", "a [DATE] b"),
        ("lunes tres de mayo de 2020", "lunes [DATE]"),
        ("escribe a ana@salud.es.", "escribe a [EMAIL]."),
        ("ver https://a.es/x?y=1, luego", "ver [URL], luego"),
        ("desde 192.168.1.10 (apartado 1.2.1.3)", "desde [URL] (apartado 1.2.1.3)"),
        ("12 Baker Street, London NW1 6XE.", "[ADDRESS]."),
        ("Mr. Smith saw Dr. House", "Mr. [NAME] saw Dr. [NAME]"),
    ],
)
def test_an_identifier_gives_way_and_its_neighbours_stay(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_a_check_digit_tells_a_document_from_another_number_of_its_length() -> None:
    assert mask_text("281234567840").counts == {"id": 1}
    assert masked("valores 281 2345678 40 en serie") == "valores 281 [ID] 40 en serie"
    assert mask_text("943 476 5919").counts == {"id": 1}
    assert mask_text("943 476 5918").counts == {"phone": 1}
    assert mask_text("12345678 Z y 12345678 A").text == "[ID] y [ID] A"


PIECES = """
    María Rosa García de la Dr. Dra. D. Sr. paciente Firmado: por atendida hija NHC DNI tel. C/ Calle Mayor
    mayo May 3 de 12 345 6789 2021 612345678 12345678Z 12.345.678 -9 / - . , : # +34 ( ) @ x.es www. http://
    [NAME] [ID] el copias mg º Street Crohn síndrome San Hospital X1234567 L ABCD 850101 Pérez juan lópez años
    CP 28013 Col. 15 10:30 T
"""
pieces = st.sampled_from([*PIECES.split(), "\n"])


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, max_size=14))
def test_masking_twice_is_masking_once(parts: list[str]) -> None:
    once = masked(" ".join(parts))
    assert masked(once) == once


@settings(max_examples=100, deadline=None)
@given(st.lists(pieces, max_size=14))
def test_spans_are_in_order_and_what_is_outside_is_left(parts: list[str]) -> None:
    text = " ".join(parts)
    spans = masked_spans(text)
    assert all(0 <= one.start < one.end <= len(text) for one in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    rebuilt, end = "", 0
    for span in spans:
        rebuilt += text[end : span.start] + PLACEHOLDERS[span.kind]
        end = span.end
    result = mask_text(text)
    assert result.text == rebuilt + text[end:]
    assert sum(result.counts.values()) == len(spans)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_masked(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1 ",
        "12-",
        "@",
        "a@",
        "A",
        "María ",
        "Rosa ",
        "Dr. ",
        "DNI :",
        "Calle Mayor ",
        "C/",
        "www.",
        "+1 2 ",
        "1/",
        "(1",
        " ",
    ],
)
def test_a_note_of_one_thing_over_and_over_takes_time_in_proportion(unit: str) -> None:
    # With anything worse than proportional this would take minutes, and the run's limit would end it.
    text = unit * (30_000 // len(unit))
    assert len(mask_text(text).text) > 0


def test_spans_that_meet_become_one() -> None:
    assert merged([Span(4, 9, "phone"), Span(0, 5, "id"), Span(9, 10, "name")]) == [
        Span(0, 9, "id"),
        Span(9, 10, "name"),
    ]
    assert (PLACEHOLDERS["name"], set(PLACEHOLDERS)) == ("[NAME]", set(KINDS))


def test_a_column_keeps_its_nulls_its_name_and_its_length() -> None:
    series = pl.Series("nota", ["DNI 12345678Z", None, "", "sin datos", "Dr. Etxeberria"] * 2000)
    result, counts = mask_column(series)
    assert result.to_list() == ["DNI [ID]", None, "", "sin datos", "Dr. [NAME]"] * 2000
    assert (result.name, counts) == ("nota", Counter(id=2000, name=2000))
    assert mask_column(pl.Series("nota", [], dtype=pl.String))[0].len() == 0


def test_names_of_a_file_are_masked_whatever_else_they_mean(tmp_path: Path) -> None:
    file = tmp_path / "nombres.txt"
    file.write_text("\ufeff# personal\nRosa Etxeberria\nCrohn\n", encoding="utf-8")
    names = read_names(file)
    assert names == {"rosa", "etxeberria", "crohn"}
    assert mask_text("Rosa acude. ETXEBERRIA indica. rosa etxeberria. una rosa.", names).text == (
        "[NAME] acude. [NAME] indica. [NAME]. una rosa."
    )
    assert mask_text("Rosa acude.").counts == {}


def test_a_file_of_names_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    file = tmp_path / "nombres.txt"
    with pytest.raises(SettingsError, match="there is no file"):
        read_names(file)
    file.write_bytes("Muñoz".encode("latin-1"))
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_names(file)
    file.write_text("# nadie\n\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="no name"):
        read_names(file)


@pytest.mark.skipif(not CODIESP.exists(), reason="the CodiEsp corpus is not on this machine")
def test_of_published_cases_hardly_a_word_is_lost() -> None:
    texts = pl.read_parquet(CODIESP)["text"].gather_every(9).to_list()
    hidden = Counter[str]()
    for text in texts:
        for span in masked_spans(text):
            hidden[span.kind] += len(text[span.start : span.end].split())
    words = sum(len(text.split()) for text in texts)
    assert (sum(hidden.values()) - hidden["date"]) / words < 0.001
    assert sum(hidden.values()) / words < 0.005
