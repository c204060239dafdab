'use strict';
// What people may write for bytes, attributes, keys that are wanted and mechanisms, in the one form that the
// library takes.

const { CKA, CKM, FIELDS } = require('../constants.cjs');

/** Bytes of a view, a buffer, or the UTF-8 of a text. Shared memory is copied, since others may change it. */
function bytes(said, what = 'data') {
  if (said instanceof Uint8Array) return shared(said.buffer) ? Uint8Array.from(said) : said;
  if (typeof said === 'string') return Buffer.from(said, 'utf8');
  if (ArrayBuffer.isView(said)) return bytes(new Uint8Array(said.buffer, said.byteOffset, said.byteLength));
  if (said instanceof ArrayBuffer || shared(said)) return bytes(new Uint8Array(said));
  throw new TypeError(`${what}: bytes (Buffer, TypedArray, DataView, ArrayBuffer) or a text are wanted`);
}

function shared(buffer) {
  return typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
}

/** Bytes that are not given as a text. */
function binary(said, what) {
  if (typeof said === 'string') throw new TypeError(`${what}: bytes are wanted, not a text`);
  return bytes(said, what);
}

function isBytes(said) {
  return ArrayBuffer.isView(said) || said instanceof ArrayBuffer || shared(said);
}

/** The same bytes as a Buffer. */
function asBuffer(said, what) {
  const { buffer, byteOffset, byteLength } = bytes(said, what);
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Attributes whose bytes are text. */
const TEXTS = new Set([CKA.CKA_LABEL, CKA.CKA_APPLICATION, CKA.CKA_UNIQUE_ID, CKA.CKA_URL]);

/** The names of numbers; of several, the newer one, which stands behind the older. */
function namesOf(family) {
  return new Map(Object.entries(family).map(([name, value]) => [value, name]));
}
const ATTRIBUTES = namesOf(CKA);
const MECHANISMS = namesOf(CKM);

/** The number of an attribute: `'label'`, `'CKA_LABEL'`, `'keyType'` and `3` are ways to say one. */
function attribute(name) {
  if (typeof name === 'number') return name;
  const wanted = String(name)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .replaceAll('-', '_');
  const found = CKA[wanted.startsWith('CKA_') ? wanted : `CKA_${wanted}`];
  if (found === undefined) throw new TypeError(`there is no attribute "${name}"`);
  return found;
}

function mechanismNumber(said) {
  const number = typeof said === 'string' ? CKM[said] : said;
  if (typeof number !== 'number') throw new TypeError(`there is no mechanism "${said}"`);
  return number;
}

/** A template for the library: a value that has others, with their kinds. */
function template(attributes = {}) {
  const all = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ ...valued(value, name), kind: attribute(/^\d+$/.test(name) ? Number(name) : name) }));
  return { kind: 0, template: all };
}

function valued(value, name) {
  if (typeof value === 'boolean') return { truth: value };
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) {
    if (value < 0) throw new RangeError(`${name}: a number of PKCS #11 is not negative`);
    return { number: BigInt(value) };
  }
  if (Array.isArray(value)) return { mechanisms: value.map(mechanismNumber) };
  if (typeof value === 'string' || isBytes(value)) return { bytes: asBuffer(value, name) };
  if (typeof value === 'object' && value !== null) return template(value);
  throw new TypeError(`${name}: an attribute is a truth value, a number, bytes, a text, a list or an object`);
}

/** The value of an attribute for people; `undefined` where there is none to be seen. */
function shown(attribute) {
  const { kind, truth, number, bytes, mechanisms, template } = attribute;
  if (truth !== undefined) return truth;
  if (number !== undefined) return number <= Number.MAX_SAFE_INTEGER ? Number(number) : number;
  if (bytes !== undefined) return TEXTS.has(kind) ? bytes.toString('utf8') : bytes;
  if (template !== undefined) return byName(template);
  return mechanisms;
}

/** Attributes by name; those that are not seen are left out. */
function byName(attributes) {
  const all = {};
  for (const one of attributes) {
    const value = shown(one);
    if (value !== undefined) all[ATTRIBUTES.get(one.kind) ?? `0x${one.kind.toString(16)}`] = value;
  }
  return all;
}

/** Says no to names that are not known, so that a slip is not silently ignored. */
function only(said, known, what) {
  if (said === undefined) return {};
  if (typeof said !== 'object' || said === null) throw new TypeError(`${what}: an object is wanted`);
  for (const name of Object.keys(said)) {
    if (!known.includes(name)) throw new TypeError(`${what} has no "${name}"; there are ${known.join(', ')}`);
  }
  return said;
}

/** What is said by name, for the library, which knows what there is and of what sort it must be. */
function named(said, what) {
  if (said === undefined) return [];
  if (typeof said !== 'object' || said === null) throw new TypeError(`${what}: an object is wanted`);
  const all = [];
  for (const [name, value] of Object.entries(said)) {
    if (value === undefined || name === 'signal') continue;
    all.push({ ...field(value, name), kind: 0, name: snake(name) });
  }
  return all;
}

/** A name as the core has it. */
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function field(value, name) {
  const sort = FIELDS[snake(name)];
  if (sort === 'key' && typeof value?.handle === 'number') return { number: BigInt(value.handle) };
  if (sort === 'secret') return { bytes: asBuffer(value, name) };
  if (typeof value === 'string') return { text: value };
  if (typeof value === 'boolean') return { truth: value };
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name}: a whole number, 0 or more`);
    return { number: BigInt(value) };
  }
  if (isBytes(value)) return { bytes: asBuffer(value, name) };
  if (Array.isArray(value)) return { words: value.map(String) };
  if (typeof value === 'object' && value !== null) return template(value);
  throw new TypeError(`${name}: there is no way to say it so`);
}

/** A number of bytes. */
function lengthOf(said) {
  if (Number.isInteger(said) && said >= 0 && said <= 0xffffffff) return said;
  throw new RangeError('a length is a whole number, 0 or more');
}

/** A key that is wanted, for the library. */
function wanted(kind, options) {
  if (typeof kind !== 'string') throw new TypeError('a kind of key is a text such as "ec:p256"');
  return { kind, said: named(options, 'a key') };
}

module.exports = { ATTRIBUTES, MECHANISMS, attribute, binary, byName, bytes, lengthOf, named, only, shown, snake, template, wanted };
