// Keys of swift-crypto that are a token's public keys, or come into a token.

import Crypto
import Foundation
import Strongroom
import _CryptoExtras

/// A public key of swift-crypto, which is made from one of a token: ``HasPublicKey/publicKey(as:)-(_)``.
public protocol CryptoPublicKey: Sendable {
    /// The key in the DER of a SubjectPublicKeyInfo. What is of another kind, or on another curve, is thrown.
    init(subjectPublicKeyInfo info: Data) throws
}

extension P256.Signing.PublicKey: CryptoPublicKey {
    /// The key in the DER of a SubjectPublicKeyInfo.
    public init(subjectPublicKeyInfo info: Data) throws { try self.init(derRepresentation: info) }
}

extension P256.KeyAgreement.PublicKey: CryptoPublicKey {
    /// The key in the DER of a SubjectPublicKeyInfo.
    public init(subjectPublicKeyInfo info: Data) throws { try self.init(derRepresentation: info) }
}

extension P384.Signing.PublicKey: CryptoPublicKey {
    /// The key in the DER of a SubjectPublicKeyInfo.
    public init(subjectPublicKeyInfo info: Data) throws { try self.init(derRepresentation: info) }
}

extension P384.KeyAgreement.PublicKey: CryptoPublicKey {
    /// The key in the DER of a SubjectPublicKeyInfo.
    public init(subjectPublicKeyInfo info: Data) throws { try self.init(derRepresentation: info) }
}

extension P521.Signing.PublicKey: CryptoPublicKey {
    /// The key in the DER of a SubjectPublicKeyInfo.
    public init(subjectPublicKeyInfo info: Data) throws { try self.init(derRepresentation: info) }
}

extension P521.KeyAgreement.PublicKey: CryptoPublicKey {
    /// The key in the DER of a SubjectPublicKeyInfo.
    public init(subjectPublicKeyInfo info: Data) throws { try self.init(derRepresentation: info) }
}

extension _RSA.Signing.PublicKey: CryptoPublicKey {
    /// The key in the DER of a SubjectPublicKeyInfo.
    public init(subjectPublicKeyInfo info: Data) throws { try self.init(derRepresentation: info) }
}

extension Curve25519.Signing.PublicKey: CryptoPublicKey {
    /// The key in the DER of a SubjectPublicKeyInfo.
    public init(subjectPublicKeyInfo info: Data) throws {
        try self.init(rawRepresentation: curve25519(info, 0x70))
    }
}

extension Curve25519.KeyAgreement.PublicKey: CryptoPublicKey {
    /// The key in the DER of a SubjectPublicKeyInfo.
    public init(subjectPublicKeyInfo info: Data) throws {
        try self.init(rawRepresentation: curve25519(info, 0x6e))
    }
}

/// The 32 bytes of a key on Curve25519, of which swift-crypto knows nothing else. Its SubjectPublicKeyInfo has one form
/// (RFC 8410, section 4): `algorithm` is the last byte of the identifier 1.3.101.110 or 1.3.101.112.
private func curve25519(_ info: Data, _ algorithm: UInt8) throws -> Data {
    let before: [UInt8] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, algorithm, 0x03, 0x21, 0x00]
    guard info.count == before.count + 32, info.starts(with: before) else {
        throw HSMError(
            rv: CKR.CKR_KEY_TYPE_INCONSISTENT, code: "CKR_KEY_TYPE_INCONSISTENT", kind: .key,
            why: "it is no such key on Curve25519")
    }
    return Data(info.suffix(32))
}

extension HasPublicKey {
    /// The public key for swift-crypto: `let key: P256.Signing.PublicKey = try pair.publicKey.publicKey()`. What is of
    /// another kind, or on another curve, is thrown.
    public func publicKey<Key: CryptoPublicKey>(as type: Key.Type = Key.self) throws -> Key {
        try Key(subjectPublicKeyInfo: derRepresentation())
    }

    /// The public key for swift-crypto: `let key: P256.Signing.PublicKey = try await pair.publicKey.publicKey()`. What is of
    /// another kind, or on another curve, is thrown.
    public func publicKey<Key: CryptoPublicKey>(as type: Key.Type = Key.self) async throws -> Key {
        try Key(subjectPublicKeyInfo: try await derRepresentation())
    }
}

extension Session {
    /// Imports a secret key of swift-crypto. The key that is given stays where it was.
    public func importKey(_ key: SymmetricKey, as spec: SecretKeySpec) throws -> SecretKey {
        try key.withUnsafeBytes { try importKey($0, as: spec) }
    }

    /// Imports a secret key of swift-crypto, on the core's threads. The key that is given stays where it was.
    public func importKey(_ key: SymmetricKey, as spec: SecretKeySpec) async throws -> SecretKey {
        let work: @Sendable () throws -> SecretKey = { try self.importKey(key, as: spec) }
        return try await withTaskExecutorPreference(HSM.executor) { try work() }
    }
}
