// After 100,000 operations of every sort, twice, there is no more memory in use than before: what is kept shows each time,
// what the system's allocator takes for its threads, some MiB that come and go, does not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hsm } from 'strongroom';
import { PIN, instance } from './place.mjs';

const OPERATIONS = 100_000;
/** In the first ones caches fill. */
const BEFORE = 75_000;
/** Bytes that what is in use may grow by then: what is kept of each operation, be it 100 bytes, makes as much. */
const SLACK = 10 << 20;

async function memory() {
  for (let round = 0; round < 3; round += 1) {
    global.gc();
    await sleep(20);
  }
  // V8 keeps room for its young objects, which it makes larger as it likes.
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  return rss - heapTotal + heapUsed;
}

test('memory stays flat', async () => {
  const hsm = await Hsm.open(await instance(1));
  const session = await hsm.session('strongroom-0', { pin: PIN });
  const { privateKey, publicKey } = await session.generate('ed25519');
  const aes = await session.generate('aes:256');
  const iv = Buffer.alloc(12, 1);
  let done = 0;
  const counted = (call) => {
    done += 1;
    return call;
  };
  /** Some at once, some with promises, some that fail, some that make and destroy what they use. */
  const round = async () => {
    const signatures = await Promise.all(Array.from({ length: 16 }, (_, number) => counted(privateKey.sign(`${number}`))));
    for (let number = 0; number < 16; number += 1) assert.ok(counted(publicKey.verifySync(`${number}`, signatures[number])));
    const [sealed, made] = await Promise.all([counted(aes.encrypt('plaintext')), counted(aes.encrypt('plaintext', { name: 'aes-gcm', iv }))]);
    const key = await counted(session.generate('aes:128', { label: 'short' }));
    const [found] = counted(session.findSync('secret', { label: 'short' }));
    const hasher = await counted(session.hasher('sha256'));
    await Promise.all([
      aes.decrypt(sealed), aes.decrypt(made, { name: 'aes-gcm', iv }), found.attributes(['label', 'id']), session.randomBytes(64),
      session.digest('sha256', sealed.ciphertext), assert.rejects(aes.decrypt(made)), assert.rejects(session.findOne('secret', { label: 'none' })),
      hasher.update('x').then(() => counted(hasher.cancel())),
    ].map(counted));
    const { signal } = controller;
    await assert.rejects(privateKey.sign('x', { signal: AbortSignal.abort(new Error('no')) }));
    await counted(privateKey.sign('x', { signal }));
    await counted(key.destroy());
  };
  const controller = new AbortController();
  while (done < BEFORE) await round();
  const grown = [];
  for (let before = await memory(); grown.length < 2; ) {
    for (const until = done + OPERATIONS; done < until; ) await round();
    const now = await memory();
    grown.push(now - before);
    before = now;
  }
  const said = grown.map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(' and ');
  assert.ok(Math.min(...grown) < SLACK, `${said} MiB more`);
  console.log(`${done} operations; in the last ${OPERATIONS}, twice, what is in use grew by ${said} MiB`);
  await hsm.close();
});
