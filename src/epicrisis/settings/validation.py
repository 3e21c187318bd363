"""What pydantic finds wrong, told in our words: which setting, where it was given, what is allowed, what was given."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from epicrisis.errors import SettingsError
from epicrisis.settings.declared import FIELDS, Key, dotted, is_list, is_secret, setting_of
from epicrisis.settings.layers import Entry, Layer
from epicrisis.settings.masking import MASK, mask_secrets
from epicrisis.settings.problems import where

_LONGEST_VALUE = 60

_NOT_A_LIST = SettingsError('{key} must be a list of texts such as ["a", "b"]; {where} gives {given}.')
_NOT_A_PARAMETER = SettingsError("{key} must be text, a number, or true or false; {where} gives {given}.")
_OTHERWISE_WRONG = SettingsError("{key} cannot be used: {reason}; {where} gives {given}.")
# By pydantic's names of what can be wrong; {ge}, {gt}, {le}, {lt}, {max_length} and {expected} are pydantic's too,
# {known}, {near} and {group} those of ``learning.py``.
_WRONG = {
    "int_type": SettingsError("{key} must be a whole number; {where} gives {given}."),
    "float_type": SettingsError("{key} must be a number; {where} gives {given}."),
    "finite_number": SettingsError("{key} must be a number with an end; {where} gives {given}."),
    "bool_type": SettingsError("{key} must be true or false; {where} gives {given}."),
    "string_type": SettingsError("{key} must be text in quotes; {where} gives {given}."),
    "path_type": SettingsError("{key} must be a path in quotes; {where} gives {given}."),
    "list_type": _NOT_A_LIST,
    "too_short": SettingsError("{key} may not be an empty list; {where} gives {given}."),
    "string_too_short": SettingsError("{key} may not be empty or hold empty names; {where} gives {given}."),
    "string_too_long": SettingsError("{key} may have {max_length} character at most; {where} gives {given}."),
    "literal_error": SettingsError("{key} must be one of {expected}; {where} gives {given}."),
    "metric_misspelt": SettingsError("{key} must be one of {known}; {where} gives {given}. Did you mean {near!r}?"),
    "metric_unknown": SettingsError(
        "{key} must be one of {known}, or a metric of another package that is installed here (entry-point group "
        "{group}); {where} gives {given}."
    ),
    "greater_than_equal": SettingsError("{key} must be {ge} or more; {where} gives {given}."),
    "greater_than": SettingsError("{key} must be more than {gt:g}; {where} gives {given}."),
    "less_than_equal": SettingsError("{key} must be {le} or less; {where} gives {given}."),
    "less_than": SettingsError("{key} must be less than {lt:g}; {where} gives {given}."),
}


def translate_validation(error: ValidationError, layer: Layer) -> dict[Key, SettingsError]:
    """Turn what pydantic found into one sentence a setting.

    Parameters
    ----------
    error : ValidationError
        What pydantic raised for the merged layers.
    layer : dict of Key to Entry
        The merged layers, for the origin of each value.
    """
    problems: dict[Key, SettingsError] = {}
    for details in error.errors(include_url=False):
        key = _key_of(details, layer)
        # A value that fits none of several types is reported once for each of them.
        problems.setdefault(key, _sentence(details, key, layer.get(key, Entry(None, "default"))))
    return problems


def _key_of(details: ErrorDetails, layer: Mapping[Key, Entry]) -> Key:
    key = tuple(str(part) for part in details["loc"])
    while len(key) > 1 and key not in layer and key not in FIELDS:
        key = key[:-1]
    return key


def _sentence(details: ErrorDetails, key: Key, entry: Entry) -> SettingsError:
    context = details.get("ctx", {})
    rule = context.get("error")
    if isinstance(rule, ValueError) and isinstance(rule.args[0], SettingsError):
        return rule.args[0]
    setting = setting_of(key)
    prototype = _WRONG.get(details["type"], _OTHERWISE_WRONG)
    if setting != key:
        prototype = _NOT_A_PARAMETER
    elif details["type"] == "string_type" and is_list(key):
        prototype = _NOT_A_LIST
    fields = {name: value for name, value in context.items() if f"{{{name}" in prototype.template}
    if "expected" in fields:
        fields["expected"] = str(fields["expected"]).replace(" or ", ", ")
    if prototype is _OTHERWISE_WRONG:
        fields["reason"] = details["msg"]
    given = MASK if setting is not None and is_secret(setting) else _shown(entry.value)
    return type(prototype)(prototype.template, key=dotted(key), where=where(entry), given=given, **fields)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = mask_secrets(repr(value))
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
