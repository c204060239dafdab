'use strict';
// Keys in a hardware security module: Strongroom embedded, at a service, or any other PKCS #11 module.

// Node.js before 18.18 has no such symbols.
Symbol.dispose ??= Symbol('Symbol.dispose');
Symbol.asyncDispose ??= Symbol('Symbol.asyncDispose');

const constants = require('./constants.cjs');
const { native } = require('./lib/calls.cjs');
const { classes } = require('./lib/errors.cjs');
const { Hsm, Slot } = require('./lib/hsm.cjs');
const { Mechanism } = require('./lib/mechanisms.cjs');
const { Certificate, HsmObject, PrivateKey, PublicKey, SecretKey } = require('./lib/objects.cjs');
const { Session } = require('./lib/session.cjs');
const { Decryptor, Encryptor, Hasher, SignatureVerifier, Signer, Verifier } = require('./lib/streams.cjs');
const { MessageDecryptor, MessageEncryptor, MessageSigner, MessageVerifier } = require('./lib/messages.cjs');

/** How many threads calls have; it counts when it is said before the first one. */
function configure({ threads } = {}) {
  if (!Number.isInteger(threads) || threads < 1) throw new RangeError('threads: a whole number, 1 or more');
  native.configureThreads(threads);
}

module.exports = {
  Certificate, Decryptor, Encryptor, Hasher, Hsm, HsmObject, Mechanism, MessageDecryptor, MessageEncryptor, MessageSigner,
  MessageVerifier, PrivateKey, PublicKey, SecretKey, Session, SignatureVerifier, Signer, Slot, Verifier, configure,
  constants, version: native.version(), ...classes,
};
