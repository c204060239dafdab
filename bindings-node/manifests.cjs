// Writes the package.json of both packages: `node manifests.cjs VERSION PLATFORM DIST DIRECTORY`. Used by scripts/package.

const fs = require('node:fs');
const path = require('node:path');
const { PLATFORMS } = require('./lib/platforms.cjs');

const [version, platform, dist, directory] = process.argv.slice(2);
const main = JSON.parse(fs.readFileSync(path.join(__dirname, 'package.json'), 'utf8'));
const write = (of, manifest) =>
  fs.writeFileSync(path.join(directory, of, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

const { os, cpu, libc } = PLATFORMS[platform] ?? {};
if (os === undefined) throw new Error(`${platform} is none of the platforms in lib/platforms.cjs`);
write('native', {
  name: `${main.name}-${platform}`,
  version,
  description: `The library of ${main.name} for ${platform}`,
  license: main.license,
  engines: main.engines,
  os: [os],
  cpu: [cpu],
  ...(libc === undefined ? {} : { libc: [libc] }),
  main: 'strongroom.node',
  files: ['strongroom.node', 'LICENSE'],
});

// The packages that there are: this one, and those that were made on other machines and brought here.
const there = (name) => name === platform || fs.existsSync(path.join(dist, `${main.name}-${name}-${version}.tgz`));
const all = Object.keys(PLATFORMS).filter(there).map((name) => [`${main.name}-${name}`, version]);
write('main', { ...main, version, optionalDependencies: Object.fromEntries(all) });
