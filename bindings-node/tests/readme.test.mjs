// The examples of bindings-node/README.md and of the project's README are executed, one after the other.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { TOP, instance, scratch, serve } from './place.mjs';

const directory = await instance(1);
const service = await serve(await instance(1));
after(() => service.stop());

for (const [file, least] of [['bindings-node/README.md', 8], ['README.md', 1]]) {
  test(`the examples of ${file}`, () => {
    const text = fs.readFileSync(join(TOP, file), 'utf8');
    const blocks = [...text.matchAll(/^```js\n([^]*?)^```/gm)].map((found) => found[1]);
    assert.ok(blocks.length >= least);
    const work = scratch();
    fs.symlinkSync(join(process.cwd(), 'node_modules'), join(work, 'node_modules'));
    fs.copyFileSync(service.bundle, join(work, 'client.bundle'));
    fs.writeFileSync(join(work, 'plain.txt'), 'plaintext');
    for (const [number, block] of blocks.entries()) {
      const program = block.replaceAll('/srv/hsm', directory).replaceAll('hsm.example:7512', service.address);
      const name = join(work, `example-${number}.mjs`);
      fs.writeFileSync(name, program);
      execFileSync(process.execPath, [name], { cwd: work, timeout: 60000, stdio: ['ignore', 'pipe', 'inherit'] });
    }
    if (least > 1) assert.equal(fs.readFileSync(join(work, 'again.txt'), 'utf8'), 'plaintext');
  });
}
