// Runs the cases of `tests/vectors` (see `tests/scenarios.md`) on the instance with a URL, and prints a line for each:
// `node scenarios.mjs URL DIRECTORY [sync]`. The instance was made for this run. With `sync` the twins that do
// not wait are called.

import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hsm, HsmError, MessageDecryptor, MessageEncryptor, MessageSigner, MessageVerifier, constants } from 'strongroom';

const PINS = { user: '98765432', so: '87654321' };
/** The fields that each operation has, beside `op`, `as` and `expect`. */
const FIELDS = {
  open: '', login: 'user pin slot hsm', close: 'session hsm', token: 'label hsm', token_flags: 'flags slot hsm',
  set_pin: 'old new session', init_pin: 'so_pin new slot hsm', init_token: 'so_pin label slot hsm',
  generate: 'spec mechanism session', import: 'spec value file session', create: 'attributes session',
  import_certificate: 'file label id persist session', find: 'query session', find_one: 'query session',
  get: 'object attribute', check: 'object attributes', set: 'object attributes', copy: 'object attributes',
  destroy: 'object', kind: 'object', public_key: 'object', public: 'object', private: 'object',
  certificate: 'object', chain: 'object', sign: 'key mechanism data parts',
  verify: 'key mechanism data signature parts', encrypt: 'key mechanism data parts',
  decrypt: 'key mechanism data parts', seal: 'key data aad', unseal: 'key sealed aad', wrap: 'key mechanism target',
  unwrap: 'key mechanism wrapped spec', derive: 'key mechanism spec', encapsulate: 'key mechanism spec',
  decapsulate: 'key mechanism ciphertext spec', digest: 'mechanism data parts session', random: 'len session',
  derive_all: 'key mechanism spec', derive_data: 'key mechanism len', verify_signature: 'key mechanism data signature parts',
  wrap_authenticated: 'key mechanism target aad', unwrap_authenticated: 'key mechanism iv data tag aad spec',
  messages: 'messages key mechanism', message: 'of data aad iv tag signature', end_messages: 'of',
  begin: 'stream key mechanism session', update: 'of data', finish: 'of signature', abandon: 'of',
};
const MESSAGES = {
  encrypt: ['messageEncryptor', MessageEncryptor], decrypt: ['messageDecryptor', MessageDecryptor],
  sign: ['messageSigner', MessageSigner], verify: ['messageVerifier', MessageVerifier],
};
const BEGIN = { encrypt: 'encryptor', decrypt: 'decryptor', sign: 'signer', verify: 'verifier' };

const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
/** The members of an object that are said. */
const said = (object) => Object.fromEntries(Object.entries(object ?? {}).filter(([, value]) => value != null));

function constant(name) {
  for (const family of Object.values(constants)) if (Object.hasOwn(family, name)) return family[name];
  throw new Error(`there is no ${name}`);
}

function joined(made) {
  return made.ciphertext === undefined ? made : Buffer.concat([made.iv, made.ciphertext, made.tag]);
}

class Case {
  constructor(url, data, sync) {
    this.url = url;
    this.data = data;
    this.sync = sync;
    this.slot = data.slot ?? 0;
    this.names = new Map();
  }

  /** Calls one of the twins. */
  call(of, name, ...args) {
    return this.sync ? of[`${name}Sync`](...args) : of[name](...args);
  }

  // Values.

  bytes(value) {
    if (typeof value === 'string') {
      if (value.startsWith('$')) return joined(this.named(value.slice(1)));
      return Buffer.from(value, 'hex');
    }
    if (value.text !== undefined) return Buffer.from(value.text);
    if (value.repeat !== undefined) return Buffer.concat(Array(value.times).fill(this.bytes(value.repeat)));
    if (value.join !== undefined) return Buffer.concat(value.join.map((part) => this.bytes(part)));
    if (value.cut !== undefined) return this.bytes(value.cut).subarray(0, value.len);
    if (value.flip !== undefined) {
      const flipped = Buffer.from(this.bytes(value.flip));
      flipped[(value.at + flipped.length) % flipped.length] ^= 1;
      return flipped;
    }
    throw new Error(`${JSON.stringify(value)} is no value`);
  }

  attribute(value) {
    if (typeof value === 'boolean' || typeof value === 'number') return value;
    if (typeof value === 'string' && value.startsWith('CK')) return constant(value);
    if (Array.isArray(value)) return value.map(constant);
    if (typeof value === 'object' && Object.keys(value).length > 0 && Object.keys(value).every((name) => name.startsWith('CKA_'))) {
      return this.attributes(value);
    }
    return this.bytes(value);
  }

  attributes(value) {
    return Object.fromEntries(Object.entries(value ?? {}).map(([name, one]) => [name, this.attribute(one)]));
  }

  mechanism(value) {
    if (typeof value === 'string') return { name: value };
    const field = (name, one) => {
      const sort = constants.FIELDS[name];
      if (sort === 'key') return this.named(one);
      return sort === 'bytes' || sort === 'secret' ? this.bytes(one) : one;
    };
    return Object.fromEntries(Object.entries(said(value)).map(([name, one]) => [camel(name), field(name, one)]));
  }

  spec(value) {
    const { kind, id, attributes, always_authenticate: always, ...rest } = said(value);
    const options = { ...rest };
    if (id !== undefined) options.id = this.bytes(id);
    if (attributes !== undefined) options.attributes = this.attributes(attributes);
    if (always !== undefined) options.alwaysAuthenticate = always;
    return [kind, options];
  }

  query(value) {
    const { class: of, label, id, attributes, ...unknown } = said(value);
    if (Object.keys(unknown).length > 0) throw new Error(`${JSON.stringify(value)} is no query`);
    const all = said({ label, id: id && this.bytes(id), attributes: attributes && this.attributes(attributes) });
    return [of, all];
  }

  named(name) {
    if (!this.names.has(name)) throw new Error(`nothing is called ${name}`);
    return this.names.get(name);
  }

  /** Names what a step made. */
  keep(step, made) {
    if (step.as !== undefined) {
      if (made?.privateKey?.handle !== undefined) {
        this.names.set(step.as, made.privateKey);
        this.names.set(`${step.as}.public`, made.publicKey);
      } else {
        this.names.set(step.as, made);
      }
    }
    return made;
  }

  session(step) {
    return this.named(step.session ?? 'session');
  }

  hsm(step) {
    return this.named(step.hsm ?? 'hsm');
  }

  slotOf(step) {
    return this.call(this.hsm(step), 'slot', step.slot ?? this.slot);
  }

  // Steps.

  logIn(slot, user, pin) {
    if (user === 'nobody') return this.call(slot, 'session');
    return this.call(slot, 'session', { [user === 'so' ? 'soPin' : 'pin']: pin ?? PINS[user] });
  }

  async run() {
    this.names.set('hsm', await this.call(Hsm, 'open', this.url));
    try {
      const slot = await this.call(this.named('hsm'), 'slot', this.slot);
      const there = new Set((await this.call(slot, 'mechanisms')).map((one) => one.number));
      const missing = (this.data.needs ?? []).find((name) => !there.has(constant(name)));
      if (missing !== undefined) return `skipped needs ${missing}`;
      const who = this.data.login ?? 'user';
      if (who !== 'none') this.names.set('session', await this.logIn(slot, who));
      let number = 0;
      for (const step of this.data.steps) {
        number += 1;
        try {
          await this.step(said(step));
        } catch (error) {
          return `failed step ${number} (${step.op}): ${error.name}: ${error.message}`;
        }
      }
      return 'ok';
    } finally {
      for (const one of this.names.values()) if (one instanceof Hsm) await this.call(one, 'close');
    }
  }

  async step(step) {
    const { op, expect } = step;
    if (FIELDS[op] === undefined) throw new Error(`there is no ${op}`);
    const known = new Set([...FIELDS[op].split(' '), 'op', 'as', 'expect']);
    const unknown = Object.keys(step).filter((name) => !known.has(name));
    if (unknown.length > 0) throw new Error(`${op} has no ${unknown}`);
    const every = step.parts === 'everywhere';
    const cuts = every ? Array.from({ length: this.bytes(step.data).length + 1 }, (_, cut) => [cut]) : [step.parts];
    for (const parts of cuts) {
      let made;
      try {
        made = await this[`do_${op}`]({ ...step, parts });
      } catch (error) {
        if (!(error instanceof HsmError)) throw error;
        this.failed(error, expect);
        continue;
      }
      this.came(made, expect, op);
    }
  }

  failed(error, expect) {
    if (expect?.error === undefined) throw error;
    if (error.code !== expect.error || (expect.kind ?? error.kind) !== error.kind) {
      throw new Error(`expected ${JSON.stringify(expect)}, got ${error.code} (${error.kind})`);
    }
  }

  came(made, expected, op) {
    let expect = expected;
    if (op.startsWith('verify') || (['finish', 'message'].includes(op) && typeof made === 'boolean')) {
      expect ??= true;
      // That a signature is not good is said with false here.
      if (/^CKR_SIGNATURE_(INVALID|LEN_RANGE)$/.test(expect.error ?? '') && made === false) return;
    }
    if (expect === undefined || ['chain', 'check', 'token_flags'].includes(op)) return;
    let good;
    if (typeof expect === 'boolean' || typeof expect === 'number') good = made === expect;
    else if (expect.error !== undefined) good = false;
    else if (expect.len !== undefined) {
      const [least, most] = [expect.len].flat().length === 2 ? expect.len : [expect.len, expect.len];
      const length = joined(made).length;
      good = least <= length && length <= most;
    } else if (expect.not !== undefined) good = !joined(made).equals(this.bytes(expect.not));
    else if (expect.value !== undefined) good = made === expect.value;
    else if (expect.count !== undefined) good = (made ?? 0) === expect.count;
    else if (typeof expect === 'string' && expect.startsWith('CK')) good = made === constant(expect);
    else good = joined(made).equals(this.bytes(expect));
    if (!good) {
      const got = made instanceof Uint8Array ? Buffer.from(made).toString('hex') : String(made);
      throw new Error(`expected ${JSON.stringify(expect)}, got ${got}`);
    }
  }

  async do_open(step) {
    this.keep(step, await this.call(Hsm, 'open', this.url));
  }

  async do_login(step) {
    this.keep(step, await this.logIn(await this.slotOf(step), step.user, step.pin));
  }

  async do_close(step) {
    await this.call(this.named(step.session ?? step.hsm), 'close');
  }

  async do_token(step) {
    return (await this.call(this.hsm(step), 'token', step.label)).id;
  }

  async do_token_flags(step) {
    const { flags } = await this.call(await this.slotOf(step), 'token');
    for (const [name, wanted] of Object.entries(step.flags)) {
      if (((flags & constant(name)) !== 0) !== wanted) throw new Error(`${name} is not ${wanted}`);
    }
  }

  async do_set_pin(step) {
    await this.call(this.session(step), 'setPin', step.old, step.new);
  }

  async do_init_pin(step) {
    await this.call(await this.slotOf(step), 'initPin', step.so_pin, step.new);
  }

  async do_init_token(step) {
    await this.call(await this.slotOf(step), 'initToken', step.so_pin, step.label);
  }

  async do_generate(step) {
    const how = step.mechanism === undefined ? ['generate'] : ['generateWith', this.mechanism(step.mechanism)];
    this.keep(step, await this.call(this.session(step), ...how, ...this.spec(step.spec)));
  }

  async do_import(step) {
    const [kind, options] = this.spec(step.spec);
    const made = kind === undefined
      ? this.call(this.session(step), 'importKey', this.bytes(step.file), options)
      : this.call(this.session(step), 'importSecret', kind, this.bytes(step.value), options);
    this.keep(step, await made);
  }

  async do_create(step) {
    this.keep(step, await this.call(this.session(step), 'create', this.attributes(step.attributes)));
  }

  async do_import_certificate(step) {
    const { label, id, persist } = step;
    const options = said({ label, persist, id: id && this.bytes(id) });
    this.keep(step, await this.call(this.session(step), 'addCertificate', this.bytes(step.file), options));
  }

  async do_find(step) {
    let count = 0;
    const found = this.call(this.session(step), 'find', ...this.query(step.query));
    // Both kinds of iterators.
    for await (const one of found) if (one !== undefined) count += 1;
    return count;
  }

  async do_find_one(step) {
    this.keep(step, await this.call(this.session(step), 'findOne', ...this.query(step.query)));
  }

  async value(object, name) {
    const made = await this.call(object, 'get', name);
    return typeof made === 'string' ? Buffer.from(made) : made;
  }

  async do_get(step) {
    return this.keep(step, await this.value(this.named(step.object), step.attribute));
  }

  async do_check(step) {
    for (const [name, expect] of Object.entries(step.attributes)) {
      let made;
      try {
        made = await this.value(this.named(step.object), name);
      } catch (error) {
        if (!(error instanceof HsmError)) throw error;
        this.failed(error, expect);
        continue;
      }
      if (Array.isArray(expect)) {
        if (JSON.stringify(made) !== JSON.stringify(this.attribute(expect))) throw new Error(`${name} is ${made}`);
      } else {
        this.came(made, expect, 'get');
      }
    }
  }

  async do_set(step) {
    await this.call(this.named(step.object), 'set', this.attributes(step.attributes));
  }

  async do_copy(step) {
    this.keep(step, await this.call(this.named(step.object), 'copy', this.attributes(step.attributes)));
  }

  async do_destroy(step) {
    await this.call(this.named(step.object), 'destroy');
  }

  do_kind(step) {
    return this.call(this.named(step.object), 'kind');
  }

  async do_public_key(step) {
    return this.keep(step, await this.call(this.named(step.object), 'publicKey', 'der'));
  }

  async half(step, name) {
    const found = await this.call(this.named(step.object), name);
    if (found === null && step.expect === undefined) throw new Error('there is none');
    if (found !== null) this.keep(step, found);
    return found === null ? null : 1;
  }

  do_public(step) {
    return this.half(step, 'public');
  }

  do_private(step) {
    return this.half(step, 'privateKey');
  }

  do_certificate(step) {
    return this.half(step, 'certificate');
  }

  async do_chain(step) {
    const ders = async (all) => Promise.all(all.map(async (one) => (await this.call(one, 'der')).toString('hex')));
    const made = await ders(await this.call(this.named(step.object), 'chain'));
    const wanted = await ders(step.expect.map((name) => this.named(name)));
    if (made.join() !== wanted.join()) throw new Error(`the chain is not ${step.expect}`);
  }

  /** Makes an operation of keys, at once or in parts. */
  async operate(step, name, begin, ...last) {
    const [key, how] = [this.named(step.key), this.mechanism(step.mechanism)];
    if (step.parts === undefined) return this.call(key, name, this.bytes(step.data), ...last, how);
    return this.through(await this.call(key, begin, how), step, ...last);
  }

  async through(stream, step, ...last) {
    const out = [];
    let data = this.bytes(step.data);
    const give = async (part) => {
      const made = await this.call(stream, 'update', part);
      if (made instanceof Uint8Array) out.push(made);
    };
    try {
      for (const length of step.parts) {
        await give(data.subarray(0, length));
        data = data.subarray(length);
      }
      await give(data);
      const end = await this.call(stream, 'finish', ...last);
      return typeof end === 'boolean' ? end : Buffer.concat([...out, end]);
    } finally {
      await this.call(stream, 'cancel');
    }
  }

  async do_sign(step) {
    return this.keep(step, await this.operate(step, 'sign', 'signer'));
  }

  do_verify(step) {
    return this.operate(step, 'verify', 'verifier', this.bytes(step.signature));
  }

  async do_encrypt(step) {
    return this.keep(step, await this.operate(step, 'encrypt', 'encryptor'));
  }

  async do_decrypt(step) {
    return this.keep(step, await this.operate(step, 'decrypt', 'decryptor'));
  }

  async do_seal(step) {
    return this.sealed(step, await this.call(this.named(step.key), 'encrypt', this.bytes(step.data), { aad: this.bytes(step.aad) }));
  }

  /** Names what was sealed, and its parts. */
  sealed(step, made) {
    for (const [part, value] of Object.entries(made)) this.names.set(`${step.as}.${part}`, value);
    return this.keep(step, made);
  }

  /** What was sealed, from its parts. */
  parted(step) {
    return Object.fromEntries([['iv', step.iv], ['ciphertext', step.data], ['tag', step.tag]].map(([name, one]) => [name, this.bytes(one)]));
  }

  async do_wrap_authenticated(step) {
    const [how, aad] = [this.mechanism(step.mechanism), this.bytes(step.aad)];
    return this.sealed(step, await this.call(this.named(step.key), 'wrapAuthenticated', this.named(step.target), how, { aad }));
  }

  async do_unwrap_authenticated(step) {
    const [how, [kind, options]] = [this.mechanism(step.mechanism), this.spec(step.spec)];
    const said = { ...options, aad: this.bytes(step.aad) };
    this.keep(step, await this.call(this.named(step.key), 'unwrapAuthenticated', this.parted(step), how, kind, said));
  }

  async do_verify_signature(step) {
    const how = this.mechanism(step.mechanism);
    const stream = await this.call(this.named(step.key), 'signatureVerifier', this.bytes(step.signature), how);
    return this.through(stream, { parts: [], ...said(step) });
  }

  async do_messages(step) {
    this.keep(step, await this.call(this.named(step.key), MESSAGES[step.messages][0], this.mechanism(step.mechanism)));
  }

  /** A series for something else has no such method; what the core says of that is asked all the same. */
  async message(step, what, ...args) {
    const [, of] = MESSAGES[what];
    return of.prototype[this.sync ? `${what}Sync` : what].apply(this.named(step.of), args);
  }

  async do_message(step) {
    const data = this.bytes(step.data);
    const aad = step.aad === undefined ? undefined : this.bytes(step.aad);
    if (step.signature !== undefined) return this.message(step, 'verify', data, this.bytes(step.signature));
    if (aad === undefined) return this.keep(step, await this.message(step, 'sign', data));
    if (step.iv !== undefined) return this.keep(step, await this.message(step, 'decrypt', this.parted(step), { aad }));
    return this.sealed(step, await this.message(step, 'encrypt', data, { aad }));
  }

  async do_end_messages(step) {
    await this.call(this.named(step.of), 'close');
  }

  async do_derive_all(step) {
    const made = await this.call(this.named(step.key), 'deriveAll', this.mechanism(step.mechanism), ...this.spec(step.spec));
    if (made.length !== step.as.length) throw new Error(`${made.length} objects came`);
    for (const [at, name] of step.as.entries()) this.names.set(name, made[at]);
  }

  async do_derive_data(step) {
    return this.keep(step, await this.call(this.named(step.key), 'deriveData', this.mechanism(step.mechanism), step.len));
  }

  async do_unseal(step) {
    const made = await this.call(this.named(step.key), 'decrypt', this.bytes(step.sealed), { aad: this.bytes(step.aad) });
    return this.keep(step, made);
  }

  async do_wrap(step) {
    const how = this.mechanism(step.mechanism);
    return this.keep(step, await this.call(this.named(step.key), 'wrap', this.named(step.target), how));
  }

  async do_unwrap(step) {
    const how = this.mechanism(step.mechanism);
    const wrapped = this.bytes(step.wrapped);
    this.keep(step, await this.call(this.named(step.key), 'unwrap', wrapped, how, ...this.spec(step.spec)));
  }

  async do_derive(step) {
    const how = this.mechanism(step.mechanism);
    this.keep(step, await this.call(this.named(step.key), 'derive', how, ...this.spec(step.spec)));
  }

  async do_encapsulate(step) {
    const { ciphertext, key } = await this.call(this.named(step.key), 'encapsulate', ...this.spec(step.spec));
    this.names.set(step.as, key);
    this.names.set(`${step.as}.ciphertext`, ciphertext);
    return ciphertext;
  }

  async do_decapsulate(step) {
    const ciphertext = this.bytes(step.ciphertext);
    this.keep(step, await this.call(this.named(step.key), 'decapsulate', ciphertext, ...this.spec(step.spec)));
  }

  async do_digest(step) {
    const session = this.session(step);
    const made = step.parts === undefined
      ? this.call(session, 'digest', this.mechanism(step.mechanism), this.bytes(step.data))
      : this.through(await this.call(session, 'hasher', step.mechanism.hash), step);
    return this.keep(step, await made);
  }

  async do_random(step) {
    return this.keep(step, await this.call(this.session(step), 'randomBytes', step.len));
  }

  async do_begin(step) {
    const made = step.stream === 'digest'
      ? this.call(this.session(step), 'hasher', step.mechanism.hash)
      : this.call(this.named(step.key), BEGIN[step.stream], this.mechanism(step.mechanism));
    this.keep(step, await made);
  }

  async do_update(step) {
    const made = await this.call(this.named(step.of), 'update', this.bytes(step.data));
    return this.keep(step, made instanceof Uint8Array ? made : Buffer.alloc(0));
  }

  async do_finish(step) {
    const last = step.signature === undefined ? [] : [this.bytes(step.signature)];
    return this.keep(step, await this.call(this.named(step.of), 'finish', ...last));
  }

  async do_abandon(step) {
    await this.call(this.named(step.of), 'cancel');
  }
}

/** Runs all cases, and tells each ending. */
export async function run(url, directory, sync, tell) {
  const counts = { ok: 0, failed: 0, skipped: 0 };
  for (const file of readdirSync(directory).filter((name) => name.endsWith('.json')).sort()) {
    for (const one of JSON.parse(readFileSync(join(directory, file), 'utf8')).cases) {
      const ending = await new Case(url, one, sync).run();
      counts[ending.split(' ')[0]] += 1;
      tell(`case ${basename(file, '.json')}/${one.id} ${ending}`);
    }
  }
  const all = Object.values(counts).reduce((sum, count) => sum + count);
  tell(`cases ${all} ${Object.entries(counts).flat().join(' ')}`);
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [url, directory, mode] = process.argv.slice(2);
  const counts = await run(url, directory, mode === 'sync', (line) => console.log(line));
  process.exitCode = counts.ok > 0 && counts.failed === 0 ? 0 : 1;
}
