"""`strongroom.aio`."""

import asyncio
import threading
import time

import pytest
import strongroom
from conftest import PIN
from strongroom import AES, EC, GCM, HMAC, KWP, MLKEM, RSA, CBCPad, PrivateKey, aio


def run(main):
    """In a loop whose default executor must not be used."""

    async def guarded():
        def refuse(*said):
            raise AssertionError("the default executor was used")

        asyncio.get_running_loop().run_in_executor = refuse
        return await main

    return asyncio.run(guarded())


def test_keys(place):
    async def main():
        async with aio.open(place) as hsm:
            async with await hsm.session("strongroom-0", PIN) as session:
                pair = await session.generate(EC("P-256"), label="async")
                assert await pair.public.verify(b"x", await pair.private.sign(b"x"))
                assert not await pair.public.verify(b"y", await pair.private.sign(b"x", hash="sha384"))
                assert await (await session.find_one(PrivateKey, label="async")).get("label") == "async"
                assert [await key.get("label") async for key in session.find(PrivateKey)] == ["async"]
                key, kek = await session.generate(AES(256), extractable=True), await session.generate(AES(256))
                assert await key.decrypt(await key.encrypt(b"x", GCM(aad=b"a")), GCM(aad=b"a")) == b"x"
                again = await kek.unwrap(await kek.wrap(key, KWP()), KWP(), AES())
                assert await again.decrypt(await key.encrypt(b"x")) == b"x"
                kem = await session.generate(MLKEM(768))
                ciphertext, mine = await kem.public.encapsulate(AES(256))
                assert await (await kem.private.decapsulate(ciphertext, AES(256))).decrypt(await mine.encrypt(b"x")) == b"x"
                async with await key.encryptor(CBCPad(bytes(16))) as encryptor:
                    out = await encryptor.update(b"x" * 20) + await encryptor.finish()
                assert await key.decrypt(out, CBCPad(bytes(16))) == b"x" * 20
                hasher = await session.hasher("sha256")
                await hasher.update(b"x")
                assert await hasher.finish() == await session.digest("sha256", b"x")
                assert len(await session.random(9)) == 9
                with pytest.raises(strongroom.NotFound):
                    await session.find_one(label="nobody")
            with pytest.raises(strongroom.SessionClosed):
                await key.encrypt(b"x")
            with pytest.raises(strongroom.PinIncorrect):
                await hsm.session("strongroom-4", "wrong pin")

    run(main())


def test_it_is_opened_by_await_or_by_with(place):
    async def main():
        hsm = aio.open(place)
        with pytest.raises(RuntimeError):
            hsm.sync
        assert len(await (await hsm).slots()) == 16
        await hsm.close()

    run(main())


def test_many_at_once(place):
    async def main():
        async with aio.open(place) as hsm, await hsm.session("strongroom-0", PIN) as session:
            key = await session.generate(HMAC("sha256"))
            tags = await asyncio.gather(*(key.sign(b"%d" % n) for n in range(300)))
            assert len(set(tags)) == 300

    run(main())


def test_the_loop_stays_responsive_while_long_keys_are_made(place):
    async def main():
        async with aio.open(place) as hsm, await hsm.session("strongroom-0", PIN) as session:
            making = asyncio.gather(*(session.generate(RSA(4096)) for _ in range(2)))
            worst, begun, turns = 0.0, time.perf_counter(), 0
            while not making.done():
                before = time.perf_counter()
                await asyncio.sleep(0.001)
                worst, turns = max(worst, time.perf_counter() - before - 0.001), turns + 1
            await making
            took = time.perf_counter() - begun
            print(f"two RSA-4096 keys took {took:.2f} s; the loop turned {turns} times, late by {1000 * worst:.1f} ms at most")
            return worst, turns, took

    worst, turns, took = run(main())
    assert turns > 10 and worst < max(0.25, took / 2), (worst, turns, took)


def test_who_is_cancelled_stops_waiting(place):
    async def main():
        async with aio.open(place) as hsm, await hsm.session("strongroom-0", PIN) as session:
            making = asyncio.ensure_future(session.generate(RSA(4096)))
            await asyncio.sleep(0.01)
            before = time.perf_counter()
            making.cancel()
            with pytest.raises(asyncio.CancelledError):
                await making
            assert time.perf_counter() - before < 0.2
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(aio.call(time.sleep, 2), 0.05)
            key = await session.generate(AES(256))
            assert await key.decrypt(await key.encrypt(b"x")) == b"x"

    run(main())


def test_calls_are_made_by_the_cores_threads():
    async def main():
        return await aio.call(threading.get_ident), await aio.call(lambda: threading.current_thread().name)

    ident, _ = run(main())
    assert ident != threading.get_ident()


def test_a_failure_comes_back():
    async def main():
        await aio.call(int, "none")

    with pytest.raises(ValueError):
        run(main())
