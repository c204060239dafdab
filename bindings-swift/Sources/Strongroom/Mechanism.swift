// Mechanisms: how keys are used.

import Foundation
internal import StrongroomCore

/// Hash functions. What is none is said when it is used.
public struct Hash: RawRepresentable, Sendable, Hashable {
    /// Its name in the core.
    public let rawValue: String

    /// A hash by its name in the core.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// SHA-1, broken for signatures.
    public static let sha1 = Self(rawValue: "sha1")
    /// SHA-224 (FIPS 180-4)
    public static let sha224 = Self(rawValue: "sha224")
    /// SHA-256 (FIPS 180-4)
    public static let sha256 = Self(rawValue: "sha256")
    /// SHA-384 (FIPS 180-4)
    public static let sha384 = Self(rawValue: "sha384")
    /// SHA-512 (FIPS 180-4)
    public static let sha512 = Self(rawValue: "sha512")
    /// SHA-512/224 (FIPS 180-4)
    public static let sha512_224 = Self(rawValue: "sha512-224")
    /// SHA-512/256 (FIPS 180-4)
    public static let sha512_256 = Self(rawValue: "sha512-256")
    /// SHA3-224 (FIPS 202)
    public static let sha3_224 = Self(rawValue: "sha3-224")
    /// SHA3-256 (FIPS 202)
    public static let sha3_256 = Self(rawValue: "sha3-256")
    /// SHA3-384 (FIPS 202)
    public static let sha3_384 = Self(rawValue: "sha3-384")
    /// SHA3-512 (FIPS 202)
    public static let sha3_512 = Self(rawValue: "sha3-512")
    /// BLAKE2b with digests of 160 bits (RFC 7693)
    public static let blake2b_160 = Self(rawValue: "blake2b-160")
    /// BLAKE2b with digests of 256 bits (RFC 7693)
    public static let blake2b_256 = Self(rawValue: "blake2b-256")
    /// BLAKE2b with digests of 384 bits (RFC 7693)
    public static let blake2b_384 = Self(rawValue: "blake2b-384")
    /// BLAKE2b with digests of 512 bits (RFC 7693)
    public static let blake2b_512 = Self(rawValue: "blake2b-512")
    /// SHAKE128 (FIPS 202): in HashML-DSA, HashSLH-DSA and derivations alone.
    public static let shake128 = Self(rawValue: "shake128")
    /// SHAKE256 (FIPS 202): in HashML-DSA, HashSLH-DSA and derivations alone.
    public static let shake256 = Self(rawValue: "shake256")

    /// Bytes of a digest; nothing for what is no hash.
    public var digestLength: Int? {
        hashes[rawValue]
    }
}

/// A mechanism with its parameters. What is wrong with it is said when it is used. It is made once and used
/// as often as one likes.
public struct Mechanism: Sendable {
    /// One of the core's names: `ecdsa`, `aes-gcm`, or `CKM_…` for one without parameters.
    public let name: String
    /// Its parameters.
    public let fields: Fields
    private let made: Result<StrongroomCore.Mechanism, HSMError>

    /// A mechanism by its name in the core, with its parameters.
    public init(_ name: String, _ fields: Fields = Fields()) {
        self.name = name
        self.fields = fields
        made = Result { try StrongroomCore.Mechanism(spec: fields.native(name)) }.mapError { HSMError($0) }
    }

    private init(_ name: String, _ say: (inout Fields) -> Void) {
        var fields = Fields()
        say(&fields)
        self.init(name, fields)
    }

    var native: StrongroomCore.Mechanism {
        get throws { try made.get() }
    }
}

extension Mechanism: CustomStringConvertible {
    /// Its name in the core.
    public var description: String { name }
}

// Signatures and MACs.
extension Mechanism {
    // Made once, since it is said so often.
    private static let ecdsas = Dictionary(
        uniqueKeysWithValues: hashes.keys.map { name in (name, Mechanism("ecdsa") { $0.hash = name }) })

    /// ECDSA over data that is hashed first.
    public static func ecdsa(_ hash: Hash) -> Self {
        ecdsas[hash.rawValue] ?? Mechanism("ecdsa") { $0.hash = hash.rawValue }
    }

    /// ECDSA over a digest that was made elsewhere.
    public static let ecdsaDigest = Mechanism("ecdsa")

    /// RSASSA-PSS: the same hash in the mask and a salt as long as its digests, unless said otherwise.
    public static func rsaPSS(_ hash: Hash = .sha256, saltLength: Int? = nil, mgfHash: Hash? = nil) -> Self {
        Mechanism("rsa-pss") {
            $0.hash = hash.rawValue
            $0.saltLength = saltLength
            $0.mgfHash = mgfHash?.rawValue
        }
    }

    /// RSA signatures of PKCS #1 v1.5; without a hash, the padding alone.
    public static func rsaPKCS1(_ hash: Hash?) -> Self {
        Mechanism("rsa-pkcs1") { $0.hash = hash?.rawValue }
    }

    /// EdDSA.
    public static let eddsa = Mechanism("eddsa")

    /// EdDSA with a context, or over data that it hashes first.
    public static func eddsa(context: Data, prehash: Bool = false) -> Self {
        Mechanism("eddsa") {
            $0.context = context
            $0.prehash = prehash
        }
    }

    /// ML-DSA.
    public static let mlDSA = Mechanism("ml-dsa")

    /// ML-DSA with a context, over data that is hashed first, or deterministic.
    public static func mlDSA(_ hash: Hash? = nil, context: Data? = nil, deterministic: Bool = false) -> Self {
        Mechanism("ml-dsa") {
            $0.hash = hash?.rawValue
            $0.context = context
            $0.deterministic = deterministic
        }
    }

    /// HMAC; shortened where a length in bytes is said.
    public static func hmac(_ hash: Hash = .sha256, length: Int? = nil) -> Self {
        Mechanism("hmac") {
            $0.hash = hash.rawValue
            $0.macLength = length
        }
    }

    /// AES-CMAC.
    public static let aesCMAC = Mechanism("aes-cmac")
}

// Encryption and wrapping.
extension Mechanism {
    /// AES-GCM with a nonce that is used once. ``EncryptingKey/seal(_:authenticating:)-(_,_)`` draws one.
    public static func aesGCM(nonce: Data, authenticating aad: Data? = nil, tagLength: Int? = nil) -> Self {
        Mechanism("aes-gcm") {
            $0.iv = nonce
            $0.aad = aad
            $0.tagLength = tagLength
        }
    }

    /// AES-CCM. Where the data comes in parts, its length is said first.
    public static func aesCCM(
        nonce: Data, authenticating aad: Data? = nil, tagLength: Int? = nil, dataLength: Int? = nil
    ) -> Self {
        Mechanism("aes-ccm") {
            $0.iv = nonce
            $0.aad = aad
            $0.tagLength = tagLength
            $0.dataLength = dataLength
        }
    }

    /// AES-CBC; the data is whole blocks.
    public static func aesCBC(iv: Data) -> Self { Mechanism("aes-cbc") { $0.iv = iv } }

    /// AES-CBC with the padding of PKCS #7.
    public static func aesCBCPad(iv: Data) -> Self { Mechanism("aes-cbc-pad") { $0.iv = iv } }

    /// AES-CTR.
    public static func aesCTR(counter: Data, counterBits: Int? = nil) -> Self {
        Mechanism("aes-ctr") {
            $0.iv = counter
            $0.counterBits = counterBits
        }
    }

    /// RSA-OAEP.
    public static func rsaOAEP(_ hash: Hash = .sha256, mgfHash: Hash? = nil, label: Data? = nil) -> Self {
        Mechanism("rsa-oaep") {
            $0.hash = hash.rawValue
            $0.mgfHash = mgfHash?.rawValue
            $0.label = label
        }
    }

    /// AES key wrap (RFC 3394).
    public static let aesKW = Mechanism("aes-kw")
    /// AES key wrap with padding (RFC 5649).
    public static let aesKWP = Mechanism("aes-kwp")

    /// A temporary AES key under RSA-OAEP, and the key under that.
    public static func rsaAESWrap(_ hash: Hash = .sha256, aesBits: Int = 256) -> Self {
        Mechanism("rsa-aes-wrap") {
            $0.hash = hash.rawValue
            $0.aesBits = aesBits
        }
    }
}

// Agreement, derivation, encapsulation, digests.
extension Mechanism {
    /// ECDH with the public point of the other party; with a hash, its key derivation of X9.63.
    public static func ecdh(_ publicKey: Data, _ hash: Hash? = nil, shared: Data? = nil) -> Self {
        Mechanism("ecdh") {
            $0.publicKey = publicKey
            $0.hash = hash?.rawValue
            $0.shared = shared
        }
    }

    /// HKDF (RFC 5869).
    public static func hkdf(_ hash: Hash = .sha256, salt: Data? = nil, info: Data? = nil) -> Self {
        Mechanism("hkdf") {
            $0.hash = hash.rawValue
            $0.salt = salt
            $0.info = info
        }
    }

    /// ML-KEM.
    public static let mlKEM = Mechanism("ml-kem")

    /// A digest.
    public static func digest(_ hash: Hash) -> Self { Mechanism("digest") { $0.hash = hash.rawValue } }
}
