"""Attributes by name and number."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Union

from . import constants

#: Attributes whose bytes are text.
TEXTS = frozenset({constants.CKA_LABEL, constants.CKA_APPLICATION, constants.CKA_UNIQUE_ID, constants.CKA_URL})

#: Every attribute, by its number.
NAMES: Dict[int, str] = {}
for _name, _value in vars(constants).items():
    if _name.startswith("CKA_"):
        NAMES.setdefault(_value, _name)


def number(name: Union[str, int]) -> int:
    """The number of an attribute: `"label"`, `"CKA_LABEL"` and `0x3` are the same. `KeyError`"""
    if isinstance(name, int):
        return name
    wanted = name.upper().replace("-", "_")
    found = vars(constants).get(wanted if wanted.startswith("CKA_") else f"CKA_{wanted}")
    if not isinstance(found, int):
        raise KeyError(name)
    return found


def template(attributes: Mapping[Union[str, int], Any]) -> Dict[int, Any]:
    """A template for the core."""
    return {
        number(name): template(value) if isinstance(value, Mapping) else value
        for name, value in attributes.items()
    }


def shown(kind: int, value: Any) -> Any:
    """A value for people."""
    if isinstance(value, bytes) and kind in TEXTS:
        return value.decode("utf-8", "replace")
    return value


def options(said: Mapping[str, Any]) -> Dict[str, Any]:
    """What is said of a key, for the core."""
    if "attributes" in said:
        return {**said, "attributes": template(said["attributes"])}
    return dict(said)
