// `session.webcrypto` does what Node's own `subtle` does: each takes what the other made, and both fail alike.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { test } from 'node:test';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { sessions } from './place.mjs';

const theirs = crypto.webcrypto.subtle;
const DATA = crypto.randomBytes(100);
const F4 = Uint8Array.of(1, 0, 1);
const RSA = { modulusLength: 2048, publicExponent: F4 };

/** Algorithms that sign: how keys are made, and how they sign. */
const SIGNS = [
  [{ name: 'ECDSA', namedCurve: 'P-256' }, { name: 'ECDSA', hash: 'SHA-256' }],
  [{ name: 'ECDSA', namedCurve: 'P-384' }, { name: 'ECDSA', hash: { name: 'SHA-512' } }],
  [{ name: 'ECDSA', namedCurve: 'P-521' }, { name: 'ECDSA', hash: 'SHA-1' }],
  [{ name: 'RSASSA-PKCS1-v1_5', ...RSA, hash: 'SHA-384' }, 'RSASSA-PKCS1-v1_5'],
  [{ name: 'RSA-PSS', ...RSA, hash: 'SHA-256' }, { name: 'RSA-PSS', saltLength: 20 }],
  [{ name: 'Ed25519' }, 'ed25519'],
];
const CIPHERS = [
  ['AES-CBC', () => ({ name: 'AES-CBC', iv: crypto.randomBytes(16) })],
  ['AES-CTR', () => ({ name: 'AES-CTR', counter: crypto.randomBytes(16), length: 64 })],
  ['AES-GCM', () => ({ name: 'AES-GCM', iv: crypto.randomBytes(12) })],
  ['AES-GCM', () => ({ name: 'aes-gcm', iv: crypto.randomBytes(16), additionalData: DATA, tagLength: 96 })],
];
const equal = (one, other) => assert.deepEqual(Buffer.from(one), Buffer.from(other));

/** Both fail, with errors of the same name. */
async function fails(ours, others) {
  // Node 20 has a name of its own for one of them.
  const name = (error) => error.name.replace('InvalidAccessException', 'InvalidAccessError');
  const [one, other] = await Promise.all([ours, others].map(async (call) => call().then(() => 'nothing', name)));
  assert.equal(one, other, ours.toString());
  assert.notEqual(one, 'nothing');
}

sessions((within) => {
  const web = (work) => () => within((session) => work(session.webcrypto.subtle, session.webcrypto, session));

  test('signatures', web(async (ours) => {
    for (const [made, how] of SIGNS) {
      const keys = await ours.generateKey(made, false, ['sign', 'verify']);
      assert.deepEqual([keys.privateKey.usages, keys.publicKey.usages], [['sign'], ['verify']]);
      const info = await ours.exportKey('spki', keys.publicKey);
      const copy = await theirs.importKey('spki', info, made, true, ['verify']);
      assert.deepEqual(JSON.parse(JSON.stringify(keys.publicKey.algorithm)), JSON.parse(JSON.stringify(copy.algorithm)));
      const signature = await ours.sign(how, keys.privateKey, DATA);
      assert.ok(await theirs.verify(how, copy, signature, DATA), made.name);
      assert.ok(await ours.verify(how, keys.publicKey, signature, DATA));
      assert.equal(await ours.verify(how, keys.publicKey, signature, DATA.subarray(1)), false);
      assert.equal(await ours.verify(how, keys.publicKey, DATA, DATA), false);
      const other = await theirs.generateKey(made, true, ['sign', 'verify']);
      const signed = await theirs.sign(how, other.privateKey, DATA);
      for (const format of ['spki', 'jwk', ...(made.name.startsWith('RSA') ? [] : ['raw'])]) {
        const shown = await theirs.exportKey(format, other.publicKey);
        const key = await ours.importKey(format, shown, made, true, ['verify']);
        assert.ok(await ours.verify(how, key, signed, DATA), `${made.name} ${format}`);
        const again = await ours.exportKey(format, key);
        // Node.js 18 calls one algorithm by the name that it had before RFC 9864.
        if (format === 'jwk') assert.deepEqual({ ...again }, { ...shown, ...(shown.alg === 'EdDSA' && { alg: 'Ed25519' }) });
        else equal(again, shown);
      }
      for (const format of ['pkcs8', 'jwk']) {
        const key = await ours.importKey(format, await theirs.exportKey(format, other.privateKey), made, false, ['sign']);
        assert.ok(await theirs.verify(how, other.publicKey, await ours.sign(how, key, DATA), DATA));
      }
    }
  }));

  test('MACs and digests', web(async (ours) => {
    for (const hash of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']) {
      equal(await ours.digest(hash, DATA), await theirs.digest(hash, DATA));
      const made = { name: 'HMAC', hash };
      const [own, other] = await Promise.all([ours, theirs].map((one) => one.importKey('raw', DATA, made, true, ['sign', 'verify'])));
      assert.deepEqual(JSON.parse(JSON.stringify(own.algorithm)), JSON.parse(JSON.stringify(other.algorithm)));
      const mac = await ours.sign('HMAC', own, DATA);
      equal(mac, await theirs.sign('HMAC', other, DATA));
      assert.ok(await ours.verify('HMAC', own, mac, DATA));
      assert.equal(await ours.verify('HMAC', own, mac, mac), false);
      const [drawn, theirsDrawn] = await Promise.all([ours, theirs].map((one) => one.generateKey(made, true, ['sign'])));
      assert.equal(drawn.algorithm.length, theirsDrawn.algorithm.length);
      assert.ok((await ours.sign('HMAC', drawn, DATA)).byteLength > 0);
    }
  }));

  test('ciphers', web(async (ours) => {
    const usages = ['encrypt', 'decrypt'];
    for (const [name, how] of CIPHERS) {
      for (const length of [16, 24, 32]) {
        const value = crypto.randomBytes(length);
        const jwk = { kty: 'oct', k: value.toString('base64url') };
        const own = await ours.importKey(...(length === 16 ? ['jwk', jwk] : ['raw', value]), name, true, usages);
        const other = await theirs.importKey('raw', value, name, true, usages);
        const algorithm = how();
        const made = await ours.encrypt(algorithm, own, DATA);
        equal(made, await theirs.encrypt(algorithm, other, DATA));
        equal(await ours.decrypt(algorithm, own, made), DATA);
        equal(await theirs.decrypt(algorithm, other, made), DATA);
        if (name !== 'AES-CTR') {
          const broken = Buffer.from(made).fill(0);
          await fails(() => ours.decrypt(algorithm, own, broken), () => theirs.decrypt(algorithm, other, broken));
        }
      }
    }
    const made = { name: 'RSA-OAEP', ...RSA, hash: 'SHA-256' };
    const keys = await ours.generateKey(made, false, usages);
    const copy = await theirs.importKey('spki', await ours.exportKey('spki', keys.publicKey), made, true, ['encrypt']);
    const how = { name: 'RSA-OAEP', label: DATA };
    equal(await ours.decrypt(how, keys.privateKey, await theirs.encrypt(how, copy, DATA)), DATA);
    equal(await ours.decrypt(how, keys.privateKey, await ours.encrypt(how, keys.publicKey, DATA)), DATA);
  }));

  test('agreement and derivation', web(async (ours) => {
    for (const made of [{ name: 'ECDH', namedCurve: 'P-256' }, { name: 'ECDH', namedCurve: 'P-384' }, { name: 'ECDH', namedCurve: 'P-521' }, { name: 'X25519' }]) {
      const usages = ['deriveKey', 'deriveBits'];
      const own = await ours.generateKey(made, false, usages);
      const other = await theirs.generateKey(made, true, usages);
      const public1 = await ours.importKey('raw', await theirs.exportKey('raw', other.publicKey), made, true, []);
      const public2 = await theirs.importKey('raw', await ours.exportKey('raw', own.publicKey), made, true, []);
      const [one, two] = [{ name: made.name, public: public1 }, { name: made.name, public: public2 }];
      for (const bits of [null, 256, 128, 8]) {
        equal(await ours.deriveBits(one, own.privateKey, bits), await theirs.deriveBits(two, other.privateKey, bits));
      }
      const target = { name: 'AES-CBC', length: 128 };
      const [key1, key2] = [
        await ours.deriveKey(one, own.privateKey, target, false, ['encrypt']),
        await theirs.deriveKey(two, other.privateKey, target, false, ['encrypt']),
      ];
      const how = { name: 'AES-CBC', iv: crypto.randomBytes(16) };
      equal(await ours.encrypt(how, key1, DATA), await theirs.encrypt(how, key2, DATA));
      const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: DATA, info: new Uint8Array() };
      const [base1, base2] = [
        await ours.deriveKey(one, own.privateKey, 'HKDF', false, usages),
        await theirs.deriveKey(two, other.privateKey, 'HKDF', false, usages),
      ];
      equal(await ours.deriveBits(hkdf, base1, 512), await theirs.deriveBits(hkdf, base2, 512));
    }
    for (const salt of [new Uint8Array(), DATA]) {
      const hkdf = { name: 'HKDF', hash: 'SHA-512', salt, info: DATA };
      const [one, two] = await Promise.all([ours, theirs].map((subtle) => subtle.importKey('raw', DATA, 'HKDF', false, ['deriveBits', 'deriveKey'])));
      for (const bits of [8, 256, 1024]) equal(await ours.deriveBits(hkdf, one, bits), await theirs.deriveBits(hkdf, two, bits));
      const target = { name: 'HMAC', hash: 'SHA-256', length: 256 };
      const [key1, key2] = [await ours.deriveKey(hkdf, one, target, false, ['sign']), await theirs.deriveKey(hkdf, two, target, false, ['sign'])];
      equal(await ours.sign('HMAC', key1, DATA), await theirs.sign('HMAC', key2, DATA));
      await fails(() => ours.deriveBits(hkdf, one, 7), () => theirs.deriveBits(hkdf, two, 7));
    }
  }));

  test('wrapping', web(async (ours) => {
    const value = crypto.randomBytes(32);
    const target = crypto.randomBytes(16);
    const usages = ['wrapKey', 'unwrapKey'];
    for (const [name, how] of [['AES-KW', () => 'AES-KW'], ...CIPHERS]) {
      const [kek1, kek2] = await Promise.all([ours, theirs].map((one) => one.importKey('raw', value, name, false, usages)));
      const [key1, key2] = await Promise.all([ours, theirs].map((one) => one.importKey('raw', target, 'AES-GCM', true, ['encrypt'])));
      const algorithm = how();
      const wrapped = await ours.wrapKey('raw', key1, kek1, algorithm);
      equal(wrapped, await theirs.wrapKey('raw', key2, kek2, algorithm));
      const again = await ours.unwrapKey('raw', wrapped, kek1, algorithm, 'AES-GCM', true, ['encrypt']);
      assert.deepEqual({ ...again.algorithm }, { name: 'AES-GCM', length: 128 });
      const gcm = { name: 'AES-GCM', iv: value.subarray(0, 12) };
      equal(await ours.encrypt(gcm, again, DATA), await theirs.encrypt(gcm, key2, DATA));
      const broken = Buffer.from(wrapped).fill(1);
      if (name === 'AES-KW' || name === 'AES-GCM') {
        await fails(() => ours.unwrapKey('raw', broken, kek1, algorithm, 'AES-GCM', true, ['encrypt']), () => theirs.unwrapKey('raw', broken, kek2, algorithm, 'AES-GCM', true, ['encrypt']));
      }
    }
    const made = { name: 'RSA-OAEP', ...RSA, hash: 'SHA-256' };
    const keys = await ours.generateKey(made, false, usages);
    const copy = await theirs.importKey('spki', await ours.exportKey('spki', keys.publicKey), made, true, ['wrapKey']);
    const key = await theirs.importKey('raw', target, 'AES-CBC', true, ['encrypt']);
    const got = await ours.unwrapKey('raw', await theirs.wrapKey('raw', key, copy, 'RSA-OAEP'), keys.privateKey, 'RSA-OAEP', 'AES-CBC', false, ['encrypt']);
    const cbc = { name: 'AES-CBC', iv: value.subarray(0, 16) };
    equal(await ours.encrypt(cbc, got, DATA), await theirs.encrypt(cbc, key, DATA));
    // A private key, there and back.
    const pair = await ours.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const [kek1, kek2] = await Promise.all([ours, theirs].map((one) => one.importKey('raw', value, 'AES-CBC', false, usages)));
    const file = await ours.wrapKey('pkcs8', pair.privateKey, kek1, cbc);
    const private2 = await theirs.unwrapKey('pkcs8', file, kek2, cbc, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);
    const how = { name: 'ECDSA', hash: 'SHA-256' };
    assert.ok(await ours.verify(how, pair.publicKey, await theirs.sign(how, private2, DATA), DATA));
    const private1 = await ours.unwrapKey('pkcs8', file, kek1, cbc, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    assert.ok(await ours.verify(how, pair.publicKey, await ours.sign(how, private1, DATA), DATA));
    const jwk = await ours.wrapKey('jwk', pair.publicKey, kek1, cbc);
    const public2 = await theirs.unwrapKey('jwk', jwk, kek2, cbc, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
    assert.ok(await theirs.verify(how, public2, await ours.sign(how, private1, DATA), DATA));
  }));

  test('both fail alike', web(async (ours) => {
    const made = { name: 'ECDSA', namedCurve: 'P-256' };
    const how = { name: 'ECDSA', hash: 'SHA-256' };
    const [one, two] = await Promise.all([ours, theirs].map((subtle) => subtle.generateKey(made, false, ['sign', 'verify'])));
    const [aes1, aes2] = await Promise.all([ours, theirs].map((subtle) => subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['encrypt'])));
    for (const call of [
      (subtle) => subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-111' }, false, ['sign']),
      (subtle) => subtle.generateKey({ name: 'AES-GCM', length: 100 }, false, ['encrypt']),
      (subtle) => subtle.generateKey(made, false, ['encrypt']),
      (subtle) => subtle.generateKey(made, false, ['verify']),
      (subtle) => subtle.generateKey({ name: 'ROT13' }, false, ['encrypt']),
      (subtle) => subtle.importKey('raw', DATA, 'AES-GCM', false, ['encrypt']),
      (subtle) => subtle.importKey('raw', new Uint8Array(16), 'AES-GCM', false, []),
      (subtle) => subtle.importKey('raw', DATA, made, true, ['verify']),
      (subtle) => subtle.importKey('spki', DATA, made, true, ['verify']),
      (subtle) => subtle.importKey('pkcs8', DATA, made, true, ['sign']),
      (subtle) => subtle.digest('MD5', DATA),
      (subtle, keys) => subtle.sign(how, keys.publicKey, DATA),
      (subtle, keys) => subtle.sign('Ed25519', keys.privateKey, DATA),
      (subtle, keys) => subtle.exportKey('pkcs8', keys.privateKey),
      (subtle, keys, aes) => subtle.exportKey('raw', aes),
      (subtle, keys, aes) => subtle.decrypt({ name: 'AES-GCM', iv: DATA }, aes, DATA),
      (subtle, keys, aes) => subtle.wrapKey('raw', aes, aes, { name: 'AES-GCM', iv: DATA }),
    ]) {
      await fails(() => call(ours, one, aes1), () => call(theirs, two, aes2));
    }
    await assert.rejects(ours.sign(how, two.privateKey, DATA), TypeError);
  }));

  test('keys that are there, and keys that stay', web(async (ours, own, session) => {
    const made = { name: 'ECDSA', namedCurve: 'P-256', label: 'web', id: DATA, persist: true };
    await ours.generateKey(made, false, ['sign', 'verify']);
    const object = await session.findOne('private', { label: 'web' });
    const key = await ours.keyOf(object);
    assert.deepEqual([key.type, key.extractable, { ...key.algorithm }, [...key.usages]], ['private', false, { name: 'ECDSA', namedCurve: 'P-256' }, ['sign']]);
    const how = { name: 'ECDSA', hash: 'SHA-256' };
    const publicKey = await ours.keyOf(await object.public());
    assert.ok(await ours.verify(how, publicKey, await ours.sign(how, key, DATA), DATA));
    const agreeing = await ours.keyOf(object, 'ECDH');
    assert.deepEqual([...agreeing.usages], ['deriveKey', 'deriveBits']);
    const rsa = await session.generate('rsa:2048');
    assert.equal((await ours.keyOf(rsa.privateKey, { name: 'RSA-PSS', hash: 'SHA-384' })).algorithm.hash.name, 'SHA-384');
    assert.equal((await ours.keyOf(await session.generate('hmac-sha256:64'))).algorithm.length, 512);
    await (await object.public()).destroy();
    await object.destroy();
  }));

  test('random values', web(async (_, own) => {
    const array = new Uint32Array(8);
    assert.equal(own.getRandomValues(array), array);
    assert.ok(array.some((one) => one !== 0));
    assert.match(own.randomUUID(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.throws(() => own.getRandomValues(new Uint8Array(65537)), { name: 'QuotaExceededError' });
    for (const of of [globalThis.Float16Array, Float32Array, Float64Array].filter(Boolean)) {
      assert.throws(() => own.getRandomValues(new of(1)), { name: 'TypeMismatchError' });
    }
    assert.equal(own.getRandomValues(new BigUint64Array(2)).length, 2);
    assert.throws(() => own.getRandomValues(new DataView(new ArrayBuffer(1))), { name: 'TypeMismatchError' });
  }));

  test('@peculiar/x509 issues requests and certificates', web(async (ours, own) => {
    x509.cryptoProvider.set(own);
    const [notBefore, notAfter] = [new Date(Date.now() - 1e6), new Date(Date.now() + 1e9)];
    for (const algorithm of [
      { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
      { name: 'RSASSA-PKCS1-v1_5', ...RSA, hash: 'SHA-256' },
      { name: 'RSA-PSS', ...RSA, hash: 'SHA-256', saltLength: 32 },
      { name: 'Ed25519' },
    ]) {
      const root = await ours.generateKey(algorithm, false, ['sign', 'verify']);
      const authority = await x509.X509CertificateGenerator.createSelfSigned({
        serialNumber: '01', name: 'CN=Authority', notBefore, notAfter, keys: root, signingAlgorithm: algorithm,
        extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
      });
      const leaf = await ours.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, false, ['sign', 'verify']);
      const request = await x509.Pkcs10CertificateRequestGenerator.create({ name: 'CN=leaf', keys: leaf, signingAlgorithm: { name: 'ECDSA', hash: 'SHA-384' } });
      assert.ok(await request.verify());
      const issued = await x509.X509CertificateGenerator.create({
        serialNumber: '02', subject: request.subject, issuer: authority.subject, notBefore, notAfter,
        publicKey: request.publicKey, signingKey: root.privateKey, signingAlgorithm: algorithm,
      });
      assert.ok(await issued.verify({ publicKey: authority.publicKey }));
      // And Node's own opinion.
      const [top, below] = [authority, issued].map((one) => new crypto.X509Certificate(one.toString('pem')));
      assert.ok(below.checkIssued(top) && below.verify(top.publicKey) && top.verify(top.publicKey), algorithm.name);
      assert.ok(!below.verify(crypto.generateKeyPairSync('ed25519').publicKey));
    }
  }));
});
