"""Threads, processes that are forked, and interpreters beside the first."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from conftest import PIN
from strongroom import AES, EC, HMAC, RSA


def test_sixteen_threads_sign_with_one_key(session):
    pair, errors, done = session.generate(EC("P-256")), [], []

    def work(number):
        try:
            for turn in range(25):
                data = b"%d of %d" % (turn, number)
                assert pair.public.verify(data, pair.private.sign(data))
            done.append(number)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors and sorted(done) == list(range(16))


def test_threads_that_come_back_and_do_other_things(session):
    """Those that sleep, end, or compute between their calls hold nobody up."""
    key, done = session.generate(HMAC("sha256")), []
    expected = key.sign(b"x")

    def work(between):
        for _ in range(200):
            assert key.sign(b"x") == expected
            between()
        done.append(between)

    ways = [lambda: None, lambda: time.sleep(0.0005), lambda: sum(range(500)), lambda: once(key, expected)]
    threads = [threading.Thread(target=work, args=(way,)) for way in ways * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(done) == len(threads)


def once(key, expected):
    """A thread that makes one call and is gone."""
    given = []
    thread = threading.Thread(target=lambda: given.append(key.sign(b"x")))
    thread.start()
    thread.join()
    assert given == [expected]


def test_others_go_on_while_one_waits(session):
    """The interpreter's lock is given up: somebody else counts while a long key is made."""
    made = threading.Thread(target=lambda: session.generate(RSA(4096)))
    made.start()
    turns = 0
    while made.is_alive():
        turns += 1
        time.sleep(0.0001)
    made.join()
    assert turns > 20, turns


def test_closing_while_others_use_it(hsm):
    import strongroom

    session = hsm.token("strongroom-0").session(PIN)
    key, errors = session.generate(HMAC("sha256")), []

    def work():
        try:
            while True:
                key.sign(b"x")
        except (strongroom.SessionError, strongroom.KeyUseError) as error:
            errors.append(error)  # the latter where the key went away below a call that had begun

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    session.close()
    for thread in threads:
        thread.join(20)
    assert len(errors) == 4


def child(work):
    """Does something in a child process that was forked: whether it went well."""
    pid = os.fork()
    if pid == 0:
        signal.alarm(30)  # what waits forever is an end that is seen
        try:
            work()
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    return status == 0


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_child_goes_on_where_its_parent_was(hsm):
    with hsm.token("strongroom-0").session(PIN) as session:
        pair = session.generate(EC("P-256"), label="forked", persist=True)
        other = session.generate(AES(256))

        def work():
            assert pair.public.verify(b"child", pair.private.sign(b"child"))
            assert session.find_one(type(pair.private), label="forked").label == "forked"

        for _ in range(3):
            assert child(work)
            assert other.decrypt(other.encrypt(b"x")) == b"x"  # the parent's is untouched
        assert child(lambda: child(work) or os._exit(1))
        threads = [threading.Thread(target=lambda: [pair.private.sign(b"x") for _ in range(50)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        assert all([child(work) for _ in range(5)])  # while others sign
        for thread in threads:
            thread.join()
        pair.private.destroy()
        pair.public.destroy()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_child_is_made_while_keys_sign_for_the_first_time(session):
    made = session.generate(HMAC("sha256"), label="first", persist=True)
    for _ in range(20):
        key = session.find_one(type(made), label="first")
        threads = [threading.Thread(target=lambda: [key.sign(b"x") for _ in range(20)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        assert child(lambda: key.sign(b"x")) and child(lambda: key.sign(b"x"))
        for thread in threads:
            thread.join()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_child_that_does_nothing_leaves_its_parent_alone(hsm):
    with hsm.token("strongroom-0").session(PIN) as session:
        key = session.generate(AES(256))
        assert child(lambda: None)
        pid = os.fork()
        if pid == 0:
            os.execv(sys.executable, [sys.executable, "-c", "pass"])
        os.waitpid(pid, 0)
        assert key.decrypt(key.encrypt(b"x")) == b"x"


def test_a_process_ends_with_everything_open(place):
    program = f"""
import strongroom, threading
hsm = strongroom.open({place!r})
session = hsm.token("strongroom-0").session({PIN!r})
key = session.generate(strongroom.AES(256))
stream = key.encryptor(strongroom.CBCPad(bytes(16)))
threading.Thread(target=lambda: [key.encrypt(b"x") for _ in range(10**6)], daemon=True).start()
"""
    done = subprocess.run([sys.executable, "-c", program], stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 0, done.stderr


def test_another_interpreter_is_refused_clearly():
    program = """
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
import strongroom
one = interpreters.create()
code = '''
try:
    import strongroom
    said = "works"
    strongroom.Mechanism("aes-kw")
except ImportError as error:
    said = "ImportError: " + str(error)
print(said)
'''
interpreters.run_string(one, code) if hasattr(interpreters, "run_string") else interpreters.exec(one, code)
"""
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    text = done.stdout.decode()
    assert done.returncode == 0 and ("works" in text or "interpreter" in text.lower()), text
