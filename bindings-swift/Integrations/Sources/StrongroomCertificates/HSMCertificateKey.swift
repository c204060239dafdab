// Certificates and requests for them with keys of a token: swift-certificates signs with what conforms to its
// `CustomPrivateKey`.

import Foundation
import Strongroom
import SwiftASN1
import X509

/// A private key of a token, for certificates and requests for them:
/// `try await key.certificateKey()`. The initialisers of swift-certificates that take an
/// asynchronous key sign on the core's threads; the others on that of their caller.
public struct HSMCertificateKey: CustomPrivateKey {
    /// The key.
    public let key: Strongroom.PrivateKey
    /// The public key that belongs to it.
    public let publicKey: X509.Certificate.PublicKey
    /// What it can sign with.
    public let supportedSignatureAlgorithms: [X509.Certificate.SignatureAlgorithm]
    /// What it signs with where nothing is said: ECDSA with the curve's hash, RSA PKCS #1 with SHA-256, Ed25519.
    public let defaultSignatureAlgorithm: X509.Certificate.SignatureAlgorithm

    /// A key for certificates: RSA, P-256, P-384, P-521 or Ed25519. `CKR_KEY_TYPE_INCONSISTENT` for another
    public init(_ key: Strongroom.PrivateKey) async throws {
        let kind = try await key.kind() ?? ""
        guard let ways = Self.ways(kind) else {
            throw HSMError(
                rv: CKR.CKR_KEY_TYPE_INCONSISTENT, code: "CKR_KEY_TYPE_INCONSISTENT", kind: .key,
                why: "swift-certificates has no signatures of a key of the kind \(kind)")
        }
        self.key = key
        publicKey = try X509.Certificate.PublicKey(derEncoded: Array(try await key.derRepresentation()))
        (supportedSignatureAlgorithms, defaultSignatureAlgorithm) = (ways.all, ways.usual)
    }

    private static func ways(
        _ kind: String
    ) -> (all: [X509.Certificate.SignatureAlgorithm], usual: X509.Certificate.SignatureAlgorithm)? {
        let ecdsa: [X509.Certificate.SignatureAlgorithm] = [.ecdsaWithSHA256, .ecdsaWithSHA384, .ecdsaWithSHA512]
        return switch kind {
        case "ec:p256": (ecdsa, .ecdsaWithSHA256)
        case "ec:p384": (ecdsa, .ecdsaWithSHA384)
        case "ec:p521": (ecdsa, .ecdsaWithSHA512)
        case "ed25519": ([.ed25519], .ed25519)
        case _ where kind.hasPrefix("rsa"):
            (
                [.sha256WithRSAEncryption, .sha384WithRSAEncryption, .sha512WithRSAEncryption],
                .sha256WithRSAEncryption
            )
        default: nil
        }
    }

    private func mechanism(_ algorithm: X509.Certificate.SignatureAlgorithm) throws -> Mechanism {
        switch algorithm {
        case .ecdsaWithSHA256: return .ecdsa(.sha256)
        case .ecdsaWithSHA384: return .ecdsa(.sha384)
        case .ecdsaWithSHA512: return .ecdsa(.sha512)
        case .sha256WithRSAEncryption: return .rsaPKCS1(.sha256)
        case .sha384WithRSAEncryption: return .rsaPKCS1(.sha384)
        case .sha512WithRSAEncryption: return .rsaPKCS1(.sha512)
        case .ed25519: return .eddsa
        default:
            throw HSMError(
                rv: CKR.CKR_MECHANISM_INVALID, code: "CKR_MECHANISM_INVALID", kind: .mechanism, function: "C_SignInit",
                why: "the key does not sign with \(algorithm)")
        }
    }

    private func wrapped(
        _ signature: Strongroom.Signature, _ algorithm: X509.Certificate.SignatureAlgorithm
    ) throws -> X509.Certificate.Signature {
        let bytes = ASN1BitString(bytes: ArraySlice(signature.derRepresentation))
        return try X509.Certificate.Signature(signatureAlgorithm: algorithm, signatureBytes: bytes)
    }

    /// Signs on the thread of its caller. ``HSMError``
    public func signSynchronously(
        bytes: some DataProtocol, signatureAlgorithm: X509.Certificate.SignatureAlgorithm
    ) throws -> X509.Certificate.Signature {
        try wrapped(key.signature(for: bytes, using: mechanism(signatureAlgorithm)), signatureAlgorithm)
    }

    /// Signs on the core's threads. ``HSMError``
    public func signAsynchronously(
        bytes: some DataProtocol & Sendable, signatureAlgorithm: X509.Certificate.SignatureAlgorithm
    ) async throws -> X509.Certificate.Signature {
        let signature = try await key.signature(for: bytes, using: mechanism(signatureAlgorithm))
        return try wrapped(signature, signatureAlgorithm)
    }
}

// swift-certificates asks for a way into a file; a key of a token has none.
extension HSMCertificateKey {
    /// What the file would be called.
    public static var defaultPEMDiscriminator: String { "PRIVATE KEY" }

    /// `CKR_KEY_UNEXTRACTABLE`: it does not leave the token.
    public func serialize(into coder: inout DER.Serializer) throws {
        throw HSMError(
            rv: CKR.CKR_KEY_UNEXTRACTABLE, code: "CKR_KEY_UNEXTRACTABLE", kind: .key,
            why: "a key of a token is not written to a file")
    }
}

extension HSMCertificateKey: CustomStringConvertible {
    /// What ``PrivateKey`` says of itself: no secret.
    public var description: String { key.description }
}

extension Strongroom.PrivateKey {
    /// The key for swift-certificates. `CKR_KEY_TYPE_INCONSISTENT`
    public func certificateKey() async throws -> X509.Certificate.PrivateKey {
        X509.Certificate.PrivateKey(try await HSMCertificateKey(self))
    }
}

extension Session {
    private func encoded(_ certificate: X509.Certificate) throws -> Data {
        var coder = DER.Serializer()
        try coder.serialize(certificate)
        return Data(coder.serializedBytes)
    }

    /// Puts a certificate into the token, and ties it to the key that has its public key.
    public func add(
        _ certificate: X509.Certificate, label: String? = nil, id: Data? = nil, persist: Bool = false
    ) throws -> Strongroom.Certificate {
        try add(certificate: encoded(certificate), label: label, id: id, persist: persist)
    }

    /// Puts a certificate into the token, and ties it to the key that has its public key.
    public func add(
        _ certificate: X509.Certificate, label: String? = nil, id: Data? = nil, persist: Bool = false
    ) async throws -> Strongroom.Certificate {
        try await add(certificate: encoded(certificate), label: label, id: id, persist: persist)
    }
}
