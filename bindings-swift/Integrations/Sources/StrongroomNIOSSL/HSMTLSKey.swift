// TLS servers and clients with keys of a token: swift-nio-ssl has its handshakes signed by what conforms to its
// `NIOSSLCustomPrivateKey`.

import Foundation
import NIOCore
import NIOSSL
import Strongroom

/// A private key of a token, for TLS: `NIOSSLPrivateKey(customPrivateKey: key)`. It signs on the core's
/// threads: no event loop waits for a token.
public struct HSMTLSKey: NIOSSLCustomPrivateKey, Hashable {
    /// The key.
    public let key: PrivateKey
    /// What it can sign with; of RSA, PSS first.
    public let signatureAlgorithms: [SignatureAlgorithm]

    /// How the algorithms are called in the token, by the kinds of keys that have them.
    private static let all: [(kind: String, algorithm: SignatureAlgorithm, mechanism: Mechanism)] = [
        ("ec:p256", .ecdsaSecp256R1Sha256, .ecdsa(.sha256)),
        ("ec:p384", .ecdsaSecp384R1Sha384, .ecdsa(.sha384)),
        ("ec:p521", .ecdsaSecp521R1Sha512, .ecdsa(.sha512)),
        ("ed25519", .ed25519, .eddsa),
        ("rsa", .rsaPssRsaeSha256, .rsaPSS(.sha256)),
        ("rsa", .rsaPssRsaeSha384, .rsaPSS(.sha384)),
        ("rsa", .rsaPssRsaeSha512, .rsaPSS(.sha512)),
        ("rsa", .rsaPkcs1Sha256, .rsaPKCS1(.sha256)),
        ("rsa", .rsaPkcs1Sha384, .rsaPKCS1(.sha384)),
        ("rsa", .rsaPkcs1Sha512, .rsaPKCS1(.sha512)),
    ]

    /// A key for TLS: RSA, P-256, P-384, P-521 or Ed25519. `CKR_KEY_TYPE_INCONSISTENT` for another
    public init(_ key: PrivateKey) async throws {
        let kind = try await key.kind() ?? ""
        self.key = key
        signatureAlgorithms = Self.all.filter { $0.kind == kind || kind.hasPrefix("\($0.kind):") }.map(\.algorithm)
        if signatureAlgorithms.isEmpty {
            throw HSMError(
                rv: CKR.CKR_KEY_TYPE_INCONSISTENT, code: "CKR_KEY_TYPE_INCONSISTENT", kind: .key,
                why: "TLS has no signatures of a key of the kind \(kind)")
        }
    }

    /// Signs on the core's threads. ``HSMError``
    public func sign(
        channel: any Channel, algorithm: SignatureAlgorithm, data: ByteBuffer
    ) -> EventLoopFuture<ByteBuffer> {
        channel.eventLoop.makeFutureWithTask {
            guard signatureAlgorithms.contains(algorithm),
                let way = Self.all.first(where: { $0.algorithm == algorithm })
            else {
                throw HSMError(
                    rv: CKR.CKR_MECHANISM_INVALID, code: "CKR_MECHANISM_INVALID", kind: .mechanism,
                    function: "C_SignInit", why: "the key does not sign with TLS's algorithm \(algorithm.rawValue)")
            }
            let signature = try await key.signature(for: [UInt8](buffer: data), using: way.mechanism)
            return ByteBuffer(bytes: signature.derRepresentation)
        }
    }

    /// Decrypts for the key exchange with RSA that TLS had before 1.3: without padding, on the core's threads. ``HSMError``
    public func decrypt(channel: any Channel, data: ByteBuffer) -> EventLoopFuture<ByteBuffer> {
        channel.eventLoop.makeFutureWithTask {
            ByteBuffer(bytes: try await key.decrypt([UInt8](buffer: data), using: Mechanism("CKM_RSA_X_509")))
        }
    }
}
