'use strict';
// The algorithms of the Web Cryptography API, and what each is in the token. A table: one algorithm an entry.

const { HASHES } = require('../../constants.cjs');
const { binary } = require('../values.cjs');

/** An error of the standard, with what it comes from. */
const fail = (name, why, cause) => new DOMException(why, cause === undefined ? name : { name, cause });

/** Hashes by the names that WebCrypto has for them. */
const NAMES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };

/** The name that WebCrypto has for a hash. */
function hashName(said) {
  const wanted = String(said?.name ?? said).toUpperCase();
  if (NAMES[wanted] === undefined) throw fail('NotSupportedError', `there is no hash "${wanted}" here`);
  return wanted;
}
const hashOf = (said) => NAMES[hashName(said)];

const CURVES = { 'P-256': 'ec:p256', 'P-384': 'ec:p384', 'P-521': 'ec:p521' };

/** Bytes of a parameter; those that may be left out are. */
function param(algorithm, name, wanted) {
  if (algorithm[name] === undefined) {
    if (wanted === undefined) return undefined;
    throw new TypeError(`${algorithm.name}: ${name} is missing`);
  }
  const bytes = binary(algorithm[name], name);
  if (typeof wanted === 'number' && bytes.length !== wanted) {
    throw fail('OperationError', `${algorithm.name}: ${name} has ${wanted} bytes`);
  }
  return bytes;
}

const said = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const rsa = {
  kind({ modulusLength, publicExponent }) {
    if (Buffer.from(binary(publicExponent, 'publicExponent')).toString('hex').replace(/^0+/, '') !== '10001') {
      throw fail('NotSupportedError', 'the public exponent of keys here is 65537');
    }
    return `rsa:${modulusLength}`;
  },
  about: ({ name, hash, modulusLength }) => ({
    name, modulusLength, publicExponent: Uint8Array.of(1, 0, 1), hash: { name: hashName(hash) },
  }),
  imported: (algorithm, kind) => rsa.about({ ...algorithm, modulusLength: Number(kind.split(':')[1]) }),
  is: (algorithm, kind) => kind.startsWith('rsa:'),
};

const ec = {
  kind({ namedCurve }) {
    if (CURVES[namedCurve] === undefined) throw fail('NotSupportedError', `there is no curve "${namedCurve}" here`);
    return CURVES[namedCurve];
  },
  about: ({ name, namedCurve }) => ({ name, namedCurve }),
  imported: ec_ => ec.about(ec_),
  is: ({ namedCurve }, kind) => CURVES[namedCurve] === kind,
};

const edwards = (kind) => ({
  kind: () => kind,
  about: ({ name }) => ({ name }),
  imported: ({ name }) => ({ name }),
  is: (_, found) => found === kind,
});

const aes = {
  kind({ length }) {
    if (![128, 192, 256].includes(length)) throw fail('OperationError', 'AES keys have 128, 192 or 256 bits');
    return `aes:${length}`;
  },
  about: ({ name, length }) => ({ name, length }),
  secret: (algorithm, length) => ({ kind: 'aes', algorithm: aes.about({ ...algorithm, length }), good: [128, 192, 256].includes(length) }),
};

const CIPHERS = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];

/**
 * Of each: which usages the private (or secret) and the public key may have, how keys are made, what is known of
 * them, and the mechanisms.
 */
const ALGORITHMS = {
  'RSASSA-PKCS1-v1_5': { ...rsa, private: ['sign'], public: ['verify'], sign: (_, key) => ({ name: 'rsa-pkcs1', hash: hashOf(key.hash) }) },
  'RSA-PSS': {
    ...rsa,
    private: ['sign'],
    public: ['verify'],
    sign: ({ saltLength }, key) => ({ name: 'rsa-pss', hash: hashOf(key.hash), saltLen: saltLength }),
  },
  'RSA-OAEP': {
    ...rsa,
    private: ['decrypt', 'unwrapKey'],
    public: ['encrypt', 'wrapKey'],
    cipher: (algorithm, key) => said({ name: 'rsa-oaep', hash: hashOf(key.hash), label: param(algorithm, 'label') }),
  },
  ECDSA: { ...ec, private: ['sign'], public: ['verify'], sign: ({ hash }) => ({ name: 'ecdsa', hash: hashOf(hash), encoding: 'raw' }) },
  ECDH: { ...ec, private: ['deriveKey', 'deriveBits'], public: [], agrees: true },
  Ed25519: { ...edwards('ed25519'), private: ['sign'], public: ['verify'], sign: () => ({ name: 'eddsa' }) },
  X25519: { ...edwards('x25519'), private: ['deriveKey', 'deriveBits'], public: [], agrees: true },
  'AES-CBC': { ...aes, usages: CIPHERS, cipher: (algorithm) => ({ name: 'aes-cbc-pad', iv: param(algorithm, 'iv', 16) }) },
  'AES-CTR': {
    ...aes,
    usages: CIPHERS,
    cipher: (algorithm) => ({ name: 'aes-ctr', iv: param(algorithm, 'counter', 16), counterBits: algorithm.length }),
  },
  'AES-GCM': {
    ...aes,
    usages: CIPHERS,
    cipher: (algorithm) => ({
      ...said({ aad: param(algorithm, 'additionalData') }),
      name: 'aes-gcm',
      iv: param(algorithm, 'iv', true),
      tagLen: (algorithm.tagLength ?? 128) / 8,
    }),
  },
  'AES-KW': { ...aes, usages: ['wrapKey', 'unwrapKey'], wraps: () => ({ name: 'aes-kw' }) },
  HMAC: {
    usages: ['sign', 'verify'],
    kind({ hash, length }) {
      const bits = length ?? (HASHES[hashOf(hash)] > 32 ? 1024 : 512);
      if (!(bits > 0) || bits % 8 !== 0) throw fail('OperationError', 'keys here have whole bytes');
      return `hmac-${hashOf(hash)}:${bits / 8}`;
    },
    about: ({ name, hash, length }) => ({
      name, hash: { name: hashName(hash) }, length: length ?? (HASHES[hashOf(hash)] > 32 ? 1024 : 512),
    }),
    secret: (algorithm, length) => ({
      kind: `hmac-${hashOf(algorithm.hash)}`, algorithm: ALGORITHMS.HMAC.about({ ...algorithm, length }), good: length > 0,
    }),
    sign: (_, key) => ({ name: 'hmac', hash: hashOf(key.hash) }),
  },
  HKDF: {
    usages: ['deriveKey', 'deriveBits'],
    secret: ({ name }, length) => ({ kind: 'generic', algorithm: { name }, good: length >= 0 }),
    derives: (algorithm) => ({
      name: 'hkdf', hash: hashOf(algorithm.hash), salt: param(algorithm, 'salt', true), info: param(algorithm, 'info', true),
    }),
  },
};

const BY_NAME = new Map(Object.keys(ALGORITHMS).map((name) => [name.toUpperCase(), name]));

/** What is said of an algorithm, with the name as the standard writes it, and its entry. */
function algorithmOf(wanted) {
  const fields = typeof wanted === 'string' ? { name: wanted } : { ...wanted };
  const name = BY_NAME.get(String(fields.name).toUpperCase());
  if (name === undefined) throw fail('NotSupportedError', `there is no algorithm "${fields.name}" here`);
  return [{ ...fields, name }, ALGORITHMS[name]];
}

module.exports = { ALGORITHMS, CURVES, algorithmOf, fail, hashName, hashOf };
