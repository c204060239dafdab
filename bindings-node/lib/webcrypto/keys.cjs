'use strict';
// Keys of the Web Cryptography API: each is an object of the token, and what the standard wants to know of it.

const crypto = require('node:crypto');
const { ALGORITHMS, fail } = require('./algorithms.cjs');

/** What a key of the token must be allowed to do for a usage. What it wraps here may be a text, which is encrypted. */
const NEEDS = {
  sign: ['sign'], verify: ['verify'], encrypt: ['encrypt'], decrypt: ['decrypt'], wrapKey: ['wrap', 'encrypt'],
  unwrapKey: ['unwrap', 'decrypt'], deriveKey: ['derive'], deriveBits: ['derive'],
};

/** A key, as the Web Cryptography API has it. */
class HsmCryptoKey {
  constructor(type, algorithm, extractable, usages, object) {
    this.type = type;
    this.extractable = extractable;
    this.algorithm = Object.freeze(algorithm);
    this.usages = Object.freeze(usages);
    Object.defineProperty(this, 'object', { value: object });
    Object.freeze(this);
  }

  get [Symbol.toStringTag]() {
    return 'CryptoKey';
  }
}

/** The usages, in the table's order, once each. Those that the algorithm does not have are a mistake. */
function usagesOf(wanted, allowed = Object.keys(NEEDS)) {
  if (typeof wanted?.[Symbol.iterator] !== 'function') throw new TypeError('the usages of a key are a list');
  const all = [...new Set(wanted)];
  const strange = all.find((usage) => NEEDS[usage] === undefined);
  if (strange !== undefined) throw new TypeError(`"${strange}" is no usage; there are ${Object.keys(NEEDS).join(', ')}`);
  const wrong = all.find((usage) => !allowed.includes(usage));
  if (wrong !== undefined) throw fail('SyntaxError', `"${wrong}" is no usage of such keys; there are ${allowed.join(', ')}`);
  return allowed.filter((usage) => all.includes(usage));
}

/** A private or a secret key that may not be used at all is a mistake. */
function some(usages) {
  if (usages.length === 0) throw fail('SyntaxError', 'such a key could not be used for anything');
}

/** What a key of the token is allowed, for usages. */
function needs(usages) {
  return [...new Set(usages.flatMap((usage) => NEEDS[usage]))];
}

/** Whether a key may be used so: it is one of ours, of this algorithm, with this usage. */
function check(key, name, ...usages) {
  if (!(key instanceof HsmCryptoKey)) throw new TypeError('it is no key of this session');
  if (key.algorithm.name !== name) throw fail('InvalidAccessError', `the key is of ${key.algorithm.name}, not ${name}`);
  if (!usages.some((usage) => key.usages.includes(usage))) {
    throw fail('InvalidAccessError', `the key is not made for ${usages.join(' or ')}`);
  }
}

/**
 * What a JSON Web Key says must go with what the key shall be: its type, curve and algorithm (`wanted`), its usages, and
 * whether it is extractable.
 */
function checkJwk(jwk, wanted, usages, extractable) {
  const bad = (member) => fail('DataError', `${member} of the JSON Web Key does not go with what the key shall be`);
  for (const member of ['kty', 'crv']) if (wanted[member] !== undefined && jwk[member] !== wanted[member]) throw bad(member);
  const use = usages.some((usage) => usage === 'sign' || usage === 'verify') ? 'sig' : 'enc';
  if (usages.length > 0 && jwk.use !== undefined && jwk.use !== use) throw bad('use');
  const ops = jwk.key_ops;
  if (ops !== undefined) {
    const good = Array.isArray(ops) && new Set(ops).size === ops.length && usages.every((usage) => ops.includes(usage));
    if (!good) throw bad('key_ops');
  }
  if (jwk.ext === false && extractable) throw bad('ext');
  if (jwk.alg !== undefined && wanted.alg !== undefined && ![wanted.alg, wanted.before].includes(jwk.alg)) throw bad('alg');
}

/** The DER of a public key that is given as a JSON Web Key, or as a point. */
function publicInfo(format, data, algorithm) {
  if (format === 'spki') return data;
  const jwk = format === 'jwk' ? data : jwkOfPoint(data, algorithm);
  return crypto.createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' });
}

function jwkOfPoint(point, { name, namedCurve }) {
  if (namedCurve === undefined) return { kty: 'OKP', crv: name, x: Buffer.from(point).toString('base64url') };
  const curve = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' }[namedCurve];
  if (curve === undefined) throw fail('NotSupportedError', `there is no curve "${namedCurve}" here`);
  const whole = crypto.ECDH.convertKey(point, curve, undefined, undefined, 'uncompressed');
  const half = (whole.length - 1) / 2;
  const [x, y] = [whole.subarray(1, 1 + half), whole.subarray(1 + half)].map((one) => one.toString('base64url'));
  return { kty: 'EC', crv: namedCurve, x, y };
}

/** The point of a public key, as agreements and the format `raw` have it. */
function pointOf(jwk) {
  const [x, y] = [jwk.x, jwk.y].map((text) => text && Buffer.from(text, 'base64url'));
  return y === undefined ? x : Buffer.concat([Buffer.of(4), x, y]);
}

/** How keys that are there already are usually used. */
const USUAL = [
  [/^ec:/, { name: 'ECDSA' }],
  [/^rsa:/, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }],
  [/^ed25519$/, { name: 'Ed25519' }],
  [/^x25519$/, { name: 'X25519' }],
  [/^aes:/, { name: 'AES-GCM' }],
  [/^hmac-sha(1|256|384|512):/, { name: 'HMAC' }],
];

/** What the standard wants to know of a key of the token; what is said counts. */
function about(kind, wanted) {
  const usual = USUAL.find(([of]) => of.test(kind ?? ''))?.[1];
  const fields = { ...usual, ...(typeof wanted === 'string' ? { name: wanted } : wanted) };
  if (ALGORITHMS[fields.name] === undefined) throw fail('NotSupportedError', `keys ${kind} have no algorithm "${fields.name}" here`);
  const [family, size] = kind.split(':');
  if (family === 'ec') fields.namedCurve = { p256: 'P-256', p384: 'P-384', p521: 'P-521' }[size];
  if (family === 'rsa') fields.modulusLength = Number(size);
  if (family === 'aes') fields.length = Number(size);
  if (family.startsWith('hmac-')) {
    fields.hash ??= `SHA-${family.slice(8)}`;
    fields.length = 8 * Number(size);
  }
  return fields;
}

module.exports = { HsmCryptoKey, about, check, checkJwk, needs, pointOf, publicInfo, some, usagesOf };
