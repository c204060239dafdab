"""A TLS server of Python's `ssl` whose key stays in a token, and clients of Python and of openssl."""

import datetime
import os
import subprocess
import sys

import pytest
from conftest import LIBRARY, PIN
from strongroom import EC, RSA

pytest.importorskip("cryptography")

SERVER = """
import socket, ssl, sys
from strongroom import tls
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(context, sys.argv[1], sys.argv[2], library=sys.argv[3])
with socket.create_server(("127.0.0.1", 0)) as listener:
    print(listener.getsockname()[1], flush=True)
    for _ in range(3):
        connection, _ = listener.accept()
        with context.wrap_socket(connection, server_side=True) as tls_connection:
            tls_connection.sendall(tls_connection.version().encode())
"""


@pytest.mark.parametrize("spec", [EC("P-256"), RSA(2048)], ids=repr)
def test_a_server_whose_key_stays_in_its_token(place, spec, tmp_path):
    import socket
    import ssl

    import strongroom
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    with strongroom.open(place) as hsm, hsm.token("strongroom-1").session(PIN) as session:
        for left in session.find(label="tls"):
            left.destroy()
        pair = session.generate(spec, label="tls", id=b"\x09", persist=True)
        key, now = pair.private.as_cryptography(), datetime.datetime.now(datetime.timezone.utc)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
        issued = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
            .sign(key, hashes.SHA256())
        )
    chain = tmp_path / "chain.pem"
    chain.write_bytes(issued.public_bytes(serialization.Encoding.PEM))
    uri = f"pkcs11:token=strongroom-1;object=tls;type=private?pin-value={PIN}"
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(chain), uri, LIBRARY],
        env={**os.environ, "STRONGROOM_URL": place},
        stdout=subprocess.PIPE,
    )
    try:
        line = server.stdout.readline()
        assert line, "the server did not start"
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = ssl.create_default_context(cafile=str(chain))
            context.maximum_version = version
            with socket.create_connection(("127.0.0.1", int(line))) as plain:
                with context.wrap_socket(plain, server_hostname="localhost") as connection:
                    assert connection.recv(16).decode() == connection.version()
        done = subprocess.run(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{int(line)}", "-CAfile", str(chain), "-brief"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        assert b"Verification: OK" in done.stdout, done.stdout
        assert server.wait(20) == 0
    finally:
        server.kill()
        server.wait()


def test_what_is_wrong_is_said(tmp_path):
    program = f"""
import ssl
from strongroom import tls
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
try:
    tls.load_cert_chain(context, "none.pem", "pkcs11:object=nobody?pin-value=1", library={LIBRARY!r})
except ssl.SSLError as error:
    print("SSLError", error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "STRONGROOM_URL": f"file://{tmp_path}/none"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    assert done.returncode == 0 and b"SSLError" in done.stdout, done
