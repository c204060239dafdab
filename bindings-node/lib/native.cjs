'use strict';
// Finds the library of this platform: a package of its own beside this one, which npm installs where it fits.

const { arch, platform } = process;
const LIBCS = platform === 'linux' ? ['-gnu', '-musl'] : platform === 'win32' ? ['-msvc'] : [''];

/** @returns {any} the functions of the library */
function load() {
  const tried = [];
  for (const libc of LIBCS) {
    const name = `strongroom-${platform}-${arch}${libc}`;
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
const { version } = require('../package.json');
if (native.version() !== version) {
  throw new Error(`strongroom ${version} has the library of version ${native.version()}: install both anew`);
}

module.exports = native;
