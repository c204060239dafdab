'use strict';
// The Web Cryptography API over a session: `Crypto` and `SubtleCrypto`, whose keys are objects of the token.

const { TextDecoder, TextEncoder } = require('node:util');
const { HANDLE, later, native } = require('./calls.cjs');
const { HsmError } = require('./errors.cjs').classes;
const { SecretKey } = require('./objects.cjs');
const { algorithmOf, fail, hashOf } = require('./webcrypto/algorithms.cjs');
const { HsmCryptoKey, about, check, needs, pointOf, publicInfo, usagesOf } = require('./webcrypto/keys.cjs');
const { binary } = require('./values.cjs');

const buffer = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
/** What of an algorithm says how a key of the token is called. */
const named = ({ label, id, persist }) => ({
  ...(label instanceof Uint8Array || label === undefined ? {} : { label }),
  ...(id === undefined ? {} : { id }),
  ...(persist === undefined ? {} : { persist }),
});

/** Failures of an operation, as the standard has them; those of the HSM stay what they are, as the cause. */
async function operation(name, work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HsmError) || !['Data', 'Mechanism', 'Attribute', 'Argument', 'Key'].includes(error.kind)) throw error;
    throw fail(name, error.message, error);
  }
}

/** Public keys that were imported go from the token when nobody has them any more. */
const imported = new FinalizationRegistry((handle) => {
  const gone = function* () {
    yield (ticket) => native.destroy(handle, ticket);
  };
  // Its session may be closed, and then it is gone already.
  later(gone()).catch(() => {});
});

class HsmSubtleCrypto {
  #session;

  constructor(session) {
    this.#session = session;
  }

  async digest(algorithm, data) {
    return buffer(await this.#session.digest(hashOf(algorithm), binary(data, 'data')));
  }

  async generateKey(wanted, extractable, keyUsages) {
    const [algorithm, entry] = algorithmOf(wanted);
    if (entry.kind === undefined) throw fail('NotSupportedError', `keys of ${algorithm.name} are not generated`);
    const pair = entry.private !== undefined;
    const usages = usagesOf(keyUsages, pair ? [...entry.private, ...entry.public] : entry.usages);
    const own = pair ? usages.filter((usage) => entry.private.includes(usage)) : usages;
    const kind = entry.kind(algorithm);
    if (own.length === 0) throw fail('SyntaxError', 'such a key could not be used for anything');
    const options = { ...named(algorithm), extractable: Boolean(extractable), usages: needs(usages) };
    const made = await operation('OperationError', () => this.#session.generate(kind, options));
    const known = entry.about(algorithm);
    if (!pair) return new HsmCryptoKey('secret', known, Boolean(extractable), usages, made);
    const others = usages.filter((usage) => entry.public.includes(usage));
    return {
      publicKey: new HsmCryptoKey('public', known, true, others, made.publicKey),
      privateKey: new HsmCryptoKey('private', known, Boolean(extractable), own, made.privateKey),
    };
  }

  async importKey(format, data, wanted, extractable, keyUsages) {
    const [algorithm, entry] = algorithmOf(wanted);
    if (!['raw', 'spki', 'pkcs8', 'jwk'].includes(format)) throw new TypeError(`there is no format "${format}"`);
    const given = format === 'jwk' ? { ...data } : binary(data, 'keyData');
    if (entry.secret !== undefined) return this.#importSecret(format, given, algorithm, entry, extractable, keyUsages);
    const isPrivate = format === 'pkcs8' || (format === 'jwk' && given.d !== undefined);
    return isPrivate
      ? this.#importPrivate(format, given, algorithm, entry, extractable, keyUsages)
      : this.#importPublic(format, given, algorithm, entry, extractable, keyUsages);
  }

  async #importSecret(format, given, wanted, entry, extractable, keyUsages) {
    const usages = usagesOf(keyUsages, entry.usages);
    if (format !== 'raw' && format !== 'jwk') throw fail('NotSupportedError', `${wanted.name} has no format "${format}"`);
    if (usages.length === 0) throw fail('SyntaxError', 'such a key could not be used for anything');
    if (format === 'jwk' && given.kty !== 'oct') throw fail('DataError', 'the JSON Web Key is not of a secret key');
    const value = format === 'jwk' ? Buffer.from(given.k ?? '', 'base64url') : given;
    const { kind, algorithm, good } = entry.secret(wanted, 8 * value.length);
    if (!good) throw fail('DataError', `a key of ${wanted.name} has not ${value.length} bytes`);
    // What bits are derived from must not be secret to the program, which has them then.
    const secrecy = usages.includes('deriveBits') ? { sensitive: false, extractable: true } : { extractable: Boolean(extractable) };
    const options = { ...named(wanted), ...secrecy, usages: needs(usages) };
    const object = await operation('DataError', () => this.#session.importSecret(kind, value, options));
    return new HsmCryptoKey('secret', algorithm, Boolean(extractable), usages, object);
  }

  async #importPrivate(format, given, wanted, entry, extractable, keyUsages) {
    const usages = usagesOf(keyUsages, entry.private);
    if (usages.length === 0) throw fail('SyntaxError', 'such a key could not be used for anything');
    const crypto = require('node:crypto');
    let file;
    try {
      file = format === 'jwk' ? crypto.createPrivateKey({ key: given, format }).export({ type: 'pkcs8', format: 'der' }) : given;
    } catch (error) {
      throw fail('DataError', error.message);
    }
    const options = { ...named(wanted), extractable: Boolean(extractable), usages: needs(usages) };
    const made = await operation('DataError', () => this.#session.importKey(file, options));
    if (made.privateKey === undefined) throw fail('DataError', 'it is no private key');
    return this.#checked('private', made.privateKey, wanted, entry, Boolean(extractable), usages);
  }

  async #importPublic(format, given, wanted, entry, extractable, keyUsages) {
    const usages = usagesOf(keyUsages, entry.public);
    let info;
    try {
      info = publicInfo(format, given, wanted);
    } catch (error) {
      throw error instanceof DOMException ? error : fail('DataError', error.message);
    }
    const object = await operation('DataError', () => this.#session.importKey(info, named(wanted)));
    if (object.encapsulate === undefined) throw fail('DataError', 'it is no public key');
    const key = await this.#checked('public', object, wanted, entry, Boolean(extractable), usages);
    if (!wanted.persist) imported.register(object, object[HANDLE]);
    return key;
  }

  async #checked(type, object, wanted, entry, extractable, usages) {
    const kind = await object.kind();
    if (kind === null || !entry.is(wanted, kind)) throw fail('DataError', `the key is ${kind}, which is not ${wanted.name} as it was said`);
    return new HsmCryptoKey(type, entry.imported(wanted, kind), extractable, usages, object);
  }

  async exportKey(format, key) {
    if (!(key instanceof HsmCryptoKey)) throw new TypeError('it is no key of this session');
    if (!key.extractable) throw fail('InvalidAccessError', 'the key is not extractable');
    if (key.type !== 'public') throw fail('NotSupportedError', 'the values of private and secret keys stay in the token; they can be wrapped');
    if (format === 'spki') return buffer(await key.object.publicKey('der'));
    const jwk = await key.object.publicKey('jwk');
    if (format === 'jwk') return { ...jwk, key_ops: [...key.usages], ext: true, ...jwa(key.algorithm) };
    if (format === 'raw' && jwk.x !== undefined) return buffer(pointOf(jwk));
    throw fail('NotSupportedError', `a public key of ${key.algorithm.name} has no format "${format}"`);
  }

  async sign(wanted, key, data) {
    const [algorithm, entry] = algorithmOf(wanted);
    check(key, algorithm.name, 'sign');
    const how = entry.sign(algorithm, key.algorithm);
    return buffer(await operation('OperationError', () => key.object.sign(binary(data, 'data'), how)));
  }

  async verify(wanted, key, signature, data) {
    const [algorithm, entry] = algorithmOf(wanted);
    check(key, algorithm.name, 'verify');
    const how = entry.sign(algorithm, key.algorithm);
    return operation('OperationError', () => key.object.verify(binary(data, 'data'), binary(signature, 'signature'), how));
  }

  async encrypt(wanted, key, data) {
    return buffer(await this.#cipher('encrypt', 'encrypt', wanted, key, data));
  }

  async decrypt(wanted, key, data) {
    return buffer(await this.#cipher('decrypt', 'decrypt', wanted, key, data));
  }

  async #cipher(what, usage, wanted, key, data) {
    const [algorithm, entry] = algorithmOf(wanted);
    check(key, algorithm.name, usage);
    if (entry.cipher === undefined) throw fail('NotSupportedError', `${algorithm.name} does not ${what}`);
    const how = entry.cipher(algorithm, key.algorithm);
    return operation('OperationError', () => key.object[what](binary(data, 'data'), how));
  }

  async wrapKey(format, key, wrappingKey, wanted) {
    const [algorithm, entry] = algorithmOf(wanted);
    check(wrappingKey, algorithm.name, 'wrapKey');
    if (!(key instanceof HsmCryptoKey)) throw new TypeError('it is no key of this session');
    if (!key.extractable) throw fail('InvalidAccessError', 'the key is not extractable');
    if (key.type === 'public') {
      const shown = await this.exportKey(format, key);
      const data = format === 'jwk' ? new TextEncoder().encode(JSON.stringify(shown)) : shown;
      return buffer(await this.#cipher('encrypt', 'wrapKey', algorithm, wrappingKey, data));
    }
    if (format !== (key.type === 'secret' ? 'raw' : 'pkcs8')) {
      throw fail('NotSupportedError', 'the token wraps secret keys as "raw", and private keys as "pkcs8"');
    }
    const how = (entry.wraps ?? entry.cipher)(algorithm, wrappingKey.algorithm);
    return buffer(await operation('OperationError', () => wrappingKey.object.wrap(key.object, how)));
  }

  async unwrapKey(format, wrapped, unwrappingKey, wantedUnwrap, wantedKey, extractable, keyUsages) {
    const [algorithm, entry] = algorithmOf(wantedUnwrap);
    check(unwrappingKey, algorithm.name, 'unwrapKey');
    const [keyAlgorithm, keyEntry] = algorithmOf(wantedKey);
    if (format === 'spki' || format === 'jwk') {
      const shown = await this.#cipher('decrypt', 'unwrapKey', algorithm, unwrappingKey, wrapped);
      const data = format === 'jwk' ? JSON.parse(new TextDecoder().decode(shown)) : shown;
      return this.importKey(format, data, keyAlgorithm, extractable, keyUsages);
    }
    const secret = format === 'raw' && keyEntry.secret !== undefined;
    const usages = usagesOf(keyUsages, secret ? keyEntry.usages : keyEntry.private ?? []);
    if (usages.length === 0) throw fail('SyntaxError', 'such a key could not be used for anything');
    const kind = secret ? keyEntry.secret(keyAlgorithm, 256).kind : keyEntry.kind({ modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), ...keyAlgorithm });
    const options = { ...named(keyAlgorithm), extractable: Boolean(extractable), usages: needs(usages) };
    const how = (entry.wraps ?? entry.cipher)(algorithm, unwrappingKey.algorithm);
    const object = await operation('OperationError', () => unwrappingKey.object.unwrap(binary(wrapped, 'wrappedKey'), how, kind, options));
    if (!secret) return this.#checked('private', object, keyAlgorithm, keyEntry, Boolean(extractable), usages);
    const length = 8 * (await object.get('valueLen'));
    return new HsmCryptoKey('secret', keyEntry.secret(keyAlgorithm, length).algorithm, Boolean(extractable), usages, object);
  }

  /** What is derived from a key: how, and how many bits there are at most. */
  async #derivation(algorithm, entry, key, ...usages) {
    check(key, algorithm.name, ...usages);
    if (entry.derives !== undefined) return [entry.derives(algorithm), Infinity];
    if (!entry.agrees) throw fail('NotSupportedError', `${algorithm.name} does not derive`);
    const other = algorithm.public;
    if (!(other instanceof HsmCryptoKey) || other.type !== 'public') throw new TypeError(`${algorithm.name}: public is the other party's public key`);
    if (JSON.stringify(other.algorithm) !== JSON.stringify(key.algorithm)) throw fail('InvalidAccessError', 'both keys are of the same algorithm and curve');
    const point = pointOf(await other.object.publicKey('jwk'));
    const bytes = algorithm.name === 'ECDH' ? (point.length - 1) / 2 : point.length;
    return [{ name: 'ecdh', public: point }, 8 * bytes];
  }

  async deriveBits(wanted, key, length = null) {
    const [algorithm, entry] = algorithmOf(wanted);
    const [how, most] = await this.#derivation(algorithm, entry, key, 'deriveBits');
    const bits = length ?? most;
    if (!(bits >= 0) || bits > most || bits === Infinity || (most === Infinity && bits % 8 !== 0)) {
      throw fail('OperationError', 'so many bits are not derived');
    }
    if (bits === 0) return new ArrayBuffer(0);
    // All of what is agreed on, or as much as is wanted.
    const bytes = (most === Infinity ? bits : most) / 8;
    const value = await this.#shown(key, how, bytes);
    const out = Buffer.from(value.subarray(0, Math.ceil(bits / 8)));
    value.fill(0);
    if (bits % 8 !== 0) out[out.length - 1] &= 0xff << (8 - (bits % 8));
    return buffer(out);
  }

  /** What is derived, as bytes; the key that has them goes. */
  async #shown(key, how, bytes) {
    const options = { sensitive: false, extractable: true, usages: ['derive'] };
    const made = await operation('OperationError', () => key.object.derive(how, `generic:${bytes}`, options));
    try {
      return await made.get('value');
    } finally {
      await made.destroy();
    }
  }

  async deriveKey(wanted, key, wantedKey, extractable, keyUsages) {
    const [algorithm, entry] = algorithmOf(wanted);
    const [how, most] = await this.#derivation(algorithm, entry, key, 'deriveKey');
    const [keyAlgorithm, keyEntry] = algorithmOf(wantedKey);
    if (keyEntry.usages === undefined) throw fail('NotSupportedError', `keys of ${keyAlgorithm.name} are not derived`);
    const usages = usagesOf(keyUsages, keyEntry.usages);
    if (usages.length === 0) throw fail('SyntaxError', 'such a key could not be used for anything');
    // What goes on to be derived from takes all that is agreed on.
    const kind = keyEntry.kind === undefined ? `generic:${most === Infinity ? 32 : most / 8}` : keyEntry.kind(keyAlgorithm);
    const bits = 8 * Number(kind.split(':')[1]) / (kind.startsWith('aes') ? 8 : 1);
    if (bits > most) throw fail('OperationError', 'what is agreed on is too short for this key');
    const known = keyEntry.secret(keyAlgorithm, bits).algorithm;
    const shows = usages.includes('deriveBits') ? { sensitive: false, extractable: true } : { extractable: Boolean(extractable) };
    const options = { ...named(keyAlgorithm), ...shows, usages: needs(usages) };
    const object = await operation('OperationError', () => this.#derived(key, how, kind, bits, most, options));
    return new HsmCryptoKey('secret', known, Boolean(extractable), usages, object);
  }

  /** PKCS #11 takes the last bytes of what is agreed on, the standard the first: those are cut here. */
  async #derived(key, how, kind, bits, most, options) {
    if (bits === most || most === Infinity) return key.object.derive(how, kind, options);
    const value = await this.#shown(key, how, most / 8);
    try {
      return await this.#session.importSecret(kind.split(':')[0], value.subarray(0, bits / 8), options);
    } finally {
      value.fill(0);
    }
  }

  /** A key that the token has already, as a `CryptoKey`. What is not said is as is usual for its kind. */
  async keyOf(object, wanted, keyUsages) {
    const fields = about(await object.kind(), wanted);
    const [algorithm, entry] = algorithmOf(fields);
    const type = object instanceof SecretKey ? 'secret' : object.encapsulate === undefined ? 'private' : 'public';
    const all = type === 'secret' ? entry.usages : entry[type];
    const usages = keyUsages === undefined ? all : usagesOf(keyUsages, all);
    const extractable = type === 'public' || (await object.get('extractable'));
    return new HsmCryptoKey(type, entry.about(algorithm), extractable, [...usages], object);
  }

  get [Symbol.toStringTag]() {
    return 'SubtleCrypto';
  }
}

/** The name of the algorithm in a JSON Web Key. */
function jwa({ name, hash }) {
  const bits = hash?.name.slice(4);
  const alg = { 'RSASSA-PKCS1-v1_5': `RS${bits}`, 'RSA-PSS': `PS${bits}`, 'RSA-OAEP': bits === '1' ? 'RSA-OAEP' : `RSA-OAEP-${bits}`, Ed25519: 'Ed25519' }[name];
  return alg === undefined ? {} : { alg };
}

/** `Crypto` over a session. */
class HsmCrypto {
  #session;

  constructor(session) {
    this.#session = session;
    this.subtle = new HsmSubtleCrypto(session);
    Object.freeze(this);
  }

  getRandomValues(array) {
    if (!ArrayBuffer.isView(array) || array instanceof DataView || array instanceof Float32Array || array instanceof Float64Array) {
      throw fail('TypeMismatchError', 'an array of whole numbers is wanted');
    }
    if (array.byteLength > 65536) throw fail('QuotaExceededError', 'more than 65536 bytes at once');
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(this.#session.randomBytesSync(array.byteLength));
    return array;
  }

  randomUUID() {
    const bytes = this.#session.randomBytesSync(16);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  get CryptoKey() {
    return HsmCryptoKey;
  }

  get [Symbol.toStringTag]() {
    return 'Crypto';
  }
}

module.exports = { HsmCryptoKey, webcrypto: (session) => new HsmCrypto(session) };
