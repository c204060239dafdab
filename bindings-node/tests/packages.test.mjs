// The packages: what each platform's is for, which of them the main one names, and which of them is loaded where.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { TOP, scratch } from './place.mjs';

const require = createRequire(import.meta.url);
const INSTALLED = dirname(require.resolve('strongroom/package.json'));
const { PLATFORMS } = require(join(INSTALLED, 'lib/platforms.cjs'));
const { version } = require('strongroom/package.json');

/** The package.json of both packages, as they are made on a platform where those of others have been brought. */
function manifests(platform, others) {
  const [dist, work] = [scratch(), scratch()];
  for (const name of others) fs.writeFileSync(join(dist, `strongroom-${name}-${version}.tgz`), '');
  for (const name of ['main', 'native']) fs.mkdirSync(join(work, name));
  execFileSync(process.execPath, [join(TOP, 'bindings-node/manifests.cjs'), version, platform, dist, work], { stdio: 'pipe' });
  return ['main', 'native'].map((name) => JSON.parse(fs.readFileSync(join(work, name, 'package.json'), 'utf8')));
}

test('each platform has a package, and the main one names those that there are', () => {
  const all = Object.keys(PLATFORMS);
  for (const platform of all) {
    const [os, cpu, libc] = platform.split('-');
    const [main, native] = manifests(platform, all.slice(0, 2));
    assert.deepEqual([native.name, native.version, native.os, native.cpu], [`strongroom-${platform}`, version, [os], [cpu]]);
    assert.deepEqual(native.libc, os === 'linux' ? [{ gnu: 'glibc', musl: 'musl' }[libc]] : undefined);
    const named = [...new Set([...all.slice(0, 2), platform])].map((name) => [`strongroom-${name}`, version]);
    assert.deepEqual(main.optionalDependencies, Object.fromEntries(named));
    for (const one of [main, native]) {
      assert.deepEqual([one.scripts, one.dependencies, one.engines.node], [undefined, undefined, '>=18']);
    }
  }
  assert.throws(() => manifests('plan9-x64', []), /none of the platforms/);
});

test('what was installed is what was made for this machine', () => {
  const { optionalDependencies } = require('strongroom/package.json');
  const platform = Object.keys(PLATFORMS).find((name) => fs.existsSync(join(dirname(INSTALLED), `strongroom-${name}`)));
  assert.ok(Object.hasOwn(optionalDependencies, `strongroom-${platform}`));
  const native = require(`strongroom-${platform}/package.json`);
  assert.deepEqual([native.os, native.cpu], [[process.platform], [process.arch]]);
});

/** What the loader makes of a machine where these packages are installed, each with what its library does. */
function loaded(os, cpu, packages) {
  const work = scratch();
  const place = join(work, 'node_modules/strongroom');
  fs.mkdirSync(join(place, 'lib'), { recursive: true });
  for (const name of ['lib/native.cjs', 'lib/platforms.cjs', 'package.json']) fs.copyFileSync(join(INSTALLED, name), join(place, name));
  for (const [name, program] of Object.entries(packages)) {
    fs.mkdirSync(join(work, 'node_modules', name));
    fs.writeFileSync(join(work, 'node_modules', name, 'index.js'), program);
  }
  const program = `
    Object.defineProperties(process, { platform: { value: ${JSON.stringify(os)} }, arch: { value: ${JSON.stringify(cpu)} } });
    console.log(require('strongroom/lib/native.cjs').name);`;
  // The package shows no such file: a program that stands in its place may have it.
  fs.writeFileSync(join(work, 'program.cjs'), program.replace('strongroom/lib', './node_modules/strongroom/lib'));
  const { stdout, stderr } = spawnSync(process.execPath, [join(work, 'program.cjs')], { encoding: 'utf8' });
  return stdout.trim() || stderr;
}

test('the library of the platform is loaded', () => {
  const library = (name, of = version) => ({ [name]: `module.exports = { name: '${name}', version: () => '${of}' };` });
  for (const [platform, { os, cpu }] of Object.entries(PLATFORMS)) {
    assert.equal(loaded(os, cpu, library(`strongroom-${platform}`)), `strongroom-${platform}`);
  }
  // Where both are installed, and one of them cannot be loaded.
  const broken = { 'strongroom-linux-x64-gnu': "throw new Error('symbol not found');" };
  assert.equal(loaded('linux', 'x64', { ...broken, ...library('strongroom-linux-x64-musl') }), 'strongroom-linux-x64-musl');
  assert.match(loaded('linux', 'x64', broken), /strongroom-linux-x64-gnu: symbol not found; strongroom-linux-x64-musl: Cannot find module/);
  assert.match(loaded('darwin', 'arm64', {}), /darwin on arm64 is not there .*--omit=optional/s);
  assert.match(loaded('win32', 'x64', {}), /no library for win32 on x64; there are linux-x64-gnu, /);
  assert.match(loaded('linux', 'arm64', library('strongroom-linux-arm64-gnu', '0.0.1')), /has the library of version 0\.0\.1/);
});
