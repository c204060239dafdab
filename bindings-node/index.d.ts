/**
 * Keys in a hardware security module: Strongroom embedded, at a service, or any other PKCS #11 module.
 *
 * Every method that asks the HSM for something has two forms: one that gives a promise, whose call is made by
 * threads of this package (never libuv's), and one whose name ends in `Sync`, which is made on the spot. The former
 * takes, among its options or as its last argument, a `signal` that ends the wait: what has not begun is then not
 * done, what has begun is, and its result is dropped.
 */
import type { Transform, TransformOptions } from 'node:stream';
import type { KeyObject, webcrypto } from 'node:crypto';
import * as constants from './constants.js';

export { constants };

/** The version of the package and of its library. */
export declare const version: string;

/** How many threads calls have (by default four for each processor, eight at least). It counts before the first call. */
export declare function configure(options: { threads: number }): void;

/** Bytes. What is shared with other threads is copied when the call is made, everything else before it is left. */
export type Bytes = Uint8Array | ArrayBufferView | ArrayBuffer | SharedArrayBuffer;
/** Bytes, or a text, which stands for its UTF-8. */
export type Data = Bytes | string;
/** A PIN. The copies that are made of it are wiped. */
export type Pin = string | Uint8Array;
/** What gives a PIN when it is needed; bytes that it gives are wiped. Calls that do not wait take no promise. */
export type AskPin = () => Pin | Promise<Pin>;

/** What ends the wait for a promise. */
export interface Abortable {
  signal?: AbortSignal;
}

/** Kinds of keys that come as pairs. */
export type PairKind =
  | `rsa:${number}`
  | 'rsa'
  | `ec:${'p192' | 'p224' | 'p256' | 'p384' | 'p521' | 'secp256k1'}`
  | 'ed25519'
  | 'ed448'
  | 'x25519'
  | 'x448'
  | `ec:brainpoolp${160 | 192 | 224 | 256 | 320 | 384 | 512}${'r1' | 't1'}`
  | `ml-dsa:${44 | 65 | 87}`
  | `ml-kem:${512 | 768 | 1024}`
  | `slh-dsa:${'sha2' | 'shake'}-${128 | 192 | 256}${'s' | 'f'}`
  | `${'dsa' | 'dh' | 'x942-dh'}:${number}`;
/** Kinds of keys that come alone, with their bits (AES) or bytes. */
export type SecretKind =
  | `aes:${128 | 192 | 256}`
  | 'aes'
  | `aes-xts:${32 | 64}`
  | 'chacha20'
  | 'poly1305'
  | '3des'
  | 'des2'
  | 'generic'
  | `generic:${number}`
  | 'hkdf'
  | `hkdf:${number}`
  | `hmac-${keyof typeof constants.HASHES}`
  | `hmac-${keyof typeof constants.HASHES}:${number}`;
/** Kinds of keys: `ec:p256`, `rsa:3072`, `aes:256`, … */
export type KeyKind = PairKind | SecretKind;

/** What a key may do. */
export type Usage =
  | 'encrypt' | 'decrypt' | 'sign' | 'verify' | 'wrap' | 'unwrap' | 'derive' | 'encapsulate' | 'decapsulate';

/** The value of an attribute, as it is given. */
export type AttributeValue = boolean | number | bigint | Data | (number | string)[] | Attributes;
/** Attributes by name: `label`, `CKA_LABEL` and the number are the same. */
export interface Attributes {
  [name: string]: AttributeValue | undefined;
}
/** The value of an attribute, as it is shown. Texts are those that PKCS #11 says to be text. */
export type ShownValue = boolean | number | bigint | string | Buffer | number[] | { [name: string]: ShownValue };

/** How a key is called and used. What is not said is as the token has it. */
export interface KeyOptions extends Abortable {
  label?: string;
  id?: Bytes;
  /** Whether it stays in the token when the session ends. Without, it goes with its session. */
  persist?: boolean;
  /** Whether its value is never shown; `true` by default. */
  sensitive?: boolean;
  /** Whether it may leave the token wrapped; `false` by default. */
  extractable?: boolean;
  /** Whether each use wants the PIN. */
  alwaysAuthenticate?: boolean;
  /** What it may do, and nothing else; of a key pair, each half what belongs to it. */
  usages?: Usage[];
  /** Further attributes; of a key pair, the private key's. */
  attributes?: Attributes;
}

type Hash = keyof typeof constants.HASHES;

/** What mechanisms take, beside their names. */
export interface MechanismFields {
  /** The hash of the data; left out where the data is a digest already. */
  hash?: Hash;
  /** The hash of the mask (PSS, OAEP), where it is another. */
  mgfHash?: Hash;
  /** How an ECDSA signature is written; `der` by default. */
  encoding?: 'der' | 'raw';
  /** An initialisation vector, a nonce or a counter block. */
  iv?: Bytes;
  /** Additional authenticated data. */
  aad?: Bytes;
  /** Bytes of the tag. */
  tagLen?: number;
  /** Bytes of the data (CCM), where it comes in parts. */
  dataLen?: number;
  /** Bytes of a MAC. */
  macLen?: number;
  /** Bits of a block that count (CTR). */
  counterBits?: number;
  /** Bytes of the salt (PSS). */
  saltLen?: number;
  /** The label (OAEP). */
  label?: Bytes;
  /** The context (EdDSA, ML-DSA, SLH-DSA, KBKDF). */
  context?: Bytes;
  /** Whether EdDSA hashes first. */
  prehash?: boolean;
  /** Whether ML-DSA is to be deterministic. */
  deterministic?: boolean;
  /** The public point of the other party (ECDH). */
  public?: Bytes;
  /** What both parties know (ECDH). */
  shared?: Bytes;
  /** The salt of HKDF. */
  salt?: Bytes;
  /** The context of HKDF. */
  info?: Bytes;
  /** Bits of a temporary AES key (RSA-AES wrapping). */
  aesBits?: number;
  /** How a key comes of what was agreed on (ECDH, Diffie-Hellman). */
  kdf?: string;
  /** Data that a derivation is fed with. */
  data?: Bytes;
  /** Another key that a derivation is fed with, or that is its salt. */
  key?: SecretKey;
  saltKey?: SecretKey;
  /** Whether the vectors of messages are counted behind their first bytes, instead of drawn. */
  counted?: boolean;
  /** What a key is made from (PBKDF2). Copies of it are wiped. */
  password?: Data;
  iterations?: number;
  /** Where the bits begin that are taken from another key. */
  firstBit?: number;
  /** Random numbers of both parties, and what keys of TLS 1.2 have. */
  clientRandom?: Bytes;
  serverRandom?: Bytes;
  version?: boolean;
  keyLen?: number;
  ivLen?: number;
  ofServer?: boolean;
  /** A child of a key in a wallet (BIP 32). */
  index?: number;
  chainCode?: Bytes;
}

type MechanismName = keyof typeof constants.MECHANISMS | keyof typeof constants.ALGORITHMS | `CKM_${string}`;

/** A mechanism that was checked; to use it again saves the check. `MechanismInvalid`, `MechanismParameterInvalid` */
export declare class Mechanism {
  constructor(name: MechanismName, fields?: MechanismFields);
  readonly name: string;
  readonly fields: Readonly<MechanismFields>;
}

/** A mechanism: one that was made, a name, or a name with what it takes. */
export type MechanismLike = Mechanism | MechanismName | ({ name: MechanismName } & MechanismFields & Abortable);

/** What may be said of a signature where the mechanism is the usual one of the key. */
export interface SigningOptions extends Abortable {
  /** The curve's by default, SHA-256 for RSA. */
  hash?: Hash;
  /** Of RSA; `pss` by default. */
  padding?: 'pss' | 'pkcs1';
  /** Of ECDSA; `der` by default. */
  encoding?: 'der' | 'raw';
  /** Of EdDSA and ML-DSA. */
  context?: Bytes;
  name?: undefined;
}

/** What was sealed: with AES-GCM, or as a message. */
export interface Sealed {
  /** 12 bytes, drawn at random, unless messages were told otherwise. */
  iv: Buffer;
  /** As long as the plaintext. */
  ciphertext: Buffer;
  /** 16 bytes, unless messages were told otherwise. */
  tag: Buffer;
}

/** What goes with a message. */
export interface MessageOptions extends Abortable {
  /** Additional authenticated data. */
  aad?: Bytes;
}

/** What goes with what is sealed. */
export interface SealOptions extends Abortable {
  name?: 'aes-gcm';
  aad?: Bytes;
  iv?: undefined;
}

/** Agreement, and what is derived from what was agreed on. */
export type DeriveMechanism = MechanismLike | ({ name: MechanismName; then: MechanismLike } & MechanismFields & Abortable);

/** A key pair. */
export interface KeyPair {
  privateKey: PrivateKey;
  publicKey: PublicKey;
}

/** An object of any class. Its handle stays good for as long as its session is open. */
export declare class HsmObject {
  protected constructor();
  /** The session that it is seen through. */
  readonly session: Session;
  /** Its handle in the token. */
  readonly handle: number;
  /** Whether it is the same object in the same session. */
  equals(other: unknown): boolean;
  /** What kind of key it is (`ec:p256`); `null` for what is no key. */
  kind(options?: Abortable): Promise<KeyKind | null>;
  kindSync(): KeyKind | null;
  /** `CKA_LABEL`, empty where there is none. */
  label(options?: Abortable): Promise<string>;
  labelSync(): string;
  /** `CKA_ID`, empty where there is none. */
  id(options?: Abortable): Promise<Buffer>;
  idSync(): Buffer;
  /** An attribute. `AttributeMissing` where it has none, `AttributeSensitive` where it does not show it */
  get(name: string | number, options?: Abortable): Promise<ShownValue>;
  getSync(name: string | number): ShownValue;
  /** The attributes that it has and shows, or those of them that are asked for, by name (`CKA_…`). */
  attributes(names?: (string | number)[], options?: Abortable): Promise<{ [name: string]: ShownValue }>;
  attributesSync(names?: (string | number)[]): { [name: string]: ShownValue };
  /** Changes attributes: all or none. `AttributeReadOnly`, `ActionProhibited` */
  set(attributes: Attributes, options?: Abortable): Promise<void>;
  setSync(attributes: Attributes): void;
  /** Makes another object like it, with these attributes changed. `ActionProhibited` */
  copy(attributes?: Attributes, options?: Abortable): Promise<this>;
  copySync(attributes?: Attributes): this;
  /** Destroys it. `ActionProhibited` */
  destroy(options?: Abortable): Promise<void>;
  destroySync(): void;
}

interface Exports {
  /** The public key, as people exchange it: a PEM text by default. */
  publicKey(form?: 'pem' | 'ssh', options?: Abortable): Promise<string>;
  publicKey(form: 'der', options?: Abortable): Promise<Buffer>;
  publicKey(form: 'jwk', options?: Abortable): Promise<JsonWebKey>;
  publicKeySync(form?: 'pem' | 'ssh'): string;
  publicKeySync(form: 'der'): Buffer;
  publicKeySync(form: 'jwk'): JsonWebKey;
}

/** The public part of a JSON Web Key (RFC 7517). */
export interface JsonWebKey {
  kty: string;
  crv?: string;
  x?: string;
  y?: string;
  n?: string;
  e?: string;
  [name: string]: unknown;
}

interface Signs {
  /**
   * Signs data, or makes its MAC. Without a mechanism: ECDSA (DER) with the curve's hash, RSASSA-PSS with SHA-256,
   * EdDSA, ML-DSA, HMAC, AES-CMAC, whichever goes with the key.
   */
  sign(data: Data, how?: MechanismLike | SigningOptions, options?: Abortable): Promise<Buffer>;
  signSync(data: Data, how?: MechanismLike | SigningOptions): Buffer;
  /** Signs several pieces of data in one exchange: all or none. */
  signBatch(data: Iterable<Data>, how?: MechanismLike | SigningOptions, options?: Abortable): Promise<Buffer[]>;
  signBatchSync(data: Iterable<Data>, how?: MechanismLike | SigningOptions): Buffer[];
  /** Signs data that comes in parts. */
  signer(how?: MechanismLike | SigningOptions, options?: Abortable): Promise<Signer>;
  signerSync(how?: MechanismLike | SigningOptions): Signer;
  /** Signs data so that it can be recovered from the signature (RSA). */
  signRecover(data: Data, how: MechanismLike, options?: Abortable): Promise<Buffer>;
  signRecoverSync(data: Data, how: MechanismLike): Buffer;
  /** Signs messages one by one, with one look at the key for all. */
  messageSigner(how?: MechanismLike | SigningOptions, options?: Abortable): Promise<MessageSigner>;
  messageSignerSync(how?: MechanismLike | SigningOptions): MessageSigner;
  /** A stream that takes the data, and gives the signature at its end. */
  createSignStream(how?: MechanismLike | SigningOptions, options?: TransformOptions): Transform;
}

interface Verifies {
  /** Whether a signature, or a MAC, is good. Everything else that goes wrong is an error. */
  verify(data: Data, signature: Bytes, how?: MechanismLike | SigningOptions, options?: Abortable): Promise<boolean>;
  verifySync(data: Data, signature: Bytes, how?: MechanismLike | SigningOptions): boolean;
  /** Verifies a signature of data that comes in parts. */
  verifier(how?: MechanismLike | SigningOptions, options?: Abortable): Promise<Verifier>;
  verifierSync(how?: MechanismLike | SigningOptions): Verifier;
  /** Verifies a signature that has its data in it (RSA), and gives the data. `SignatureError` */
  verifyRecover(signature: Bytes, how: MechanismLike, options?: Abortable): Promise<Buffer>;
  verifyRecoverSync(signature: Bytes, how: MechanismLike): Buffer;
  /** Verifies a signature that is there before the data, which comes in parts. */
  signatureVerifier(signature: Bytes, how?: MechanismLike | SigningOptions, options?: Abortable): Promise<SignatureVerifier>;
  signatureVerifierSync(signature: Bytes, how?: MechanismLike | SigningOptions): SignatureVerifier;
  /** Verifies messages one by one. */
  messageVerifier(how?: MechanismLike | SigningOptions, options?: Abortable): Promise<MessageVerifier>;
  messageVerifierSync(how?: MechanismLike | SigningOptions): MessageVerifier;
  /** A stream that takes the data and gives nothing; it fails where the signature is not good. `SignatureError` */
  createVerifyStream(signature: Bytes, how?: MechanismLike | SigningOptions, options?: TransformOptions): Transform;
}

interface Encrypts {
  /** Encrypts with AES-GCM and a vector that is drawn. */
  encrypt(data: Data, how?: SealOptions | 'aes-gcm', options?: Abortable): Promise<Sealed>;
  encryptSync(data: Data, how?: SealOptions | 'aes-gcm'): Sealed;
  /** Encrypts. With GCM and CCM the tag is behind the ciphertext. */
  encrypt(data: Data, how: MechanismLike, options?: Abortable): Promise<Buffer>;
  encryptSync(data: Data, how: MechanismLike): Buffer;
  /** Encrypts data that comes in parts. */
  encryptor(how: MechanismLike, options?: Abortable): Promise<Encryptor>;
  encryptorSync(how: MechanismLike): Encryptor;
  /** A stream that encrypts. */
  createEncryptStream(how: MechanismLike, options?: TransformOptions): Transform;
}

interface Decrypts {
  /**
   * Decrypts. What was sealed (also in one piece: the vector, the ciphertext, the tag) needs no mechanism.
   * `DecryptionFailed`
   */
  decrypt(data: Sealed | Bytes, how?: MechanismLike | SealOptions, options?: Abortable): Promise<Buffer>;
  decryptSync(data: Sealed | Bytes, how?: MechanismLike | SealOptions): Buffer;
  /** Decrypts data that comes in parts. */
  decryptor(how: MechanismLike, options?: Abortable): Promise<Decryptor>;
  decryptorSync(how: MechanismLike): Decryptor;
  /** A stream that decrypts. With GCM and CCM nothing comes out before the tag was checked. */
  createDecryptStream(how: MechanismLike, options?: TransformOptions): Transform;
}

interface Seals {
  /** Encrypts messages one by one, with a mechanism for messages: AES-GCM whose vectors the token draws, by default. */
  messageEncryptor(how?: MechanismLike, options?: Abortable): Promise<MessageEncryptor>;
  messageEncryptorSync(how?: MechanismLike): MessageEncryptor;
  /** Decrypts messages one by one. */
  messageDecryptor(how?: MechanismLike, options?: Abortable): Promise<MessageDecryptor>;
  messageDecryptorSync(how?: MechanismLike): MessageDecryptor;
  /**
   * Another key of the token, encrypted under this one like a message: with a vector of the token's, and a tag that
   * covers `aad` too. `KeyUnextractable`
   */
  wrapAuthenticated(key: PrivateKey | SecretKey, how?: MechanismLike, options?: MessageOptions): Promise<Sealed>;
  wrapAuthenticatedSync(key: PrivateKey | SecretKey, how?: MechanismLike, options?: MessageOptions): Sealed;
  /** Makes the key that was wrapped so. `WrappedKeyInvalid` */
  unwrapAuthenticated(wrapped: Sealed, how: MechanismLike | undefined, kind: SecretKind, options?: KeyOptions & MessageOptions): Promise<SecretKey>;
  unwrapAuthenticated(wrapped: Sealed, how: MechanismLike | undefined, kind: PairKind, options?: KeyOptions & MessageOptions): Promise<PrivateKey>;
  unwrapAuthenticatedSync(wrapped: Sealed, how: MechanismLike | undefined, kind: SecretKind, options?: KeyOptions & MessageOptions): SecretKey;
  unwrapAuthenticatedSync(wrapped: Sealed, how: MechanismLike | undefined, kind: PairKind, options?: KeyOptions & MessageOptions): PrivateKey;
}

interface Wraps {
  /** Another key of the token, encrypted under this one. `KeyUnextractable` */
  wrap(key: PrivateKey | SecretKey, how: MechanismLike, options?: Abortable): Promise<Buffer>;
  wrapSync(key: PrivateKey | SecretKey, how: MechanismLike): Buffer;
}

interface Unwraps {
  /** Makes the key that was wrapped: a secret or a private key, as the kind says. `WrappedKeyInvalid` */
  unwrap(wrapped: Bytes, how: MechanismLike, kind: SecretKind, options?: KeyOptions): Promise<SecretKey>;
  unwrap(wrapped: Bytes, how: MechanismLike, kind: PairKind, options?: KeyOptions): Promise<PrivateKey>;
  unwrapSync(wrapped: Bytes, how: MechanismLike, kind: SecretKind, options?: KeyOptions): SecretKey;
  unwrapSync(wrapped: Bytes, how: MechanismLike, kind: PairKind, options?: KeyOptions): PrivateKey;
}

interface DerivesAll {
  /**
   * Makes all that a derivation gives, in the order that the mechanism has for it: keys of TLS and their vectors, a key
   * of a wallet and its chain code. What is no key is an object with a `value`.
   */
  deriveAll(how: MechanismLike, kind: KeyKind, options?: KeyOptions): Promise<AnyObject[]>;
  deriveAllSync(how: MechanismLike, kind: KeyKind, options?: KeyOptions): AnyObject[];
}

interface Derives extends DerivesAll {
  /**
   * Makes a secret key from this one. With `then`, what the first mechanism agrees on is a key of its own, which
   * lives only until the other is derived from it.
   */
  derive(how: DeriveMechanism, kind: SecretKind, options?: KeyOptions): Promise<SecretKey>;
  deriveSync(how: DeriveMechanism, kind: SecretKind, options?: KeyOptions): SecretKey;
  /** Bytes that are derived from this key and shown (`hkdf-data`). */
  deriveData(how: MechanismLike, length: number, options?: Abortable): Promise<Buffer>;
  deriveDataSync(how: MechanismLike, length: number): Buffer;
}

/** A public key. */
export declare class PublicKey extends HsmObject {
  protected constructor();
  /** Its private key, if the token has it and somebody is logged in. */
  privateKey(options?: Abortable): Promise<PrivateKey | null>;
  privateKeySync(): PrivateKey | null;
  /** Makes a secret key for the owner of this key (ML-KEM): the ciphertext for him, and the key. */
  encapsulate(kind: SecretKind, options?: KeyOptions): Promise<{ ciphertext: Buffer; key: SecretKey }>;
  encapsulateSync(kind: SecretKind, options?: KeyOptions): { ciphertext: Buffer; key: SecretKey };
}
export interface PublicKey extends Exports, Verifies, Encrypts, Wraps, DerivesAll {}

/** A private key. It stays in the token. */
export declare class PrivateKey extends HsmObject {
  protected constructor();
  /** Its public key, if the token has it. */
  public(options?: Abortable): Promise<PublicKey | null>;
  publicSync(): PublicKey | null;
  /** Its certificate, if the token has it. */
  certificate(options?: Abortable): Promise<Certificate | null>;
  certificateSync(): Certificate | null;
  /** Its certificate and those of its issuers, as far as the token has them. */
  chain(options?: Abortable): Promise<Certificate[]>;
  chainSync(): Certificate[];
  /** Makes the secret key that somebody encapsulated for this key. */
  decapsulate(ciphertext: Bytes, kind: SecretKind, options?: KeyOptions): Promise<SecretKey>;
  decapsulateSync(ciphertext: Bytes, kind: SecretKind, options?: KeyOptions): SecretKey;
}
export interface PrivateKey extends Exports, Signs, Decrypts, Unwraps, Derives {}

/** A secret key. It stays in the token. */
export declare class SecretKey extends HsmObject {
  protected constructor();
}
export interface SecretKey extends Signs, Verifies, Encrypts, Decrypts, Seals, Wraps, Unwraps, Derives {}

/** An X.509 certificate. */
export declare class Certificate extends HsmObject {
  protected constructor();
  /** All of it, DER. */
  der(options?: Abortable): Promise<Buffer>;
  derSync(): Buffer;
  /** All of it, PEM. */
  pem(options?: Abortable): Promise<string>;
  pemSync(): string;
  /** The private key that belongs to it, if the token has it and somebody is logged in. */
  privateKey(options?: Abortable): Promise<PrivateKey | null>;
  privateKeySync(): PrivateKey | null;
}
export interface Certificate extends Exports {}

/** An operation on data in parts. It has one session of the token for itself until it has ended. */
interface Operation {
  /** Ends it without a result. To do so twice, or after the end, does nothing. */
  cancel(options?: Abortable): Promise<void>;
  cancelSync(): void;
  [Symbol.asyncDispose](): Promise<void>;
  [Symbol.dispose](): void;
}

/** An encryption in parts. */
export declare class Encryptor {
  protected constructor();
  /** Gives the next part, and takes what output there is. */
  update(data: Data, options?: Abortable): Promise<Buffer>;
  updateSync(data: Data): Buffer;
  /** Ends it, and takes the rest of the output. */
  finish(options?: Abortable): Promise<Buffer>;
  finishSync(): Buffer;
}
export interface Encryptor extends Operation {}

/** A decryption in parts. With GCM and CCM nothing comes out before the tag was checked. */
export declare class Decryptor {
  protected constructor();
  /** Gives the next part, and takes what output there is. */
  update(data: Data, options?: Abortable): Promise<Buffer>;
  updateSync(data: Data): Buffer;
  /** Ends it, and takes the rest of the output. */
  finish(options?: Abortable): Promise<Buffer>;
  finishSync(): Buffer;
}
export interface Decryptor extends Operation {}

/** A signature, or a MAC, of data in parts. */
export declare class Signer {
  protected constructor();
  /** Gives the next part. */
  update(data: Data, options?: Abortable): Promise<this>;
  updateSync(data: Data): this;
  /** Ends it, and gives the signature. */
  finish(options?: Abortable): Promise<Buffer>;
  finishSync(): Buffer;
}
export interface Signer extends Operation {}

/** A verification of data in parts. */
export declare class Verifier {
  protected constructor();
  /** Gives the next part. */
  update(data: Data, options?: Abortable): Promise<this>;
  updateSync(data: Data): this;
  /** Ends it: whether the signature is good. */
  finish(signature: Bytes, options?: Abortable): Promise<boolean>;
  finishSync(signature: Bytes): boolean;
}
export interface Verifier extends Operation {}

/** A verification that has the signature before the data. */
export declare class SignatureVerifier {
  protected constructor();
  /** Gives the next part. */
  update(data: Data, options?: Abortable): Promise<this>;
  updateSync(data: Data): this;
  /** Ends it: whether the signature is good. */
  finish(options?: Abortable): Promise<boolean>;
  finishSync(): boolean;
}
export interface SignatureVerifier extends Operation {}

/** A series of messages under one key. It has one session of the token for itself until it is closed. */
interface Messages {
  /** Ends the series. To do so twice does nothing. */
  close(options?: Abortable): Promise<void>;
  closeSync(): void;
  [Symbol.asyncDispose](): Promise<void>;
  [Symbol.dispose](): void;
}

/** Messages that are encrypted. */
export declare class MessageEncryptor {
  protected constructor();
  /** Encrypts a message, with a vector that is made for it. */
  encrypt(data: Data, options?: MessageOptions): Promise<Sealed>;
  encryptSync(data: Data, options?: MessageOptions): Sealed;
}
export interface MessageEncryptor extends Messages {}

/** Messages that are decrypted. */
export declare class MessageDecryptor {
  protected constructor();
  /** Decrypts a message. `DecryptionFailed` */
  decrypt(message: Sealed, options?: MessageOptions): Promise<Buffer>;
  decryptSync(message: Sealed, options?: MessageOptions): Buffer;
}
export interface MessageDecryptor extends Messages {}

/** Messages that are signed. */
export declare class MessageSigner {
  protected constructor();
  /** Signs a message, or makes its MAC. */
  sign(data: Data, options?: Abortable): Promise<Buffer>;
  signSync(data: Data): Buffer;
}
export interface MessageSigner extends Messages {}

/** Messages that are verified. */
export declare class MessageVerifier {
  protected constructor();
  /** Whether the signature, or the MAC, of a message is good. */
  verify(data: Data, signature: Bytes, options?: Abortable): Promise<boolean>;
  verifySync(data: Data, signature: Bytes): boolean;
}
export interface MessageVerifier extends Messages {}

/** A digest of data in parts. */
export declare class Hasher {
  protected constructor();
  /** Gives the next part. */
  update(data: Data, options?: Abortable): Promise<this>;
  updateSync(data: Data): this;
  /** Gives the value of a key. */
  updateKey(key: SecretKey, options?: Abortable): Promise<this>;
  updateKeySync(key: SecretKey): this;
  /** Ends it, and gives the digest. */
  finish(options?: Abortable): Promise<Buffer>;
  finishSync(): Buffer;
}
export interface Hasher extends Operation {}

interface Classes {
  secret: SecretKey;
  private: PrivateKey;
  public: PublicKey;
  certificate: Certificate;
}

/** What is looked for: objects that have all that is said. */
export interface Query extends Abortable {
  label?: string;
  id?: Bytes;
  /** A `pkcs11:` URI, of which what it says of an object counts. */
  uri?: string;
  attributes?: Attributes;
}

/** Any object, as it is found where its class is not said. */
export type AnyObject = HsmObject | PublicKey | PrivateKey | SecretKey | Certificate;

/**
 * Somebody who is logged in to a token, or nobody. Any number of calls may be under way in it at the same time. It
 * lives until it is closed, its HSM is, or its last key is gone.
 */
export declare class Session {
  protected constructor();
  /** Whether it was closed. */
  readonly closed: boolean;
  /** The number of the slot that its token is in. */
  readonly slotId: number;
  /** Who is logged in. */
  readonly user: 'user' | 'so' | null;
  /** Ends it: session objects are gone. To do so twice does nothing. */
  close(options?: Abortable): Promise<void>;
  closeSync(): void;
  [Symbol.asyncDispose](): Promise<void>;
  [Symbol.dispose](): void;
  /** Makes a key, or a key pair. It goes with the session, unless `persist` is said. */
  generate(kind: PairKind, options?: KeyOptions): Promise<KeyPair>;
  generate(kind: SecretKind, options?: KeyOptions): Promise<SecretKey>;
  generateSync(kind: PairKind, options?: KeyOptions): KeyPair;
  generateSync(kind: SecretKind, options?: KeyOptions): SecretKey;
  /** Makes a secret key with a mechanism that is not the usual one of its kind: from a password (`pbkdf2`), say. */
  generateWith(how: MechanismLike, kind: SecretKind, options?: KeyOptions): Promise<SecretKey>;
  generateWithSync(how: MechanismLike, kind: SecretKind, options?: KeyOptions): SecretKey;
  /**
   * Imports a key, PEM or DER (PKCS #8, PKCS #1, SEC 1, SubjectPublicKeyInfo): a pair of a private key, a public key
   * of a public one. `ArgumentError`
   */
  importKey(file: Data, options?: KeyOptions): Promise<KeyPair | PublicKey>;
  importKeySync(file: Data, options?: KeyOptions): KeyPair | PublicKey;
  /** Imports a secret key whose value is given. */
  importSecret(kind: SecretKind, value: Bytes, options?: KeyOptions): Promise<SecretKey>;
  importSecretSync(kind: SecretKind, value: Bytes, options?: KeyOptions): SecretKey;
  /** Makes an object from a template. */
  create(attributes: Attributes, options?: Abortable): Promise<AnyObject>;
  createSync(attributes: Attributes): AnyObject;
  /** Imports a certificate, PEM or DER, and ties it to its key: `forKey`, or the token's with its public key. */
  addCertificate(file: Data, options?: CertificateOptions): Promise<Certificate>;
  addCertificateSync(file: Data, options?: CertificateOptions): Certificate;
  /** The objects that are found, one after the other. */
  find<C extends keyof Classes>(of: C, query?: Query): AsyncIterableIterator<Classes[C]>;
  find(query?: Query): AsyncIterableIterator<AnyObject>;
  findSync<C extends keyof Classes>(of: C, query?: Query): IterableIterator<Classes[C]>;
  findSync(query?: Query): IterableIterator<AnyObject>;
  /** The one object that is found. `NotFound`, `Ambiguous`, which names the candidates */
  findOne<C extends keyof Classes>(of: C, query?: Query): Promise<Classes[C]>;
  findOne(query: Query): Promise<AnyObject>;
  findOneSync<C extends keyof Classes>(of: C, query?: Query): Classes[C];
  findOneSync(query: Query): AnyObject;
  /** The private key, else the public key, of the token that has this public key (DER of a SubjectPublicKeyInfo). */
  keyFor(publicKey: Bytes | KeyObject, options?: Abortable): Promise<PrivateKey | PublicKey | null>;
  keyForSync(publicKey: Bytes | KeyObject): PrivateKey | PublicKey | null;
  /** Random bytes of the token. */
  randomBytes(length: number, options?: Abortable): Promise<Buffer>;
  randomBytesSync(length: number): Buffer;
  /** The digest of data. */
  digest(hash: Hash | Mechanism, data: Data, options?: Abortable): Promise<Buffer>;
  digestSync(hash: Hash | Mechanism, data: Data): Buffer;
  /** A digest of data that comes in parts. */
  hasher(hash: Hash | Mechanism, options?: Abortable): Promise<Hasher>;
  hasherSync(hash: Hash | Mechanism): Hasher;
  /** A stream that takes data, and gives its digest at the end. */
  createHashStream(hash: Hash | Mechanism, options?: TransformOptions): Transform;
  /** The Web Cryptography API over this session. */
  readonly webcrypto: HsmCrypto;
  /** Changes the PIN of who is logged in, or, where nobody is, of the user. `PinIncorrect`, `PinUnsuitable` */
  setPin(old: Pin, next: Pin, options?: Abortable): Promise<void>;
  setPinSync(old: Pin, next: Pin): void;
  /** Sets the user's PIN; the security officer is logged in. */
  initPin(next: Pin, options?: Abortable): Promise<void>;
  initPinSync(next: Pin): void;
}

/** A key of the Web Cryptography API: an object of the token. */
export interface HsmCryptoKey extends webcrypto.CryptoKey {
  readonly object: PublicKey | PrivateKey | SecretKey;
}

/**
 * `SubtleCrypto` whose keys are objects of the token: RSASSA-PKCS1-v1_5, RSA-PSS, RSA-OAEP, ECDSA, ECDH, Ed25519,
 * X25519, AES-CBC, AES-CTR, AES-GCM, AES-KW, HMAC and HKDF. An algorithm that makes a key may have `label`, `id` and
 * `persist` too. Private and secret keys are wrapped, and never exported.
 */
export interface HsmSubtleCrypto extends webcrypto.SubtleCrypto {
  /** A key that the token has already. What is not said is as is usual for its kind. */
  keyOf(
    object: PublicKey | PrivateKey | SecretKey,
    algorithm?: string | { name?: string; hash?: string | { name: string } },
    usages?: webcrypto.KeyUsage[],
  ): Promise<HsmCryptoKey>;
}

/** `Crypto` over a session; its random values are the token's. */
export interface HsmCrypto extends webcrypto.Crypto {
  readonly subtle: HsmSubtleCrypto;
}

/** How a certificate is called. What is not said is taken from it and from its key. */
export interface CertificateOptions extends Abortable {
  forKey?: HsmObject;
  label?: string;
  id?: Bytes;
  persist?: boolean;
}

/** Who logs in. Without a PIN, nobody does. */
export interface SessionOptions extends Abortable {
  /** The user's PIN. */
  pin?: Pin | AskPin;
  /** The security officer's PIN. */
  soPin?: Pin | AskPin;
  /** What gives the PIN for each use of a key that wants it (`alwaysAuthenticate`). */
  onContextPin?: AskPin;
}

/** What a slot says of itself. */
export interface SlotInfo {
  description: string;
  manufacturer: string;
  /** `CKF_…` of a slot */
  flags: number;
  hardwareVersion: string;
  firmwareVersion: string;
}

/** What a token says of itself. */
export interface TokenInfo {
  label: string;
  manufacturer: string;
  model: string;
  serial: string;
  /** `CKF_…` of a token */
  flags: number;
  minPinLength: number;
  maxPinLength: number;
  hardwareVersion: string;
  firmwareVersion: string;
  /** Whether it is initialised. */
  initialized: boolean;
  /** Whether the user has a PIN. */
  pinInitialized: boolean;
  /** Whether the user's PIN is locked. */
  pinLocked: boolean;
  /** Whether the next wrong PIN of the user locks it. */
  pinFinalTry: boolean;
}

/** What a token says of a mechanism. */
export interface MechanismInfo {
  /** `CKM_…` */
  name: string;
  number: number;
  /** In the unit that the mechanism uses, bits or bytes. */
  minKeySize: number;
  maxKeySize: number;
  /** `CKF_…` of a mechanism */
  flags: number;
}

/** A slot, and the token in it. */
export declare class Slot {
  protected constructor();
  readonly hsm: Hsm;
  /** Its number. It does not change. */
  readonly id: number;
  /** What it says of itself. */
  info(options?: Abortable): Promise<SlotInfo>;
  infoSync(): SlotInfo;
  /** What its token says of itself; `null` where there is none. */
  token(options?: Abortable): Promise<TokenInfo | null>;
  tokenSync(): TokenInfo | null;
  /** The mechanisms of its token. */
  mechanisms(options?: Abortable): Promise<MechanismInfo[]>;
  mechanismsSync(): MechanismInfo[];
  /** A session: of the user, of the security officer, or of nobody. `PinIncorrect`, `PinLocked`, `PinNotInitialized` */
  session(options?: SessionOptions): Promise<Session>;
  sessionSync(options?: SessionOptions): Session;
  /** Has work done in a session, which is closed then. */
  withSession<T>(options: SessionOptions, work: (session: Session) => T | Promise<T>): Promise<T>;
  /** Initialises the token: its objects are destroyed and the user's PIN is no longer set. */
  initToken(soPin: Pin | AskPin, label: string, options?: Abortable): Promise<void>;
  initTokenSync(soPin: Pin | AskPin, label: string): void;
  /** Sets the user's PIN, as the security officer: also of one that is locked, or was never set. */
  initPin(soPin: Pin | AskPin, next: Pin | AskPin, options?: Abortable): Promise<void>;
  initPinSync(soPin: Pin | AskPin, next: Pin | AskPin): void;
  /** Changes the user's PIN. */
  setPin(old: Pin | AskPin, next: Pin | AskPin, options?: Abortable): Promise<void>;
  setPinSync(old: Pin | AskPin, next: Pin | AskPin): void;
  /** Changes the security officer's PIN. */
  setSoPin(old: Pin | AskPin, next: Pin | AskPin, options?: Abortable): Promise<void>;
  setSoPinSync(old: Pin | AskPin, next: Pin | AskPin): void;
}

/** How a token is named: by its label, its serial number, or a `pkcs11:` URI. A text is a label, or such a URI. */
export type TokenName = string | { label: string } | { serial: string } | { uri: string };

/** A token that was made with its instance. */
export interface NewToken {
  slotId: number;
  label: string;
  soPin: string;
  pin: string;
}

/** What a new instance shall be. */
export interface InstanceOptions extends Abortable {
  /** How many slots; 10 by default. */
  slots?: number;
  /** Tokens are labelled with this and the slot's number; `strongroom` by default. */
  label?: string;
  /** Whether tokens have random PINs instead of those that everybody knows. */
  production?: boolean;
  /** Whether tokens have neither label nor PINs. */
  blank?: boolean;
}

/** How a service is reached. */
export interface ConnectOptions extends Abortable {
  /** The file that makes this machine a client (`strongroom client add`). */
  bundle?: string;
  /** Seconds that a call waits. */
  timeout?: number;
  connections?: number;
}

/** An instance that was opened: embedded, at a service, or another vendor's module. */
export declare class Hsm {
  protected constructor();
  /**
   * Opens the instance in a directory, or the one that a URL names; without either, the one that the environment and
   * the configuration name. `TokenNotPresent`, `ArgumentError`, `DeviceError`
   */
  static open(place?: string | URL | null, options?: Abortable): Promise<Hsm>;
  static openSync(place?: string | URL | null): Hsm;
  /**
   * Opens the instance at a service: `host:port`, or a `strongroom://` URL; without, the one that the bundle names.
   * Nothing is sent before something is asked for.
   */
  static connect(address?: string, options?: ConnectOptions): Promise<Hsm>;
  static connectSync(address?: string, options?: ConnectOptions): Hsm;
  /** Opens the tokens of another vendor's PKCS #11 module: the file of a library. */
  static load(module: string, options?: Abortable): Promise<Hsm>;
  static loadSync(module: string): Hsm;
  /**
   * Opens what a `pkcs11:` URI is about (RFC 7512): the module in its `module-path`, else the instance that the
   * environment and the configuration name.
   */
  static fromUri(uri: string, options?: Abortable): Promise<Hsm>;
  static fromUriSync(uri: string): Hsm;
  /** Makes an instance in a directory. `FunctionRejected` when there is one already */
  static create(directory: string, options?: InstanceOptions): Promise<NewToken[]>;
  static createSync(directory: string, options?: InstanceOptions): NewToken[];
  /** What it was opened with. */
  readonly url?: string;
  /** Closes it, and its sessions. To do so twice does nothing. */
  close(options?: Abortable): Promise<void>;
  closeSync(): void;
  [Symbol.asyncDispose](): Promise<void>;
  [Symbol.dispose](): void;
  /** The slots, in ascending order. */
  slots(options?: Abortable): Promise<Slot[]>;
  slotsSync(): Slot[];
  /** The slot with a number. `TokenNotPresent` */
  slot(id: number, options?: Abortable): Promise<Slot>;
  slotSync(id: number): Slot;
  /** The slot of the token that is named. `NotFound`, `Ambiguous` */
  token(name: TokenName, options?: Abortable): Promise<Slot>;
  tokenSync(name: TokenName): Slot;
  /** A session with the token that is named; of a URI, with its PIN unless one is given. */
  session(token: TokenName, options?: SessionOptions): Promise<Session>;
  sessionSync(token: TokenName, options?: SessionOptions): Session;
  /** Has work done in a session with the token that is named, which is closed then. */
  withSession<T>(token: TokenName, options: SessionOptions, work: (session: Session) => T | Promise<T>): Promise<T>;
  /** The one object that a `pkcs11:` URI names, in a session that lives as long as it. */
  key(uri: string, options?: SessionOptions): Promise<AnyObject>;
  keySync(uri: string, options?: SessionOptions): AnyObject;
}

/** A failure. */
export declare class HsmError extends Error {
  protected constructor();
  /** The return value of PKCS #11. */
  readonly rv: number;
  /** Its name: `CKR_PIN_INCORRECT`, or one of `constants.STRONGROOM`. */
  readonly code: keyof typeof constants.CKR | keyof typeof constants.STRONGROOM;
  /** The group that it belongs to. */
  readonly kind: keyof typeof constants.KINDS | 'Function';
  /** The function of PKCS #11 that gave it; empty where none was called. */
  readonly fn: string;
  /** What was being done and why it failed. */
  readonly why: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
}

/** A PIN, or who is logged in. */
export declare class PinError extends HsmError {}
/** `CKR_PIN_INCORRECT` */
export declare class PinIncorrect extends PinError {}
/** `CKR_PIN_LOCKED` */
export declare class PinLocked extends PinError {}
/** `CKR_PIN_EXPIRED` */
export declare class PinExpired extends PinError {}
/** `CKR_USER_PIN_NOT_INITIALIZED` */
export declare class PinNotInitialized extends PinError {}
/** `CKR_PIN_INVALID`, `CKR_PIN_LEN_RANGE`, `CKR_PIN_TOO_WEAK` */
export declare class PinUnsuitable extends PinError {}
/** `CKR_USER_NOT_LOGGED_IN` */
export declare class NotLoggedIn extends PinError {}
/** A session, or that there is none any more. */
export declare class SessionError extends HsmError {}
/** `STRONGROOM_CLOSED`, `CKR_SESSION_CLOSED`, `CKR_SESSION_HANDLE_INVALID` */
export declare class SessionClosed extends SessionError {}
/** `CKR_SESSION_COUNT` */
export declare class TooManySessions extends SessionError {}
/** An object. */
export declare class ObjectError extends HsmError {}
/** `CKR_OBJECT_HANDLE_INVALID` */
export declare class ObjectGone extends ObjectError {}
/** `CKR_ACTION_PROHIBITED` */
export declare class ActionProhibited extends ObjectError {}
/** An attribute, or a template. */
export declare class AttributeError extends HsmError {}
/** `CKR_ATTRIBUTE_READ_ONLY` */
export declare class AttributeReadOnly extends AttributeError {}
/** `CKR_ATTRIBUTE_SENSITIVE` */
export declare class AttributeSensitive extends AttributeError {}
/** `CKR_ATTRIBUTE_TYPE_INVALID` */
export declare class AttributeMissing extends AttributeError {}
/** A mechanism, or its parameters. */
export declare class MechanismError extends HsmError {}
/** `CKR_MECHANISM_INVALID` */
export declare class MechanismInvalid extends MechanismError {}
/** `CKR_MECHANISM_PARAM_INVALID` */
export declare class MechanismParameterInvalid extends MechanismError {}
/** A key, or what it may do. */
export declare class KeyError extends HsmError {}
/** `CKR_KEY_FUNCTION_NOT_PERMITTED` */
export declare class KeyNotPermitted extends KeyError {}
/** `CKR_KEY_UNEXTRACTABLE` */
export declare class KeyUnextractable extends KeyError {}
/** `CKR_KEY_TYPE_INCONSISTENT` */
export declare class KeyTypeInconsistent extends KeyError {}
/** `CKR_KEY_SIZE_RANGE` */
export declare class KeySizeInvalid extends KeyError {}
/** What was to be encrypted, decrypted, signed or unwrapped. */
export declare class DataError extends HsmError {}
/** `CKR_ENCRYPTED_DATA_INVALID`, `CKR_ENCRYPTED_DATA_LEN_RANGE`, `CKR_AEAD_DECRYPT_FAILED` */
export declare class DecryptionFailed extends DataError {}
/** `CKR_WRAPPED_KEY_INVALID`, `CKR_WRAPPED_KEY_LEN_RANGE` */
export declare class WrappedKeyInvalid extends DataError {}
/** A signature that is not good. */
export declare class SignatureError extends HsmError {}
/** The token, the slot, or the way to them. */
export declare class DeviceError extends HsmError {}
/** `CKR_DEVICE_ERROR`, `CKR_DEVICE_REMOVED` */
export declare class DeviceUnavailable extends DeviceError {}
/** `CKR_TOKEN_NOT_PRESENT`, `CKR_SLOT_ID_INVALID` */
export declare class TokenNotPresent extends DeviceError {}
/** `CKR_TOKEN_WRITE_PROTECTED` */
export declare class TokenWriteProtected extends DeviceError {}
/** A function, or the state that it needs. */
export declare class FunctionError extends HsmError {}
/** `CKR_FUNCTION_NOT_SUPPORTED` */
export declare class FunctionNotSupported extends FunctionError {}
/** `CKR_FUNCTION_REJECTED` */
export declare class FunctionRejected extends FunctionError {}
/** `CKR_FUNCTION_CANCELED` */
export declare class FunctionCanceled extends FunctionError {}
/** `CKR_CANT_LOCK` */
export declare class InstanceInUse extends FunctionError {}
/** `CKR_OPERATION_ACTIVE` */
export declare class OperationActive extends FunctionError {}
/** No object, or no token, is what was asked for. */
export declare class NotFound extends HsmError {}
/** Several objects, or tokens, are what one was asked for. */
export declare class Ambiguous extends HsmError {}
/** An argument, or a configuration. */
export declare class ArgumentError extends HsmError {}
/** A defect, or no memory. */
export declare class InternalError extends HsmError {}
