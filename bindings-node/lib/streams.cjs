'use strict';
// Data that comes in parts: operations that are given one part after the other, and the same as streams of Node.js.

const { Transform } = require('node:stream');
const { HANDLE, handleOf, native, twins } = require('./calls.cjs');
const { binary, bytes } = require('./values.cjs');

/** An operation that is under way. It has one session of the token for itself until it has ended. */
class Operation {
  constructor(handle) {
    Object.defineProperty(this, HANDLE, { value: handle });
  }

  [Symbol.asyncDispose]() {
    return this.cancel();
  }

  [Symbol.dispose]() {
    this.cancelSync();
  }
}

class Encryptor extends Operation {}
class Decryptor extends Operation {}
class Signer extends Operation {}
class Verifier extends Operation {}
class SignatureVerifier extends Operation {}
class Hasher extends Operation {}

twins(Operation.prototype, {
  *cancel() {
    yield (ticket) => native.abandon(handleOf(this, Operation), ticket);
  },
});

for (const of of [Encryptor, Decryptor]) {
  twins(of.prototype, {
    *update(data) {
      const part = bytes(data);
      return yield (ticket) => native.update(handleOf(this, of), part, ticket);
    },
  });
}
for (const of of [Signer, Verifier, SignatureVerifier, Hasher]) {
  twins(of.prototype, {
    *update(data) {
      const part = bytes(data);
      yield (ticket) => native.update(handleOf(this, of), part, ticket);
      return this;
    },
  });
}
for (const of of [Encryptor, Decryptor, Signer, Hasher]) {
  twins(of.prototype, {
    *finish() {
      return yield (ticket) => native.finish(handleOf(this, of), ticket);
    },
  });
}
twins(Verifier.prototype, {
  *finish(signature) {
    const said = binary(signature, 'signature');
    return yield (ticket) => native.finishVerify(handleOf(this, Verifier), said, ticket);
  },
});
twins(SignatureVerifier.prototype, {
  *finish() {
    return yield (ticket) => native.finishVerify(handleOf(this, SignatureVerifier), new Uint8Array(), ticket);
  },
});
twins(Hasher.prototype, {
  *updateKey(key) {
    const { HsmObject } = require('./objects.cjs');
    yield (ticket) => native.updateKey(handleOf(this, Hasher), handleOf(key, HsmObject), ticket);
    return this;
  },
});

/**
 * An operation as a stream: bytes in, and out what it gives. It begins with the first part, and its session is
 * free again when the stream has ended or was destroyed. `finish` ends it, for what comes last.
 */
function transform(begin, options, finish = (operation) => operation.finish()) {
  let operation;
  const started = async () => (operation ??= await begin());
  return new Transform({
    ...options,
    async transform(chunk, encoding, done) {
      try {
        const out = await (await started()).update(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
        done(null, out instanceof Uint8Array && out.length > 0 ? out : undefined);
      } catch (error) {
        done(error);
      }
    },
    async flush(done) {
      try {
        const out = await finish(await started());
        done(null, out.length > 0 ? out : undefined);
      } catch (error) {
        done(error);
      }
    },
    destroy(error, done) {
      if (operation === undefined) return done(error);
      return operation.cancel().then(() => done(error), () => done(error));
    },
  });
}

module.exports = { Decryptor, Encryptor, Hasher, SignatureVerifier, Signer, Verifier, transform };
