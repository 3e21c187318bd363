"""Each text step alone: what it does, and that no text of any kind breaks it or takes more than linear time."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from epicrisis.features import text_steps
from epicrisis.features.cue_finder import all_cues
from epicrisis.features.location import located_tokens
from epicrisis.features.rewriting import rewrite
from epicrisis.features.steps import STEPS, get_step, step_names
from epicrisis.features.text import fold_accents, tokenise
from epicrisis.features.text_steps.abbreviations import table
from epicrisis.features.text_steps.headings import KINDS
from epicrisis.features.text_steps.stop_words import STOP_WORDS
from epicrisis.features.variants import TextVariant, variant_tokens
from epicrisis.settings.values import Language

CLINICAL = [
    "HTA",
    "DM",
    "2",
    "s/",
    "c/",
    "8h",
    "TA",
    "120/80",
    "mg",
    "500",
    "(-)",
    "--",
    "\n",
    "Plan",
    ":",
    "AP",
    "•",
    "-",
]
LANGUAGES: tuple[Language, ...] = ("es", "en")


def applied(name: str, text: str, language: Language = "es") -> str:
    return rewrite(text, get_step(name).make(language)(text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("TA 120/80 mmHg", "TA [BP]"),
        ("TA: 162/94", "TA: [BP_HIGH]"),
        ("PA 85/50.", "PA [BP_LOW]."),
        ("relación 1/2", "relación [NUMBER]"),
        ("Tª 38,7ºC", "Tª [FEVER]"),
        ("36.5 °C", "[TEMPERATURE]"),
        ("SatO2 de 88 %", "SatO2 de [SATURATION_LOW]"),
        ("Saturación basal: 97%", "Saturación basal: [SATURATION]"),
        ("fracción de eyección 45%", "fracción de eyección [PERCENT]"),
        ("500mg c/12h", "[DOSE] [EVERY]"),
        ("50 mg/8h", "[DOSE] [EVERY]"),
        ("1,5 g/kg/día cada 8 horas", "[DOSE] [EVERY]"),
        ("sertralina 50 mg 1-0-1", "sertralina [DOSE] [SCHEDULE]"),
        ("½-0-½", "[SCHEDULE]"),
        ("el 12/03/2020 y el 2020-03-12", "el [DATE] y el [DATE]"),
        ("3 de marzo de 2021", "[DATE]"),
        ("a las 10:30 h", "a las [TIME]"),
        ("hace 3 días", "hace [NUMBER] días"),
        ("37 C/8h", "[TEMPERATURE]/[NUMBER] h"),
        ("DM2 B12 L5-S1", "DM2 B12 L5-S1"),
        ("500 gramos", "[NUMBER] gramos"),
    ],
)
def test_numbers_are_typed(text: str, written: str) -> None:
    assert applied("typed", text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("HTA, DM-2 y EPOC", "hipertensión arterial, diabetes mellitus-2 y enfermedad pulmonar obstructiva crónica"),
        ("DM 2 y dm2", "diabetes mellitus tipo 2 y diabetes mellitus tipo 2"),
        ("hta H.T.A.", "hipertensión arterial hipertensión arterial"),
        ("HTA/DM", "hipertensión arterial/diabetes mellitus"),
        ("TAC tac Tac", " ".join(["tomografía computarizada"] * 3)),
        ("IR crónica, va a ir", "insuficiencia renal crónica, va a ir"),
        ("IR CRÓNICA, VA A IR", "IR CRÓNICA, VA A IR"),
        ("c/ dolor, s/fiebre", "con dolor, sin fiebre"),
        ("c/8h y c/ 12 h", "cada 8h y cada 12 h"),
        ("FA rápida; FA 120", "fibrilación auricular rápida; FA 120"),
        ("EP, IC, PCR: significan varias cosas", "EP, IC, PCR: significan varias cosas"),
        ("mg/dl cms. atacar", "mg/dl centímetros. atacar"),
    ],
)
def test_abbreviations_are_written_out(text: str, written: str) -> None:
    assert applied("abbreviations", text) == written


def test_english_abbreviations_are_those_of_english_notes() -> None:
    assert applied("abbreviations", "h/o HTN, c/o SOB w/o fever", "en") == (
        "history of hypertension, complains of shortness of breath without fever"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_expansion_is_an_abbreviation_itself(language: Language) -> None:
    assert len(table(language)) > (250 if language == "es" else 80)
    for row in table(language).values():
        assert applied("abbreviations", f"x {row.expansion} x", language) == f"x {row.expansion} x"
        assert tokenise(row.expansion)


@pytest.mark.parametrize(("language", "least"), [("es", 250), ("en", 80)])
def test_every_row_of_the_tables_is_whole(language: str, least: int) -> None:
    with (Path(text_steps.__file__).parent / f"abbreviations_{language}.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) >= least
    assert len({row["abbreviation"] for row in rows}) == len(rows)
    assert all(all(row.values()) for row in rows)
    assert {row["when"] for row in rows} <= {"any", "capitals", "capitals_no_number"}
    assert {row["source"] for row in rows} <= {"codiesp", "usage"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("no fiebre // tos", "no fiebre ;  tos"),
        ("• dolor\t» tos", ";  dolor; » tos"),
        ("hiper-\n  tensión", "hipertensión"),
        ("L5-\nS1 pre-operatorio", "L5-\nS1 pre-operatorio"),
        ("Murphy (-), Blumberg (++)", "Murphy  negativo , Blumberg  positivo "),
        ("edemas +++ ↑ PCR", "edemas  positivo   aumento  PCR"),
        ("A - B -> C => D", "A ;  B ;  C ;  D"),
        ("+34 y 2+2, x-y, a/b, <5", "+34 y 2+2, x-y, a/b, <5"),
    ],
)
def test_signs_of_hospitals_end_sentences_or_become_words(text: str, written: str) -> None:
    assert applied("punctuation", text) == written


def test_what_ends_a_sentence_ends_a_negation() -> None:
    both = TextVariant(("punctuation", "negation"))
    assert "no~tos" in variant_tokens("No fiebre // tos", TextVariant(("negation",)))
    assert "no~tos" not in variant_tokens("No fiebre // tos", both)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Motivo de consulta: tos", "[COMPLAINT]. tos"),
        ("MC: tos\nAP.- asma", "[COMPLAINT]. tos\n[HISTORY]. asma"),
        ("S: llora. O: tranquila\nP) alta", "[SUBJECTIVE]. llora. [OBJECTIVE]. tranquila\n[PLAN]. alta"),
        ("1. Exploracion  fisica: normal", "1. [EXAM]. normal"),
        ("EVOLUCIÓN\nbuena", "[COURSE].\nbuena"),
        ("Past Medical History: asthma", "[HISTORY]. asthma"),
        ("El plan es este", "El plan es este"),
        ("tiene un plan: dormir", "tiene un plan: dormir"),
        ("vitamina p) y a: no", "vitamina p) y a: no"),
    ],
)
def test_headings_are_recognised(text: str, written: str) -> None:
    assert applied("headings", text) == written


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_heading_is_found_before_a_colon(name: str) -> None:
    for written in (name, name.upper(), name.capitalize()):
        assert applied("headings", f"Hola.\n{written}: normal") == f"Hola.\n[{KINDS[name]}]. normal"


def test_a_term_carries_its_section() -> None:
    variant = TextVariant(("headings", "sections"))
    tokens = variant_tokens("AP: asma 120.\nEF: sibilantes\nPlan: reposo", variant)
    assert tokens == ["[history]", "history~asma", "history~120", "[exam]", "sibilantes", "[plan]", "plan~reposo"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_stop_word_is_a_cue_of_negation_alone(language: Language) -> None:
    # Every phrase of the rules that denies, doubts or ends a scope keeps a word that is not left out …
    said = [cue for cue, effect in all_cues().items() if effect.category in ("negated", "uncertain")]
    for cue in said:
        assert any(word not in STOP_WORDS[language] for word in cue), cue
    # … and no word that does so alone is one.
    assert not [cue for cue in said if len(cue) == 1 and cue[0] in STOP_WORDS[language]]
    for word in (
        "no",
        "sin",
        "ni",
        "nunca",
        "niega",
        "not",
        "without",
        "never",
        "denies",
        "posible",
        "probable",
        "antes",
    ):
        assert word not in STOP_WORDS[language]


def test_stop_words_leave_no_gap_in_pairs_and_none_under_a_mark() -> None:
    assert variant_tokens("dolor de la pierna", TextVariant(("stop_words",))) == ["dolor", "pierna"]
    tokens = variant_tokens("niega dolor de pecho", TextVariant(("negation", "stop_words")))
    assert tokens == ["niega", "no~dolor", "no~pecho"]


def test_stems_join_what_begins_alike() -> None:
    assert len(set(variant_tokens("deprimida deprimidos deprimido", TextVariant(("stems",))))) == 1
    assert variant_tokens("Patients' headaches", TextVariant(("stems",), "en")) == ["patient", "headach"]


texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(CLINICAL), max_size=14).map(" ".join))


@pytest.mark.parametrize("name", step_names())
@settings(max_examples=60, deadline=None)
@given(text=texts, language=st.sampled_from(LANGUAGES))
@example(text="😀 שלום \x00\x1f\u200f\u202e", language="es")
@example(text="SIN FIEBRE. HTA. TA 120/80", language="es")
def test_no_text_breaks_a_step(name: str, text: str, language: Language) -> None:
    variant = TextVariant((name,), language)
    tokens = variant_tokens(text, variant)
    assert all(token and " " not in token for token in tokens)
    assert [token for token, _, _ in located_tokens(text, variant)] == tokens


@pytest.mark.parametrize("name", ["headings", "typed"])
@settings(max_examples=100, deadline=None)
@given(text=texts, language=st.sampled_from(LANGUAGES))
def test_what_was_rewritten_reads_alike_when_rewritten_again(name: str, text: str, language: Language) -> None:
    once = applied(name, text, language)
    assert tokenise(applied(name, once, language)) == tokenise(once)


@pytest.mark.parametrize("name", ["stop_words", "lemmas", "folded"])
@given(word=st.sampled_from(["depresión", "la", "niños", "120/80", "dm2", "negada", "años"]))
def test_steps_on_words_are_done_once(name: str, word: str) -> None:
    change = get_step(name).make("es")
    assert change(change(word) or "x") == (change(word) or "x")
    assert fold_accents(fold_accents(word)) == fold_accents(word)


LONG = [
    *("1", "1,", "1-", "1/", "c/", "1 c/", "-", "(-", "(", "+", "A", "A.", "Plan ", "plan:", " ", "\n", "•\t", "HTA "),
    *("5 mg ", "ñ-\n", "½", "sat 9%", "[A", "12/03/20", "no "),
]


@pytest.mark.slow
@pytest.mark.parametrize("name", [step.name for step in STEPS.values() if step.level != "word"])
def test_a_long_note_takes_linear_time(name: str) -> None:
    # A step that went over its text again at each place would take hours here; the limit of a test is five minutes.
    for piece in LONG:
        assert variant_tokens(piece * (60_000 // len(piece)), TextVariant((name,))) is not None


@pytest.mark.slow
def test_a_note_of_five_megabytes_is_read_with_the_steps_on_text_and_marks() -> None:
    sentence = "El paciente acude por dolor torácico de varias horas de evolución; tiene HTA y toma AAS. TA 160/95.\n"
    steps = tuple(step.name for step in STEPS.values() if step.level != "word")
    assert len(variant_tokens(sentence * 50_000, TextVariant(steps))) > 900_000
