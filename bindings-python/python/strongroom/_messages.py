"""What was sealed, and messages: many of them under one key, as context managers."""

from __future__ import annotations

from typing import NamedTuple

from . import _errors, _native
from ._types import Buffer, Closing


class Sealed(NamedTuple):
    """What was sealed: with AES-GCM, or as a message."""

    #: 12 bytes, drawn at random, unless messages were told otherwise.
    iv: bytes
    #: As long as the plaintext.
    ciphertext: bytes
    #: 16 bytes, unless messages were told otherwise.
    tag: bytes

    def to_bytes(self) -> bytes:
        """All of it in one piece: the vector, the ciphertext, the tag."""
        return b"".join(self)

    @classmethod
    def from_bytes(cls, data: Buffer) -> "Sealed":
        """From one piece. `DecryptionFailed` for what is too short"""
        whole = bytes(data)
        if len(whole) < 28:
            why = "what was sealed has 28 bytes at least"
            raise _errors.said("CKR_ENCRYPTED_DATA_LEN_RANGE", "C_Decrypt", why)
        return cls(whole[:12], whole[12:-16], whole[-16:])


class Messages(Closing):
    """A series of messages under one key. It has one session of the token for itself until it is closed. A message
    that fails leaves it as it was."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.Messages) -> None:
        self._native = native

    def close(self) -> None:
        """Ends it. To do so twice does nothing."""
        self._native.close()


class MessageEncryptor(Messages):
    """Messages that are encrypted. The token makes the vector of each."""

    __slots__ = ()

    def encrypt(self, data: Buffer, aad: Buffer = b"") -> Sealed:
        """Encrypts a message."""
        return Sealed(*self._native.encrypt(data, aad))


class MessageDecryptor(Messages):
    """Messages that are decrypted."""

    __slots__ = ()

    def decrypt(self, message: Sealed, aad: Buffer = b"") -> bytes:
        """Decrypts a message. `DecryptionFailed`"""
        return self._native.decrypt(message, aad)


class MessageSigner(Messages):
    """Messages that are signed."""

    __slots__ = ()

    def sign(self, data: Buffer) -> bytes:
        """Signs a message, or makes its MAC."""
        return self._native.sign(data)


class MessageVerifier(Messages):
    """Messages that are verified."""

    __slots__ = ()

    def verify(self, data: Buffer, signature: Buffer) -> bool:
        """Whether a message's signature, or its MAC, is good."""
        return self._native.verify(data, signature)
