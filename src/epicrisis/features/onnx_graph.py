"""What an ONNX file asks for, read from its bytes before any runtime sees them.

A file from a stranger may name other files as the place of its weights, which a runtime opens wherever it stands, or
operators of other libraries. Both are refused here. Only the messages on the way to tensors and operators are walked;
weights are stepped over, so that a file of 500 MB takes a moment. Considered: the package ``onnx``, 31 MB more in
every place where a model predicts, for these two questions.

The format is protocol buffers, see https://protobuf.dev/programming-guides/encoding/ and ``onnx.proto``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from epicrisis.errors import CorruptFile

# By message: the fields that hold messages on the way to a tensor or an operator.
_INSIDE: Final[Mapping[str, Mapping[int, str]]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "function": {7: "node", 11: "attribute"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
}
_EXTERNAL_DATA, _DATA_LOCATION = 13, 14
_OPERATOR, _DOMAIN = 4, 7
# ONNX's own operators and those that ONNX Runtime has built in, which optimised exports use.
_DOMAINS: Final = frozenset({"", "ai.onnx", "ai.onnx.ml", "com.microsoft"})
_DEEPEST: Final = 40
_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5


class _NotOnnx(ValueError):
    """The bytes are no ONNX model."""


def require_plain_graph(content: bytes) -> frozenset[str]:
    """Refuse a model that reads other files or needs operators of other libraries.

    Parameters
    ----------
    content : bytes
        An ONNX file.

    Returns
    -------
    frozenset of str
        Names of the operators that it uses.

    Raises
    ------
    CorruptFile
        It is no ONNX model, its weights are in other files, or it has operators that ONNX Runtime has not built in.
    """
    operators: set[str] = set()
    foreign: set[str] = set()
    try:
        for domain, operator in _operators(memoryview(content), "model", 0):
            operators.add(operator)
            foreign |= {domain} - _DOMAINS
    except (_NotOnnx, IndexError, UnicodeDecodeError) as error:
        raise CorruptFile("The encoder's model is damaged, or is no ONNX file.") from error
    if not operators:
        raise CorruptFile("The encoder's model is damaged, or is no ONNX file.")
    if foreign:
        raise CorruptFile(
            "The encoder's model needs operators of other libraries ({domains}), which are not run. Export it with "
            "ONNX's own operators.",
            domains=", ".join(sorted(foreign)),
        )
    return frozenset(operators)


def _operators(message: memoryview, kind: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield domain and name of each operator inside a message."""
    if depth > _DEEPEST:
        raise _NotOnnx
    inside = _INSIDE.get(kind, {})
    domain = operator = ""
    for number, value in _fields(message):
        if kind == "tensor" and (number == _EXTERNAL_DATA or (number == _DATA_LOCATION and value != 0)):
            raise CorruptFile(
                "The encoder's model keeps its weights in other files, which are not read. Export it as one file."
            )
        if isinstance(value, int):
            continue
        if number in inside:
            yield from _operators(value, inside[number], depth + 1)
        elif kind == "node" and number == _OPERATOR:
            operator = str(value, "utf-8")
        elif kind == "node" and number == _DOMAIN:
            domain = str(value, "utf-8")
    if kind == "node":
        yield domain, operator


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Yield number and value of a message's fields; numbers of a fixed width are stepped over."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        number, wire = key >> 3, key & 7
        if wire == _VARINT:
            value, place = _varint(message, place)
            yield number, value
        elif wire == _BYTES:
            length, place = _varint(message, place)
            if length > len(message) - place:
                raise _NotOnnx
            yield number, message[place : place + length]
            place += length
        elif wire in (_FIXED_64, _FIXED_32):
            place += 8 if wire == _FIXED_64 else 4
        else:
            raise _NotOnnx
    if place != len(message):
        raise _NotOnnx


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = message[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
    raise _NotOnnx
