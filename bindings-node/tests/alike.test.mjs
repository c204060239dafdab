// `session.webcrypto.subtle` beside Node's own, on the same inputs, right and wrong: both give the same sort of thing, or
// fail with an error of the same name. Where they do not, the reason stands in a table here.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { test } from 'node:test';
import { sessions } from './place.mjs';

const theirs = crypto.webcrypto.subtle;
const u = (length, value = 7) => new Uint8Array(length).fill(value);
const DATA = u(100);
const F4 = Uint8Array.of(1, 0, 1);
const RSA = { modulusLength: 2048, publicExponent: F4 };
const USES = ['sign', 'verify', 'encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'deriveKey', 'deriveBits'];
/** What goes with the name of each algorithm where a key of it is made. */
const ALGORITHMS = {
  'RSASSA-PKCS1-v1_5': { ...RSA, hash: 'SHA-256' }, 'RSA-PSS': { ...RSA, hash: 'SHA-256' }, 'RSA-OAEP': { ...RSA, hash: 'SHA-256' },
  ECDSA: { namedCurve: 'P-256' }, ECDH: { namedCurve: 'P-256' }, Ed25519: {}, X25519: {}, 'AES-CBC': { length: 128 }, 'AES-CTR': { length: 128 },
  'AES-GCM': { length: 256 }, 'AES-KW': { length: 192 }, HMAC: { hash: 'SHA-256' }, HKDF: {},
};

/** Where both differ, and why. */
const DIFFERENT = [
  // What a token does not do, or does where Node.js does not.
  [/HMAC length (1|9|100|153|159)$|"length":9}/, 'keys have whole bytes; versions of Node.js differ'],
  [/exponent 3$|"e":"AQ"/, 'keys have 65537 as their exponent'],
  [/"(Ed|X)448"/, 'is none of the algorithms'],
  [/^import raw HKDF 0$/, 'a secret key has a value'],
  [/^hkdf info 1025$/, 'OpenSSL has a limit'],
  [/^wrap .* jwk with|^unwrap jwk .* with kw|^wrap \w+.publicKey \w+ with kw/, 'keys leave the token wrapped by it, not as texts, and AES-KW wraps nothing else'],
  [/^unwrap (0|1|8|40|pkcs8 as wrong) with/, 'what is wrong with a wrapped key is not told to whoever gives it'],
  // Where versions of Node.js differ among themselves.
  [/ bits (-8|x)$| hash {}$|"length":0}| jwk wrong use$|"alg":"RS256"/, 'how numbers are converted, and what is looked at first'],
  [/^import (\w+ )+HMAC|^import ec \w+ as HMAC/, 'the name of the error'],
  [/^export public \w+ (raw|pkcs8)$|^(export|wrap) hkdf|^wrap \w+.\w+ (spki|raw|pkcs8) with/, 'the name of the error'],
  [/"HKDF" deriveBits,deriveKey/, 'the order of usages'],
];

/** What came of a call, without what is different each time. */
async function ending(call) {
  try {
    return shown(await call());
  } catch (error) {
    // Node.js has a name of its own for one of them, in older versions.
    return error.name.replace('InvalidAccessException', 'InvalidAccessError');
  }
}

function shown(value) {
  if (typeof value === 'boolean') return String(value);
  if (value instanceof ArrayBuffer) return `${value.byteLength} bytes`;
  if (value.privateKey) return `${shown(value.privateKey)}, ${shown(value.publicKey)}`;
  if (value.type === undefined) return Object.keys(value).sort().join();
  const algorithm = Object.keys(value.algorithm).sort().map((name) => `${name} ${JSON.stringify(value.algorithm[name])}`);
  return `${value.type} key, ${algorithm.join(', ')}, ${value.extractable}, ${[...value.usages]}`;
}

/** A key of each algorithm: the same values, where they are given. */
async function keysOf(s) {
  const k = {};
  k.aes = await s.importKey('raw', u(16), 'AES-CBC', true, ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey']);
  k.ctr = await s.importKey('raw', u(16), 'AES-CTR', true, ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey']);
  k.gcm = await s.importKey('raw', u(16), 'AES-GCM', true, ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey']);
  k.kw = await s.importKey('raw', u(16), 'AES-KW', true, ['wrapKey', 'unwrapKey']);
  k.hmac = await s.importKey('raw', u(20), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign', 'verify']);
  k.hkdf = await s.importKey('raw', u(20), 'HKDF', false, ['deriveKey', 'deriveBits']);
  k.hkdfk = await s.importKey('raw', u(20), 'HKDF', false, ['deriveKey']);
  k.ecdsa = await s.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  k.ecdh = await s.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveKey', 'deriveBits']);
  k.ecdh384 = await s.generateKey({ name: 'ECDH', namedCurve: 'P-384' }, true, ['deriveKey', 'deriveBits']);
  k.ecdh521 = await s.generateKey({ name: 'ECDH', namedCurve: 'P-521' }, true, ['deriveKey', 'deriveBits']);
  k.x = await s.generateKey('X25519', true, ['deriveKey', 'deriveBits']);
  k.ed = await s.generateKey('Ed25519', true, ['sign', 'verify']);
  k.pss = await s.generateKey({ name: 'RSA-PSS', ...RSA, hash: 'SHA-256' }, true, ['sign', 'verify']);
  k.p1 = await s.generateKey({ name: 'RSASSA-PKCS1-v1_5', ...RSA, hash: 'SHA-256' }, true, ['sign', 'verify']);
  k.oaep = await s.generateKey({ name: 'RSA-OAEP', ...RSA, hash: 'SHA-256' }, true, ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey']);
  return k;
}

const old = Number(process.versions.node.split('.')[0]) < 20;

sessions((within, place) => {
  // Node.js 18 does not survive some of what is asked here; and who computes makes no difference.
  if (old || place === 'service') return;
  let [count, keysT] = [0, undefined];
  const web = (work) => () => within(async (session) => {
    const ours = session.webcrypto.subtle;
    const keysO = await keysOf(ours);
    keysT ??= await keysOf(theirs);
    const differ = [];
    const cmp = async (label, call) => {
      const [one, other] = [await ending(() => call(ours, keysO)), await ending(() => call(theirs, keysT))];
      if (one !== other && !DIFFERENT.some(([what]) => what.test(label))) differ.push(`${label}: here ${one}; there ${other}`);
      count += 1;
    };
    await work(cmp, keysT);
    assert.deepEqual(differ, []);
  });

  test('keys are made', web(async (cmp, keysT) => {
    for (const [nm, more] of Object.entries(ALGORITHMS)) {
      for (const use of USES) await cmp(`generate ${nm} [${use}]`, (s) => s.generateKey({ name: nm, ...more }, true, [use]));
      await cmp(`generate ${nm} []`, (s) => s.generateKey({ name: nm, ...more }, true, []));
      await cmp(`generate ${nm} bad usage`, (s) => s.generateKey({ name: nm, ...more }, true, ['fly']));
      await cmp(`generate ${nm} no usages arg`, (s) => s.generateKey({ name: nm, ...more }, true));
      await cmp(`generate ${nm} usages null`, (s) => s.generateKey({ name: nm, ...more }, true, null));
      await cmp(`generate ${nm} by name only`, (s) => s.generateKey(nm, true, USES.slice(0, 2)));
      for (const key of Object.keys(more)) {
        const { [key]: _, ...rest } = more;
        await cmp(`generate ${nm} without ${key}`, (s) => s.generateKey({ name: nm, ...rest }, true, ['sign', 'encrypt', 'deriveKey', 'wrapKey'].slice(0, 1)));
        await cmp(`generate ${nm} ok usages without ${key}`, (s) => s.generateKey({ name: nm, ...rest }, true, nm.startsWith('AES-KW') ? ['wrapKey'] : nm.startsWith('AES') || nm === 'RSA-OAEP' ? ['encrypt'] : nm === 'ECDH' ? ['deriveKey'] : ['sign']));
        await cmp(`generate ${nm} ok usages bad ${key}`, (s) => s.generateKey({ name: nm, ...rest, [key]: 'rubbish' }, true, nm.startsWith('AES-KW') ? ['wrapKey'] : nm.startsWith('AES') || nm === 'RSA-OAEP' ? ['encrypt'] : nm === 'ECDH' ? ['deriveKey'] : ['sign']));
      }
    }
    for (const length of [0, 1, 64, 127, 129, 512, 513, 4096]) {
      await cmp(`generate AES length ${length}`, (s) => s.generateKey({ name: 'AES-CBC', length }, true, ['encrypt']));
    }
    for (const length of [0, 1, 8, 9, 100, 256, 512]) {
      await cmp(`generate HMAC length ${length}`, (s) => s.generateKey({ name: 'HMAC', hash: 'SHA-256', length }, true, ['sign']));
    }
    for (const hash of ['SHA-1', 'SHA-384', 'SHA-512', { name: 'sha-256' }, 'MD5', {}, null, 5]) {
      await cmp(`generate HMAC hash ${JSON.stringify(hash)}`, (s) => s.generateKey({ name: 'HMAC', hash }, true, ['sign']));
    }
    for (const publicExponent of [Uint8Array.of(3), Uint8Array.of(1, 0, 1, 0), Uint8Array.of(0, 1, 0, 1), Uint8Array.of(), Uint8Array.of(0), Uint8Array.of(2), Uint8Array.of(4, 0), 'x', 65537, new ArrayBuffer(3)]) {
      await cmp(`generate RSA exponent ${publicExponent}`, (s) => s.generateKey({ name: 'RSA-PSS', modulusLength: 2048, publicExponent, hash: 'SHA-256' }, true, ['sign']));
    }
    for (const modulusLength of [0, 1, 256, 2047, 2049]) {
      await cmp(`generate RSA modulus ${modulusLength}`, (s) => s.generateKey({ name: 'RSA-PSS', modulusLength, publicExponent: F4, hash: 'SHA-256' }, true, ['sign']));
    }
    for (const a of [undefined, null, 5, {}, { name: null }, { name: 5 }, 'PBKDF2', 'Ed448', 'X448', '', ['AES-CBC']]) {
      await cmp(`generate alg ${JSON.stringify(a)}`, (s) => s.generateKey(a, true, ['sign']));
    }
    await cmp('generate no args', (s) => s.generateKey());
  }));

  test('keys are used', web(async (cmp, keysT) => {
    for (const [k, how] of [['ecdsa', { name: 'ECDSA', hash: 'SHA-256' }], ['ed', 'Ed25519'], ['pss', { name: 'RSA-PSS', saltLength: 32 }], ['p1', 'RSASSA-PKCS1-v1_5'], ['hmac', 'HMAC']]) {
      const pr = (keys) => keys[k].privateKey ?? keys[k], pu = (keys) => keys[k].publicKey ?? keys[k];
      await cmp(`${k} sign`, (s, keys) => s.sign(how, pr(keys), DATA));
      await cmp(`${k} sign empty`, (s, keys) => s.sign(how, pr(keys), new Uint8Array()));
      await cmp(`${k} sign arraybuffer`, (s, keys) => s.sign(how, pr(keys), new ArrayBuffer(5)));
      await cmp(`${k} sign dataview`, (s, keys) => s.sign(how, pr(keys), new DataView(new ArrayBuffer(5))));
      await cmp(`${k} sign shared`, (s, keys) => s.sign(how, pr(keys), new Uint8Array(new SharedArrayBuffer(5))));
      await cmp(`${k} sign text`, (s, keys) => s.sign(how, pr(keys), 'text'));
      await cmp(`${k} sign undefined`, (s, keys) => s.sign(how, pr(keys)));
      await cmp(`${k} sign with public`, (s, keys) => s.sign(how, pu(keys), DATA));
      await cmp(`${k} verify with private`, (s, keys) => s.verify(how, pr(keys), DATA, DATA));
      for (const l of [0, 1, 31, 32, 63, 64, 65, 256, 257]) await cmp(`${k} verify sig of ${l}`, (s, keys) => s.verify(how, pu(keys), u(l), DATA));
      await cmp(`${k} verify sig text`, (s, keys) => s.verify(how, pu(keys), 'text', DATA));
      for (const other of ['ECDSA', 'Ed25519', 'HMAC', 'AES-CBC', 'RSA-PSS', 'X25519', 'none', {}, null]) {
        await cmp(`${k} sign as ${JSON.stringify(other)}`, (s, keys) => s.sign(typeof other === 'string' ? { name: other, hash: 'SHA-256', saltLength: 1, iv: u(16) } : other, pr(keys), DATA));
      }
      await cmp(`${k} encrypt`, (s, keys) => s.encrypt(how, pr(keys), DATA));
      await cmp(`${k} not a key`, (s) => s.sign(how, {}, DATA));
      await cmp(`${k} null key`, (s) => s.sign(how, null, DATA));
    }
    for (const hash of [undefined, null, 'MD5', 'sha-512', {}, { name: 'SHA-1' }, 'SHA-224', 7]) {
      await cmp(`ecdsa hash ${JSON.stringify(hash)}`, (s, k) => s.sign({ name: 'ECDSA', hash }, k.ecdsa.privateKey, DATA));
    }
    for (const saltLength of [undefined, null, 0, 20, 222, 223, -1, 1.5, 'x', 2 ** 32]) {
      await cmp(`pss salt ${saltLength}`, (s, k) => s.sign({ name: 'RSA-PSS', saltLength }, k.pss.privateKey, DATA));
    }
    for (const saltLength of [undefined, 0, 223, -1, 'x']) {
      await cmp(`pss verify salt ${saltLength}`, (s, k) => s.verify({ name: 'RSA-PSS', saltLength }, k.pss.publicKey, u(256), DATA));
    }
    for (const l of [0, 1, 190, 191, 256]) await cmp(`oaep encrypt ${l}`, (s, k) => s.encrypt('RSA-OAEP', k.oaep.publicKey, u(l)));
    for (const l of [0, 1, 255, 256, 257]) await cmp(`oaep decrypt ${l}`, (s, k) => s.decrypt('RSA-OAEP', k.oaep.privateKey, u(l)));
    for (const label of [undefined, null, 'text', u(0), u(1000), new ArrayBuffer(3)]) {
      await cmp(`oaep label ${typeof label}`, (s, k) => s.encrypt({ name: 'RSA-OAEP', label }, k.oaep.publicKey, u(3)));
    }
    await cmp('oaep encrypt with private', (s, k) => s.encrypt('RSA-OAEP', k.oaep.privateKey, u(3)));
    await cmp('oaep decrypt with public', (s, k) => s.decrypt('RSA-OAEP', k.oaep.publicKey, u(256)));
    for (const iv of [undefined, null, 'text', u(0), u(12), u(15), u(16), u(17), new ArrayBuffer(16), new Uint16Array(8)]) for (const op of ['encrypt', 'decrypt']) {
      await cmp(`cbc ${op} iv ${iv && (iv.byteLength ?? iv)}`, (s, k) => s[op]({ name: 'AES-CBC', iv }, k.aes, u(32)));
      await cmp(`gcm ${op} iv ${iv && (iv.byteLength ?? iv)}`, (s, k) => s[op]({ name: 'AES-GCM', iv }, k.gcm, u(32)));
      await cmp(`ctr ${op} counter ${iv && (iv.byteLength ?? iv)}`, (s, k) => s[op]({ name: 'AES-CTR', counter: iv, length: 64 }, k.ctr, u(32)));
    }
    for (const l of [0, 1, 15, 16, 17, 31, 32]) {
      await cmp(`cbc decrypt ${l}`, (s, k) => s.decrypt({ name: 'AES-CBC', iv: u(16) }, k.aes, u(l)));
      await cmp(`gcm decrypt ${l}`, (s, k) => s.decrypt({ name: 'AES-GCM', iv: u(12) }, k.gcm, u(l)));
      await cmp(`cbc encrypt ${l}`, (s, k) => s.encrypt({ name: 'AES-CBC', iv: u(16) }, k.aes, u(l)));
      await cmp(`gcm encrypt ${l}`, (s, k) => s.encrypt({ name: 'AES-GCM', iv: u(12) }, k.gcm, u(l)));
      await cmp(`ctr encrypt ${l}`, (s, k) => s.encrypt({ name: 'AES-CTR', counter: u(16), length: 128 }, k.ctr, u(l)));
    }
    for (const length of [undefined, null, 0, 1, 8, 64, 127, 128, 129, -1, 'x', 256]) {
      await cmp(`ctr length ${length}`, (s, k) => s.encrypt({ name: 'AES-CTR', counter: u(16), length }, k.ctr, u(20)));
    }
    for (const l of [16, 32, 33, 48]) {
      await cmp(`ctr length 1 with ${l} bytes`, (s, k) => s.encrypt({ name: 'AES-CTR', counter: u(16), length: 1 }, k.ctr, u(l)));
    }
    for (const tagLength of [undefined, null, 0, 8, 31, 32, 64, 96, 100, 104, 112, 120, 128, 129, 136, 'x']) {
      await cmp(`gcm tag ${tagLength}`, (s, k) => s.encrypt({ name: 'AES-GCM', iv: u(12), tagLength }, k.gcm, u(20)));
    }
    for (const tagLength of [32, 64, 96, 128]) {
      await cmp(`gcm decrypt tag ${tagLength}`, (s, k) => s.decrypt({ name: 'AES-GCM', iv: u(12), tagLength }, k.gcm, u(20)));
    }
    for (const additionalData of [null, 'text', u(0), u(9), new ArrayBuffer(3)]) {
      await cmp(`gcm aad ${typeof additionalData}`, (s, k) => s.encrypt({ name: 'AES-GCM', iv: u(12), additionalData }, k.gcm, u(20)));
    }
    for (const a of ['SHA-1', 'sha-256', 'SHA-384', 'SHA-512', 'SHA-224', 'MD5', {}, { name: 'SHA-256' }, null, undefined, 5]) {
      await cmp(`digest ${JSON.stringify(a)}`, (s) => s.digest(a, DATA));
    }
    await cmp('digest text', (s) => s.digest('SHA-1', 'text')); await cmp('digest none', (s) => s.digest('SHA-1')); await cmp('digest nothing', (s) => s.digest());
  }));

  test('keys and bits are derived', web(async (cmp, keysT) => {
    const H = { name: 'HKDF', hash: 'SHA-256', salt: u(3), info: u(3) };
    for (const l of [undefined, null, 0, 1, 7, 8, 128, 255 * 256, 255 * 256 + 8, -8, 'x']) {
      await cmp(`hkdf bits ${l}`, (s, k) => s.deriveBits(H, k.hkdf, l));
      await cmp(`ecdh bits ${l}`, (s, k) => s.deriveBits({ name: 'ECDH', public: k.ecdh.publicKey }, k.ecdh.privateKey, l));
      await cmp(`ecdh521 bits ${l}`, (s, k) => s.deriveBits({ name: 'ECDH', public: k.ecdh521.publicKey }, k.ecdh521.privateKey, l));
      await cmp(`x25519 bits ${l}`, (s, k) => s.deriveBits({ name: 'X25519', public: k.x.publicKey }, k.x.privateKey, l));
    }
    for (const l of [255, 256, 257, 528, 521, 529]) {
      await cmp(`ecdh bits ${l}`, (s, k) => s.deriveBits({ name: 'ECDH', public: k.ecdh.publicKey }, k.ecdh.privateKey, l));
      await cmp(`ecdh521 bits ${l}`, (s, k) => s.deriveBits({ name: 'ECDH', public: k.ecdh521.publicKey }, k.ecdh521.privateKey, l));
      await cmp(`x bits ${l}`, (s, k) => s.deriveBits({ name: 'X25519', public: k.x.publicKey }, k.x.privateKey, l));
    }
    for (const drop of ['hash', 'salt', 'info']) { const { [drop]: _, ...rest } = H; {
      await cmp(`hkdf without ${drop}`, (s, k) => s.deriveBits(rest, k.hkdf, 128)); for (const v of [null, 'text', 5])
      await cmp(`hkdf ${drop} ${v}`, (s, k) => s.deriveBits({ ...rest, [drop]: v }, k.hkdf, 128)); }
    }
    for (const l of [1024, 1025]) await cmp(`hkdf info ${l}`, (s, k) => s.deriveBits({ ...H, info: u(l) }, k.hkdf, 128));
    await cmp('hkdf key not for bits', (s, k) => s.deriveBits(H, k.hkdfk, 128));
    await cmp('hkdf base is aes', (s, k) => s.deriveBits(H, k.aes, 128));
    for (const pub of ['private', 'other', 'ecdsa', 'x', 'none', 'undefined']) {
      await cmp(`ecdh public ${pub}`, (s, k) => s.deriveBits({ name: 'ECDH', public: { private: k.ecdh.privateKey, other: k.ecdh384.publicKey, ecdsa: k.ecdsa.publicKey, x: k.x.publicKey, none: {} }[pub] }, k.ecdh.privateKey, 128));
    }
    for (const pub of ['private', 'ecdh', 'ed']) {
      await cmp(`x public ${pub}`, (s, k) => s.deriveBits({ name: 'X25519', public: { private: k.x.privateKey, ecdh: k.ecdh.publicKey, ed: k.ed.publicKey }[pub] }, k.x.privateKey, 128));
    }
    await cmp('ecdh base public', (s, k) => s.deriveBits({ name: 'ECDH', public: k.ecdh.publicKey }, k.ecdh.publicKey, 128));
    for (const [base, how] of [['hkdf', (k) => H], ['ecdh', (k) => ({ name: 'ECDH', public: k.ecdh.publicKey })], ['ecdh521', (k) => ({ name: 'ECDH', public: k.ecdh521.publicKey })], ['x', (k) => ({ name: 'X25519', public: k.x.publicKey })]]) {
      for (const [want, uses] of [[{ name: 'AES-CBC', length: 128 }, ['encrypt']], [{ name: 'AES-GCM', length: 192 }, ['encrypt']], [{ name: 'AES-CTR', length: 256 }, ['encrypt']], [{ name: 'AES-KW', length: 256 }, ['wrapKey']], [{ name: 'AES-CBC', length: 100 }, ['encrypt']], [{ name: 'AES-CBC' }, ['encrypt']], [{ name: 'HMAC', hash: 'SHA-256' }, ['sign']], [{ name: 'HMAC', hash: 'SHA-512' }, ['sign']], [{ name: 'HMAC', hash: 'SHA-256', length: 128 }, ['sign']], [{ name: 'HMAC', hash: 'SHA-256', length: 0 }, ['sign']], [{ name: 'HMAC', hash: 'SHA-256', length: 9 }, ['sign']], [{ name: 'HMAC' }, ['sign']], ['HKDF', ['deriveKey']], ['HKDF', ['deriveBits', 'deriveKey']], [{ name: 'ECDSA', namedCurve: 'P-256' }, ['sign']], ['rubbish', ['sign']], [{ name: 'AES-CBC', length: 128 }, []], [{ name: 'AES-CBC', length: 128 }, ['sign']]]) {
        for (const ext of [true, false]) {
          await cmp(`${base} deriveKey ${JSON.stringify(want)} ${uses} ${ext}`, (s, k) => s.deriveKey(how(k), k[base].privateKey ?? k[base], want, ext, uses));
        }
      }
    }
  }));

  test('keys are imported', web(async (cmp, keysT) => {
    const jwk = await theirs.exportKey('jwk', keysT.ecdsa.privateKey), pjwk = await theirs.exportKey('jwk', keysT.ecdsa.publicKey);
    const E = { name: 'ECDSA', namedCurve: 'P-256' };
    const files = { spki: await theirs.exportKey('spki', keysT.ecdsa.publicKey), pkcs8: await theirs.exportKey('pkcs8', keysT.ecdsa.privateKey), raw: await theirs.exportKey('raw', keysT.ecdsa.publicKey) };
    for (const format of ['raw', 'spki', 'pkcs8', 'jwk', 'xml', undefined, null]) for (const [nm, a] of Object.entries(ALGORITHMS)) for (const use of [['verify'], ['sign'], ['encrypt'], ['deriveBits'], ['wrapKey'], []]) {
      await cmp(`import ${format} ${nm} ${use} rubbish`, (s) => s.importKey(format, format === 'jwk' ? {} : u(5), { name: nm, ...a }, true, use));
    }
    for (const [format, file] of Object.entries(files)) for (const [nm, a] of Object.entries(ALGORITHMS)) for (const use of [['verify'], ['sign'], ['deriveBits'], []]) {
      await cmp(`import ec ${format} as ${nm} ${use}`, (s) => s.importKey(format, file, { name: nm, ...a }, true, use));
    }
    for (const l of [0, 15, 16, 24, 32, 33]) for (const nm of ['AES-CBC', 'AES-KW', 'HMAC', 'HKDF']) {
      await cmp(`import raw ${nm} ${l}`, (s) => s.importKey('raw', u(l), { name: nm, hash: 'SHA-256' }, nm !== 'HKDF', nm === 'AES-KW' ? ['wrapKey'] : nm === 'HMAC' ? ['sign'] : nm === 'HKDF' ? ['deriveBits'] : ['encrypt']));
    }
    await cmp('import HKDF extractable', (s) => s.importKey('raw', u(9), 'HKDF', true, ['deriveBits']));
    for (const length of [0, 1, 7, 8, 152, 153, 159, 160, 161, 168]) {
      await cmp(`import HMAC length ${length}`, (s) => s.importKey('raw', u(20), { name: 'HMAC', hash: 'SHA-256', length }, true, ['sign']));
    }
    for (const point of [u(65), u(65, 4), Uint8Array.of(4, ...u(64)), u(33, 2), u(0), u(64), u(97)]) {
      await cmp(`import raw point ${point.length} ${point[0]}`, (s) => s.importKey('raw', point, E, true, ['verify']));
    }
    for (const [nm, k] of [['Ed25519', ['verify']], ['X25519', []]]) for (const l of [0, 31, 32, 33]) {
      await cmp(`import raw ${nm} ${l}`, (s) => s.importKey('raw', u(l), nm, true, k));
    }
    await cmp('import raw compressed', (s) => s.importKey('raw', crypto.ECDH.convertKey(Buffer.from(files.raw), 'prime256v1', undefined, undefined, 'compressed'), E, true, ['verify']));
    for (const more of [{}, { kty: 'RSA' }, { crv: 'P-384' }, { use: 'enc' }, { use: 'sig' }, { key_ops: ['sign'] }, { key_ops: ['verify'] }, { key_ops: [] }, { key_ops: ['verify', 'verify'] }, { ext: false }, { ext: true }, { alg: 'ES384' }, { alg: 'ES256' }, { x: 'AA' }, { x: undefined }, { y: undefined }, { x: '!!' }, { kty: undefined }, { crv: undefined }]) {
      await cmp(`import public jwk ${JSON.stringify(more)}`, (s) => s.importKey('jwk', { ...pjwk, key_ops: undefined, ext: undefined, ...more }, E, true, ['verify']));
      await cmp(`import public jwk ${JSON.stringify(more)} not extractable`, (s) => s.importKey('jwk', { ...pjwk, key_ops: undefined, ext: undefined, ...more }, E, false, ['verify']));
      await cmp(`import private jwk ${JSON.stringify(more)}`, (s) => s.importKey('jwk', { ...jwk, key_ops: undefined, ext: undefined, ...more }, E, true, ['sign']));
    }
    await cmp('import private jwk bad d', (s) => s.importKey('jwk', { ...jwk, d: 'AA' }, E, true, ['sign']));
    await cmp('import private jwk wrong use', (s) => s.importKey('jwk', jwk, E, true, ['verify']));
    await cmp('import public jwk wrong use', (s) => s.importKey('jwk', pjwk, E, true, ['sign']));
    for (const more of [{}, { kty: 'EC' }, { alg: 'A128CBC' }, { alg: 'A256CBC' }, { alg: 'rubbish' }, { use: 'sig' }, { use: 'enc' }, { key_ops: ['decrypt'] }, { key_ops: ['encrypt'] }, { ext: false }, { k: undefined }, { k: 'AAA' }, { k: '!!!!' }]) {
      await cmp(`import oct ${JSON.stringify(more)}`, (s) => s.importKey('jwk', { kty: 'oct', k: Buffer.from(u(16)).toString('base64url'), ...more }, 'AES-CBC', true, ['encrypt']));
    }
    for (const more of [{}, { alg: 'HS256' }, { alg: 'HS1' }, { alg: 'HS512' }, { use: 'enc' }, { key_ops: ['verify'] }, { ext: false }]) {
      await cmp(`import oct hmac ${JSON.stringify(more)}`, (s) => s.importKey('jwk', { kty: 'oct', k: Buffer.from(u(16)).toString('base64url'), ...more }, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']));
    }
    for (const more of [{}, { alg: 'EdDSA' }, { alg: 'ES256' }, { crv: 'X25519' }, { kty: 'EC' }, { use: 'enc' }]) {
      await cmp(`import okp ${JSON.stringify(more)}`, async (s) => s.importKey('jwk', { ...(await theirs.exportKey('jwk', keysT.ed.publicKey)), ...more }, 'Ed25519', true, ['verify']));
    }
    for (const more of [{}, { alg: 'PS256' }, { alg: 'RS256' }, { alg: 'PS512' }, { use: 'enc' }, { n: undefined }, { e: 'AQ' }]) {
      await cmp(`import rsa ${JSON.stringify(more)}`, async (s) => s.importKey('jwk', { ...(await theirs.exportKey('jwk', keysT.pss.publicKey)), ...more }, { name: 'RSA-PSS', hash: 'SHA-256' }, true, ['verify']));
    }
    for (const f of ['spki', 'jwk']) for (const hash of [undefined, 'SHA-384', 'MD5']) {
      await cmp(`import rsa ${f} hash ${hash}`, async (s) => { const j = await theirs.exportKey(f, keysT.pss.publicKey); return s.importKey(f, j, { name: 'RSA-PSS', hash }, true, ['verify']); });
    }
    await cmp('import wrong curve', (s) => s.importKey('spki', files.spki, { name: 'ECDSA', namedCurve: 'P-384' }, true, ['verify']));
    await cmp('import no curve', (s) => s.importKey('spki', files.spki, { name: 'ECDSA' }, true, ['verify']));
    await cmp('import ecdh as x25519', async (s) => s.importKey('spki', await theirs.exportKey('spki', keysT.x.publicKey), 'Ed25519', true, ['verify']));
    await cmp('import text', (s) => s.importKey('spki', 'text', E, true, ['verify']));
    await cmp('import jwk as buffer', (s) => s.importKey('jwk', u(3), E, true, ['verify']));
    await cmp('import raw as object', (s) => s.importKey('raw', {}, E, true, ['verify']));
    await cmp('import undefined', (s) => s.importKey('raw', undefined, E, true, ['verify']));
  }));

  test('keys are exported, wrapped and unwrapped', web(async (cmp, keysT) => {
    for (const k of ['ecdsa', 'ecdh', 'ed', 'x', 'pss', 'p1', 'oaep']) for (const f of ['spki', 'raw', 'jwk', 'pkcs8', 'xml']) {
      await cmp(`export public ${k} ${f}`, (s, keys) => s.exportKey(f, keys[k].publicKey));
    }
    await cmp('export nothing', (s) => s.exportKey('spki', {}));
    await cmp('export hkdf', (s, k) => s.exportKey('raw', k.hkdf));
    for (const [kek, how] of [['aes', { name: 'AES-CBC', iv: u(16) }], ['gcm', { name: 'AES-GCM', iv: u(12) }], ['ctr', { name: 'AES-CTR', counter: u(16), length: 64 }], ['kw', 'AES-KW']]) {
      for (const [t, f] of [['aes', 'raw'], ['hmac', 'raw'], ['gcm', 'jwk'], ['ecdsa', 'pkcs8'], ['ecdsa', 'spki'], ['ecdsa', 'raw'], ['ed', 'pkcs8'], ['ecdsa', 'jwk'], ['aes', 'spki'], ['aes', 'pkcs8'], ['hkdf', 'raw']]) for (const half of ['privateKey', 'publicKey']) {
        await cmp(`wrap ${t}.${half} ${f} with ${kek}`, async (s, k) => { const w = await s.wrapKey(f, k[t][half] ?? k[t], k[kek], how); return f === 'jwk' || t === 'ecdsa' ? 'wrapped' : w; });
      }
      for (const l of [0, 1, 8, 16, 24, 32, 40]) {
        await cmp(`unwrap ${l} with ${kek}`, (s, k) => s.unwrapKey('raw', u(l), k[kek], how, 'AES-CBC', true, ['encrypt']));
      }
      await cmp(`unwrap jwk rubbish with ${kek}`, (s, k) => s.unwrapKey('jwk', u(32), k[kek], how, 'AES-CBC', true, ['encrypt']));
      await cmp(`unwrap bad usage with ${kek}`, async (s, k) => s.unwrapKey('raw', await s.wrapKey('raw', k.aes, k[kek], how), k[kek], how, 'AES-CBC', true, ['sign']));
      await cmp(`unwrap no usage with ${kek}`, async (s, k) => s.unwrapKey('raw', await s.wrapKey('raw', k.aes, k[kek], how), k[kek], how, 'AES-CBC', true, []));
      await cmp(`unwrap as hmac with ${kek}`, async (s, k) => s.unwrapKey('raw', await s.wrapKey('raw', k.aes, k[kek], how), k[kek], how, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']));
      await cmp(`unwrap as hkdf with ${kek}`, async (s, k) => s.unwrapKey('raw', await s.wrapKey('raw', k.aes, k[kek], how), k[kek], how, 'HKDF', false, ['deriveBits']));
      await cmp(`unwrap pkcs8 as wrong with ${kek}`, async (s, k) => s.unwrapKey('pkcs8', await s.wrapKey('pkcs8', k.ecdsa.privateKey, k.aes, { name: 'AES-CBC', iv: u(16) }), k.aes, { name: 'AES-CBC', iv: u(16) }, { name: 'RSA-PSS', hash: 'SHA-256' }, true, ['sign']));
      await cmp(`unwrap jwk secret with ${kek}`, async (s, k) => s.unwrapKey('jwk', await s.encrypt(how, k[kek], Buffer.from(JSON.stringify({ kty: 'oct', k: Buffer.from(u(16)).toString('base64url') }))), k[kek], how, 'AES-CBC', true, ['encrypt']));
    }
    await cmp('wrap with oaep', (s, k) => s.wrapKey('raw', k.aes, k.oaep.publicKey, 'RSA-OAEP'));
    await cmp('wrap pkcs8 with oaep', (s, k) => s.wrapKey('pkcs8', k.ecdsa.privateKey, k.oaep.publicKey, 'RSA-OAEP'));
    await cmp('unwrap with oaep', (s, k) => s.unwrapKey('raw', u(256), k.oaep.privateKey, 'RSA-OAEP', 'AES-CBC', true, ['encrypt']));
    await cmp('wrap with wrong alg', (s, k) => s.wrapKey('raw', k.aes, k.kw, { name: 'AES-CBC', iv: u(16) }));
    await cmp('wrap with ecdsa', (s, k) => s.wrapKey('raw', k.aes, k.ecdsa.publicKey, 'ECDSA'));
  }));

  test('all of it was compared', () => assert.ok(count > 1800, `${count}`));
});
