// A program that uses the package as `tsc --strict` sees it: nothing of it is executed.
import * as strongroom from 'strongroom';
import { Hsm, HsmError, Mechanism, PinIncorrect, type KeyPair, type PrivateKey, type PublicKey, type SecretKey, type Sealed } from 'strongroom';
import { CKM } from 'strongroom/constants';
import { signJwt, verifyJwt } from 'strongroom/jose';
import { createServer } from 'strongroom/tls';

export async function use(): Promise<void> {
  const hsm: Hsm = await Hsm.open('/srv/hsm');
  const made: number = await hsm.withSession('payments', { pin: () => '1234' }, async (session) => {
    const pair: KeyPair = await session.generate('ec:p256', { label: 'issuer', persist: true, usages: ['sign'] });
    const secret: SecretKey = await session.generate('aes:256');
    const key: PrivateKey = await session.findOne('private', { label: 'issuer' });
    const signature: Buffer = await key.sign('data', { hash: 'sha256', encoding: 'raw', signal: AbortSignal.timeout(1000) });
    const good: boolean = pair.publicKey.verifySync(new Uint8Array(1), signature, new Mechanism('ecdsa', { hash: 'sha256' }));
    const sealed: Sealed = await secret.encrypt('plaintext', { aad: Buffer.from('header') });
    const bytes: Buffer = await secret.encrypt('plaintext', { name: 'aes-cbc-pad', iv: new Uint8Array(16) });
    const plain: Buffer = await secret.decrypt(sealed, { aad: Buffer.from('header') });
    for await (const one of session.find('public')) {
      const each: PublicKey = one;
      const jwk = await each.publicKey('jwk');
      const pem: string = await each.publicKey();
      void [jwk.kty, pem];
    }
    const unwrapped: SecretKey = await secret.unwrap(await secret.wrap(secret, 'aes-kwp'), 'aes-kwp', 'aes');
    const agreed: SecretKey = await key.derive({ name: 'ecdh', public: bytes, then: { name: 'hkdf', hash: 'sha256' } }, 'aes:256');
    secret.createEncryptStream({ name: 'aes-ctr', iv: bytes }).on('data', (chunk) => void chunk);
    pair.publicKey.createVerifyStream(signature, { hash: 'sha256' }).end('data');
    const digest: Buffer = await session.digest(new Mechanism('digest', { hash: 'sha256' }), 'data', { signal: AbortSignal.timeout(1000) });
    const labels: string[] = await Promise.all([key.label({ signal: AbortSignal.timeout(1000) }), secret.label()]);
    void [digest, labels];
    const { subtle } = session.webcrypto;
    const webKey = await subtle.keyOf(key);
    const web: ArrayBuffer = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, webKey, signature);
    const token: string = await signJwt(key, { sub: 'it' }, { header: { kid: '1' } });
    void [web, (await verifyJwt(token, pair.publicKey, { issuer: 'me' })).claims];
    createServer({ key, alpnProtocols: ['h2'] }, (stream) => stream.pipe(stream)).listen(443);
    // @ts-expect-error there is no such kind of key
    await session.generate('rot:13');
    // @ts-expect-error a private key does not verify
    key.verify;
    // @ts-expect-error a signature is bytes
    await pair.publicKey.verify('data', 'signature');
    void [good, plain, unwrapped, agreed, CKM.CKM_AES_GCM];
    return session.slotId;
  });
  try {
    await hsm.close();
  } catch (error) {
    if (error instanceof PinIncorrect || error instanceof HsmError) {
      const code: string = error.code;
      const rv: number = error.rv;
      void [code, rv, error.retryable, error.fn, strongroom.version, made];
    }
  }
}
