// Stands in for swift-nio-ssl in the tests of Integrations: as much as those need, under the names that it has there.

import NIOCore

public protocol NIOSSLCustomPrivateKey: Sendable {
    var signatureAlgorithms: [SignatureAlgorithm] { get }
    var derBytes: [UInt8] { get }
    func sign(channel: Channel, algorithm: SignatureAlgorithm, data: ByteBuffer) -> EventLoopFuture<ByteBuffer>
    func decrypt(channel: Channel, data: ByteBuffer) -> EventLoopFuture<ByteBuffer>
}

extension NIOSSLCustomPrivateKey {
    public var derBytes: [UInt8] { [] }
}

public final class NIOSSLPrivateKey: Sendable {
    private let key: any NIOSSLCustomPrivateKey

    public init<CustomKey: NIOSSLCustomPrivateKey & Hashable>(customPrivateKey: CustomKey) {
        key = customPrivateKey
    }
}

public struct SignatureAlgorithm: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    public static let rsaPkcs1Sha256 = SignatureAlgorithm(rawValue: 0x0401)
    public static let rsaPkcs1Sha384 = SignatureAlgorithm(rawValue: 0x0501)
    public static let rsaPkcs1Sha512 = SignatureAlgorithm(rawValue: 0x0601)
    public static let ecdsaSecp256R1Sha256 = SignatureAlgorithm(rawValue: 0x0403)
    public static let ecdsaSecp384R1Sha384 = SignatureAlgorithm(rawValue: 0x0503)
    public static let ecdsaSecp521R1Sha512 = SignatureAlgorithm(rawValue: 0x0603)
    public static let rsaPssRsaeSha256 = SignatureAlgorithm(rawValue: 0x0804)
    public static let rsaPssRsaeSha384 = SignatureAlgorithm(rawValue: 0x0805)
    public static let rsaPssRsaeSha512 = SignatureAlgorithm(rawValue: 0x0806)
    public static let ed25519 = SignatureAlgorithm(rawValue: 0x0807)
}
