// Keys do what `node:crypto` says that they do: signatures, ciphertexts and agreements are checked with it.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { test } from 'node:test';
import { AttributeSensitive, DecryptionFailed, HsmError, KeyUnextractable, Mechanism, NotFound, SecretKey } from 'strongroom';
import { sessions } from './place.mjs';

const DATA = Buffer.from('data to be signed');

/** Kind of key, what is said when it signs, and how `node:crypto` verifies. */
const SIGNATURES = [
  ['ec:p256', undefined, 'sha256', {}],
  ['ec:p384', undefined, 'sha384', {}],
  ['ec:p521', { hash: 'sha512' }, 'sha512', {}],
  ['ec:secp256k1', undefined, 'sha256', {}],
  ['ec:p256', { encoding: 'raw' }, 'sha256', { dsaEncoding: 'ieee-p1363' }],
  ['ec:p384', 'ES384', 'sha384', { dsaEncoding: 'ieee-p1363' }],
  ['rsa:2048', undefined, 'sha256', { padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }],
  ['rsa:2048', { padding: 'pkcs1', hash: 'sha512' }, 'sha512', {}],
  ['rsa:2048', { name: 'rsa-pss', hash: 'sha256', saltLen: 20 }, 'sha256', { padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 }],
  ['ed25519', undefined, null, {}],
  ['ed448', undefined, null, {}],
];

sessions((within, place) => {
  test('signatures are what node:crypto verifies', () => within(async (session) => {
    for (const [kind, how, hash, options] of SIGNATURES) {
      const { privateKey, publicKey } = await session.generate(kind);
      const key = crypto.createPublicKey(await publicKey.publicKey());
      for (const signature of [await privateKey.sign(DATA, how), privateKey.signSync(DATA, how)]) {
        assert.ok(crypto.verify(hash, DATA, { key, ...options }, signature), `${kind} ${JSON.stringify(how)}`);
        assert.ok(await publicKey.verify(DATA, signature, how));
        assert.ok(!publicKey.verifySync(Buffer.concat([DATA, DATA]), signature, how));
      }
    }
  }));

  test('signatures of node:crypto are verified, with keys that were imported', () => within(async (session) => {
    const pair = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const imported = await session.importKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    assert.ok(await imported.publicKey.verify(DATA, crypto.sign('sha256', DATA, pair.privateKey)));
    assert.ok(crypto.verify('sha256', DATA, pair.publicKey, await imported.privateKey.sign(DATA)));
    assert.ok((await session.keyFor(pair.publicKey)).equals(imported.privateKey));
    assert.equal(await session.keyFor(crypto.generateKeyPairSync('ed25519').publicKey), null);
  }));

  test('a batch is as many signatures', () => within(async (session) => {
    const { privateKey, publicKey } = await session.generate('ed25519');
    const all = Array.from({ length: 70 }, (_, number) => `piece ${number}`);
    const signatures = await privateKey.signBatch(all);
    assert.deepEqual(signatures, all.map((one) => privateKey.signSync(one)));
    assert.ok(publicKey.verifySync(all[69], signatures[69]));
  }));

  test('forms of a public key', () => within(async (session) => {
    const { privateKey, publicKey } = await session.generate('ec:p256', { label: 'me' });
    const jwk = await publicKey.publicKey('jwk');
    const key = crypto.createPublicKey({ key: jwk, format: 'jwk' });
    assert.deepEqual(await publicKey.publicKey('der'), key.export({ type: 'spki', format: 'der' }));
    assert.equal(await privateKey.publicKey(), key.export({ type: 'spki', format: 'pem' }));
    assert.match(publicKey.publicKeySync('ssh'), /^ecdsa-sha2-nistp256 \S+ me$/);
    await assert.rejects(publicKey.publicKey('xml'), { code: 'CKR_ARGUMENTS_BAD' });
  }));

  test('AES-GCM is that of node:crypto', () => within(async (session) => {
    const value = crypto.randomBytes(32);
    const key = await session.importSecret('aes', value);
    const aad = Buffer.from('header');
    const sealed = await key.encrypt('plaintext', { aad });
    const decipher = crypto.createDecipheriv('aes-256-gcm', value, sealed.iv).setAAD(aad).setAuthTag(sealed.tag);
    assert.equal(decipher.update(sealed.ciphertext, null, 'utf8') + decipher.final('utf8'), 'plaintext');
    assert.equal((await key.decrypt(sealed, { aad })).toString(), 'plaintext');
    assert.notDeepEqual(key.encryptSync('plaintext', { aad }).iv, sealed.iv);
    await assert.rejects(key.decrypt(sealed), DecryptionFailed);
    await assert.rejects(key.decrypt({ ...sealed, tag: Buffer.alloc(16) }, { aad }), DecryptionFailed);
    const iv = crypto.randomBytes(12);
    const cipher = crypto.createCipheriv('aes-256-gcm', value, iv);
    const theirs = Buffer.concat([cipher.update('other'), cipher.final(), cipher.getAuthTag()]);
    assert.deepEqual(await key.encrypt('other', { name: 'aes-gcm', iv }), theirs);
  }));

  test('other ciphers, MACs and digests are those of node:crypto', () => within(async (session) => {
    const value = crypto.randomBytes(16);
    const key = await session.importSecret('aes', value);
    const iv = crypto.randomBytes(16);
    for (const [ours, theirs] of [['aes-cbc-pad', 'aes-128-cbc'], ['aes-ctr', 'aes-128-ctr']]) {
      const cipher = crypto.createCipheriv(theirs, value, iv);
      const made = await key.encrypt(DATA, { name: ours, iv });
      assert.deepEqual(made, Buffer.concat([cipher.update(DATA), cipher.final()]));
      assert.deepEqual(await key.decrypt(made, { name: ours, iv }), DATA);
    }
    const mac = await session.importSecret('generic', value);
    assert.deepEqual(await mac.sign(DATA), crypto.createHmac('sha256', value).update(DATA).digest());
    for (const hash of ['sha1', 'sha256', 'sha384', 'sha512', 'sha3-256']) {
      assert.deepEqual(await session.digest(hash, DATA), crypto.createHash(hash).update(DATA).digest());
    }
    const { privateKey, publicKey } = await session.generate('rsa:2048');
    const oaep = { key: await publicKey.publicKey(), oaepHash: 'sha256' };
    assert.deepEqual(await privateKey.decrypt(crypto.publicEncrypt(oaep, DATA), 'rsa-oaep'), DATA);
  }));

  test('agreement is that of node:crypto', () => within(async (session) => {
    const info = Buffer.from('context');
    for (const [kind, theirs] of [['x25519', crypto.generateKeyPairSync('x25519')], ['ec:p256', crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' })]]) {
      const before = [...session.findSync('secret')].length;
      const { privateKey } = await session.generate(kind);
      const jwk = theirs.publicKey.export({ format: 'jwk' });
      const [x, y] = [jwk.x, jwk.y ?? ''].map((text) => Buffer.from(text, 'base64url'));
      const point = kind === 'x25519' ? x : Buffer.concat([Buffer.of(4), x, y]);
      const ours = crypto.createPublicKey(await privateKey.publicKey());
      const agreed = crypto.diffieHellman({ privateKey: theirs.privateKey, publicKey: ours });
      // Neither key is shown; what they do tells which they are.
      const secret = await privateKey.derive({ name: 'ecdh', public: point }, 'generic:32');
      assert.deepEqual(await secret.sign(DATA), crypto.createHmac('sha256', agreed).update(DATA).digest());
      const then = { name: 'hkdf', hash: 'sha256', info };
      const { iv, ciphertext, tag } = await (await privateKey.derive({ name: 'ecdh', public: point, then }, 'aes:256')).encrypt(DATA);
      const value = Buffer.from(crypto.hkdfSync('sha256', agreed, '', info, 32));
      const decipher = crypto.createDecipheriv('aes-256-gcm', value, iv).setAuthTag(tag);
      assert.deepEqual(Buffer.concat([decipher.update(ciphertext), decipher.final()]), DATA);
      // What was agreed on is gone.
      assert.equal([...session.findSync('secret')].length, before + 2);
    }
  }));

  test('wrapping, and keys that stay', () => within(async (session) => {
    const kek = await session.generate('aes:256');
    const key = await session.generate('aes:128', { extractable: true });
    const again = await kek.unwrap(await kek.wrap(key, 'aes-kwp'), 'aes-kwp', 'aes', { label: 'copy' });
    assert.ok(again instanceof SecretKey);
    assert.equal(await again.label(), 'copy');
    assert.deepEqual(await again.decrypt(await key.encrypt(DATA)), DATA);
    await assert.rejects(kek.wrap(kek, 'aes-kwp'), KeyUnextractable);
    await assert.rejects(key.get('value'), AttributeSensitive);
  }));

  test('encapsulation and ML-DSA', () => within(async (session) => {
    const { privateKey, publicKey } = await session.generate('ml-kem:768');
    const { ciphertext, key } = await publicKey.encapsulate('aes:256');
    const same = await privateKey.decapsulate(ciphertext, 'aes:256');
    assert.deepEqual(await same.decrypt(await key.encrypt(DATA)), DATA);
    const pair = await session.generate('ml-dsa:65');
    const context = Buffer.from('context');
    const signature = await pair.privateKey.sign(DATA, { context });
    assert.ok(await pair.publicKey.verify(DATA, signature, { context }));
    assert.ok(!(await pair.publicKey.verify(DATA, signature)));
  }));

  test('messages, keys that are wrapped like them, and signatures that come first', () => within(async (session) => {
    const value = crypto.randomBytes(32);
    const key = await session.importSecret('aes', value);
    const aad = Buffer.from('header');
    const [encryptor, decryptor] = [await key.messageEncryptor(), key.messageDecryptorSync('aes-gcm-messages')];
    const all = await Promise.all(['one', 'two', 'three'].map((text) => encryptor.encrypt(text, { aad })));
    assert.equal(new Set(all.map((one) => one.iv.toString('hex'))).size, 3);
    for (const [at, message] of all.entries()) {
      const decipher = crypto.createDecipheriv('aes-256-gcm', value, message.iv).setAAD(aad).setAuthTag(message.tag);
      assert.equal(decipher.update(message.ciphertext, null, 'utf8') + decipher.final('utf8'), ['one', 'two', 'three'][at]);
      assert.equal((await decryptor.decrypt(message, { aad })).toString(), ['one', 'two', 'three'][at]);
    }
    await assert.rejects(decryptor.decrypt(all[0]), DecryptionFailed);
    assert.equal(decryptor.decryptSync(encryptor.encryptSync('')).length, 0);
    await encryptor.close();
    await encryptor[Symbol.asyncDispose]();
    assert.throws(() => encryptor.encryptSync('x'), { code: 'STRONGROOM_CLOSED' });
    decryptor[Symbol.dispose]();
    const { privateKey, publicKey } = await session.generate('ec:p256');
    const [signer, verifier] = [await privateKey.messageSigner(), await publicKey.messageVerifier()];
    const spki = crypto.createPublicKey(await publicKey.publicKey());
    for (const text of ['one', 'two']) {
      const signature = await signer.sign(text);
      assert.ok(crypto.verify('sha256', text, spki, signature));
      assert.ok(await verifier.verify(text, signature));
      assert.equal(verifier.verifySync('other', signature), false);
      const first = await publicKey.signatureVerifier(signature);
      assert.ok(await (await first.update(text)).finish());
    }
    signer.closeSync();
    verifier.closeSync();
    const secret = await session.generate('aes:128', { extractable: true });
    const wrapped = await key.wrapAuthenticated(secret, undefined, { aad });
    const again = await key.unwrapAuthenticated(wrapped, undefined, 'aes', { aad });
    assert.deepEqual(await again.decrypt(await secret.encrypt(DATA)), DATA);
    await assert.rejects(key.unwrapAuthenticated(wrapped, undefined, 'aes'), HsmError);
  }));

  test('keys from passwords, and all that is derived', () => within(async (session) => {
    const salt = crypto.randomBytes(16);
    const how = { name: 'pbkdf2', password: 'correct horse', salt, iterations: 1000, hash: 'sha256' };
    const made = await session.generateWith(how, 'generic:32');
    const value = crypto.pbkdf2Sync('correct horse', salt, 1000, 32, 'sha256');
    assert.deepEqual(await made.sign(DATA, { name: 'hmac', hash: 'sha256' }), crypto.createHmac('sha256', value).update(DATA).digest());
    const mechanism = new Mechanism('pbkdf2', { password: Buffer.from('secret'), salt, iterations: 1000, hash: 'sha256' });
    assert.deepEqual(Object.keys(mechanism.fields).sort(), ['hash', 'iterations', 'salt']);
    const base = await session.importSecret('generic', value, { sensitive: false, extractable: true });
    const data = await base.deriveData({ name: 'hkdf-data', hash: 'sha256', info: DATA }, 40);
    assert.deepEqual(data, Buffer.from(crypto.hkdfSync('sha256', value, '', DATA, 40)));
    const [one] = await base.deriveAll({ name: 'hkdf-data', hash: 'sha256', info: DATA }, 'generic:40');
    assert.deepEqual(await one.get('value'), data);
    const other = await session.importSecret('generic', salt);
    const both = await base.derive({ name: 'concatenate-key', key: other }, 'generic:48');
    assert.deepEqual(await both.sign(DATA, { name: 'hmac', hash: 'sha256' }), crypto.createHmac('sha256', Buffer.concat([value, salt])).update(DATA).digest());
  }));

  test('searching', () => within(async (session) => {
    const id = crypto.randomBytes(8);
    for (let number = 0; number < 150; number += 1) await session.generate('aes:128', { label: `key ${number % 3}`, id });
    const labels = [];
    for await (const one of session.find('secret', { id })) labels.push(await one.label());
    assert.equal(labels.length, 150);
    assert.equal([...session.findSync('secret', { id, label: 'key 1' })].length, 50);
    for await (const one of session.find({ id })) {
      assert.ok(one instanceof SecretKey);
      break; // the session of the search is free again
    }
    await assert.rejects(session.findOne('secret', { id }), { code: 'STRONGROOM_AMBIGUOUS' });
    await assert.rejects(session.findOne('private', { id }), NotFound);
    const [first] = session.findSync('secret', { id });
    await first.set({ label: 'renamed', id: Buffer.of(1) });
    assert.ok((await session.findOne('secret', { label: 'renamed' })).equals(first));
    assert.ok((await session.findOne({ uri: 'pkcs11:object=renamed;type=secret-key' })).equals(first));
    const copy = await first.copy({ label: 'copy' });
    await first.destroy();
    assert.equal((await copy.attributes(['label'])).CKA_LABEL, 'copy');
    await assert.rejects(first.get('label'), HsmError);
  }));

  test('what is said wrongly is said to be wrong', () => within(async (session) => {
    const { privateKey, publicKey } = await session.generate('ec:p256');
    const key = await session.generate('aes:256');
    for (const [call, wrong] of [
      [() => privateKey.sign(42), TypeError],
      [() => privateKey.sign(null), TypeError],
      [() => publicKey.verify(DATA, 'text'), TypeError],
      [() => privateKey.sign(DATA, { hashh: 'sha256' }), { code: 'CKR_MECHANISM_PARAM_INVALID' }],
      [() => privateKey.sign(DATA, { padding: 'pss' }), { code: 'CKR_MECHANISM_PARAM_INVALID' }],
      [() => privateKey.sign(DATA, { hash: 'md5' }), { code: 'CKR_ARGUMENTS_BAD' }],
      [() => key.encrypt(DATA, { name: 'aes-gcm', iv: Buffer.alloc(12), tag: 1 }), { code: 'CKR_MECHANISM_PARAM_INVALID' }],
      [() => key.encrypt(DATA, { name: 'aes-gcm', iv: 'text' }), { code: 'CKR_MECHANISM_PARAM_INVALID' }],
      [() => key.encrypt(DATA, { name: 'aes-gcm', iv: Buffer.alloc(12), tagLen: 1.5 }), RangeError],
      [() => key.encrypt(DATA, { name: 'rot13' }), { code: 'CKR_MECHANISM_INVALID' }],
      [() => key.encrypt(DATA, { name: 'aes-cbc' }), { code: 'CKR_MECHANISM_PARAM_INVALID' }],
      [() => key.wrap({}, 'aes-kw'), TypeError],
      [() => session.generate('rot:13'), { code: 'CKR_ARGUMENTS_BAD' }],
      [() => session.generate('aes:256', { labl: 'x' }), { code: 'CKR_ARGUMENTS_BAD' }],
      [() => session.generate('aes:256', { usages: ['fly'] }), { code: 'CKR_ARGUMENTS_BAD' }],
      [() => session.randomBytes(-1), RangeError],
      [() => key.set({ nothing: 1 }), TypeError],
    ]) {
      await assert.rejects(async () => call(), wrong, call.toString());
    }
    assert.throws(() => new Mechanism('aes-gcm', {}), { code: 'CKR_MECHANISM_PARAM_INVALID' });
    assert.throws(() => privateKey.signSync(42), TypeError);
    assert.throws(() => privateKey.signSync.call({}, DATA), TypeError);
    await assert.rejects(privateKey.sign.call(session, DATA), TypeError);
  }));

  test('data may be shared, or be a view', () => within(async (session) => {
    const { privateKey, publicKey } = await session.generate('ed25519');
    const wanted = await privateKey.sign(DATA);
    const shared = new Uint8Array(new SharedArrayBuffer(DATA.length));
    shared.set(DATA);
    const copy = Uint8Array.from(DATA);
    for (const data of [shared, shared.buffer, copy.buffer, new DataView(copy.buffer), DATA.toString()]) {
      assert.deepEqual(await privateKey.sign(data), wanted);
    }
    const pending = privateKey.sign(copy);
    copy.fill(0); // it was taken when the call was made
    assert.deepEqual(await pending, wanted);
    assert.ok(await publicKey.verify(new Uint16Array(Buffer.concat([DATA, DATA]).buffer, 0, 1), wanted) === false);
  }));

  if (place === 'service') return;
  test('random bytes', () => within(async (session) => {
    const one = await session.randomBytes(32);
    assert.equal(one.length, 32);
    assert.notDeepEqual(session.randomBytesSync(32), one);
  }));
});
