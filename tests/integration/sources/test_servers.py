"""The three databases that can run here, read as an analyst reads them."""

from __future__ import annotations

import threading
import time
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from epicrisis.errors import (
    ConnectionFailed,
    LoginRefused,
    ParameterMismatch,
    QueryFailed,
    QueryTimedOut,
    SourceNotFound,
)
from epicrisis.progress import Advance, Event, Notice
from epicrisis.settings.data import ColumnSettings
from epicrisis.settings.schema import Settings
from epicrisis.sources.probe import probe_source
from epicrisis.sources.reading import take_snapshot
from epicrisis.workspace import Workspace, open_workspace

pytestmark = pytest.mark.slow

ROWS = 2_500
QUERY = "SELECT * FROM historias WHERE especialidad = :medico AND fecha >= :desde"
PARAMS = {"medico": "PSICOLOGÍA", "desde": "2023-01-01"}
COLUMNS = ColumnSettings(text=["subjetivo"], label="grupo", categorical=["sexo"], numeric=["edad"])


@pytest.fixture(scope="module", params=["postgres_url", "mariadb_url"])
def clinic_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(request.param)
    fill(url)
    return url


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "workspace")


def engine_of(url: str) -> sa.Engine:
    backend, rest = url.split("://", 1)
    return sa.create_engine(f"{backend}+{'psycopg' if backend == 'postgresql' else 'pymysql'}://{rest}")


def fill(url: str, rows: int = ROWS) -> None:
    engine = engine_of(url)
    table = sa.Table(
        "historias",
        sa.MetaData(),
        sa.Column("nota_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("paciente_id", sa.BigInteger),
        sa.Column("fecha", sa.DateTime),
        sa.Column("sexo", sa.String(1)),
        sa.Column("edad", sa.Numeric(6, 2)),
        sa.Column("especialidad", sa.String(40)),
        sa.Column("subjetivo", sa.Text),
        sa.Column("grupo", sa.String(40)),
    )
    records = [
        {
            "nota_id": number,
            "paciente_id": number % 700,
            "fecha": datetime(2023, 1 + number % 12, 1 + number % 28),  # noqa: DTZ001
            "sexo": "F" if number % 3 else None,
            "edad": Decimal("33.50") if number >= 1_200 else None,
            "especialidad": "PSICOLOGÍA",
            "subjetivo": f"niega ideación; señora Ñandú {number} 50 % :x",
            "grupo": "T. Depresivos",
        }
        for number in range(rows)
    ]
    with engine.begin() as connection:
        table.drop(connection, checkfirst=True)
        table.create(connection)
        connection.execute(table.insert(), records)
    engine.dispose()


def settings(url: str, **source: object) -> Settings:
    asked = {"query": QUERY, "params": PARAMS} if not {"query", "table"} & source.keys() else {}
    return Settings.model_validate({"source": {"url": url, **asked, **source}, "columns": COLUMNS.model_dump()})


def test_all_rows_arrive_once_with_their_types(clinic_url: str, workspace: Workspace) -> None:
    snapshot = take_snapshot(settings(clinic_url, batch_rows=400), workspace)
    frame = snapshot.read()
    assert sorted(frame["nota_id"]) == list(range(ROWS))
    assert frame.schema["paciente_id"] == pl.Int64
    assert frame.schema["edad"] == pl.Float64
    assert frame.schema["fecha"] == pl.Datetime("us")
    assert frame["edad"].null_count() == 1_200
    assert frame.sort("nota_id")["subjetivo"][7] == "niega ideación; señora Ñandú 7 50 % :x"
    assert snapshot.manifest.window == ("2023-01-01", "2023-12-28")


def test_rows_are_cut_in_the_database_in_a_stated_order(clinic_url: str, workspace: Workspace) -> None:
    snapshot = take_snapshot(settings(clinic_url, rows=300), workspace)
    frame = snapshot.read()
    whole = take_snapshot(settings(clinic_url), workspace).read()
    expected = whole.sort("fecha", "paciente_id", "nota_id")["nota_id"].head(300)
    assert frame["nota_id"].to_list() == expected.to_list()
    assert list(snapshot.manifest.order)[:2] == ["fecha", "paciente_id"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT nota_id FROM historias ORDER BY nota_id DESC;",
        "WITH h AS (SELECT * FROM historias) SELECT nota_id FROM h ORDER BY nota_id DESC -- las últimas: las primeras",
    ],
)
def test_a_querys_own_order_decides_which_rows_are_kept(clinic_url: str, workspace: Workspace, query: str) -> None:
    frame = take_snapshot(settings(clinic_url, query=query, rows=3), workspace).read()
    assert frame["nota_id"].to_list() == [ROWS - 1, ROWS - 2, ROWS - 3]


def test_order_by_of_the_settings_is_obeyed(clinic_url: str, workspace: Workspace) -> None:
    frame = take_snapshot(settings(clinic_url, table="historias", rows=4, order_by=["nota_id"]), workspace).read()
    assert frame["nota_id"].to_list() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM historias",
        "SELECT 1; DELETE FROM historias",
        "WITH x AS (DELETE FROM historias RETURNING *) SELECT * FROM x",
        "UPDATE historias SET grupo = 'x'",
    ],
)
def test_a_statement_that_changes_data_is_refused(clinic_url: str, workspace: Workspace, query: str) -> None:
    with pytest.raises(QueryFailed):
        take_snapshot(settings(clinic_url, query=query), workspace)
    assert count(clinic_url) == ROWS


def test_the_session_itself_cannot_write(clinic_url: str) -> None:
    from epicrisis.sources.addresses import locate
    from epicrisis.sources.database import connect

    url = locate(settings(clinic_url).source)
    with connect(url, 30) as connection, pytest.raises(sa.exc.DBAPIError, match=r"read-only|READ ONLY"):  # type: ignore[arg-type]
        connection.execute(sa.text("DELETE FROM historias"))
    assert count(clinic_url) == ROWS


def count(url: str) -> int:
    engine = engine_of(url)
    with engine.connect() as connection:
        found = connection.execute(sa.text("SELECT count(*) FROM historias")).scalar_one()
    engine.dispose()
    return int(found)


def test_a_second_run_reuses_the_snapshot_and_refresh_reads_again(clinic_url: str, workspace: Workspace) -> None:
    first = take_snapshot(settings(clinic_url), workspace)
    heard: list[Event] = []
    second = take_snapshot(settings(clinic_url), workspace, listener=heard.append)
    assert second.reused
    assert second.manifest == first.manifest
    assert [event.template for event in heard if isinstance(event, Notice)] == [
        "The {rows} rows that this same question read {taken_at} are reused; --refresh asks the database again."
    ]
    assert not take_snapshot(settings(clinic_url), workspace, refresh=True).reused


def test_unbound_and_superfluous_parameters_are_named(clinic_url: str, workspace: Workspace) -> None:
    with pytest.raises(ParameterMismatch, match=r"needs a value for desde, .* In the query: medico, desde. .*: medico"):
        take_snapshot(settings(clinic_url, query=QUERY, params={"medico": "x"}), workspace)
    with pytest.raises(ParameterMismatch, match=r"gives hasta, which the query does not use"):
        take_snapshot(settings(clinic_url, query=QUERY, params={**PARAMS, "hasta": "x"}), workspace)


def test_failures_are_told_apart(clinic_url: str, workspace: Workspace) -> None:
    url = make_url(clinic_url)
    wrong = {
        "password": url.set(password="otra"),
        "database": url.set(database="nada"),
        "host": url.set(host="no-such-host.invalid"),
        "port": url.set(port=1),
    }
    expected = {
        "password": (LoginRefused, "refuses the login of clinica to the database clinica"),
        "database": (LoginRefused, "to the database nada"),
        "host": (ConnectionFailed, "The host no-such-host.invalid is not known on this network"),
        "port": (ConnectionFailed, "no database answers there on port 1 "),
    }
    for what, (kind, words) in expected.items():
        heard: list[Event] = []
        asked = settings(wrong[what].render_as_string(hide_password=False))
        with pytest.raises(kind, match=words):
            take_snapshot(asked, workspace, listener=heard.append)
        assert not [event for event in heard if isinstance(event, Notice)], "it was retried"
        findings = probe_source(asked)
        assert findings[-1].subject == ("login" if kind is LoginRefused else "host")
        assert not findings[-1].ok


def test_errors_of_sql_name_the_mistake_but_no_cell(clinic_url: str, workspace: Workspace) -> None:
    with pytest.raises(SourceNotFound, match=r"no such table or view: .*histori_clinica"):
        take_snapshot(settings(clinic_url, table="histori_clinica"), workspace)
    with pytest.raises(QueryFailed, match=r"refuses the query: .*sujetivo"):
        take_snapshot(settings(clinic_url, query="SELECT sujetivo FROM historias"), workspace)
    with pytest.raises(QueryFailed, match=r"refuses the query: .*FROM"):
        take_snapshot(settings(clinic_url, query="SELECT FROM FROM historias"), workspace)


def test_a_slow_query_is_stopped(clinic_url: str, workspace: Workspace) -> None:
    sleep = "SELECT pg_sleep(20)" if clinic_url.startswith("postgresql") else "SELECT sleep(20)"
    start = time.monotonic()
    with pytest.raises(QueryTimedOut, match="no answer within 1 seconds"):
        take_snapshot(settings(clinic_url, query=sleep, timeout=1), workspace)
    assert time.monotonic() - start < 10


def test_the_password_is_nowhere(clinic_url: str, workspace: Workspace) -> None:
    password = make_url(clinic_url).password
    assert password
    secrets = (str(password), "s3creta%26clave")
    heard: list[Event] = []
    take_snapshot(settings(clinic_url), workspace, listener=heard.append)
    told = [repr(heard), repr(probe_source(settings(clinic_url)))]
    for broken in ({"table": "nada"}, {"query": f"SELECT '{password}' + nada FROM historias"}):
        with pytest.raises((QueryFailed, SourceNotFound)) as caught:
            take_snapshot(settings(clinic_url, **broken), workspace)
        told.append(f"{caught.value}{caught.value.__cause__}")
    files = [path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()]
    assert len(files) == 2
    for secret in secrets:
        assert not any(secret in text for text in told)
        assert not any(secret.encode() in content for content in files)


def test_probe_finds_a_missing_column(clinic_url: str) -> None:
    asked = settings(clinic_url, query="SELECT nota_id, paciente_id, fecha, 'F' AS \"SEXO\", subjetivo FROM historias")
    if clinic_url.startswith("mariadb"):
        asked = settings(
            clinic_url, query="SELECT nota_id, paciente_id, fecha, 'F' AS `SEXO`, subjetivo FROM historias"
        )
    last = probe_source(asked)[-1]
    assert last.subject == "columns"
    assert last.template.format(**last.fields) == (
        "The columns edad, grupo are not in the source. Found: nota_id, paciente_id, fecha, SEXO, subjetivo."
    )
    assert [finding.ok for finding in probe_source(settings(clinic_url))] == [True] * 7


class Saboteur:
    """Does harm once, when the first rows have been read."""

    def __init__(self, harm: object) -> None:
        self.harm = harm
        self.notices: list[Notice] = []

    def __call__(self, event: Event) -> None:
        if isinstance(event, Notice):
            self.notices.append(event)
        if isinstance(event, Advance) and event.done and self.harm:
            harm, self.harm = self.harm, None
            harm()  # type: ignore[operator]


def test_a_connection_killed_in_the_middle_is_read_again_without_doubles(
    postgres_url: str, workspace: Workspace
) -> None:
    fill(postgres_url)
    engine = engine_of(postgres_url)

    def kill() -> None:
        with engine.connect() as connection:
            connection.execute(
                sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'FETCH%'")
            )

    saboteur = Saboteur(kill)
    snapshot = take_snapshot(settings(postgres_url, batch_rows=100), workspace, listener=saboteur)
    engine.dispose()
    assert sorted(snapshot.read()["nota_id"]) == list(range(ROWS))
    assert [notice.template.format(**notice.fields) for notice in saboteur.notices] == [
        "The connection was lost; reading begins again from the first row (attempt 2 of 5)."
    ]


def test_a_server_that_restarts_in_the_middle_is_waited_for(
    fragile_postgres: tuple[str, object], workspace: Workspace
) -> None:
    url, control = fragile_postgres
    fill(url)
    back: list[threading.Timer] = []

    def crash() -> None:
        control.stop()  # type: ignore[attr-defined]
        back.append(threading.Timer(1.5, control.start))  # type: ignore[attr-defined]
        back[0].start()

    saboteur = Saboteur(crash)
    snapshot = take_snapshot(settings(url, batch_rows=100), workspace, listener=saboteur)
    back[0].join()
    assert sorted(snapshot.read()["nota_id"]) == list(range(ROWS))
    assert len(saboteur.notices) >= 2, "the port was closed at the second attempt"


def test_retries_end(fragile_postgres: tuple[str, object], workspace: Workspace) -> None:
    url, control = fragile_postgres
    fill(url)
    with pytest.raises(ConnectionFailed):
        take_snapshot(
            settings(url, batch_rows=100, retries=1),
            workspace,
            listener=Saboteur(control.stop),  # type: ignore[attr-defined]
        )
    assert list(workspace.snapshots.iterdir()) == []
    control.start()  # type: ignore[attr-defined]
