"""From settings to addresses, and what is shown of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import URL, make_url

from epicrisis.errors import SettingsError, SourceNotFound
from epicrisis.settings.data import SourceSettings
from epicrisis.sources.addresses import FileAddress, describe, locate
from epicrisis.sources.masking import mask_for


def address(**source: object) -> URL:
    found = locate(SourceSettings.model_validate(source))
    assert isinstance(found, URL)
    return found


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("mysql://u@h/d", "mysql+pymysql"),
        ("mariadb://u@h/d", "mariadb+pymysql"),
        ("mssql://u@h/d", "mssql+mssqlpython"),
        ("sqlserver://u@h/d", "mssql+mssqlpython"),
        ("mssql://u@h/d?driver=ODBC+Driver+17+for+SQL+Server", "mssql+pyodbc"),
        ("oracle://u@h/?service_name=x", "oracle+oracledb"),
        ("postgresql+psycopg2://u@h/d", "postgresql+psycopg2"),
    ],
)
def test_the_driver_that_comes_along_is_chosen(given: str, driver: str) -> None:
    assert address(url=given).drivername == driver


def connect_string(url: URL) -> str:
    arguments, _ = url.get_dialect()().create_connect_args(url)
    return str(arguments[0])


def test_the_parts_of_a_windows_analyst_make_a_trusted_odbc_connection() -> None:
    url = address(
        server=r"SRV-HC\SQL2019", database="Historias", driver="{ODBC Driver 17 for SQL Server}", trusted=True
    )
    assert connect_string(url) == (
        r"DRIVER={ODBC Driver 17 for SQL Server};Server=SRV-HC\SQL2019;Database=Historias;Trusted_Connection=Yes"
    )


def test_without_a_user_sql_server_takes_that_of_windows() -> None:
    assert connect_string(address(server="srv,1444", database="hc")) == (
        "Server=srv,1444;Database=hc;Trusted_Connection=yes"
    )
    assert "Trusted_Connection" not in connect_string(address(server="srv", database="hc", user="u", password="p"))
    assert "Trusted_Connection=yes" in connect_string(address(url="mssql://srv/hc"))
    assert "Trusted" not in connect_string(address(url="mssql://srv/hc?authentication=ActiveDirectoryIntegrated"))


def test_the_parts_of_other_databases() -> None:
    assert str(address(dialect="postgresql", server="h:5433", database="d", user="u").set(password=None)) == (
        "postgresql+psycopg://u@h:5433/d"
    )
    oracle = address(dialect="oracle", server="h", port=1521, database="HC", user="u", password="p")
    assert oracle.query == {"service_name": "HC"}
    assert oracle.database is None


def test_a_login_from_its_own_settings_completes_the_url() -> None:
    url = address(url="postgresql://h/d", user="u", password="p@:/")
    assert (url.username, url.password) == ("u", "p@:/")
    kept = address(url="postgresql://a:b@h/d", user="u", password="p")
    assert (kept.username, kept.password) == ("a", "b")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({}, "No source is set"),
        ({"url": "datos.pdf"}, r"datos\.pdf is no kind of source that is known\. Known files: \.parquet"),
        ({"url": "postgresql://u:p@ss@h/d"}, "The password in source.url holds an @"),
        ({"url": "://"}, "source.url is not an address that can be read"),
        ({"url": "nosuchdb://h/d"}, "names the database 'nosuchdb', which is not known"),
        ({"url": "sqlite://"}, "names no database file"),
        ({"database": "d"}, "source.server is empty"),
        ({"server": "s"}, "source.database is empty"),
    ],
)
def test_what_cannot_be_understood_is_said(source: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        address(**source)
    assert "p@ss" not in f"{caught.value}{caught.value.__cause__}"


@pytest.mark.parametrize("name", ["clinic.db", "sqlite:///clinic.db", "duckdb:///clinic.duckdb", "notas.csv"])
def test_a_missing_file_is_said_and_not_made(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceNotFound, match=r"The file (clinic|notas)\.\w+ does not exist"):
        locate(SourceSettings(url=name))  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_files_are_known_by_their_ending(tmp_path: Path) -> None:
    for name, kind in [("a.CSV", "delimited"), ("a.parquet", "parquet"), ("a.xlsx", "xlsx"), ("a.jsonl", "ndjson")]:
        (tmp_path / name).touch()
        found = locate(SourceSettings(url=str(tmp_path / name)))  # type: ignore[arg-type]
        assert isinstance(found, FileAddress)
        assert found.kind == kind
        assert describe(found) == name


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://ana:cl%40ve%2Fx@h:5432/d",
        "mssql+pyodbc://ana:cl%40ve%2Fx@h/d?driver=x",
        "postgresql://h/d?user=ana&password=cl%40ve%2Fx",
        "mssql+pyodbc://?odbc_connect=Server%3Dh%3BUID%3Dana%3BPWD%3Dcl%40ve%2Fx",
    ],
)
def test_passwords_are_masked_wherever_they_stand(text: str) -> None:
    url = make_url(text)
    mask = mask_for(url)
    for shown in (
        describe(url),
        mask(text),
        mask("login failed for cl@ve/x"),
        mask("Server=h;PWD=cl@ve/x;x=1"),
        mask("cl%40ve%2Fx"),
    ):
        assert "cl@ve" not in shown
        assert "cl%40ve" not in shown
    assert "h" in describe(url)
