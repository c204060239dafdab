"""`python -m strongroom`"""

import os
import subprocess
import sys

import strongroom
from conftest import PIN


def command(*arguments, **environment):
    done = subprocess.run(
        [sys.executable, "-m", "strongroom", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **environment},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_help_has_examples():
    code, text, _ = command("--help")
    assert code == 0 and "examples:" in text and "--token payments" in text
    assert command("--version")[1].strip() == f"strongroom {strongroom.__version__}"


def test_a_first_look(place, session):
    session.generate(strongroom.EC("P-256"), label="shown", id=b"\x0a", persist=True)
    code, text, _ = command(place)
    assert code == 0 and "strongroom-15" in text and "ready" in text
    assert command(STRONGROOM_URL=place)[1] == text
    code, text, _ = command(place, "--token", "strongroom-0")
    assert code == 0 and "public key" in text and "private key" not in text
    code, text, _ = command(place, "--token", "strongroom-0", "--login", STRONGROOM_PIN=PIN)
    assert code == 0 and "private key   ec:p256" in text and "shown" in text
    assert "CKM_AES_GCM" in command(place, "--token", "strongroom-0", "--mechanisms")[1]


def test_what_is_wrong_is_a_sentence(tmp_path, place):
    code, text, error = command(str(tmp_path / "nothing"))
    assert code == 1 and not text and "there is no instance" in error and "Traceback" not in error
    code, _, error = command(place, "--token", "nobody")
    assert code == 1 and "nobody" in error
    assert command("--login")[0] == 2
