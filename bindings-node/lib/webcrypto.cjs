'use strict';
// The Web Cryptography API over a session: `Crypto` and `SubtleCrypto`, whose keys are objects of the token.

const { createPrivateKey } = require('node:crypto');
const { TextDecoder, TextEncoder, types } = require('node:util');
const { HANDLE, later, native } = require('./calls.cjs');
const { HsmError } = require('./errors.cjs').classes;
const { SecretKey } = require('./objects.cjs');
const { ALGORITHMS, algorithmOf, fail, hashOf, source } = require('./webcrypto/algorithms.cjs');
const { HsmCryptoKey, about, check, checkJwk, needs, pointOf, publicInfo, some, usagesOf } = require('./webcrypto/keys.cjs');

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

const FORMATS = ['raw', 'spki', 'pkcs8', 'jwk'];

function formatOf(format) {
  if (!FORMATS.includes(format)) throw new TypeError(`there is no format "${format}"; there are ${FORMATS.join(', ')}`);
}

/** What `node:crypto` makes of a file; what it cannot read is no key. */
function parsed(work) {
  try {
    return work();
  } catch (error) {
    throw error instanceof DOMException ? error : fail('DataError', error.message);
  }
}

function jwkOf(data) {
  if (typeof data !== 'object' || data === null) throw new TypeError('keyData: a JSON Web Key is an object');
  return { ...data };
}

/** The value of a secret key in a JSON Web Key. */
function valueOf(k) {
  if (typeof k === 'string' && /^[\w-]*$/.test(k)) return Buffer.from(k, 'base64url');
  throw fail('DataError', 'the JSON Web Key has no value');
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
    return buffer(await this.#session.digest(hashOf(algorithm), source(data, 'data')));
  }

  async generateKey(wanted, extractable, keyUsages) {
    usagesOf(keyUsages);
    const [algorithm, entry] = algorithmOf(wanted, 'generateKey');
    const pair = entry.private !== undefined;
    const usages = usagesOf(keyUsages, pair ? [...entry.private, ...entry.public] : entry.usages);
    const own = pair ? usages.filter((usage) => entry.private.includes(usage)) : usages;
    const kind = entry.kind(algorithm);
    some(own);
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
    formatOf(format);
    usagesOf(keyUsages);
    const given = format === 'jwk' ? jwkOf(data) : source(data, 'keyData');
    const [algorithm, entry] = algorithmOf(wanted, 'importKey');
    if (entry.secret !== undefined) return this.#importSecret(format, given, algorithm, entry, extractable, keyUsages);
    if (format === 'jwk' && given.kty === undefined) throw fail('DataError', 'it is no JSON Web Key');
    const isPrivate = format === 'pkcs8' || (format === 'jwk' && given.d !== undefined);
    return isPrivate
      ? this.#importPrivate(format, given, algorithm, entry, extractable, keyUsages)
      : this.#importPublic(format, given, algorithm, entry, extractable, keyUsages);
  }

  async #importSecret(format, given, wanted, entry, extractable, keyUsages) {
    const usages = usagesOf(keyUsages, entry.usages);
    if (entry.jwk === undefined && extractable) throw fail('SyntaxError', `a key of ${wanted.name} is not extractable`);
    if (format !== 'raw' && (format !== 'jwk' || entry.jwk === undefined)) {
      throw fail('NotSupportedError', `${wanted.name} has no format "${format}"`);
    }
    const value = format === 'jwk' ? valueOf(given.k) : given;
    const { kind, algorithm } = entry.secret(wanted, 8 * value.length);
    if (format === 'jwk') checkJwk(given, entry.jwk(algorithm), usages, extractable);
    some(usages);
    // What bits are derived from must not be secret to the program, which has them then.
    const secrecy = usages.includes('deriveBits') ? { sensitive: false, extractable: true } : { extractable: Boolean(extractable) };
    const options = { ...named(wanted), ...secrecy, usages: needs(usages) };
    const object = await operation('DataError', () => this.#session.importSecret(kind, value, options));
    return new HsmCryptoKey('secret', algorithm, Boolean(extractable), usages, object);
  }

  async #importPrivate(format, given, wanted, entry, extractable, keyUsages) {
    const usages = usagesOf(keyUsages, entry.private);
    if (format === 'jwk') checkJwk(given, entry.jwk(wanted), usages, extractable);
    const file = parsed(() => {
      const said = format === 'jwk' ? { key: given, format } : { key: Buffer.from(given), format: 'der', type: 'pkcs8' };
      const key = createPrivateKey(said);
      const { kty, crv } = key.export({ format: 'jwk' });
      checkJwk({ kty, crv }, entry.jwk(wanted), [], false);
      return key.export({ type: 'pkcs8', format: 'der' });
    });
    some(usages);
    const options = { ...named(wanted), extractable: Boolean(extractable), usages: needs(usages) };
    const pending = operation('DataError', () => this.#session.importKey(file, options));
    file.fill(0);
    return this.#checked('private', (await pending).privateKey, wanted, entry, Boolean(extractable), usages);
  }

  async #importPublic(format, given, wanted, entry, extractable, keyUsages) {
    if (format === 'raw' && entry.is === ALGORITHMS['RSA-PSS'].is) throw fail('NotSupportedError', `${wanted.name} has no format "raw"`);
    const usages = usagesOf(keyUsages, entry.public);
    if (format === 'jwk') checkJwk(given, entry.jwk(wanted), usages, extractable);
    const info = parsed(() => publicInfo(format, given, wanted));
    const object = await operation('DataError', () => this.#session.importKey(info, named(wanted)));
    if (object.encapsulate === undefined) throw fail('DataError', 'it is no public key');
    const key = await this.#checked('public', object, wanted, entry, Boolean(extractable), usages);
    if (!wanted.persist) imported.register(object, object[HANDLE]);
    return key;
  }

  async #checked(type, object, wanted, entry, extractable, usages) {
    const kind = await object.kind();
    if (kind === null || !entry.is(wanted, kind)) {
      await object.destroy();
      throw fail('DataError', `the key is ${kind}, which is not ${wanted.name} as it was said`);
    }
    return new HsmCryptoKey(type, entry.imported(wanted, kind), extractable, usages, object);
  }

  async exportKey(format, key) {
    formatOf(format);
    if (!(key instanceof HsmCryptoKey)) throw new TypeError('it is no key of this session');
    if (!key.extractable) throw fail('InvalidAccessError', 'the key is not extractable');
    if (key.type !== 'public') throw fail('NotSupportedError', 'the values of private and secret keys stay in the token; they can be wrapped');
    if (format === 'spki') return buffer(await key.object.publicKey('der'));
    if (format === 'pkcs8') throw fail('InvalidAccessError', 'a public key has no format "pkcs8"');
    const jwk = await key.object.publicKey('jwk');
    if (format === 'raw' && jwk.x !== undefined) return buffer(pointOf(jwk));
    if (format === 'raw') throw fail('NotSupportedError', `a public key of ${key.algorithm.name} has no format "${format}"`);
    const { alg, shown = true } = ALGORITHMS[key.algorithm.name].jwk(key.algorithm);
    return { ...jwk, key_ops: [...key.usages], ext: true, ...(alg === undefined || !shown ? {} : { alg }) };
  }

  async sign(wanted, key, data) {
    const [algorithm, entry] = algorithmOf(wanted, 'sign');
    check(key, algorithm.name, 'sign');
    const how = entry.sign(algorithm, key.algorithm);
    return buffer(await operation('OperationError', () => key.object.sign(source(data, 'data'), how)));
  }

  async verify(wanted, key, signature, data) {
    const [algorithm, entry] = algorithmOf(wanted, 'verify');
    check(key, algorithm.name, 'verify');
    const how = entry.sign(algorithm, key.algorithm);
    return operation('OperationError', () => key.object.verify(source(data, 'data'), source(signature, 'signature'), how));
  }

  async encrypt(wanted, key, data) {
    return buffer(await this.#cipher('encrypt', algorithmOf(wanted, 'encrypt'), 'encrypt', key, data));
  }

  async decrypt(wanted, key, data) {
    return buffer(await this.#cipher('decrypt', algorithmOf(wanted, 'decrypt'), 'decrypt', key, data));
  }

  async #cipher(what, [algorithm, entry], usage, key, data) {
    check(key, algorithm.name, usage);
    if (entry.cipher === undefined) throw fail('NotSupportedError', `${algorithm.name} does not ${what}`);
    const [how, all] = [entry.cipher(algorithm, key.algorithm), source(data, 'data')];
    const turn = entry.turns?.(algorithm, all);
    if (turn === undefined) return operation('OperationError', () => key.object[what](all, how));
    const [at, anew] = turn;
    const parts = [key.object[what](all.subarray(0, at), how), key.object[what](all.subarray(at), anew)];
    return Buffer.concat(await operation('OperationError', () => Promise.all(parts)));
  }

  async wrapKey(format, key, wrappingKey, wanted) {
    formatOf(format);
    const with_ = algorithmOf(wanted, 'wrapKey');
    const [algorithm, entry] = with_;
    check(wrappingKey, algorithm.name, 'wrapKey');
    if (!(key instanceof HsmCryptoKey)) throw new TypeError('it is no key of this session');
    if (!key.extractable) throw fail('InvalidAccessError', 'the key is not extractable');
    if (key.type === 'public') {
      const shown = await this.exportKey(format, key);
      const data = format === 'jwk' ? new TextEncoder().encode(JSON.stringify(shown)) : shown;
      return buffer(await this.#cipher('encrypt', with_, 'wrapKey', wrappingKey, data));
    }
    if (format !== (key.type === 'secret' ? 'raw' : 'pkcs8')) {
      throw fail('NotSupportedError', 'the token wraps secret keys as "raw", and private keys as "pkcs8"');
    }
    // The file of a private key has any number of bytes, but for those that have 48.
    const whole = key.type === 'secret' ? key.algorithm.length % 64 === 0 : key.algorithm.name.endsWith('25519');
    if (entry.wraps !== undefined && !whole) throw fail('OperationError', 'AES-KW wraps what has 8 bytes, 16, 24, …');
    const how = (entry.wraps ?? entry.cipher)(algorithm, wrappingKey.algorithm);
    return buffer(await operation('OperationError', () => wrappingKey.object.wrap(key.object, how)));
  }

  async unwrapKey(format, wrapped, unwrappingKey, wantedUnwrap, wantedKey, extractable, keyUsages) {
    formatOf(format);
    const with_ = algorithmOf(wantedUnwrap, 'unwrapKey');
    const [algorithm, entry] = with_;
    const [keyAlgorithm, keyEntry] = algorithmOf(wantedKey, 'importKey');
    check(unwrappingKey, algorithm.name, 'unwrapKey');
    if (format === 'spki' || format === 'jwk') {
      const shown = await this.#cipher('decrypt', with_, 'unwrapKey', unwrappingKey, wrapped);
      const data = format === 'jwk' ? parsed(() => JSON.parse(new TextDecoder().decode(shown))) : shown;
      return this.importKey(format, data, keyAlgorithm, extractable, keyUsages);
    }
    const secret = format === 'raw' && keyEntry.secret !== undefined;
    const usages = usagesOf(keyUsages, secret ? keyEntry.usages : keyEntry.private ?? []);
    some(usages);
    const kind = secret ? keyEntry.secret(keyAlgorithm, 256).kind : keyEntry.kind({ modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), ...keyAlgorithm });
    const options = { ...named(keyAlgorithm), extractable: Boolean(extractable), usages: needs(usages) };
    const how = (entry.wraps ?? entry.cipher)(algorithm, unwrappingKey.algorithm);
    const object = await operation('OperationError', () => unwrappingKey.object.unwrap(source(wrapped, 'wrappedKey'), how, kind, options));
    if (!secret) return this.#checked('private', object, keyAlgorithm, keyEntry, Boolean(extractable), usages);
    const length = 8 * (await object.get('valueLen'));
    return new HsmCryptoKey('secret', keyEntry.secret(keyAlgorithm, length).algorithm, Boolean(extractable), usages, object);
  }

  /** What is derived from a key: how, and how many bits there are at most. */
  async #derivation([algorithm, entry], key, usage) {
    check(key, algorithm.name, usage);
    if (entry.derives !== undefined) return [entry.derives(algorithm), Infinity];
    const other = algorithm.public;
    if (!(other instanceof HsmCryptoKey)) throw new TypeError(`${algorithm.name}: public is the other party's key`);
    const same = JSON.stringify(other.algorithm) === JSON.stringify(key.algorithm);
    if (other.type !== 'public' || !same) throw fail('InvalidAccessError', 'the other party has a public key of the same algorithm and curve');
    const point = pointOf(await other.object.publicKey('jwk'));
    const bytes = algorithm.name === 'ECDH' ? (point.length - 1) / 2 : point.length;
    return [{ name: 'ecdh', public: point }, 8 * bytes];
  }

  async deriveBits(wanted, key, length = null) {
    const with_ = algorithmOf(wanted, 'deriveBits');
    const [how, most] = await this.#derivation(with_, key, 'deriveBits');
    const bits = length === null ? most : length >>> 0;
    if (bits > most || bits === Infinity || (most === Infinity && bits % 8 !== 0)) {
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
    const with_ = algorithmOf(wanted, 'deriveKey');
    const [keyAlgorithm, keyEntry] = algorithmOf(wantedKey, 'keyLength');
    const [how, most] = await this.#derivation(with_, key, 'deriveKey');
    const usages = usagesOf(keyUsages, keyEntry.usages);
    // What goes on to be derived from takes all that is agreed on.
    if (keyEntry.kind === undefined && most === Infinity) throw fail('OperationError', `how long a key of ${keyAlgorithm.name} is cannot be said`);
    const kind = keyEntry.kind === undefined ? `generic:${most / 8}` : keyEntry.kind(keyAlgorithm);
    const bits = 8 * Number(kind.split(':')[1]) / (kind.startsWith('aes') ? 8 : 1);
    if (bits > most) throw fail('OperationError', 'what is agreed on is too short for this key');
    if (keyEntry.jwk === undefined && extractable) throw fail('SyntaxError', `a key of ${keyAlgorithm.name} is not extractable`);
    some(usages);
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
    const algorithm = about(await object.kind(), wanted);
    const entry = ALGORITHMS[algorithm.name];
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

/** The arguments that must be there. */
const LEAST = {
  encrypt: 3, decrypt: 3, sign: 3, verify: 4, digest: 2, generateKey: 3, deriveKey: 5, deriveBits: 2, importKey: 5, exportKey: 2, wrapKey: 4, unwrapKey: 7,
};
for (const [name, least] of Object.entries(LEAST)) {
  const method = HsmSubtleCrypto.prototype[name];
  const checked = async function checked(...said) {
    if (said.length < least) throw new TypeError(`${name}: ${least} arguments are wanted, not ${said.length}`);
    return method.apply(this, said);
  };
  Object.defineProperty(HsmSubtleCrypto.prototype, name, { value: checked, writable: true, configurable: true });
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
    // Newer versions of Node.js have more kinds of arrays.
    if (!types.isTypedArray(array) || !/^(Big)?(Int|Uint)/.test(array[Symbol.toStringTag])) {
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
