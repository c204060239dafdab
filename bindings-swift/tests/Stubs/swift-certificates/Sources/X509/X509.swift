// Stands in for swift-certificates in the tests of Integrations: as much as those need, under the names that it has
// there. Certificates and requests are of the plainest kind: a common name, no extensions, no attributes.

import Foundation
import SwiftASN1

public protocol CustomPrivateKey: Sendable, Hashable, PEMSerializable {
    var publicKey: Certificate.PublicKey { get }
    var defaultSignatureAlgorithm: Certificate.SignatureAlgorithm { get }
    var supportedSignatureAlgorithms: [Certificate.SignatureAlgorithm] { get }

    func signSynchronously(
        bytes: some DataProtocol, signatureAlgorithm: Certificate.SignatureAlgorithm
    ) throws -> Certificate.Signature

    func signAsynchronously(
        bytes: some DataProtocol & Sendable, signatureAlgorithm: Certificate.SignatureAlgorithm
    ) async throws -> Certificate.Signature
}

extension CustomPrivateKey {
    public func signAsynchronously(
        bytes: some DataProtocol & Sendable, signatureAlgorithm: Certificate.SignatureAlgorithm
    ) async throws -> Certificate.Signature {
        try signSynchronously(bytes: bytes, signatureAlgorithm: signatureAlgorithm)
    }
}

public struct Certificate: Hashable, Sendable, DERSerializable {
    public enum Version: Int, Hashable, Sendable { case v3 = 2 }

    public struct SerialNumber: Hashable, Sendable {
        let bytes: [UInt8]

        public init<Number: FixedWidthInteger>(_ number: Number) {
            let all = withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0.drop { $0 == 0 }) }
            bytes = all.first.map { $0 < 128 } ?? false ? all : [0] + all
        }
    }

    public struct Extensions: Hashable, Sendable {
        public init() {}
    }

    public struct PublicKey: Hashable, Sendable {
        public let subjectPublicKeyInfoBytes: ArraySlice<UInt8>

        public init(derEncoded: [UInt8]) throws {
            guard derEncoded.first == 0x30 else { throw CocoaError(.coderInvalidValue) }
            subjectPublicKeyInfoBytes = derEncoded[...]
        }
    }

    public struct SignatureAlgorithm: Hashable, Sendable {
        let identifier: [UInt8]

        private init(rsa last: UInt8) {
            identifier = der(0x30, [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, last, 5, 0])
        }

        private init(_ oid: [UInt8]) {
            identifier = der(0x30, der(6, oid))
        }

        public static let ecdsaWithSHA256 = Self([0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2])
        public static let ecdsaWithSHA384 = Self([0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3])
        public static let ecdsaWithSHA512 = Self([0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4])
        public static let sha1WithRSAEncryption = Self(rsa: 5)
        public static let sha256WithRSAEncryption = Self(rsa: 11)
        public static let sha384WithRSAEncryption = Self(rsa: 12)
        public static let sha512WithRSAEncryption = Self(rsa: 13)
        public static let ed25519 = Self([0x2b, 0x65, 0x70])
    }

    public struct Signature: Hashable, Sendable {
        public let rawRepresentation: [UInt8]

        public init(signatureAlgorithm: SignatureAlgorithm, signatureBytes: ASN1BitString) throws {
            rawRepresentation = Array(signatureBytes.bytes)
        }
    }

    public struct PrivateKey: Sendable {
        let custom: any CustomPrivateKey

        public init(_ custom: some CustomPrivateKey) {
            self.custom = custom
        }

        public var publicKey: PublicKey { custom.publicKey }

        public func serializeAsPEM() throws -> PEMDocument {
            try custom.serializeAsPEM()
        }
    }

    let bytes: [UInt8]

    public init(
        version: Version, serialNumber: SerialNumber, publicKey: PublicKey, notValidBefore: Date, notValidAfter: Date,
        issuer: DistinguishedName, subject: DistinguishedName, signatureAlgorithm: SignatureAlgorithm,
        extensions: Extensions, issuerPrivateKey: PrivateKey
    ) throws {
        let time = ISO8601DateFormatter()
        time.formatOptions = [.withYear, .withMonth, .withDay, .withTime, .withTimeZone]
        let times = [notValidBefore, notValidAfter].flatMap {
            der(0x18, Array(time.string(from: $0).filter { $0 != "T" }.utf8))
        }
        let tbs = der(
            0x30,
            der(0xa0, [2, 1, UInt8(version.rawValue)]) + der(2, serialNumber.bytes) + signatureAlgorithm.identifier
                + issuer.bytes + der(0x30, times) + subject.bytes + publicKey.subjectPublicKeyInfoBytes)
        let signature = try issuerPrivateKey.custom.signSynchronously(
            bytes: tbs, signatureAlgorithm: signatureAlgorithm)
        bytes = signed(tbs, signatureAlgorithm, signature)
    }

    public func serialize(into coder: inout DER.Serializer) throws {
        coder.append(bytes)
    }
}

public struct DistinguishedName: Hashable, Sendable {
    let bytes: [UInt8]

    public init(@DistinguishedNameBuilder builder: () throws -> Result<DistinguishedName, any Error>) throws {
        self = try builder().get()
    }

    init(_ name: CommonName) {
        let attribute = der(0x30, [6, 3, 0x55, 4, 3] + der(0x0c, Array(name.name.utf8)))
        bytes = der(0x30, der(0x31, attribute))
    }
}

public struct CommonName: Sendable {
    public var name: String

    public init(_ name: String) {
        self.name = name
    }
}

@resultBuilder
public struct DistinguishedNameBuilder: Sendable {
    public static func buildBlock(_ name: CommonName) -> Result<DistinguishedName, any Error> {
        .success(DistinguishedName(name))
    }
}

public struct CertificateSigningRequest: Hashable, Sendable, DERSerializable {
    public enum Version: Int, Hashable, Sendable { case v1 = 0 }

    public struct Attributes: Hashable, Sendable {
        public init() {}
    }

    let bytes: [UInt8]

    public init(
        version: Version, subject: DistinguishedName, privateKey: Certificate.PrivateKey, attributes: Attributes,
        signatureAlgorithm: Certificate.SignatureAlgorithm
    ) throws {
        let info = Self.info(version, subject, privateKey)
        let signature = try privateKey.custom.signSynchronously(bytes: info, signatureAlgorithm: signatureAlgorithm)
        bytes = signed(info, signatureAlgorithm, signature)
    }

    public init(
        version: Version, subject: DistinguishedName, asyncPrivateKey: Certificate.PrivateKey, attributes: Attributes,
        signatureAlgorithm: Certificate.SignatureAlgorithm
    ) async throws {
        let info = Self.info(version, subject, asyncPrivateKey)
        let signature = try await asyncPrivateKey.custom.signAsynchronously(
            bytes: info, signatureAlgorithm: signatureAlgorithm)
        bytes = signed(info, signatureAlgorithm, signature)
    }

    private static func info(
        _ version: Version, _ subject: DistinguishedName, _ key: Certificate.PrivateKey
    ) -> [UInt8] {
        let key = key.publicKey.subjectPublicKeyInfoBytes
        return der(0x30, [2, 1, UInt8(version.rawValue)] + subject.bytes + key + der(0xa0, []))
    }

    public func serialize(into coder: inout DER.Serializer) throws {
        coder.append(bytes)
    }
}

private func signed(
    _ what: [UInt8], _ algorithm: Certificate.SignatureAlgorithm, _ signature: Certificate.Signature
) -> [UInt8] {
    der(0x30, what + algorithm.identifier + der(3, [0] + signature.rawRepresentation))
}

func der(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    let count = content.count
    let length: [UInt8] =
        count < 128 ? [UInt8(count)] : count < 256 ? [0x81, UInt8(count)] : [0x82, UInt8(count >> 8), UInt8(count & 255)]
    return [tag] + length + content
}
