"""The words for types that users and the package share."""

from __future__ import annotations

from types import TracebackType
from typing import (
    TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Literal, Mapping, Optional, Type, TypedDict, TypeVar,
    Union,
)

if TYPE_CHECKING:
    from typing_extensions import Buffer as Buffer
else:
    Buffer = Any

C = TypeVar("C", bound="Closing")

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


class SignOptions(TypedDict, total=False):
    """What may be said of a signature where no mechanism is. What a key has none of is an error."""

    #: The hash of the data.
    hash: Optional[str]
    #: Of an RSA signature; `pss`, unless this is said.
    padding: "Optional[Literal['pss', 'pkcs1']]"
    #: Of an ECDSA signature: a sequence of two integers, or both numbers one after the other.
    encoding: "Optional[Literal['der', 'raw']]"
    #: Of EdDSA and ML-DSA.
    context: Optional[Buffer]


class QueryOptions(TypedDict, total=False):
    """What the objects that are looked for have."""

    #: `CKA_LABEL`
    label: Optional[str]
    #: `CKA_ID`
    id: Optional[Buffer]
    #: A `pkcs11:` URI, of which what it says of an object counts.
    uri: Optional[str]
    #: Further ones.
    attributes: Optional[Attributes]


class Closing:
    """What ends with the block that it is used in."""

    __slots__ = ()

    def close(self) -> None:
        """Ends it. To do so twice does nothing."""
        raise NotImplementedError

    def __enter__(self: C) -> C:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()
