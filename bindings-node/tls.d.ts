/** TLS 1.3 servers whose key stays in a token. */
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';
import type { PrivateKey } from './index.js';

/** A connection. `http.Server` takes it as one of its own: `server.emit('connection', stream)`. */
export declare class TlsStream extends Duplex {
  protected constructor();
  readonly encrypted: true;
  /** The protocol that was agreed on, or `false`. */
  readonly alpnProtocol: string | false | null;
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
  /** As those of `net.Socket` do. */
  setTimeout(milliseconds: number, listener?: () => void): this;
  /** As those of `net.Socket` do. */
  setNoDelay(noDelay?: boolean): this;
  /** As those of `net.Socket` do. */
  setKeepAlive(enable?: boolean, initialDelay?: number): this;
}

export interface TlsServerOptions {
  /** RSA, EC (P-256, P-384, P-521) or Ed25519, with its certificate in the token. */
  key: PrivateKey;
  /** The protocols that are spoken, the preferred one first. */
  alpnProtocols?: string[];
  /** Milliseconds that a handshake may take; 120,000 by default. */
  handshakeTimeout?: number;
}

/** A server: what `node:net` has, and connections that are secure. */
export interface TlsServer extends Server {
  /** Once the key and its certificates were read. `NotFound` where the token has no certificate of the key */
  ready(): Promise<this>;
  on(event: 'secureConnection', listener: (stream: TlsStream) => void): this;
  on(event: 'tlsClientError', listener: (error: Error, stream?: TlsStream) => void): this;
  on(event: string, listener: (...said: any[]) => void): this;
}

/** Makes a server; the listener is told of `secureConnection`. */
export declare function createServer(options: TlsServerOptions, listener?: (stream: TlsStream) => void): TlsServer;
