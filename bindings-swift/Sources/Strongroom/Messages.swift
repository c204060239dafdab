// Messages: series of them under one key, keys that are wrapped like them, and signatures that are there before the data;
// and all that a derivation makes.

import Foundation
internal import StrongroomCore

/// A message that was encrypted, or a key that was wrapped like one.
public struct SealedMessage: Sendable, Hashable {
    /// The vector, which the token made.
    public let nonce: Data
    /// As long as the plaintext.
    public let ciphertext: Data
    /// 16 bytes, unless the mechanism says otherwise.
    public let tag: Data

    /// From its parts.
    public init(nonce: some DataProtocol, ciphertext: some DataProtocol, tag: some DataProtocol) {
        (self.nonce, self.ciphertext, self.tag) = (Data(nonce), Data(ciphertext), Data(tag))
    }

    init(_ sealed: Sealed) {
        (nonce, ciphertext, tag) = (sealed.iv, sealed.ciphertext, sealed.tag)
    }

    var native: Sealed { Sealed(iv: nonce, ciphertext: ciphertext, tag: tag) }
}

/// A series of messages under one key. Any task may use it; a message that fails leaves the series as it was. It has
/// one session of the token for itself until it is closed, or nobody has it any more. What it is not for is
/// `CKR_OPERATION_NOT_INITIALIZED`.
public final class Messages: Sendable {
    /// What is done with the messages of a series.
    public enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// They are encrypted, with vectors that the token makes.
        case encrypt
        /// They are decrypted.
        case decrypt
        /// They are signed.
        case sign
        /// Their signatures are verified.
        case verify

        fileprivate var native: StrongroomCore.Operation {
            switch self {
            case .encrypt: .encrypt
            case .decrypt: .decrypt
            case .sign: .sign
            case .verify: .verify
            }
        }
    }

    private let native: StrongroomCore.Messages
    private let hasForms: Bool

    fileprivate init(_ native: StrongroomCore.Messages, hasForms: Bool) {
        self.native = native
        self.hasForms = hasForms
    }

    deinit {
        // A service may have to be told.
        let native = native
        Pool.shared.later { try? native.close() }
    }

    /// Encrypts a message.
    public func seal(_ data: some DataProtocol, authenticating aad: some DataProtocol = Data()) throws -> SealedMessage {
        let (data, aad) = (whole(data), whole(aad))
        return SealedMessage(try core { try native.encrypt(data: data, aad: aad) })
    }

    /// Encrypts a message.
    public func seal(
        _ data: some DataProtocol, authenticating aad: some DataProtocol = Data()
    ) async throws -> SealedMessage {
        let (data, aad) = (whole(data), whole(aad))
        return try await onPool { try self.seal(data, authenticating: aad) }
    }

    /// Decrypts a message. `CKR_AEAD_DECRYPT_FAILED` for what was altered, or with other data authenticated
    public func open(_ message: SealedMessage, authenticating aad: some DataProtocol = Data()) throws -> Data {
        let aad = whole(aad)
        return try core { try native.decrypt(message: message.native, aad: aad) }
    }

    /// Decrypts a message. `CKR_AEAD_DECRYPT_FAILED` for what was altered, or with other data authenticated
    public func open(_ message: SealedMessage, authenticating aad: some DataProtocol = Data()) async throws -> Data {
        let aad = whole(aad)
        return try await onPool { try self.open(message, authenticating: aad) }
    }

    /// Signs a message, or makes its MAC.
    public func signature(for data: some DataProtocol) throws -> Signature {
        let data = whole(data)
        return Signature(try core { try native.sign(data: data) }, hasForms: hasForms)
    }

    /// Signs a message, or makes its MAC.
    public func signature(for data: some DataProtocol) async throws -> Signature {
        let data = whole(data)
        return try await onPool { try self.signature(for: data) }
    }

    /// Whether the signature, or the MAC, of a message is good.
    public func isValidSignature(_ signature: Signature, for data: some DataProtocol) throws -> Bool {
        let data = whole(data)
        return try core { try native.verify(data: data, signature: signature.rawRepresentation) }
    }

    /// Whether the signature, or the MAC, of a message is good.
    public func isValidSignature(_ signature: Signature, for data: some DataProtocol) async throws -> Bool {
        let data = whole(data)
        return try await onPool { try self.isValidSignature(signature, for: data) }
    }

    /// Ends the series. To do so twice does nothing.
    public func close() throws {
        try core { try native.close() }
    }

    /// Ends the series. To do so twice does nothing.
    public func close() async throws {
        try await onPoolAnyhow { try self.close() }
    }
}

extension TokenObject {
    /// Makes all that a derivation gives, in its order: keys of TLS and their vectors, or a key of a wallet and its
    /// chain code. What is no key is a data object.
    public func deriveAll(using mechanism: Mechanism, as spec: some KeySpecification) throws -> [Object] {
        try core { try native.deriveAll(mechanism: mechanism.native, spec: spec.native) }
            .map { Object(session, $0) }
    }

    /// Makes all that a derivation gives, in its order: keys of TLS and their vectors, or a key of a wallet and its
    /// chain code. What is no key is a data object.
    public func deriveAll(using mechanism: Mechanism, as spec: some KeySpecification) async throws -> [Object] {
        try await onPool { try deriveAll(using: mechanism, as: spec) }
    }

    /// Begins a series of messages under this key. To encrypt and to decrypt wants a mechanism for messages
    /// (``Mechanism/aesGCMMessages(iv:tagLength:counted:)``). `CKR_MECHANISM_PARAM_INVALID` for another
    public func messages(to purpose: Messages.Purpose, using mechanism: Mechanism) throws -> Messages {
        let mechanism = try mechanism.native
        let made = try core { try native.messages(operation: purpose.native, mechanism: mechanism) }
        return Messages(made, hasForms: mechanism.hasForms())
    }

    /// Begins a series of messages under this key. To encrypt and to decrypt wants a mechanism for messages
    /// (``Mechanism/aesGCMMessages(iv:tagLength:counted:)``). `CKR_MECHANISM_PARAM_INVALID` for another
    public func messages(to purpose: Messages.Purpose, using mechanism: Mechanism) async throws -> Messages {
        try await onPool { try messages(to: purpose, using: mechanism) }
    }
}

extension WrappingKey {
    /// Another key of the token, encrypted under this one with a mechanism for messages: the tag covers `aad` too.
    /// `CKR_KEY_UNEXTRACTABLE`, `CKR_KEY_NOT_WRAPPABLE`
    public func wrap(
        _ key: some TokenObject, using mechanism: Mechanism, authenticating aad: some DataProtocol
    ) throws -> SealedMessage {
        let aad = whole(aad)
        return SealedMessage(
            try core { try native.wrapAuthenticated(mechanism: mechanism.native, key: key.native, aad: aad) })
    }

    /// Another key of the token, encrypted under this one with a mechanism for messages: the tag covers `aad` too.
    /// `CKR_KEY_UNEXTRACTABLE`, `CKR_KEY_NOT_WRAPPABLE`
    public func wrap(
        _ key: some TokenObject, using mechanism: Mechanism, authenticating aad: some DataProtocol
    ) async throws -> SealedMessage {
        let aad = whole(aad)
        return try await onPool { try wrap(key, using: mechanism, authenticating: aad) }
    }
}

extension UnwrappingKey {
    private func unwrapped(
        _ sealed: SealedMessage, _ mechanism: Mechanism, _ aad: some DataProtocol, _ spec: KeySpec
    ) throws -> Object {
        let aad = whole(aad)
        let made = try core {
            try native.unwrapAuthenticated(mechanism: mechanism.native, sealed: sealed.native, aad: aad, spec: spec)
        }
        return Object(session, made)
    }

    /// Makes a secret key that was wrapped like a message. `CKR_WRAPPED_KEY_INVALID`
    public func unwrap(
        _ sealed: SealedMessage, using mechanism: Mechanism, authenticating aad: some DataProtocol, as spec: SecretKeySpec
    ) throws -> SecretKey {
        SecretKey(try unwrapped(sealed, mechanism, aad, spec.native))
    }

    /// Makes a secret key that was wrapped like a message. `CKR_WRAPPED_KEY_INVALID`
    public func unwrap(
        _ sealed: SealedMessage, using mechanism: Mechanism, authenticating aad: some DataProtocol, as spec: SecretKeySpec
    ) async throws -> SecretKey {
        let aad = whole(aad)
        return try await onPool { try unwrap(sealed, using: mechanism, authenticating: aad, as: spec) }
    }

    /// Makes a private key that was wrapped like a message. `CKR_WRAPPED_KEY_INVALID`
    public func unwrap(
        _ sealed: SealedMessage, using mechanism: Mechanism, authenticating aad: some DataProtocol, as spec: KeyPairSpec
    ) throws -> PrivateKey {
        PrivateKey(try unwrapped(sealed, mechanism, aad, spec.native))
    }

    /// Makes a private key that was wrapped like a message. `CKR_WRAPPED_KEY_INVALID`
    public func unwrap(
        _ sealed: SealedMessage, using mechanism: Mechanism, authenticating aad: some DataProtocol, as spec: KeyPairSpec
    ) async throws -> PrivateKey {
        let aad = whole(aad)
        return try await onPool { try unwrap(sealed, using: mechanism, authenticating: aad, as: spec) }
    }

    /// Bytes that are derived from this key and shown (``Mechanism/hkdfData(hash:salt:info:saltKey:)``).
    public func deriveData(using mechanism: Mechanism, count: Int) throws -> Data {
        try core { try native.deriveData(mechanism: mechanism.native, len: UInt64(clamping: count)) }
    }

    /// Bytes that are derived from this key and shown (``Mechanism/hkdfData(hash:salt:info:saltKey:)``).
    public func deriveData(using mechanism: Mechanism, count: Int) async throws -> Data {
        try await onPool { try deriveData(using: mechanism, count: count) }
    }
}

extension Session {
    /// Makes a secret key with a mechanism that is not the usual one of its kind: from a password, say
    /// (``Mechanism/pbkdf2(hash:salt:password:iterations:)``).
    public func generate(_ spec: SecretKeySpec, using mechanism: Mechanism) throws -> SecretKey {
        let made = try core { try native.generateWith(mechanism: mechanism.native, spec: spec.native) }
        return SecretKey(Object(self, made))
    }

    /// Makes a secret key with a mechanism that is not the usual one of its kind: from a password, say
    /// (``Mechanism/pbkdf2(hash:salt:password:iterations:)``).
    public func generate(_ spec: SecretKeySpec, using mechanism: Mechanism) async throws -> SecretKey {
        try await onPool { try self.generate(spec, using: mechanism) }
    }
}

/// A verification of data in parts, whose signature is there from the beginning.
public struct SignatureVerifier: PartialOperation, OfStream {
    let active: Active

    /// Gives the next part. After a failure it has ended.
    public func update(_ data: some DataProtocol) throws {
        _ = try active.update(whole(data))
    }

    /// Gives the next part. After a failure it has ended.
    public func update(_ data: some DataProtocol) async throws {
        let data = whole(data)
        try await onPool { try update(data) }
    }

    /// Ends it: whether the signature is good.
    public func finish() throws -> Bool {
        try core { try active.native.verify(signature: Data()) }
    }

    /// Ends it: whether the signature is good.
    public func finish() async throws -> Bool {
        try await onPool { try finish() }
    }
}

extension VerifyingKey {
    /// Verifies a signature that is there before the data, which comes in parts.
    public func verifier(of signature: Signature, using mechanism: Mechanism) throws -> SignatureVerifier {
        let raw = signature.rawRepresentation
        return SignatureVerifier(
            active: Active(try core { try native.verifying(mechanism: mechanism.native, signature: raw) }))
    }

    /// Verifies a signature that is there before the data, which comes in parts.
    public func verifier(of signature: Signature, using mechanism: Mechanism) async throws -> SignatureVerifier {
        try await onPool { try verifier(of: signature, using: mechanism) }
    }
}
