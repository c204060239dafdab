'use strict';
// TLS 1.3 servers whose key stays in a token. The protocol is rustls's, in the library of this package: `node:tls` takes
// the values of keys only, or OpenSSL's engines, which newer versions of Node.js no longer have.

const net = require('node:net');
const { Duplex } = require('node:stream');
const { handleOf, later, native } = require('./lib/calls.cjs');
const { failure } = require('./lib/errors.cjs');
const { PrivateKey } = require('./lib/objects.cjs');
const { only } = require('./lib/values.cjs');

function* step(call) {
  return yield call;
}
const ask = (call) => later(step(call));

/** A connection: what is told and heard, of a socket that has TLS in it. */
class TlsStream extends Duplex {
  #socket;
  #tls;
  /** What came from the peer, what it is to be told, and who waits for that to be done. */
  #received = [];
  #told = [];
  #waiting = [];
  #over = false;
  #busy = false;

  constructor(socket, tls) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#tls = tls;
    this.encrypted = true;
    this.alpnProtocol = null;
    socket.on('data', (chunk) => {
      this.#received.push(chunk);
      this.#exchange();
    });
    socket.on('end', () => {
      if (!this.readableEnded && !this.#busy) this.push(null);
    });
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
    // Whoever has the stream is told; `node:http` ends connections then that nobody uses any more.
    socket.on('timeout', () => this.emit('timeout'));
  }

  get remoteAddress() {
    return this.#socket.remoteAddress;
  }

  get remotePort() {
    return this.#socket.remotePort;
  }

  get localAddress() {
    return this.#socket.localAddress;
  }

  get localPort() {
    return this.#socket.localPort;
  }

  setTimeout(milliseconds, listener) {
    this.#socket.setTimeout(milliseconds);
    if (listener === undefined) return this;
    return milliseconds === 0 ? this.off('timeout', listener) : this.once('timeout', listener);
  }

  setNoDelay(...said) {
    this.#socket.setNoDelay(...said);
    return this;
  }

  setKeepAlive(...said) {
    this.#socket.setKeepAlive(...said);
    return this;
  }

  /** Gives the protocol what there is, until there is no more: one exchange at a time. */
  async #exchange() {
    if (this.#busy || this.destroyed) return;
    this.#busy = true;
    try {
      do {
        const [received, told, waiting, over] = [Buffer.concat(this.#received), Buffer.concat(this.#told), this.#waiting, this.#over];
        [this.#received, this.#told, this.#waiting, this.#over] = [[], [], [], false];
        const answer = await ask((ticket) => native.tlsExchange(this.#tls, received, told, over, ticket));
        const [sent, heard, wrong, protocol] = answer;
        if (this.destroyed) return;
        if (sent.length > 0 && !this.#socket.write(sent)) await new Promise((go) => this.#socket.once('drain', go).once('close', go));
        if (wrong.length > 0) throw failure('CKR_DATA_INVALID', 'Data', '', `TLS: ${wrong}`);
        if (protocol !== undefined && this.alpnProtocol === null) {
          this.alpnProtocol = protocol.length > 0 && protocol.toString();
          this.emit('secure');
        }
        if (heard.length > 0 && !this.push(heard)) this.#socket.pause();
        for (const done of waiting) done();
      } while (this.#received.length > 0 || this.#told.length > 0 || this.#over);
    } catch (error) {
      this.destroy(error);
    } finally {
      this.#busy = false;
    }
    if (this.#socket.readableEnded && !this.readableEnded && !this.destroyed) this.push(null);
  }

  _read() {
    this.#socket.resume();
  }

  _write(chunk, _, done) {
    this.#told.push(chunk);
    this.#waiting.push(done);
    this.#exchange();
  }

  _final(done) {
    this.#over = true;
    this.#waiting.push(() => {
      this.#socket.end();
      done();
    });
    this.#exchange();
  }

  _destroy(error, done) {
    this.#socket.destroy();
    done(error);
  }
}

/**
 * A server whose certificate is the one that the token has of the key, with those of its issuers. It emits
 * `secureConnection` with a stream once the handshake is over, and `tlsClientError` where it fails. A handshake has
 * `handshakeTimeout` milliseconds (120,000 by default).
 */
function createServer(options, listener) {
  const { key, alpnProtocols = [], handshakeTimeout = 120_000 } = only(options, ['key', 'alpnProtocols', 'handshakeTimeout'], 'a server');
  const object = handleOf(key, PrivateKey);
  const config = ask((ticket) => native.tlsConfig(object, alpnProtocols, ticket));
  // It is told to whoever connects, and to whoever waits for `ready`.
  config.catch(() => {});
  const server = net.createServer({ allowHalfOpen: true }, async (socket) => {
    let stream;
    const refuse = (error) => {
      socket.destroy();
      server.emit('tlsClientError', error, stream);
    };
    socket.on('error', () => {});
    try {
      const made = await config;
      stream = new TlsStream(socket, await ask((ticket) => native.tlsAccept(made, ticket)));
    } catch (error) {
      refuse(error);
      return;
    }
    const late = setTimeout(() => stream.destroy(new Error('the handshake took too long')), handshakeTimeout);
    stream.once('error', refuse);
    stream.once('close', () => clearTimeout(late));
    stream.once('secure', () => {
      clearTimeout(late);
      stream.off('error', refuse);
      server.emit('secureConnection', stream);
    });
  });
  // The handle keeps its session, and with it the key.
  server.key = key;
  server.ready = () => config.then(() => server);
  if (listener !== undefined) server.on('secureConnection', listener);
  return server;
}

module.exports = { TlsStream, createServer };
