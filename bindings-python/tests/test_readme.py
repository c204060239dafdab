"""The examples of the README are executed, one after the other, in an empty directory."""

import pathlib
import re

import pytest
import strongroom
from conftest import TOP, Service

pytest.importorskip("cryptography")
pytest.importorskip("jwt")


@pytest.fixture
def service(tmp_path):
    strongroom.create(tmp_path / "served", slots=1)
    service = Service(tmp_path / "served")
    yield service
    service.stop()


def test_the_examples_work(tmp_path, monkeypatch, service):
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    (work / "client.bundle").write_bytes(pathlib.Path(service.bundle).read_bytes())
    execute(TOP / "bindings-python/README.md", 8, service)


def test_the_example_of_the_projects_readme_works(tmp_path, monkeypatch, service):
    monkeypatch.chdir(tmp_path)
    strongroom.create("hsm", slots=1)
    execute(TOP / "README.md", 1, service)


def execute(file, least, service):
    blocks = re.findall(r"^```python\n(.*?)^```", file.read_text(), re.S | re.M)
    assert len(blocks) >= least
    names = {}
    for block in blocks:
        text = block.replace("hsm.example:7512", service.address).replace("/srv/hsm", "hsm")
        exec(compile(text, str(file), "exec"), names)
