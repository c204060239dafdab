"""Objects of a token: keys and certificates. A handle stays good for as long as its session is open, and any
thread may use it at any time."""

from __future__ import annotations

from typing import (
    TYPE_CHECKING, Any, Dict, Iterable, List, Literal, Mapping, NamedTuple, Optional, Tuple, Type, TypeVar,
    Union, overload,
)

from . import _attributes, _errors, _native, constants
from ._errors import AttributeMissing, AttributeSensitive
from ._messages import MessageDecryptor, MessageEncryptor, MessageSigner, MessageVerifier, Sealed
from ._streams import Decryptor, Encryptor, SignatureVerifier, Signer, Verifier
from ._types import Attributes, Buffer, KeyOptions, SignOptions
from .mechanisms import GCM, GCMMessages, Mechanism, MLKEMEncapsulate
from .specs import KeySpec

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._hsm import Session

O = TypeVar("O", bound="Object")

_MISSING, _HIDDEN = None, ...


def wanted(spec: KeySpec, options: Mapping[str, Any]) -> Tuple[str, Dict[str, Any]]:
    """A key that is wanted, for the core."""
    return spec.kind, _attributes.options(options)


class Object(_native.Usual):
    """An object of any class. Attributes are read and set by name: `key["label"]`."""

    __slots__ = ("_native", "session", "_kind", "_usual")
    #: `CKO_…`
    object_class: Optional[int] = None

    def __init__(self, session: "Session", native: _native.Object) -> None:
        self.session = session
        self._native = native
        self._kind: Optional[str] = None
        self._usual: Dict[Any, _native.Mechanism] = {}

    @property
    def handle(self) -> int:
        """Its handle in the token."""
        return self._native.handle

    @property
    def label(self) -> str:
        """`CKA_LABEL`, empty where there is none."""
        return str(self.get("label", ""))

    @property
    def id(self) -> bytes:
        """`CKA_ID`, empty where there is none."""
        return bytes(self.get("id", b""))

    @property
    def kind(self) -> Optional[str]:
        """What kind of key it is, in a few characters: `ec:p256`; `None` for what is no key."""
        if self._kind is None:
            self._kind = self._native.kind()
        return self._kind

    def __getitem__(self, name: Union[str, int]) -> Any:
        """An attribute. `AttributeMissing` where it has none, `AttributeSensitive` where it does not show it"""
        kind = _attributes.number(name)
        (value,) = self._native.attributes([kind])
        if value is _MISSING or value is _HIDDEN:
            what = _attributes.NAMES.get(kind, hex(kind))
            if value is _MISSING:
                name, why = "CKR_ATTRIBUTE_TYPE_INVALID", f"the object has no {what}"
            else:
                name, why = "CKR_ATTRIBUTE_SENSITIVE", f"the object does not show its {what}"
            raise _errors.said(name, "C_GetAttributeValue", why)
        return _attributes.shown(kind, value)

    def get(self, name: Union[str, int], default: Any = None) -> Any:
        """An attribute, or the default where it has none or does not show it."""
        try:
            return self[name]
        except (AttributeMissing, AttributeSensitive):
            return default

    def __setitem__(self, name: Union[str, int], value: Any) -> None:
        self.set({name: value})

    def set(self, attributes: Attributes) -> None:
        """Changes attributes: all or none. `AttributeReadOnly`, `ActionProhibited`"""
        self._native.set(_attributes.template(attributes))

    def attributes(self, names: Optional[Iterable[Union[str, int]]] = None) -> Dict[str, Any]:
        """The attributes that it has and shows, or those of them that are asked for, by name (`CKA_…`)."""
        kinds = list(_attributes.NAMES) if names is None else [_attributes.number(n) for n in names]
        return {
            _attributes.NAMES.get(kind, hex(kind)): _attributes.shown(kind, value)
            for kind, value in zip(kinds, self._native.attributes(kinds))
            if value is not _MISSING and value is not _HIDDEN
        }

    def copy(self: O, attributes: Optional[Attributes] = None) -> O:
        """Makes another object like it, with these attributes changed. `ActionProhibited`"""
        made = self._native.copy(_attributes.template(attributes or {}))
        return type(self)(self.session, made)

    def destroy(self) -> None:
        """Destroys it. `ActionProhibited`"""
        self._native.destroy()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Object):
            return NotImplemented
        return self.session is other.session and self.handle == other.handle

    def __hash__(self) -> int:
        return hash((id(self.session), self.handle))

    def __getnewargs__(self) -> Tuple[()]:
        return ()  # `copy.copy` makes another handle

    def __repr__(self) -> str:
        name = type(self).__name__
        try:
            return f"<{name} label={self.label!r} id={self.id.hex()!r}>"
        except Exception:  # a repr that fails helps nobody
            return f"<{name} handle={self.handle}>"

    def _related(self, relation: str, kind: Type[O]) -> Optional[O]:
        found = self._native.related(relation)
        return None if found is None else kind(self.session, found)


class _Public(Object):
    """What objects with a public key share."""

    __slots__ = ()

    def public_key(self, form: "Literal['pem', 'der', 'ssh', 'jwk']" = "pem") -> bytes:
        """Its public key, as people exchange it."""
        return self._native.public_key(form)


class _Key(Object):
    """What keys of all kinds share."""

    __slots__ = ()

    def _signing(self, mechanism: Optional[Mechanism], said: SignOptions) -> _native.Mechanism:
        """How it signs: as is said, or as the core says that keys of its kind usually do."""
        if mechanism is not None:
            if said:
                raise TypeError("a mechanism has its hash, padding, encoding and context in it")
            return mechanism.native
        if said and "context" in said:  # of which there may be any number
            return self._native.signing(said)
        how = tuple(said.items()) if said else ()
        made = self._usual.get(how)
        if made is None:
            made = self._usual[how] = self._native.signing(said)
        return made


class _Signing(_Key):
    __slots__ = ()

    def _sign(
        self, data: Buffer, mechanism: Optional[Mechanism] = None, **said: "Unpack[SignOptions]"
    ) -> bytes:
        """Signs data, or makes its MAC. Without a mechanism: ECDSA (DER) with the curve's hash, RSASSA-PSS with
        SHA-256, EdDSA, ML-DSA, HMAC, AES-CMAC, whichever goes with the key."""
        return self._native.sign(self._signing(mechanism, said), data)

    _sign.__qualname__ = "_Signing.sign"
    sign = _native.usual_sign(_sign)  # which takes what is signed with nothing else said, and has it do the rest

    def sign_batch(
        self,
        data: Iterable[Buffer],
        mechanism: Optional[Mechanism] = None,
        **said: "Unpack[SignOptions]",
    ) -> List[bytes]:
        """Signs several pieces of data in one exchange: all or none."""
        made = self._signing(mechanism, said)
        return self._native.sign_batch(made, list(data))

    def signer(self, mechanism: Optional[Mechanism] = None, **said: "Unpack[SignOptions]") -> Signer:
        """Signs data that comes in parts."""
        made = self._signing(mechanism, said)
        return Signer(self._native.stream("sign", made))

    def message_signer(
        self, mechanism: Optional[Mechanism] = None, **said: "Unpack[SignOptions]"
    ) -> MessageSigner:
        """Signs messages one by one, with one look at the key for all."""
        made = self._signing(mechanism, said)
        return MessageSigner(self._native.messages("sign", made))

    def sign_recover(self, data: Buffer, mechanism: Mechanism) -> bytes:
        """Signs data so that it can be recovered from the signature (RSA)."""
        return self._native.sign_recover(mechanism.native, data)


class _Verifying(_Key):
    __slots__ = ()

    def verify(
        self,
        data: Buffer,
        signature: Buffer,
        mechanism: Optional[Mechanism] = None,
        **said: "Unpack[SignOptions]",
    ) -> bool:
        """Whether a signature, or a MAC, is good. Everything else that goes wrong is an exception."""
        made = self._signing(mechanism, said)
        return self._native.verify(made, data, signature)

    def verifier(self, mechanism: Optional[Mechanism] = None, **said: "Unpack[SignOptions]") -> Verifier:
        """Verifies a signature of data that comes in parts."""
        made = self._signing(mechanism, said)
        return Verifier(self._native.stream("verify", made))

    def signature_verifier(
        self, signature: Buffer, mechanism: Optional[Mechanism] = None, **said: "Unpack[SignOptions]"
    ) -> SignatureVerifier:
        """Verifies a signature that is there before the data, which comes in parts."""
        made = self._signing(mechanism, said)
        return SignatureVerifier(self._native.verifying(made, signature))

    def message_verifier(
        self, mechanism: Optional[Mechanism] = None, **said: "Unpack[SignOptions]"
    ) -> MessageVerifier:
        """Verifies messages one by one."""
        made = self._signing(mechanism, said)
        return MessageVerifier(self._native.messages("verify", made))

    def verify_recover(self, signature: Buffer, mechanism: Mechanism) -> bytes:
        """Verifies such a signature, and gives the data. `SignatureInvalid`"""
        return self._native.verify_recover(mechanism.native, signature)


class _Encrypting(_Key):
    __slots__ = ()

    @overload
    def encrypt(self, data: Buffer, mechanism: None = None) -> Sealed: ...
    @overload
    def encrypt(self, data: Buffer, mechanism: GCM) -> Any: ...
    @overload
    def encrypt(self, data: Buffer, mechanism: Mechanism) -> bytes: ...

    def encrypt(self, data: Buffer, mechanism: Optional[Mechanism] = None) -> Any:
        """Encrypts data. With GCM and no vector one is drawn, and what comes is a `Sealed`; else it is `bytes`,
        with GCM and CCM the ciphertext with the tag behind it."""
        if mechanism is None:
            mechanism = GCM()
        if isinstance(mechanism, GCM) and "iv" not in mechanism.fields:
            if mechanism.fields.get("tag_len", 16) != 16:
                raise ValueError("what is sealed has a tag of 16 bytes")
            return Sealed(*self._native.seal(data, mechanism.fields.get("aad", b"")))
        return self._native.encrypt(mechanism.native, data)

    def message_encryptor(self, mechanism: Optional[Mechanism] = None) -> MessageEncryptor:
        """Encrypts messages one by one, with `GCMMessages` unless another mechanism for messages is said."""
        made = (mechanism or GCMMessages()).native
        return MessageEncryptor(self._native.messages("encrypt", made))

    def encryptor(self, mechanism: Mechanism) -> Encryptor:
        """Encrypts data that comes in parts."""
        return Encryptor(self._native.stream("encrypt", mechanism.native))


class _Decrypting(_Key):
    __slots__ = ()

    def decrypt(self, data: Union[Buffer, Sealed], mechanism: Optional[Mechanism] = None) -> bytes:
        """Decrypts data. A `Sealed` has its vector with it. `DecryptionFailed`"""
        if isinstance(data, Sealed):
            aad: Buffer = b""
            if mechanism is not None:
                if not isinstance(mechanism, GCM) or "iv" in mechanism.fields:
                    raise TypeError("what was sealed is decrypted with GCM, and has its vector with it")
                aad = mechanism.fields.get("aad", b"")
            made = _native.Mechanism("aes-gcm", {"iv": data.iv, "aad": aad, "tag_len": len(data.tag)})
            return self._native.decrypt(made, data.ciphertext + data.tag)
        if mechanism is None:
            raise TypeError("say the mechanism that it was encrypted with")
        return self._native.decrypt(mechanism.native, data)

    def message_decryptor(self, mechanism: Optional[Mechanism] = None) -> MessageDecryptor:
        """Decrypts messages one by one."""
        made = (mechanism or GCMMessages()).native
        return MessageDecryptor(self._native.messages("decrypt", made))

    def decryptor(self, mechanism: Mechanism) -> Decryptor:
        """Decrypts data that comes in parts."""
        return Decryptor(self._native.stream("decrypt", mechanism.native))


class _Wrapping(_Key):
    __slots__ = ()

    def wrap(self, key: "_Key", mechanism: Mechanism) -> bytes:
        """Another key of the token, encrypted under this one. `KeyUnextractable`"""
        return self._native.wrap(mechanism.native, key._native)

    def wrap_authenticated(
        self, key: "_Key", mechanism: Optional[Mechanism] = None, *, aad: Buffer = b""
    ) -> Sealed:
        """Another key of the token, encrypted under this one like a message: with a vector of the token's, and a tag
        that covers `aad` too. `KeyUnextractable`"""
        made = (mechanism or GCMMessages()).native
        return Sealed(*self._native.seal_key(made, key._native, aad))


class _Unwrapping(_Key):
    __slots__ = ()

    def unwrap_authenticated(
        self,
        wrapped: Sealed,
        spec: KeySpec,
        mechanism: Optional[Mechanism] = None,
        *,
        aad: Buffer = b"",
        **options: "Unpack[KeyOptions]",
    ) -> Any:
        """Makes the key that was wrapped so. `WrappedKeyInvalid`"""
        made = (mechanism or GCMMessages()).native
        native = self._native.unseal_key(made, (wrapped, aad), wanted(spec, options))
        return wrapped_object(self.session, native)

    def unwrap(
        self, wrapped: Buffer, mechanism: Mechanism, spec: KeySpec, **options: "Unpack[KeyOptions]"
    ) -> Any:
        """Makes the key that was wrapped: a `SecretKey` or a `PrivateKey`, as the kind says.
        `WrappedKeyInvalid`"""
        made = self._native.unwrap(mechanism.native, wrapped, wanted(spec, options))
        return wrapped_object(self.session, made)


class _DerivingAll(_Key):
    __slots__ = ()

    def derive_all(
        self, mechanism: Mechanism, spec: KeySpec, **options: "Unpack[KeyOptions]"
    ) -> List[Any]:
        """All that a derivation makes, in the order that the mechanism has for it: keys of TLS and their vectors, a key
        of a wallet and its chain code. What is no key is an `Object` with a `value`."""
        made = self._native.derive_all(mechanism.native, wanted(spec, options))
        return [wrapped_object(self.session, one) for one in made]


class _Deriving(_DerivingAll):
    __slots__ = ()

    def derive(
        self, mechanism: Mechanism, spec: KeySpec, **options: "Unpack[KeyOptions]"
    ) -> "SecretKey":
        """Makes a secret key from this one."""
        then = getattr(mechanism, "then", None)
        if then is None:
            made = self._native.derive(mechanism.native, wanted(spec, options))
        else:
            made = self._native.agree(mechanism.native, then.native, wanted(spec, options))
        return SecretKey(self.session, made)

    def derive_data(self, mechanism: Mechanism, length: int) -> bytes:
        """Bytes that are derived from this key and shown (`hkdf-data`)."""
        (made,) = self.derive_all(mechanism, KeySpec(f"generic:{length}"))
        try:
            if made.object_class is not None:
                why = "the mechanism derives keys, not data"
                raise _errors.said("CKR_TEMPLATE_INCONSISTENT", "C_DeriveKey", why)
            return bytes(made["value"])
        finally:
            made.destroy()


class PublicKey(_Verifying, _Encrypting, _Wrapping, _DerivingAll, _Public):
    """A public key."""

    __slots__ = ()
    object_class = constants.CKO_PUBLIC_KEY

    def private(self) -> "Optional[PrivateKey]":
        """Its private key, if the token has it and somebody is logged in."""
        return self._related("private", PrivateKey)

    def encapsulate(
        self, spec: KeySpec, mechanism: Optional[Mechanism] = None, **options: "Unpack[KeyOptions]"
    ) -> "Tuple[bytes, SecretKey]":
        """Makes a secret key for the owner of this key: the ciphertext for him, and the key."""
        with_ = (mechanism or MLKEMEncapsulate()).native
        ciphertext, made = self._native.encapsulate(with_, wanted(spec, options))
        return ciphertext, SecretKey(self.session, made)

    def as_cryptography(self) -> Any:
        """It, as a key of `cryptography`, which does what it is used for by itself."""
        from ._cryptography import public

        return public(self)


class PrivateKey(_Signing, _Decrypting, _Unwrapping, _Deriving, _Public):
    """A private key. It stays in the token."""

    __slots__ = ()
    object_class = constants.CKO_PRIVATE_KEY

    def public(self) -> Optional[PublicKey]:
        """Its public key, if the token has it."""
        return self._related("public", PublicKey)

    def certificate(self) -> "Optional[Certificate]":
        """Its certificate, if the token has it."""
        return self._related("certificate", Certificate)

    def chain(self) -> "List[Certificate]":
        """Its certificate and those of its issuers, as far as the token has them."""
        return [Certificate(self.session, one) for one in self._native.chain()]

    def decapsulate(
        self,
        ciphertext: Buffer,
        spec: KeySpec,
        mechanism: Optional[Mechanism] = None,
        **options: "Unpack[KeyOptions]",
    ) -> "SecretKey":
        """Makes the secret key that somebody encapsulated for this key."""
        with_ = (mechanism or MLKEMEncapsulate()).native
        made = self._native.decapsulate(with_, ciphertext, wanted(spec, options))
        return SecretKey(self.session, made)

    def as_cryptography(self) -> Any:
        """It, as a key of `cryptography` that is used wherever one is wanted, and stays in the token."""
        from ._cryptography import private

        return private(self)


class SecretKey(_Signing, _Verifying, _Encrypting, _Decrypting, _Wrapping, _Unwrapping, _Deriving):
    """A secret key. It stays in the token."""

    __slots__ = ()
    object_class = constants.CKO_SECRET_KEY


class Certificate(_Public):
    """An X.509 certificate."""

    __slots__ = ()
    object_class = constants.CKO_CERTIFICATE

    def der(self) -> bytes:
        """All of it, DER."""
        return bytes(self["value"])

    def pem(self) -> bytes:
        """All of it, PEM."""
        return self._native.pem()

    def private_key(self) -> Optional[PrivateKey]:
        """The private key that belongs to it, if the token has it and somebody is logged in."""
        return self._related("private", PrivateKey)

    def as_cryptography(self) -> Any:
        """It, as a certificate of `cryptography`."""
        from cryptography import x509

        return x509.load_der_x509_certificate(self.der())


class KeyPair(NamedTuple):
    """A key pair."""

    private: PrivateKey
    public: PublicKey


_CLASSES: Mapping[int, Type[Object]] = {
    kind.object_class: kind
    for kind in (PublicKey, PrivateKey, SecretKey, Certificate)
}


def wrapped_object(session: "Session", native: _native.Object, known: Optional[int] = None) -> Any:
    """An object of the core as one of the package, of the class that it is of."""
    kind = native.object_class() if known is None else known
    return _CLASSES.get(kind, Object)(session, native)
