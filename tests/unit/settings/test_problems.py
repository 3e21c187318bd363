"""Every way to get the settings wrong, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from epicrisis.errors import Sentences, SettingsError
from epicrisis.i18n.catalogue import translate
from epicrisis.settings.loading import load_settings


def refusal(
    folder: Path, toml: str = "", environ: dict[str, str] | None = None, overrides: tuple[str, ...] = ()
) -> str:
    if toml:
        (folder / "epicrisis.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(directory=folder, environ=environ or {}, overrides=overrides)
    return str(caught.value)


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("[serach]\ntrials = 3", "Unknown setting 'serach.trials' in epicrisis.toml. Did you mean 'search.trials'?"),
        ("trials = 3", "Unknown setting 'trials' in epicrisis.toml. Did you mean 'search.trials'?"),
        ("[split]\nfold = 3", "Unknown setting 'split.fold' in epicrisis.toml. Did you mean 'split.folds'?"),
        (
            "[split]\nzzz = 3",
            "Unknown setting 'split.zzz' in epicrisis.toml. Settings of [split]: by, test, folds, seed, "
            "allow_row_split.",
        ),
        (
            "zzz = 3",
            "Unknown setting 'zzz' in epicrisis.toml. Sections: source, columns, etl, split, search, decision, "
            "encoder, tracking, privacy, checks, workspace, study.",
        ),
        (
            "search = 3",
            "search in epicrisis.toml is a section, not a setting: write [search] and its settings on the lines below.",
        ),
        (
            "[source]\nparams = 3",
            "source.params in epicrisis.toml is a section, not a setting: write [source.params] and its settings on "
            "the lines below.",
        ),
        ("[search]\ntrials = '20'", "search.trials must be a whole number; epicrisis.toml gives '20'."),
        ("[search]\ntrials = true", "search.trials must be a whole number; epicrisis.toml gives true."),
        ("[search]\ntrials = 2.5", "search.trials must be a whole number; epicrisis.toml gives 2.5."),
        ("[search]\ntrials = 0", "search.trials must be 1 or more; epicrisis.toml gives 0."),
        ("[decision]\ncoverage = 1.0", "decision.coverage must be less than 1; epicrisis.toml gives 1.0."),
        ("[decision]\ncoverage = 0.1", "decision.coverage must be 0.5 or more; epicrisis.toml gives 0.1."),
        ("[split]\ntest = 30", "split.test must be less than 1; epicrisis.toml gives 30."),
        ("[split]\ntest = 0.0", "split.test must be more than 0; epicrisis.toml gives 0.0."),
        ("[split]\ntest = nan", "split.test must be a number with an end; epicrisis.toml gives nan."),
        ("[source]\nport = 99999", "source.port must be 65535 or less; epicrisis.toml gives 99999."),
        ("[source]\ntable = 5", "source.table must be text in quotes; epicrisis.toml gives 5."),
        ("[source]\ntrusted = 'x'", "source.trusted must be true or false; epicrisis.toml gives 'x'."),
        ("[source]\nseparator = '||'", "source.separator may have 1 character at most; epicrisis.toml gives '||'."),
        ("[source]\nurl = 5", "source.url must be text in quotes; epicrisis.toml gives ***."),
        (
            "[source.params]\na = [1]",
            "source.params.a must be text, a number, or true or false; epicrisis.toml gives [1].",
        ),
        (
            "[columns]\ntext = 'nota'",
            'columns.text must be a list of texts such as ["a", "b"]; epicrisis.toml gives \'nota\'.',
        ),
        (
            "[columns]\ntext = [1]",
            'columns.text must be a list of texts such as ["a", "b"]; epicrisis.toml gives [1].',
        ),
        ("[columns]\ntext = []", "columns.text may not be an empty list; epicrisis.toml gives []."),
        ("[columns]\nlabel = ''", "columns.label may not be empty or hold empty names; epicrisis.toml gives ''."),
        ("[columns]\nlabel = 'Sexo'", "columns gives 'Sexo' two roles; a column has one."),
        (
            "[columns]\nlabel = 'reason'",
            "columns names 'reason', which the cleaning adds itself. Rename it in the query.",
        ),
        (
            "[etl]\nmin_age = 50\nmax_age = 5",
            "etl.min_age is 50 and etl.max_age is 5: the first may not be the larger.",
        ),
        (
            "[split]\nby = 'row'",
            'split.by = "row" lets one patient stand on both sides; it needs split.allow_row_split = true.',
        ),
        (
            "[columns]\npatient = ''",
            "columns.patient is empty and split.by is 'patient', which needs it. Name the patient's column, or set "
            'split.by = "row" and split.allow_row_split = true.',
        ),
        (
            "[columns]\ndate = ''\n[split]\nby = 'time'",
            'columns.date is empty and split.by is "time", which needs it.',
        ),
        ("[source]\ntable = 'a'\nquery = 'b'", "source.query and source.table are both given; keep one."),
        ("[search]\nmetric = 'f2'", None),
        ("a = 1\nb = = 2", "epicrisis.toml, line 2, column 5: this is not TOML (Invalid value)."),
        (
            '[source]\nurl = "C:\\Users\\ana.csv"',
            "epicrisis.toml, line 2, column 12: a backslash in double quotes begins an escape. Write Windows paths "
            "with / or between 'single quotes'.",
        ),
        (
            '[source]\nurl = "datos\\notas.csv"',
            "source.url in epicrisis.toml holds a tab or another control character: a backslash in double quotes "
            "begins an escape. Write Windows paths with / or between 'single quotes'.",
        ),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(tmp_path: Path, toml: str, sentence: str | None) -> None:
    expected = sentence or (
        "search.metric must be one of 'accuracy', 'balanced_accuracy', 'f1', 'f1_macro', 'precision', "
        "'precision_macro', 'recall', 'recall_macro', 'roc_auc', 'log_loss', 'mcc', 'average_precision', 'brier', "
        "'scaled_brier', 'ece', or a metric of another package that is installed here (entry-point group "
        "epicrisis.metrics); epicrisis.toml gives 'f2'."
    )
    assert refusal(tmp_path, toml) == expected


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        (
            {"EPICRISIS_SOURCE_URL": "postgresql://ana:clave@h/d"},
            "Unknown variable EPICRISIS_SOURCE_URL (environment). Did you mean EPICRISIS_SOURCE__URL?",
        ),
        (
            {"EPICRISIS_SERACH__TRIALS": "3"},
            "Unknown variable EPICRISIS_SERACH__TRIALS (environment). Did you mean EPICRISIS_SEARCH__TRIALS?",
        ),
        (
            {"EPICRISIS_QQQ__WWW": "3"},
            "Unknown variable EPICRISIS_QQQ__WWW (environment). A setting's variable is written "
            "EPICRISIS_SECTION__KEY.",
        ),
        (
            {"EPICRISIS_SEARCH__TRIALS": "many"},
            "search.trials must be a whole number; EPICRISIS_SEARCH__TRIALS gives 'many'.",
        ),
        ({"DB_SERVER": "s", "DB_PORT": "x"}, "source.port must be a whole number; DB_PORT gives 'x'."),
    ],
)
def test_a_wrong_variable_is_told_in_one_sentence(tmp_path: Path, environ: dict[str, str], sentence: str) -> None:
    assert refusal(tmp_path, environ=environ) == sentence


def test_variables_that_are_not_meant_for_the_settings_are_left_alone(tmp_path: Path) -> None:
    environ = {"EPICRISIS_HOME": "x", "PATH": "y", "epicrisis_source__url": "z"}
    assert not load_settings(directory=tmp_path, environ=environ).settings.source.configured


@pytest.mark.parametrize("argument", ["search.trials 5", "=5", "hunter2", ""])
def test_a_set_without_key_and_value_is_refused_without_being_shown(tmp_path: Path, argument: str) -> None:
    assert refusal(tmp_path, overrides=("split.seed=1", argument)) == (
        "--set takes section.key=value, as in --set search.trials=50; number 2 is not of that form."
    )


def test_an_unknown_set_is_told_with_where_it_was_given(tmp_path: Path) -> None:
    sentence = "Unknown setting 'search.trails' in --set. Did you mean 'search.trials'?"
    assert refusal(tmp_path, overrides=("search.trails=1",)) == sentence


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(SettingsError, match=r"^There is no settings file .*`epicrisis init` writes one"):
            load_settings(path, environ={})


@pytest.mark.parametrize("name", ["epicrisis.toml", ".env"])
def test_a_file_in_the_windows_code_page_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes("# uno\n# dos\n# diagnóstico\n".encode("cp1252"))
    assert refusal(tmp_path) == (
        f"{name} is not UTF-8 text: see line 3. Open it in an editor and save it with the encoding UTF-8."
    )


def test_a_broken_dotenv_line_is_refused_with_its_number_and_without_its_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("A=1\n\n\nB='clave\n", encoding="utf-8")
    assert refusal(tmp_path) == ".env, line 4: this is not NAME=value."


def test_several_problems_are_told_at_once_and_each_can_be_translated(tmp_path: Path) -> None:
    (tmp_path / "epicrisis.toml").write_text("[serach]\ntrials = 3\n[split]\nfolds = 1\nseed = 'x'", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(directory=tmp_path, environ={})
    error = caught.value
    assert str(error) == (
        "3 settings cannot be used:\n"
        "- Unknown setting 'serach.trials' in epicrisis.toml. Did you mean 'search.trials'?\n"
        "- split.folds must be 2 or more; epicrisis.toml gives 1.\n"
        "- split.seed must be a whole number; epicrisis.toml gives 'x'."
    )
    assert isinstance(error.fields["problems"], Sentences)
    assert translate(error.template, "en", **error.fields) == str(error)


def test_a_thousand_problems_are_counted_and_ten_are_told(tmp_path: Path) -> None:
    text = refusal(tmp_path, "\n".join(f"x{n} = 1" for n in range(1000)))
    assert text.startswith("1000 settings cannot be used:\n- Unknown setting 'x0' in epicrisis.toml.")
    assert text.count("\n- ") == 10


def test_a_value_in_a_message_is_short_and_masked(tmp_path: Path) -> None:
    url = "postgresql://ana:clave@h/d"
    text = refusal(tmp_path, f"[search]\nmetric = '{url}{'x' * 500}'")
    assert "clave" not in text
    assert len(text) < 400
