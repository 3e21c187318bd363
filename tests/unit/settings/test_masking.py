"""No password survives masking, however it is written."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from epicrisis.settings.masking import mask_secrets
from epicrisis.settings.names import fold_name

# A password that cannot be mistaken for a part of what is around it.
passwords = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20).map(lambda t: f"Zq9{t}9qZ")


@given(passwords)
@example("Zq9;PWD={a}}b;9qZ")
def test_no_password_survives(password: str) -> None:
    braced = "{" + password.replace("}", "}}") + "}"
    odbc = f"DRIVER={{ODBC Driver 18}};SERVER=h;UID=ana;PWD={braced};Encrypt=yes"
    for text in (
        f"mssql+pyodbc://ana:{password}@h/d",
        f"mssql+pyodbc://ana:{quote_plus(password)}@h:1433/d?driver=x",
        f"postgresql://h/d?user=ana&password={quote_plus(password)}&sslmode=require",
        f"mssql+pyodbc:///?odbc_connect={quote_plus(odbc)}",
        odbc,
    ):
        masked = mask_secrets(text)
        assert password not in masked
        assert quote_plus(password) not in masked
        assert "Zq9" not in masked
        assert "***" in masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (
            "postgresql+psycopg://ana:clave@h:5432/d?sslmode=require",
            "postgresql+psycopg://ana:***@h:5432/d?sslmode=require",
        ),
        ("postgresql://ana@h/d", "postgresql://ana@h/d"),
        ("postgresql://:clave@h/d", "postgresql://:***@h/d"),
        ("mysql://h/d?Password=x&a=b", "mysql://h/d?Password=***&a=b"),
        ("Server=h;Pwd=x;Database=d", "Server=h;Pwd=***;Database=d"),
        ("sqlite:///C:/datos/clinic.db", "sqlite:///C:/datos/clinic.db"),
        ("C:\\datos\\notas.csv", "C:\\datos\\notas.csv"),
        ("", ""),
    ],
)
def test_what_is_no_secret_stays_readable(text: str, masked: str) -> None:
    assert mask_secrets(text) == masked


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (" Médico  Tratante ", "medico_tratante"),
        ("\ufeffPACIENTE_ID", "paciente_id"),
        ("AÑO", "ano"),
        ("Subjetivo\u00a0Inicial", "subjetivo_inicial"),
        ("", ""),
    ],
)
def test_names_are_folded(name: str, key: str) -> None:
    assert fold_name(name) == key


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)
