"""Measures; `run` beside it says with what. Rust and Python take turns, so that what the machine does besides
meets both; what is shown is the median of the turns."""

import os
import platform
import statistics
import subprocess
import sys
import threading
import time

import strongroom
from strongroom import AES, EC, ECDSA, GCM, PrivateKey, SecretKey

RATE, TURNS, SECONDS = sys.argv[1], 7, 1.0
PIN, LEN = "98765432", 16 << 10


def rust(what, threads):
    said = [RATE, URL, what, str(threads), str(SECONDS)]
    return float(subprocess.run(said, check=True, stdout=subprocess.PIPE).stdout)


def rate(call, threads=1):
    """Calls a second."""
    for _ in range(200):
        call()
    over, counts = False, [0] * threads
    ready = threading.Barrier(threads + 1)

    def work(number):
        ready.wait()
        done = 0
        while not over:
            call()
            done += 1
        counts[number] = done

    all_of_them = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for one in all_of_them:
        one.start()
    ready.wait()
    begun = time.perf_counter()
    time.sleep(SECONDS)
    over = True
    for one in all_of_them:
        one.join()
    return sum(counts) / (time.perf_counter() - begun)


def turns(*measures):
    """Each in its turn, several times."""
    all_of_them = [[] for _ in measures]
    for _ in range(TURNS):
        for values, measure in zip(all_of_them, measures):
            values.append(measure())
    return [statistics.median(values) for values in all_of_them], all_of_them


strongroom.create("hsm", slots=1, label="bench")
URL = "file://" + os.path.abspath("hsm")
hsm = strongroom.open(URL)
session = hsm.token("bench-0").session(PIN)
session.generate(EC("P-256"), label="sign", persist=True)
session.generate(AES(256), label="seal", persist=True)
private = session.find_one(PrivateKey, label="sign")
secret = session.find_one(SecretKey, label="seal")
data, gcm, digest, prehashed = bytes([1]) * LEN, GCM(bytes([7]) * 12), bytes(32), ECDSA(None)

print(f"CPython {platform.python_version()}, strongroom {strongroom.__version__}, {os.cpu_count()} processors")
(of_rust, of_python), raw = turns(lambda: rust("sign", 1), lambda: rate(lambda: private.sign(b"data")))
added = statistics.median(1e6 / p - 1e6 / r for r, p in zip(*raw))
print(f"P-256 sign, 1 thread:   Rust {1e6 / of_rust:.2f} us, Python {1e6 / of_python:.2f} us, added {added:.2f} us")
(of_rust, of_python), raw = turns(lambda: rust("sign", 8), lambda: rate(lambda: private.sign(b"data"), 8))
share = statistics.median(p / r for r, p in zip(*raw))
print(f"P-256 sign, 8 threads:  Rust {of_rust:.0f}/s, Python {of_python:.0f}/s, {share:.3f} of it")
(of_rust, of_python), raw = turns(lambda: rust("encrypt", 1), lambda: rate(lambda: secret.encrypt(data, gcm)))
print(f"AES-GCM 16 KiB:         Rust {1e6 / of_rust:.2f} us, Python {1e6 / of_python:.2f} us")

os.environ["SOFTHSM2_CONF"] = os.path.abspath("softhsm2.conf")
os.mkdir("tokens")
with open("softhsm2.conf", "w") as file:
    file.write(f"directories.tokendir = {os.path.abspath('tokens')}\nobjectstore.backend = file\n")
subprocess.run(
    ["softhsm2-util", "--init-token", "--free", "--label", "bench", "--pin", PIN, "--so-pin", PIN],
    check=True, stdout=subprocess.DEVNULL,
)
import pkcs11  # noqa: E402
from pkcs11.util.ec import encode_named_curve_parameters  # noqa: E402

places = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so"]
library = pkcs11.lib(next(path for path in places if os.path.exists(path)))
with library.get_token(token_label="bench").open(user_pin=PIN, rw=True) as theirs:
    curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    _, their_private = theirs.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True).generate_keypair()
    their_secret = theirs.generate_key(pkcs11.KeyType.AES, 256)
    ecdsa, params = pkcs11.Mechanism.ECDSA, pkcs11.GCMParams(bytes([7]) * 12)
    (of_theirs, of_ours), raw = turns(
        lambda: rate(lambda: their_private.sign(digest, mechanism=ecdsa)),
        lambda: rate(lambda: private.sign(digest, prehashed)),
    )
    print(f"P-256 sign of a digest: python-pkcs11 {of_theirs:.0f}/s, strongroom {of_ours:.0f}/s, {of_ours / of_theirs:.1f} times")
    aes_gcm = pkcs11.Mechanism.AES_GCM
    (of_theirs, of_ours), raw = turns(
        lambda: rate(lambda: their_secret.encrypt(data, mechanism=aes_gcm, mechanism_param=params)),
        lambda: rate(lambda: secret.encrypt(data, gcm)),
    )
    print(f"AES-GCM of 16 KiB:      python-pkcs11 {of_theirs:.0f}/s, strongroom {of_ours:.0f}/s, {of_ours / of_theirs:.1f} times")
