"""What people do with keys, in Python's words."""

import array
import copy
import gc
import hashlib
import inspect
import pickle

import pytest
import strongroom
from conftest import PIN
from strongroom import (
    AES, CBC, CCM, CMAC, CTR, EC, ECDH, ECDSA, GCM, HKDF, HMAC, KWP, MLDSA, MLKEM, OAEP, PSS, RSA, X448, X25519,
    CBCPad, Ed448, Ed25519, EdDSA, Generic, HMACSign, MLDSASign, PKCS1v15, PrivateKey, PublicKey, SecretKey,
)

DATA = b"what is signed and sealed"


@pytest.mark.parametrize(
    "spec", [EC("P-256"), EC("P-384"), EC("P-521"), RSA(2048), Ed25519(), Ed448(), MLDSA(44), MLDSA(87)], ids=repr
)
def test_pairs_sign(session, spec):
    pair = session.generate(spec, label="issuer", id=b"\x01")
    signature = pair.private.sign(DATA)
    assert pair.public.verify(DATA, signature) is True
    assert pair.public.verify(DATA + b"!", signature) is False
    assert pair.public.verify(DATA, signature[:-1]) is False
    with pair.private.signer() as signer:
        signed = signer.update(DATA[:3]).update(DATA[3:]).finish()
    with pair.public.verifier() as verifier:
        assert verifier.update(DATA).finish(signed) is True


@pytest.mark.parametrize("spec", [HMAC("sha256"), HMAC("sha3-384"), AES(128), Generic(20)], ids=repr)
def test_secrets_sign(session, spec):
    key = session.generate(spec)
    assert key.verify(DATA, key.sign(DATA)) is True
    assert key.verify(DATA, bytes(len(key.sign(DATA)))) is False


def test_sign_is_the_same_however_it_is_called(session):
    """Where nothing but `bytes` is said it is another method's."""
    pair, raw = session.generate(EC("P-256")), ECDSA(encoding="raw")
    key, good = pair.private, pair.public.verify
    for data in (DATA, bytearray(DATA), memoryview(DATA), array.array("B", DATA), type("Bytes", (bytes,), {})(DATA)):
        assert good(DATA, key.sign(data)) and good(DATA, key.sign(data=data)) and good(DATA, type(key).sign(key, data))
        for signature in (
            key.sign(data, raw), key.sign(data, mechanism=raw), key.sign(mechanism=raw, data=data),
            key.sign(data, encoding="raw"), key.sign(data, None, encoding="raw", hash="sha256"),
        ):
            assert len(signature) == 64 and good(DATA, signature, raw)
        lazy = ECDSA("sha256", encoding="raw")  # made when it is first used
        assert len(key.sign(data, lazy)) == len(key.sign(data, lazy)) == 64
    for wrong in (
        lambda: key.sign(), lambda: key.sign(DATA, None, None), lambda: key.sign(DATA, data=DATA), lambda: key.sign("text"),
        lambda: key.sign(None), lambda: key.sign(DATA, raw, hash="sha256"), lambda: type(key).sign(None, DATA),
    ):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(strongroom.MechanismParameterInvalid):
        key.sign(DATA, colour="red")
    with pytest.raises(TypeError, match=r"sign\(\) missing 1 required positional argument: 'data'"):
        key.sign()
    assert not hasattr(pair.public, "sign")


def test_what_sign_says_of_itself(session):
    key = session.generate(HMAC("sha256"))
    said, general = inspect.signature(key.sign).parameters, inspect.signature(key._sign).parameters
    assert [(p.name, p.kind, p.default) for p in said.values()] == [(p.name, p.kind, p.default) for p in general.values()]
    assert inspect.getdoc(key.sign) == inspect.getdoc(key._sign) != ""
    assert key.sign.__name__ == "sign"


def test_objects_are_subclassed_and_copied(session):
    class Mine(SecretKey):
        def __init__(self, key, *, name):
            super().__init__(key.session, key._native)
            self.name = name

        def sign(self, data, *more, **said):
            return super().sign(self.name + data, *more, **said)

    key = session.generate(HMAC("sha256"))
    mine = Mine(key, name=b"of ")
    assert mine.sign(b"x") == key.sign(b"of x") == mine.sign(b"x", None) and mine == key
    again = copy.copy(key)
    assert again == key and again is not key and again.sign(b"x") == key.sign(b"x")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="cannot pickle"):
            pickle.dumps(key, protocol)


def test_only_bad_signatures_are_false(session):
    pair = session.generate(EC("P-256"), usages=["derive"])
    with pytest.raises(strongroom.KeyNotPermitted) as raised:
        pair.public.verify(DATA, bytes(64), encoding="raw")
    assert isinstance(raised.value, PermissionError)


def test_encodings_and_paddings(session):
    pair = session.generate(EC("P-256"))
    raw = pair.private.sign(DATA, encoding="raw")
    assert len(raw) == 64 and pair.public.verify(DATA, raw, encoding="raw")
    digest = hashlib.sha384(DATA).digest()
    assert pair.public.verify(DATA, pair.private.sign(digest, ECDSA(None)), hash="sha384")
    pair = session.generate(RSA(2048))
    for said in ({}, {"padding": "pkcs1"}, {"hash": "sha512"}, {"hash": "sha1", "padding": "pss"}):
        assert pair.public.verify(DATA, pair.private.sign(DATA, **said), **said)
    assert pair.public.verify(DATA, pair.private.sign(DATA), PSS("sha256"))
    assert pair.public.verify(DATA, pair.private.sign(DATA, padding="pkcs1"), PKCS1v15("sha256"))
    assert not pair.public.verify(DATA, pair.private.sign(DATA), PSS("sha256", salt_length=20))
    pair = session.generate(Ed25519())
    assert pair.public.verify(DATA, pair.private.sign(DATA, context=b"c"), EdDSA(b"c"))
    assert not pair.public.verify(DATA, pair.private.sign(DATA, context=b"c"))
    pair = session.generate(MLDSA(65))
    steady = MLDSASign(context=b"c", deterministic=True)
    assert pair.private.sign(DATA, steady) == pair.private.sign(DATA, steady)
    with pytest.raises(TypeError):
        pair.private.sign(DATA, steady, hash="sha256")
    with pytest.raises(strongroom.MechanismParameterInvalid):
        pair.private.sign(DATA, padding="pss")
    with pytest.raises(strongroom.MechanismParameterInvalid):
        pair.private.sign(DATA, hsah="sha256")


def test_batches(session):
    pair = session.generate(Ed25519())
    signatures = pair.private.sign_batch([b"a", bytearray(b"b")])
    assert [pair.public.verify(d, s) for d, s in zip((b"a", b"b"), signatures)] == [True, True]


def test_encryption(session):
    key = session.generate(AES(256))
    sealed = key.encrypt(DATA, GCM(aad=b"header"))
    assert len(sealed.iv) == 12 and len(sealed.tag) == 16 and len(sealed.ciphertext) == len(DATA)
    assert key.decrypt(sealed, GCM(aad=b"header")) == DATA
    assert key.decrypt(strongroom.Sealed.from_bytes(sealed.to_bytes()), GCM(aad=b"header")) == DATA
    assert key.decrypt(sealed.ciphertext + sealed.tag, GCM(sealed.iv, aad=b"header")) == DATA
    for wrong in (sealed._replace(tag=bytes(16)), sealed._replace(ciphertext=DATA)):
        with pytest.raises(strongroom.DecryptionFailed):
            key.decrypt(wrong, GCM(aad=b"header"))
    with pytest.raises(strongroom.DecryptionFailed):
        key.decrypt(sealed)
    iv = bytes(range(16))
    for how in (CBCPad(iv), CTR(iv), GCM(iv), CCM(iv[:12], aad=b"h", tag_length=8)):
        assert key.decrypt(key.encrypt(DATA, how), how) == DATA
    assert key.decrypt(key.encrypt(bytes(32), CBC(iv)), CBC(iv)) == bytes(32)
    pair = session.generate(RSA(2048))
    assert pair.private.decrypt(pair.public.encrypt(DATA, OAEP(label=b"l")), OAEP(label=b"l")) == DATA


def test_streams(session):
    key = session.generate(AES(256))
    how = CBCPad(bytes(16))
    with key.encryptor(how) as encryptor:
        out = b"".join(encryptor.update(DATA[i : i + 5]) for i in range(0, len(DATA), 5)) + encryptor.finish()
    assert key.decrypt(out, how) == DATA
    with key.decryptor(how) as decryptor:
        assert decryptor.update(out) + decryptor.finish() == DATA
    # Leaving cancels; what has ended says so.
    with key.encryptor(how) as encryptor:
        encryptor.update(DATA)
    for use in (lambda: encryptor.update(DATA), encryptor.finish):
        with pytest.raises(strongroom.SessionClosed):
            use()
    encryptor.cancel()
    # Nothing comes out of a GCM decryption before the tag was checked.
    sealed = key.encrypt(DATA)
    with key.decryptor(GCM(sealed.iv)) as decryptor:
        assert decryptor.update(sealed.ciphertext + bytes(16)) == b""
        with pytest.raises(strongroom.DecryptionFailed):
            decryptor.finish()
    # More streams than a program should have, all left to the collector.
    for _ in range(200):
        key.encryptor(how).update(DATA)
    gc.collect()
    with session.hasher("sha384") as hasher:
        assert hasher.update(b"a").update(b"b").finish() == hashlib.sha384(b"ab").digest()


def test_wrapping(session):
    kek, key = session.generate(AES(256)), session.generate(AES(128), extractable=True)
    again = kek.unwrap(kek.wrap(key, KWP()), KWP(), AES(), label="copy", usages=["encrypt", "decrypt"])
    assert isinstance(again, SecretKey) and again.label == "copy"
    assert again.decrypt(key.encrypt(DATA)) == DATA
    pair = session.generate(EC("P-256"), extractable=True)
    private = kek.unwrap(kek.wrap(pair.private, KWP()), KWP(), EC("P-256"))
    assert isinstance(private, PrivateKey) and pair.public.verify(DATA, private.sign(DATA))
    with pytest.raises(strongroom.KeyUnextractable):
        kek.wrap(session.generate(AES()), KWP())
    with pytest.raises(strongroom.WrappedKeyInvalid):
        kek.unwrap(bytes(24), KWP(), AES())


@pytest.mark.parametrize("spec", [EC("P-256"), EC("P-521"), X25519(), X448()], ids=repr)
def test_agreement(session, spec):
    one, other = session.generate(spec), session.generate(spec)
    for kdf in (None, "sha256", HKDF("sha512", info=b"x", salt=b"s")):
        mine = one.private.derive(ECDH(other.public, kdf=kdf), AES(256))
        yours = other.private.derive(ECDH(one.public["ec_point"], kdf=kdf), AES(256))
        assert yours.decrypt(mine.encrypt(DATA)) == DATA
    assert not [key for key in session.find(SecretKey) if key.kind.startswith("generic")]


def test_encapsulation(session):
    pair = session.generate(MLKEM(768))
    ciphertext, mine = pair.public.encapsulate(AES(256))
    assert pair.private.decapsulate(ciphertext, AES(256)).decrypt(mine.encrypt(DATA)) == DATA


def test_digests_and_random(session):
    assert session.digest("sha256", DATA) == hashlib.sha256(DATA).digest()
    assert session.digest("SHA3-512", DATA) == hashlib.sha3_512(DATA).digest()
    assert len(session.random(40)) == 40 and session.random(16) != session.random(16)


def numpy_like():
    numpy = pytest.importorskip("numpy")
    return numpy.frombuffer(DATA, dtype="uint8")


@pytest.mark.parametrize(
    "buffer",
    [
        bytes, bytearray, memoryview, lambda data: memoryview(bytearray(data)), lambda data: array.array("B", data),
        lambda data: memoryview(b"".join(bytes([b, 0]) for b in data))[::2], lambda data: numpy_like(),
    ],
    ids=["bytes", "bytearray", "memoryview", "writable", "array", "strided", "numpy"],
)
def test_buffers_of_every_kind(session, buffer):
    key = session.generate(HMAC("sha256"))
    assert key.sign(buffer(DATA)) == key.sign(DATA)
    assert key.verify(buffer(DATA), bytearray(key.sign(DATA)))
    assert session.digest("sha256", buffer(DATA)) == hashlib.sha256(DATA).digest()


def test_text_is_no_data(session):
    with pytest.raises(TypeError):
        session.generate(HMAC("sha256")).sign("text")
    with pytest.raises(TypeError):
        session.digest("sha256", None)


def test_finding(session):
    pair = session.generate(EC("P-256"), label="issuer", id=b"\x01", persist=True)
    session.generate(AES(256), label="twin")
    session.generate(AES(256), label="twin")
    assert session.find_one(PrivateKey, label="issuer") == pair.private
    assert {type(found) for found in session.find(id=b"\x01")} == {PrivateKey, PublicKey}
    assert len(list(session.find(SecretKey, label="twin"))) == 2
    assert session.find_one(uri="pkcs11:object=issuer;type=public").object_class == PublicKey.object_class
    with pytest.raises(strongroom.NotFound) as raised:
        session.find_one(PrivateKey, label="nobody")
    assert isinstance(raised.value, LookupError) and "nobody" in str(raised.value)
    with pytest.raises(strongroom.Ambiguous) as raised:
        session.find_one(SecretKey, label="twin")
    assert raised.value.name == "STRONGROOM_AMBIGUOUS" and raised.value.kind == "Ambiguous"
    # A search that is left early gives its session back.
    for _ in range(100):
        next(iter(session.find()))
    assert pair.private.public() == pair.public and pair.public.private() == pair.private
    assert session.key_for(pair.public.public_key("der")) == pair.private


def test_attributes(session):
    key = session.generate(AES(256), label="one", id=b"\x07")
    assert key["label"] == key["CKA_LABEL"] == key[3] == "one" and key.id == b"\x07" and key.kind == "aes:256"
    key["label"] = "two"
    key.set({"id": b"\x08"})
    assert (key.label, key.id) == ("two", b"\x08")
    assert key["sensitive"] is True and key["value_len"] == 32
    shown = key.attributes()
    assert shown["CKA_LABEL"] == "two" and "CKA_VALUE" not in shown and "CKA_MODULUS" not in shown
    with pytest.raises(strongroom.AttributeSensitive):
        key["value"]
    with pytest.raises(strongroom.AttributeMissing):
        key["modulus"]
    with pytest.raises(strongroom.AttributeReadOnly):
        key["local"] = False
    with pytest.raises(KeyError):
        key["colour_of_hair"]
    assert key.get("modulus", 5) == 5
    allowed = session.generate(AES(256), attributes={"allowed_mechanisms": [0x1085]})
    assert allowed["allowed_mechanisms"] == [0x1085]
    copy = key.copy({"label": "three"})
    assert copy.label == "three" and copy != key
    copy.destroy()
    with pytest.raises(strongroom.ObjectGone):
        copy["label"]


def test_nothing_secret_is_shown(session):
    value = bytes(range(64, 96))
    key = session.import_secret(Generic(32), value, label="imported")
    text = repr(key) + str(key) + repr(session) + repr(key.attributes())
    assert "imported" in text and PIN not in text
    assert value.hex() not in text and repr(value)[2:-1] not in text


def test_imports(session):
    key = session.import_secret(HMAC("sha256"), b"k" * 32)
    import hmac

    assert key.sign(DATA) == hmac.new(b"k" * 32, DATA, "sha256").digest()
    assert key.sign(DATA, HMACSign("sha256", length=16)) == key.sign(DATA)[:16]
    session.import_secret(AES(128), bytes(16)).sign(DATA, CMAC(length=8))
    with pytest.raises(strongroom.ArgumentError) as raised:
        session.import_key(b"no key")
    assert isinstance(raised.value, ValueError)
    pair = session.generate(EC("P-256"))
    public = session.import_key(pair.public.public_key("pem"))
    assert isinstance(public, PublicKey) and public.verify(DATA, pair.private.sign(DATA))


def test_what_is_wrong_is_said_at_once(session):
    for make in (lambda: GCM(b"x" * 12, tag_length=99).native, lambda: PSS("md5"), lambda: CTR(b"short")):
        try:
            how = make()
        except (strongroom.MechanismError, strongroom.ArgumentError) as error:
            assert isinstance(error, ValueError)
        else:
            with pytest.raises(ValueError):
                session._native.generate(("aes:256", {}))[0].encrypt(how, b"")
    with pytest.raises(strongroom.MechanismInvalid):
        strongroom.Mechanism("rot13")
    with pytest.raises(strongroom.ArgumentError):
        session.generate(AES(100))
    with pytest.raises(strongroom.ArgumentError, match="colour"):
        session.generate(AES(256), colour="red")
    with pytest.raises(strongroom.ArgumentError, match="persist"):
        session.generate(AES(256), persist="yes")
    with pytest.raises(strongroom.MechanismParameterInvalid, match="tag_len"):
        strongroom.Mechanism("aes-gcm", iv=bytes(12), tag_len="16")
