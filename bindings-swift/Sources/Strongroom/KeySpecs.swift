// Keys that are wanted: their kinds, how they are called, and what they may do.

import Foundation
internal import StrongroomCore

/// Something that a key may do. What is none is said when the key is made.
public struct KeyUsage: RawRepresentable, Sendable, Hashable {
    /// Its name in the core.
    public let rawValue: String

    /// A use by its name in the core.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// `CKA_ENCRYPT`
    public static let encrypt = Self(rawValue: "encrypt")
    /// `CKA_DECRYPT`
    public static let decrypt = Self(rawValue: "decrypt")
    /// `CKA_SIGN`
    public static let sign = Self(rawValue: "sign")
    /// `CKA_VERIFY`
    public static let verify = Self(rawValue: "verify")
    /// `CKA_WRAP`
    public static let wrap = Self(rawValue: "wrap")
    /// `CKA_UNWRAP`
    public static let unwrap = Self(rawValue: "unwrap")
    /// `CKA_DERIVE`
    public static let derive = Self(rawValue: "derive")
    /// `CKA_ENCAPSULATE`
    public static let encapsulate = Self(rawValue: "encapsulate")
    /// `CKA_DECAPSULATE`
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

    /// What is left out is as the token has it.
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
    /// The kind in a few characters, as the core has it.
    public let kind: String
    /// How it is called and used.
    public var options = KeyOptions()

    /// A kind by its name in the core: `ec:p256`. What is no kind is said when the key is made.
    public init(_ kind: String) {
        self.kind = kind
    }

    /// Curves of ECDSA and ECDH.
    public enum Curve: String, Sendable, Hashable, CaseIterable {
        /// NIST's curve of 224 bits.
        case p224
        /// NIST's curve of 256 bits.
        case p256
        /// NIST's curve of 384 bits.
        case p384
        /// NIST's curve of 521 bits.
        case p521
        /// Bitcoin's curve (SEC 2).
        case secp256k1
    }

    /// Parameter sets of ML-DSA (FIPS 204).
    public enum MLDSA: Int, Sendable, Hashable, CaseIterable {
        /// ML-DSA-44, of category 2.
        case s44 = 44
        /// ML-DSA-65, of category 3.
        case s65 = 65
        /// ML-DSA-87, of category 5.
        case s87 = 87
    }

    /// Parameter sets of ML-KEM (FIPS 203).
    public enum MLKEM: Int, Sendable, Hashable, CaseIterable {
        /// ML-KEM-512, of category 1.
        case s512 = 512
        /// ML-KEM-768, of category 3.
        case s768 = 768
        /// ML-KEM-1024, of category 5.
        case s1024 = 1024
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
    /// SLH-DSA (FIPS 205) with a parameter set by its name: `sha2-128s`, `shake-256f`.
    public static func slhDSA(_ set: String = "sha2-128s") -> Self { Self("slh-dsa:\(set)") }
    /// DSA over a prime with these bits, for what is old. The group is made for it, unless attributes say one.
    public static func dsa(_ bits: Int = 2048) -> Self { Self("dsa:\(bits)") }
    /// Diffie-Hellman (PKCS #3) over a prime with these bits. The group is made for it, unless attributes say one.
    public static func dh(_ bits: Int = 2048) -> Self { Self("dh:\(bits)") }
    /// Diffie-Hellman (ANSI X9.42) over a prime with these bits. The group is made for it, unless attributes say one.
    public static func x942DH(_ bits: Int = 2048) -> Self { Self("x942-dh:\(bits)") }
    /// ML-KEM.
    public static func mlKEM(_ set: MLKEM = .s768) -> Self { Self("ml-kem:\(set.rawValue)") }
}

/// A secret key that is wanted.
public struct SecretKeySpec: KeySpecification, Hashable {
    /// The kind in a few characters, as the core has it.
    public let kind: String
    /// How it is called and used.
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
