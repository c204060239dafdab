"""Mechanisms that few programs use, checked with what Python and `cryptography` make of the same."""

import hashlib
import hmac
import inspect

import pytest
import strongroom
from strongroom import (
    AES, DH, DSA, EC, KBKDF, PBKDF2, DSASign, Generic, HMACSign, KeyPair, KeySpec, Mechanism, Schnorr, constants, named,
)

OPEN = {"sensitive": False, "extractable": True}


def test_every_mechanism_has_a_function():
    for name, fields in constants.MECHANISMS.items():
        function = getattr(named, name.replace("-", "_"))
        assert tuple(inspect.signature(function).parameters) == fields, name
    assert len(named.__all__) == len(constants.MECHANISMS)


def test_keys_from_passwords(session):
    for hash in ("sha1", "sha256", "sha512"):
        made = session.generate_with(PBKDF2(b"password", b"salt", 1000, hash=hash), AES(256), **OPEN)
        assert made["value"] == hashlib.pbkdf2_hmac(hash, b"password", b"salt", 1000, 32)
    assert "password'" not in repr(PBKDF2(b"password", b"salt", 1000))
    with pytest.raises(strongroom.ArgumentError):
        session.generate_with(PBKDF2(b"password", b"salt", 1000), EC())


def test_keys_from_keys(session):
    value = bytes(range(32))
    key = session.import_secret(Generic(32), value, **OPEN)
    fed = b"label\0context" + (8 * 40).to_bytes(4, "big")
    rounds = (hmac.digest(value, n.to_bytes(4, "big") + fed, "sha256") for n in (1, 2))
    made = key.derive(KBKDF("sha256", label=b"label", context=b"context"), Generic(40), **OPEN)
    assert made["value"] == b"".join(rounds)[:40]
    other = session.import_secret(Generic(4), b"tail", **OPEN)
    assert key.derive(named.concatenate_key(key=other), Generic(36), **OPEN)["value"] == value + b"tail"
    assert key.derive(named.hash_derivation(hash="blake2b-256"), Generic(32), **OPEN)["value"] == hashlib.blake2b(
        value, digest_size=32
    ).digest()
    expanded = hmac.digest(value, b"info\x01", "sha256")
    base = session.import_secret(KeySpec("hkdf:32"), value, **OPEN)
    data = base.derive_data(named.hkdf_data(hash="sha256", info=b"info", salt_key=other), 32)
    assert data == hmac.digest(hmac.digest(b"tail", value, "sha256"), b"info\x01", "sha256") != expanded
    assert not list(session.find(attributes={"class": constants.CKO_DATA}))


def test_keys_of_tls(session):
    master = session.import_secret(Generic(48), bytes(48), **OPEN)
    how = named.tls12_keys(client_random=b"c" * 32, server_random=b"s" * 32, mac_len=20, key_len=16, iv_len=4)
    client_mac, server_mac, client, server, client_iv, server_iv = master.derive_all(how, AES(128), **OPEN)
    assert client.kind == server.kind == "aes:128" and client["value"] != server["value"]
    assert client_mac.sign(b"x", HMACSign("sha1")) != server_mac.sign(b"x", HMACSign("sha1"))
    assert len(client_iv["value"]) == len(server_iv["value"]) == 4


def test_wallets(session):
    seed = session.import_secret(Generic(16), bytes.fromhex("000102030405060708090a0b0c0d0e0f"))
    master, code = seed.derive_all(named.bip32_master(), EC("secp256k1"))
    step = {"index": 1 << 31, "chain_code": code["value"]}
    child, _ = master.derive_all(named.bip32_private(**step), EC("secp256k1"), usages=["sign"])
    public, _ = master.derive_all(named.bip32_private_to_public(**step), EC("secp256k1"), usages=["verify"])
    assert isinstance(child, strongroom.PrivateKey) and isinstance(public, strongroom.PublicKey)
    digest = bytes(32)
    assert public.verify(digest, child.sign(digest, Schnorr()), Schnorr())


def test_keys_over_primes(session):
    dsa = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.dsa")
    from cryptography.hazmat.primitives import hashes, serialization

    pair = session.generate(DSA(1024))
    assert isinstance(pair, KeyPair) and pair.private.kind == "dsa:1024"
    public = serialization.load_der_public_key(pair.public.public_key("der"))
    assert isinstance(public, dsa.DSAPublicKey)
    public.verify(pair.private.sign(b"x"), b"x", hashes.SHA256())
    assert pair.public.verify(b"x", pair.private.sign(b"x", DSASign("sha1")), DSASign("sha1"))
    mine, theirs = session.generate(DH(2048)), session.generate(DH(2048))
    keys = [
        one.private.derive(Mechanism("dh", public=other.public["value"]), AES(256), **OPEN)["value"]
        for one, other in ((mine, theirs), (theirs, mine))
    ]
    assert keys[0] == keys[1]
    group = {"prime": mine.public["prime"], "base": mine.public["base"]}
    assert session.generate(DH(2048), attributes=group).public["prime"] == group["prime"]
