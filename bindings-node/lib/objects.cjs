'use strict';
// Objects of a token: keys and certificates. A handle stays good for as long as its session is open.

const { CKA, CKO } = require('../constants.cjs');
const { HANDLE, handleOf, native, once, onceNow, twins } = require('./calls.cjs');
const { failure } = require('./errors.cjs');
const { Mechanism, method, textOf } = require('./mechanisms.cjs');
const { MessageDecryptor, MessageEncryptor, MessageSigner, MessageVerifier, aadOf: aadOfMessage, parts, sealed: message } = require('./messages.cjs');
const { CONTEXT_PIN, use } = require('./pins.cjs');
const { Decryptor, Encryptor, SignatureVerifier, Signer, Verifier, transform } = require('./streams.cjs');
const { ATTRIBUTES, attribute, binary, byName, bytes, lengthOf, named, only, shown, template, wanted } = require('./values.cjs');

const NOTHING = new Uint8Array();
const SESSION = Symbol('session');
const USUAL = Symbol('usual');
const KIND = Symbol('kind');

class HsmObject {
  constructor(session, handle) {
    Object.defineProperties(this, {
      [HANDLE]: { value: handle },
      [SESSION]: { value: session },
      [KIND]: { value: undefined, writable: true },
      [USUAL]: { value: undefined, writable: true },
    });
  }

  get session() {
    return this[SESSION];
  }

  get handle() {
    return native.handleOf(handleOf(this, HsmObject));
  }

  equals(other) {
    return other instanceof HsmObject && other.session === this.session && other.handle === this.handle;
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return `${this.constructor.name} { handle: ${this.handle} }`;
  }

  toString() {
    return `[${this.constructor.name} ${this.handle}]`;
  }
}

class PublicKey extends HsmObject {}
class PrivateKey extends HsmObject {}
class SecretKey extends HsmObject {}
class Certificate extends HsmObject {}

const CLASSES = new Map([
  [CKO.CKO_PUBLIC_KEY, PublicKey],
  [CKO.CKO_PRIVATE_KEY, PrivateKey],
  [CKO.CKO_SECRET_KEY, SecretKey],
  [CKO.CKO_CERTIFICATE, Certificate],
]);

/** Objects of the library (each with its class behind it) as objects of the package. */
function objects(session, found) {
  const all = [];
  for (let at = 0; at < found.length; at += 2) {
    all.push(new (CLASSES.get(found[at + 1]) ?? HsmObject)(session, found[at]));
  }
  return all;
}

/** A key, or a pair of keys. */
function made(session, found) {
  const [one, other] = objects(session, found);
  return other === undefined ? one : { privateKey: one, publicKey: other };
}

const native_ = (object) => handleOf(object, HsmObject);

twins(HsmObject.prototype, {
  *kind() {
    if (this[KIND] === undefined) this[KIND] = (yield (ticket) => native.kind(native_(this), ticket)) ?? null;
    return this[KIND];
  },
  *label() {
    return (yield* seen(this, [CKA.CKA_LABEL]))[0] ?? '';
  },
  *id() {
    return (yield* seen(this, [CKA.CKA_ID]))[0] ?? Buffer.alloc(0);
  },
  *get(name) {
    const kind = attribute(name);
    const [answer] = yield (ticket) => native.attributes(native_(this), [kind], ticket);
    const value = shown(answer);
    if (value !== undefined) return value;
    const what = ATTRIBUTES.get(kind) ?? kind;
    throw answer.hidden
      ? failure('CKR_ATTRIBUTE_SENSITIVE', 'Attribute', 'C_GetAttributeValue', `the object does not show its ${what}`)
      : failure('CKR_ATTRIBUTE_TYPE_INVALID', 'Attribute', 'C_GetAttributeValue', `the object has no ${what}`);
  },
  *attributes(names) {
    const kinds = Array.isArray(names) ? names.map(attribute) : [...ATTRIBUTES.keys()];
    return byName(yield (ticket) => native.attributes(native_(this), kinds, ticket));
  },
  *set(attributes) {
    const all = template(attributes);
    yield (ticket) => native.set(native_(this), all, ticket);
  },
  *copy(attributes) {
    const all = template(attributes);
    return made(this.session, yield (ticket) => native.copy(native_(this), all, ticket));
  },
  *destroy() {
    yield (ticket) => native.destroy(native_(this), ticket);
  },
});

function* seen(object, kinds) {
  return (yield (ticket) => native.attributes(native_(object), kinds, ticket)).map(shown);
}

function* related(object, what) {
  return objects(object.session, yield (ticket) => native.related(native_(object), what, ticket));
}

/** The mechanism of a signature, if it needs no question: the one that is said, or that was found before. */
function known(key, said) {
  if (typeof said === 'string' || said?.name !== undefined) return method(said);
  const text = textOf(said);
  return text === undefined ? undefined : key[USUAL]?.get(text);
}

/** The usual mechanism of a key, with what is said of it. */
function* usual(key, said) {
  const fields = named(said, 'a signature');
  const found = yield (ticket) => native.signing(native_(key), fields, ticket);
  const text = textOf(said);
  if (text !== undefined) (key[USUAL] ??= new Map()).set(text, found);
  return found;
}

/** Bytes for a use of a key; a copy, where something is asked for before it takes them. */
function taken(key, said, atOnce = true) {
  const all = bytes(said);
  return atOnce && key.session[CONTEXT_PIN] === undefined ? all : Uint8Array.from(all);
}

const signs = {
  *sign(data, how) {
    let with_ = known(this, how);
    const all = taken(this, data, with_ !== undefined);
    with_ ??= yield* usual(this, how);
    return yield* use(this, (ticket) => native.sign(native_(this), with_, all, ticket));
  },
  *signBatch(data, how) {
    let with_ = known(this, how);
    const all = Array.from(data, (one) => taken(this, one, with_ !== undefined));
    with_ ??= yield* usual(this, how);
    return yield* use(this, (ticket) => native.signBatch(native_(this), with_, all, ticket));
  },
  *signer(how) {
    const with_ = known(this, how) ?? (yield* usual(this, how));
    return new Signer(yield* use(this, (ticket) => native.stream(native_(this), 'sign', with_, ticket)));
  },
  *signRecover(data, how) {
    const all = taken(this, data);
    return yield* use(this, (ticket) => native.transform(native_(this), 'sign_recover', method(how), all, ticket));
  },
  *messageSigner(how) {
    return new MessageSigner(yield* series(this, 'sign', known(this, how) ?? (yield* usual(this, how))), this);
  },
};

/** Begins a series of messages. */
function* series(key, what, with_) {
  return yield* use(key, (ticket) => native.messages(native_(key), what, with_, ticket));
}

const verifies = {
  *verify(data, signature, how) {
    let with_ = known(this, how);
    const all = taken(this, data, with_ !== undefined);
    const said = taken(this, binary(signature, 'signature'), with_ !== undefined);
    with_ ??= yield* usual(this, how);
    return yield* use(this, (ticket) => native.verify(native_(this), with_, all, said, ticket));
  },
  *verifier(how) {
    const with_ = known(this, how) ?? (yield* usual(this, how));
    return new Verifier(yield* use(this, (ticket) => native.stream(native_(this), 'verify', with_, ticket)));
  },
  *verifyRecover(signature, how) {
    const said = binary(signature, 'signature');
    return yield (ticket) => native.transform(native_(this), 'verify_recover', method(how), said, ticket);
  },
  *signatureVerifier(signature, how) {
    const said = Uint8Array.from(binary(signature, 'signature'));
    const with_ = known(this, how) ?? (yield* usual(this, how));
    return new SignatureVerifier(yield* use(this, (ticket) => native.verifying(native_(this), with_, said, ticket)));
  },
  *messageVerifier(how) {
    return new MessageVerifier(yield* series(this, 'verify', known(this, how) ?? (yield* usual(this, how))), this);
  },
};

/** What a secret key does with messages, and with keys that are like them. */
const seals = {
  *messageEncryptor(how = 'aes-gcm-messages') {
    return new MessageEncryptor(yield* series(this, 'encrypt', method(how)), this);
  },
  *messageDecryptor(how = 'aes-gcm-messages') {
    return new MessageDecryptor(yield* series(this, 'decrypt', method(how)), this);
  },
  *wrapAuthenticated(key, how = 'aes-gcm-messages', options = undefined) {
    const [with_, target, aad] = [method(how), native_(key), taken(this, aadOfMessage(options))];
    return message(yield* use(this, (ticket) => native.wrapAuthenticated(native_(this), with_, target, aad, ticket)));
  },
  *unwrapAuthenticated(wrapped, how, kind, options) {
    const { aad, ...more } = options ?? {};
    const with_ = method(how ?? 'aes-gcm-messages');
    const all = [...parts(wrapped), aadOfMessage({ aad })].map((one) => taken(this, one));
    const spec = wanted(kind, more);
    const call = (ticket) => native.unwrapAuthenticated(native_(this), with_, ...all, spec, ticket);
    return made(this.session, yield* use(this, call));
  },
};

/** Whether AES-GCM is to draw its vector. */
function drawn(how) {
  if (how === undefined || how === 'aes-gcm') return true;
  if (typeof how !== 'object' || how === null) return false;
  const fields = how instanceof Mechanism ? how.fields : how;
  return (how.name ?? 'aes-gcm') === 'aes-gcm' && fields.iv === undefined;
}

const GCM = ['name', 'aad', 'signal'];

/** The additional data of what is sealed. */
function aadOf(how) {
  if (how === undefined || typeof how === 'string') return NOTHING;
  const fields = how instanceof Mechanism ? how.fields : how;
  only(fields, GCM, 'what is sealed');
  return fields.aad === undefined ? NOTHING : binary(fields.aad, 'aad');
}

const encrypts = {
  *encrypt(data, how) {
    const all = taken(this, data);
    if (drawn(how)) {
      const aad = taken(this, aadOf(how));
      const [iv, ciphertext, tag] = yield* use(this, (ticket) => native.seal(native_(this), all, aad, ticket));
      return { iv, ciphertext, tag };
    }
    const with_ = method(how);
    return yield* use(this, (ticket) => native.transform(native_(this), 'encrypt', with_, all, ticket));
  },
  *encryptor(how) {
    const with_ = method(how);
    return new Encryptor(yield* use(this, (ticket) => native.stream(native_(this), 'encrypt', with_, ticket)));
  },
};

/** What was sealed, as it came or in one piece: the vector, the ciphertext, the tag. */
function sealed(data) {
  if (typeof data === 'object' && data !== null && data.ciphertext !== undefined) {
    return ['iv', 'ciphertext', 'tag'].map((name) => binary(data[name], name));
  }
  const all = binary(data, 'data');
  if (all.length < 28) {
    throw failure('CKR_ENCRYPTED_DATA_LEN_RANGE', 'Data', 'C_Decrypt', 'what was sealed has 28 bytes at least');
  }
  return [all.subarray(0, 12), all.subarray(12, -16), all.subarray(-16)];
}

const decrypts = {
  *decrypt(data, how) {
    let [all, with_] = [undefined, undefined];
    if (drawn(how)) {
      const [iv, ciphertext, tag] = sealed(data);
      all = Buffer.concat([ciphertext, tag]);
      with_ = method({ name: 'aes-gcm', iv, aad: aadOf(how), tagLen: tag.length });
    } else {
      with_ = method(how);
      all = taken(this, binary(data, 'data'));
    }
    return yield* use(this, (ticket) => native.transform(native_(this), 'decrypt', with_, all, ticket));
  },
  *decryptor(how) {
    const with_ = method(how);
    return new Decryptor(yield* use(this, (ticket) => native.stream(native_(this), 'decrypt', with_, ticket)));
  },
};

const wraps = {
  *wrap(key, how) {
    const [with_, target] = [method(how), native_(key)];
    return yield* use(this, (ticket) => native.wrap(native_(this), with_, target, ticket));
  },
};

const unwraps = {
  *unwrap(wrapped, how, kind, options) {
    const [with_, all] = [method(how), taken(this, binary(wrapped, 'wrapped'))];
    const spec = wanted(kind, options);
    return made(this.session, yield* use(this, (ticket) => native.unwrap(native_(this), with_, all, spec, ticket)));
  },
};

/** Public keys of wallets derive, too. */
const derivesAll = {
  *deriveAll(how, kind, options) {
    const [with_, spec] = [method(how), wanted(kind, options)];
    return objects(this.session, yield* use(this, (ticket) => native.deriveAll(native_(this), with_, spec, ticket)));
  },
};

const derives = {
  *derive(how, kind, options) {
    const spec = wanted(kind, options);
    const { then, ...first } = typeof how === 'object' && !(how instanceof Mechanism) ? how : {};
    if (then === undefined) {
      const with_ = method(how);
      return made(this.session, yield* use(this, (ticket) => native.derive(native_(this), with_, spec, ticket)));
    }
    const [agreement, derivation] = [method(first), method(then)];
    const call = (ticket) => native.agree(native_(this), agreement, derivation, spec, ticket);
    return made(this.session, yield* use(this, call));
  },
  *deriveData(how, length) {
    const [with_, bytes_] = [method(how), lengthOf(length)];
    return yield* use(this, (ticket) => native.deriveData(native_(this), with_, bytes_, ticket));
  },
};

const encapsulates = {
  *encapsulate(kind, options) {
    const [with_, spec] = [method('ml-kem'), wanted(kind, options)];
    const [ciphertext, found] = yield (ticket) => native.encapsulate(native_(this), with_, spec, ticket);
    return { ciphertext, key: made(this.session, found) };
  },
};

const decapsulates = {
  *decapsulate(ciphertext, kind, options) {
    const [with_, all] = [method('ml-kem'), taken(this, binary(ciphertext, 'ciphertext'))];
    const spec = wanted(kind, options);
    const call = (ticket) => native.decapsulate(native_(this), with_, all, spec, ticket);
    return made(this.session, yield* use(this, call));
  },
};

const exports_ = {
  *publicKey(form = 'pem') {
    const out = yield (ticket) => native.publicKey(native_(this), String(form), ticket);
    if (form === 'der') return out;
    return form === 'jwk' ? JSON.parse(out.toString()) : out.toString();
  },
};

const ofPublic = {
  *privateKey() {
    return (yield* related(this, 'private'))[0] ?? null;
  },
};

const ofPrivate = {
  *public() {
    return (yield* related(this, 'public'))[0] ?? null;
  },
  *certificate() {
    return (yield* related(this, 'certificate'))[0] ?? null;
  },
  *chain() {
    return objects(this.session, yield (ticket) => native.chain(native_(this), ticket));
  },
};

const ofCertificate = {
  *der() {
    return (yield* seen(this, [CKA.CKA_VALUE]))[0];
  },
  *pem() {
    return (yield (ticket) => native.pem(native_(this), ticket)).toString();
  },
  *privateKey() {
    return (yield* related(this, 'private'))[0] ?? null;
  },
};

for (const [of, ...all] of [
  [PublicKey, verifies, encrypts, wraps, derivesAll, encapsulates, exports_, ofPublic],
  [PrivateKey, signs, decrypts, unwraps, derives, derivesAll, decapsulates, exports_, ofPrivate],
  [SecretKey, signs, verifies, encrypts, decrypts, seals, wraps, unwraps, derives, derivesAll],
  [Certificate, exports_, ofCertificate],
]) {
  for (const methods of all) twins(of.prototype, methods);
}

/** The mechanism of a signature that is one call: all is known that it needs, and nobody can end the wait. */
function direct(key, how, options) {
  const with_ = known(key, how);
  if (with_ === undefined || how?.signal !== undefined || options !== undefined) return undefined;
  return key.session[CONTEXT_PIN] === undefined ? with_ : undefined;
}

// A signature is what programs wait for most.
for (const of of [PrivateKey, SecretKey]) {
  const { sign, signSync } = of.prototype;
  const short = {
    sign(...said) {
      const [data, how, options] = said;
      try {
        const with_ = direct(this, how, options);
        if (with_ !== undefined) {
          const all = bytes(data);
          return once((ticket) => native.sign(native_(this), with_, all, ticket));
        }
      } catch (error) {
        return Promise.reject(error);
      }
      return sign.apply(this, said);
    },
    signSync(...said) {
      const [data, how, options] = said;
      const with_ = direct(this, how, options);
      if (with_ === undefined) return signSync.apply(this, said);
      const all = bytes(data);
      return onceNow((at, room) => native.sign(native_(this), with_, all, at, room));
    },
  };
  for (const [name, value] of Object.entries(short)) {
    Object.defineProperty(of.prototype, name, { value, writable: true, configurable: true });
  }
}

/** What a key does with data that flows: the methods' names, and what begins the operation. */
for (const [names, name, begin] of [
  [[PublicKey, SecretKey], 'createEncryptStream', 'encryptor'],
  [[PrivateKey, SecretKey], 'createDecryptStream', 'decryptor'],
  [[PrivateKey, SecretKey], 'createSignStream', 'signer'],
]) {
  for (const of of names) {
    Object.defineProperty(of.prototype, name, {
      value(how, options) {
        return transform(() => this[begin](how), options);
      },
      writable: true,
      configurable: true,
    });
  }
}

for (const of of [PublicKey, SecretKey]) {
  Object.defineProperty(of.prototype, 'createVerifyStream', {
    value(signature, how, options) {
      const said = Uint8Array.from(binary(signature, 'signature'));
      return transform(() => this.verifier(how), options, async (verifier) => {
        if (await verifier.finish(said)) return NOTHING;
        throw failure('CKR_SIGNATURE_INVALID', 'Signature', 'C_VerifyFinal', 'the signature is not that of this data');
      });
    },
    writable: true,
    configurable: true,
  });
}

module.exports = { Certificate, HsmObject, PrivateKey, PublicKey, SecretKey, made, objects };
