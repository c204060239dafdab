"""Operations on data that comes in parts, as context managers: leaving the block before the end cancels."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from . import _native
from ._types import Buffer, Closing

if TYPE_CHECKING:
    from ._objects import SecretKey

S = TypeVar("S", bound="Stream")


class Stream(Closing):
    """An operation that is under way. It has one session of the token for itself until it has ended."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.Stream) -> None:
        self._native = native

    def cancel(self) -> None:
        """Ends it without a result. To do so twice, or after the end, does nothing."""
        self._native.cancel()

    close = cancel


class _Absorbing(Stream):
    """One that gives nothing before its end."""

    __slots__ = ()

    def update(self: S, data: Buffer) -> S:
        """Gives the next part."""
        self._native.update(data)
        return self


class Encryptor(Stream):
    """An encryption in parts."""

    __slots__ = ()

    def update(self, data: Buffer) -> bytes:
        """Gives the next part, and takes what output there is."""
        return self._native.update(data)

    def finish(self) -> bytes:
        """Ends it, and takes the rest of the output."""
        return self._native.finish()


class Decryptor(Encryptor):
    """A decryption in parts. With GCM and CCM nothing comes out before the tag was checked."""

    __slots__ = ()


class Signer(_Absorbing):
    """A signature, or a MAC, of data in parts."""

    __slots__ = ()

    def finish(self) -> bytes:
        """Ends it, and gives the signature."""
        return self._native.finish()


class Verifier(_Absorbing):
    """A verification of data in parts."""

    __slots__ = ()

    def finish(self, signature: Buffer) -> bool:
        """Ends it: whether the signature is good."""
        return self._native.verify(signature)


class SignatureVerifier(_Absorbing):
    """A verification that has the signature before the data."""

    __slots__ = ()

    def finish(self) -> bool:
        """Ends it: whether the signature is good."""
        return self._native.verify(b"")


class Hasher(_Absorbing):
    """A digest of data in parts."""

    __slots__ = ()

    def update_key(self, key: "SecretKey") -> "Hasher":
        """Gives the value of a key."""
        self._native.update_key(key._native)
        return self

    def finish(self) -> bytes:
        """Ends it, and gives the digest."""
        return self._native.finish()
