"""The same for asyncio. Calls are made by the core's threads, of which there is one pool for the process, so
that neither the event loop nor its default executor ever waits for a token.

A task that is cancelled stops waiting at once. What had not begun is then not done; what had begun is, and its
result is dropped.

>>> async with strongroom.aio.open("/srv/hsm") as hsm:               # doctest: +SKIP
...     async with await hsm.session("payments", pin="1234") as session:
...         key = await session.find_one(strongroom.PrivateKey, label="issuer")
...         signature = await key.sign(b"data")
"""

from __future__ import annotations

import asyncio
import functools
import os
from types import TracebackType
from typing import (
    TYPE_CHECKING, Any, AsyncIterator, Awaitable, Callable, Dict, Generator, List, Optional, Type, TypeVar,
    Union,
)

import strongroom as _sync

from . import _native
from ._hsm import Slot as _Slot
from ._messages import Messages as _Messages
from ._messages import Sealed
from ._objects import Object as _Object
from ._streams import Stream as _Stream
from ._types import Attributes, Buffer, KeyOptions, Pin
from .mechanisms import Mechanism
from .specs import KeySpec

if TYPE_CHECKING:
    from typing_extensions import ParamSpec, Unpack

    P = ParamSpec("P")

__all__ = ["Hsm", "Key", "KeyPair", "Messages", "Session", "Stream", "call", "configure", "connect", "load", "open"]

T = TypeVar("T")
C = TypeVar("C", bound="_Closing")


def configure(threads: int) -> None:
    """How many threads wait for tokens; it counts when it is said before the first call."""
    _native.configure_threads(threads)


async def call(work: "Callable[P, T]", *args: "P.args", **kwargs: "P.kwargs") -> T:
    """Has anything called by one of the core's threads."""
    loop = asyncio.get_running_loop()
    future: "asyncio.Future[T]" = loop.create_future()

    def tell(finish: Callable[[Any], None], value: Any) -> None:
        # It may have been cancelled meanwhile.
        if not future.done():
            finish(value)

    def run() -> None:
        if future.cancelled():
            return
        try:
            finish: Callable[[Any], None] = future.set_result
            value: Any = work(*args, **kwargs)
        except BaseException as error:
            finish, value = future.set_exception, error
        try:
            loop.call_soon_threadsafe(tell, finish, value)
        except RuntimeError:
            pass  # the loop was closed; nobody waits any more

    _native.submit(run)
    return await future


class _Closing:
    """What ends with the block that it is used in."""

    __slots__ = ()

    async def close(self) -> None:
        """Ends it. To do so twice does nothing."""
        raise NotImplementedError

    async def __aenter__(self: C) -> C:
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        await self.close()


class Stream(_Closing):
    """Data that comes in parts. Leaving the block before the end cancels."""

    __slots__ = ("_sync",)

    def __init__(self, sync: _Stream) -> None:
        self._sync: Any = sync

    async def close(self) -> None:
        """Ends it without a result. To do so twice, or after the end, does nothing."""
        await call(self._sync.cancel)

    async def update(self, data: Buffer) -> bytes:
        """Gives the next part, and takes what output there is."""
        out = await call(self._sync.update, data)
        return out if isinstance(out, bytes) else b""

    async def finish(self, *signature: Buffer) -> Any:
        """Ends it: the rest of the output, the signature, the digest, or, of a verification, whether the
        signature that is given is good."""
        return await call(self._sync.finish, *signature)


class Messages(_Closing):
    """Messages under one key: what `strongroom.Messages` has for the operation that it was begun for."""

    __slots__ = ("_sync",)

    def __init__(self, sync: _Messages) -> None:
        self._sync: Any = sync

    async def close(self) -> None:
        """Ends the series. To do so twice does nothing."""
        await call(self._sync.close)

    async def encrypt(self, data: Buffer, aad: Buffer = b"") -> Sealed:
        """`MessageEncryptor.encrypt`"""
        return await call(self._sync.encrypt, data, aad)

    async def decrypt(self, message: Sealed, aad: Buffer = b"") -> bytes:
        """`MessageDecryptor.decrypt`"""
        return await call(self._sync.decrypt, message, aad)

    async def sign(self, data: Buffer) -> bytes:
        """`MessageSigner.sign`"""
        return await call(self._sync.sign, data)

    async def verify(self, data: Buffer, signature: Buffer) -> bool:
        """`MessageVerifier.verify`"""
        return await call(self._sync.verify, data, signature)


class Key:
    """An object of a token: what its twin without `await` (`sync`) has, with `await`."""

    __slots__ = ("sync",)

    def __init__(self, sync: Any) -> None:
        self.sync = sync

    def __repr__(self) -> str:
        return f"<aio {type(self.sync).__name__} handle={self.sync.handle}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and bool(self.sync == other.sync)

    def __hash__(self) -> int:
        return hash(self.sync)

    async def sign(self, data: Buffer, mechanism: Optional[Mechanism] = None, **said: Any) -> bytes:
        """`PrivateKey.sign`"""
        return await call(self.sync.sign, data, mechanism, **said)

    async def sign_batch(
        self, data: List[Buffer], mechanism: Optional[Mechanism] = None, **said: Any
    ) -> List[bytes]:
        """`PrivateKey.sign_batch`"""
        return await call(self.sync.sign_batch, data, mechanism, **said)

    async def verify(
        self, data: Buffer, signature: Buffer, mechanism: Optional[Mechanism] = None, **said: Any
    ) -> bool:
        """`PublicKey.verify`"""
        return await call(self.sync.verify, data, signature, mechanism, **said)

    async def encrypt(self, data: Buffer, mechanism: Optional[Mechanism] = None) -> Any:
        """`SecretKey.encrypt`"""
        return await call(self.sync.encrypt, data, mechanism)

    async def decrypt(
        self, data: Union[Buffer, Sealed], mechanism: Optional[Mechanism] = None
    ) -> bytes:
        """`SecretKey.decrypt`"""
        return await call(self.sync.decrypt, data, mechanism)

    async def encryptor(self, mechanism: Mechanism) -> Stream:
        """`SecretKey.encryptor`"""
        return Stream(await call(self.sync.encryptor, mechanism))

    async def decryptor(self, mechanism: Mechanism) -> Stream:
        """`SecretKey.decryptor`"""
        return Stream(await call(self.sync.decryptor, mechanism))

    async def signer(self, mechanism: Optional[Mechanism] = None, **said: Any) -> Stream:
        """`PrivateKey.signer`"""
        return Stream(await call(self.sync.signer, mechanism, **said))

    async def verifier(self, mechanism: Optional[Mechanism] = None, **said: Any) -> Stream:
        """`PublicKey.verifier`"""
        return Stream(await call(self.sync.verifier, mechanism, **said))

    async def message_encryptor(self, mechanism: Optional[Mechanism] = None) -> Messages:
        """`SecretKey.message_encryptor`"""
        return Messages(await call(self.sync.message_encryptor, mechanism))

    async def message_decryptor(self, mechanism: Optional[Mechanism] = None) -> Messages:
        """`SecretKey.message_decryptor`"""
        return Messages(await call(self.sync.message_decryptor, mechanism))

    async def message_signer(self, mechanism: Optional[Mechanism] = None, **said: Any) -> Messages:
        """`PrivateKey.message_signer`"""
        return Messages(await call(self.sync.message_signer, mechanism, **said))

    async def message_verifier(self, mechanism: Optional[Mechanism] = None, **said: Any) -> Messages:
        """`PublicKey.message_verifier`"""
        return Messages(await call(self.sync.message_verifier, mechanism, **said))

    async def signature_verifier(
        self, signature: Buffer, mechanism: Optional[Mechanism] = None, **said: Any
    ) -> Stream:
        """`PublicKey.signature_verifier`"""
        return Stream(await call(self.sync.signature_verifier, signature, mechanism, **said))

    async def wrap_authenticated(
        self, key: "Key", mechanism: Optional[Mechanism] = None, *, aad: Buffer = b""
    ) -> Sealed:
        """`SecretKey.wrap_authenticated`"""
        return await call(functools.partial(self.sync.wrap_authenticated, key.sync, mechanism, aad=aad))

    async def unwrap_authenticated(
        self, wrapped: Sealed, spec: KeySpec, mechanism: Optional[Mechanism] = None, **said: Any
    ) -> "Key":
        """`SecretKey.unwrap_authenticated`"""
        made = functools.partial(self.sync.unwrap_authenticated, wrapped, spec, mechanism, **said)
        return Key(await call(made))

    async def wrap(self, key: "Key", mechanism: Mechanism) -> bytes:
        """`SecretKey.wrap`"""
        return await call(self.sync.wrap, key.sync, mechanism)

    async def unwrap(
        self, wrapped: Buffer, mechanism: Mechanism, spec: KeySpec, **options: "Unpack[KeyOptions]"
    ) -> "Key":
        """`SecretKey.unwrap`"""
        return Key(await call(functools.partial(self.sync.unwrap, wrapped, mechanism, spec, **options)))

    async def derive(
        self, mechanism: Mechanism, spec: KeySpec, **options: "Unpack[KeyOptions]"
    ) -> "Key":
        """`PrivateKey.derive`"""
        return Key(await call(functools.partial(self.sync.derive, mechanism, spec, **options)))

    async def derive_all(
        self, mechanism: Mechanism, spec: KeySpec, **options: "Unpack[KeyOptions]"
    ) -> "List[Key]":
        """`PrivateKey.derive_all`"""
        made = await call(functools.partial(self.sync.derive_all, mechanism, spec, **options))
        return [Key(one) for one in made]

    async def derive_data(self, mechanism: Mechanism, length: int) -> bytes:
        """`PrivateKey.derive_data`"""
        return await call(self.sync.derive_data, mechanism, length)

    async def encapsulate(
        self, spec: KeySpec, mechanism: Optional[Mechanism] = None, **options: "Unpack[KeyOptions]"
    ) -> "tuple[bytes, Key]":
        """`PublicKey.encapsulate`"""
        ciphertext, key = await call(functools.partial(self.sync.encapsulate, spec, mechanism, **options))
        return ciphertext, Key(key)

    async def decapsulate(
        self,
        ciphertext: Buffer,
        spec: KeySpec,
        mechanism: Optional[Mechanism] = None,
        **options: "Unpack[KeyOptions]",
    ) -> "Key":
        """`PrivateKey.decapsulate`"""
        return Key(await call(functools.partial(self.sync.decapsulate, ciphertext, spec, mechanism, **options)))

    async def public(self) -> "Optional[Key]":
        """`PrivateKey.public`"""
        return _maybe(await call(self.sync.public))

    async def private(self) -> "Optional[Key]":
        """`PublicKey.private`"""
        return _maybe(await call(self.sync.private))

    async def certificate(self) -> "Optional[Key]":
        """`PrivateKey.certificate`"""
        return _maybe(await call(self.sync.certificate))

    async def public_key(self, form: str = "pem") -> bytes:
        """`PublicKey.public_key`"""
        return await call(self.sync.public_key, form)

    async def get(self, name: Union[str, int], default: Any = None) -> Any:
        """`Object.get`"""
        return await call(self.sync.get, name, default)

    async def set(self, attributes: Attributes) -> None:
        """`Object.set`"""
        await call(self.sync.set, attributes)

    async def attributes(self) -> Dict[str, Any]:
        """`Object.attributes`"""
        return await call(self.sync.attributes)

    async def copy(self, attributes: Optional[Attributes] = None) -> "Key":
        """`Object.copy`"""
        return Key(await call(self.sync.copy, attributes))

    async def destroy(self) -> None:
        """`Object.destroy`"""
        await call(self.sync.destroy)


def _maybe(found: Optional[_Object]) -> Optional[Key]:
    return None if found is None else Key(found)


class KeyPair:
    """A key pair."""

    __slots__ = ("private", "public")

    def __init__(self, private: Key, public: Key) -> None:
        self.private = private
        self.public = public


def _any(work: Any) -> Any:
    return work


def _made(made: Any) -> Any:
    if isinstance(made, _sync.KeyPair):
        return KeyPair(Key(made.private), Key(made.public))
    return Key(made)


class Session(_Closing):
    """`strongroom.Session`, with `await`."""

    __slots__ = ("sync",)

    def __init__(self, sync: _sync.Session) -> None:
        self.sync = sync

    async def close(self) -> None:
        """`Session.close`"""
        await call(self.sync.close)

    async def generate(self, spec: KeySpec, **options: "Unpack[KeyOptions]") -> Any:
        """`Session.generate`: a `Key` or a `KeyPair`."""
        return _made(await call(functools.partial(_any(self.sync.generate), spec, **options)))

    async def generate_with(
        self, mechanism: Mechanism, spec: KeySpec, **options: "Unpack[KeyOptions]"
    ) -> Key:
        """`Session.generate_with`"""
        return Key(await call(functools.partial(self.sync.generate_with, mechanism, spec, **options)))

    async def import_key(self, file: Buffer, **options: "Unpack[KeyOptions]") -> Any:
        """`Session.import_key`: a `Key` or a `KeyPair`."""
        return _made(await call(functools.partial(self.sync.import_key, file, **options)))

    async def import_secret(
        self, spec: KeySpec, value: Buffer, **options: "Unpack[KeyOptions]"
    ) -> Key:
        """`Session.import_secret`"""
        return Key(await call(functools.partial(self.sync.import_secret, spec, value, **options)))

    async def add_certificate(self, file: Any, for_key: Optional[Key] = None, **said: Any) -> Key:
        """`Session.add_certificate`"""
        owner = None if for_key is None else for_key.sync
        return Key(await call(self.sync.add_certificate, file, owner, **said))

    async def find(self, kind: Optional[Type[_Object]] = None, **said: Any) -> AsyncIterator[Key]:
        """`Session.find`"""
        found: Any = await call(functools.partial(self.sync.find, kind, **said))
        try:
            while True:
                one = await call(next, found, None)
                if one is None:
                    return
                yield Key(one)
        finally:
            found.close()

    async def find_one(self, kind: Optional[Type[_Object]] = None, **said: Any) -> Key:
        """`Session.find_one`"""
        return Key(await call(functools.partial(self.sync.find_one, kind, **said)))

    async def random(self, length: int) -> bytes:
        """`Session.random`"""
        return await call(self.sync.random, length)

    async def digest(self, hash: Union[str, Mechanism], data: Buffer) -> bytes:
        """`Session.digest`"""
        return await call(self.sync.digest, hash, data)

    async def hasher(self, hash: str) -> Stream:
        """`Session.hasher`"""
        return Stream(await call(self.sync.hasher, hash))

    async def set_pin(self, old: Pin, new: Pin) -> None:
        """`Session.set_pin`"""
        await call(self.sync.set_pin, old, new)


class Hsm(_Closing):
    """`strongroom.Hsm`, with `await`. It is opened when it is awaited or entered."""

    __slots__ = ("_open", "_opened")

    def __init__(self, open: Callable[[], _sync.Hsm]) -> None:
        self._open = open
        self._opened: Optional[_sync.Hsm] = None

    @property
    def sync(self) -> _sync.Hsm:
        """Its twin without `await`."""
        if self._opened is None:
            raise RuntimeError("it is opened with `async with` or `await`")
        return self._opened

    async def _ready(self) -> "Hsm":
        if self._opened is None:
            self._opened = await call(self._open)
        return self

    def __await__(self) -> "Generator[Any, None, Hsm]":
        return self._ready().__await__()

    async def __aenter__(self) -> "Hsm":
        return await self._ready()

    async def close(self) -> None:
        """`Hsm.close`"""
        await call(self.sync.close)

    async def slots(self) -> List[_Slot]:
        """`Hsm.slots`"""
        return await call(self.sync.slots)

    async def session(
        self, token: str, pin: Optional[Pin] = None, *, so_pin: Optional[Pin] = None
    ) -> Session:
        """A session with the token that has a label, or that a `pkcs11:` URI names."""

        def log_in() -> _sync.Session:
            if token.startswith("pkcs11:"):
                return self.sync.session(token, pin)
            return self.sync.token(token).session(pin, so_pin=so_pin)

        return Session(await call(log_in))

    async def key(self, uri: str, pin: Optional[Pin] = None) -> Key:
        """`Hsm.key`"""
        return Key(await call(self.sync.key, uri, pin))


def open(place: "Union[None, str, os.PathLike[str]]" = None) -> Hsm:
    """`strongroom.open`"""
    return Hsm(lambda: _sync.open(place))


def connect(address: Optional[str] = None, **said: Any) -> Hsm:
    """`strongroom.connect`"""
    return Hsm(lambda: _sync.connect(address, **said))


def load(module: "Union[str, os.PathLike[str]]") -> Hsm:
    """`strongroom.load`"""
    return Hsm(lambda: _sync.load(module))
