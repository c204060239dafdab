/** JSON Web Signatures (RFC 7515) and JSON Web Tokens (RFC 7519) with keys of a token. */
import type { Abortable, Data, JsonWebKey, PrivateKey, PublicKey, SecretKey } from './index.js';

/** Algorithms of RFC 7518, RFC 8037, RFC 8812, and ML-DSA. */
export type Algorithm =
  | 'ES256' | 'ES384' | 'ES512' | 'ES256K' | 'EdDSA' | 'PS256' | 'PS384' | 'PS512' | 'RS256' | 'RS384' | 'RS512'
  | 'HS256' | 'HS384' | 'HS512' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';

export interface SignOptions extends Abortable {
  /** One of the key's algorithms; the usual one by default (PS256 for RSA). */
  alg?: Algorithm;
  /** What else the header says: `kid`, say. */
  header?: Record<string, unknown>;
}

export interface VerifyOptions extends Abortable {
  /** Those of the key's algorithms that are believed; all of them by default. */
  algorithms?: Algorithm[];
}

export interface JwtOptions extends VerifyOptions {
  /** Who it must be from, or one of several. */
  issuer?: string | string[];
  /** Who it must be for, or one of several. */
  audience?: string | string[];
  /** Seconds that clocks may differ. */
  clockTolerance?: number;
  /** What time it is. */
  now?: Date;
}

/** The header of a signature. */
export interface Header {
  alg: Algorithm;
  [name: string]: unknown;
}

/** A signature, or a token, that is refused. */
export declare class JoseError extends Error {
  protected constructor();
  readonly code: 'ERR_JWS_INVALID' | 'ERR_JWS_ALGORITHM' | 'ERR_JWS_SIGNATURE' | 'ERR_JWT_EXPIRED' | 'ERR_JWT_CLAIM';
}

/** Signs bytes, or a text: a JSON Web Signature in its compact form. */
export declare function signJws(key: PrivateKey | SecretKey, payload: Data, options?: SignOptions): Promise<string>;
/** Verifies one; what it says, and its header. `JoseError` */
export declare function verifyJws(
  jws: string, key: PublicKey | SecretKey, options?: VerifyOptions,
): Promise<{ payload: Buffer; header: Header }>;
/** Signs claims: a JSON Web Token. */
export declare function signJwt(key: PrivateKey | SecretKey, claims: Record<string, unknown>, options?: SignOptions): Promise<string>;
/** Verifies a token: its signature, when it is valid, who it is from and for. `JoseError` */
export declare function verifyJwt(
  jwt: string, key: PublicKey | SecretKey, options?: JwtOptions,
): Promise<{ claims: Record<string, unknown>; header: Header }>;
/** A set of public keys (RFC 7517, section 5), each called (`kid`) by its identifier in hexadecimal digits. */
export declare function jwks(keys: (PublicKey | PrivateKey)[]): Promise<{ keys: JsonWebKey[] }>;
