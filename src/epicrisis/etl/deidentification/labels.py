"""Numbers that a label names: documents, records, telephones, postal codes."""

from __future__ import annotations

import re

from epicrisis.etl.deidentification.dates import numeric_date_at
from epicrisis.etl.deidentification.spans import Kind, Span
from epicrisis.etl.deidentification.word_sets import word_set

ID_LABELS = word_set(
    """
    dni nif nie cedula rut run curp rfc cuil cuit cpf nss nuss ssn pasaporte passport cip cipa sip tis nuhsa ci
    cc documento identificacion identidad identity afiliacion afiliado sanitaria social nhs cui dui poliza
    policy rg imss issste clave insurance beneficiario licencia license
    """
)
"""Words before a personal number, in lower case and without accents."""

RECORD_LABELS = word_set(
    """
    nhc hc hce hcl hcu nhce mrn expediente exp folio historia episodio registro ficha record chart accession
    peticion biopsia protocolo account visit encounter caso informe history admision
    """
)
_SURE_RECORDS = word_set("nhc hce hcu nhce mrn expediente folio")

PHONE_LABELS = word_set(
    """
    tel telefono telefonos tfno tlf tfn telf movil celular cel fono fijo whatsapp contacto phone telephone
    mobile fax cell llamar tlfn tlfno telefonico wsp call
    """
)
POSTCODE_LABELS = frozenset({"cp", "postal", "zip", "postcode"})

# Possessive: what was skipped is not tried again, so that blanks without end cost their number only.
_GAP = (
    r"(?:[\s.:#=()\-º°ª]{1,12}+|(?:n|no|nro|num|núm|numero|número|number|es|is|del?|la|el|su|paciente|patient|"
    r"identidad|identificación|ciudadanía|ciudadania|extranjería|extranjeria|nacional|personal|clínica|clinica|"
    r"historia|medical|record|electrónica|seguridad|social|security|contacto|casa|urgencias|al|móvil|movil|fijo|"
    r"celular|teléfono|telefono|ss)(?![^\Wº°ª]))"
)
_SKIP = re.compile(rf"{_GAP}{{0,8}}+", re.IGNORECASE)
_MARK = re.compile(r"[:#=º°]|\b(?:n|no|nro|num|núm|numero|número|number)\b", re.IGNORECASE)

_ID = re.compile(
    r"[A-Za-zÑñ]{4}-?\d{6}-?[A-Za-z0-9]{2,8}(?!\w)"
    r"|\d{2}[ /\-]\d{8}[ /\-]\d{2}(?!\w)|\d{2} \d{2} \d{2} \d{4} \d(?!\w)"
    r"|\d{3} \d{3} \d{4}(?!\w)|\d{3}-\d{2}-\d{4}(?!\w)"
    r"|[A-Za-z]{0,4}[ \-]?\d{1,3}(?:\.\d{3}){1,4}(?:[ \-]?[A-Z](?!\w)|-\d(?!\w)|(?!\w))"
    r"|[A-Za-z]{0,4}[\- ]?\d{5,24}(?:[\-/]\d{1,6}){0,3}(?:-?[A-Za-z](?!\w)| [A-Z](?![\w.])|(?!\w))"
    r"|\d{1,4}(?:[ \-/]\d{2,8}){1,4}(?:-?[A-Za-z](?!\w)|(?!\w))|(?=[A-Z\d]{0,20}\d)[A-Z\d]{6,20}(?!\w)"
)
_RECORD = re.compile(r"(?:[A-Z]{1,4}[\-/]?)?\d{1,15}(?:[.\-/]\d{1,15}){0,4}(?:-?[A-Za-z](?!\w)|(?!\w))")
_PHONE = re.compile(r"(?:\+|00)?(?:\(\+?\d{1,4}\)|\d{1,4})(?:[ .\-/]{0,2}\(?\d{2,4}\)?){1,6}(?!\w)|\d{6,15}(?!\w)")
_EXTENSION = re.compile(
    r",?\s{0,2}(?:ext|extensión|extension|int|anexo|x)\b[.:]{0,2}\s{0,2}\d{1,5}(?!\w)", re.IGNORECASE
)
_POSTCODE = re.compile(r"\d{4,5}(?:-\d{4})?(?!\w)|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?!\w)")
_A_YEAR = re.compile(r"(?:19|20)\d{2}")
_DOTTED = re.compile(
    r"(?P<id>D\.? ?N\.? ?I|N\.I\.[FE]|N\.S\.S|R\.U\.[TN]|C\.I|C\.C|C\.U\.I\.[LT]|C\.P\.F|R\.F\.C|S\.S\.N)\b"
    r"|(?P<record>N\.? ?H\.? ?C|H\.? ?C\.?E|H\.C|M\.R\.N)\b|(?P<postcode>C\.P)\b",
)
"""Labels written with dots, of which a word's end does not tell."""


def labelled(text: str, end: int, label: str) -> Span | None:
    """Return the number named by a label that ends at `end`.

    Parameters
    ----------
    text : str
        The note.
    end : int
        Where the label ends.
    label : str
        The label, in lower case and without accents.
    """
    value = _SKIP.match(text, end)
    start = value.end() if value else end
    if start >= len(text):
        return None
    if label in POSTCODE_LABELS:
        return _found(_POSTCODE.match(text, start), "address", 4)
    if label in PHONE_LABELS:
        return _phone(text, start)
    if label in ID_LABELS:
        return _id(text, start)
    return _record(text, start, label, marked=bool(_MARK.search(text, end, start)))


def dotted(text: str, start: int) -> Span | None:
    """Return the number named by a label with dots, such as ``N.H.C.``, that begins at `start`."""
    found = _DOTTED.match(text, start)
    if not found:
        return None
    label = {"id": "dni", "record": "nhc", "postcode": "cp"}[found.lastgroup or "id"]
    return labelled(text, found.end(), label)


def _found(match: re.Match[str] | None, kind: Kind, least: int) -> Span | None:
    if match is None or sum(character.isdigit() for character in match[0]) < least:
        return None
    return Span(match.start(), match.end(), kind)


def _id(text: str, start: int) -> Span | None:
    if numeric_date_at(text, start):
        return None
    return _found(_ID.match(text, start), "id", 6)


def _phone(text: str, start: int) -> Span | None:
    if numeric_date_at(text, start) and not text[start : start + 8].isdigit():
        return None
    span = _found(_PHONE.match(text, start), "phone", 6)
    if span is None:
        return None
    # A blank may part two numbers: «612345678 45 años».
    digits, end = 0, span.end
    for place in range(span.start, span.end):
        if text[place].isspace() and digits >= 9 and text[span.start] not in "+0(":
            end = place
            break
        digits += text[place].isdigit()
    extension = _EXTENSION.match(text, end)
    return Span(span.start, extension.end() if extension else end, "phone")


def _record(text: str, start: int, label: str, *, marked: bool) -> Span | None:
    match = _RECORD.match(text, start)
    if match is None or numeric_date_at(text, start):
        return None
    sure = label in _SURE_RECORDS
    least = 3 if marked or sure else 5
    if not marked and not sure and _A_YEAR.fullmatch(match[0]):
        return None
    if match[0][0].isalpha() and not (marked or sure):
        return None
    return _found(match, "record", least)
