'use strict';
// Sessions: somebody who is logged in to a token, or nobody.

const { CKA, CKO, CKU } = require('../constants.cjs');
const { HANDLE, handleOf, later, native, now, twins } = require('./calls.cjs');
const { method } = require('./mechanisms.cjs');
const { HsmObject, made, objects } = require('./objects.cjs');
const { CONTEXT_PIN, pinOf, wiping } = require('./pins.cjs');
const { Hasher, transform } = require('./streams.cjs');
const { binary, bytes, lengthOf, named, only, template, wanted } = require('./values.cjs');

const CLASSES = {
  secret: CKO.CKO_SECRET_KEY,
  private: CKO.CKO_PRIVATE_KEY,
  public: CKO.CKO_PUBLIC_KEY,
  certificate: CKO.CKO_CERTIFICATE,
};
const QUERY = ['label', 'id', 'uri', 'attributes', 'signal'];

/** What is looked for: what a URI says, and a template of what else is said. */
function query(of, said) {
  if (typeof of === 'object' && of !== null && said === undefined) return query(undefined, of);
  const { label, id, uri, attributes } = only(said, QUERY, 'a search');
  if (of !== undefined && CLASSES[of] === undefined) {
    throw new TypeError(`a class is one of ${Object.keys(CLASSES).join(', ')}`);
  }
  const all = [{ CKA_CLASS: CLASSES[of], CKA_LABEL: label, CKA_ID: id }, attributes].flatMap((one) => template(one).template);
  return [uri, { kind: 0, template: all }];
}

class Session {
  #webcrypto;

  constructor(handle, contextPin) {
    Object.defineProperty(this, HANDLE, { value: handle });
    if (contextPin === undefined) return;
    if (typeof contextPin !== 'function') throw new TypeError('onContextPin is a function that gives a PIN');
    Object.defineProperty(this, CONTEXT_PIN, { value: contextPin });
    native.useOfferedPins(handle);
  }

  get closed() {
    return native.isClosed(handleOf(this, Session));
  }

  get slotId() {
    return native.sessionSlot(handleOf(this, Session));
  }

  get user() {
    const user = native.sessionUser(handleOf(this, Session));
    return { [CKU.CKU_USER]: 'user', [CKU.CKU_SO]: 'so' }[user] ?? null;
  }

  get webcrypto() {
    const { webcrypto } = require('./webcrypto.cjs');
    return (this.#webcrypto ??= webcrypto(this));
  }

  async *find(of, said) {
    const all = query(of, said);
    const search = await later(begin(this, all), (said ?? of)?.signal);
    try {
      for (;;) {
        const found = await later(step(search), (said ?? of)?.signal);
        if (found.length === 0) return;
        yield* objects(this, found);
      }
    } finally {
      await later(end(search));
    }
  }

  *findSync(of, said) {
    const search = now(begin(this, query(of, said)));
    try {
      for (;;) {
        const found = now(step(search));
        if (found.length === 0) return;
        yield* objects(this, found);
      }
    } finally {
      now(end(search));
    }
  }

  createHashStream(hash, options) {
    return transform(() => this.hasher(hash), options);
  }

  [Symbol.asyncDispose]() {
    return this.close();
  }

  [Symbol.dispose]() {
    this.closeSync();
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return `Session { slotId: ${this.slotId}, user: ${this.user}${this.closed ? ', closed' : ''} }`;
  }
}

function* begin(session, all) {
  return yield (ticket) => native.find(handleOf(session, Session), ...all, ticket);
}

function* step(search) {
  return yield (ticket) => native.findNext(search, ticket);
}

function* end(search) {
  yield (ticket) => native.findEnd(search, ticket);
}

function* findOne(session, of, said) {
  const all = query(of, said);
  return made(session, yield (ticket) => native.findOne(handleOf(session, Session), ...all, ticket));
}

const handle = (session) => handleOf(session, Session);

twins(Session.prototype, {
  *close() {
    yield (ticket) => native.closeSession(handle(this), ticket);
  },
  *generate(kind, options) {
    const spec = wanted(kind, options);
    return made(this, yield (ticket) => native.generate(handle(this), spec, ticket));
  },
  *generateWith(how, kind, options) {
    const [with_, spec] = [method(how), wanted(kind, options)];
    return made(this, yield (ticket) => native.generateWith(handle(this), with_, spec, ticket));
  },
  *importKey(file, options) {
    // What kind it is stands in the file.
    const [all, spec] = [bytes(file, 'file'), wanted('rsa', options)];
    return made(this, yield (ticket) => native.importKey(handle(this), all, spec, ticket));
  },
  *importSecret(kind, value, options) {
    const [all, spec] = [binary(value, 'value'), wanted(kind, options)];
    return made(this, yield (ticket) => native.importSecret(handle(this), all, spec, ticket));
  },
  *create(attributes) {
    const all = template(attributes);
    return made(this, yield (ticket) => native.create(handle(this), all, ticket));
  },
  *addCertificate(file, options) {
    const { forKey, ...said } = options ?? {};
    let all = bytes(file, 'file');
    if (forKey !== undefined && said.id === undefined) {
      all = Uint8Array.from(all); // it may change meanwhile
      const owner = handleOf(forKey, HsmObject);
      const [answer] = yield (ticket) => native.attributes(owner, [CKA.CKA_ID], ticket);
      said.id = answer.bytes;
    }
    const fields = named(said, 'a certificate');
    return made(this, yield (ticket) => native.importCertificate(handle(this), all, fields, ticket));
  },
  *findOne(of, said) {
    return yield* findOne(this, of, said);
  },
  *keyFor(publicKey) {
    const info = publicKeyInfo(publicKey);
    return made(this, yield (ticket) => native.keyWith(handle(this), info, ticket)) ?? null;
  },
  *randomBytes(length) {
    const bytes_ = lengthOf(length);
    return yield (ticket) => native.random(handle(this), bytes_, ticket);
  },
  *digest(hash, data) {
    const [with_, all] = [digestOf(hash), bytes(data)];
    return yield (ticket) => native.digest(handle(this), with_, all, ticket);
  },
  *hasher(hash) {
    const with_ = digestOf(hash);
    return new Hasher(yield (ticket) => native.hasher(handle(this), with_, ticket));
  },
  *setPin(old, next) {
    const both = [pinOf(old, false), pinOf(next, false)];
    yield wiping(both, (ticket) => native.sessionPin(handle(this), ...both, ticket));
  },
  *initPin(next) {
    const pin = pinOf(next, false);
    yield wiping([pin], (ticket) => native.sessionPin(handle(this), undefined, pin, ticket));
  },
});

/** The mechanism of a digest: its hash, or a mechanism that makes one. */
function digestOf(hash) {
  return method(typeof hash === 'string' ? { name: 'digest', hash } : hash);
}

/** The DER of a public key: it, or a KeyObject of `node:crypto`. */
function publicKeyInfo(said) {
  if (typeof said?.export === 'function') return said.export({ type: 'spki', format: 'der' });
  return binary(said, 'public key');
}

module.exports = { Session, findOne };
