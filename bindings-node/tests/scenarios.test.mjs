// The scenarios and vectors that every language runs.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { TOP, instance, places } from './place.mjs';
import { run } from './scenarios.mjs';

async function all(url, sync) {
  const lines = [];
  const counts = await run(url, join(TOP, 'tests/vectors'), sync, (line) => lines.push(line));
  assert.deepEqual(lines.filter((line) => /^case \S+ (failed|skipped)/.test(line)), []);
  assert.ok(counts.ok > 100);
}

places((url) => {
  test('every case', async () => all(await url(), false));
}, 16);

test('every case, with calls that do not wait', async () => all(`file://${await instance(16)}`, true));
