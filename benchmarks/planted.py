"""Invented notes with identifiers planted in them: countries, spellings, right and wrong check digits.

Nobody's number is in here: digits are drawn at random, and the names of `UNLISTED` are in none of the bundled lists.
"""

# ruff: noqa: E501, SIM905 - spellings are compared across lines
from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Planted(NamedTuple):
    """A note and the identifier in it: its text, where it begins, and what it is."""

    text: str
    value: str
    start: int
    kind: str


DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
UNLISTED = (
    "Etxeberria Zubizarreta Goikoetxea Urdangarin Olabarrieta Txapartegi Nekane Izaro Xuban Oihane Garikoitz Amets "
    "Quispehuanca Mamanicona Huarachi Yupanquiri Tlatelpa Xochitiotzin Nahuelpan Llancafilo Antiqueo Huenchumilla "
    "Przybylska Kowalczyk Szymanska Vandenberghe Oyelaran Adeyemi Nakamurano Thorvaldsen Bjornstad"
).split()
LISTED_GIVEN = "María José Carmen Antonio Lucía Manuel Alejandra Javier Fernanda Guillermo Raquel Sebastián".split()
LISTED_SURNAMES = "García Rodríguez González Fernández Martínez Gutiérrez Ramírez Hernández Vázquez Jiménez".split()
STREETS = [
    "Mayor",
    "Gran Vía",
    "Alcalá",
    "San Martín",
    "Constitución",
    "Las Heras",
    "Juárez",
    "Bolívar",
    "Larios",
    "Los Álamos",
]
TOWNS = ["Madrid", "Sevilla", "Valencia", "Bilbao", "Monterrey", "Lima", "Rosario", "Temuco"]
MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
SHORT = "ene feb mar abr may jun jul ago sep oct nov dic".split()
ENGLISH = "January February March April May June July August September October November December".split()

LABELLED = [
    "Paciente de 45 años, {label} {value}, acude por dolor torácico.",
    "{label}: {value}\nMotivo de consulta: cefalea.",
    "Varón de 63 años con HTA y DM2 ({label} {value}) en tratamiento con enalapril 20 mg.",
    "Se remite informe.\n{label} nº {value}. TA 130/80, FC 78.",
    "{label} número {value}; refiere disnea de 3 días.",
    "{label}.: {value} - Antecedentes: asma.",
]
BARE = [
    "Identificado con {value}, acude a control.",
    "Mujer de 30 años ({value}) con fiebre de 38,5.",
    "{value}\nPaciente con dolor lumbar L4-L5.",
    "Datos: {value}. Niega alergias.",
    "Ingresa por disnea. {value} TA 120/80.",
]


def planted(seed: int, rounds: int) -> Iterator[Planted]:
    """Yield notes, `rounds` of each way in which each kind of identifier is written."""
    draw = random.Random(seed)
    for _ in range(rounds):
        for kind, make in MAKERS.items():
            for template, value in make(draw):
                yield _filled(template, value, kind)
                if draw.random() < 0.15 and kind in {"date", "address", "es_dni", "mx_curp"}:
                    yield _filled(
                        template.replace("{value}", "\0").upper().replace("\0", "{value}"), value.upper(), kind
                    )
                elif draw.random() < 0.15 and kind != "name":
                    yield _filled(template.replace("{value}", "\0").upper().replace("\0", "{value}"), value, kind)


def _filled(template: str, value: str, kind: str) -> Planted:
    before, after = template.split("{value}")
    return Planted(before + value + after, value, len(before), kind)


def _labelled(draw: random.Random, labels: list[str], values: list[str]) -> Iterator[tuple[str, str]]:
    for value in values:
        yield draw.choice(LABELLED).replace("{label}", draw.choice(labels)), value


def _bare(draw: random.Random, values: list[str]) -> Iterator[tuple[str, str]]:
    for value in values:
        yield draw.choice(BARE), value


def _digits(draw: random.Random, count: int, first: str = "123456789") -> str:
    return draw.choice(first) + "".join(draw.choices(string.digits, k=count - 1))


def _dots(digits: str) -> str:
    return f"{int(digits):,}".replace(",", ".")


def es_dni(draw: random.Random) -> Iterator[tuple[str, str]]:
    digits = _digits(draw, 8)
    letter = DNI_LETTERS[int(digits) % 23]
    wrong = draw.choice([other for other in DNI_LETTERS if other != letter])
    right = [
        f"{digits}{letter}",
        f"{digits}-{letter}",
        f"{_dots(digits)}-{letter}",
        f"{digits}{letter.lower()}",
        f"{digits} {letter}",
    ]
    yield from _bare(draw, right)
    yield from _labelled(
        draw, ["DNI", "D.N.I.", "dni", "NIF", "N.I.F."], [*right, f"{digits}{wrong}", f"{digits}-{wrong}", digits]
    )


def es_nie(draw: random.Random) -> Iterator[tuple[str, str]]:
    first, digits = draw.choice("XYZ"), _digits(draw, 7)
    letter = DNI_LETTERS[int(f"{'XYZ'.index(first)}{digits}") % 23]
    values = [f"{first}{digits}{letter}", f"{first}-{digits}-{letter}", f"{first}{digits}-{letter}"]
    yield from _bare(draw, values)
    yield from _labelled(draw, ["NIE", "N.I.E.", "nie"], [*values, f"{first}{digits}{draw.choice(DNI_LETTERS)}"])


def es_nss(draw: random.Random) -> Iterator[tuple[str, str]]:
    province, serial = f"{draw.randint(1, 52):02d}", _digits(draw, 8)
    control = f"{int(province + serial) % 97:02d}"
    values = [
        f"{province}{serial}{control}",
        f"{province}/{serial}/{control}",
        f"{province} {serial} {control}",
        f"{province}-{serial}-{control}",
    ]
    yield from _bare(draw, values)
    yield from _labelled(
        draw, ["NSS", "N.S.S.", "NUSS", "Nº Seguridad Social", "nº afiliación"], [*values, f"{province}{serial}98"]
    )


def es_cip(draw: random.Random) -> Iterator[tuple[str, str]]:
    letters = "".join(draw.choices("BCDFGLMNPRSTV", k=4))
    values = [f"{letters}{_digits(draw, 10)}", f"{letters}{_digits(draw, 12)}", f"AN{_digits(draw, 10)}"]
    yield from _bare(draw, values)
    yield from _labelled(
        draw,
        ["CIP", "CIPA", "SIP", "TIS", "Tarjeta sanitaria", "NUHSA"],
        [*values, _digits(draw, 10), _digits(draw, 8)],
    )


def mx_curp(draw: random.Random) -> Iterator[tuple[str, str]]:
    body = (
        "".join(draw.choices("BCDFGLMNPRSTV", k=1))
        + draw.choice("AEIOU")
        + "".join(draw.choices("BCDFGLMNPRSTV", k=2))
        + f"{draw.randint(40, 99)}{draw.randint(1, 12):02d}{draw.randint(1, 28):02d}"
        + draw.choice("HM")
        + draw.choice(["DF", "JC", "NL", "VZ", "PL"])
        + "".join(draw.choices("BCDFGLMNPRSTV", k=3))
        + "0"
    )
    alphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    check = -sum((18 - place) * alphabet.index(character) for place, character in enumerate(body)) % 10
    values = [f"{body}{check}", f"{body}{check}".lower()]
    yield from _bare(draw, values[:1])
    yield from _labelled(draw, ["CURP", "curp", "Clave CURP"], [*values, f"{body}{(check + 1) % 10}"])


def mx_rfc(draw: random.Random) -> Iterator[tuple[str, str]]:
    body = (
        "".join(draw.choices("BCDFGLMNPRSTV", k=4))
        + f"{draw.randint(40, 99)}{draw.randint(1, 12):02d}{draw.randint(1, 28):02d}"
    )
    yield from _labelled(
        draw,
        ["RFC", "R.F.C.", "rfc"],
        [f"{body}{draw.choice('ABC')}{_digits(draw, 2)}", f"{body[:4]}-{body[4:]}-A{_digits(draw, 2)}"],
    )


def cl_rut(draw: random.Random) -> Iterator[tuple[str, str]]:
    digits = draw.choice([_digits(draw, 8, "12"), _digits(draw, 7, "56789")])
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(digits)))
    check = "0123456789K"[-total % 11]
    values = [f"{_dots(digits)}-{check}", f"{digits}-{check}", f"{digits}-{check.lower()}"]
    yield from _bare(draw, values)
    yield from _labelled(draw, ["RUT", "RUN", "R.U.T.", "rut"], [*values, f"{digits}-{draw.choice('0123456789K')}"])


def ar_dni(draw: random.Random) -> Iterator[tuple[str, str]]:
    digits = _digits(draw, 8, "123456789")
    yield from _bare(draw, [_dots(digits)])
    yield from _labelled(
        draw, ["DNI", "D.N.I.", "Documento", "dni"], [_dots(digits), digits, _digits(draw, 7), _dots(_digits(draw, 7))]
    )


def ar_cuil(draw: random.Random) -> Iterator[tuple[str, str]]:
    while True:
        body = draw.choice(["20", "23", "24", "27"]) + _digits(draw, 8)
        total = sum(int(digit) * weight for digit, weight in zip(body, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True))
        if total % 11 != 1:
            break
    check = -total % 11
    values = [f"{body[:2]}-{body[2:]}-{check}", f"{body}{check}"]
    yield from _bare(draw, values)
    yield from _labelled(draw, ["CUIL", "CUIT", "C.U.I.L."], [*values, f"{body[:2]}-{body[2:]}-{(check + 1) % 10}"])


def co_cc(draw: random.Random) -> Iterator[tuple[str, str]]:
    values = [_digits(draw, 8), _digits(draw, 10, "1"), _dots(_digits(draw, 10, "1")), _dots(_digits(draw, 8))]
    yield from _bare(draw, values[1:])
    yield from _labelled(draw, ["CC", "C.C.", "Cédula", "Cédula de ciudadanía", "cedula"], values)


def pe_dni(draw: random.Random) -> Iterator[tuple[str, str]]:
    yield from _labelled(draw, ["DNI", "Documento de identidad", "D.N.I."], [_digits(draw, 8), _digits(draw, 8, "0")])


def ec_cedula(draw: random.Random) -> Iterator[tuple[str, str]]:
    body = f"{draw.randint(1, 24):02d}{draw.randint(0, 5)}" + "".join(draw.choices(string.digits, k=6))
    total = 0
    for place, digit in enumerate(body):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    values = [f"{body}{-total % 10}", f"{body}-{-total % 10}"]
    yield from _bare(draw, values)
    yield from _labelled(draw, ["Cédula", "CI", "C.I.", "cédula de identidad"], [*values, f"{body}{(1 - total) % 10}"])


def uy_ci(draw: random.Random) -> Iterator[tuple[str, str]]:
    body = _digits(draw, 7, "12345")
    check = -sum(int(digit) * weight for digit, weight in zip(body, (2, 9, 8, 7, 6, 3, 4), strict=True)) % 10
    values = [f"{_dots(body)}-{check}", f"{body}-{check}", f"{body}{check}"]
    yield from _bare(draw, values)
    yield from _labelled(draw, ["CI", "C.I.", "Cédula"], [*values, f"{_dots(body)}-{(check + 1) % 10}"])


def br_cpf(draw: random.Random) -> Iterator[tuple[str, str]]:
    body = [draw.randint(0, 9) for _ in range(9)]
    for length in (9, 10):
        total = sum(digit * (length + 1 - place) for place, digit in enumerate(body[:length]))
        body.append(-total % 11 % 10 if -total % 11 < 10 else 0)
    text = "".join(map(str, body))
    values = [f"{text[:3]}.{text[3:6]}.{text[6:9]}-{text[9:]}", text]
    yield from _bare(draw, values)
    yield from _labelled(draw, ["CPF", "C.P.F.", "cpf"], values)


def us_ssn(draw: random.Random) -> Iterator[tuple[str, str]]:
    value = f"{draw.randint(100, 665)}-{draw.randint(10, 99)}-{_digits(draw, 4)}"
    for template in (
        "Male, social security number: {value}. Denies fever.",
        "SSN {value}, admitted with chest pain.",
        "Identified as {value}. Denies fever.",
        "SSN: {value}\nBP 120/80",
    ):
        yield template, value


def gb_nhs(draw: random.Random) -> Iterator[tuple[str, str]]:
    while True:
        body = _digits(draw, 9)
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(body)) % 11
        if check != 10:
            break
    text = f"{body}{0 if check == 11 else check}"
    for value in (f"{text[:3]} {text[3:6]} {text[6:]}", text, f"{text[:3]}-{text[3:6]}-{text[6:]}"):
        yield (
            draw.choice(
                [
                    "NHS number: {value}. Known asthma.",
                    "NHS No. {value}, seen in clinic.",
                    "Referred ({value}) with a rash.",
                ]
            ),
            value,
        )


def record(draw: random.Random) -> Iterator[tuple[str, str]]:
    values = [_digits(draw, length) for length in (4, 5, 6, 7, 8)] + [
        f"{_digits(draw, 5)}/{draw.randint(10, 24)}",
        f"A-{_digits(draw, 5)}",
        f"HC-{_digits(draw, 6)}",
    ]
    labels = [
        "NHC",
        "N.H.C.",
        "Nº HC",
        "Historia clínica",
        "Nº de historia",
        "Expediente",
        "Folio",
        "Episodio",
        "HCE",
        "Registro",
        "Ficha",
    ]
    for value in values:
        label = draw.choice(labels)
        yield (
            draw.choice(
                [
                    f"{label}: {{value}}. Paciente de 50 años.",
                    f"Mujer, {label} nº {{value}}, con dolor.",
                    f"{label.upper()} N.º {{value}}\nTA 110/70",
                ]
            ),
            value,
        )
        yield (
            draw.choice(
                [
                    "NHC {value} ingresa.",
                    "MRN {value}, stable.",
                    "MRN: {value}\nBP 120/80",
                    "expediente {value} revisado",
                    "HC nº {value}, se cita.",
                ]
            ),
            value,
        )


def phone(draw: random.Random) -> Iterator[tuple[str, str]]:
    def run(count: int) -> str:
        return "".join(draw.choices(string.digits, k=count))

    first = draw.choice("679")
    bare = [
        f"{first}{run(8)}", f"{first}{run(2)} {run(3)} {run(3)}", f"{first}{run(2)}-{run(3)}-{run(3)}", f"{first}{run(2)} {run(2)} {run(2)} {run(2)}",
        f"91 {run(3)} {run(2)} {run(2)}", f"+34 {first}{run(8)}", f"+34 {first}{run(2)} {run(3)} {run(3)}", f"0034{first}{run(8)}",
        f"+52 55 {run(4)} {run(4)}", f"55 {run(4)} {run(4)}", f"+54 9 11 {run(4)}-{run(4)}", f"(011) {run(4)}-{run(4)}", f"+56 9 {run(4)} {run(4)}",
        f"+57 3{run(2)} {run(3)} {run(4)}", f"3{draw.choice('01')}{run(1)} {run(3)} {run(4)}", f"+51 9{run(8)}", f"+593 9{run(8)}", f"+598 9{run(7)}",
        f"09{run(8)}", f"+1 212 {run(3)} {run(4)}", f"(212) {run(3)}-{run(4)}", f"212-{run(3)}-{run(4)}", f"+44 20 7{run(3)} {run(4)}", f"+55 11 9{run(4)}-{run(4)}",
    ]  # fmt: skip
    for value in bare:
        yield (
            draw.choice(
                [
                    "Se llama al {value} sin respuesta.",
                    "Contacto familiar: {value}. Niega fiebre.",
                    "Avisar ({value}) si empeora.",
                    "{value}\nTA 120/80",
                ]
            ),
            value,
        )
    for value in [*bare, f"{run(4)[:1] or '4'}{run(3)}-{run(4)}", f"{draw.randint(2, 9)}{run(6)}"]:
        label = draw.choice(
            [
                "Tel.",
                "Teléfono:",
                "Tfno.",
                "Tlf",
                "Móvil",
                "Celular:",
                "Tel. de contacto:",
                "WhatsApp",
                "Phone:",
                "fono",
            ]
        )
        yield f"{label} {{value}}, paciente de 45 años.", value


def email(draw: random.Random) -> Iterator[tuple[str, str]]:
    user, host = (
        draw.choice(["mlopez", "juan.perez", "a_b-c", "pac1234", "maria+alta"]),
        draw.choice(["gmail.com", "hospital.es", "salud.madrid.org", "uni.edu.ar"]),
    )
    for template in (
        "Correo: {value}. Acude sola.",
        "E-mail {value}",
        "escribir a {value}, gracias",
        "<{value}> solicita cita",
    ):
        yield template, f"{user}@{host}"


def url(draw: random.Random) -> Iterator[tuple[str, str]]:
    for value in (
        f"https://portal.salud.es/p/{_digits(draw, 5)}?id={_digits(draw, 3)}",
        f"www.clinica{_digits(draw, 2)}.com.mx",
        f"http://10.0.0.{draw.randint(1, 250)}:8080/h/{_digits(draw, 4)}",
        f"192.168.{draw.randint(10, 250)}.{draw.randint(10, 250)}",
    ):
        yield draw.choice(["Imágenes en {value} para revisar.", "Ver {value}", "({value}) informe previo"]), value


def address(draw: random.Random) -> Iterator[tuple[str, str]]:
    street, number, town = draw.choice(STREETS), draw.randint(1, 199), draw.choice(TOWNS)
    floor = f"{draw.randint(1, 9)}º {draw.choice('ABCD')}"
    spanish = [
        f"C/ {street} {number}, {floor}", f"Calle {street} {number}", f"calle {street}, {number}", f"Avda. {street}, {number}", f"Avenida de la {street} nº {number}",
        f"Av. {street} {number}", f"Pza. {street}, {number}", f"Plaza de {street} {number}", f"Paseo de {street} {number}, {floor}", f"Ctra. de {street} km {number}",
        f"C/ {street} {number}, {floor}, 280{draw.randint(10, 50)} {town}", f"Calle {street} s/n", f"Cra {number} # {draw.randint(1, 99)}-{draw.randint(10, 99)}",
        f"Calle {draw.randint(1, 150)} No. {draw.randint(1, 99)}-{draw.randint(10, 99)}", f"Carrera {draw.randint(1, 99)} # {draw.randint(1, 99)} - {draw.randint(1, 99)}",
        f"Av. {street} {number}, Col. Centro", f"Jr. {street} {number}", f"Urb. {street}, {number}",
    ]  # fmt: skip
    for value in spanish:
        yield (
            draw.choice(
                ["Vive en {value}. Fumador.", "Domicilio: {value}\nAntecedentes: asma", "Reside en {value}; jubilado."]
            ),
            value,
        )
    for value in (
        f"{number} {draw.choice(['Baker', 'Oak', 'High'])} Street",
        f"{number} Maple Avenue",
        f"{number} Church Road",
    ):
        yield draw.choice(["Lives at {value}. Smoker.", "Address: {value}\nPMH: asthma"]), value
    for value in (f"280{draw.randint(10, 50)}", f"0{draw.randint(1000, 9999)}"):
        yield draw.choice(["C.P. {value}, casado.", "Código postal: {value}. Vive solo.", "CP {value}"]), value


def date(draw: random.Random) -> Iterator[tuple[str, str]]:
    day, month, year = draw.randint(1, 28), draw.randint(1, 12), draw.randint(1930, 2025)
    name, short, english = MONTHS[month - 1], SHORT[month - 1], ENGLISH[month - 1]
    short_year = f"{year % 100:02d}"
    values = [
        f"{day:02d}/{month:02d}/{year}", f"{day}/{month}/{year}", f"{day:02d}/{month:02d}/{short_year}", f"{day:02d}-{month:02d}-{year}", f"{day:02d}.{month:02d}.{year}",
        f"{year}-{month:02d}-{day:02d}", f"{year}-{month:02d}-{day:02d}T10:35", f"{year}/{month:02d}/{day:02d}", f"{year}{month:02d}{day:02d}", f"{day}-{short}-{short_year}",
        f"{day}-{short}-{year}", f"{day} {short} {year}", f"{day}/{short}/{year}", f"{day} de {name} de {year}", f"{day} de {name} del {year}", f"{day} {name} {year}",
        f"{day} de {name}", f"{day} de {name.capitalize()} de {year}", f"{name} de {year}", f"{name} {year}", f"{month:02d}/{year}", f"uno de {name} de {year}", f"1º de {name} de {year}",
        f"{english} {day}, {year}", f"{day} {english} {year}", f"{english} {day}th {year}", f"{english} {year}", f"{day}th of {english} {year}", f"{english[:3]} {day}, {year}",
        f"{day:02d}/{month:02d}/{year} 10:35", f"{day}.{month}.{year}",
    ]  # fmt: skip
    for value in values:
        yield (
            draw.choice(
                [
                    "Intervenido el {value} de apendicitis.",
                    "Fecha: {value}. Acude por fiebre.",
                    "Control ({value}): TA 120/80.",
                    "Ingreso {value}, alta a los 3 días.",
                ]
            ),
            value,
        )
    yield "Acude el {value} a urgencias.", f"{day:02d}/{month:02d}"


def name(draw: random.Random) -> Iterator[tuple[str, str]]:
    one, two, three = draw.sample(UNLISTED, 3)
    for title in ("Dr.", "Dra.", "Sr.", "Sra.", "Dña.", "Lic.", "Mr.", "Mrs.", "Ms.", "Dr", "Prof.", "Don", "Doña"):
        value = draw.choice([one, f"{one} {two}", f"{one} de {two}", f"{one[0]}. {two}"])
        yield f"{draw.choice(['Valorada por', 'Acude con', 'Consulta con'])} {title} {{value}}, sin cambios.", value
    yield "D. {value} acude a consulta.", f"{one} {two}"
    yield "Paciente {value} de 40 años.", f"{one} {two}"
    yield "La paciente {value} refiere dolor.", one
    yield "Firmado: {value}", f"{one} {two}"
    yield "Fdo.: {value}\nColegiado", f"{one} {two}"
    yield "Nombre: {value}\nEdad: 45", f"{one} {two} {three}"
    yield "Atendida por {value} en urgencias.", f"{one} {two}"
    yield "Acude con su hija {value}, que aporta informes.", one
    yield "Su marido, {value}, refiere ronquidos.", f"{one} {two}"
    given, surname, other = draw.choice(LISTED_GIVEN), draw.choice(LISTED_SURNAMES), draw.choice(LISTED_SURNAMES)
    full = f"{given} {surname} {other}"
    yield "{value} acude por tos.", full
    yield "{value}, 45 años, HTA.", full.upper()
    yield "Enf. {value} realiza cura.", given
    yield "PACIENTE {value} ACUDE A CONTROL", full.upper()
    yield "paciente {value} acude a control", full.lower()
    yield "Apellidos y nombre: {value}.", f"{surname} {other}, {given}"
    yield "Visto por {value} hoy.", f"{given} {surname}"


MAKERS: dict[str, Callable[[random.Random], Iterator[tuple[str, str]]]] = {
    make.__name__: make
    for make in (
        es_dni, es_nie, es_nss, es_cip, mx_curp, mx_rfc, cl_rut, ar_dni, ar_cuil, co_cc, pe_dni, ec_cedula, uy_ci, br_cpf,
        us_ssn, gb_nhs, record, phone, email, url, address, date, name,
    )
}  # fmt: skip
