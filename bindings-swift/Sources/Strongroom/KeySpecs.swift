// Keys that are wanted: their kinds, how they are called, and what they may do.

import Foundation
internal import StrongroomCore

/// Something that a key may do. What is none is said when the key is made.
public struct KeyUsage: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let encrypt = Self(rawValue: "encrypt")
    public static let decrypt = Self(rawValue: "decrypt")
    public static let sign = Self(rawValue: "sign")
    public static let verify = Self(rawValue: "verify")
    public static let wrap = Self(rawValue: "wrap")
    public static let unwrap = Self(rawValue: "unwrap")
    public static let derive = Self(rawValue: "derive")
    public static let encapsulate = Self(rawValue: "encapsulate")
    public static let decapsulate = Self(rawValue: "decapsulate")
}

/// How a key is called and used. What is not said is as the token has it by default: a key that goes with its
/// session, never leaves the token, and may do all that its type can.
public struct KeyOptions: Sendable, Hashable {
    /// `CKA_LABEL`
    public var label: String?
    /// `CKA_ID`, which ties the halves of a pair and its certificates together.
    public var id: Data?
    /// Whether it stays in the token when the session ends.
    public var persist: Bool?
    /// Whether its value is never shown.
    public var sensitive: Bool?
    /// Whether it may leave the token wrapped.
    public var extractable: Bool?
    /// Whether each use wants a login of its own (``Session/onContextPIN(_:)``).
    public var alwaysAuthenticate: Bool?
    /// What it may do, and nothing else.
    public var usages: Set<KeyUsage>?
    /// Further attributes; of a key pair, the private key's.
    public var attributes: Attributes

    public init(
        label: String? = nil, id: Data? = nil, persist: Bool? = nil, sensitive: Bool? = nil,
        extractable: Bool? = nil, alwaysAuthenticate: Bool? = nil, usages: Set<KeyUsage>? = nil,
        attributes: Attributes = [:]
    ) {
        self.label = label
        self.id = id
        self.persist = persist
        self.sensitive = sensitive
        self.extractable = extractable
        self.alwaysAuthenticate = alwaysAuthenticate
        self.usages = usages
        self.attributes = attributes
    }

    func native(_ kind: String) -> KeySpec {
        KeySpec(
            kind: kind, label: label, id: id, persist: persist, sensitive: sensitive,
            extractable: extractable, alwaysAuthenticate: alwaysAuthenticate,
            usages: usages.map { $0.map(\.rawValue).sorted() },
            attributes: attributes.native)
    }
}

/// A key that is wanted: `.ec(.p256).label("issuer").persistent()`.
public protocol KeySpecification: Sendable {
    /// The kind in a few characters, as the core has it: `ec:p256`, `aes:256`.
    var kind: String { get }
    /// How it is called and used.
    var options: KeyOptions { get set }
}

extension KeySpecification {
    private func with(_ change: (inout KeyOptions) -> Void) -> Self {
        var copy = self
        change(&copy.options)
        return copy
    }

    /// `CKA_LABEL`
    public func label(_ label: String) -> Self { with { $0.label = label } }
    /// `CKA_ID`
    public func id(_ id: some Sequence<UInt8>) -> Self { with { $0.id = Data(id) } }
    /// Whether it stays in the token when the session ends.
    public func persistent(_ persist: Bool = true) -> Self { with { $0.persist = persist } }
    /// Whether its value is never shown.
    public func sensitive(_ sensitive: Bool = true) -> Self { with { $0.sensitive = sensitive } }
    /// Whether it may leave the token wrapped.
    public func extractable(_ extractable: Bool = true) -> Self { with { $0.extractable = extractable } }
    /// Whether each use wants a login of its own.
    public func alwaysAuthenticate(_ always: Bool = true) -> Self { with { $0.alwaysAuthenticate = always } }
    /// What it may do, and nothing else.
    public func usages(_ usages: Set<KeyUsage>) -> Self { with { $0.usages = usages } }
    /// A further attribute (``CKA``); of a key pair, the private key's.
    public func attribute(_ kind: UInt64, _ value: AttributeValue) -> Self { with { $0.attributes[kind] = value } }
    /// All options at once.
    public func with(_ options: KeyOptions) -> Self { with { $0 = options } }

    var native: KeySpec { options.native(kind) }
}

/// A key pair, or a private key, that is wanted.
public struct KeyPairSpec: KeySpecification, Hashable {
    public let kind: String
    public var options = KeyOptions()

    /// A kind by its name in the core: `ec:p256`. What is no kind is said when the key is made.
    public init(_ kind: String) {
        self.kind = kind
    }

    /// Curves of ECDSA and ECDH.
    public enum Curve: String, Sendable, Hashable, CaseIterable {
        case p224, p256, p384, p521, secp256k1
    }

    /// Parameter sets of ML-DSA (FIPS 204).
    public enum MLDSA: Int, Sendable, Hashable, CaseIterable {
        case s44 = 44, s65 = 65, s87 = 87
    }

    /// Parameter sets of ML-KEM (FIPS 203).
    public enum MLKEM: Int, Sendable, Hashable, CaseIterable {
        case s512 = 512, s768 = 768, s1024 = 1024
    }

    /// RSA with these bits.
    public static func rsa(_ bits: Int = 3072) -> Self { Self("rsa:\(bits)") }
    /// A key on a curve.
    public static func ec(_ curve: Curve = .p256) -> Self { Self("ec:\(curve.rawValue)") }
    /// Ed25519 (RFC 8032).
    public static let ed25519 = Self("ed25519")
    /// Ed448 (RFC 8032).
    public static let ed448 = Self("ed448")
    /// X25519 (RFC 7748).
    public static let x25519 = Self("x25519")
    /// X448 (RFC 7748).
    public static let x448 = Self("x448")
    /// ML-DSA.
    public static func mlDSA(_ set: MLDSA = .s65) -> Self { Self("ml-dsa:\(set.rawValue)") }
    /// ML-KEM.
    public static func mlKEM(_ set: MLKEM = .s768) -> Self { Self("ml-kem:\(set.rawValue)") }
}

/// A secret key that is wanted.
public struct SecretKeySpec: KeySpecification, Hashable {
    public let kind: String
    public var options = KeyOptions()

    /// A kind by its name in the core: `aes:256`. What is no kind is said when the key is made.
    public init(_ kind: String) {
        self.kind = kind
    }

    /// AES with 128, 192 or 256 bits.
    public static func aes(_ bits: Int = 256) -> Self { Self("aes:\(bits)") }
    /// HMAC with a hash, and a key as long as its digests.
    public static func hmac(_ hash: Hash = .sha256) -> Self { Self("hmac-\(hash.rawValue)") }
    /// Bytes without a purpose, of so many bytes.
    public static func generic(_ bits: Int = 256) -> Self { Self("generic:\(bits)") }
    /// A key of HKDF.
    public static func hkdf(_ bits: Int = 256) -> Self { Self("hkdf:\(bits)") }
}
