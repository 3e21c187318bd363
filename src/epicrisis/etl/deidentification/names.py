"""Names of people: from a list, after a title, after a word for a person or of a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from epicrisis.etl.deidentification.addresses import STREETS
from epicrisis.etl.deidentification.clinical_words import COMMON, VERBS, is_clinical, is_word
from epicrisis.etl.deidentification.name_lists import NameClass, folded
from epicrisis.etl.deidentification.spans import Span
from epicrisis.etl.deidentification.vocabulary import (
    AGENTS,
    DISEASES,
    EPONYMS,
    INSTITUTIONS,
    NOT_NAMES,
    PARTICLES,
    PEOPLE,
    SIGNATURES,
    TITLES,
    WEAK_TITLES,
)

_PARTICLE = "|".join(sorted(PARTICLES, key=len, reverse=True))
_NEXT = re.compile(
    rf"(?P<gap>[ \t]{{1,2}}+(?:(?:{_PARTICLE})[ \t]{{1,2}}){{0,3}}+|-|['’]|(?<=[^\W\d_]\.)[ \t]?|, ?(?=[^\W\d_]))"
    r"(?P<word>[^\W\d_]++)(?![\d_])(?P<dot>[ªa]?\.)?",
    re.IGNORECASE,
)
# A word that figures follow without a blank is a code.
_FIRST = re.compile(r"(?P<word>[^\W\d_]++)(?![\d_])(?P<dot>\.)?")
_AFTER_TITLE = re.compile(r"(?:\.ª|\.º|\.a|\.|ª\.?|º\.?)?[ \t]{0,2}+(?:\(?a\)\.?[ \t]{0,2})?")
_AFTER_FORM = re.compile(
    r"(?:[ \t.:,;\-]{1,4}+|\n(?=[^\W\d_])|(?:por|by|completo|electrónicamente|electronicamente|digitalmente|y|and|"
    r"apellidos|apellido|name|del|de la|el|la|paciente|patient|médico|medico|responsable|familiar|is|es)\b){0,8}+",
    re.IGNORECASE,
)
_AFTER_PERSON = re.compile(r"[ \t]{1,2}+(?:se llama |llamad[oa] |named |es )?|,[ \t]|[ \t]?:[ \t]{0,2}")
_BEFORE = re.compile(r"(?P<head>[^\W\d_]+)\.?[ \t]{1,2}(?:(?:del?|of|the|la|los|las|el|y|tipo)[ \t]{1,2}){0,3}\Z")
_POSSESSIVE = re.compile(r"['’]s?\b")
_PARTICIPLE = re.compile(
    r"(?:[aií]d[oa]s?|it[oa]s?|ist[oa]s?|ech[oa]s?|uest[oa]s?|\w{3}ed|seen|written|consulta|control|seguimiento|visita|firma)"
    r"(?:[ \t](?:en[ \t]\w{3,20}|hoy|conjuntamente|electrónicamente))?[ \t]{1,2}\Z"
)
_DEPARTMENT = re.compile(
    r"\w+(?:logia|logica|iatria|atria|eria|edia|icina|gencias|tesia|rugia|gico|sis|itis|ncia|cion|dad|ismo)\Z"
)
_LONGEST_RUN = 8
_MOST_TITLES = 3
_ALL_TITLES = TITLES | WEAK_TITLES
_LOOK_BACK = 40
_CONJUNCTIONS = frozenset("yei")
_DOTTED = frozenset({"dr", "dra", "sr", "sra", "srta", "dña"})
"""Titles that are nothing else in small letters and with a dot."""
_PHYSICIANS = frozenset({"dr", "dra", "dña"})
_OTHER_WORDS = NOT_NAMES | PARTICLES | PEOPLE | EPONYMS | STREETS | INSTITUTIONS | DISEASES | TITLES | WEAK_TITLES
_SURNAME = re.compile(r"\w{3,}(?<!di)(?:ez|egui|rreta|rria|[iz]aga|rraga|[tc]xea|tegi|goitia|barren)\Z")
_CAPITALS_ALONE = frozenset({"juan", "jose", "luis"})


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    key: str
    kind: NameClass | None


class Names:
    """Finds names in a note.

    Parameters
    ----------
    known : mapping of str to NameClass
        Names in lower case without accents, and what each may be; those of class ``listed`` are always names.
    """

    def __init__(self, known: Mapping[str, NameClass]) -> None:
        self._known = known

    def listed(self, text: str, start: int, end: int, _: str = "") -> Span | None:
        """Return the name that begins with a word of the lists, unless the words around make it something else."""
        first = self._word(text, start, end)
        if text[end : end + 1].isdigit() or text[start - 1 : start].isdigit():
            return None
        if first.text.islower():
            return self._small(text, first)
        run = self._run(text, first)
        if not self._convinces(run):
            run = run[:1]
        if not self._convinces(run) or self._is_eponym_or_place(text, run):
            return None
        last = run[-1]
        if any(word.kind in {"given", "listed"} for word in run):
            last = self._unlisted(text, run)
        return Span(start, last.end, "name")

    def titled(self, text: str, _start: int, end: int, title: str) -> Span | None:
        """Return the name after a title that ends at `end`, or None if no name follows."""
        if title == "d" and text[end : end + 1] not in {".", "ª", "º"}:
            return None
        first = self._first(text, _AFTER_TITLE, end)
        for _ in range(_MOST_TITLES):
            if (
                first
                and first.key in _ALL_TITLES
                and (first.key not in WEAK_TITLES or text[first.end : first.end + 1] == ".")
            ):
                first = self._first(text, _AFTER_TITLE, first.end)
        if first is None or first.start == end or first.key in TITLES:
            return None
        if first.text[0].islower():
            # «la sra. refiere»: small letters are a name only if they are known as one.
            unlisted = self._small_titled(text, first, title) if text[end : end + 1] == "." else None
            return unlisted or self._small(text, first, alone=first.kind in {"given", "surname", "listed"})
        if first.kind is None and _other_word(first, title) and not _initial(text, first):
            return None
        if title in WEAK_TITLES:
            following = self._following(text, first)
            known = first.kind in {"given", "given_word", "listed"}
            pair = title == "d" and following is not None and _title_case(first.text) and _title_case(following.text)
            if not known and not (pair and following and following.key not in NOT_NAMES):
                return None
            if first.key in EPONYMS:
                return None
        return self._from(text, first, shouted=_shouts(first))

    def signed(self, text: str, _start: int, end: int, _label: str) -> Span | None:
        """Return the name after a word of a form, such as ``Firmado:``, that ends at `end`."""
        first = self._first(text, _AFTER_FORM, end)
        if first is None or first.start == end:
            return None
        if first.key in TITLES or (first.key in WEAK_TITLES and text[first.end : first.end + 1] == "."):
            return self.titled(text, first.start, first.end, first.key)
        marked = ":" in text[end : first.start] or "." in text[end : first.start] or "por" in text[end : first.start]
        if first.text[0].islower():
            return self._small(text, first, alone=first.kind == "given")
        if first.key in NOT_NAMES or not (marked or first.kind):
            return None
        return self._from(text, first, commas=True, shouted=marked)

    def person(self, text: str, start: int, end: int, _role: str) -> Span | None:
        """Return the name after a word for a person that ends at `end`, as in ``su hija María``."""
        first = self._first(text, _AFTER_PERSON, end)
        if first is None or first.start == end or first.key in TITLES:
            return None
        if first.text[0].islower():
            return self._small(text, first, alone=first.kind == "given")
        if first.key in NOT_NAMES | EPONYMS | STREETS or len(first.text) < 2:
            return None
        if first.kind in {"given", "listed", "surname"}:
            return self._from(text, first, shouted=_shouts(first))
        shouting = first.text.isupper()
        following = self._following(text, first)
        if following and following.kind and (not shouting or following.kind in {"given", "surname", "listed"}):
            return self._from(text, first)
        between = text[end : first.start].strip()
        direct = between in {"", ","} or "llama" in between
        if shouting or not _title_case(first.text) or not direct or _DEPARTMENT.match(first.key):
            return None
        pair = following is not None and _title_case(following.text) and following.key not in NOT_NAMES | EPONYMS
        if not pair and not (text[start].islower() and len(first.text) > 3 and between != ","):
            return None
        return self._from(text, first)

    def agent(self, text: str, start: int, end: int, _: str = "") -> Span | None:
        """Return the name after ``por`` or ``by`` where it follows what was done to somebody: «atendida por»."""
        if not _PARTICIPLE.search(text[max(0, start - _LOOK_BACK) : start].lower()):
            return None
        first = self._first(text, _AFTER_PERSON, end)
        if first is None or first.start == end or first.text[0].islower() or first.key in NOT_NAMES | EPONYMS | TITLES:
            return None
        if first.kind in {"given", "listed", "surname"}:
            return self._from(text, first, shouted=_shouts(first))
        following = self._following(text, first)
        if following is None or not _title_case(first.text) or _DEPARTMENT.match(first.key):
            return None
        if following.kind or (_title_case(following.text) and following.key not in NOT_NAMES | EPONYMS):
            return None if _DEPARTMENT.match(following.key) else self._from(text, first)
        return None

    def _word(self, text: str, start: int, end: int) -> _Word:
        word = text[start:end]
        key = folded(word).lower()
        return _Word(start, end, word, key, self._known.get(key))

    def _first(self, text: str, gap: re.Pattern[str], end: int) -> _Word | None:
        skipped = gap.match(text, end)
        found = _FIRST.match(text, skipped.end() if skipped else end)
        return self._word(text, found.start("word"), found.end("word")) if found else None

    def _following(self, text: str, word: _Word, *, commas: bool = False) -> _Word | None:
        """Return the next word that begins with a capital letter and may belong to the same name."""
        place, found = word.end, None
        if text[place : place + 1] in {".", "ª"} and len(word.text) <= 2:
            place += 1 + (text[place + 1 : place + 2] == ".")
        found = _NEXT.match(text, place)
        if not found or not found["word"][0].isupper() or (found["gap"].startswith(",") and not commas):
            return None
        return self._word(text, found.start("word"), found.end("word"))

    def _run(self, text: str, first: _Word) -> list[_Word]:
        run = [first]
        while len(run) < _LONGEST_RUN:
            comma = run[0].kind in {"surname", "surname_word"} and len(run) <= 2
            following = self._following(text, run[-1], commas=comma)
            if following is None or (following.kind is None and not _initial(text, following)):
                break
            run.append(following)
        while len(run) > 1 and run[-1].kind is None:
            run.pop()
        return run

    def _convinces(self, run: list[_Word]) -> bool:
        kinds = [word.kind for word in run]
        if "listed" in kinds:
            return True
        if len(run) == 1:
            word = run[0]
            if word.text.isupper():
                return word.kind == "given" and (len(word.text) > 4 or word.key in _CAPITALS_ALONE)
            return word.kind == "given" or (word.kind == "surname" and word.key.endswith("ez"))
        if "given" in kinds or kinds.count("surname") > 1:
            return True
        if kinds[0] != "given_word" or len(run[0].text) < 3:
            return False
        # «Rosa Martínez», «Ana Duque», but no two words in capitals.
        return kinds[1] == "surname" or (kinds[1] == "surname_word" and all(_title_case(word.text) for word in run))

    def _is_eponym_or_place(self, text: str, run: list[_Word]) -> bool:
        if any(word.kind == "listed" for word in run):
            return False
        found = _BEFORE.search(text[max(0, run[0].start - _LOOK_BACK) : run[0].start])
        head = folded(found["head"]).lower() if found else ""
        if all(word.key in EPONYMS for word in run) and (run[0].kind != "given" or head in DISEASES):
            return True
        if head in INSTITUTIONS:
            return True
        whole = run[0].kind == "given" and any(word.kind in {"surname", "surname_word"} for word in run[1:])
        if head in DISEASES and not whole:
            return run[0].kind != "given" or head != "enfermedad"
        return bool(run[0].key in EPONYMS and _POSSESSIVE.match(text, run[-1].end))

    def _unlisted(self, text: str, run: list[_Word]) -> _Word:
        """Return the last word of a name that lists know in part: up to two more may be surnames that none holds."""
        last = run[-1]
        for _ in range(2):
            following = self._following(text, last)
            if following is None or not _title_case(following.text) or following.key in NOT_NAMES | TITLES:
                break
            if text[last.end : following.start].strip(" \t-") or _DEPARTMENT.match(following.key):
                break
            last = following
        return last

    def _from(self, text: str, first: _Word, *, commas: bool = False, shouted: bool = False) -> Span:
        """Return the name that begins with a word which surely is one."""
        last, length = first, 1
        while length < 6:
            following = self._following(text, last, commas=commas or (last.kind is not None and length < 3))
            if following is None:
                break
            more = following.kind is not None or _initial(text, following)
            unlisted = _title_case(following.text) or (shouted and self._goes_on(text, last, following))
            more = more or (unlisted and following.key not in NOT_NAMES | TITLES)
            if text[last.end : following.start].startswith(",") and following.kind not in {"given", "listed"}:
                break
            if not more or (following.kind is None and following.key in NOT_NAMES):
                break
            last, length = following, length + 1
        end = last.end
        if len(last.text) == 1 and text[end : end + 1] == ".":
            end += 1
        return Span(first.start, end, "name")

    def _goes_on(self, text: str, last: _Word, word: _Word) -> bool:
        """Tell whether a word in capitals that no list holds goes on a name: no other word, and not after «y»."""
        between = text[last.end : word.start].lower().split()
        return not is_word(word.key) and not _CONJUNCTIONS.intersection(between)

    def _small_titled(self, text: str, first: _Word, title: str) -> Span | None:
        """Return a name in small letters that no list need hold, after a title with its dot: «dra. zutánez»."""
        if (
            title not in _DOTTED
            or len(first.text) < 4
            or (first.kind is None and (first.key in _OTHER_WORDS or is_word(first.key)))
        ):
            return None
        last = first
        for _ in range(3):
            found = _NEXT.match(text, last.end)
            if not found or found["gap"].startswith(",") or not found["word"].islower():
                break
            word = self._word(text, found.start("word"), found.end("word"))
            looks = bool(_SURNAME.match(word.key)) and self._goes_on(text, last, word)
            if word.kind not in {"given", "surname", "listed"} and not looks:
                break
            last = word
        sure = title in _PHYSICIANS or first.kind in {"given", "surname", "listed"} or last is not first
        return Span(first.start, last.end, "name") if sure or _SURNAME.match(first.key) else None

    def _small(self, text: str, first: _Word, *, alone: bool = False) -> Span | None:
        """Return a name in small letters: a given name and a surname that are nothing else, or either after a title."""
        last = first
        while last.end - first.start < 60:
            found = _NEXT.match(text, last.end)
            if not found or found["gap"].startswith(",") or not found["word"].islower():
                break
            word = self._word(text, found.start("word"), found.end("word"))
            if word.kind not in {"given", "surname", "listed"}:
                break
            last = word
        sure = first.kind in {"given", "listed"} and last is not first
        return Span(first.start, last.end, "name") if sure or alone else None


def _shouts(word: _Word) -> bool:
    return len(word.text) > 1 and word.text.isupper()


def _other_word(word: _Word, title: str) -> bool:
    """Tell whether a word after a title is no name; a physician's may be that of an organ, such as CUELLO."""
    if word.key in NOT_NAMES:
        return True
    return _shouts(word) and (word.key in COMMON | VERBS or (title not in _PHYSICIANS and is_clinical(word.key)))


def _title_case(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:].islower()


def _initial(text: str, word: _Word) -> bool:
    return (len(word.text) == 1 and text[word.end : word.end + 1] in {".", "ª"}) or word.text == "Mª"


NAME_RULES = {**dict.fromkeys(TITLES | WEAK_TITLES, "titled"), **dict.fromkeys(SIGNATURES, "signed")} | {
    **dict.fromkeys(PEOPLE, "person"),
    **dict.fromkeys(AGENTS, "agent"),
}
"""For each word after which a name may come, the method of `Names` that looks."""
