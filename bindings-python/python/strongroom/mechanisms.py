"""Mechanisms: how keys are used. Each class has the parameters of its mechanism, with their usual values;
what is wrong with them is said when one is made. `Mechanism` itself takes any name that the core knows, also
`CKM_…`; `strongroom.named` has a function for each of those names."""

from __future__ import annotations

from typing import Any, Dict, Optional, Union

from . import _native
from ._types import Buffer

__all__ = [
    "CBC", "CBCPad", "CCM", "CCMMessages", "CMAC", "CTR", "DES3CBC", "DES3CBCPad", "ECB", "ECDH", "DSASign", "ECDSA", "EdDSA", "GCM",
    "GCMMessages", "HKDF", "KBKDF", "HMACSign", "KW", "KWP", "MLDSASign", "MLKEMEncapsulate", "Mechanism", "OAEP", "PBKDF2",
    "PKCS1v15", "PSS", "RSAAESWrap", "RawRSA", "SLHDSASign", "Schnorr",
]


class Mechanism:
    """A mechanism by its name in the core, with the core's names for its parameters."""

    __slots__ = ("name", "fields", "_made")

    def __init__(self, name: str, **fields: Any) -> None:
        self.name = name
        # A key is said by its handle.
        said = {k: getattr(v, "handle", v) for k, v in fields.items() if v is not None}
        self.fields: Dict[str, Any] = said
        self._made: Optional[_native.Mechanism] = None
        if self._whole():
            self._made = _native.Mechanism(name, self.fields)

    def _whole(self) -> bool:
        return True

    @property
    def native(self) -> _native.Mechanism:
        if self._made is None:
            self._made = _native.Mechanism(self.name, self.fields)
        return self._made

    def __repr__(self) -> str:
        # Bytes are not shown: a password may be among them.
        said = (f"{k}={v!r}" for k, v in self.fields.items() if isinstance(v, (str, int)))
        return f"{type(self).__name__}({', '.join([repr(self.name), *said])})"


# Signatures and MACs.


class ECDSA(Mechanism):
    """ECDSA. Without a hash, what is signed is a digest already. The encoding is `der` or `raw` (r and s)."""

    __slots__ = ()

    def __init__(self, hash: Optional[str] = "sha256", *, encoding: str = "der") -> None:
        super().__init__("ecdsa", hash=hash, encoding=encoding)


class PKCS1v15(Mechanism):
    """RSA of PKCS #1 v1.5: signatures with a hash; without one, the padding alone."""

    __slots__ = ()

    def __init__(self, hash: Optional[str] = "sha256") -> None:
        super().__init__("rsa-pkcs1", hash=hash)


class PSS(Mechanism):
    """RSASSA-PSS: the same hash in the mask and a salt as long as its digests, unless said otherwise. With
    `prehashed`, what is signed is a digest already."""

    __slots__ = ()

    def __init__(
        self,
        hash: str = "sha256",
        *,
        salt_length: Optional[int] = None,
        mgf_hash: Optional[str] = None,
        prehashed: bool = False,
    ) -> None:
        name = "rsa-pss-digest" if prehashed else "rsa-pss"
        super().__init__(name, hash=hash, salt_len=salt_length, mgf_hash=mgf_hash)


class EdDSA(Mechanism):
    """EdDSA of the key's curve, with a context, or over a hash that the token makes."""

    __slots__ = ()

    def __init__(self, context: Optional[Buffer] = None, *, prehash: bool = False) -> None:
        super().__init__("eddsa", context=context, prehash=prehash or None)


class MLDSASign(Mechanism):
    """ML-DSA (FIPS 204); with a hash, HashML-DSA."""

    __slots__ = ()

    def __init__(
        self,
        hash: Optional[str] = None,
        *,
        context: Optional[Buffer] = None,
        deterministic: bool = False,
    ) -> None:
        super().__init__("ml-dsa", hash=hash, context=context, deterministic=deterministic or None)


class SLHDSASign(Mechanism):
    """SLH-DSA (FIPS 205); with a hash, HashSLH-DSA."""

    __slots__ = ()

    def __init__(
        self,
        hash: Optional[str] = None,
        *,
        context: Optional[Buffer] = None,
        deterministic: bool = False,
    ) -> None:
        super().__init__("slh-dsa", hash=hash, context=context, deterministic=deterministic or None)


class HMACSign(Mechanism):
    """HMAC, whole or its first `length` bytes."""

    __slots__ = ()

    def __init__(self, hash: str = "sha256", *, length: Optional[int] = None) -> None:
        super().__init__("hmac", hash=hash, mac_len=length)


class CMAC(Mechanism):
    """AES-CMAC, whole or its first `length` bytes."""

    __slots__ = ()

    def __init__(self, *, length: Optional[int] = None) -> None:
        super().__init__("aes-cmac", mac_len=length)


# Encryption.


class GCM(Mechanism):
    """AES-GCM. Without a vector, `encrypt` draws one and gives a `Sealed`. The tag follows the ciphertext."""

    __slots__ = ()

    def __init__(
        self,
        iv: Optional[Buffer] = None,
        *,
        aad: Optional[Buffer] = None,
        tag_length: Optional[int] = None,
    ) -> None:
        super().__init__("aes-gcm", iv=iv, aad=aad, tag_len=tag_length)

    def _whole(self) -> bool:
        return "iv" in self.fields


class GCMMessages(Mechanism):
    """AES-GCM for messages: the token draws the vector of each or, with `counted`, counts behind the first bytes that
    are given, which no other series under the key has."""

    __slots__ = ()

    def __init__(
        self, first: Optional[Buffer] = None, *, counted: bool = False, tag_length: Optional[int] = None
    ) -> None:
        super().__init__("aes-gcm-messages", iv=first, counted=counted or None, tag_len=tag_length)


class CCMMessages(Mechanism):
    """AES-CCM for messages, the same way."""

    __slots__ = ()

    def __init__(
        self, first: Optional[Buffer] = None, *, counted: bool = False, tag_length: Optional[int] = None
    ) -> None:
        super().__init__("aes-ccm-messages", iv=first, counted=counted or None, tag_len=tag_length)


class CCM(Mechanism):
    """AES-CCM. The tag follows the ciphertext. For data in parts say `data_length`."""

    __slots__ = ()

    def __init__(
        self,
        nonce: Buffer,
        *,
        aad: Optional[Buffer] = None,
        tag_length: Optional[int] = None,
        data_length: Optional[int] = None,
    ) -> None:
        super().__init__("aes-ccm", iv=nonce, aad=aad, tag_len=tag_length, data_len=data_length)


class CBC(Mechanism):
    """AES-CBC over whole blocks."""

    __slots__ = ()

    def __init__(self, iv: Buffer) -> None:
        super().__init__("aes-cbc", iv=iv)


class CBCPad(Mechanism):
    """AES-CBC with the padding of PKCS #7."""

    __slots__ = ()

    def __init__(self, iv: Buffer) -> None:
        super().__init__("aes-cbc-pad", iv=iv)


class CTR(Mechanism):
    """AES-CTR, from a block of 16 bytes of which the last `counter_bits` count."""

    __slots__ = ()

    def __init__(self, block: Buffer, *, counter_bits: Optional[int] = None) -> None:
        super().__init__("aes-ctr", iv=block, counter_bits=counter_bits)


class ECB(Mechanism):
    """AES over single blocks, for what is old."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("aes-ecb")


class DES3CBC(Mechanism):
    """Triple DES in CBC, for what is old."""

    __slots__ = ()

    def __init__(self, iv: Buffer) -> None:
        super().__init__("des3-cbc", iv=iv)


class DES3CBCPad(Mechanism):
    """Triple DES in CBC with the padding of PKCS #7, for what is old."""

    __slots__ = ()

    def __init__(self, iv: Buffer) -> None:
        super().__init__("des3-cbc-pad", iv=iv)


class OAEP(Mechanism):
    """RSA-OAEP with the same hash in the mask, unless said otherwise."""

    __slots__ = ()

    def __init__(
        self,
        hash: str = "sha256",
        *,
        mgf_hash: Optional[str] = None,
        label: Optional[Buffer] = None,
    ) -> None:
        super().__init__("rsa-oaep", hash=hash, mgf_hash=mgf_hash, label=label)


class RawRSA(Mechanism):
    """RSA without padding."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("rsa-raw")


# Wrapping.


class KW(Mechanism):
    """AES key wrap (RFC 3394): keys of whole 8 bytes."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("aes-kw")


class KWP(Mechanism):
    """AES key wrap with padding (RFC 5649): keys of any length."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("aes-kwp")


class RSAAESWrap(Mechanism):
    """A temporary AES key under RSA-OAEP, and the key under that: keys of any length under an RSA key."""

    __slots__ = ()

    def __init__(self, hash: str = "sha256", *, aes_bits: int = 256) -> None:
        super().__init__("rsa-aes-wrap", hash=hash, aes_bits=aes_bits)


# Agreement, derivation and encapsulation.


class HKDF(Mechanism):
    """HKDF (RFC 5869): both steps, or `extract` or `expand` alone."""

    __slots__ = ()

    def __init__(
        self,
        hash: str = "sha256",
        *,
        salt: Optional[Buffer] = None,
        info: Optional[Buffer] = None,
        step: str = "",
    ) -> None:
        super().__init__(f"hkdf-{step}" if step else "hkdf", hash=hash, salt=salt, info=info)


class PBKDF2(Mechanism):
    """A key from a password (RFC 8018), for `Session.generate_with`."""

    __slots__ = ()

    def __init__(
        self, password: Buffer, salt: Buffer, iterations: int, *, hash: str = "sha256"
    ) -> None:
        super().__init__("pbkdf2", password=password, salt=salt, iterations=iterations, hash=hash)


class KBKDF(Mechanism):
    """SP 800-108 with the HMAC of a hash or, without one, AES-CMAC, in the mode `counter`, `feedback` (from `iv` on) or
    `double-pipeline`. Each round is fed with its number and `data`, or a label and a context."""

    __slots__ = ()

    def __init__(
        self,
        hash: Optional[str] = "sha256",
        *,
        mode: str = "counter",
        label: Optional[Buffer] = None,
        context: Optional[Buffer] = None,
        data: Optional[Buffer] = None,
        iv: Optional[Buffer] = None,
        counter_bits: Optional[int] = None,
    ) -> None:
        super().__init__(
            f"kbkdf-{mode}", hash=hash, label=label, context=context, data=data, iv=iv, counter_bits=counter_bits
        )


class DSASign(Mechanism):
    """DSA, for what is old. Without a hash, what is signed is a digest already."""

    __slots__ = ()

    def __init__(self, hash: Optional[str] = "sha256", *, encoding: str = "der") -> None:
        super().__init__("dsa", hash=hash, encoding=encoding)


class Schnorr(Mechanism):
    """Schnorr signatures of BIP 340, with keys on secp256k1."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("schnorr")


class ECDH(Mechanism):
    """ECDH, X25519 and X448 with the public key of the other party: a key of ours, one of `cryptography`, or
    its point. The derivation function is a hash (X9.63, with what both parties know as `shared`), an `HKDF`,
    or none."""

    __slots__ = ("then",)

    def __init__(
        self,
        public: Union[Buffer, Any],
        *,
        kdf: Union[None, str, HKDF] = None,
        shared: Optional[Buffer] = None,
    ) -> None:
        self.then = kdf if isinstance(kdf, HKDF) else None
        hash = None if isinstance(kdf, HKDF) else kdf
        super().__init__("ecdh", public=_point(public), hash=hash, shared=shared)


class MLKEMEncapsulate(Mechanism):
    """ML-KEM (FIPS 203)."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("ml-kem")


def _point(public: Any) -> Any:
    from ._objects import Object

    if isinstance(public, Object):
        return public["ec_point"]
    if hasattr(public, "public_bytes"):
        from ._cryptography import point

        return point(public)
    return public
