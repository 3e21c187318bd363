"""The check digits of national identifiers: python-stdnum's where it has them, and the two that it lacks."""

from __future__ import annotations

import re

from stdnum.ar import cuit
from stdnum.br import cpf
from stdnum.cl import rut
from stdnum.ec import ci as ec_ci
from stdnum.es import dni, nie
from stdnum.gb import nhs

_NOT_A_DIGIT = re.compile(r"\D")
_UY_WEIGHTS = (2, 9, 8, 7, 6, 3, 4)


def digits_of(number: str) -> str:
    """Return the digits of a number without what stands between them."""
    return _NOT_A_DIGIT.sub("", number)


def is_dni(number: str) -> bool:
    """Whether a Spanish DNI, or the NIE of a foreigner, has the right letter."""
    return bool(dni.is_valid(number) or nie.is_valid(number))


def is_nss(number: str) -> bool:
    """Whether a Spanish social security number ends in its remainder by 97.

    The first two digits are the province; a number below ten million is joined to it arithmetically, a longer one as
    text (Tesorería General de la Seguridad Social).
    """
    digits = digits_of(number)
    if len(digits) != 12:
        return False
    province, serial, control = digits[:2], digits[2:10], int(digits[10:])
    value = int(province) * 10_000_000 + int(serial) if int(serial) < 10_000_000 else int(province + serial)
    return 1 <= int(province) <= 66 and value % 97 == control


def is_uruguayan_ci(number: str) -> bool:
    """Whether an Uruguayan cédula of 7 or 8 digits ends in its check digit (weights 2 9 8 7 6 3 4, modulo 10)."""
    digits = digits_of(number)
    if len(digits) not in {7, 8}:
        return False
    padded = digits.zfill(8)
    total = sum(weight * int(digit) for weight, digit in zip(_UY_WEIGHTS, padded, strict=False))
    return -total % 10 == int(padded[-1])


def is_cedula(number: str) -> bool:
    """Whether ten digits are an Ecuadorian cédula."""
    return bool(ec_ci.is_valid(number))


def is_cuil(number: str) -> bool:
    """Whether eleven digits are an Argentinian CUIL or CUIT."""
    return bool(cuit.is_valid(number))


def is_cpf(number: str) -> bool:
    """Whether eleven digits are a Brazilian CPF."""
    return bool(cpf.is_valid(number))


def is_rut(number: str) -> bool:
    """Whether a Chilean RUT ends in its check digit."""
    return bool(rut.is_valid(number))


def is_nhs(number: str) -> bool:
    """Whether ten digits are a number of the British NHS."""
    return bool(nhs.is_valid(number))
