// TLS servers whose key stays in a token, with clients of Node.js and of openssl.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import crypto from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { createServer } from 'strongroom/tls';
import { sessions } from './place.mjs';

/** A key with a certificate for localhost; what comes is the key and the certificate. */
async function identity(session, algorithm) {
  x509.cryptoProvider.set(session.webcrypto);
  const id = crypto.randomBytes(4);
  const keys = await session.webcrypto.subtle.generateKey({ ...algorithm, id }, false, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01', name: 'CN=localhost', notBefore: new Date(Date.now() - 1e6), notAfter: new Date(Date.now() + 1e9),
    keys, signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
  });
  const ca = made.toString('pem');
  await session.addCertificate(ca);
  return { key: keys.privateKey.object, ca };
}

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

sessions((within) => {
  test('clients of node:tls are served', () => within(async (session) => {
    for (const algorithm of [EC, { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' }, { name: 'Ed25519' }]) {
      const { key, ca } = await identity(session, algorithm);
      const server = createServer({ key, alpnProtocols: ['two', 'one'] }, (stream) => stream.pipe(stream));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address();
      const data = crypto.randomBytes(600_000);
      await Promise.all(Array.from({ length: 5 }, async () => {
        const client = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca, ALPNProtocols: ['one', 'two'] });
        await once(client, 'secureConnect');
        assert.deepEqual([client.authorized, client.alpnProtocol, client.getProtocol()], [true, 'two', 'TLSv1.3']);
        client.end(data);
        assert.deepEqual(Buffer.concat(await client.toArray()), data);
      }));
      server.close();
      await once(server, 'close');
    }
  }));

  test('what nobody uses any more is ended', () => within(async (session) => {
    const { key, ca } = await identity(session, EC);
    const web = http.createServer((request, response) => response.end('hello'));
    web.keepAliveTimeout = 100;
    const late = [];
    const server = createServer({ key }, (stream) => {
      stream.once('timeout', function told() { late.push(this === stream); });
      web.emit('connection', stream);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = tls.connect({ port: server.address().port, host: '127.0.0.1', servername: 'localhost', ca });
    client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    // The server keeps the connection for another request, and then no longer.
    const said = await Promise.race([client.toArray(), sleep(10_000, undefined, { ref: false })]);
    assert.match(Buffer.concat(said ?? []).toString(), /^HTTP\/1.1 200 OK[^]*hello/);
    assert.deepEqual(late, [true]);
    client.destroy();
    server.close();
    await once(server, 'close');
  }));

  test('HTTPS, and openssl', () => within(async (session) => {
    const { key, ca } = await identity(session, EC);
    const web = http.createServer((request, response) => response.end(`${request.method} ${request.url}`));
    const server = createServer({ key }, (stream) => web.emit('connection', stream));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    const agent = new https.Agent({ keepAlive: true, ca });
    for (let round = 0; round < 3; round += 1) {
      const request = https.get({ port, host: '127.0.0.1', servername: 'localhost', path: `/${round}`, agent });
      const [response] = await once(request, 'response');
      assert.equal(Buffer.concat(await response.toArray()).toString(), `GET /${round}`);
    }
    agent.destroy();
    const out = await new Promise((resolve) => {
      const openssl = execFile('openssl', ['s_client', '-quiet', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost'], { timeout: 10000 }, (_, stdout) => resolve(stdout));
      openssl.stdin.end('GET /openssl HTTP/1.0\r\n\r\n');
    });
    assert.match(out, /GET \/openssl$/);
    web.close();
    server.close();
    await once(server, 'close');
  }));

  test('who is no client is told so', () => within(async (session) => {
    const { key } = await identity(session, EC);
    const server = createServer({ key, handshakeTimeout: 300 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    for (const greeting of ['GET / HTTP/1.0\r\n\r\n', crypto.randomBytes(100), '']) {
      const failed = once(server, 'tlsClientError');
      const client = net.connect(port, '127.0.0.1');
      client.on('error', () => {}).resume();
      if (greeting !== '') client.write(greeting);
      const [error] = await failed;
      assert.ok(error instanceof Error);
      if (!client.destroyed) await once(client, 'close');
    }
    const failed = once(server, 'tlsClientError');
    const old = tls.connect({ port, host: '127.0.0.1', maxVersion: 'TLSv1.2', rejectUnauthorized: false });
    await Promise.all([once(old, 'error'), failed]);
    server.close();
    const { privateKey } = await session.generate('ec:p256');
    await assert.rejects(createServer({ key: privateKey }).ready(), { code: 'STRONGROOM_NOT_FOUND' });
    assert.throws(() => createServer({ key: {} }), TypeError);
  }));
});
