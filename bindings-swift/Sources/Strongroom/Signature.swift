// Signatures in both forms.

import Foundation
internal import StrongroomCore

/// A signature.
public struct Signature: Sendable, Hashable {
    /// What PKCS #11, JSON Web Signatures and WebCrypto have: of ECDSA both numbers one after the other, of
    /// everything else what the algorithm gives.
    public let rawRepresentation: Data
    private let hasForms: Bool

    init(_ raw: Data, hasForms: Bool) {
        rawRepresentation = raw
        self.hasForms = hasForms
    }

    /// A signature as PKCS #11 has it.
    public init(rawRepresentation: some DataProtocol) {
        self.init(Data(rawRepresentation), hasForms: true)
    }

    /// An ECDSA signature in DER. A number of the curve has `coordinateSize` bytes: 32 for P-256, 48 for P-384,
    /// 66 for P-521. `CKR_SIGNATURE_INVALID` for what is no such signature
    public init(derRepresentation: some DataProtocol, coordinateSize: Int = 32) throws {
        let (der, len) = (Data(derRepresentation), UInt32(clamping: coordinateSize))
        self.init(try core { try ecdsaRaw(der: der, len: len) }, hasForms: true)
    }

    /// What X.509, CMS and TLS have: of ECDSA the DER of a sequence of both numbers (RFC 3279, section 2.2.3),
    /// of everything else the same as ``rawRepresentation``.
    public var derRepresentation: Data {
        guard hasForms, let der = try? ecdsaDer(raw: rawRepresentation) else { return rawRepresentation }
        return der
    }

    /// Whether the bytes are the same.
    public static func == (one: Self, other: Self) -> Bool {
        one.rawRepresentation == other.rawRepresentation
    }

    /// By the bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(rawRepresentation)
    }
}
