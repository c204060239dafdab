'use strict';
// Instances, and the slots with their tokens.

const path = require('node:path');
const { CKF } = require('../constants.cjs');
const { HANDLE, Question, handleOf, native, queue, twins } = require('./calls.cjs');
const { pinOf, wiping } = require('./pins.cjs');
const { Session, findOne } = require('./session.cjs');
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

const OPTIONS = ['pin', 'soPin', 'onContextPin', 'signal'];

function* session(slot, options) {
  const { pin, soPin, onContextPin } = only(options, OPTIONS, 'a session');
  if (pin !== undefined && soPin !== undefined) {
    throw new TypeError("one PIN logs in, the user's or the security officer's");
  }
  const so = soPin !== undefined;
  let made;
  if (pin === undefined && !so) {
    made = yield (ticket) => native.login(handleOf(slot, Slot), false, undefined, ticket);
  } else {
    const given = yield* askedFor(so ? soPin : pin);
    made = yield wiping([given], (ticket) => native.login(handleOf(slot, Slot), so, given, ticket));
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
    const [description, manufacturer, hardwareVersion, firmwareVersion, flags] = yield (ticket) =>
      native.slotInfo(handleOf(this, Slot), ticket);
    return { description, manufacturer, flags, hardwareVersion, firmwareVersion };
  },
  *token() {
    let said;
    try {
      said = yield (ticket) => native.tokenInfo(handleOf(this, Slot), ticket);
    } catch (error) {
      if (error.code === 'CKR_TOKEN_NOT_PRESENT') return null;
      throw error;
    }
    const [label, manufacturer, model, serial, hardwareVersion, firmwareVersion, ...numbers] = said;
    const [flags, minPinLength, maxPinLength] = numbers;
    const known = Object.entries(FLAGS).map(([name, flag]) => [name, (flags & flag) !== 0]);
    return {
      label, manufacturer, model, serial, flags, minPinLength, maxPinLength, hardwareVersion, firmwareVersion,
      ...Object.fromEntries(known),
    };
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

const isUri = (said) => typeof said === 'string' && said.startsWith('pkcs11:');

function* token(hsm, said) {
  const by = typeof said === 'string' ? { [isUri(said) ? 'uri' : 'label']: said } : said;
  const { signal, ...names } = only(by, ['label', 'serial', 'uri', 'signal'], 'a token');
  const [[how, name], more] = Object.entries(names).length > 0 ? Object.entries(names) : [[]];
  if (how === undefined || more !== undefined) {
    throw new TypeError('a token is named by its label, its serial number or a URI');
  }
  return new Slot(hsm, yield (ticket) => native.token(handleOf(hsm, Hsm), how, String(name), ticket));
}

/** A session with the token that is named; of a URI, with its PIN unless one is given. */
function* sessionWith(hsm, named, options) {
  const uri = isUri(named) ? named : named?.uri;
  if (uri === undefined || options?.soPin !== undefined) return yield* session(yield* token(hsm, named), options);
  const { pin, onContextPin } = only(options, OPTIONS, 'a session');
  const given = pin === undefined ? undefined : yield* askedFor(pin);
  const call = (ticket) => native.sessionOfUri(handleOf(hsm, Hsm), uri, given, ticket);
  return new Session(yield given === undefined ? call : wiping([given], call), onContextPin);
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
  *open(place) {
    return yield* opened('place', place instanceof URL ? place.href : place);
  },
  *connect(address, options) {
    const { bundle, timeout, connections } = only(options, ['bundle', 'timeout', 'connections', 'signal'], 'a connection');
    const file = bundle === undefined ? undefined : path.resolve(String(bundle));
    return yield* opened('place', native.urlOfService(address, file, timeout, connections));
  },
  *load(module) {
    return yield* opened('module', path.resolve(String(module)));
  },
  *fromUri(uri) {
    return yield* opened('uri', uri);
  },
  *create(place, options) {
    const said = only(options, ['slots', 'label', 'production', 'blank', 'signal'], 'an instance');
    const { slots = 10, label = 'strongroom', production = false, blank = false } = said;
    const at = path.resolve(String(place));
    const made = yield (ticket) => native.createInstance(queue, at, slots, label, production, blank, ticket);
    return made.map(([id, called, soPin, pin]) => ({ slotId: Number(id), label: called, soPin, pin }));
  },
};

function* opened(how, said) {
  const what = said === undefined || said === null ? undefined : String(said);
  return new Hsm(yield (ticket) => native.open(queue, how, what, ticket), what);
}

twins(Hsm, opens);

module.exports = { Hsm, Slot };
