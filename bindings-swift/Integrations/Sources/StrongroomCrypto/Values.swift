// Signatures and sealed boxes, from here to swift-crypto and back.

import Crypto
import Foundation
import Strongroom
import _CryptoExtras

/// A signature of swift-crypto: of ECDSA on one of its curves, or of RSA.
public protocol CryptoSignature: Sendable {
    /// From what PKCS #11 has.
    init<D: DataProtocol>(rawRepresentation: D) throws
    /// What PKCS #11 has.
    var rawRepresentation: Data { get }
}

extension P256.Signing.ECDSASignature: CryptoSignature {}
extension P384.Signing.ECDSASignature: CryptoSignature {}
extension P521.Signing.ECDSASignature: CryptoSignature {}
extension _RSA.Signing.RSASignature: CryptoSignature {}

extension CryptoSignature {
    /// From a signature that a token made. One of another length is thrown.
    public init(_ signature: Signature) throws {
        try self.init(rawRepresentation: signature.rawRepresentation)
    }
}

extension Signature {
    /// From a signature that swift-crypto made.
    public init(_ signature: some CryptoSignature) {
        self.init(rawRepresentation: signature.rawRepresentation)
    }
}

extension AES.GCM.SealedBox {
    /// From what a token sealed.
    public init(_ box: Strongroom.SealedBox) throws {
        try self.init(combined: box.combined)
    }
}

extension Strongroom.SealedBox {
    /// From what swift-crypto sealed. `CKR_ENCRYPTED_DATA_LEN_RANGE` for a nonce that has not 12 bytes
    public init(_ box: AES.GCM.SealedBox) throws {
        try self.init(combined: box.combined ?? Data())
    }
}
