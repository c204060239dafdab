'use strict';
// Finds the library of this platform: a package of its own beside this one, which npm installs where it fits.

const { PLATFORMS } = require('./platforms.cjs');
const { version } = require('../package.json');

/** @returns {any} the functions of the library */
function load() {
  const { arch, platform } = process;
  const fitting = Object.keys(PLATFORMS).filter((name) => PLATFORMS[name].os === platform && PLATFORMS[name].cpu === arch);
  if (fitting.length === 0) {
    throw new Error(`strongroom has no library for ${platform} on ${arch}; there are ${Object.keys(PLATFORMS).join(', ')}`);
  }
  const tried = [];
  // Of two C libraries, the other one's package is not installed, or cannot be loaded.
  for (const name of fitting.map((one) => `strongroom-${one}`)) {
    try {
      return require(name);
    } catch (error) {
      tried.push(`${name}: ${error.message.split('\n')[0]}`);
    }
  }
  throw new Error(
    `The library of strongroom for ${platform} on ${arch} is not there (${tried.join('; ')}). If it is not ` +
      'installed, npm may have left it out of the lock file: remove node_modules and package-lock.json and ' +
      'install again, without --omit=optional.',
  );
}

const native = load();
if (native.version() !== version) {
  throw new Error(`strongroom ${version} has the library of version ${native.version()}: install both anew`);
}

module.exports = native;
