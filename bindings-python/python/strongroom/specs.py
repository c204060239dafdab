"""Kinds of keys. `KeySpec` itself takes any name that the core knows."""

from __future__ import annotations

from typing import Optional

__all__ = [
    "AES", "AESXTS", "ChaCha20", "DES3", "DH", "DSA", "EC", "Ed25519", "Ed448", "Generic", "HKDFKey", "HMAC", "KeySpec", "MLDSA", "MLKEM", "Poly1305", "RSA",
    "SLHDSA", "X25519", "X448", "X942DH",
]


class KeySpec:
    """A kind of key by its name in the core: `ec:p256`, `rsa:3072`, `aes:256`."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.kind!r})"


class RSA(KeySpec):
    """RSA with these bits."""

    __slots__ = ()

    def __init__(self, bits: int = 3072) -> None:
        super().__init__(f"rsa:{bits}")


class EC(KeySpec):
    """A curve for ECDSA and ECDH: `P-256`, `P-384`, `P-521`, `P-224`, `P-192`, `secp256k1`, `brainpoolP256r1` and its
    like."""

    __slots__ = ()

    def __init__(self, curve: str = "P-256") -> None:
        super().__init__(f"ec:{curve}")


class Ed25519(KeySpec):
    """Ed25519"""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("ed25519")


class Ed448(KeySpec):
    """Ed448"""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("ed448")


class X25519(KeySpec):
    """X25519"""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("x25519")


class X448(KeySpec):
    """X448"""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("x448")


class MLDSA(KeySpec):
    """ML-DSA-44, ML-DSA-65 or ML-DSA-87."""

    __slots__ = ()

    def __init__(self, set: int = 65) -> None:
        super().__init__(f"ml-dsa:{set}")


class MLKEM(KeySpec):
    """ML-KEM-512, ML-KEM-768 or ML-KEM-1024."""

    __slots__ = ()

    def __init__(self, set: int = 768) -> None:
        super().__init__(f"ml-kem:{set}")


class SLHDSA(KeySpec):
    """SLH-DSA: sha2-128s, shake-256f and all between."""

    __slots__ = ()

    def __init__(self, set: str = "sha2-128s") -> None:
        super().__init__(f"slh-dsa:{set}")


class DSA(KeySpec):
    """DSA with a prime of these bits, for what is old. The group is made with it, or given as attributes (`prime`,
    `subprime`, `base`)."""

    __slots__ = ()

    def __init__(self, bits: int = 2048) -> None:
        super().__init__(f"dsa:{bits}")


class DH(KeySpec):
    """Diffie-Hellman with a prime of these bits (RFC 3526), or in a group that is given, for what is old."""

    __slots__ = ()

    def __init__(self, bits: int = 2048) -> None:
        super().__init__(f"dh:{bits}")


class X942DH(KeySpec):
    """Diffie-Hellman of X9.42 with a prime of these bits, for what is old."""

    __slots__ = ()

    def __init__(self, bits: int = 2048) -> None:
        super().__init__(f"x942-dh:{bits}")


class AESXTS(KeySpec):
    """Two AES keys of these bits each, for AES-XTS."""

    __slots__ = ()

    def __init__(self, bits: int = 256) -> None:
        super().__init__(f"aes-xts:{bits // 4}")


class ChaCha20(KeySpec):
    """ChaCha20, alone and with Poly1305."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("chacha20")


class Poly1305(KeySpec):
    """Poly1305, whose keys are used once."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("poly1305")


class AES(KeySpec):
    """AES with these bits."""

    __slots__ = ()

    def __init__(self, bits: int = 256) -> None:
        super().__init__(f"aes:{bits}")


class DES3(KeySpec):
    """Triple DES, for what is old."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("3des")


class Generic(KeySpec):
    """A generic secret of these bytes."""

    __slots__ = ()

    def __init__(self, length: int = 32) -> None:
        super().__init__(f"generic:{length}")


class HMAC(KeySpec):
    """A key for HMAC with this hash, as long as its digests unless said otherwise."""

    __slots__ = ()

    def __init__(self, hash: str = "sha256", length: Optional[int] = None) -> None:
        name = hash.lower().replace("sha-", "sha").replace("/", "-").replace("_", "-")
        super().__init__(f"hmac-{name}" if length is None else f"hmac-{name}:{length}")


class HKDFKey(KeySpec):
    """A key to derive others from with HKDF, of these bytes."""

    __slots__ = ()

    def __init__(self, length: int = 32) -> None:
        super().__init__(f"hkdf:{length}")
