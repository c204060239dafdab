// The same as the CommonJS module.
import jose from './jose.cjs';

export const { JoseError, jwks, signJws, signJwt, verifyJws, verifyJwt } = jose;
