'use strict';
// PINs: copies that are wiped after use, and keys that want one for each use.

const { Question, native } = require('./calls.cjs');

/** What gives the PIN for each use of a session's keys that want it. */
const CONTEXT_PIN = Symbol('context PIN');

/** A PIN, as a copy that is wiped after use. Bytes that a function gave are wiped too. */
function pinOf(said, wipe = true) {
  if (typeof said !== 'string' && !(said instanceof Uint8Array)) {
    throw new TypeError('a PIN is a text, bytes, or a function that gives one');
  }
  const pin = Buffer.from(said);
  if (wipe && said instanceof Uint8Array) said.fill(0);
  return pin;
}

/** A call that wipes what it was given, which the library has copied by then. */
function wiping(pins, call) {
  return (ticket) => {
    try {
      return call(ticket);
    } finally {
      for (const pin of pins) pin.fill(0);
    }
  };
}

/** Makes a call that uses a key, and, where the key wants it, once more with the PIN that its session gives. */
function* use(key, call) {
  try {
    return yield call;
  } catch (error) {
    const ask = key.session[CONTEXT_PIN];
    if (error?.code !== 'CKR_USER_NOT_LOGGED_IN' || ask === undefined) throw error;
    const pin = pinOf(yield new Question(ask));
    return yield wiping([pin], (ticket) => {
      native.offerContextPin(pin);
      return call(ticket);
    });
  }
}

module.exports = { CONTEXT_PIN, pinOf, use, wiping };
