'use strict';
// The algorithms of the Web Cryptography API, and what each is in the token. A table: one algorithm an entry.

const { types: { isSharedArrayBuffer, isUint8Array } } = require('node:util');
const { HASHES } = require('../../constants.cjs');
const { binary } = require('../values.cjs');

/** An error of the standard, with what it comes from. */
const fail = (name, why, cause) => new DOMException(why, cause === undefined ? name : { name, cause });

/** Hashes by the names that WebCrypto has for them. */
const NAMES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };

/** What is said of an algorithm: its description, or its name alone. */
function described(said) {
  const fields = typeof said === 'object' && said !== null ? said : { name: String(said) };
  if (fields.name === undefined) throw new TypeError('an algorithm has a name');
  return fields;
}

/** The name that WebCrypto has for a hash. */
function hashName(said) {
  const wanted = String(described(said).name).toUpperCase();
  if (NAMES[wanted] === undefined) throw fail('NotSupportedError', `there is no hash "${wanted}" here`);
  return wanted;
}
const hashOf = (said) => NAMES[hashName(said)];

const CURVES = { 'P-256': 'ec:p256', 'P-384': 'ec:p384', 'P-521': 'ec:p521' };

/** A whole number below a limit, as the standard converts what it is given. */
const whole = (limit) => (value, name) => {
  const number = Math.trunc(Number(value));
  if (!(number >= 0 && number < limit)) throw new TypeError(`${name}: a whole number below ${limit} is wanted`);
  return number;
};
const [octet, long] = [whole(2 ** 8), whole(2 ** 32)];

/** Bytes, which nobody else may change meanwhile. */
function source(value, what) {
  const bytes = binary(value, what);
  if (isSharedArrayBuffer(ArrayBuffer.isView(value) ? value.buffer : value)) throw new TypeError(`${what}: shared memory is not taken`);
  return bytes;
}

function bigInteger(value, what) {
  if (!isUint8Array(value)) throw new TypeError(`${what}: a Uint8Array is wanted`);
  return Uint8Array.from(value);
}

/** What the members of descriptions are. */
const MEMBERS = {
  hash: (value) => ({ name: hashName(value) }), namedCurve: String, public: (value) => value,
  modulusLength: long, saltLength: long, length: long, tagLength: octet, counterBits: octet, publicExponent: bigInteger,
  label: source, iv: source, counter: source, additionalData: source, salt: source, info: source,
};

/** Bytes that must be so many. */
function sized({ name, ...algorithm }, member, length) {
  if (algorithm[member].length === length) return algorithm[member];
  throw fail('OperationError', `${name}: ${member} has ${length} bytes`);
}

/** Bits, of which there must be some, and whole bytes of them. */
function bytesOf(bits, what) {
  if (bits === 0) throw fail('OperationError', `${what} has one bit at least`);
  if (bits % 8 !== 0) throw fail('NotSupportedError', `${what} has whole bytes here`);
  return bits / 8;
}

const rsa = {
  kind({ modulusLength, publicExponent }) {
    const exponent = BigInt(`0x0${Buffer.from(publicExponent).toString('hex')}`);
    if (exponent !== 65537n) {
      throw fail(exponent > 2n && exponent % 2n === 1n ? 'NotSupportedError' : 'OperationError', 'the public exponent of keys here is 65537');
    }
    return `rsa:${modulusLength}`;
  },
  about: ({ name, hash, modulusLength, publicExponent = Uint8Array.of(1, 0, 1) }) => ({
    name, modulusLength, publicExponent, hash: { name: hashName(hash) },
  }),
  imported: (algorithm, kind) => rsa.about({ ...algorithm, modulusLength: Number(kind.split(':')[1]) }),
  is: (algorithm, kind) => kind.startsWith('rsa:'),
  jwk: ({ hash }, kind) => ({ kty: 'RSA', alg: `${kind}${hash.name.slice(4)}` }),
  members: { generateKey: 'modulusLength publicExponent hash', importKey: 'hash' },
};

const ec = {
  kind({ namedCurve }) {
    if (CURVES[namedCurve] === undefined) throw fail('NotSupportedError', `there is no curve "${namedCurve}" here`);
    return CURVES[namedCurve];
  },
  about: ({ name, namedCurve }) => ({ name, namedCurve }),
  imported: (algorithm) => ec.about(algorithm),
  is: ({ namedCurve }, kind) => CURVES[namedCurve] === kind,
  jwk: ({ namedCurve }) => ({ kty: 'EC', crv: namedCurve }),
  members: { generateKey: 'namedCurve', importKey: 'namedCurve' },
};

const edwards = (kind) => ({
  kind: () => kind,
  about: ({ name }) => ({ name }),
  imported: ({ name }) => ({ name }),
  is: (_, found) => found === kind,
  jwk: ({ name }) => ({ kty: 'OKP', crv: name }),
  members: { generateKey: '', importKey: '' },
});

const aes = {
  kind({ length }) {
    if (![128, 192, 256].includes(length)) throw fail('OperationError', 'AES keys have 128, 192 or 256 bits');
    return `aes:${length}`;
  },
  about: ({ name, length }) => ({ name, length }),
  secret(algorithm, length) {
    if (![128, 192, 256].includes(length)) throw fail('DataError', `a key of ${algorithm.name} has not ${length} bits`);
    return { kind: 'aes', algorithm: aes.about({ ...algorithm, length }) };
  },
  jwk: ({ name, length }) => ({ kty: 'oct', alg: `A${length}${name.slice(4)}` }),
  members: { generateKey: 'length', importKey: '', keyLength: 'length' },
};

const hmac = {
  kind: ({ hash, length }) => `hmac-${hashOf(hash)}:${bytesOf(length ?? block(hash), 'a key')}`,
  about: ({ name, hash, length }) => ({ name, length: length ?? block(hash), hash: { name: hashName(hash) } }),
  secret(algorithm, length) {
    const wanted = algorithm.length ?? length;
    if (length === 0 || wanted === 0) throw fail('DataError', 'a key of HMAC is not empty');
    if (wanted !== length) throw fail('DataError', `the key has ${length} bits, not ${wanted}`);
    return { kind: `hmac-${hashOf(algorithm.hash)}`, algorithm: hmac.about({ ...algorithm, length }) };
  },
  jwk: ({ hash }) => ({ kty: 'oct', alg: `HS${hash.name.slice(4)}` }),
};

/** Bits of a block of a hash: so long is a key where nothing is said. */
const block = (hash) => (HASHES[hashOf(hash)] > 32 ? 1024 : 512);

const signs = (members) => ({ sign: members, verify: members });
const ciphers = (members) => ({ encrypt: members, decrypt: members, wrapKey: members, unwrapKey: members });
const derives = (members) => ({ deriveKey: members, deriveBits: members });
const CIPHERS = Object.keys(ciphers(''));
const TAGS = [32, 64, 96, 104, 112, 120, 128];

/**
 * Of each: which usages the private (or secret) and the public key may have, how keys are made, what is known of
 * them, the mechanisms, and what can be done with it, with the members that its description has then (those with a
 * question mark may be missing).
 */
const ALGORITHMS = {
  'RSASSA-PKCS1-v1_5': {
    ...rsa,
    private: ['sign'],
    public: ['verify'],
    sign: (_, key) => ({ name: 'rsa-pkcs1', hash: hashOf(key.hash) }),
    jwk: (key) => rsa.jwk(key, 'RS'),
    members: { ...rsa.members, ...signs('') },
  },
  'RSA-PSS': {
    ...rsa,
    private: ['sign'],
    public: ['verify'],
    sign: ({ saltLength }, key) => ({ name: 'rsa-pss', hash: hashOf(key.hash), saltLen: saltLength }),
    jwk: (key) => rsa.jwk(key, 'PS'),
    members: { ...rsa.members, ...signs('saltLength') },
  },
  'RSA-OAEP': {
    ...rsa,
    private: ['decrypt', 'unwrapKey'],
    public: ['encrypt', 'wrapKey'],
    cipher: ({ label }, key) => ({ name: 'rsa-oaep', hash: hashOf(key.hash), ...(label === undefined ? {} : { label }) }),
    jwk: (key) => rsa.jwk(key, 'RSA-OAEP-'),
    members: { ...rsa.members, ...ciphers('label?') },
  },
  ECDSA: {
    ...ec,
    private: ['sign'],
    public: ['verify'],
    sign: ({ hash }) => ({ name: 'ecdsa', hash: hashOf(hash), encoding: 'raw' }),
    jwk: (key) => ({ ...ec.jwk(key), alg: { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' }[key.namedCurve], shown: false }),
    members: { ...ec.members, ...signs('hash') },
  },
  ECDH: { ...ec, private: ['deriveKey', 'deriveBits'], public: [], agrees: true, members: { ...ec.members, ...derives('public') } },
  Ed25519: {
    ...edwards('ed25519'),
    private: ['sign'],
    public: ['verify'],
    sign: () => ({ name: 'eddsa' }),
    jwk: () => ({ kty: 'OKP', crv: 'Ed25519', alg: 'Ed25519', before: 'EdDSA' }),
    members: { generateKey: '', importKey: '', ...signs('') },
  },
  X25519: {
    ...edwards('x25519'), private: ['deriveKey', 'deriveBits'], public: [], agrees: true, members: { generateKey: '', importKey: '', ...derives('public') },
  },
  'AES-CBC': {
    ...aes,
    usages: CIPHERS,
    cipher: (algorithm) => ({ name: 'aes-cbc-pad', iv: sized(algorithm, 'iv', 16) }),
    members: { ...aes.members, ...ciphers('iv') },
  },
  'AES-CTR': {
    ...aes,
    usages: CIPHERS,
    cipher(algorithm) {
      const { length } = algorithm;
      if (length === 0 || length > 128) throw fail('OperationError', 'of a counter 1 to 128 bits count');
      return { name: 'aes-ctr', iv: sized(algorithm, 'counter', 16), counterBits: length };
    },
    // The standard has counters begin anew within the data, which PKCS #11 has not.
    turns({ counter, length }, data) {
      const all = 1n << BigInt(length);
      const value = BigInt(`0x${Buffer.from(counter).toString('hex')}`);
      const rest = 16n * (all - (value % all));
      if (BigInt(data.length) > 16n * all) throw fail('OperationError', 'the counter has not so many values');
      if (BigInt(data.length) <= rest) return undefined;
      const anew = Buffer.from((value - (value % all)).toString(16).padStart(32, '0'), 'hex');
      return [Number(rest), { name: 'aes-ctr', iv: anew, counterBits: length }];
    },
    members: { ...aes.members, ...ciphers('counter length:counterBits') },
  },
  'AES-GCM': {
    ...aes,
    usages: CIPHERS,
    cipher({ iv, tagLength = 128, additionalData }) {
      if (!TAGS.includes(tagLength)) throw fail('OperationError', `a tag has ${TAGS.join(', ')} bits`);
      return { name: 'aes-gcm', iv, tagLen: tagLength / 8, ...(additionalData === undefined ? {} : { aad: additionalData }) };
    },
    members: { ...aes.members, ...ciphers('iv tagLength? additionalData?') },
  },
  'AES-KW': { ...aes, usages: ['wrapKey', 'unwrapKey'], wraps: () => ({ name: 'aes-kw' }), members: { ...aes.members, wrapKey: '', unwrapKey: '' } },
  HMAC: {
    ...hmac,
    usages: ['sign', 'verify'],
    sign: (_, key) => ({ name: 'hmac', hash: hashOf(key.hash) }),
    members: { generateKey: 'hash length?', importKey: 'hash length?', keyLength: 'hash length?', ...signs('') },
  },
  HKDF: {
    usages: ['deriveKey', 'deriveBits'],
    secret: ({ name }) => ({ kind: 'generic', algorithm: { name } }),
    derives: ({ hash, salt, info }) => ({ name: 'hkdf', hash: hashOf(hash), salt, info }),
    members: { importKey: '', keyLength: '', ...derives('hash salt info') },
  },
};

const BY_NAME = new Map(Object.keys(ALGORITHMS).map((name) => [name.toUpperCase(), name]));

/** What is said of an algorithm for something to be done, with the name as the standard writes it, and its entry. */
function algorithmOf(wanted, what) {
  const said = described(wanted);
  const name = BY_NAME.get(String(said.name).toUpperCase());
  const members = name && ALGORITHMS[name].members[what];
  if (members === undefined) throw fail('NotSupportedError', `there is no ${what} with "${said.name}" here`);
  const fields = { ...said, name };
  for (const each of members.split(' ').filter(Boolean)) {
    const [, member, maybe, as = member] = /^(\w+)(\??)(?::(\w+))?$/.exec(each);
    if (said[member] !== undefined) fields[member] = MEMBERS[as](said[member], `${name}: ${member}`);
    else if (!maybe) throw new TypeError(`${name}: ${member} is missing`);
  }
  return [fields, ALGORITHMS[name]];
}

module.exports = { ALGORITHMS, CURVES, algorithmOf, fail, hashOf, source };
