"""Instances, slots and sessions."""

from __future__ import annotations

from typing import (
    TYPE_CHECKING, Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Type, TypeVar, Union, overload,
)

from . import _attributes, _native, constants
from ._errors import TokenNotPresent
from ._objects import Certificate, KeyPair, Object, PrivateKey, PublicKey, SecretKey, wanted, wrapped_object
from ._streams import Hasher
from ._types import Attributes, Buffer, Closing, KeyOptions, Pin, QueryOptions
from .mechanisms import Mechanism
from .specs import (
    AES, AESXTS, DES3, DH, DSA, EC, HMAC, MLDSA, MLKEM, RSA, SLHDSA, X448, X25519, X942DH, ChaCha20, Ed448, Ed25519,
    Generic, HKDFKey, KeySpec, Poly1305,
)

if TYPE_CHECKING:
    from typing_extensions import Unpack

O = TypeVar("O", bound=Object)

#: The kinds of keys that come as pairs, and those that come alone.
_Pairs = Union[RSA, EC, Ed25519, Ed448, X25519, X448, MLDSA, MLKEM, SLHDSA, DSA, DH, X942DH]
_Secrets = Union[AES, AESXTS, ChaCha20, DES3, Generic, HMAC, HKDFKey, Poly1305]


class TokenInfo(NamedTuple):
    """What a token says of itself."""

    label: str
    manufacturer: str
    model: str
    serial: str
    #: `CKF_…` of a token
    flags: int
    min_pin_length: int
    max_pin_length: int
    hardware_version: str
    firmware_version: str

    @property
    def initialized(self) -> bool:
        """Whether it is initialised."""
        return bool(self.flags & constants.CKF_TOKEN_INITIALIZED)

    @property
    def pin_initialized(self) -> bool:
        """Whether the user has a PIN."""
        return bool(self.flags & constants.CKF_USER_PIN_INITIALIZED)

    @property
    def pin_locked(self) -> bool:
        """Whether the user's PIN is locked."""
        return bool(self.flags & constants.CKF_USER_PIN_LOCKED)

    @property
    def pin_final_try(self) -> bool:
        """Whether the next wrong PIN of the user locks it."""
        return bool(self.flags & constants.CKF_USER_PIN_FINAL_TRY)


class SlotInfo(NamedTuple):
    """What a slot says of itself."""

    description: str
    manufacturer: str
    #: `CKF_…` of a slot
    flags: int
    hardware_version: str
    firmware_version: str


class MechanismInfo(NamedTuple):
    """What a token says of a mechanism."""

    #: `CKM_…`
    name: str
    number: int
    #: In the unit that the mechanism uses, bits or bytes.
    min_key_size: int
    max_key_size: int
    #: `CKF_…` of a mechanism
    flags: int


_MECHANISMS: Dict[int, str] = {}
for _name, _value in vars(constants).items():
    if _name.startswith("CKM_"):
        _MECHANISMS.setdefault(_value, _name)


def _digest(hash: Union[str, Mechanism]) -> _native.Mechanism:
    return (hash if isinstance(hash, Mechanism) else Mechanism("digest", hash=hash)).native


class Session(Closing):
    """Somebody who is logged in to a token, or nobody. Any number of threads may use it at the same time. It
    lives until it is closed, its HSM is, or its last key is gone."""

    __slots__ = ("_native", "__weakref__")

    def __init__(self, native: _native.Session) -> None:
        self._native = native

    def __repr__(self) -> str:
        who = {None: "nobody", constants.CKU_USER: "user", constants.CKU_SO: "so"}.get(self._native.user, "?")
        state = " closed" if self.closed else ""
        return f"<Session slot={self.slot_id} user={who}{state}>"

    def close(self) -> None:
        """Ends it: session objects are gone. To do so twice does nothing."""
        self._native.close()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._native.closed

    @property
    def slot_id(self) -> int:
        """The number of the slot that its token is in."""
        return self._native.slot

    @property
    def user(self) -> Optional[int]:
        """Who is logged in: `CKU_USER`, `CKU_SO`, or nobody."""
        return self._native.user

    def on_context_pin(self, pin: "Callable[[], Union[str, bytes, bytearray]]") -> None:
        """What gives the PIN for each use of a key that wants it (`always_authenticate`). It is called by the
        thread that uses the key."""
        self._native.on_context_pin(pin)

    @overload
    def generate(self, spec: _Pairs, **options: "Unpack[KeyOptions]") -> KeyPair: ...
    @overload
    def generate(self, spec: _Secrets, **options: "Unpack[KeyOptions]") -> SecretKey: ...
    @overload
    def generate(self, spec: KeySpec, **options: "Unpack[KeyOptions]") -> Any: ...

    def generate(self, spec: KeySpec, **options: "Unpack[KeyOptions]") -> Any:
        """Makes a key, or a key pair. It goes with the session, unless `persist` is said."""
        return self._made(self._native.generate(wanted(spec, options)))

    def generate_with(
        self, mechanism: Mechanism, spec: KeySpec, **options: "Unpack[KeyOptions]"
    ) -> SecretKey:
        """Makes a secret key with a mechanism that is not the usual one of its kind: from a password (`PBKDF2`)."""
        return SecretKey(self, self._native.generate_with(mechanism.native, wanted(spec, options)))

    def import_key(self, file: Buffer, **options: "Unpack[KeyOptions]") -> Any:
        """Imports a key, PEM or DER (PKCS #8, PKCS #1, SEC 1, SubjectPublicKeyInfo): a `KeyPair` of a private
        key, a `PublicKey` of a public one."""
        # What kind it is stands in the file.
        return self._made(self._native.import_key(file, wanted(KeySpec("rsa"), options)))

    def import_secret(
        self, spec: KeySpec, value: Buffer, **options: "Unpack[KeyOptions]"
    ) -> SecretKey:
        """Imports a secret key whose value is given."""
        return SecretKey(self, self._native.import_secret(wanted(spec, options), value))

    def _made(self, made: List[_native.Object]) -> Any:
        if len(made) == 2:
            return KeyPair(PrivateKey(self, made[0]), PublicKey(self, made[1]))
        return wrapped_object(self, made[0])

    def create(self, attributes: Attributes) -> Any:
        """Makes an object from a template."""
        return wrapped_object(self, self._native.create(_attributes.template(attributes)))

    def add_certificate(
        self,
        file: Any,
        for_key: Optional[Object] = None,
        *,
        label: Optional[str] = None,
        id: Optional[Buffer] = None,
        persist: bool = False,
    ) -> Certificate:
        """Imports a certificate, PEM or DER or one of `cryptography`, and ties it to its key: the one that is
        given, or the one of the token that has its public key."""
        if hasattr(file, "public_bytes"):
            from cryptography.hazmat.primitives.serialization import Encoding

            file = file.public_bytes(Encoding.DER)
        if for_key is not None and id is None:
            id = for_key.id
        said = {"label": label, "id": id, "persist": persist}
        return Certificate(self, self._native.import_certificate(file, said))

    def _query(self, kind: Optional[Type[Object]], said: QueryOptions) -> Dict[int, Any]:
        query: Dict[int, Any] = {}
        uri = said.get("uri")
        if uri is not None:
            query.update(_native.parse_uri(uri)[0])
        if kind is not None and kind.object_class is not None:
            query[constants.CKA_CLASS] = kind.object_class
        for number, value in ((constants.CKA_LABEL, said.get("label")), (constants.CKA_ID, said.get("id"))):
            if value is not None:
                query[number] = value
        query.update(_attributes.template(said.get("attributes") or {}))
        return query

    @overload
    def find(self, kind: Type[O], **said: "Unpack[QueryOptions]") -> Iterator[O]: ...
    @overload
    def find(self, kind: None = None, **said: "Unpack[QueryOptions]") -> Iterator[Any]: ...

    def find(
        self, kind: Optional[Type[Object]] = None, **said: "Unpack[QueryOptions]"
    ) -> Iterator[Any]:
        """The objects that have all that is said (`label`, `id`, `uri`, `attributes`), one after the other."""
        query = self._query(kind, said)
        return self._found(self._native.find(query), query.get(constants.CKA_CLASS))

    def _found(self, found: _native.Find, known: Optional[int]) -> Iterator[Any]:
        try:
            for native in found:
                yield wrapped_object(self, native, known)
        finally:
            found.close()

    @overload
    def find_one(self, kind: Type[O], **said: "Unpack[QueryOptions]") -> O: ...
    @overload
    def find_one(self, kind: None = None, **said: "Unpack[QueryOptions]") -> Any: ...

    def find_one(self, kind: Optional[Type[Object]] = None, **said: "Unpack[QueryOptions]") -> Any:
        """The one object that has all that is said. `NotFound`, `Ambiguous`, which names the candidates"""
        query = self._query(kind, said)
        return wrapped_object(self, self._native.find_one(query), query.get(constants.CKA_CLASS))

    def key_for(self, public_key: Any) -> Optional[Object]:
        """The private key, else the public key, of the token that has this public key: DER of a
        SubjectPublicKeyInfo, or a key of `cryptography`."""
        if hasattr(public_key, "public_bytes"):
            from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

            public_key = public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        found = self._native.key_with(public_key)
        return None if found is None else wrapped_object(self, found)

    def random(self, length: int) -> bytes:
        """Random bytes of the token."""
        return self._native.random(length)

    def digest(self, hash: Union[str, Mechanism], data: Buffer) -> bytes:
        """The digest of data."""
        return self._native.digest(_digest(hash), data)

    def hasher(self, hash: Union[str, Mechanism]) -> Hasher:
        """A digest of data that comes in parts."""
        return Hasher(self._native.stream(_digest(hash)))

    def set_pin(self, old: Pin, new: Pin) -> None:
        """Changes the PIN of who is logged in, or, where nobody is, of the user."""
        self._native.set_pin(old, new)

    def init_pin(self, new: Pin) -> None:
        """Sets the user's PIN; the security officer is logged in."""
        self._native.init_pin(new)


class Slot:
    """A slot, and the token in it."""

    __slots__ = ("hsm", "_native")

    def __init__(self, hsm: "Hsm", native: _native.Slot) -> None:
        self.hsm = hsm
        self._native = native

    def __repr__(self) -> str:
        return f"<Slot id={self.id}>"

    @property
    def id(self) -> int:
        """Its number. It does not change."""
        return self._native.id

    def info(self) -> SlotInfo:
        """What it says of itself."""
        return SlotInfo(*self._native.info())

    @property
    def token(self) -> Optional[TokenInfo]:
        """What its token says of itself; `None` where there is none."""
        try:
            texts, numbers, versions = self._native.token()
        except TokenNotPresent:
            return None
        said: List[Any] = [*texts, *numbers, *versions]
        return TokenInfo(*said)

    def mechanisms(self) -> List[MechanismInfo]:
        """The mechanisms of its token."""
        return [
            MechanismInfo(_MECHANISMS.get(number, hex(number)), number, smallest, largest, flags)
            for number, smallest, largest, flags in self._native.mechanisms()
        ]

    def session(
        self,
        pin: Optional[Pin] = None,
        *,
        so_pin: Optional[Pin] = None,
        on_context_pin: "Optional[Callable[[], Union[str, bytes, bytearray]]]" = None,
    ) -> Session:
        """A session: of the user, of the security officer, or, without a PIN, of nobody. `PinIncorrect`,
        `PinLocked`, `PinNotInitialized`"""
        if pin is not None and so_pin is not None:
            raise TypeError("one PIN logs in, the user's or the security officer's")
        if pin is not None:
            native = self._native.login(pin)
        elif so_pin is not None:
            native = self._native.login_so(so_pin)
        else:
            native = self._native.session()
        session = Session(native)
        if on_context_pin is not None:
            session.on_context_pin(on_context_pin)
        return session

    def init_token(self, so_pin: Pin, label: str) -> None:
        """Initialises the token: its objects are destroyed and the user's PIN is no longer set."""
        self._native.init_token(so_pin, label)

    def init_pin(self, so_pin: Pin, new: Pin) -> None:
        """Sets the user's PIN, as the security officer: also of one that is locked, or was never set."""
        self._native.init_pin(so_pin, new)

    def set_pin(self, old: Pin, new: Pin) -> None:
        """Changes the user's PIN."""
        self._native.set_pin(False, old, new)

    def set_so_pin(self, old: Pin, new: Pin) -> None:
        """Changes the security officer's PIN."""
        self._native.set_pin(True, old, new)


class Hsm(Closing):
    """An instance that was opened: embedded, at a service, or another vendor's module."""

    __slots__ = ("_native", "url")

    def __init__(self, url: Optional[str] = None) -> None:
        self.url = url
        self._native = _native.Hsm(url)

    def __repr__(self) -> str:
        return f"<Hsm {(self.url or 'configured').partition('?')[0]}>"

    def close(self) -> None:
        """Closes it, and its sessions. To do so twice does nothing."""
        self._native.close()

    def slots(self) -> List[Slot]:
        """The slots, in ascending order."""
        return [Slot(self, native) for native in self._native.slots()]

    def slot(self, id: int) -> Slot:
        """The slot with a number. `TokenNotPresent`"""
        return Slot(self, self._native.slot(id))

    def token(
        self, label: Optional[str] = None, *, serial: Optional[str] = None, uri: Optional[str] = None
    ) -> Slot:
        """The slot whose token has this label, this serial number, or is named by a `pkcs11:` URI. `NotFound`,
        `Ambiguous`"""
        if [label, serial, uri].count(None) != 2:
            raise TypeError("a token is named by its label, its serial number or a URI")
        if uri is not None:
            return Slot(self, self._native.token_of_uri(uri))
        if serial is not None:
            return Slot(self, self._native.token_with_serial(serial))
        return Slot(self, self._native.token(str(label)))

    def session(self, uri: str, pin: Optional[Pin] = None) -> Session:
        """A session with the token that a `pkcs11:` URI names, with its PIN (`pin-value`, `pin-source`) unless
        one is given."""
        return Session(self._native.session_of_uri(uri, pin))

    def key(self, uri: str, pin: Optional[Pin] = None) -> Any:
        """The one object that a `pkcs11:` URI names, in a session that lives as long as it."""
        return self.session(uri, pin).find_one(uri=uri)

