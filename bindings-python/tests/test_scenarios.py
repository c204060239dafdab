"""Every case of `tests/vectors`."""

import scenarios
import strongroom
from conftest import TOP, Service


def test_embedded(tmp_path):
    strongroom.create(tmp_path / "hsm", slots=16)
    complete(f"file://{tmp_path / 'hsm'}")


def test_at_a_service(tmp_path):
    strongroom.create(tmp_path / "hsm", slots=16)
    service = Service(tmp_path / "hsm")
    try:
        complete(service.url)
    finally:
        service.stop()


def complete(url):
    counts = scenarios.run(url, TOP / "tests/vectors")
    assert counts["ok"] and not counts["failed"] and not counts["skipped"], counts
