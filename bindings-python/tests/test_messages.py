"""Messages under one key, keys that are wrapped like one, and signatures that are there before the data."""

import asyncio

import pytest
import strongroom
from conftest import PIN
from strongroom import AES, EC, GCM, SLHDSA, CCMMessages, GCMMessages, Generic, Sealed, aio


def test_each_message_has_a_vector_of_its_own(session):
    key = session.generate(AES(256))
    with key.message_encryptor() as box:
        sealed = [box.encrypt(b"one", aad=memoryview(b"header")) for _ in range(20)]
        with pytest.raises(AttributeError):
            box.sign(b"one")
    assert len({one.iv for one in sealed}) == 20 and {len(one.tag) for one in sealed} == {16}
    assert key.decrypt(sealed[0], GCM(aad=b"header")) == b"one"
    with key.message_decryptor() as box:
        assert [box.decrypt(one, b"header") for one in sealed] == [b"one"] * 20
        with pytest.raises(strongroom.DecryptionFailed):
            box.decrypt(sealed[0], b"other")
        assert box.decrypt(Sealed(*sealed[1]), b"header") == b"one"
    with pytest.raises(strongroom.Error) as raised:
        box.decrypt(sealed[0], b"header")
    assert raised.value.name == "STRONGROOM_CLOSED"


def test_vectors_that_count_say_behind_what(session):
    key = session.generate(AES(128))
    with key.message_encryptor(GCMMessages(b"node", counted=True, tag_length=12)) as box:
        ivs = [box.encrypt(b"").iv for _ in range(3)]
    assert ivs == [b"node" + number.to_bytes(8, "big") for number in range(3)]
    with pytest.raises(strongroom.MechanismParameterInvalid):
        GCMMessages(counted=True)
    with key.message_encryptor(CCMMessages()) as box:
        sealed = box.encrypt(b"x" * 40)
    with key.message_decryptor(CCMMessages()) as box:
        assert box.decrypt(sealed) == b"x" * 40


def test_signatures_of_messages_are_signatures(session):
    pair = session.generate(EC("P-256"))
    with pair.private.message_signer() as signer, pair.public.message_verifier() as verifier:
        for data in (b"one", b"two"):
            signature = signer.sign(data)
            assert pair.public.verify(data, signature) and verifier.verify(data, signature)
            assert not verifier.verify(data + b"!", signature)


def test_the_signature_first(session):
    pair = session.generate(SLHDSA("sha2-128f"))
    signature = pair.private.sign(b"what is signed")
    with pair.public.signature_verifier(signature) as verifier:
        assert verifier.update(b"what is ").update(b"signed").finish() is True
    with pair.public.signature_verifier(signature) as verifier:
        assert verifier.update(b"what is not").finish() is False


def test_keys_are_wrapped_like_messages(session):
    kek, key = session.generate(AES(256)), session.generate(Generic(32), extractable=True)
    for how in (None, GCMMessages(), CCMMessages()):
        wrapped = kek.wrap_authenticated(key, how, aad=b"whose")
        again = kek.unwrap_authenticated(wrapped, Generic(32), how, aad=b"whose", label="again")
        assert again.label == "again" and again.sign(b"x") == key.sign(b"x")
        with pytest.raises(strongroom.WrappedKeyInvalid):
            kek.unwrap_authenticated(wrapped, Generic(32), how, aad=b"hers")


def test_with_await(place):
    async def main():
        async with aio.open(place) as hsm, await hsm.session("strongroom-0", PIN) as session:
            key = await session.generate(AES(256))
            async with await key.message_encryptor() as box:
                sealed = await box.encrypt(b"one", b"header")
            async with await key.message_decryptor() as box:
                assert await box.decrypt(sealed, b"header") == b"one"
            pair = await session.generate(EC())
            async with await pair.private.message_signer() as signer:
                signature = await signer.sign(b"one")
            async with await pair.public.message_verifier() as verifier:
                assert await verifier.verify(b"one", signature)
            stream = await pair.public.signature_verifier(signature)
            await stream.update(b"one")
            assert await stream.finish()

    asyncio.run(main())
