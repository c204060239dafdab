// The types: all that there is, and nothing else, with documentation; and programs that TypeScript compiles.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { Server } from 'node:net';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { test } from 'node:test';
import ts from 'typescript';
import * as strongroom from 'strongroom';
import { PIN, instance, scratch } from './place.mjs';

const require = createRequire(import.meta.url);
/** What classes come from that are not the package's. */
const OTHERS = [Object, Function, Error, Duplex, Server].flatMap((one) => [one, one.prototype]);
const MODULES = ['strongroom', 'strongroom/constants', 'strongroom/jose', 'strongroom/tls'];

/** A directory in which programs find what is installed. */
function place() {
  const directory = scratch();
  fs.symlinkSync(join(process.cwd(), 'node_modules'), join(directory, 'node_modules'));
  return directory;
}

test('as a strict program has them', () => {
  const directory = place();
  for (const name of ['consumer.mts', 'consumer.cts']) fs.copyFileSync('consumer.ts', join(directory, name));
  const options = ['--strict', '--noEmit', '--module', 'node16', '--moduleResolution', 'node16', '--target', 'es2022', '--lib', 'es2022,esnext.disposable', '--types', 'node', '--exactOptionalPropertyTypes'];
  const tsc = require.resolve('typescript/bin/tsc', { paths: [process.cwd()] });
  execFileSync(process.execPath, [tsc, ...options, 'consumer.mts', 'consumer.cts'], { cwd: directory, stdio: 'inherit' });
});

test('what is declared is there, what is there is declared, and all of it says what it is', () => {
  const directory = place();
  const file = join(directory, 'all.mts');
  fs.writeFileSync(file, MODULES.map((name, at) => `export * as m${at} from '${name}';`).join('\n'));
  const module_ = ts.ModuleKind.Node16;
  const lib = ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts'];
  const program = ts.createProgram([file], { module: module_, moduleResolution: ts.ModuleResolutionKind.Node16, target: ts.ScriptTarget.ES2022, lib, types: ['node'], strict: true });
  const checker = program.getTypeChecker();
  const about = (symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const exported = (of) => checker.getExportsOfModule(of);
  const resolved = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const spaces = exported(checker.getSymbolAtLocation(program.getSourceFile(file))).map(resolved);
  const silent = [];
  for (const [at, name] of MODULES.entries()) {
    const there = require(name);
    const declared = exported(spaces[at]).map(resolved).filter((one) => one.flags & ts.SymbolFlags.Value);
    const names = (all) => all.filter((one) => one !== 'default').sort();
    assert.deepEqual(names(declared.map((one) => one.name).map((one) => (/constants/.test(one) ? 'constants' : one))), names(Object.keys(there)), name);
    for (const symbol of declared) {
      if (symbol.flags & ts.SymbolFlags.Class) members(symbol, there[symbol.name]);
      if (symbol.flags & ts.SymbolFlags.Function && !about(symbol)) silent.push(symbol.name);
    }
  }
  assert.deepEqual(silent, [], 'say nothing of themselves');

  /** The methods of a class, and what they say of themselves. */
  function members(symbol, of) {
    const [type, statics] = [checker.getDeclaredTypeOfSymbol(symbol), checker.getTypeOfSymbol(symbol)];
    for (const [what, object, declared] of [
      ['', of.prototype, checker.getPropertiesOfType(type)],
      ['static ', of, checker.getPropertiesOfType(statics).filter((one) => one.name !== 'prototype')],
    ]) {
      const there = new Set();
      for (let at = object; !OTHERS.includes(at); at = Object.getPrototypeOf(at)) {
        for (const one of Object.getOwnPropertyNames(at)) there.add(one);
      }
      const own = [...there].filter((one) => !['constructor', 'prototype', 'length', 'name', 'native', 'toString'].includes(one));
      const named = new Map(declared.map((one) => [one.name, one]));
      for (const one of own) assert.ok(named.has(one), `${what}${symbol.name}.${one} is not declared`);
      for (const [one, declaration] of named) {
        const ours = declaration.declarations?.some((where) => where.getSourceFile().fileName.includes('/strongroom/'));
        if (!ours || !(declaration.flags & ts.SymbolFlags.Method) || one.startsWith('__@')) continue;
        assert.ok(one in object, `there is no ${what}${symbol.name}.${one}`);
        if (!one.endsWith('Sync') && !about(declaration)) silent.push(`${what}${symbol.name}.${one}`);
      }
    }
  }
});

test('every promise heeds a signal, whether or not it has options', async () => {
  const reason = new Error('no longer wanted');
  const signal = AbortSignal.abort(reason);
  let count = 0;
  for (const of of Object.values(strongroom).filter((one) => typeof one === 'function')) {
    for (const object of [of, of.prototype ?? {}]) {
      for (const name of Object.getOwnPropertyNames(object).filter((one) => Object.hasOwn(object, `${one}Sync`) && one !== 'find')) {
        await assert.rejects(object[name].call({}, { signal }), reason, name);
        count += 1;
      }
    }
  }
  assert.ok(count > 60, `${count}`);
});

test('`await using`, as TypeScript and as the language have it', async () => {
  const directory = place();
  const source = fs.readFileSync('using.ts', 'utf8');
  const { outputText } = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 } });
  assert.ok(!outputText.includes('await using'));
  const programs = [['lowered.mjs', outputText]];
  if (Number(process.versions.node.split('.')[0]) >= 24) {
    programs.push(['native.mjs', ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ES2022 } }).outputText]);
  }
  const hsm = await instance(1);
  for (const [name, program] of programs) {
    fs.writeFileSync(join(directory, name), program);
    const out = execFileSync(process.execPath, [join(directory, name), hsm, PIN], { timeout: 20000, encoding: 'utf8' });
    assert.equal(out, 'closed: true, true, true\n', name);
  }
});
