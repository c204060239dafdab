"""Keys in a hardware security module: Strongroom embedded, at a service, or any other PKCS #11 module.

>>> hsm = strongroom.open("/srv/hsm")                                # doctest: +SKIP
>>> with hsm.token("payments").session(pin="1234") as session:       # doctest: +SKIP
...     key = session.generate(strongroom.EC("P-256"), label="issuer", persist=True).private
...     signature = key.sign(b"data")
"""

from __future__ import annotations

import os
from typing import List, NamedTuple, Optional, Union

from . import _errors, _native
from ._errors import *  # noqa: F403
from ._hsm import Hsm, MechanismInfo, Session, Slot, SlotInfo, TokenInfo
from ._native import __version__
from ._messages import (
    MessageDecryptor, MessageEncryptor, Messages, MessageSigner, MessageVerifier, Sealed,
)
from ._objects import Certificate, KeyPair, Object, PrivateKey, PublicKey, SecretKey
from ._streams import Decryptor, Encryptor, Hasher, SignatureVerifier, Signer, Verifier
from .mechanisms import *  # noqa: F403
from .specs import *  # noqa: F403


class NewToken(NamedTuple):
    """A token that was made with its instance."""

    slot_id: int
    label: str
    so_pin: str
    pin: str

    def __repr__(self) -> str:
        return f"<NewToken slot={self.slot_id} label={self.label!r}>"


def open(place: Union[None, str, "os.PathLike[str]"] = None) -> Hsm:
    """Opens the instance in a directory, or the one that a URL names; without either, the one that the
    environment and the configuration name. `TokenNotPresent`, `ArgumentError`, `DeviceError`"""
    if place is None:
        return Hsm()
    text = os.fspath(place)
    # A path is one, whatever it is called.
    return Hsm(_native.url_of_place(text if isinstance(place, str) else os.path.abspath(text)))


def connect(
    address: Optional[str] = None,
    *,
    bundle: Union[None, str, "os.PathLike[str]"] = None,
    timeout: Optional[int] = None,
    connections: Optional[int] = None,
) -> Hsm:
    """Opens the instance at a service: `host:port`, or a `strongroom://` URL; without, the one that the bundle
    names. The bundle is the file that makes this machine a client (`strongroom client add`); calls wait
    `timeout` seconds. Nothing is sent before something is asked for."""
    file = None if bundle is None else os.path.abspath(os.fspath(bundle))
    return Hsm(_native.url_of_service(address, file, timeout, connections))


def load(module: Union[str, "os.PathLike[str]"]) -> Hsm:
    """Opens the tokens of another vendor's PKCS #11 module: the file of a library."""
    return Hsm(_native.url_of_module(os.path.abspath(os.fspath(module))))


def from_uri(uri: str) -> Hsm:
    """Opens what a `pkcs11:` URI is about (RFC 7512): the module in its `module-path`, else the instance that
    the environment and the configuration name. `Hsm.token`, `Hsm.session` and `Hsm.key` take the same URI."""
    _, module = _native.parse_uri(uri)
    return load(module) if module is not None else Hsm()


def create(
    directory: Union[str, "os.PathLike[str]"],
    *,
    slots: int = 10,
    label: str = "strongroom",
    production: bool = False,
    blank: bool = False,
) -> List[NewToken]:
    """Makes an instance in a directory. Tokens are called `label` with the number of their slot, and have PINs
    that everybody knows, unless `production` is said; `blank` ones have neither. `FunctionRejected` when there
    is one already"""
    made = _native.create_instance(os.fspath(directory), slots, label, production, blank)
    return [NewToken(*one) for one in made]


__all__ = [
    "__version__", "open", "connect", "load", "from_uri", "create", "NewToken",
    "Hsm", "Slot", "Session", "SlotInfo", "TokenInfo", "MechanismInfo",
    "Object", "PublicKey", "PrivateKey", "SecretKey", "Certificate", "KeyPair", "Sealed",
    "Encryptor", "Decryptor", "Signer", "Verifier", "SignatureVerifier", "Hasher",
    "Messages", "MessageEncryptor", "MessageDecryptor", "MessageSigner", "MessageVerifier",
]
__all__ += mechanisms.__all__  # type: ignore[name-defined]  # noqa: F405
__all__ += specs.__all__  # type: ignore[name-defined]  # noqa: F405
__all__ += _errors.__all__
