'use strict';
// JSON Web Signatures (RFC 7515) and JSON Web Tokens (RFC 7519) with keys of a token. What an algorithm means to the
// HSM stands in the core's table of names.

const { PrivateKey, SecretKey } = require('./lib/objects.cjs');
const { binary } = require('./lib/values.cjs');

/** The algorithms of each kind of key; the first is the usual one. */
const KINDS = [
  [/^ec:p256$/, ['ES256']],
  [/^ec:p384$/, ['ES384']],
  [/^ec:p521$/, ['ES512']],
  [/^ec:secp256k1$/, ['ES256K']],
  [/^rsa:/, ['PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512']],
  [/^ed(25519|448)$/, ['EdDSA']],
  [/^ml-dsa:44$/, ['ML-DSA-44']],
  [/^ml-dsa:65$/, ['ML-DSA-65']],
  [/^ml-dsa:87$/, ['ML-DSA-87']],
  [/^hmac-sha256:/, ['HS256']],
  [/^hmac-sha384:/, ['HS384']],
  [/^hmac-sha512:/, ['HS512']],
  [/^generic:/, ['HS256', 'HS384', 'HS512']],
];

/** A JSON Web Signature, or a token, that is refused: `code` says why. */
class JoseError extends Error {
  constructor(code, why) {
    super(why);
    this.code = code;
  }
}
Object.defineProperty(JoseError.prototype, 'name', { value: 'JoseError', configurable: true, writable: true });

const bad = (why) => new JoseError('ERR_JWS_INVALID', why);
const encoded = (bytes) => Buffer.from(bytes).toString('base64url');

/** The algorithms that a key may be used with. A MAC with a key shorter than its hash is none (RFC 7518, section 3.2). */
async function algorithmsOf(key) {
  const kind = (await key.kind()) ?? '';
  const found = KINDS.find(([of]) => of.test(kind));
  const bits = key instanceof SecretKey ? 8 * Number(kind.split(':')[1]) : Infinity;
  const all = (found?.[1] ?? []).filter((name) => !name.startsWith('HS') || bits >= Number(name.slice(2)));
  if (all.length === 0) throw new TypeError(`there are no JSON Web Signatures with keys ${kind}`);
  return all;
}

/** Signs bytes, or a text: a JSON Web Signature in its compact form. */
async function signJws(key, payload, { alg, header = {}, signal } = {}) {
  if (!(key instanceof PrivateKey || key instanceof SecretKey)) throw new TypeError('a private or a secret key signs');
  const known = await algorithmsOf(key);
  const name = alg ?? known[0];
  if (!known.includes(name)) throw new TypeError(`this key signs with ${known.join(', ')}, not ${name}`);
  if (header.alg !== undefined || header.b64 !== undefined) throw new TypeError('alg and b64 are not said in the header');
  const data = typeof payload === 'string' ? payload : binary(payload, 'payload');
  const input = `${encoded(JSON.stringify({ alg: name, ...header }))}.${encoded(data)}`;
  return `${input}.${encoded(await key.sign(input, { name, signal }))}`;
}

/** Verifies one; what it says, and its header. Only the key's own algorithms are believed. */
async function verifyJws(jws, key, { algorithms, signal } = {}) {
  const parts = String(jws).split('.');
  if (parts.length !== 3 || !parts.every((part) => /^[A-Za-z0-9_-]*$/.test(part))) throw bad('it is no compact JSON Web Signature');
  const [head, payload, signature] = parts.map((part) => Buffer.from(part, 'base64url'));
  let header;
  try {
    header = JSON.parse(head.toString('utf8'));
  } catch {
    throw bad('its header is no JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw bad('its header is no object');
  if (header.crit !== undefined || header.b64 !== undefined) throw bad('its header wants what is not known here');
  const known = (await algorithmsOf(key)).filter((name) => algorithms === undefined || algorithms.includes(name));
  if (!known.includes(header.alg)) throw new JoseError('ERR_JWS_ALGORITHM', `the algorithm "${header.alg}" is not one of ${known.join(', ')}`);
  if (!(await key.verify(`${parts[0]}.${parts[1]}`, signature, { name: header.alg, signal }))) {
    throw new JoseError('ERR_JWS_SIGNATURE', 'the signature is not good');
  }
  return { payload, header };
}

/** Signs claims: a JSON Web Token. */
function signJwt(key, claims, { header = {}, ...options } = {}) {
  return signJws(key, JSON.stringify(claims), { ...options, header: { typ: 'JWT', ...header } });
}

const seconds = (claims, name) => {
  if (claims[name] !== undefined && typeof claims[name] !== 'number') throw new JoseError('ERR_JWT_CLAIM', `${name} is no number`);
  return claims[name];
};

/** Verifies a token: its signature, when it is valid, and who it is from and for. */
async function verifyJwt(jwt, key, { issuer, audience, clockTolerance = 0, now = new Date(), ...options } = {}) {
  const { payload, header } = await verifyJws(jwt, key, options);
  let claims;
  try {
    claims = JSON.parse(payload.toString('utf8'));
  } catch {
    throw bad('its claims are no JSON');
  }
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw bad('its claims are no object');
  const time = now.getTime() / 1000;
  if (seconds(claims, 'exp') !== undefined && time >= claims.exp + clockTolerance) throw new JoseError('ERR_JWT_EXPIRED', 'the token has expired');
  if (seconds(claims, 'nbf') !== undefined && time < claims.nbf - clockTolerance) throw new JoseError('ERR_JWT_CLAIM', 'the token is not valid yet');
  const one = (wanted, said, name) => {
    if (wanted !== undefined && ![wanted].flat().some((each) => [said].flat().includes(each))) {
      throw new JoseError('ERR_JWT_CLAIM', `${name} is not what is wanted`);
    }
  };
  one(issuer, claims.iss, 'iss');
  one(audience, claims.aud, 'aud');
  return { claims, header };
}

/** A set of public keys (RFC 7517, section 5), for those who verify: each key with what it is called. */
async function jwks(keys) {
  const all = keys.map(async (key) => {
    const [jwk, id, [alg]] = [await key.publicKey('jwk'), await key.id(), await algorithmsOf(key)];
    const unique = alg.startsWith('PS') ? {} : { alg };
    return { ...jwk, use: 'sig', ...unique, ...(id.length === 0 ? {} : { kid: id.toString('hex') }) };
  });
  return { keys: await Promise.all(all) };
}

module.exports = { JoseError, jwks, signJws, signJwt, verifyJws, verifyJwt };
