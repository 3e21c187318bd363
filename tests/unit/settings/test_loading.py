"""Where a setting's value comes from, and that nothing leaks on the way."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from epicrisis.cli.call import Call
from epicrisis.cli.console import Console
from epicrisis.settings.data import ColumnSettings, SourceSettings
from epicrisis.settings.loading import load_settings, public_settings
from epicrisis.settings.schema import Settings
from epicrisis.settings.templates import query_template, settings_template


def write(folder: Path, text: str, name: str = "epicrisis.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_nothing_given_is_the_defaults_with_the_workspace_in_the_directory(tmp_path: Path) -> None:
    loaded = load_settings(directory=tmp_path, environ={})
    assert loaded.path is None
    assert loaded.settings.workspace.dir == tmp_path / ".epicrisis"
    expected = Settings(columns=ColumnSettings(language="es"))
    assert loaded.settings.model_copy(update={"workspace": Settings().workspace}) == expected
    assert set(loaded.origins.values()) == {"default"}
    assert loaded.origins["search.trials"] == "default"


def test_each_layer_wins_over_the_one_before(tmp_path: Path) -> None:
    write(tmp_path, "[search]\ntrials = 1\ntimeout = 1\nworkers = 1\n[split]\nseed = 1\nfolds = 2")
    write(tmp_path, "EPICRISIS_SEARCH__TIMEOUT=2\nEPICRISIS_SEARCH__WORKERS=2\nEPICRISIS_SPLIT__SEED=2", ".env")
    environ = {"EPICRISIS_SEARCH__WORKERS": "3", "EPICRISIS_SPLIT__SEED": "3"}
    loaded = load_settings(directory=tmp_path, environ=environ, overrides=["split.seed=4"])
    search, split = loaded.settings.search, loaded.settings.split
    assert (search.trials, search.timeout, search.workers, split.seed) == (1, 2, 3, 4)
    assert [
        loaded.origins[key] for key in ("split.test", "search.trials", "search.timeout", "search.workers", "split.seed")
    ] == [
        "default",
        "file epicrisis.toml",
        ".env EPICRISIS_SEARCH__TIMEOUT",
        "environment EPICRISIS_SEARCH__WORKERS",
        "--set",
    ]


def test_reading_dotenv_leaves_the_real_environment_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EPICRISIS_SPLIT__SEED", raising=False)
    write(tmp_path, "EPICRISIS_SPLIT__SEED=7", ".env")
    before = dict(os.environ)
    assert load_settings(directory=tmp_path).settings.split.seed == 7
    assert dict(os.environ) == before


def test_dotenv_beside_the_settings_file_comes_before_the_one_in_the_working_directory(tmp_path: Path) -> None:
    file = write(tmp_path / "project", "language = 'en'")
    write(tmp_path, "EPICRISIS_SPLIT__SEED=1", ".env")
    assert load_settings(file, directory=tmp_path, environ={}).settings.split.seed == 1
    write(tmp_path / "project", "EPICRISIS_SPLIT__SEED=2", ".env")
    assert load_settings(file, directory=tmp_path, environ={}).settings.split.seed == 2


def test_dollar_in_a_dotenv_password_is_a_dollar(tmp_path: Path) -> None:
    write(tmp_path, 'EPICRISIS_SOURCE__PASSWORD="p${HOME}$1"\n', ".env")
    assert load_settings(directory=tmp_path, environ={}).settings.source.password.get_secret_value() == "p${HOME}$1"


@pytest.mark.parametrize(
    ("override", "section", "field", "value"),
    [
        ("columns.text=nota, evolucion", "columns", "text", ["nota", "evolucion"]),
        ('columns.text=["nota"]', "columns", "text", ["nota"]),
        ("columns.numeric=", "columns", "numeric", []),
        ("search.timeout=1.5", "search", "timeout", 1.5),
        ("source.trusted=sí", "source", "trusted", True),
        ("source.trusted=false", "source", "trusted", False),
        ("source.database=2024", "source", "database", "2024"),
        ('source.table="historias"', "source", "table", "historias"),
        ("source.separator=;", "source", "separator", ";"),
        ("source.params.medico=PSICOLOGÍA", "source", "params", {"medico": "PSICOLOGÍA"}),
        ("source.params.desde=2023-01-01", "source", "params", {"desde": "2023-01-01"}),
        ("source.params.codigo=007", "source", "params", {"codigo": "007"}),
        ("source.params={a = 1, b = 'x'}", "source", "params", {"a": 1, "b": "x"}),
    ],
)
def test_text_means_what_the_setting_takes(
    tmp_path: Path, override: str, section: str, field: str, value: object
) -> None:
    settings = load_settings(directory=tmp_path, environ={}, overrides=[override]).settings
    assert getattr(getattr(settings, section), field) == value


def test_parameters_of_all_layers_are_joined_and_dates_without_quotes_are_iso_text(tmp_path: Path) -> None:
    write(tmp_path, "[source.params]\nfechaini = 2023-01-01\nmedico = 'A'")
    loaded = load_settings(directory=tmp_path, environ={}, overrides=["source.params.medico=B"])
    assert loaded.settings.source.params == {"fechaini": "2023-01-01", "medico": "B"}
    assert loaded.origins["source.params.fechaini"] == "file epicrisis.toml"
    assert loaded.origins["source.params.medico"] == "--set"
    assert ("source.params.medico", "B", "--set") in loaded.describe()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_windows_editors_are_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "epicrisis.toml").write_bytes("[columns]\r\nlabel = 'diagnóstico'\r\n".encode(encoding))
    (tmp_path / ".env").write_bytes("EPICRISIS_SPLIT__SEED=5\r\n".encode(encoding))
    settings = load_settings(directory=tmp_path, environ={}).settings
    assert (settings.columns.label, settings.split.seed) == ("diagnóstico", 5)


# --- the variables of scripts with pyodbc


def test_database_variables_without_a_user_mean_a_trusted_connection(tmp_path: Path) -> None:
    environ = {"DB_SERVER": "HOSPITAL\\SQL01", "DB_NAME": "Historias", "DB_DRIVER": "{ODBC Driver 17 for SQL Server}"}
    loaded = load_settings(directory=tmp_path, environ=environ)
    source = loaded.settings.source
    assert (source.server, source.database, source.driver) == tuple(environ.values())
    assert (source.dialect, source.trusted) == ("sqlserver", True)
    assert loaded.origins["source.trusted"] == "environment DB_SERVER"


@pytest.mark.parametrize("more", [{"DB_USER": "ana"}, {"DB_TRUSTED": "no"}, {"EPICRISIS_SOURCE__DIALECT": "mysql"}])
def test_a_user_a_refusal_or_another_database_mean_no_trusted_connection(tmp_path: Path, more: dict[str, str]) -> None:
    assert not load_settings(directory=tmp_path, environ={"DB_SERVER": "s"} | more).settings.source.trusted


def test_database_variables_give_way_to_ours_and_to_any_url(tmp_path: Path) -> None:
    environ = {"DB_SERVER": "theirs", "DB_NAME": "theirs", "EPICRISIS_SOURCE__SERVER": "ours"}
    source = load_settings(directory=tmp_path, environ=environ).settings.source
    assert (source.server, source.database) == ("ours", "theirs")
    write(tmp_path, "[source]\nurl = 'clinic.db'")
    source = load_settings(directory=tmp_path, environ=environ | {"DB_PORT": "not a port"}).settings.source
    assert (source.server, source.database) == ("ours", "")


def test_database_variables_come_from_dotenv_too_and_empty_ones_count_as_absent(tmp_path: Path) -> None:
    write(tmp_path, "DB_SERVER=s\nDB_USER=\nDB_PORT=1433\n", ".env")
    loaded = load_settings(directory=tmp_path, environ={})
    assert (loaded.settings.source.port, loaded.settings.source.trusted) == (1433, True)
    assert loaded.origins["source.server"] == ".env DB_SERVER"


def test_a_port_alone_belongs_to_another_program(tmp_path: Path) -> None:
    assert load_settings(directory=tmp_path, environ={"DB_PORT": "abc", "DB_USER": "x"}).settings == (
        load_settings(directory=tmp_path, environ={}).settings
    )


# --- paths


def test_paths_in_the_file_are_relative_to_it_and_those_on_the_command_line_to_the_working_directory(
    tmp_path: Path,
) -> None:
    file = write(
        tmp_path / "project",
        "[source]\nurl = 'sqlite:///clinic.db?mode=ro'\nquery = 'sql/q.sql'\n[workspace]\ndir = 'w'\n"
        "[tracking]\nuri = 'sqlite:///backend.db'",
    )
    settings = load_settings(file, directory=tmp_path, environ={}).settings
    base = (tmp_path / "project").as_posix()
    assert settings.source.url.get_secret_value() == f"sqlite:///{base}/clinic.db?mode=ro"
    assert settings.source.query == str(tmp_path / "project" / "sql" / "q.sql")
    assert settings.workspace.dir == tmp_path / "project" / "w"
    assert settings.tracking.uri == f"sqlite:///{base}/backend.db"
    changed = load_settings(file, directory=tmp_path, environ={}, overrides=["source.url=notes.csv"]).settings
    assert changed.source.url.get_secret_value() == str(tmp_path / "notes.csv")


def test_an_encoder_s_folder_is_made_absolute_and_a_hub_s_name_is_left(tmp_path: Path) -> None:
    write(tmp_path, "[encoder]\npath = 'models/mini'")
    assert load_settings(directory=tmp_path, environ={}).settings.encoder.path == "models/mini"
    (tmp_path / "models" / "mini").mkdir(parents=True)
    loaded = load_settings(directory=tmp_path, environ={}).settings
    assert loaded.encoder.path == str(tmp_path / "models" / "mini")
    assert public_settings(loaded)["encoder"] == {"path": "mini", "max_length": 256, "threads": 0}
    (tmp_path / "epicrisis.toml").unlink()
    changed = load_settings(directory=tmp_path, environ={}, overrides=["encoder.path=../x/y/z"]).settings
    assert changed.encoder.path == str(tmp_path / ".." / "x" / "y" / "z")


@pytest.mark.parametrize(
    "url", ["sqlite:///:memory:", "sqlite://", "postgresql://h/d", "duckdb:///:memory:", "sqlite:///file:x?uri=true"]
)
def test_urls_that_name_no_file_are_left_as_they_are(tmp_path: Path, url: str) -> None:
    settings = load_settings(directory=tmp_path, environ={}, overrides=[f"source.url={url}"]).settings
    assert settings.source.url.get_secret_value() == url


def test_sql_written_into_the_settings_is_left_as_it_is(tmp_path: Path) -> None:
    write(tmp_path, '[source]\nquery = """\nSELECT *\n\tFROM notes"""')
    assert load_settings(directory=tmp_path, environ={}).settings.source.query == "SELECT *\n\tFROM notes"


# --- what may be shown


def test_public_settings_are_json_without_secrets_folders_or_order_of_layers(tmp_path: Path) -> None:
    write(
        tmp_path,
        "[source]\nurl = 'mssql+pyodbc://ana:cl@ve/1@h/d?driver=x&PWD=cl@ve/1'\npassword = 'cl@ve/1'\n"
        "query = 'sql/q.sql'\n[tracking]\nuri = 'https://ana:cl@ve/1@mlflow'",
    )
    loaded = load_settings(directory=tmp_path, environ={})
    text = json.dumps(public_settings(loaded.settings))
    assert "cl@ve" not in text
    assert str(tmp_path) not in text
    public = json.loads(text)
    assert public["source"]["password"] == "***"
    assert public["source"]["query"] == "q.sql"
    assert public["workspace"] == {"dir": ".epicrisis"}
    assert public["tracking"]["uri"] == "https://ana:***@mlflow"
    assert "cl@ve" not in json.dumps(loaded.describe())
    assert ("source.password", "***", "file epicrisis.toml") in loaded.describe()


def test_public_settings_hold_of_the_study_only_what_was_said() -> None:
    assert public_settings(Settings())["study"] == {}
    said = Settings(study={"funding": "None"})  # type: ignore[arg-type]
    assert public_settings(said)["study"] == {"funding": "None"}


def test_public_settings_of_a_file_show_its_name(tmp_path: Path) -> None:
    settings = Settings(source=SourceSettings(url="C:\\Users\\ana\\notas.csv"))
    assert public_settings(settings)["source"]["url"] == "notas.csv"  # type: ignore[index]


def test_a_change_of_one_settings_object_does_not_reach_another() -> None:
    Settings().columns.text.append("x")
    assert Settings().columns.text == ["subjetivo", "objetivo"]


# --- templates


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_template_loads_to_the_defaults(tmp_path: Path, language: str) -> None:
    write(tmp_path, settings_template(language))  # type: ignore[arg-type]
    loaded = load_settings(directory=tmp_path, environ={})
    expected = Settings(
        language=language,  # type: ignore[arg-type]
        columns={"language": language},  # type: ignore[arg-type]
        workspace={"dir": tmp_path / ".epicrisis"},  # type: ignore[arg-type]
    )
    assert loaded.settings == expected
    # Only [source] and the confession stay at their defaults: every other setting is written out.
    assert {key for key, origin in loaded.origins.items() if origin == "default" and not key.startswith("source")} == {
        "columns.language",  # that of the whole file
        "checks.mute",
        "split.allow_row_split",
        "tracking.trials",
        "tracking.unreachable",
    }


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_template_s_examples_load_when_uncommented(tmp_path: Path, language: str) -> None:
    lines = settings_template(language).splitlines()  # type: ignore[arg-type]
    urls = [line for line in lines if line.startswith("# url = ")]
    assert len(urls) == 6
    examples = [line for line in lines if line.startswith(("# query", "# params", "# rows"))]
    for url in urls:
        kept = [line[2:] if line in (url, *examples) else line for line in lines]
        write(tmp_path, "\n".join(kept))
        source = load_settings(directory=tmp_path, environ={}).settings.source
        assert source.rows == 10000
        assert all(f":{name}" in query_template(language) for name in source.params)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_query_template_has_parameters_only_where_they_are_meant(language: str) -> None:
    query = query_template(language)  # type: ignore[arg-type]
    comments = [line for line in query.splitlines() if line.startswith("--")]
    assert comments
    assert ":" not in "".join(comments)
    assert ";" not in query


def test_the_notes_keep_the_language_of_the_file_whatever_is_spoken(tmp_path: Path) -> None:
    write(tmp_path, 'language = "en"')
    assert load_settings(directory=tmp_path, environ={}).settings.notes_language == "en"
    write(tmp_path, 'language = "en"\n[columns]\nlanguage = "es"')
    assert load_settings(directory=tmp_path, environ={}).settings.notes_language == "es"
    console = Console(None, None, language="en", as_json=False, debug=False, environ={})
    settings = Call(console, tmp_path / "epicrisis.toml", language="en").settings().settings
    assert (settings.language, settings.notes_language) == ("en", "es")
