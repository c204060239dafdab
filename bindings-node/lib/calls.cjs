'use strict';
// How calls are made. Each method is written once, as a generator: what it yields is a call of the library, or
// a question to the caller (a PIN, say); what comes back is the answer. Its twins run it: one with promises,
// where the core's threads make the calls, one on the spot.

const native = require('./native.cjs');
const { errorOf } = require('./errors.cjs');

/** What is under way, by its ticket. */
const pending = new Map();
let last = 0;
// It keeps the process running while something is under way, and not a moment longer.
const alive = setInterval(() => {}, 0x7fffffff);
alive.unref();

const queue = native.queue(() => {
  const all = native.take(queue);
  for (let at = 0; at < all.length; at += 2) {
    const run = pending.get(all[at]);
    if (run === undefined) continue;
    pending.delete(all[at]);
    run.answered(all[at + 1]);
  }
  if (pending.size === 0) alive.unref();
});

/** A question to the caller: a value, or a function that gives one, perhaps later. */
class Question {
  constructor(ask) {
    this.ask = ask;
  }
}

function isFailure(answer) {
  return typeof answer === 'object' && answer !== null && answer.rv !== undefined;
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

/** A method that is under way, with a promise. */
class Run {
  constructor(steps, signal, resolve, reject) {
    this.steps = steps;
    this.signal = signal;
    this.resolve = resolve;
    this.reject = reject;
    this.ticket = 0;
    /** Whether the steps were told that nobody waits: what they do then is cleaning up. */
    this.told = false;
    if (signal !== undefined) listen(signal, this);
  }

  go(method, value) {
    let step;
    try {
      step = this.steps[method](value);
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
    do last = (last + 1) >>> 0;
    while (pending.has(last));
    this.ticket = last;
    let failed;
    try {
      failed = wanted(last);
    } catch (error) {
      return this.go('throw', error);
    }
    if (failed !== undefined) return this.go('throw', errorOf(failed));
    if (pending.size === 0) alive.ref();
    pending.set(last, this);
    return undefined;
  }

  answered(answer) {
    if (isFailure(answer)) this.go('throw', errorOf(answer));
    else this.go('next', answer);
  }

  /** What has not begun does not; the result of what has is dropped. */
  abort() {
    if (!pending.delete(this.ticket)) return;
    native.cancel(queue, this.ticket);
    if (pending.size === 0) alive.unref();
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

/** Runs a method on the spot. */
function now(steps) {
  let step = steps.next();
  while (!step.done) {
    let answer;
    let method = 'next';
    try {
      answer = step.value instanceof Question ? atOnce(step.value.ask()) : step.value();
      if (isFailure(answer)) throw errorOf(answer);
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
  const signal = said.length > 0 ? said[said.length - 1]?.signal : undefined;
  return signal instanceof AbortSignal ? signal : undefined;
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

module.exports = { HANDLE, Question, handleOf, later, native, now, queue, twins };
