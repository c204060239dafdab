// Encryption, sealing, wrapping, and keys that are made of other keys.

import Foundation
internal import StrongroomCore

/// What was sealed with AES-GCM.
public struct SealedBox: Sendable, Hashable {
    /// 12 bytes, drawn at random.
    public let nonce: Data
    /// As long as the plaintext.
    public let ciphertext: Data
    /// 16 bytes.
    public let tag: Data

    /// From its parts. `CKR_ENCRYPTED_DATA_LEN_RANGE` for a nonce or a tag of another length
    public init(nonce: some DataProtocol, ciphertext: some DataProtocol, tag: some DataProtocol) throws {
        guard nonce.count == 12, tag.count == 16 else { throw Self.length }
        (self.nonce, self.ciphertext, self.tag) = (Data(nonce), Data(ciphertext), Data(tag))
    }

    /// From one piece: the nonce, the ciphertext, the tag. `CKR_ENCRYPTED_DATA_LEN_RANGE` for what is too short
    public init(combined: some DataProtocol) throws {
        let all = whole(combined)
        guard all.count >= 28 else { throw Self.length }
        try self.init(
            nonce: all.prefix(12), ciphertext: all.dropFirst(12).dropLast(16), tag: all.suffix(16))
    }

    init(_ sealed: Sealed) {
        (nonce, ciphertext, tag) = (sealed.iv, sealed.ciphertext, sealed.tag)
    }

    /// All of it in one piece: the nonce, the ciphertext, the tag.
    public var combined: Data {
        nonce + ciphertext + tag
    }

    private static var length: HSMError {
        HSMError(
            CKR.CKR_ENCRYPTED_DATA_LEN_RANGE, "CKR_ENCRYPTED_DATA_LEN_RANGE", .data, in: "C_Decrypt",
            "what was sealed has a nonce of 12 bytes and a tag of 16")
    }
}

extension TokenObject {
    fileprivate func ciphering(_ operation: StrongroomCore.Operation, _ mechanism: Mechanism) throws -> Ciphering {
        Ciphering(active: Active(try core { try native.stream(operation: operation, mechanism: mechanism.native) }))
    }
}

/// A key that encrypts: a public key, a secret key.
public protocol EncryptingKey: TokenObject {}

extension EncryptingKey {
    /// Encrypts data. With AES-GCM and AES-CCM the tag follows the ciphertext.
    public func encrypt(_ data: some DataProtocol, using mechanism: Mechanism) throws -> Data {
        let data = whole(data)
        return try core { try native.encrypt(mechanism: mechanism.native, data: data) }
    }

    /// Encrypts data. With AES-GCM and AES-CCM the tag follows the ciphertext.
    public func encrypt(_ data: some DataProtocol, using mechanism: Mechanism) async throws -> Data {
        let data = whole(data)
        return try await onPool(unless: atOnce(.encrypt, mechanism, data.count)) { try encrypt(data, using: mechanism) }
    }

    /// Encrypts data that comes in parts.
    public func encryptor(using mechanism: Mechanism) throws -> Ciphering {
        try ciphering(.encrypt, mechanism)
    }

    /// Encrypts data that comes in parts.
    public func encryptor(using mechanism: Mechanism) async throws -> Ciphering {
        try await onPool { try encryptor(using: mechanism) }
    }

    /// Encrypts data while it arrives: `for try await chunk in key.encrypt(file, using: …) { … }`.
    public func encrypt<S: AsyncSequence>(_ chunks: S, using mechanism: Mechanism) -> CipheredChunks<S>
    where S.Element: DataProtocol {
        CipheredChunks(base: chunks) { try ciphering(.encrypt, mechanism) }
    }
}

/// A key that decrypts: a private key, a secret key.
public protocol DecryptingKey: TokenObject {}

extension DecryptingKey {
    /// Decrypts data. `CKR_ENCRYPTED_DATA_INVALID`, `CKR_ENCRYPTED_DATA_LEN_RANGE`
    public func decrypt(_ data: some DataProtocol, using mechanism: Mechanism) throws -> Data {
        let data = whole(data)
        return try core { try native.decrypt(mechanism: mechanism.native, data: data) }
    }

    /// Decrypts data. `CKR_ENCRYPTED_DATA_INVALID`, `CKR_ENCRYPTED_DATA_LEN_RANGE`
    public func decrypt(_ data: some DataProtocol, using mechanism: Mechanism) async throws -> Data {
        let data = whole(data)
        return try await onPool(unless: atOnce(.decrypt, mechanism, data.count)) { try decrypt(data, using: mechanism) }
    }

    /// Decrypts data that comes in parts.
    public func decryptor(using mechanism: Mechanism) throws -> Ciphering {
        try ciphering(.decrypt, mechanism)
    }

    /// Decrypts data that comes in parts.
    public func decryptor(using mechanism: Mechanism) async throws -> Ciphering {
        try await onPool { try decryptor(using: mechanism) }
    }

    /// Decrypts data while it arrives. With AES-GCM and AES-CCM all of it comes at the end, when the tag was checked.
    public func decrypt<S: AsyncSequence>(_ chunks: S, using mechanism: Mechanism) -> CipheredChunks<S>
    where S.Element: DataProtocol {
        CipheredChunks(base: chunks) { try ciphering(.decrypt, mechanism) }
    }
}

/// What sealing is done with, but for the nonce.
private let sealing = Mechanism.aesGCM(nonce: Data(count: 12))

extension SecretKey {
    /// Encrypts with AES-GCM and a nonce that is drawn for it.
    public func seal(
        _ data: some DataProtocol, authenticating aad: some DataProtocol = Data()
    ) throws -> SealedBox {
        let (data, aad) = (whole(data), whole(aad))
        return SealedBox(try core { try native.seal(data: data, aad: aad) })
    }

    /// Encrypts with AES-GCM and a nonce that is drawn for it.
    public func seal(
        _ data: some DataProtocol, authenticating aad: some DataProtocol = Data()
    ) async throws -> SealedBox {
        let (data, aad) = (whole(data), whole(aad))
        return try await onPool(unless: atOnce(.encrypt, sealing, data.count + aad.count)) {
            try seal(data, authenticating: aad)
        }
    }

    /// Decrypts what was sealed. `CKR_ENCRYPTED_DATA_INVALID` for what was altered, or with other data authenticated
    public func open(_ box: SealedBox, authenticating aad: some DataProtocol = Data()) throws -> Data {
        let sealed = Sealed(iv: box.nonce, ciphertext: box.ciphertext, tag: box.tag)
        let aad = whole(aad)
        return try core { try native.unseal(sealed: sealed, aad: aad) }
    }

    /// Decrypts what was sealed. `CKR_ENCRYPTED_DATA_INVALID` for what was altered, or with other data authenticated
    public func open(_ box: SealedBox, authenticating aad: some DataProtocol = Data()) async throws -> Data {
        let aad = whole(aad)
        return try await onPool(unless: atOnce(.decrypt, sealing, box.ciphertext.count + aad.count)) {
            try open(box, authenticating: aad)
        }
    }
}

/// A key that wraps other keys: a public key, a secret key.
public protocol WrappingKey: TokenObject {}

extension WrappingKey {
    /// Another key of the token, encrypted under this one. `CKR_KEY_UNEXTRACTABLE`, `CKR_KEY_NOT_WRAPPABLE`
    public func wrap(_ key: some TokenObject, using mechanism: Mechanism) throws -> Data {
        try core { try native.wrap(mechanism: mechanism.native, key: key.native) }
    }

    /// Another key of the token, encrypted under this one. `CKR_KEY_UNEXTRACTABLE`, `CKR_KEY_NOT_WRAPPABLE`
    public func wrap(_ key: some TokenObject, using mechanism: Mechanism) async throws -> Data {
        try await onPool { try wrap(key, using: mechanism) }
    }
}

/// A key that unwraps others, and of which keys are derived: a private key, a secret key.
public protocol UnwrappingKey: TokenObject {}

extension UnwrappingKey {
    private func made(_ make: () throws -> StrongroomCore.Object) throws -> Object {
        Object(session, try core(make))
    }

    /// Makes a secret key that was wrapped. `CKR_WRAPPED_KEY_INVALID`
    public func unwrap(
        _ wrapped: some DataProtocol, using mechanism: Mechanism, as spec: SecretKeySpec
    ) throws -> SecretKey {
        let wrapped = whole(wrapped)
        return SecretKey(
            try made { try native.unwrap(mechanism: mechanism.native, wrapped: wrapped, spec: spec.native) })
    }

    /// Makes a secret key that was wrapped. `CKR_WRAPPED_KEY_INVALID`
    public func unwrap(
        _ wrapped: some DataProtocol, using mechanism: Mechanism, as spec: SecretKeySpec
    ) async throws -> SecretKey {
        let wrapped = whole(wrapped)
        return try await onPool { try unwrap(wrapped, using: mechanism, as: spec) }
    }

    /// Makes a private key that was wrapped. `CKR_WRAPPED_KEY_INVALID`
    public func unwrap(
        _ wrapped: some DataProtocol, using mechanism: Mechanism, as spec: KeyPairSpec
    ) throws -> PrivateKey {
        let wrapped = whole(wrapped)
        return PrivateKey(
            try made { try native.unwrap(mechanism: mechanism.native, wrapped: wrapped, spec: spec.native) })
    }

    /// Makes a private key that was wrapped. `CKR_WRAPPED_KEY_INVALID`
    public func unwrap(
        _ wrapped: some DataProtocol, using mechanism: Mechanism, as spec: KeyPairSpec
    ) async throws -> PrivateKey {
        let wrapped = whole(wrapped)
        return try await onPool { try unwrap(wrapped, using: mechanism, as: spec) }
    }

    /// Makes a secret key from this one: with ECDH, or HKDF.
    public func derive(using mechanism: Mechanism, as spec: SecretKeySpec) throws -> SecretKey {
        SecretKey(try made { try native.derive(mechanism: mechanism.native, spec: spec.native) })
    }

    /// Makes a secret key from this one: with ECDH, or HKDF.
    public func derive(using mechanism: Mechanism, as spec: SecretKeySpec) async throws -> SecretKey {
        try await onPool { try derive(using: mechanism, as: spec) }
    }
}

/// A key that was made for somebody, and what he makes it from.
public struct EncapsulationResult: Sendable, Hashable {
    /// The secret key.
    public let sharedKey: SecretKey
    /// What the owner of the private key needs.
    public let encapsulated: Data
}

extension PublicKey {
    /// Makes a secret key for the owner of this public key.
    public func encapsulate(
        as spec: SecretKeySpec = .aes(), using mechanism: Mechanism = .mlKEM
    ) throws -> EncapsulationResult {
        let made = try core { try native.encapsulate(mechanism: mechanism.native, spec: spec.native) }
        return EncapsulationResult(
            sharedKey: SecretKey(Object(session, made.key)), encapsulated: made.ciphertext)
    }

    /// Makes a secret key for the owner of this public key.
    public func encapsulate(
        as spec: SecretKeySpec = .aes(), using mechanism: Mechanism = .mlKEM
    ) async throws -> EncapsulationResult {
        try await onPool { try encapsulate(as: spec, using: mechanism) }
    }
}

extension PrivateKey {
    /// Makes the secret key that somebody encapsulated for this private key.
    public func decapsulate(
        _ encapsulated: some DataProtocol, as spec: SecretKeySpec = .aes(), using mechanism: Mechanism = .mlKEM
    ) throws -> SecretKey {
        let ciphertext = whole(encapsulated)
        let made = try core {
            try native.decapsulate(mechanism: mechanism.native, ciphertext: ciphertext, spec: spec.native)
        }
        return SecretKey(Object(session, made))
    }

    /// Makes the secret key that somebody encapsulated for this private key.
    public func decapsulate(
        _ encapsulated: some DataProtocol, as spec: SecretKeySpec = .aes(), using mechanism: Mechanism = .mlKEM
    ) async throws -> SecretKey {
        let ciphertext = whole(encapsulated)
        return try await onPool { try decapsulate(ciphertext, as: spec, using: mechanism) }
    }
}
