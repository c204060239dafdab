"""Keys of a token as keys of `cryptography` and in PyJWT; verified by those, and by the openssl command."""

import copy
import datetime
import importlib
import subprocess

import pytest
from strongroom import AES, EC, ECDH, MLDSA, MLKEM, RSA, X448, X25519, Ed448, Ed25519

pytest.importorskip("cryptography")
from cryptography import x509  # noqa: E402
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm  # noqa: E402
from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import x448, x25519  # noqa: E402
from cryptography.hazmat.primitives.serialization import pkcs7  # noqa: E402
from cryptography.x509 import ocsp  # noqa: E402

NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tests")])
NOW = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
DAY = datetime.timedelta(days=1)
KINDS = [EC("P-256"), EC("P-384"), EC("P-521"), RSA(2048), Ed25519(), Ed448(), MLDSA(44), MLDSA(65), MLDSA(87)]


def adapter(pair):
    """The adapter of a private key, where this version of `cryptography` has its kind."""
    try:
        return pair.private.as_cryptography()
    except UnsupportedAlgorithm:
        pytest.skip(f"this cryptography has no {pair.private.kind}")


def algorithm(spec):
    return hashes.SHA256() if spec.kind.startswith(("ec:", "rsa:")) else None


def certificate(key, spec, **said):
    builder = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(key.public_key())
        .serial_number(5)
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
    )
    return builder.sign(key, algorithm(spec), **said)


def openssl(*arguments, **said):
    done = subprocess.run(["openssl", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **said)
    assert done.returncode == 0, done.stdout
    return done.stdout.decode()


@pytest.mark.parametrize("spec", KINDS, ids=repr)
def test_x509(session, spec, tmp_path):
    key = adapter(session.generate(spec))
    request = x509.CertificateSigningRequestBuilder().subject_name(NAME).sign(key, algorithm(spec))
    assert request.is_signature_valid
    issued = certificate(key, spec)
    issued.verify_directly_issued_by(issued)
    revoked = x509.RevokedCertificateBuilder().serial_number(9).revocation_date(NOW).build()
    crl = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(NAME)
        .last_update(NOW)
        .next_update(NOW + DAY)
        .add_revoked_certificate(revoked)
        .sign(key, algorithm(spec))
    )
    assert crl.is_signature_valid(key.public_key())
    answer = (
        ocsp.OCSPResponseBuilder()
        .add_response(issued, issued, hashes.SHA256(), ocsp.OCSPCertStatus.GOOD, NOW, NOW + DAY, None, None)
        .responder_id(ocsp.OCSPResponderEncoding.HASH, issued)
        .sign(key, algorithm(spec))
    )
    assert answer.certificate_status is ocsp.OCSPCertStatus.GOOD
    if spec.kind.startswith("ml-"):  # openssl 3.0 does not know it
        return
    files = {"csr": request, "crt": issued, "crl": crl}
    for name, one in files.items():
        (tmp_path / name).write_bytes(one.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "ocsp").write_bytes(answer.public_bytes(serialization.Encoding.DER))
    assert "verify OK" in openssl("req", "-in", str(tmp_path / "csr"), "-verify", "-noout")
    assert "OK" in openssl("verify", "-check_ss_sig", "-CAfile", str(tmp_path / "crt"), str(tmp_path / "crt"))
    assert "verify OK" in openssl("crl", "-in", str(tmp_path / "crl"), "-CAfile", str(tmp_path / "crt"), "-noout")
    said = openssl(
        "ocsp", "-respin", str(tmp_path / "ocsp"), "-CAfile", str(tmp_path / "crt"),
        "-verify_other", str(tmp_path / "crt"), "-trust_other",
    )
    assert "verify OK" in said


@pytest.mark.parametrize("spec", [EC("P-256"), RSA(2048)], ids=repr)
def test_pkcs7(session, spec, tmp_path):
    key = adapter(session.generate(spec))
    issued = certificate(key, spec)
    signed = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(b"mail")
        .add_signer(issued, key, hashes.SHA256())
        .sign(serialization.Encoding.SMIME, [])
    )
    (tmp_path / "crt").write_bytes(issued.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "mail").write_bytes(signed)
    openssl("smime", "-verify", "-in", str(tmp_path / "mail"), "-CAfile", str(tmp_path / "crt"), "-purpose", "any")


def test_certificates_are_tied_to_their_keys(session):
    pair = session.generate(EC("P-256"), label="issuer", id=b"\x42", persist=True)
    issued = certificate(adapter(pair), EC("P-256"))
    added = session.add_certificate(issued, persist=True)
    assert added.id == b"\x42" and added.label == "tests" and added.as_cryptography() == issued
    assert pair.private.certificate() == added and pair.private.chain() == [added]
    assert added.private_key() == pair.private
    assert x509.load_pem_x509_certificate(added.pem()) == issued
    assert session.key_for(issued.public_key()) == pair.private


def test_rsa(session):
    pair = session.generate(RSA(2048))
    key = pair.private.as_cryptography()
    public = key.public_key()
    digest = hashes.Hash(hashes.SHA384())
    digest.update(b"data")
    digest = digest.finalize()
    for how in (
        padding.PKCS1v15(),
        padding.PSS(padding.MGF1(hashes.SHA384()), padding.PSS.DIGEST_LENGTH),
        padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.MAX_LENGTH),
        padding.PSS(padding.MGF1(hashes.SHA384()), 7),
    ):
        public.verify(key.sign(b"data", how, hashes.SHA384()), b"data", how, hashes.SHA384())
        prehashed = utils.Prehashed(hashes.SHA384())
        public.verify(key.sign(digest, how, prehashed), b"data", how, hashes.SHA384())
    for how in (
        padding.PKCS1v15(),
        padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None),
        padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA512(), b"label"),
    ):
        assert key.decrypt(public.encrypt(b"secret", how), how) == b"secret"
    issued = certificate(key, RSA(2048), rsa_padding=padding.PSS(padding.MGF1(hashes.SHA256()), 32))
    issued.verify_directly_issued_by(issued)


def test_agreement(session):
    key = session.generate(EC("P-384")).private.as_cryptography()
    peer = ec.generate_private_key(ec.SECP384R1())
    assert key.exchange(ec.ECDH(), peer.public_key()) == peer.exchange(ec.ECDH(), key.public_key())
    for spec, module in ((X25519(), x25519.X25519PrivateKey), (X448(), x448.X448PrivateKey)):
        pair, peer = session.generate(spec), module.generate()
        key = pair.private.as_cryptography()
        assert key.exchange(peer.public_key()) == peer.exchange(key.public_key())
        assert pair.private.derive(ECDH(peer.public_key()), AES(256)).kind == "aes:256"
    for number in (768, 1024):
        pair = session.generate(MLKEM(number))
        key = adapter(pair)
        shared, ciphertext = key.public_key().encapsulate()
        if len(shared) > len(ciphertext):
            shared, ciphertext = ciphertext, shared
        assert key.decapsulate(ciphertext) == shared
    assert not list(session.find(attributes={"extractable": True, "class": 4}))


@pytest.mark.parametrize("spec", [*KINDS, X25519(), MLKEM(768)], ids=repr)
def test_the_secret_stays_inside(session, spec):
    key = adapter(session.generate(spec))
    no = serialization.NoEncryption()
    with pytest.raises(UnsupportedAlgorithm):
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no)
    for name in ("private_numbers", "private_bytes_raw"):
        if hasattr(key, name):
            with pytest.raises(UnsupportedAlgorithm):
                getattr(key, name)()
    assert copy.copy(key) is key and copy.deepcopy(key) is key


def test_what_is_not_good_is_refused(session):
    key = session.generate(EC("P-256")).private.as_cryptography()
    with pytest.raises(InvalidSignature):
        key.public_key().verify(key.sign(b"a", ec.ECDSA(hashes.SHA256())), b"b", ec.ECDSA(hashes.SHA256()))
    with pytest.raises(ValueError):
        key.sign(b"short", ec.ECDSA(utils.Prehashed(hashes.SHA256())))


def test_public_keys_as_openssl_reads_them(session, tmp_path):
    for spec in (EC("P-256"), RSA(2048), Ed25519(), Ed448(), X25519(), X448()):
        file = tmp_path / "public.pem"
        file.write_bytes(session.generate(spec).private.public_key("pem"))
        assert openssl("pkey", "-pubin", "-in", str(file), "-noout", "-text")


def test_signatures_verified_by_openssl(session, tmp_path):
    (tmp_path / "data").write_bytes(b"data")
    for spec in (EC("P-256"), RSA(2048)):
        pair = session.generate(spec)
        (tmp_path / "public.pem").write_bytes(pair.public.public_key("pem"))
        said = {"padding": "pkcs1"} if spec.kind.startswith("rsa") else {}
        (tmp_path / "signature").write_bytes(pair.private.sign(b"data", hash="sha256", **said))
        openssl(
            "dgst", "-sha256", "-verify", str(tmp_path / "public.pem"),
            "-signature", str(tmp_path / "signature"), str(tmp_path / "data"),
        )


@pytest.mark.parametrize(
    "name, spec",
    [
        ("ES256", EC("P-256")), ("ES384", EC("P-384")), ("ES512", EC("P-521")), ("RS256", RSA(2048)),
        ("PS384", RSA(2048)), ("EdDSA", Ed25519()),
    ],
)
def test_json_web_tokens(session, name, spec):
    jwt = pytest.importorskip("jwt")
    key = session.generate(spec).private.as_cryptography()
    token = jwt.encode({"sub": "tests"}, key, algorithm=name)
    assert jwt.decode(token, key.public_key(), algorithms=[name]) == {"sub": "tests"}


def test_without_cryptography_the_rest_works():
    import sys

    program = """
import sys
sys.modules["cryptography"] = None
import strongroom, strongroom.aio
try:
    strongroom.PrivateKey.as_cryptography(object())
except ImportError:
    print("clear")
"""
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert done.stdout.strip() == b"clear"


def test_every_class_of_the_installed_version_has_its_adapter():
    from strongroom import _cryptography

    adapted = {kind.__name__ for kind in _cryptography._CLASSES}
    there = set()
    for module in ("ec", "rsa", "ed25519", "ed448", "x25519", "x448", "mldsa", "mlkem"):
        try:
            found = importlib.import_module(f"cryptography.hazmat.primitives.asymmetric.{module}")
        except ImportError:
            continue
        there |= {n for n in vars(found) if n.endswith("PublicKey") and n.isidentifier() and n[0].isupper()}
    assert adapted >= there, there - adapted
