'use strict';
// Instances, and the slots with their tokens.

const { readFileSync } = require('node:fs');
const path = require('node:path');
const { CKF } = require('../constants.cjs');
const { HANDLE, Question, handleOf, native, queue, twins } = require('./calls.cjs');
const { errorOf, failure } = require('./errors.cjs');
const { pinOf } = require('./objects.cjs');
const { Session, findOne, wiping } = require('./session.cjs');
const { MECHANISMS, only } = require('./values.cjs');

/** A PIN that is said, or that a function gives, perhaps later. */
function* askedFor(pin) {
  return typeof pin === 'function' ? pinOf(yield new Question(pin)) : pinOf(pin, false);
}

const FLAGS = {
  initialized: CKF.CKF_TOKEN_INITIALIZED,
  pinInitialized: CKF.CKF_USER_PIN_INITIALIZED,
  pinLocked: CKF.CKF_USER_PIN_LOCKED,
  pinFinalTry: CKF.CKF_USER_PIN_FINAL_TRY,
};

class Slot {
  constructor(hsm, handle) {
    Object.defineProperties(this, { hsm: { value: hsm, enumerable: true }, [HANDLE]: { value: handle } });
  }

  get id() {
    return native.slotId(handleOf(this, Slot));
  }

  async withSession(options, work) {
    return within(await this.session(options), work);
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return `Slot { id: ${this.id} }`;
  }
}

/** Has work done in a session, which is closed then. */
async function within(session, work) {
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

function* session(slot, options) {
  const { pin, soPin, onContextPin } = only(options, ['pin', 'soPin', 'onContextPin', 'signal'], 'a session');
  if (pin !== undefined && soPin !== undefined) {
    throw new TypeError("one PIN logs in, the user's or the security officer's");
  }
  const so = soPin !== undefined;
  let made;
  if (pin === undefined && !so) {
    made = yield (ticket) => native.session(handleOf(slot, Slot), false, undefined, ticket);
  } else {
    const given = yield* askedFor(so ? soPin : pin);
    made = yield wiping([given], (ticket) => native.session(handleOf(slot, Slot), so, given, ticket));
  }
  return new Session(made, onContextPin);
}

const setsPin = (whose) =>
  function* set(old, next) {
    const both = [yield* askedFor(old), yield* askedFor(next)];
    yield wiping(both, (ticket) => native.slotPin(handleOf(this, Slot), whose, ...both, ticket));
  };

twins(Slot.prototype, {
  *info() {
    return yield (ticket) => native.slotInfo(handleOf(this, Slot), ticket);
  },
  *token() {
    let said;
    try {
      said = yield (ticket) => native.tokenInfo(handleOf(this, Slot), ticket);
    } catch (error) {
      if (error.code === 'CKR_TOKEN_NOT_PRESENT') return null;
      throw error;
    }
    for (const [name, flag] of Object.entries(FLAGS)) said[name] = (said.flags & flag) !== 0;
    return said;
  },
  *mechanisms() {
    const all = yield (ticket) => native.mechanisms(handleOf(this, Slot), ticket);
    return all.map(([number, minKeySize, maxKeySize, flags]) => ({
      name: MECHANISMS.get(number) ?? `0x${number.toString(16)}`, number, minKeySize, maxKeySize, flags,
    }));
  },
  *session(options) {
    return yield* session(this, options);
  },
  *initToken(soPin, label) {
    const pin = yield* askedFor(soPin);
    yield wiping([pin], (ticket) => native.initToken(handleOf(this, Slot), pin, String(label), ticket));
  },
  initPin: setsPin('init'),
  setPin: setsPin('user'),
  setSoPin: setsPin('so'),
});

class Hsm {
  constructor(handle, url) {
    Object.defineProperties(this, { [HANDLE]: { value: handle }, url: { value: url, enumerable: true } });
  }

  async withSession(token, options, work) {
    return within(await this.session(token, options), work);
  }

  [Symbol.asyncDispose]() {
    return this.close();
  }

  [Symbol.dispose]() {
    this.closeSync();
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    // A URL may have a PIN behind its question mark.
    return `Hsm { ${(this.url ?? 'configured').split('?')[0]} }`;
  }
}

function* token(hsm, said) {
  const by = typeof said === 'string' ? { [said.startsWith('pkcs11:') ? 'uri' : 'label']: said } : said;
  const { signal, ...names } = only(by, ['label', 'serial', 'uri', 'signal'], 'a token');
  const [[how, name], more] = Object.entries(names).length > 0 ? Object.entries(names) : [[]];
  if (how === undefined || more !== undefined) {
    throw new TypeError('a token is named by its label, its serial number or a URI');
  }
  return new Slot(hsm, yield (ticket) => native.token(handleOf(hsm, Hsm), how, String(name), ticket));
}

function parsed(uri) {
  const said = native.parseUri(String(uri));
  if (said.rv !== undefined) throw errorOf(said);
  return said;
}

/** The PIN that a URI says (RFC 7512, section 2.4), or what gives it. */
function pinOfUri(uri) {
  const { pin, pinSource } = parsed(uri);
  if (pin !== undefined) return pin;
  if (pinSource === undefined) return undefined;
  const file = pinSource.replace(/^file:(\/\/)?/, '');
  if (!path.isAbsolute(file)) {
    throw failure('CKR_ARGUMENTS_BAD', 'Argument', '', 'a pin-source is the absolute path of a file here');
  }
  return () => {
    const all = readFileSync(file);
    const end = all.findIndex((byte) => byte === 10 || byte === 13);
    const line = Buffer.from(end < 0 ? all : all.subarray(0, end));
    all.fill(0);
    return line;
  };
}

/** A session with the token that is named; of a URI, with its PIN unless one is given. */
function* sessionWith(hsm, named, options) {
  const uri = typeof named === 'string' && named.startsWith('pkcs11:') ? named : named?.uri;
  let said = options ?? {};
  if (uri !== undefined && said.pin === undefined && said.soPin === undefined) said = { ...said, pin: pinOfUri(uri) };
  return yield* session(yield* token(hsm, named), said);
}

twins(Hsm.prototype, {
  *close() {
    yield (ticket) => native.closeHsm(handleOf(this, Hsm), ticket);
  },
  *slots() {
    const all = yield (ticket) => native.slots(handleOf(this, Hsm), ticket);
    return all.map((one) => new Slot(this, one));
  },
  *slot(id) {
    if (!Number.isSafeInteger(id) || id < 0) throw new TypeError('a slot has a number, 0 or more');
    return new Slot(this, yield (ticket) => native.slot(handleOf(this, Hsm), id, ticket));
  },
  *token(said) {
    return yield* token(this, said);
  },
  *session(named, options) {
    return yield* sessionWith(this, named, options);
  },
  *key(uri, options) {
    const opened = yield* sessionWith(this, String(uri), options);
    try {
      return yield* findOne(opened, undefined, { uri });
    } catch (error) {
      yield (ticket) => native.closeSession(opened[HANDLE], ticket);
      throw error;
    }
  },
});

/** Ways to say which instance. */
const opens = {
  /** A URL, the path of a directory, or nothing for the instance that is configured. */
  *open(place) {
    const url = place === undefined || place === null || isUrl(place) ? place : ofDirectory(place);
    return yield* opened(url ?? undefined);
  },
  *connect(address, options) {
    const said = only(options, ['bundle', 'timeout', 'connections', 'signal'], 'a connection');
    const bundle = said.bundle === undefined ? [] : [`bundle=${encoded(path.resolve(String(said.bundle)))}`];
    const numbers = ['timeout', 'connections'].filter((name) => said[name] !== undefined);
    const parts = [...bundle, ...numbers.map((name) => `${name}=${said[name]}`)];
    let url = String(address ?? '');
    if (!url.startsWith('strongroom:')) url = url === '' ? 'strongroom:' : `strongroom://${url}`;
    if (parts.length > 0) url += (url.includes('?') ? '&' : '?') + parts.join('&');
    return yield* opened(url);
  },
  *load(module) {
    return yield* opened(ofModule(module));
  },
  *fromUri(uri) {
    const { module } = parsed(uri);
    return yield* opened(module === undefined ? undefined : ofModule(module));
  },
  *create(place, options) {
    const said = only(options, ['slots', 'label', 'production', 'blank', 'signal'], 'an instance');
    const { slots = 10, label = 'strongroom', production = false, blank = false } = said;
    return yield (ticket) =>
      native.createInstance(queue, path.resolve(String(place)), slots, label, production, blank, ticket);
  },
};

function encoded(file) {
  return encodeURIComponent(file).replaceAll('%2F', '/');
}

function ofModule(file) {
  return `pkcs11:?module-path=${encoded(path.resolve(String(file)))}`;
}

function isUrl(place) {
  return typeof place === 'string' && /^(file|strongroom|pkcs11):/.test(place);
}

function ofDirectory(place) {
  return place instanceof URL ? place.href : native.urlOfDirectory(path.resolve(String(place)));
}

function* opened(url) {
  return new Hsm(yield (ticket) => native.open(queue, url, ticket), url);
}

twins(Hsm, opens);

module.exports = { Hsm, Slot, opens };
