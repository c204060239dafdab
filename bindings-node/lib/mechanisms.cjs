'use strict';
// Mechanisms: a name with what it takes, checked once.

const { FIELDS } = require('../constants.cjs');
const { native, queue } = require('./calls.cjs');
const { errorOf } = require('./errors.cjs');
const { named, snake } = require('./values.cjs');

const isSecret = (field) => FIELDS[snake(field)] === 'secret';

/** A mechanism that was checked; to use it again saves the check. */
class Mechanism {
  #native;

  constructor(name, fields = {}) {
    this.name = String(name);
    this.#native = native.mechanism(queue, this.name, named(fields, `the mechanism ${name}`));
    if (this.#native.rv !== undefined) throw errorOf(this.#native);
    // A password is kept by nobody but the library.
    this.fields = Object.freeze(Object.fromEntries(Object.entries(fields).filter(([field]) => !isSecret(field))));
    Object.freeze(this);
  }

  static native(mechanism) {
    return mechanism.#native;
  }
}

/** Those that were said before, where all that they take is text: there are few. */
const known = new Map();

/** The key of what is said, where all of it is text. */
function textOf(fields) {
  let key = '';
  for (const name in fields) {
    if (fields[name] === undefined || name === 'signal') continue;
    if (typeof fields[name] !== 'string' || isSecret(name)) return undefined;
    key += `\n${name}=${fields[name]}`;
  }
  return key;
}

/** A mechanism, for the library: one that was made, a name, or a name with its fields. */
function method(said) {
  if (said instanceof Mechanism) return Mechanism.native(said);
  const fields = typeof said === 'string' ? { name: said } : said;
  if (typeof fields?.name !== 'string') {
    throw new TypeError('a mechanism is a name such as "ecdsa", or an object with a name');
  }
  const key = textOf(fields);
  let made = key === undefined ? undefined : known.get(key);
  if (made === undefined) {
    const { name, ...rest } = fields;
    made = Mechanism.native(new Mechanism(name, rest));
    if (key !== undefined && known.size < 1000) known.set(key, made);
  }
  return made;
}

module.exports = { Mechanism, method, textOf };
