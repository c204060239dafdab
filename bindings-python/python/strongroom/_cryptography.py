"""Keys of a token as keys of `cryptography`: subclasses of its abstract classes, which sign requests,
certificates, revocation lists, OCSP answers, PKCS #7, JSON Web Tokens and whatever else takes such a key. The
private key stays in the token; what `exchange` and `decapsulate` agree on does come out, since that is what
they are for. Which classes there are depends on the installed version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, NoReturn, Optional, Tuple

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa, utils, x448, x25519

from .mechanisms import ECDH, ECDSA, OAEP, PSS, EdDSA, Mechanism, MLDSASign, PKCS1v15
from .specs import Generic

if TYPE_CHECKING:
    from ._objects import Object, PrivateKey

#: `cryptography`'s names of hashes, where the core's are others.
_HASHES = {"sha512-224": "sha512-224", "sha512-256": "sha512-256"}
#: The DigestInfo of a digest (RFC 8017, section 9.2), without the digest.
_DIGEST_INFOS = {
    "sha1": "3021300906052b0e03021a05000414",
    "sha224": "302d300d06096086480165030402040500041c",
    "sha256": "3031300d060960864801650304020105000420",
    "sha384": "3041300d060960864801650304020205000430",
    "sha512": "3051300d060960864801650304020305000440",
}
_SECRETS = {"usages": [], "sensitive": False, "extractable": True}


def _hash(algorithm: hashes.HashAlgorithm) -> str:
    return _HASHES.get(algorithm.name, algorithm.name)


def _agreed(key: Any) -> bytes:
    """The value of a secret that was agreed on."""
    try:
        return bytes(key["value"])
    finally:
        key.destroy()


class _Held:
    """What keys of all kinds share: they can be used, not shown."""

    _key: "PrivateKey"
    _public: Any

    def __init__(self, key: "PrivateKey", public: Any) -> None:
        self._key = key
        self._public = public

    def public_key(self) -> Any:
        return self._public

    def _refuse(self) -> NoReturn:
        raise UnsupportedAlgorithm("the private key stays in the token")

    def private_bytes(self, *said: Any, **more: Any) -> bytes:
        self._refuse()

    def private_bytes_raw(self) -> bytes:
        self._refuse()

    def private_numbers(self) -> Any:
        self._refuse()

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memo: Dict[int, Any]) -> Any:
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._key!r}>"


class EllipticCurveKey(_Held, ec.EllipticCurvePrivateKey):
    """A key on a curve."""

    @property
    def curve(self) -> ec.EllipticCurve:
        return self._public.curve  # type: ignore[no-any-return]

    @property
    def key_size(self) -> int:
        return self.curve.key_size

    def sign(self, data: Any, signature_algorithm: Any) -> bytes:
        if not isinstance(signature_algorithm, ec.ECDSA):
            raise UnsupportedAlgorithm("keys on these curves sign with ECDSA")
        algorithm = signature_algorithm.algorithm
        if isinstance(algorithm, utils.Prehashed):
            if len(data) != algorithm.digest_size:
                raise ValueError("the data is not as long as a digest of this hash")
            return self._key.sign(data, ECDSA(None))
        return self._key.sign(data, ECDSA(_hash(algorithm)))

    def exchange(self, algorithm: ec.ECDH, peer_public_key: Any) -> bytes:
        length = (self.key_size + 7) // 8
        made = self._key.derive(ECDH(point(peer_public_key)), Generic(length), **_SECRETS)  # type: ignore[arg-type]
        return _agreed(made)


class RSAKey(_Held, rsa.RSAPrivateKey):
    """An RSA key."""

    @property
    def key_size(self) -> int:
        return int(self._public.key_size)

    def sign(self, data: Any, padding: Any, algorithm: Any) -> bytes:
        prehashed = isinstance(algorithm, utils.Prehashed)
        name = _hash(algorithm._algorithm if prehashed else algorithm)
        if prehashed and len(data) != algorithm.digest_size:
            raise ValueError("the data is not as long as a digest of this hash")
        return self._key.sign(*self._padded(data, padding, name, prehashed))

    def _padded(self, data: Any, how: Any, name: str, prehashed: bool) -> Tuple[Any, Mechanism]:
        if isinstance(how, padding.PSS):
            return data, PSS(
                name,
                mgf_hash=_hash(how.mgf._algorithm),
                salt_length=self._salt(how, name),
                prehashed=prehashed,
            )
        if not isinstance(how, padding.PKCS1v15):
            raise UnsupportedAlgorithm("RSA keys sign with PSS and PKCS1v15")
        if not prehashed:
            return data, PKCS1v15(name)
        if name not in _DIGEST_INFOS:
            raise UnsupportedAlgorithm(f"a digest of {name} made elsewhere cannot be signed here")
        return bytes.fromhex(_DIGEST_INFOS[name]) + bytes(data), PKCS1v15(None)

    def _salt(self, how: padding.PSS, name: str) -> Optional[int]:
        length: Any = how._salt_length
        if length is padding.PSS.DIGEST_LENGTH:
            return None
        if length is padding.PSS.MAX_LENGTH:
            digest: int = getattr(hashes, name.upper().replace("-", "_"))().digest_size
            return (self.key_size + 6) // 8 - digest - 2  # RFC 8017, section 9.1.1
        if not isinstance(length, int):
            raise ValueError("a salt of automatic length is for verification")
        return length

    def decrypt(self, ciphertext: bytes, padding: Any) -> bytes:
        from cryptography.hazmat.primitives.asymmetric import padding as paddings

        if isinstance(padding, paddings.OAEP):
            how: Mechanism = OAEP(
                _hash(padding._algorithm),
                mgf_hash=_hash(padding._mgf._algorithm),
                label=padding._label or None,
            )
        elif isinstance(padding, paddings.PKCS1v15):
            how = PKCS1v15(None)
        else:
            raise UnsupportedAlgorithm("RSA keys decrypt with OAEP and PKCS1v15")
        return self._key.decrypt(ciphertext, how)


class _Edwards(_Held):
    def sign(self, data: Any) -> bytes:
        return self._key.sign(data, EdDSA())


class Ed25519Key(_Edwards, ed25519.Ed25519PrivateKey):
    """An Ed25519 key."""


class Ed448Key(_Edwards, ed448.Ed448PrivateKey):
    """An Ed448 key."""


class _Montgomery(_Held):
    length = 32

    def exchange(self, peer_public_key: Any) -> bytes:
        made = self._key.derive(ECDH(point(peer_public_key)), Generic(self.length), **_SECRETS)  # type: ignore[arg-type]
        return _agreed(made)


class X25519Key(_Montgomery, x25519.X25519PrivateKey):
    """An X25519 key."""


class X448Key(_Montgomery, x448.X448PrivateKey):
    """An X448 key."""

    length = 56


class _MLDSA(_Held):
    def sign(self, data: Any, context: Any = None) -> bytes:
        return self._key.sign(data, MLDSASign(context=context))

    def sign_mu(self, mu: Any) -> bytes:
        raise UnsupportedAlgorithm("tokens sign data, not what was made of it elsewhere")


class _MLKEM(_Held):
    def decapsulate(self, ciphertext: Any) -> bytes:
        return _agreed(self._key.decapsulate(ciphertext, Generic(32), **_SECRETS))  # type: ignore[arg-type]


#: The abstract class of a public key, and what its private key is here.
_CLASSES: Dict[Any, Any] = {
    ec.EllipticCurvePublicKey: EllipticCurveKey,
    rsa.RSAPublicKey: RSAKey,
    ed25519.Ed25519PublicKey: Ed25519Key,
    ed448.Ed448PublicKey: Ed448Key,
    x25519.X25519PublicKey: X25519Key,
    x448.X448PublicKey: X448Key,
}


def _newer() -> None:
    """The classes that older versions of `cryptography` do not have."""
    import importlib

    for module, base, sets in (("mldsa", _MLDSA, (44, 65, 87)), ("mlkem", _MLKEM, (768, 1024))):
        try:
            found = importlib.import_module(f"cryptography.hazmat.primitives.asymmetric.{module}")
        except ImportError:
            continue
        for number in sets:
            name = f"{module.upper()}{number}"
            private_class = getattr(found, f"{name}PrivateKey", None)
            if private_class is not None:
                made = type(f"{name}Key", (base, private_class), {"__module__": __name__})
                _CLASSES[getattr(found, f"{name}PublicKey")] = made


_newer()


def private(key: "PrivateKey") -> Any:
    """A private key of a token as one of `cryptography`. `UnsupportedAlgorithm` for what it has no class for"""
    known = public(key)
    for kind, made in _CLASSES.items():
        if isinstance(known, kind):
            return made(key, known)
    raise UnsupportedAlgorithm(f"cryptography has no keys of the kind {key.kind}")


def public(key: "Object") -> Any:
    """The public key of an object as one of `cryptography`."""
    return serialization.load_der_public_key(key._native.public_key("der"))


def point(key: Any) -> bytes:
    """The point of a public key of `cryptography`, as the core takes it."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        form = serialization.PublicFormat.UncompressedPoint
        return key.public_bytes(serialization.Encoding.X962, form)
    return bytes(key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw))
