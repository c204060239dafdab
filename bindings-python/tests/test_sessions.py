"""Instances, tokens, PINs, errors, and how they end."""

import os
import pickle

import pytest
import strongroom
from conftest import LIBRARY, PIN, SO_PIN
from strongroom import AES, EC, PrivateKey


def test_slots_and_tokens(hsm):
    slots = hsm.slots()
    assert [slot.id for slot in slots] == list(range(16))
    token = slots[0].token
    assert token.label == "strongroom-0" and token.initialized and token.pin_initialized and not token.pin_locked
    assert hsm.token(serial=token.serial).id == 0
    assert hsm.token(uri="pkcs11:token=strongroom-1").id == 1
    names = {mechanism.name for mechanism in slots[0].mechanisms()}
    assert {"CKM_AES_GCM", "CKM_ECDSA_SHA256", "CKM_ML_DSA"} <= names
    assert slots[0].info().manufacturer
    with pytest.raises(strongroom.NotFound):
        hsm.token("nobody")
    with pytest.raises(strongroom.TokenNotPresent):
        hsm.slot(99)


@pytest.mark.parametrize(
    "pin",
    [PIN, PIN.encode(), bytearray(PIN.encode()), lambda: PIN, lambda: PIN.encode()],
    ids=["str", "bytes", "bytearray", "callable", "callable bytes"],
)
def test_pins(hsm, pin):
    with hsm.token("strongroom-0").session(pin) as session:
        assert session.user == 1


def test_what_a_callable_gives_is_wiped(hsm):
    given = bytearray(PIN.encode())
    hsm.token("strongroom-0").session(lambda: given).close()
    assert given == bytes(len(PIN))


def test_a_callable_that_fails(hsm):
    def ask():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hsm.token("strongroom-0").session(ask)
    with pytest.raises(TypeError):
        hsm.token("strongroom-0").session(5)


def test_a_wrong_pin(hsm):
    with pytest.raises(strongroom.PinIncorrect) as raised:
        hsm.token("strongroom-2").session("no such pin")
    error = raised.value
    assert (error.rv, error.name, error.kind, error.function) == (0xA0, "CKR_PIN_INCORRECT", "Pin", "C_Login")
    assert isinstance(error, (strongroom.PinError, strongroom.Error)) and isinstance(error, PermissionError)
    assert error.retryable is False and "no such pin" not in str(error) + repr(error)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error) and again.rv == error.rv and str(again) == str(error)


def test_pins_are_changed(hsm):
    slot = hsm.slot(3)
    slot.set_pin(PIN, "another pin")
    with pytest.raises(strongroom.PinIncorrect):
        slot.session(PIN)
    slot.init_pin(SO_PIN, "a third pin")
    with slot.session("a third pin") as session:
        session.set_pin("a third pin", PIN)
        session.generate(AES(256), label="goes", persist=True)
    with pytest.raises(strongroom.PinUnsuitable) as raised:
        slot.set_pin(PIN, "1")
    assert isinstance(raised.value, ValueError)
    slot.set_so_pin(SO_PIN, "another so pin")
    with slot.session(so_pin="another so pin") as session:
        session.init_pin(PIN)
    slot.init_token("another so pin", "renamed")
    assert hsm.token("renamed").id == 3 and not slot.token.pin_initialized
    with pytest.raises(strongroom.PinNotInitialized):
        slot.session(PIN)


def test_nobody_sees_public_objects_only(hsm, session):
    session.generate(EC("P-256"), label="pair", persist=True)
    with hsm.token("strongroom-0").session() as nobody:
        assert nobody.user is None
        assert [type(found) for found in nobody.find(label="pair")] == [strongroom.PublicKey]
        with pytest.raises(strongroom.NotLoggedIn):
            nobody.generate(AES(256))


def test_a_key_that_wants_the_pin_each_time(hsm):
    asked = []

    def pin():
        asked.append(1)
        return bytearray(PIN.encode())

    with hsm.slot(1).session(PIN, on_context_pin=pin) as session:
        pair = session.generate(EC("P-256"), always_authenticate=True)
        for _ in range(2):
            assert pair.public.verify(b"x", pair.private.sign(b"x"))
        with pair.private.signer() as signer:
            assert pair.public.verify(b"x", signer.update(b"x").finish())
    assert len(asked) == 3
    with hsm.slot(1).session(PIN) as session:
        pair = session.generate(EC("P-256"), always_authenticate=True)
        with pytest.raises(strongroom.NotLoggedIn):
            pair.private.sign(b"x")


def test_uris(place, hsm, session, tmp_path, monkeypatch):
    session.generate(EC("P-256"), label="by uri", persist=True)
    file = tmp_path / "pin"
    file.write_text(PIN + "\n")
    for query in (f"pin-value={PIN}", f"pin-source=file:{file}"):
        key = hsm.key(f"pkcs11:token=strongroom-0;object=by%20uri;type=private?{query}")
        assert isinstance(key, PrivateKey) and key.sign(b"x")
    monkeypatch.setenv("STRONGROOM_URL", place)
    with strongroom.from_uri("pkcs11:token=strongroom-0") as again:
        with again.session("pkcs11:token=strongroom-0", PIN) as other:
            assert other.find_one(PrivateKey, label="by uri").label == "by uri"
    with strongroom.open() as configured:
        assert len(configured.slots()) == 16


def test_ends(place):
    hsm = strongroom.open(place)
    first, second = hsm.slot(0).session(PIN), hsm.slot(0).session(PIN)
    key, other = first.generate(AES(256)), second.generate(AES(256))
    stream = key.encryptor(strongroom.CBCPad(bytes(16)))
    first.close()
    first.close()
    assert first.closed and not second.closed
    for use in (lambda: key.encrypt(b""), lambda: list(first.find()), lambda: stream.update(bytes(64))):
        with pytest.raises(strongroom.SessionClosed) as raised:
            use()
        assert isinstance(raised.value, strongroom.SessionError)
    other.encrypt(b"")
    hsm.close()
    hsm.close()
    for use in (lambda: other.encrypt(b""), hsm.slots):
        with pytest.raises(strongroom.SessionClosed):
            use()


def test_a_key_keeps_its_session(hsm):
    import gc

    key = hsm.slot(0).session(PIN).generate(AES(256))
    gc.collect()
    assert key.decrypt(key.encrypt(b"x")) == b"x"


def test_opening(tmp_path, embedded):
    with pytest.raises(strongroom.TokenNotPresent) as raised:
        strongroom.open(tmp_path / "nothing")
    assert isinstance(raised.value, OSError) and isinstance(raised.value, LookupError)
    with pytest.raises(strongroom.Error):
        strongroom.load(tmp_path / "nothing.so").slots()
    with pytest.raises(strongroom.ArgumentError):
        strongroom.connect("host:7513", bundle=tmp_path / "none.bundle")
    with pytest.raises(strongroom.FunctionRejected):
        strongroom.create(embedded)
    for place in (str(embedded), embedded, os.path.relpath(embedded), f"file://{embedded}"):
        with strongroom.open(place) as hsm:
            assert len(hsm.slots()) == 2
    made = strongroom.create(tmp_path / "real", slots=1, label="prod", production=True)
    assert made[0].label == "prod-0" and made[0].pin not in repr(made)
    with strongroom.open(tmp_path / "real").token("prod-0").session(made[0].pin) as session:
        assert session.user == 1


def test_a_service_that_is_not_there(tmp_path, place):
    if not place.startswith("strongroom:"):
        pytest.skip("is about services")
    bundle = place.partition("bundle=")[2]
    with strongroom.connect("127.0.0.1:1", bundle=bundle, timeout=2) as hsm:
        with pytest.raises(strongroom.DeviceUnavailable) as raised:
            hsm.slots()
    assert isinstance(raised.value, ConnectionError) and raised.value.retryable
    address = place.partition("//")[2].partition("?")[0]
    with strongroom.connect(address, bundle=bundle, connections=2, timeout=20) as hsm:
        assert len(hsm.slots()) == 16


def test_two_copies_in_one_process_are_kept_apart(embedded):
    """The extension and the PKCS #11 library have an SQLite each, whose locks do not see each other."""
    import subprocess
    import sys

    program = """
import ctypes, os, strongroom, sys
os.environ["STRONGROOM_URL"] = "file://" + sys.argv[1]
hsm = strongroom.open(sys.argv[1])
library = ctypes.CDLL(sys.argv[2])
count = ctypes.c_ulong()
rv = library.C_Initialize(None) or library.C_GetSlotList(0, None, ctypes.byref(count))
print("while it is open", hex(rv), count.value)
library.C_Finalize(None)
hsm.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(embedded), LIBRARY], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    text = done.stdout.decode()
    assert "while it is open 0x0 2" not in text, text
    with strongroom.open(embedded) as hsm:
        assert len(hsm.slots()) == 2


def test_every_return_value_has_its_class():
    from strongroom import _errors, constants

    names = {name: rv for name, rv in vars(constants).items() if name.startswith(("CKR_", "STRONGROOM_"))}
    kinds = {name: kind for kind, members in constants.KINDS.items() for name in members}
    assert set(_errors.LEAVES) <= set(names) and set(kinds) <= set(names)
    assert set(_errors.KINDS) == {*constants.KINDS, "Function"}
    for name, rv in names.items():
        kind = kinds.get(name, "Function")
        assert issubclass(_errors.LEAVES.get(name, _errors.KINDS[kind]), _errors.KINDS[kind]), name
        error = _errors.of(rv, name, kind, "C_Sign", "why", False)
        assert isinstance(error, strongroom.Error) and str(error) == f"why ({name})", name
        said = _errors.said(name, "C_Sign", "why")
        assert (type(said), said.rv, said.kind) == (type(error), rv, kind), name
