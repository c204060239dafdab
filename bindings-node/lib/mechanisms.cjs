'use strict';
// Mechanisms: a name with what it takes, and the usual ones of each kind of key.

const { MECHANISMS } = require('../constants.cjs');
const { errorOf } = require('./errors.cjs');
const native = require('./native.cjs');
const { binary, only } = require('./values.cjs');

const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
/** All that some mechanism takes, as JavaScript writes it. */
const FIELDS = [...new Set(Object.values(MECHANISMS).flat())].map(camel);
const BYTES = new Set(['iv', 'aad', 'label', 'context', 'public', 'shared', 'salt', 'info']);

/** A mechanism that was checked; to use it again saves the check. */
class Mechanism {
  #native;

  constructor(name, fields) {
    const said = only(fields, FIELDS, `the mechanism ${name}`);
    const all = { name: String(name) };
    for (const [field, value] of Object.entries(said)) {
      if (value !== undefined) all[field] = BYTES.has(field) ? binary(value, field) : value;
    }
    this.name = all.name;
    this.fields = Object.freeze({ ...said });
    this.#native = native.mechanism(all);
    if (this.#native.rv !== undefined) throw errorOf(this.#native);
    Object.freeze(this);
  }

  static native(mechanism) {
    return mechanism.#native;
  }
}

/** Those that were said before, where all that they take is text: there are few. */
const known = new Map();

/** A mechanism as people say it: one that was made, a name, or a name with its fields. */
function mechanism(said) {
  if (said instanceof Mechanism) return said;
  if (typeof said === 'string') return remembered(said, said, {});
  if (typeof said !== 'object' || said === null || typeof said.name !== 'string') {
    throw new TypeError('a mechanism is a name such as "ecdsa", or an object with a name');
  }
  const { name, signal, ...fields } = said;
  let key = name;
  for (const field in fields) {
    if (typeof fields[field] !== 'string') return new Mechanism(name, fields);
    key += `\n${field}=${fields[field]}`;
  }
  return remembered(key, name, fields);
}

function remembered(key, name, fields) {
  let made = known.get(key);
  if (made === undefined) {
    made = new Mechanism(name, fields);
    if (known.size < 1000) known.set(key, made);
  }
  return made;
}

/** The hash that goes with a curve, and the bytes of a coordinate. */
const CURVES = {
  'ec:p224': ['sha224', 28],
  'ec:p256': ['sha256', 32],
  'ec:p384': ['sha384', 48],
  'ec:p521': ['sha512', 66],
  'ec:secp256k1': ['sha256', 32],
  x25519: ['', 32],
  x448: ['', 56],
};

/** What may be said of a signature beside a mechanism. */
const SIGNING = ['hash', 'padding', 'encoding', 'context', 'signal'];

/** The mechanism that goes with a kind of key, with what is said. */
function usual(kind, said) {
  const family = (kind ?? '').split(':')[0];
  const { hash, padding, encoding, context } = only(said, SIGNING, 'a signature');
  const no = (refused) => {
    for (const [name, value] of Object.entries(refused)) {
      if (value !== undefined) throw new TypeError(`a signature with a key ${kind ?? 'of this kind'} has no ${name}`);
    }
  };
  if (family === 'ec') {
    no({ padding, context });
    return mechanism({ name: 'ecdsa', hash: hash ?? CURVES[kind]?.[0] ?? 'sha256', encoding: encoding ?? 'der' });
  }
  if (family === 'rsa') {
    no({ encoding, context });
    if (padding !== undefined && padding !== 'pss' && padding !== 'pkcs1') {
      throw new TypeError('the padding of a signature is "pss" or "pkcs1"');
    }
    return mechanism({ name: padding === 'pkcs1' ? 'rsa-pkcs1' : 'rsa-pss', hash: hash ?? 'sha256' });
  }
  no({ padding, encoding });
  if (family === 'ed25519' || family === 'ed448') {
    no({ hash });
    return context === undefined ? mechanism('eddsa') : mechanism({ name: 'eddsa', context });
  }
  if (family === 'ml-dsa') {
    const fields = Object.entries({ hash, context }).filter(([, value]) => value !== undefined);
    return mechanism({ name: 'ml-dsa', ...Object.fromEntries(fields) });
  }
  no({ context });
  if (family === 'aes') {
    no({ hash });
    return mechanism('aes-cmac');
  }
  if (family.startsWith('hmac-')) return mechanism({ name: 'hmac', hash: hash ?? family.slice(5) });
  if (family === 'generic' || family === 'hkdf') return mechanism({ name: 'hmac', hash: hash ?? 'sha256' });
  throw new TypeError(`say a mechanism: keys ${kind ?? 'of this kind'} have no usual one for signatures`);
}

module.exports = { BYTES, CURVES, Mechanism, camel, mechanism, usual };
