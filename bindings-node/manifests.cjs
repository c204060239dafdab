// Writes the package.json of both packages: `node manifests.cjs VERSION PLATFORM DIST DIRECTORY`. Used by scripts/package.

const fs = require('node:fs');
const path = require('node:path');

const [version, platform, dist, directory] = process.argv.slice(2);
const main = JSON.parse(fs.readFileSync(path.join(__dirname, 'package.json'), 'utf8'));
const write = (of, manifest) =>
  fs.writeFileSync(path.join(directory, of, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

const [os, cpu, libc] = platform.split('-');
write('native', {
  name: `${main.name}-${platform}`,
  version,
  description: `The library of ${main.name} for ${platform}`,
  license: main.license,
  engines: main.engines,
  os: [os],
  cpu: [cpu],
  ...(os === 'linux' ? { libc: [libc === 'gnu' ? 'glibc' : libc] } : {}),
  main: 'strongroom.node',
  files: ['strongroom.node', 'LICENSE'],
});

// A package for each platform that there is.
const made = new RegExp(`^(${main.name}-[a-z0-9]+-[a-z0-9]+(?:-[a-z]+)?)-${version.replaceAll('.', '\\.')}\\.tgz$`);
const others = fs.readdirSync(dist).map((name) => made.exec(name)?.[1]).filter(Boolean);
const all = [...new Set([`${main.name}-${platform}`, ...others])].sort();
write('main', {
  ...main,
  version,
  optionalDependencies: Object.fromEntries(all.map((name) => [name, version])),
});
