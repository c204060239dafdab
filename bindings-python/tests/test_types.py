"""Type stubs: strict, and the same as what is there."""

import os
import pathlib
import subprocess
import sys

import pytest
import strongroom

pytest.importorskip("mypy")

CONSUMER = '''
import strongroom
from strongroom import AES, EC, GCM, CBCPad, PrivateKey
from strongroom.aio import open as aio_open


def use(hsm: strongroom.Hsm) -> bytes:
    with hsm.token("a").session(pin=lambda: "1234") as session:
        pair = session.generate(EC("P-256"), label="x", id=b"1", persist=True)
        reveal_type(pair)  # KeyPair
        reveal_type(session.generate(AES(256)))  # SecretKey
        reveal_type(session.find_one(PrivateKey, label="x"))  # PrivateKey
        with session.generate(AES()).encryptor(CBCPad(bytes(16))) as encryptor:
            reveal_type(encryptor)  # Encryptor
        return pair.private.sign(memoryview(b"x"), hash="sha256", encoding="raw")


async def use_async() -> bytes:
    async with aio_open("x") as hsm:
        key = await hsm.key("pkcs11:object=x")
        return await key.sign(bytearray(b"x"))
'''

WRONG = '''
import strongroom


def use(session: strongroom.Session, key: strongroom.PrivateKey) -> None:
    session.generate(strongroom.EC(), colour="red")
    key.sign("text")
    key.sign(b"x", encoding="hex")
    session.find_one(str)
'''


def mypy(*arguments, **said):
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **said
    )
    return done.returncode, done.stdout.decode()


def test_the_package_is_strict(tmp_path):
    code, text = mypy("-p", "strongroom", cwd=tmp_path)
    assert code == 0, text


def test_a_program_that_uses_it_is_strict(tmp_path):
    (tmp_path / "consumer.py").write_text(CONSUMER)
    code, text = mypy("consumer.py", cwd=tmp_path)
    assert code == 0, text
    revealed = [line.rpartition('"')[0].rpartition(".")[2] for line in text.splitlines() if "Revealed" in line]
    assert [name.split("[")[0] for name in revealed[1:]] == ["SecretKey", "PrivateKey", "Encryptor"], text
    assert "KeyPair" in text


def test_what_is_wrong_is_found(tmp_path):
    (tmp_path / "wrong.py").write_text(WRONG)
    code, text = mypy("wrong.py", cwd=tmp_path)
    lines = {line.split(":")[1] for line in text.splitlines() if ": error:" in line}
    assert code == 1 and lines == {"6", "7", "8", "9"}, text


def test_stubs_are_what_is_there(tmp_path):
    modules = ["strongroom._native"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", *modules], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert done.returncode == 0, done.stdout.decode()


def test_the_wheel_says_that_it_has_types():
    assert (pathlib.Path(os.path.dirname(strongroom.__file__)) / "py.typed").exists()
