"""A session with a database: read-only, with time limits, its rows streamed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import URL

from epicrisis.sources.addresses import local_file

CONNECT_SECONDS = 15
# Rows fetched in one go: few enough for notes of megabytes, enough that a network's delay does not count.
FETCH_ROWS = 1_000
_SQLITE_STEPS = 100_000


@contextmanager
def connect(url: URL, timeout: int) -> Iterator[sa.Connection]:
    """Open a connection that cannot change data, as far as the database knows such a thing.

    Whatever it does is rolled back at the end. Failures are those of SQLAlchemy and the driver.

    Parameters
    ----------
    url : URL
        The address, with its driver.
    timeout : int
        Seconds that the database may take for an answer.
    """
    backend = url.get_backend_name()
    options: dict[str, Any] = {"arraysize": FETCH_ROWS} if backend == "oracle" else {}
    engine = sa.create_engine(
        _read_only_url(url),
        poolclass=sa.NullPool,
        # A failing statement's parameters may be a patient's name.
        hide_parameters=True,
        connect_args=_connect_arguments(url, timeout),
        **options,
    )
    sa.event.listen(engine, "connect", lambda connection, _: _prepare_driver(connection, backend, timeout))
    try:
        with engine.connect() as connection:
            try:
                yield _prepare_session(connection, backend, timeout)
            except BaseException:
                # A polite goodbye would first read all rows that MySQL still has to send.
                connection.invalidate()
                raise
    finally:
        engine.dispose()


def stream(
    connection: sa.Connection, statement: sa.Executable, batch_rows: int = FETCH_ROWS
) -> tuple[list[str], Iterator[Sequence[sa.Row[Any]]]]:
    """Run a statement and return its columns' names and its rows in batches, held back by the server."""
    size = min(batch_rows, FETCH_ROWS)
    streaming = connection.execution_options(stream_results=True, max_row_buffer=size)
    result = streaming.execute(statement)
    return list(result.keys()), _batches(result, size)


def _batches(result: sa.CursorResult[Any], size: int) -> Iterator[Sequence[sa.Row[Any]]]:
    try:
        yield from result.partitions(size)
    finally:
        # After a lost connection SQLAlchemy leaves the driver's cursor open, and psycopg complains.
        with suppress(Exception):
            result.close()


def columns_of(connection: sa.Connection, statement: sa.Executable) -> list[tuple[str, bool]]:
    """Return the columns that a statement gives, and of each whether it is a number or a moment.

    The statement should be one that gives no rows.
    """
    with connection.execute(statement) as result:
        description = result.cursor.description if result.cursor else ()
        module = connection.dialect.loaded_dbapi
        return [
            (name, _is_plain(module, about[1], connection.dialect.name))
            for name, about in zip(result.keys(), description, strict=True)
        ]


def _is_plain(module: Any, type_code: object, backend: str) -> bool:
    if backend in ("sqlite", "duckdb"):
        return True  # both can order by anything, and SQLite names no types
    if isinstance(type_code, type):
        return type_code.__name__ in {"int", "float", "Decimal", "date", "datetime", "bool"}
    return bool(type_code == module.NUMBER or type_code == module.DATETIME)


def _read_only_url(url: URL) -> URL:
    path = local_file(url)
    if path is None or url.get_backend_name() != "sqlite":
        return url
    place = path.absolute().as_posix()
    # Path.as_uri would make the server of a Windows share the URI's authority, which SQLite refuses.
    uri = f"file://{'' if place.startswith('/') else '/'}{quote(place, safe='/:')}"
    # The only way to open SQLite without the right to write, and without making the file.
    return url.set(database=uri).update_query_dict({"mode": "ro", "uri": "true"})


def _connect_arguments(url: URL, timeout: int) -> dict[str, Any]:
    match url.get_backend_name():
        case "postgresql":
            return {"connect_timeout": CONNECT_SECONDS}
        case "mysql" | "mariadb":
            return {
                "connect_timeout": CONNECT_SECONDS,
                "read_timeout": timeout,
                "init_command": "SET SESSION TRANSACTION READ ONLY",
            }
        case "oracle":
            return {"tcp_connect_timeout": CONNECT_SECONDS}
        case "mssql":
            return {"timeout": CONNECT_SECONDS}
        case "duckdb":
            return {"read_only": True}
        case _:
            return {}


def _prepare_driver(connection: Any, backend: str, timeout: int) -> None:
    """Set on the driver's connection what no URL can say."""
    if backend == "sqlite":
        deadline = time.monotonic() + timeout
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _SQLITE_STEPS)
    elif backend == "mssql":
        connection.timeout = timeout
    elif backend == "oracle":
        connection.call_timeout = timeout * 1000


def _prepare_session(connection: sa.Connection, backend: str, timeout: int) -> sa.Connection:
    if backend == "postgresql":
        # A transaction's own property: poolers such as PgBouncer refuse it as a start-up option.
        connection = connection.execution_options(postgresql_readonly=True)
        connection.exec_driver_sql(f"SET statement_timeout = {timeout * 1000}")
    elif backend == "oracle":
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    elif backend == "sqlite":
        # Its text need not be UTF-8, and the driver would refuse what is not; bytes are decoded, and counted, later.
        driver: Any = connection.connection.driver_connection
        driver.text_factory = bytes
    return connection
