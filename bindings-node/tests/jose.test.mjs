// JSON Web Signatures and Tokens, checked by the package `jose`.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { test } from 'node:test';
import { JoseError, jwks, signJws, signJwt, verifyJws, verifyJwt } from 'strongroom/jose';
import { sessions } from './place.mjs';

// `jose` takes the Web Cryptography API where Node.js 18 has it only for those who ask.
globalThis.crypto ??= crypto.webcrypto;
const jose = await import('jose');

const CLAIMS = { iss: 'me', aud: ['you', 'them'], sub: 'it' };

sessions((within) => {
  test('jose believes what is signed here, and the other way round', () => within(async (session) => {
    const all = [
      ['ec:p256', 'ES256'], ['ec:p384', 'ES384'], ['ec:p521', 'ES512'], ['ed25519', 'EdDSA'], ['rsa:2048', 'PS256'],
      ...['PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'].map((alg) => ['rsa:2048', alg, { alg }]),
    ];
    for (const [kind, alg, options] of all) {
      const { privateKey, publicKey } = await session.generate(kind, { id: Buffer.of(0xab) });
      const token = await signJwt(privateKey, CLAIMS, options);
      const set = jose.createLocalJWKSet(await jwks([publicKey]));
      const { payload, protectedHeader } = await jose.jwtVerify(token, set, { issuer: 'me', audience: 'you', algorithms: [alg] });
      assert.deepEqual([payload, protectedHeader], [CLAIMS, { alg, typ: 'JWT' }]);
      assert.deepEqual((await verifyJwt(token, publicKey, { issuer: 'me', audience: 'them' })).claims, CLAIMS);
      const theirs = await jose.generateKeyPair(alg, { extractable: true });
      const key = await session.importKey(await jose.exportSPKI(theirs.publicKey));
      const jws = await new jose.CompactSign(Buffer.from('payload')).setProtectedHeader({ alg }).sign(theirs.privateKey);
      assert.equal((await verifyJws(jws, key)).payload.toString(), 'payload');
      await assert.rejects(verifyJws(jws, publicKey), { code: 'ERR_JWS_SIGNATURE' });
    }
    const value = crypto.randomBytes(64);
    for (const [kind, alg] of [['hmac-sha256', 'HS256'], ['hmac-sha384', 'HS384'], ['hmac-sha512', 'HS512'], ['generic', 'HS256'], ['generic', 'HS512']]) {
      const key = await session.importSecret(kind, value);
      const { payload } = await jose.jwtVerify(await signJwt(key, CLAIMS, { alg }), value, { algorithms: [alg] });
      assert.deepEqual(payload, CLAIMS);
      const token = await new jose.SignJWT(CLAIMS).setProtectedHeader({ alg }).sign(value);
      assert.deepEqual((await verifyJwt(token, key)).claims, CLAIMS);
    }
    const pair = await session.generate('ml-dsa:65');
    assert.equal((await verifyJws(await signJws(pair.privateKey, 'x'), pair.publicKey)).header.alg, 'ML-DSA-65');
  }));

  test('what is not to be believed is refused', () => within(async (session) => {
    const { privateKey, publicKey } = await session.generate('ec:p256');
    const now = new Date(1e12);
    const at = (more) => Math.floor(now.getTime() / 1000) + more;
    const check = async (claims, options, code) => {
      const token = await signJwt(privateKey, claims);
      const said = verifyJwt(token, publicKey, { now, ...options });
      return code === undefined ? said : assert.rejects(said, { name: 'JoseError', code });
    };
    await check({ exp: at(1), nbf: at(0) }, {});
    await check({ exp: at(0) }, {}, 'ERR_JWT_EXPIRED');
    await check({ exp: at(-5) }, { clockTolerance: 6 });
    await check({ nbf: at(1) }, {}, 'ERR_JWT_CLAIM');
    await check({ exp: 'tomorrow' }, {}, 'ERR_JWT_CLAIM');
    await check({ iss: 'me' }, { issuer: 'you' }, 'ERR_JWT_CLAIM');
    await check({}, { audience: ['me'] }, 'ERR_JWT_CLAIM');
    const token = await signJwt(privateKey, CLAIMS);
    const [head, body, signature] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const [wrong, code] of [
      [`${head}.${body}`, 'ERR_JWS_INVALID'],
      [`${head}.${body}.${signature}!`, 'ERR_JWS_INVALID'],
      [`${none}.${body}.`, 'ERR_JWS_ALGORITHM'],
      [`${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${body}.${signature}`, 'ERR_JWS_ALGORITHM'],
      [`${Buffer.from('{"alg":"ES256","crit":["x"]}').toString('base64url')}.${body}.${signature}`, 'ERR_JWS_INVALID'],
      [`${Buffer.from('[]').toString('base64url')}.${body}.${signature}`, 'ERR_JWS_INVALID'],
      [`${head}.${Buffer.from('{}').toString('base64url')}.${signature}`, 'ERR_JWS_SIGNATURE'],
    ]) {
      await assert.rejects(verifyJwt(wrong, publicKey), (error) => error instanceof JoseError && error.code === code, wrong);
    }
    await assert.rejects(verifyJwt(token, publicKey, { algorithms: ['ES384'] }), { code: 'ERR_JWS_ALGORITHM' });
    await assert.rejects(signJwt(privateKey, CLAIMS, { alg: 'ES384' }), TypeError);
    await assert.rejects(signJwt(publicKey, CLAIMS), TypeError);
    await assert.rejects(signJwt(await session.generate('generic:16'), CLAIMS), TypeError);
    await assert.rejects(signJwt((await session.generate('x25519')).privateKey, CLAIMS), TypeError);
    await assert.rejects(signJws(privateKey, 'x', { header: { alg: 'none' } }), TypeError);
  }));
});
