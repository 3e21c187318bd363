"""Names in notes all in capitals or small letters, and ``C/``, which is an address or *con*."""

from __future__ import annotations

import pytest

from epicrisis.etl.deidentification import MaskedText, mask_text
from epicrisis.etl.deidentification.clinical_words import CLINICAL, COMMON, VERBS, is_clinical, is_word
from epicrisis.etl.deidentification.name_lists import bundled_names, folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VISTA POR LA DRA. PERENGANA ZUTÁNEZ EN CONSULTA", "VISTA POR LA DRA. [NAME] EN CONSULTA"),
        ("VISTO POR EL DR. BERTOLO ANSUATEGUI", "VISTO POR EL DR. [NAME]"),
        ("PACIENTE ERNESTINA ZUBIZARRETA", "PACIENTE [NAME]"),
        ("PACIENTE ERNESTINA ZUBIZARRETA ACUDE A URGENCIAS", "PACIENTE [NAME] ACUDE A URGENCIAS"),
        ("DR. BERTOLO ANSUATEGUI DE LA TORRENTERA REFIERE MEJORÍA", "DR. [NAME] REFIERE MEJORÍA"),
        ("DRA. PERENGANA ZUTÁNEZ Y EXPLORADA EN PLANTA", "DRA. [NAME] Y EXPLORADA EN PLANTA"),
        ("SRA. PERENGANA ZUTÁNEZ PRESENTA DISNEA", "SRA. [NAME] PRESENTA DISNEA"),
        ("DR. ANSUATEGUI SOLICITA TAC", "DR. [NAME] SOLICITA TAC"),
        ("DR. CUELLO INDICA ALTA", "DR. [NAME] INDICA ALTA"),
        ("DR. BERMICO ANSUATEGUI INDICA ALTA", "DR. [NAME] INDICA ALTA"),
        ("DR. ANSUATEGUI CARDIOLOGÍA", "DR. [NAME] CARDIOLOGÍA"),
        ("DRA. ANSUATEGUI SERVICIO DE DIGESTIVO", "DRA. [NAME] SERVICIO DE DIGESTIVO"),
        ("DR. ANSUATEGUI/DRA. ZUTÁNEZ", "DR. [NAME]/DRA. [NAME]"),
        ("DOÑA PERENGANA DE ANSUATEGUI VIVE SOLA", "DOÑA [NAME] VIVE SOLA"),
        ("HIJA ERNESTINA ANSUATEGUI ACOMPAÑA", "HIJA [NAME] ACOMPAÑA"),
        ("ATENDIDA POR ERNESTINA ANSUATEGUI EN URGENCIAS", "ATENDIDA POR [NAME] EN URGENCIAS"),
        ("vista por dra. perengana zutánez en consulta", "vista por dra. [NAME] en consulta"),
        ("dr. ansuategui indica reposo", "dr. [NAME] indica reposo"),
        ("la sra. perengana zutánez refiere dolor", "la sra. [NAME] refiere dolor"),
    ],
)
def test_a_name_that_no_list_holds_is_masked_whatever_its_letters(text: str, expected: str) -> None:
    assert mask_text(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "LA SRA. LLORA DURANTE LA CONSULTA",
        "SRA. CONSCIENTE Y ORIENTADA",
        "PACIENTE DIABÉTICO OBESO",
        "DRA. INDICA ALTA",
        "DR. SOLICITA TAC",
        "SR. DE 45 AÑOS",
        "MADRE CON HTA",
        "PACIENTE ESTABLE EN PLANTA",
        "dr. y enfermera",
        "sra. que vive sola",
        "sra. con disnea",
        "sr. de 45 años",
        "sra. agradable",
        "dr. prescribe reposo",
        "dra. pauta omeprazol",
        "sra. viuda",
        "sr. intervenido de cadera",
    ],
)
def test_a_title_without_a_name_stays_with_what_follows(text: str) -> None:
    assert mask_text(text) == MaskedText(text)


@pytest.mark.parametrize(
    "text",
    [
        "PACIENTE DIABETICO C/ DISNEA DE 3 DIAS",
        "DOLOR C/ IRRADIACION A MSI",
        "HTA C/ MAL CONTROL",
        "Tto C/ Sertralina 50",
        "S/ Fiebre C/ Disnea 2",
        "VIVE C/ MADRE Y 2 HERMANOS",
        "Vive c/ Pareja, 2 hijos",
        "VIVE C/ PERRO, 2 HIJOS",
        "C/ Lorazepam, 1",
        "C/ Noctamid 2 comp",
        "Tto C/ Noctamid 2",
        "Dolor C/ Noctamid, 2",
        "Fiebre y tos seca C/ Mucosidad 2",
        "DOLOR C/ NOCTAMID, 2 H",
        "MEJORA C/ NOCTAMID 2",
        "c/ Noctamid 2",
        "Fiebre C/ Tiritona, 38",
        "CEFALEA C/ FOTOFOBIA 3 DIAS",
        "Cefalea C/ Fotofobia, 3 días",
        "CONTROL C/ 8 HORAS",
        "C/ Mayor",
        "Insulina C/ Cena 12 UI",
    ],
)
def test_con_written_with_a_slash_is_no_address(text: str) -> None:
    assert mask_text(text) == MaskedText(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C/ Mayor 12, 3º B", "[ADDRESS]"),
        ("C/ GRAN VÍA, 25", "[ADDRESS]"),
        ("C/ MAYOR 12, 3º B. FUMADOR.", "[ADDRESS]. FUMADOR."),
        ("C/ MAYOR Nº 12", "[ADDRESS]"),
        ("Vive en C/ Mayor 12 con su hija", "Vive en [ADDRESS] con su hija"),
        ("Domicilio: C/ Mayor 12", "Domicilio: [ADDRESS]"),
        ("DOMICILIO: C/ ALCALÁ 12", "DOMICILIO: [ADDRESS]"),
        ("vive en C/ Hospital 3", "vive en [ADDRESS]"),
        ("Vive en C/ Mayor.", "Vive en [ADDRESS]."),
        ("C/ Virgen de la Cabeza, 12", "[ADDRESS]"),
        ("C/ Mayor s/n", "[ADDRESS]"),
        ("C/ Constitución 12, 28013 Madrid", "[ADDRESS]"),
        ("C/ 2 de Mayo 12", "[ADDRESS]"),
        ("Reside en c/ Alcalá 5", "Reside en [ADDRESS]"),
        ("cayó en c/ Alcalá 5", "cayó en [ADDRESS]"),
    ],
)
def test_a_street_written_with_a_slash_is_an_address(text: str, expected: str) -> None:
    assert mask_text(text).text == expected


def test_the_words_are_folded_and_no_name_is_among_them_by_its_ending() -> None:
    words = COMMON | VERBS | CLINICAL
    assert {word for word in words if folded(word).lower() != word} == set()
    sure = {name for name, kind in bundled_names().items() if kind in {"given", "surname"}}
    assert sure & (COMMON | CLINICAL) == set()
    assert len({name for name in sure if is_clinical(name)}) < 5
    assert is_word("explorada")
    assert not is_word("zutanez")
