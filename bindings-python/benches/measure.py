"""Measures with pyperf; `run` beside it says with what. Rust is measured by the same run: `rate` makes the same
calls through the SDK, and says how many a second they were. pyperf runs this file again for each of its
processes."""

import functools
import os
import subprocess
import threading

import pyperf

PIN, LEN, NONCE = "98765432", 16 << 10, bytes([7]) * 12
SECONDS = 0.3  # how long threads make calls
SOFTHSM = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so"]
RATE, HERE = os.environ["STRONGROOM_RATE"], os.environ["STRONGROOM_BENCH"]
URL = "file://" + HERE + "/hsm"
os.environ["SOFTHSM2_CONF"] = HERE + "/softhsm2.conf"


def prepare():
    """An instance, and a SoftHSM2 with one token."""
    import strongroom
    from strongroom import AES, EC

    strongroom.create(HERE + "/hsm", slots=1, label="bench")
    with strongroom.open(URL) as hsm, hsm.token("bench-0").session(PIN) as session:
        session.generate(EC("P-256"), label="sign", persist=True)
        session.generate(AES(256), label="seal", persist=True)
    os.mkdir(HERE + "/tokens")
    with open(os.environ["SOFTHSM2_CONF"], "w") as file:
        file.write(f"directories.tokendir = {HERE}/tokens\nobjectstore.backend = file\n")
    said = ["softhsm2-util", "--init-token", "--free", "--label", "bench", "--pin", PIN, "--so-pin", PIN]
    subprocess.run(said, check=True, stdout=subprocess.DEVNULL)


@functools.lru_cache(maxsize=None)
def ours():
    """Our two keys."""
    import strongroom

    session = strongroom.open(URL).token("bench-0").session(PIN)
    find = session.find_one
    return find(strongroom.PrivateKey, label="sign"), find(strongroom.SecretKey, label="seal")


@functools.lru_cache(maxsize=None)
def theirs(persist=True):
    """The same of python-pkcs11: token objects, too, or session objects."""
    import pkcs11
    from pkcs11.util.ec import encode_named_curve_parameters

    library = pkcs11.lib(next(path for path in SOFTHSM if os.path.exists(path)))
    session = library.get_token(token_label="bench").open(user_pin=PIN, rw=True)
    curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    domain = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
    seal = session.generate_key(pkcs11.KeyType.AES, 256, store=persist)
    return domain.generate_keypair(store=persist)[1], seal


def loop(call, threads=1):
    """Makes calls; gives how long so many take. Threads are stopped by the clock, at one moment for all, as those of
    Rust are: where each had a number of calls, or a time of its own, the last would be alone in the end."""

    def timed(loops):
        call()  # what is made once is made now
        starts, made = [], []
        begun = threading.Barrier(threads, lambda: starts.append(pyperf.perf_counter()))

        def work():
            begun.wait()
            end, calls = starts[0] + SECONDS, 0
            while pyperf.perf_counter() < end:
                for _ in range(16):
                    call()
                calls += 16
            made.append(calls)

        workers = [threading.Thread(target=work) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return loops * (pyperf.perf_counter() - starts[0]) / sum(made)

    def alone(loops):
        call()
        calls, start = range(loops), pyperf.perf_counter()
        for _ in calls:
            call()
        return pyperf.perf_counter() - start

    return alone if threads == 1 else timed


def rust(what, threads=1):
    """The same calls from Rust."""

    def timed(loops):
        said = [RATE, URL, what, str(threads), str(SECONDS)]
        return loops / float(subprocess.run(said, check=True, stdout=subprocess.PIPE).stdout)

    return timed


def sign():
    key, _ = ours()
    return lambda: key.sign(b"data")


def sign_digest():
    from strongroom import ECDSA

    (key, _), digest, how = ours(), bytes(32), ECDSA(None)
    return lambda: key.sign(digest, how)


def seal():
    from strongroom import GCM

    (_, key), data, how = ours(), bytes(LEN), GCM(NONCE)
    return lambda: key.encrypt(data, how)


def their_sign(persist=True):
    import pkcs11

    (key, _), digest, how = theirs(persist), bytes(32), pkcs11.Mechanism.ECDSA
    return lambda: key.sign(digest, mechanism=how)


def their_seal():
    import pkcs11

    (_, key), data, how, with_ = theirs(), bytes(LEN), pkcs11.Mechanism.AES_GCM, pkcs11.GCMParams(NONCE)
    return lambda: key.encrypt(data, mechanism=how, mechanism_param=with_)


def main():
    runner = pyperf.Runner(processes=4, values=3, warmups=1, loops=8192)
    said = runner.parse_args()
    said.inherit_environ, said.quiet = ["STRONGROOM_RATE", "STRONGROOM_BENCH"], True
    if not said.worker:
        prepare()

    def measured(name, timed):
        # What is made for it is made only in the process that measures it.
        made = []

        def lazily(loops):
            if not made:
                made.append(timed())
            return made[0](loops)

        found = runner.bench_time_func(name, lazily)
        return None if found is None else found.mean()

    rows = {
        name: measured(name, timed)
        for name, timed in {
            "P-256 sign, Rust": lambda: rust("sign"),
            "P-256 sign, Python": lambda: loop(sign()),
            "P-256 sign, 8 threads of Rust": lambda: rust("sign", 8),
            "P-256 sign, 8 threads of Python": lambda: loop(sign(), 8),
            "P-256 sign of a digest": lambda: loop(sign_digest()),
            "P-256 sign of a digest, python-pkcs11": lambda: loop(their_sign()),
            "P-256 sign of a digest, session key of python-pkcs11": lambda: loop(their_sign(persist=False)),
            "AES-GCM of 16 KiB, Rust": lambda: rust("encrypt"),
            "AES-GCM of 16 KiB": lambda: loop(seal()),
            "AES-GCM of 16 KiB, python-pkcs11": lambda: loop(their_seal()),
        }.items()
    }
    if said.worker:
        return
    us = {name: 1e6 * seconds for name, seconds in rows.items()}
    added = us["P-256 sign, Python"] - us["P-256 sign, Rust"]
    share = us["P-256 sign, 8 threads of Rust"] / us["P-256 sign, 8 threads of Python"]
    times = {what: us[what + ", python-pkcs11"] / us[what] for what in ("P-256 sign of a digest", "AES-GCM of 16 KiB")}
    by_session = us["P-256 sign of a digest, session key of python-pkcs11"] / us["P-256 sign of a digest"]
    for name, value in us.items():
        print(f"{name:52} {value:8.2f} us  {1e6 / value:9.0f}/s")
    print(f"Python adds {added:.2f} us to a P-256 sign; 8 of its threads do {share:.3f} of 8 of Rust's")
    print("python-pkcs11 on SoftHSM2: " + ", ".join(f"{what} {ratio:.1f} times" for what, ratio in times.items()))
    print(f"with a session key there: P-256 sign of a digest {by_session:.2f} times")


if __name__ == "__main__":
    main()
