"""Another vendor's module, as it is installed: SoftHSM2."""

import hashlib
import os
import pathlib
import subprocess

import pytest
import strongroom
from strongroom import AES, EC, ECDSA, GCM, OAEP, RSA, PrivateKey, PublicKey, SecretKey, constants

PLACES = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so"]
MODULE = next((place for place in PLACES if os.path.exists(place)), None)
pytestmark = pytest.mark.skipif(MODULE is None, reason="SoftHSM2 is not installed")
DATA = b"what another vendor's module signs"


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    """The module, with one token `vendor`."""
    place = tmp_path_factory.mktemp("softhsm")
    (place / "tokens").mkdir()
    (place / "softhsm2.conf").write_text(f"directories.tokendir = {place}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(place / "softhsm2.conf")
    said = ["softhsm2-util", "--init-token", "--free", "--label", "vendor", "--pin", "1234", "--so-pin", "5678"]
    subprocess.run(said, check=True, stdout=subprocess.DEVNULL)
    with strongroom.load(pathlib.Path(MODULE)) as hsm:
        yield hsm


@pytest.fixture
def session(module):
    with module.token("vendor").session("1234") as session:
        yield session


def test_it_says_what_it_is(module):
    token = module.token("vendor").token
    assert "SoftHSM" in token.manufacturer and token.pin_initialized
    names = {one.name for one in module.token("vendor").mechanisms()}
    assert {"CKM_ECDSA", "CKM_AES_GCM", "CKM_RSA_PKCS_OAEP"} <= names
    with pytest.raises(strongroom.PinIncorrect):
        module.token("vendor").session("0000")
    with strongroom.from_uri(f"pkcs11:token=vendor?module-path={MODULE}") as again:
        assert again.session("pkcs11:token=vendor", "1234").user == constants.CKU_USER


def test_keys(session):
    pair = session.generate(EC("P-256"), label="issuer", id=b"\x01", persist=True)
    key = session.find_one(PrivateKey, label="issuer")
    assert key == pair.private and key.kind == "ec:p256" and session.find_one(PublicKey, id=b"\x01")
    # The module signs digests only; the SDK makes them.
    for said in ({}, {"hash": "sha512"}, {"encoding": "raw"}):
        assert pair.public.verify(DATA, key.sign(DATA, **said), **said)
        assert not pair.public.verify(DATA + b"!", key.sign(DATA, **said), **said)
    assert pair.public.verify(DATA, key.sign(hashlib.sha256(DATA).digest(), ECDSA(None)))
    assert all(pair.public.verify(data, one) for data, one in zip((b"a", b"b"), key.sign_batch([b"a", b"b"])))
    secret = session.generate(AES(256), extractable=True)
    sealed = secret.encrypt(b"plaintext", GCM(aad=b"header"))
    assert secret.decrypt(sealed, GCM(aad=b"header")) == b"plaintext"
    rsa = session.generate(RSA(2048))
    blob = rsa.public.wrap(secret, OAEP("sha1"))
    again = rsa.private.unwrap(blob, OAEP("sha1"), AES())
    assert isinstance(again, SecretKey) and again.decrypt(sealed, GCM(aad=b"header")) == b"plaintext"
    key.destroy()
    with pytest.raises(strongroom.NotFound):
        session.find_one(PrivateKey, label="issuer")


@pytest.mark.parametrize("spec", [EC("P-256"), EC("P-384"), RSA(2048)], ids=repr)
def test_requests_and_certificates(session, spec):
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes

    # A private key finds its public key by their identifier.
    key = session.generate(spec, id=b"\x07").private.as_cryptography()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "vendor.example")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    assert request.is_signature_valid
