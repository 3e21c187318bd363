"""What is sent to each database, seen without any server."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from epicrisis.errors import ParameterMismatch, QueryFailed, SettingsError, SourceNotFound
from epicrisis.settings.data import SourceSettings
from epicrisis.sources.queries import Query, check_question, load_query
from epicrisis.sources.selection import Table, selection

DIALECTS = {
    "mssql": "mssql+pyodbc",
    "oracle": "oracle+oracledb",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
    "sqlite": "sqlite",
    "duckdb": "duckdb",
}


def dialect(backend: str) -> sa.Dialect:
    found: sa.Dialect = make_url(f"{DIALECTS[backend]}://h/d").get_dialect()()
    return found


def query(sql: str, backend: str = "sqlite", **params: str | int) -> Query:
    return load_query(SourceSettings(query=sql, params=params), backend)


def compiled(statement: sa.Executable, backend: str) -> str:
    assert isinstance(statement, sa.ClauseElement)
    found = statement.compile(dialect=dialect(backend), compile_kwargs={"literal_binds": True})
    return " ".join(str(found).split())


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        ("mssql", "SELECT TOP 10 * FROM (SELECT a FROM t ) AS epicrisis_notes ORDER BY fecha, [Id Paciente]"),
        (
            "oracle",
            'SELECT * FROM (SELECT a FROM t ) epicrisis_notes ORDER BY fecha, "Id Paciente" FETCH FIRST 10 ROWS ONLY',
        ),
        ("postgresql", 'SELECT * FROM (SELECT a FROM t ) AS epicrisis_notes ORDER BY fecha, "Id Paciente" LIMIT 10'),
        ("mysql", "SELECT * FROM (SELECT a FROM t ) AS epicrisis_notes ORDER BY fecha, `Id Paciente` LIMIT 10"),
        ("mariadb", "SELECT * FROM (SELECT a FROM t ) AS epicrisis_notes ORDER BY fecha, `Id Paciente` LIMIT 10"),
        (
            "sqlite",
            'SELECT * FROM (SELECT a FROM t ) AS epicrisis_notes ORDER BY fecha, "Id Paciente" LIMIT 10 OFFSET 0',
        ),
        ("duckdb", 'SELECT * FROM (SELECT a FROM t ) AS epicrisis_notes ORDER BY fecha, "Id Paciente" LIMIT 10'),
    ],
)
def test_each_database_cuts_rows_in_its_own_words(backend: str, expected: str) -> None:
    asked = query("SELECT a FROM t;", backend)
    statement = selection(asked, dialect(backend), order=["fecha", "Id Paciente"], rows=10)
    assert compiled(statement, backend) == expected


@pytest.mark.parametrize(
    ("backend", "end"),
    [
        ("mssql", "ORDER BY a DESC OFFSET 0 ROWS FETCH NEXT 5 ROWS ONLY"),
        ("oracle", "ORDER BY a DESC FETCH FIRST 5 ROWS ONLY"),
        ("postgresql", "ORDER BY a DESC LIMIT 5"),
    ],
)
def test_a_query_with_an_order_is_cut_in_that_order(backend: str, end: str) -> None:
    asked = query("SELECT a FROM t ORDER BY a DESC -- fin", backend)
    assert compiled(selection(asked, dialect(backend), rows=5), backend).endswith(end.removeprefix("ORDER BY a DESC "))
    assert "SELECT *" not in compiled(selection(asked, dialect(backend), rows=5), backend)


def test_sql_server_keeps_common_tables_in_front() -> None:
    asked = query(";WITH h AS (SELECT * FROM t WHERE b = ')'), g AS (SELECT 1 x) SELECT h.* FROM h", "mssql")
    assert compiled(selection(asked, dialect("mssql"), order=["fecha", "Médico Id"], rows=7), "mssql") == (
        "WITH h AS (SELECT * FROM t WHERE b = ')'), g AS (SELECT 1 x), epicrisis_notes AS ( SELECT h.* FROM h ) "
        "SELECT TOP 7 * FROM epicrisis_notes ORDER BY fecha, [Médico Id]"
    )


def test_sql_server_cannot_order_twice() -> None:
    asked = query("SELECT a FROM t ORDER BY a", "mssql")
    with pytest.raises(QueryFailed, match=r"leave source\.order_by empty"):
        selection(asked, dialect("mssql"), order=["b"], rows=5)


def test_a_query_that_cuts_itself_is_wrapped() -> None:
    for backend, sql in [
        ("mssql", "SELECT TOP 9 a FROM t ORDER BY a"),
        ("sqlite", "SELECT a FROM t ORDER BY a LIMIT 9"),
    ]:
        statement = selection(query(sql, backend), dialect(backend), order=["a"], rows=5)
        assert sql in compiled(statement, backend)
        assert "epicrisis_notes ORDER BY a" in compiled(statement, backend)


def test_all_rows_send_the_query_as_it_is() -> None:
    assert compiled(selection(query("SELECT a FROM t ORDER BY 1"), dialect("sqlite")), "sqlite") == (
        "SELECT a FROM t ORDER BY 1"
    )


@pytest.mark.parametrize(
    ("text", "backend", "expected"),
    [
        ("historias", "postgresql", "SELECT * FROM historias"),
        ("Clinica.Historias", "postgresql", 'SELECT * FROM "Clinica"."Historias"'),
        ("[dbo].[Historias Clínicas]", "mssql", "SELECT * FROM dbo.[Historias Clínicas]"),
        ("t; DROP TABLE t", "postgresql", 'SELECT * FROM "t; DROP TABLE t"'),
    ],
)
def test_a_tables_name_is_quoted(text: str, backend: str, expected: str) -> None:
    assert compiled(selection(Table.parse(text), dialect(backend)), backend) == expected


@pytest.mark.parametrize(
    ("backend", "sql"),
    [
        ("postgresql", "SELECT ':no', a::int, x[1:2], $$ :no $$, E'\\':no' FROM t WHERE b = :si -- :no\n/* :no */"),
        ("mysql", "SELECT 'it\\':no', `a:no`, \":no\" FROM t WHERE b = :si # :no"),
        ("mssql", "SELECT [a:no], 'x'':no' FROM t WHERE b = :si"),
        ("oracle", "SELECT q'[it's :no]' FROM t WHERE b=:si"),
        ("sqlite", "SELECT strftime('%H:%M:no', a) FROM t WHERE b = :si"),
    ],
)
def test_only_real_parameters_are_bound(backend: str, sql: str) -> None:
    asked = query(sql, backend, si="O'Higgins'; DROP TABLE t; --")
    clause = asked.clause()
    assert list(clause.compile(dialect=dialect(backend)).params) == ["si"]
    text = str(clause.compile(dialect=sa.dialects.sqlite.dialect(paramstyle="named")))
    assert text == asked.sql
    assert "DROP" not in text


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("; ;", "The query is empty"),
        ("-- nada de nada", "The query is empty"),
        ("EXEC sp_notas", "begins with 'EXEC'"),
        ("SELECT a INTO b FROM t", "holds INTO, which could change data"),
        ("WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x", "holds DELETE"),
        ("SELECT a FROM t DROP TABLE t", "holds DROP"),
        ("SELECT 1; SELECT 2", "more than one statement"),
    ],
)
def test_only_one_statement_that_reads_is_run(sql: str, message: str) -> None:
    with pytest.raises(QueryFailed, match=message):
        load_query(SourceSettings(query=f"{sql}\n "), "postgresql")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT h.update, replace(a, 'DELETE', 'x') AS c FROM t h -- DROP\n;",
        'SELECT "insert" FROM t',
        "(SELECT 1) UNION (SELECT 2)",
    ],
)
def test_harmless_words_are_no_harm(sql: str) -> None:
    assert query(sql).sql.startswith(sql[:10])


def test_parameters_are_compared_both_ways() -> None:
    with pytest.raises(ParameterMismatch, match=r"needs a value for b, .*In the query: a, b\. In source\.params: a\."):
        query("SELECT :a, :b", a=1)
    with pytest.raises(ParameterMismatch, match=r"gives c, but the query has no parameters\. Write :name in it"):
        query("SELECT ':c'", c=1)
    with pytest.raises(ParameterMismatch, match=r"gives c, which .*In the query: a\. In source\.params: a, c\."):
        query("SELECT :a", a=1, c=1)
    with pytest.raises(ParameterMismatch, match=r"is empty\. Write there: params = \{ a = …, b = … \}\.$"):
        query("SELECT :a, :b")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_query_files_of_windows_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "historias del año.sql"
    path.write_bytes("SELECT a\r\nFROM t WHERE m = 'PSICOLOGÍA';\r\n".encode(encoding))
    assert query(str(path)).sql == "SELECT a\nFROM t WHERE m = 'PSICOLOGÍA'"


def test_a_missing_query_file_is_said() -> None:
    with pytest.raises(SourceNotFound, match=r"The query file sql.historias\.sql does not exist"):
        query("sql/historias.sql")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({}, "set source.query to a .sql file, or source.table"),
        ({"table": "t", "params": {"a": 1}}, "a table takes no parameters"),
    ],
)
def test_the_question_is_one(source: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        check_question(SourceSettings.model_validate(source))
