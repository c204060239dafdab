// How calls are made: promises, signals, streams, workers, objects that are closed or gone, errors.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import * as strongroom from 'strongroom';
import { PIN, SO_PIN, instance, scratch, sessions } from './place.mjs';

const { Hsm, HsmError, PinIncorrect, PinError, SessionClosed, SignatureError, constants } = strongroom;
const require = createRequire(import.meta.url);
const bytes = async (stream) => Buffer.concat(await stream.toArray());

sessions((within, place) => {
  test('streams', () => within(async (session) => {
    const data = crypto.randomBytes(300_000);
    const value = crypto.randomBytes(32);
    const key = await session.importSecret('aes', value);
    const source = () => Readable.from([data.subarray(0, 7), data.subarray(7, 200_000), data.subarray(200_000)]);
    const how = { name: 'aes-cbc-pad', iv: crypto.randomBytes(16) };
    const encrypted = await bytes(source().pipe(key.createEncryptStream(how)));
    const cipher = crypto.createCipheriv('aes-256-cbc', value, how.iv);
    assert.deepEqual(encrypted, Buffer.concat([cipher.update(data), cipher.final()]));
    assert.deepEqual(await bytes(Readable.from([encrypted]).pipe(key.createDecryptStream(how))), data);
    assert.deepEqual(await bytes(source().pipe(session.createHashStream('sha384'))), crypto.createHash('sha384').update(data).digest());
    const { privateKey, publicKey } = await session.generate('ec:p256');
    const signature = await bytes(source().pipe(privateKey.createSignStream()));
    assert.ok(await publicKey.verify(data, signature));
    await pipeline(source(), publicKey.createVerifyStream(signature));
    assert.deepEqual(await bytes(source().pipe(publicKey.createVerifyStream(signature))), Buffer.alloc(0));
    const forged = pipeline(source(), async function* more(from) { yield* from; yield 'x'; }, publicKey.createVerifyStream(signature));
    await assert.rejects(forged, { name: 'SignatureError', code: 'CKR_SIGNATURE_INVALID' });
    await assert.rejects(pipeline(source(), publicKey.createVerifyStream(signature.subarray(1))), SignatureError);
    const mac = await session.generate('hmac-sha256');
    await pipeline(source(), mac.createVerifyStream(await mac.sign(data)));
    assert.throws(() => mac.createVerifyStream('text'), TypeError);
    // A stream that ends early, in whatever way, gives its session back.
    for (let round = 0; round < 40; round += 1) {
      const stream = key.createEncryptStream(how);
      stream.write(data);
      await sleep(round % 3);
      stream.destroy();
      await assert.rejects(pipeline(Readable.from([data.subarray(0, 5)]), key.createDecryptStream(how), async (out) => bytes(out)), HsmError);
    }
    assert.deepEqual(await bytes(Readable.from([]).pipe(session.createHashStream('sha256'))), crypto.createHash('sha256').digest());
  }));

  test('operations in parts', () => within(async (session) => {
    const { privateKey, publicKey } = await session.generate('rsa:2048');
    const signer = await privateKey.signer();
    const signature = await (await (await signer.update('one ')).update('two')).finish();
    const verifier = publicKey.verifierSync();
    assert.ok(verifier.updateSync('one two').finishSync(signature));
    await assert.rejects(signer.finish(), SessionClosed);
    await signer.cancel();
    const hasher = await session.hasher('sha256');
    await hasher[Symbol.asyncDispose]();
    assert.throws(() => hasher.updateSync('x'), SessionClosed);
  }));

  test('an answer is not kept waiting by others that take long', () => within(async (session) => {
    const { privateKey } = await session.generate('ed25519');
    let slow = 0;
    const all = Array.from({ length: 24 }, () => session.generate('rsa:2048').then(() => { slow += 1; }));
    // All threads have something to do for long; what is quick comes in between, one after the other.
    const quick = Array.from({ length: 200 }, async () => (await privateKey.sign('x'), slow));
    const when = await Promise.all(quick);
    await Promise.all(all);
    assert.equal(slow, 24);
    assert.ok(Math.min(...when) < 24);
  }));

  test('many at a time, in any order', () => within(async (session) => {
    const { privateKey, publicKey } = await session.generate('ed25519');
    const all = await Promise.all(Array.from({ length: 300 }, (_, number) => privateKey.sign(`${number}`)));
    for (const [number, signature] of all.entries()) assert.ok(publicKey.verifySync(`${number}`, signature));
  }));

  test('on the spot, as well while promises are answered', () => within(async (session, hsm) => {
    const { privateKey, publicKey } = await session.generate('ed25519');
    const [one, other] = [await privateKey.sign('one'), await privateKey.sign('other')];
    const all = [];
    const some = () => { for (let round = 0; round < 20; round += 1) all.push(privateKey.signSync('one')); };
    for (let round = 0; round < 20; round += 1) some();
    // Who is asked for a PIN makes calls before others have the answers that came together with what asks.
    const own = await hsm.session('strongroom-0', { pin: PIN, onContextPin: () => { some(); return PIN; } });
    const asking = await own.generate('ec:p256', { alwaysAuthenticate: true });
    const use = async (_, number) => [await asking.privateKey.sign(`${number}`), await privateKey.sign('other')];
    for (const [number, [asked, made]] of (await Promise.all(Array.from({ length: 30 }, use))).entries()) {
      assert.ok(asking.publicKey.verifySync(`${number}`, asked));
      assert.deepEqual(made, other);
    }
    assert.ok(all.length >= (20 + 30) * 20);
    assert.ok(all.every((signature) => one.equals(signature)));
    const long = await session.generate('ml-dsa:44');
    assert.ok(publicKey.verifySync('one', all[0]));
    assert.ok(long.publicKey.verifySync('one', long.privateKey.signSync('one')));
    assert.throws(() => privateKey.signSync('one', 'ecdsa'), { code: 'CKR_KEY_TYPE_INCONSISTENT' });
    await own.close();
  }));

  test('signals', () => within(async (session, hsm) => {
    const { privateKey } = await session.generate('ec:p256');
    const reason = new Error('no longer wanted');
    await assert.rejects(privateKey.sign('data', { signal: AbortSignal.abort(reason) }), reason);
    const controller = new AbortController();
    const { signal } = controller;
    const found = session.find('private', { signal });
    await found.next();
    const slow = Array.from({ length: 50 }, () => session.generate('rsa:2048', { signal }));
    controller.abort(reason);
    const begun = Date.now();
    for (const one of await Promise.allSettled(slow)) assert.equal(one.reason, reason);
    assert.ok(Date.now() - begun < 1000, 'nobody waits for what was aborted');
    assert.ok((await privateKey.sign('data', { signal: new AbortController().signal })).length > 60);
    // Whatever had become of a call when it was aborted: its ticket is for others, and their calls are made.
    for (let round = 0; round < 30; round += 1) {
      const own = new AbortController();
      const all = Array.from({ length: 40 }, () => privateKey.sign('x', { signal: own.signal }));
      await Promise.race([all[round], sleep(round % 3)]);
      own.abort(reason);
      await Promise.allSettled(all);
      const others = await Promise.all(Array.from({ length: 60 }, () => privateKey.sign('y')));
      assert.ok(others.every((one) => one?.length > 60));
    }
    const asking = new AbortController();
    const pin = () => {
      asking.abort(reason);
      return PIN;
    };
    await assert.rejects(hsm.session('strongroom-0', { pin, signal: asking.signal }), reason);
    await assert.rejects(session.generate('rsa:3072', { signal: AbortSignal.timeout(5) }), { name: 'TimeoutError' });
  }));

  test('what is closed says so', () => within(async (session, hsm) => {
    const other = await hsm.session('strongroom-0', { pin: PIN });
    const { privateKey } = await other.generate('ec:p256');
    const stream = await privateKey.signer();
    const under = Promise.allSettled(Array.from({ length: 20 }, () => privateKey.sign('data')));
    await other.close();
    for (const one of await under) assert.ok(one.status === 'fulfilled' || one.reason instanceof SessionClosed);
    assert.ok(other.closed);
    for (const call of [() => privateKey.sign('x'), () => other.generate('aes:256'), () => stream.update('x'), () => privateKey.attributes(), () => other.find().next()]) {
      await assert.rejects(call, SessionClosed);
    }
    assert.throws(() => privateKey.signSync('x'), SessionClosed);
    await other.close();
    await other[Symbol.asyncDispose]();
    assert.match(require('node:util').inspect(other), /closed/);
    const opened = await Hsm.open(hsm.url);
    const inside = await opened.session('strongroom-0', { pin: PIN });
    await opened[Symbol.asyncDispose]();
    await assert.rejects(inside.generate('aes:256'), SessionClosed);
    await assert.rejects(opened.slots(), SessionClosed);
  }));

  test('PINs are said, or asked for, and wiped', () => within(async (session, hsm) => {
    const given = Buffer.from(PIN);
    for (const pin of [PIN, Buffer.from(PIN), () => PIN, async () => given]) {
      await (await hsm.session('strongroom-0', { pin })).close();
    }
    assert.deepEqual(given, Buffer.alloc(given.length));
    hsm.sessionSync('strongroom-0', { pin: () => PIN }).closeSync();
    assert.throws(() => hsm.sessionSync('strongroom-0', { pin: async () => PIN }), TypeError);
    await assert.rejects(hsm.session('strongroom-0', { pin: 4711 }), TypeError);
    await assert.rejects(hsm.session('strongroom-0', { pin: PIN, soPin: SO_PIN }), TypeError);
    await assert.rejects(hsm.session('strongroom-0', { pin: () => { throw new RangeError('not now'); } }), RangeError);
    const error = await hsm.session('strongroom-1', { pin: 'zyxw4711' }).catch((caught) => caught);
    assert.ok(error instanceof PinIncorrect && error instanceof PinError && error instanceof HsmError && error instanceof Error);
    assert.deepEqual([error.rv, error.code, error.kind, error.fn, error.retryable, error.name], [0xa0, 'CKR_PIN_INCORRECT', 'Pin', 'C_Login', false, 'PinIncorrect']);
    assert.equal(error.rv, constants.CKR.CKR_PIN_INCORRECT);
    assert.ok(!`${error.stack}${JSON.stringify(error)}`.includes('zyxw4711'));
    await (await hsm.session('strongroom-1', { pin: PIN })).close();
  }));

  test('what is given is what it was when the call was made', () => within(async (session, hsm) => {
    const wipe = (data) => setImmediate(() => data.fill(0));
    await hsm.withSession('strongroom-0', { pin: PIN, onContextPin: async () => sleep(5).then(() => PIN) }, async (own) => {
      const asking = await own.generate('ec:p256', { alwaysAuthenticate: true });
      // The first signature of a key asks for its usual mechanism before; the other key's for the PIN, too.
      for (const { privateKey, publicKey } of [asking, await own.generate('ec:p256'), await own.generate('ed25519')]) {
        for (const how of [undefined, undefined, { context: undefined }]) {
          const [data, copy] = [Buffer.from('data'), Buffer.from('data')];
          const pending = privateKey.sign(data, how);
          data.fill(0);
          const signature = await pending;
          assert.ok(publicKey.verifySync('data', signature));
          const verified = publicKey.verify(copy, signature);
          wipe(copy);
          assert.ok(await verified);
        }
      }
      const batch = [Buffer.from('one'), Buffer.from('two')];
      const { privateKey, publicKey } = await own.generate('ec:p384');
      const signatures = privateKey.signBatch(batch);
      for (const one of batch) one.fill(0);
      assert.ok((await signatures).every((one, at) => publicKey.verifySync(['one', 'two'][at], one)));
    });
    // What is answered belongs to who asked: it is not written to again, and cannot be taken from others.
    const { privateKey, publicKey } = await session.generate('ec:p256');
    const first = await Promise.all(Array.from({ length: 200 }, () => privateKey.sign('x')));
    const copies = first.map((one) => Buffer.from(one));
    await Promise.all(Array.from({ length: 2000 }, () => privateKey.sign('y')));
    assert.deepEqual(first, copies);
    try {
      structuredClone(first[0].buffer, { transfer: [first[0].buffer] });
    } catch {
      // Newer versions of Node.js say no; older ones leave it where it is.
    }
    assert.deepEqual(first, copies);
    assert.ok(first.every((one) => publicKey.verifySync('x', one)));
    // A view of memory that was handed over has no bytes any more.
    const data = Uint8Array.of(1, 2, 3);
    structuredClone(data.buffer, { transfer: [data.buffer] });
    assert.ok(await publicKey.verify('', await privateKey.sign(data)));
    if (ArrayBuffer.prototype.resize === undefined) return; // since Node.js 20
    const growing = new ArrayBuffer(4, { maxByteLength: 8 });
    const view = new Uint8Array(growing).fill(97);
    growing.resize(2);
    assert.ok(await publicKey.verify('aa', await privateKey.sign(view)));
    const beyond = new Uint8Array(growing, 1, 1);
    growing.resize(0);
    assert.ok(await publicKey.verify('', await privateKey.sign(beyond)));
  }));

  test('keys that want the PIN for each use ask for it', () => within(async (session, hsm) => {
    let asked = 0;
    const onContextPin = async () => {
      asked += 1;
      await sleep(1);
      return Buffer.from(PIN);
    };
    await hsm.withSession('strongroom-0', { pin: PIN, onContextPin }, async (own) => {
      const { privateKey, publicKey } = await own.generate('ec:p256', { alwaysAuthenticate: true });
      assert.ok(await publicKey.verify('data', await privateKey.sign('data')));
      assert.equal(asked, 1);
      const all = await Promise.all(Array.from({ length: 10 }, (_, number) => privateKey.sign(`${number}`)));
      for (const [number, signature] of all.entries()) assert.ok(publicKey.verifySync(`${number}`, signature));
      assert.equal(asked, 11);
      const signer = await privateKey.signer();
      assert.ok(await publicKey.verify('parts', await (await signer.update('parts')).finish()));
      assert.throws(() => privateKey.signSync('data'), TypeError);
    });
    await hsm.withSession('strongroom-0', { pin: PIN, onContextPin: () => PIN }, async (own) => {
      const { privateKey } = await own.generate('ec:p256', { alwaysAuthenticate: true });
      assert.ok(privateKey.signSync('data').length > 60);
    });
    const { privateKey } = await session.generate('ec:p256', { alwaysAuthenticate: true });
    await assert.rejects(privateKey.sign('data'), { code: 'CKR_USER_NOT_LOGGED_IN' });
  }));

  test('URIs', () => within(async (session, hsm) => {
    const file = join(scratch(), 'pin');
    fs.writeFileSync(file, `${PIN}\n`);
    const uri = `pkcs11:token=strongroom-0;object=by%20uri;type=private?pin-source=file:${file}`;
    await session.generate('ed25519', { label: 'by uri', persist: true });
    const key = await hsm.key(uri);
    assert.equal(await key.label(), 'by uri');
    assert.equal(hsm.keySync(`pkcs11:token=strongroom-0;object=by%20uri;type=private`, { pin: PIN }).labelSync(), 'by uri');
    await assert.rejects(hsm.key(`pkcs11:token=strongroom-0;object=none?pin-value=${PIN}`), { code: 'STRONGROOM_NOT_FOUND' });
    await assert.rejects(hsm.token('no such token'), { code: 'STRONGROOM_NOT_FOUND' });
    await assert.rejects(hsm.token({ label: 'a', serial: 'b' }), TypeError);
    const { serial } = await (await hsm.slot(1)).token();
    assert.equal((await hsm.token({ serial })).id, 1);
    for await (const one of session.find({ label: 'by uri' })) await one.destroy();
    await key.session.close();
  }));

  test('slots', () => within(async (session, hsm) => {
    const slots = await hsm.slots();
    assert.deepEqual(slots.map((slot) => slot.id), hsm.slotsSync().map((slot) => slot.id));
    assert.equal((await slots[0].info()).manufacturer, 'Strongroom');
    const token = slots[0].tokenSync();
    assert.deepEqual([token.label, token.initialized, token.pinInitialized, token.pinLocked], ['strongroom-0', true, true, false]);
    const mechanism = (await slots[0].mechanisms()).find((one) => one.name === 'CKM_AES_GCM');
    assert.equal(mechanism.number, constants.CKM.CKM_AES_GCM);
    await assert.rejects(hsm.slot(4711), { code: 'CKR_SLOT_ID_INVALID' });
    assert.equal(session.user, 'user');
    assert.equal((await slots[0].session()).user, null);
  }));

  test('what is garbage is collected, and what is still used is not', () => within(async (session, hsm) => {
    const keys = [];
    for (let round = 0; round < 30; round += 1) {
      const own = await hsm.session('strongroom-0', { pin: PIN });
      keys.push((await own.generate('ed25519')).privateKey);
      for (let more = 0; more < 20; more += 1) await own.generate('aes:128');
      await own.find().next();
      if (round % 3 === 0) global.gc();
    }
    global.gc();
    await sleep(10);
    for (const key of keys) assert.equal((await key.sign('x')).length, 64);
    keys.length = 0;
    global.gc();
    await sleep(10);
    assert.equal((await session.randomBytes(8)).length, 8);
  }));

  test('workers have keys of their own', () => within(async (session, hsm) => {
    const work = `
      const { parentPort, workerData } = require('node:worker_threads');
      const { Hsm } = require('strongroom');
      (async () => {
        const hsm = await Hsm.open(workerData.url);
        const session = await hsm.session('strongroom-0', { pin: ${JSON.stringify(PIN)} });
        const { privateKey, publicKey } = await session.generate('ec:p256');
        for (let round = 0; round < 50; round += 1) {
          const data = String(round);
          if (!publicKey.verifySync(data, await privateKey.sign(data))) throw new Error('wrong');
        }
        parentPort.postMessage('ready');
        if (workerData.forever) for (;;) await Promise.all(Array.from({ length: 16 }, () => privateKey.sign('x')));
        await hsm.close();
      })();`;
    const begin = (forever) => {
      const worker = new Worker(work, { eval: true, workerData: { url: hsm.url, forever } });
      const ready = new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject));
      return { worker, ready, over: new Promise((resolve) => worker.on('exit', resolve)) };
    };
    const all = Array.from({ length: 4 }, (_, number) => begin(number % 2 === 0));
    await Promise.all(all.map((one) => one.ready));
    // In the middle of its calls.
    for (const one of all) await one.worker.terminate();
    await Promise.all(all.map((one) => one.over));
    assert.equal((await session.randomBytes(8)).length, 8);
  }));

  if (place === 'service') return;

  test('the process ends when nothing is under way, and at once when it is told to', async () => {
    const directory = await instance(1);
    const program = (end) => `
      const { Hsm } = require('strongroom');
      (async () => {
        const hsm = await Hsm.open(${JSON.stringify(directory)});
        const session = await hsm.session('strongroom-0', { pin: ${JSON.stringify(PIN)} });
        const { privateKey } = await session.generate('ec:p256');
        await privateKey.sign('x');
        ${end}
        console.log('over');
      })();`;
    const run = (end) => spawnSync(process.execPath, ['-e', program(end)], { cwd: import.meta.dirname ?? process.cwd(), timeout: 20000, encoding: 'utf8' });
    const left = run('');
    assert.deepEqual([left.status, left.stdout], [0, 'over\n'], left.stderr);
    for (let round = 0; round < 10; round += 1) {
      const end = "for (let n = 0; n < 16; n += 1) { session.generate('rsa:2048'); privateKey.sign('x'); } await 0; process.exit(7);";
      const told = run(end);
      assert.deepEqual([told.status, told.signal], [7, null], told.stderr);
    }
  });

  test('a worker alone may load the library, and one program load it twice', () => {
    const alone = `
      const { Worker } = require('node:worker_threads');
      const one = () => new Promise((resolve) => new Worker("require('strongroom').version", { eval: true }).on('exit', resolve));
      (async () => {
        for (let round = 0; round < 5; round += 1) if ((await one()) !== 0) process.exit(1);
        const first = require('strongroom');
        for (const name of Object.keys(require.cache)) delete require.cache[name];
        const second = require('strongroom');
        if (first.Hsm === second.Hsm) process.exit(2);
        const [a, b] = await Promise.all([first, second].map(({ Hsm }) => Hsm.open('/nonexistent').catch((error) => error)));
        if (!(a instanceof first.TokenNotPresent) || !(b instanceof second.TokenNotPresent)) process.exit(3);
      })();`;
    assert.equal(spawnSync(process.execPath, ['-e', alone], { stdio: 'inherit', timeout: 20000 }).status, 0);
  });

  test('libuv\'s threads are left alone', async () => {
    const directory = await instance(1);
    const hsm = await Hsm.open(directory);
    const session = await hsm.session('strongroom-0', { pin: PIN });
    const slow = Array.from({ length: 8 }, () => session.generate('rsa:2048'));
    let over = false;
    const all = Promise.all(slow).then(() => { over = true; });
    // All of libuv's threads are free for files meanwhile.
    for (let round = 0; round < 20; round += 1) await fs.promises.stat('/');
    assert.equal(over, false);
    await all;
    await hsm.close();
  });

  test('both kinds of modules are the same, and have the same names', () => {
    const common = require('strongroom');
    assert.equal(common.Hsm, Hsm);
    assert.deepEqual(Object.keys(strongroom).filter((name) => name !== 'default').sort(), Object.keys(common).sort());
    const declared = fs.readFileSync(require.resolve('strongroom/package.json').replace('package.json', 'index.d.ts'), 'utf8');
    for (const name of Object.keys(common)) assert.match(declared, new RegExp(`export (declare )?(class|const|function|\\{) ${name}\\b`), name);
    assert.equal(require('strongroom/constants').CKR.CKR_PIN_INCORRECT, 0xa0);
  });
});
