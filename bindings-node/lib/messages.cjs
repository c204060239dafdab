'use strict';
// Messages: many encryptions, decryptions, signatures or verifications under one key, which is looked at once.

const { HANDLE, handleOf, native, twins } = require('./calls.cjs');
const { use } = require('./pins.cjs');
const { binary, bytes, only } = require('./values.cjs');

const NOTHING = new Uint8Array();
const KEY = Symbol('key');

/** A series of messages. It has one session of the token for itself until it is closed. */
class Messages {
  constructor(handle, key) {
    Object.defineProperties(this, { [HANDLE]: { value: handle }, [KEY]: { value: key } });
  }

  [Symbol.asyncDispose]() {
    return this.close();
  }

  [Symbol.dispose]() {
    this.closeSync();
  }
}

class MessageEncryptor extends Messages {}
class MessageDecryptor extends Messages {}
class MessageSigner extends Messages {}
class MessageVerifier extends Messages {}

/** What goes with a message: additional data. */
function aadOf(options, more = []) {
  const { aad } = only(options, ['aad', 'signal', ...more], 'a message');
  return aad === undefined ? NOTHING : binary(aad, 'aad');
}

/** What was sealed: the vector, the ciphertext, the tag. */
function parts(sealed) {
  if (typeof sealed !== 'object' || sealed === null) throw new TypeError('what was sealed is { iv, ciphertext, tag }');
  return ['iv', 'ciphertext', 'tag'].map((name) => binary(sealed[name], name));
}

const sealed = ([iv, ciphertext, tag]) => ({ iv, ciphertext, tag });

twins(Messages.prototype, {
  *close() {
    yield (ticket) => native.endMessages(handleOf(this, Messages), ticket);
  },
});
twins(MessageEncryptor.prototype, {
  *encrypt(data, options) {
    const [all, aad] = [bytes(data), aadOf(options)];
    return sealed(yield (ticket) => native.sealMessage(handleOf(this, Messages), all, aad, ticket));
  },
});
twins(MessageDecryptor.prototype, {
  *decrypt(message, options) {
    const all = [...parts(message), aadOf(options)];
    return yield (ticket) => native.openMessage(handleOf(this, Messages), ...all, ticket);
  },
});
twins(MessageSigner.prototype, {
  *sign(data) {
    const all = Uint8Array.from(bytes(data));
    return yield* use(this[KEY], (ticket) => native.signMessage(handleOf(this, Messages), all, ticket));
  },
});
twins(MessageVerifier.prototype, {
  *verify(data, signature) {
    const all = [bytes(data), binary(signature, 'signature')];
    return yield (ticket) => native.verifyMessage(handleOf(this, Messages), ...all, ticket);
  },
});

module.exports = { MessageDecryptor, MessageEncryptor, MessageSigner, MessageVerifier, Messages, aadOf, parts, sealed };
