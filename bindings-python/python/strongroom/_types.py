"""The words for types that users and the package share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Mapping, TypedDict, Union

if TYPE_CHECKING:
    from typing_extensions import Buffer as Buffer
else:
    Buffer = Any

#: A PIN, or what gives it. What a callable gives as a `bytearray` is wiped after use.
Pin = Union[str, bytes, bytearray, memoryview, Callable[[], Union[str, bytes, bytearray]]]

#: The value of an attribute: of templates within a template, too.
Value = Union[bool, int, bytes, bytearray, str, List[int], Dict[int, Any]]

#: Attributes by name (`"label"`, `"CKA_LABEL"`) or number.
Attributes = Mapping[Union[str, int], Value]


class KeyOptions(TypedDict, total=False):
    """How a key is called and used."""

    #: `CKA_LABEL`
    label: str
    #: `CKA_ID`
    id: Buffer
    #: Whether it stays in the token when the session ends; it does not, unless this is said.
    persist: bool
    #: Whether its value is never shown; it is not, unless this is said.
    sensitive: bool
    #: Whether it may leave the token wrapped; it may not, unless this is said.
    extractable: bool
    #: Whether each use wants the PIN.
    always_authenticate: bool
    #: What it may do, and nothing else: `encrypt`, `decrypt`, `sign`, `verify`, `wrap`, `unwrap`, `derive`,
    #: `encapsulate`, `decapsulate`. Each half of a pair gets what belongs to it.
    usages: Iterable[str]
    #: Further attributes, of a pair the private key's.
    attributes: Attributes
