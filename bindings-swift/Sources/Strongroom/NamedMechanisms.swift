// Made from the core's tables by scripts/generate; not to be changed by hand.

import Foundation
internal import StrongroomCore

extension Mechanism {
    /// The parameters of mechanisms. Each mechanism takes some of them, and refuses the others.
    public struct Fields: Sendable, Hashable {
        /// The hash of the data, or of a derivation: SHA-256, say.
        public var hash: String?
        /// The hash of the mask, where it is another.
        public var mgfHash: String?
        /// A vector, a nonce or a first block, which must not be used twice with a key where the mechanism counts or authenticates.
        public var iv: Data?
        /// Additional authenticated data: what the tag is to cover as well.
        public var aad: Data?
        /// Bytes of the tag; 16 where it is not said.
        public var tagLength: Int?
        /// Bytes of all of the data, where it comes in parts.
        public var dataLength: Int?
        /// Bytes of a MAC: the first ones; of keys for MACs, their bytes.
        public var macLength: Int?
        /// How many bits of a block count.
        public var counterBits: Int?
        /// Bytes of the salt of PSS.
        public var saltLength: Int?
        /// The label of OAEP; what is derived is for.
        public var label: Data?
        /// The context of a signature, at most 255 bytes, or of a derivation.
        public var context: Data?
        /// Whether EdDSA hashes first: Ed25519ph, Ed448ph.
        public var prehash: Bool?
        /// Whether signatures of the same data are the same.
        public var deterministic: Bool?
        /// The public point, or the public value, of the other party.
        public var publicKey: Data?
        /// What both parties know.
        public var shared: Data?
        /// The salt of a derivation.
        public var salt: Data?
        /// The context of a derivation.
        public var info: Data?
        /// Bits of a temporary AES key; 256 where it is not said.
        public var aesBits: Int?
        /// The derivation function of an agreement: x963, the usual one, or sp800-56c.
        public var kdf: String?
        /// Data that a key is made with; the hash of a session of TLS.
        public var data: Data?
        /// The key that is put behind another.
        public var key: UInt64?
        /// The key that is the salt of HKDF.
        public var saltKey: UInt64?
        /// Whether the vectors of messages are counted instead of drawn.
        public var counted: Bool?
        /// A password.
        public var password: Data?
        /// How often PBKDF2 goes round.
        public var iterations: Int?
        /// The bit of a key that what is taken from it begins with.
        public var firstBit: Int?
        /// What the client has sent (TLS).
        public var clientRandom: Data?
        /// What the server has sent (TLS).
        public var serverRandom: Data?
        /// Whether the version in a premaster secret is wanted too (TLS).
        public var version: Bool?
        /// Bytes of each key for data (TLS).
        public var keyLength: Int?
        /// Bytes of each vector (TLS).
        public var ivLength: Int?
        /// Whether the message is the server's (TLS).
        public var ofServer: Bool?
        /// The number of a child in a wallet; from 2147483648 on they are hardened.
        public var index: Int?
        /// The chain code of a key in a wallet: 32 bytes.
        public var chainCode: Data?

        /// None of them.
        public init() {}

        func native(_ name: String) -> MechanismSpec {
            let number = { (value: Int?) in value.map { UInt64(clamping: $0) } }
            return MechanismSpec(
                name: name, hash: hash,
                mgfHash: mgfHash,
                iv: iv,
                aad: aad,
                tagLen: number(tagLength),
                dataLen: number(dataLength),
                macLen: number(macLength),
                counterBits: number(counterBits),
                saltLen: number(saltLength),
                label: label,
                context: context,
                prehash: prehash,
                deterministic: deterministic,
                public: publicKey,
                shared: shared,
                salt: salt,
                info: info,
                aesBits: number(aesBits),
                kdf: kdf,
                data: data,
                key: key,
                saltKey: saltKey,
                counted: counted,
                password: password,
                iterations: number(iterations),
                firstBit: number(firstBit),
                clientRandom: clientRandom,
                serverRandom: serverRandom,
                version: version,
                keyLen: number(keyLength),
                ivLen: number(ivLength),
                ofServer: ofServer,
                index: number(index),
                chainCode: chainCode)
        }
    }

    /// RSASSA-PSS over a digest that was made elsewhere.
    public static func rsaPSSDigest(
        hash: Hash? = nil, mgfHash: Hash? = nil, saltLength: Int? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.mgfHash = mgfHash?.rawValue
        fields.saltLength = saltLength
        return Mechanism("rsa-pss-digest", fields)
    }

    /// RSA without padding.
    public static let rsaRaw = Mechanism("rsa-raw")

    /// RSA signatures of ANSI X9.31 over data that is hashed first, for what is old.
    public static let rsaX931 = Mechanism("rsa-x931")

    /// RSA signatures of ANSI X9.31 over a digest that was made elsewhere, for what is old.
    public static let rsaX931Digest = Mechanism("rsa-x931-digest")

    /// DSA over data that is hashed first; without a hash, over a digest that was made elsewhere.
    public static func dsa(
        hash: Hash? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        return Mechanism("dsa", fields)
    }

    /// Schnorr signatures on secp256k1 (BIP 340).
    public static let schnorr = Mechanism("schnorr")

    /// HashML-DSA over a digest that was made elsewhere.
    public static func mlDSADigest(
        hash: Hash? = nil, context: Data? = nil, deterministic: Bool? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.context = context
        fields.deterministic = deterministic
        return Mechanism("ml-dsa-digest", fields)
    }

    /// SLH-DSA (FIPS 205); with a hash, HashSLH-DSA.
    public static func slhDSA(
        hash: Hash? = nil, context: Data? = nil, deterministic: Bool? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.context = context
        fields.deterministic = deterministic
        return Mechanism("slh-dsa", fields)
    }

    /// HashSLH-DSA over a digest that was made elsewhere.
    public static func slhDSADigest(
        hash: Hash? = nil, context: Data? = nil, deterministic: Bool? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.context = context
        fields.deterministic = deterministic
        return Mechanism("slh-dsa-digest", fields)
    }

    /// AES-GMAC.
    public static func aesGMAC(
        iv: Data? = nil, tagLength: Int? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        fields.tagLength = tagLength
        return Mechanism("aes-gmac", fields)
    }

    /// AES-XCBC-MAC.
    public static let aesXCBCMAC = Mechanism("aes-xcbc-mac")

    /// AES-XCBC-MAC, its first 96 bits.
    public static let aesXCBCMAC96 = Mechanism("aes-xcbc-mac-96")

    /// CMAC with triple DES, for what is old.
    public static func des3CMAC(
        macLength: Int? = nil
    ) -> Self {
        var fields = Fields()
        fields.macLength = macLength
        return Mechanism("des3-cmac", fields)
    }

    /// Poly1305, whose key is used once.
    public static let poly1305 = Mechanism("poly1305")

    /// The MAC of the messages that end a handshake of TLS 1.2.
    public static func tls12MAC(
        hash: Hash? = nil, macLength: Int? = nil, ofServer: Bool? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.macLength = macLength
        fields.ofServer = ofServer
        return Mechanism("tls12-mac", fields)
    }

    /// AES-GCM for messages, whose vectors the token makes.
    public static func aesGCMMessages(
        iv: Data? = nil, tagLength: Int? = nil, counted: Bool? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        fields.tagLength = tagLength
        fields.counted = counted
        return Mechanism("aes-gcm-messages", fields)
    }

    /// AES-CCM for messages, whose vectors the token makes.
    public static func aesCCMMessages(
        iv: Data? = nil, tagLength: Int? = nil, counted: Bool? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        fields.tagLength = tagLength
        fields.counted = counted
        return Mechanism("aes-ccm-messages", fields)
    }

    /// ChaCha20-Poly1305 for messages, whose nonces are drawn from the token's random numbers.
    public static let chacha20Poly1305Messages = Mechanism("chacha20-poly1305-messages")

    /// ChaCha20-Poly1305; the tag of 16 bytes follows the ciphertext.
    public static func chacha20Poly1305(
        iv: Data? = nil, aad: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        fields.aad = aad
        return Mechanism("chacha20-poly1305", fields)
    }

    /// ChaCha20 alone.
    public static func chacha20(
        iv: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        return Mechanism("chacha20", fields)
    }

    /// AES-XTS of one data unit; the vector is its number.
    public static func aesXTS(
        iv: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        return Mechanism("aes-xts", fields)
    }

    /// AES-CBC with ciphertext stealing (CBC-CS1): as much comes out as goes in.
    public static func aesCTS(
        iv: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        return Mechanism("aes-cts", fields)
    }

    /// AES-OFB.
    public static func aesOFB(
        iv: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        return Mechanism("aes-ofb", fields)
    }

    /// AES-CFB by single bits.
    public static func aesCFB1(
        iv: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        return Mechanism("aes-cfb1", fields)
    }

    /// AES-CFB by bytes.
    public static func aesCFB8(
        iv: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        return Mechanism("aes-cfb8", fields)
    }

    /// AES-CFB by blocks.
    public static func aesCFB128(
        iv: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        return Mechanism("aes-cfb128", fields)
    }

    /// AES over single blocks, for what is old.
    public static let aesECB = Mechanism("aes-ecb")

    /// Triple DES in CBC, for what is old.
    public static func des3CBC(
        iv: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        return Mechanism("des3-cbc", fields)
    }

    /// Triple DES in CBC with the padding of PKCS #7, for what is old.
    public static func des3CBCPad(
        iv: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        return Mechanism("des3-cbc-pad", fields)
    }

    /// Triple DES over single blocks, for what is old.
    public static let des3ECB = Mechanism("des3-ecb")

    /// RSA-OAEP as a TPM 1.1 has it.
    public static let rsaOAEPTPM = Mechanism("rsa-oaep-tpm")

    /// AES key wrap (RFC 3394) with the padding of PKCS #7.
    public static func aesKWPKCS7(
        iv: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        return Mechanism("aes-kw-pkcs7", fields)
    }

    /// AES key wrap with padding, as older versions of the specification have it.
    public static func aesKWPad(
        iv: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        return Mechanism("aes-kw-pad", fields)
    }

    /// A temporary AES key that is agreed on with a key on a curve, and the key under that.
    public static func ecdhAESWrap(
        hash: Hash? = nil, shared: Data? = nil, aesBits: Int? = nil, kdf: String? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.shared = shared
        fields.aesBits = aesBits
        fields.kdf = kdf
        return Mechanism("ecdh-aes-wrap", fields)
    }

    /// The same with the curve's cofactor.
    public static func ecdhCofactorAESWrap(
        hash: Hash? = nil, shared: Data? = nil, aesBits: Int? = nil, kdf: String? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.shared = shared
        fields.aesBits = aesBits
        fields.kdf = kdf
        return Mechanism("ecdh-cofactor-aes-wrap", fields)
    }

    /// A temporary AES key that is agreed on with X25519 or X448, and the key under that.
    public static func xdhAESWrap(
        hash: Hash? = nil, shared: Data? = nil, aesBits: Int? = nil, kdf: String? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.shared = shared
        fields.aesBits = aesBits
        fields.kdf = kdf
        return Mechanism("xdh-aes-wrap", fields)
    }

    /// ECDH with the curve's cofactor.
    public static func ecdhCofactor(
        hash: Hash? = nil, publicKey: Data? = nil, shared: Data? = nil, kdf: String? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.publicKey = publicKey
        fields.shared = shared
        fields.kdf = kdf
        return Mechanism("ecdh-cofactor", fields)
    }

    /// Diffie-Hellman (PKCS #3).
    public static func dh(
        publicKey: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.publicKey = publicKey
        return Mechanism("dh", fields)
    }

    /// Diffie-Hellman (ANSI X9.42).
    public static func x942DH(
        publicKey: Data? = nil, info: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.publicKey = publicKey
        fields.info = info
        return Mechanism("x942-dh", fields)
    }

    /// The first step of HKDF alone.
    public static func hkdfExtract(
        hash: Hash? = nil, salt: Data? = nil, saltKey: (any TokenObject)? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.salt = salt
        fields.saltKey = saltKey?.handle
        return Mechanism("hkdf-extract", fields)
    }

    /// The second step of HKDF alone.
    public static func hkdfExpand(
        hash: Hash? = nil, info: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.info = info
        return Mechanism("hkdf-expand", fields)
    }

    /// HKDF that gives bytes instead of a key.
    public static func hkdfData(
        hash: Hash? = nil, salt: Data? = nil, info: Data? = nil, saltKey: (any TokenObject)? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.salt = salt
        fields.info = info
        fields.saltKey = saltKey?.handle
        return Mechanism("hkdf-data", fields)
    }

    /// A key from a password (PBKDF2, RFC 8018).
    public static func pbkdf2(
        hash: Hash? = nil, salt: Data? = nil, password: Data? = nil, iterations: Int? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.salt = salt
        fields.password = password
        fields.iterations = iterations
        return Mechanism("pbkdf2", fields)
    }

    /// A key that is the digest of a key.
    public static func hashDerivation(
        hash: Hash? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        return Mechanism("hash-derivation", fields)
    }

    /// SP 800-108 in counter mode.
    public static func kbkdfCounter(
        hash: Hash? = nil, counterBits: Int? = nil, label: Data? = nil, context: Data? = nil, data: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.counterBits = counterBits
        fields.label = label
        fields.context = context
        fields.data = data
        return Mechanism("kbkdf-counter", fields)
    }

    /// SP 800-108 in feedback mode.
    public static func kbkdfFeedback(
        hash: Hash? = nil, iv: Data? = nil, counterBits: Int? = nil, label: Data? = nil, context: Data? = nil, data: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.iv = iv
        fields.counterBits = counterBits
        fields.label = label
        fields.context = context
        fields.data = data
        return Mechanism("kbkdf-feedback", fields)
    }

    /// SP 800-108 in double-pipeline mode.
    public static func kbkdfDoublePipeline(
        hash: Hash? = nil, counterBits: Int? = nil, label: Data? = nil, context: Data? = nil, data: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.counterBits = counterBits
        fields.label = label
        fields.context = context
        fields.data = data
        return Mechanism("kbkdf-double-pipeline", fields)
    }

    /// A key with another behind it.
    public static func concatenateKey(
        key: (any TokenObject)? = nil
    ) -> Self {
        var fields = Fields()
        fields.key = key?.handle
        return Mechanism("concatenate-key", fields)
    }

    /// A key with data behind it.
    public static func appendData(
        data: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.data = data
        return Mechanism("append-data", fields)
    }

    /// A key with data before it.
    public static func prependData(
        data: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.data = data
        return Mechanism("prepend-data", fields)
    }

    /// A key and data, bit by bit.
    public static func xorData(
        data: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.data = data
        return Mechanism("xor-data", fields)
    }

    /// A part of a key.
    public static func extractBits(
        firstBit: Int? = nil
    ) -> Self {
        var fields = Fields()
        fields.firstBit = firstBit
        return Mechanism("extract-bits", fields)
    }

    /// A key that is data encrypted with AES in ECB.
    public static func aesECBEncryptData(
        data: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.data = data
        return Mechanism("aes-ecb-encrypt-data", fields)
    }

    /// A key that is data encrypted with AES in CBC.
    public static func aesCBCEncryptData(
        iv: Data? = nil, data: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        fields.data = data
        return Mechanism("aes-cbc-encrypt-data", fields)
    }

    /// A key that is data encrypted with triple DES in ECB.
    public static func des3ECBEncryptData(
        data: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.data = data
        return Mechanism("des3-ecb-encrypt-data", fields)
    }

    /// A key that is data encrypted with triple DES in CBC.
    public static func des3CBCEncryptData(
        iv: Data? = nil, data: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.iv = iv
        fields.data = data
        return Mechanism("des3-cbc-encrypt-data", fields)
    }

    /// The master secret of TLS 1.2 from a premaster secret of RSA.
    public static func tls12Master(
        hash: Hash? = nil, clientRandom: Data? = nil, serverRandom: Data? = nil, version: Bool? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.clientRandom = clientRandom
        fields.serverRandom = serverRandom
        fields.version = version
        return Mechanism("tls12-master", fields)
    }

    /// The master secret of TLS 1.2 from one that was agreed on.
    public static func tls12MasterDH(
        hash: Hash? = nil, clientRandom: Data? = nil, serverRandom: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.clientRandom = clientRandom
        fields.serverRandom = serverRandom
        return Mechanism("tls12-master-dh", fields)
    }

    /// The extended master secret (RFC 7627) from a premaster secret of RSA.
    public static func tls12ExtendedMaster(
        hash: Hash? = nil, data: Data? = nil, version: Bool? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.data = data
        fields.version = version
        return Mechanism("tls12-extended-master", fields)
    }

    /// The extended master secret (RFC 7627) from one that was agreed on.
    public static func tls12ExtendedMasterDH(
        hash: Hash? = nil, data: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.data = data
        return Mechanism("tls12-extended-master-dh", fields)
    }

    /// The keys and vectors of TLS 1.2.
    public static func tls12Keys(
        hash: Hash? = nil, macLength: Int? = nil, clientRandom: Data? = nil, serverRandom: Data? = nil, keyLength: Int? = nil, ivLength: Int? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.macLength = macLength
        fields.clientRandom = clientRandom
        fields.serverRandom = serverRandom
        fields.keyLength = keyLength
        fields.ivLength = ivLength
        return Mechanism("tls12-keys", fields)
    }

    /// The keys of TLS 1.2, without vectors.
    public static func tls12KeysSafe(
        hash: Hash? = nil, macLength: Int? = nil, clientRandom: Data? = nil, serverRandom: Data? = nil, keyLength: Int? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.macLength = macLength
        fields.clientRandom = clientRandom
        fields.serverRandom = serverRandom
        fields.keyLength = keyLength
        return Mechanism("tls12-keys-safe", fields)
    }

    /// Keys that a master secret of TLS 1.2 exports (RFC 5705).
    public static func tls12KDF(
        hash: Hash? = nil, label: Data? = nil, context: Data? = nil, clientRandom: Data? = nil, serverRandom: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.hash = hash?.rawValue
        fields.label = label
        fields.context = context
        fields.clientRandom = clientRandom
        fields.serverRandom = serverRandom
        return Mechanism("tls12-kdf", fields)
    }

    /// The master key of a wallet (BIP 32).
    public static let bip32Master = Mechanism("bip32-master")

    /// The private child of a private key of a wallet (BIP 32).
    public static func bip32Private(
        index: Int? = nil, chainCode: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.index = index
        fields.chainCode = chainCode
        return Mechanism("bip32-private", fields)
    }

    /// The public child of a private key of a wallet (BIP 32).
    public static func bip32PrivateToPublic(
        index: Int? = nil, chainCode: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.index = index
        fields.chainCode = chainCode
        return Mechanism("bip32-private-to-public", fields)
    }

    /// The public child of a public key of a wallet (BIP 32).
    public static func bip32Public(
        index: Int? = nil, chainCode: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.index = index
        fields.chainCode = chainCode
        return Mechanism("bip32-public", fields)
    }

    /// The master key of a wallet (SLIP-0010).
    public static let slip10Master = Mechanism("slip10-master")

    /// The private child of a private key of a wallet (SLIP-0010).
    public static func slip10Private(
        index: Int? = nil, chainCode: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.index = index
        fields.chainCode = chainCode
        return Mechanism("slip10-private", fields)
    }

    /// The public child of a private key of a wallet (SLIP-0010).
    public static func slip10PrivateToPublic(
        index: Int? = nil, chainCode: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.index = index
        fields.chainCode = chainCode
        return Mechanism("slip10-private-to-public", fields)
    }

    /// The public child of a public key of a wallet (SLIP-0010).
    public static func slip10Public(
        index: Int? = nil, chainCode: Data? = nil
    ) -> Self {
        var fields = Fields()
        fields.index = index
        fields.chainCode = chainCode
        return Mechanism("slip10-public", fields)
    }
}
