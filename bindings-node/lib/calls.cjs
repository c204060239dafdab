'use strict';
// How calls are made. Each method is written once, as a generator: what it yields is a call of the library, or
// a question to the caller (a PIN, say); what comes back is the answer. Its twins run it: one with promises,
// where the core's threads make the calls, one on the spot.

const { markAsUntransferable } = require('node:worker_threads');
const native = require('./native.cjs');
const { errorOf } = require('./errors.cjs');

/** What is under way, by its ticket; tickets that are free again; and how many somebody waits for. */
const runs = [];
const free = [];
let pending = 0;
/** Somebody whose call was aborted. */
const NOBODY = { go() {}, answered() {} };
// It keeps the process running while something is under way, and not a moment longer.
const alive = setInterval(() => {}, 0x7fffffff);
alive.unref();

function waits(more) {
  pending += more;
  if (pending === 0) alive.unref();
  else if (pending === more) alive.ref();
}

/** Memory in which short answers come to lie, one behind the other. Nobody may take it from those that have the others. */
const ROOM = 32 << 10;
class Room {
  constructor() {
    this.used = ROOM;
    this.bytes = undefined;
  }

  /** It has room for more from `used` on. */
  renew() {
    if (this.used <= ROOM / 2) return;
    this.bytes = Buffer.allocUnsafeSlow(ROOM);
    markAsUntransferable(this.bytes.buffer);
    this.used = 0;
  }

  /** The answer that was written next, behind its ticket and its length. */
  next() {
    const from = this.used + 8;
    this.used = from + this.bytes.readUInt32LE(from - 4);
    return this.bytes.subarray(from, this.used);
  }
}

/** What an answer is given to may make a call on the spot, so that those have room of their own. */
const room = new Room();
const roomOnTheSpot = new Room();

function take() {
  room.renew();
  const answers = native.take(queue, room.bytes.subarray(room.used));
  for (const end = room.used + answers[0]; room.used < end; ) {
    const ticket = room.bytes.readUInt32LE(room.used);
    ended(ticket).go('next', room.next());
  }
  for (let at = 1; at < answers.length; at += 2) ended(answers[at]).answered(answers[at + 1]);
  if (answers[0] > 0 || answers.length > 1) again.refresh();
}

/** Who waited for an answer that has come. */
function ended(ticket) {
  const run = runs[ticket];
  runs[ticket] = undefined;
  free.push(ticket);
  if (run !== NOBODY) waits(-1);
  return run;
}

const queue = native.queue(take);
// A moment after something was taken: answers that came meanwhile may not have been told of.
const again = setTimeout(take, 1).unref();

/** A question to the caller: a value, or a function that gives one, perhaps later. */
class Question {
  constructor(ask) {
    this.ask = ask;
  }
}

function isFailure(answer) {
  return !ArrayBuffer.isView(answer) && typeof answer === 'object' && answer !== null && answer.rv !== undefined;
}

/** What each signal would end: one listener for all of it. */
const endings = new WeakMap();

function listen(signal, run) {
  let ending = endings.get(signal);
  if (ending === undefined) {
    const runs = new Set();
    ending = { runs, tell: () => runs.forEach((one) => one.abort()) };
    endings.set(signal, ending);
    signal.addEventListener('abort', ending.tell);
  }
  ending.runs.add(run);
}

function ignore(signal, run) {
  const ending = endings.get(signal);
  ending.runs.delete(run);
  if (ending.runs.size > 0) return;
  endings.delete(signal);
  signal.removeEventListener('abort', ending.tell);
}

/** Begins a call for whoever waits for its answer. What it says at once is an error. */
function begin(run, call) {
  const ticket = free.pop() ?? runs.length;
  runs[ticket] = run;
  let failed;
  try {
    failed = call(ticket);
    if (failed !== undefined) failed = errorOf(failed);
  } catch (error) {
    failed = error;
  }
  if (failed === undefined) {
    run.ticket = ticket;
    waits(1);
  } else {
    runs[ticket] = undefined;
    free.push(ticket);
  }
  return failed;
}

/** A single call, with a promise of its answer. */
class Once {
  constructor(resolve, reject) {
    this.resolve = resolve;
    this.reject = reject;
    this.ticket = -1;
  }

  go(method, value) {
    this.resolve(value);
  }

  answered(answer) {
    if (isFailure(answer)) this.reject(errorOf(answer));
    else this.resolve(answer);
  }
}

/** The short way of a method that is one call and nothing else. */
function once(call) {
  return new Promise((resolve, reject) => {
    const failed = begin(new Once(resolve, reject), call);
    if (failed !== undefined) reject(failed);
  });
}

/** A method that is under way, with a promise. */
class Run {
  constructor(steps, signal, resolve, reject) {
    this.steps = steps;
    this.signal = signal;
    this.resolve = resolve;
    this.reject = reject;
    this.ticket = -1;
    /** Whether the steps were told that nobody waits: what they do then is cleaning up. */
    this.told = false;
    if (signal !== undefined) listen(signal, this);
  }

  go(method, value) {
    let step;
    try {
      step = method === 'next' ? this.steps.next(value) : this.steps.throw(value);
    } catch (error) {
      return this.end(this.reject, error);
    }
    if (step.done) return this.end(this.resolve, step.value);
    const wanted = step.value;
    if (wanted instanceof Question) {
      new Promise((resolve) => resolve(wanted.ask())).then(
        (answer) => this.go('next', answer),
        (error) => this.go('throw', error),
      );
      return undefined;
    }
    if (this.signal?.aborted && !this.told) {
      this.told = true;
      return this.go('throw', this.signal.reason);
    }
    const failed = begin(this, wanted);
    return failed === undefined ? undefined : this.go('throw', failed);
  }

  answered(answer) {
    if (isFailure(answer)) this.go('throw', errorOf(answer));
    else this.go('next', answer);
  }

  /** What has not begun does not; the result of what has is dropped. */
  abort() {
    if (runs[this.ticket] !== this) return;
    runs[this.ticket] = NOBODY;
    waits(-1);
    native.cancel(queue, this.ticket);
    this.told = true;
    this.go('throw', this.signal.reason);
  }

  end(settle, value) {
    if (this.signal !== undefined) ignore(this.signal, this);
    settle(value);
  }
}

/** Runs a method with a promise. */
function later(steps, signal) {
  if (signal?.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    new Run(steps, signal, resolve, reject).go('next');
  });
}

/** What was answered on the spot, unless it is a failure. */
function given(answer) {
  if (isFailure(answer)) throw errorOf(answer);
  return answer;
}

/** Makes a single call on the spot, whose answer is short. */
function onceNow(call) {
  const place = roomOnTheSpot;
  place.renew();
  const answer = call(place.used, place.bytes);
  return answer === true ? place.next() : given(answer);
}

/** Runs a method on the spot. */
function now(steps) {
  let step = steps.next();
  while (!step.done) {
    let answer;
    let method = 'next';
    try {
      answer = step.value instanceof Question ? atOnce(step.value.ask()) : step.value();
      given(answer);
    } catch (error) {
      answer = error;
      method = 'throw';
    }
    step = steps[method](answer);
  }
  return step.value;
}

function atOnce(answer) {
  if (typeof answer?.then === 'function') {
    throw new TypeError('a call that does not wait cannot be answered with a promise');
  }
  return answer;
}

/** The signal among the options of a call, which come last. */
function signalOf(said) {
  const last = said[said.length - 1];
  if (typeof last !== 'object' || last === null || ArrayBuffer.isView(last)) return undefined;
  return last.signal instanceof AbortSignal ? last.signal : undefined;
}

/** Gives a class, or an object, the twins of methods: `name` with a promise, `nameSync` on the spot. */
function twins(of, methods) {
  for (const [name, steps] of Object.entries(methods)) {
    const both = {
      [name](...said) {
        return later(steps.apply(this, said), signalOf(said));
      },
      [`${name}Sync`](...said) {
        return now(steps.apply(this, said));
      },
    };
    for (const [called, value] of Object.entries(both)) {
      Object.defineProperty(of, called, { value, writable: true, configurable: true });
    }
  }
}

const HANDLE = Symbol('handle');

/** The handle of the library that an object of the package has. */
function handleOf(object, of) {
  if (!(object instanceof of)) throw new TypeError(`it is no ${of.name} of strongroom`);
  return object[HANDLE];
}

module.exports = { HANDLE, Question, given, handleOf, later, native, now, once, onceNow, queue, twins };
