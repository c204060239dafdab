// The same as the CommonJS module.
import tls from './tls.cjs';

export const { TlsStream, createServer } = tls;
