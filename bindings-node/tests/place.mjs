// Where the tests run: an embedded instance, and one like it at a service. `tests/run` says in the environment where
// the project is (`STRONGROOM_TOP`), its command and its library.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hsm } from 'strongroom';

export const TOP = process.env.STRONGROOM_TOP;
export const COMMAND = process.env.STRONGROOM_COMMAND;
export const LIBRARY = process.env.STRONGROOM_LIBRARY;
export const PIN = '98765432';
export const SO_PIN = '87654321';

/** A directory that goes when the process does. */
export function scratch() {
  const made = mkdtempSync(join(tmpdir(), 'strongroom-node-'));
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** An embedded instance; what comes is its directory. */
export async function instance(slots = 2) {
  const directory = join(scratch(), 'hsm');
  await Hsm.create(directory, { slots });
  return directory;
}

/** `strongroom serve` on an instance. */
export async function serve(directory) {
  const bundle = join(directory, 'test.bundle');
  const on = ['--instance', directory];
  execFileSync(COMMAND, [...on, 'client', 'add', 'test', '--output', bundle], { stdio: 'ignore' });
  const [out, log] = ['serve.json', 'serve.log'].map((name) => join(directory, name));
  const options = ['--json', '--listen', '127.0.0.1:0', '--metrics', 'off', '--set', 'limits.pin_backoff_first=0'];
  const service = spawn(COMMAND, [...on, 'serve', ...options], { stdio: ['ignore', openSync(out, 'w'), openSync(log, 'w')] });
  process.on('exit', () => service.kill('SIGKILL'));
  let text = '';
  for (let tries = 0; !/"address"[^]*\}\s*$/.test(text); tries += 1) {
    if (service.exitCode !== null || tries > 400) throw new Error(readFileSync(log, 'utf8'));
    await sleep(50);
    text = readFileSync(out, 'utf8');
  }
  const { address } = JSON.parse(text);
  const stop = async () => {
    service.kill();
    if (service.exitCode === null) await once(service, 'exit');
  };
  return { address, bundle, stop, url: `strongroom://${address}?bundle=${bundle}` };
}

/** A suite for each place: `make` gets what gives the URL of an instance of its own there. */
export function places(make, slots) {
  describe('embedded', () => {
    const url = instance(slots).then((directory) => `file://${directory}`);
    make(() => url, 'embedded');
  });
  describe('service', () => {
    const service = instance(slots).then(serve);
    after(async () => (await service).stop());
    make(async () => (await service).url, 'service');
  });
}

/** The same, with a session of the user for each test. */
export function sessions(make) {
  places((url, place) => {
    const within = async (work) => {
      const hsm = await Hsm.open(await url());
      try {
        await hsm.withSession('strongroom-0', { pin: PIN }, (session) => work(session, hsm));
      } finally {
        await hsm.close();
      }
    };
    make(within, place);
  });
}
