"""Where the tests run: an embedded instance, and the same one's like at a service. `tests/run` says in the
environment where the project is (`STRONGROOM_TOP`), its command and its library."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import time

import pytest
import strongroom

TOP = pathlib.Path(os.environ["STRONGROOM_TOP"])
COMMAND = os.environ["STRONGROOM_COMMAND"]
LIBRARY = os.environ["STRONGROOM_LIBRARY"]
PIN, SO_PIN = "98765432", "87654321"


class Service:
    """`strongroom serve` on an instance."""

    def __init__(self, directory):
        self.directory = directory
        bundle = directory / "test.bundle"
        self.command("client", "add", "test", "--output", str(bundle))
        self.process = subprocess.Popen(
            [COMMAND, "--instance", str(directory), "serve", "--json", "--listen", "127.0.0.1:0", "--metrics", "off"]
            + ["--set", "limits.pin_backoff_first=0"],
            stdout=open(directory / "serve.json", "wb"),
            stderr=open(directory / "serve.log", "wb"),
        )
        for _ in range(400):
            text = (directory / "serve.json").read_text()
            if '"address"' in text and text.rstrip().endswith("}"):
                break
            assert self.process.poll() is None, (directory / "serve.log").read_text()
            time.sleep(0.05)
        self.address, self.bundle = json.loads(text)["address"], str(bundle)
        self.url = f"strongroom://{self.address}?bundle={bundle}"

    def command(self, *arguments):
        whole = [COMMAND, "--instance", str(self.directory), *arguments]
        subprocess.run(whole, check=True, stdout=subprocess.DEVNULL)

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture(scope="session", params=["embedded", "service"])
def place(request, tmp_path_factory):
    """The URL of an instance with tokens of tests: 0 and 1 keep their PINs, the others may be changed."""
    directory = tmp_path_factory.mktemp(request.param) / "hsm"
    strongroom.create(directory, slots=16)
    if request.param == "embedded":
        yield f"file://{directory}"
        return
    service = Service(directory)
    yield service.url
    service.stop()


@pytest.fixture
def hsm(place):
    with strongroom.open(place) as hsm:
        yield hsm


@pytest.fixture
def session(hsm):
    with hsm.token("strongroom-0").session(PIN) as session:
        yield session
        for left in session.find(attributes={"token": True}):
            left.destroy()


@pytest.fixture(scope="session")
def embedded(tmp_path_factory):
    """The directory of an embedded instance that only some tests use."""
    directory = tmp_path_factory.mktemp("alone") / "hsm"
    strongroom.create(directory, slots=2)
    return directory
