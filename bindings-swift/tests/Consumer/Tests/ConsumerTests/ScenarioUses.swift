// The steps in which keys are used, in one part or in several.

import Foundation
import Strongroom

extension Case {
    func parts(_ step: JSON) throws -> [Data]? {
        guard let lengths = step["parts"]?.list else { return nil }
        var (parts, data) = ([Data](), try bytes(step, "data"))
        for length in lengths.compactMap(\.number) {
            parts.append(Data(data.prefix(Int(length))))
            data = Data(data.dropFirst(Int(length)))
        }
        return parts + [data]
    }

    private func through(_ ciphering: Ciphering, _ parts: [Data]) async throws -> Data {
        var out = Data()
        for part in parts { out += try await ciphering.update(part) }
        return try await out + ciphering.finish()
    }

    func use(_ op: String, _ step: JSON) async throws -> Made {
        switch op {
        case "sign":
            let (how, raw) = try mechanism(step)
            let (key, parts) = (try key(step, "key", (any SigningKey).self), try parts(step))
            let made: Signature
            if let parts {
                let signer = try await key.signer(using: how)
                for part in parts { try await signer.update(part) }
                made = try await signer.finish()
            } else {
                made = try await key.signature(for: bytes(step, "data"), using: how)
            }
            return keep(step, bytes: raw ? made.rawRepresentation : made.derRepresentation)
        case "verify":
            return .bool(try await verify(step))
        case "encrypt":
            let (how, _) = try mechanism(step)
            let key: any EncryptingKey = try key(step)
            if let parts = try parts(step) {
                return keep(step, bytes: try await through(key.encryptor(using: how), parts))
            }
            return keep(step, bytes: try await key.encrypt(bytes(step, "data"), using: how))
        case "decrypt":
            let (how, _) = try mechanism(step)
            let key: any DecryptingKey = try key(step)
            if let parts = try parts(step) {
                return keep(step, bytes: try await through(key.decryptor(using: how), parts))
            }
            return keep(step, bytes: try await key.decrypt(bytes(step, "data"), using: how))
        case "seal":
            let key: SecretKey = try key(step)
            let box = try await key.seal(bytes(step, "data"), authenticating: bytes(step, "aad"))
            let name = try text(step, "as")
            names[name + ".iv"] = box.nonce
            names[name + ".ciphertext"] = box.ciphertext
            names[name + ".tag"] = box.tag
            return keep(step, bytes: box.combined)
        case "unseal":
            let key: SecretKey = try key(step)
            let box = try SealedBox(combined: bytes(step, "sealed"))
            return keep(step, bytes: try await key.open(box, authenticating: bytes(step, "aad")))
        case "wrap":
            let key: any WrappingKey = try key(step)
            let target: any TokenObject = try self.key(step, "target")
            return keep(step, bytes: try await key.wrap(target, using: mechanism(step).0))
        case "unwrap":
            let key: any UnwrappingKey = try key(step)
            let (wrapped, how, spec) = (try bytes(step, "wrapped"), try mechanism(step).0, try field(step, "spec"))
            let kind = try text(spec, "kind")
            if isPair(kind) {
                keep(step, try await key.unwrap(wrapped, using: how, as: KeyPairSpec(kind).with(options(spec))))
            } else {
                keep(step, try await key.unwrap(wrapped, using: how, as: secret(step)))
            }
        case "derive":
            let key: any UnwrappingKey = try key(step)
            keep(step, try await key.derive(using: mechanism(step).0, as: secret(step)))
        case "encapsulate":
            let key: PublicKey = try key(step)
            let made = try await key.encapsulate(as: secret(step), using: mechanism(step).0)
            let name = try text(step, "as")
            names[name] = made.sharedKey
            names[name + ".ciphertext"] = made.encapsulated
            return .bytes(made.encapsulated)
        case "decapsulate":
            let key: PrivateKey = try key(step)
            let ciphertext = try bytes(step, "ciphertext")
            keep(step, try await key.decapsulate(ciphertext, as: secret(step), using: mechanism(step).0))
        case "digest":
            let hash = try hash(step)
            if let parts = try parts(step) {
                let digester = try await session(step).digester(using: hash)
                for part in parts { try await digester.update(part) }
                return keep(step, bytes: try await digester.finish())
            }
            return keep(step, bytes: try await session(step).digest(bytes(step, "data"), using: hash))
        case "random":
            return keep(step, bytes: try await session(step).random(count: Int(field(step, "len").number ?? 0)))
        case "begin":
            keep(step, try await begin(step))
        case "update", "finish", "abandon":
            return try await stream(op, step)
        default:
            return try await message(op, step)
        }
        return .nothing
    }

    func hash(_ step: JSON) throws -> Hash {
        Hash(rawValue: try text(field(step, "mechanism"), "hash"))
    }

    func verify(_ step: JSON) async throws -> Bool {
        let (how, raw) = try mechanism(step)
        let (key, signature) = (try key(step, "key", (any VerifyingKey).self), try bytes(step, "signature"))
        if let parts = try parts(step) {
            let verifier = try await key.verifier(using: how)
            for part in parts { try await verifier.update(part) }
            return try await finish(verifier, signature, isDER(how, raw), key.kind())
        }
        let data = try bytes(step, "data")
        if isDER(how, raw) {
            return try await key.isValidSignature(derRepresentation: signature, for: data, using: how)
        }
        return try await key.isValidSignature(Signature(rawRepresentation: signature), for: data, using: how)
    }

    func finish(_ verifier: Verifier, _ signature: Data, _ der: Bool, _ kind: String?) async throws -> Bool {
        guard der else { return try await verifier.isValidSignature(Signature(rawRepresentation: signature)) }
        let sizes = ["ec:p224": 28, "ec:p384": 48, "ec:p521": 66]
        let size = sizes[kind ?? ""] ?? 32
        return try await verifier.isValidSignature(Signature(derRepresentation: signature, coordinateSize: size))
    }

    func begin(_ step: JSON) async throws -> any PartialOperation {
        if try text(step, "stream") == "digest" { return try await session(step).digester(using: hash(step)) }
        let (how, raw) = try mechanism(step)
        if let name = step["as"]?.text { names[name + ".der"] = isDER(how, raw) }
        switch try text(step, "stream") {
        case "encrypt": return try await key(step, "key", (any EncryptingKey).self).encryptor(using: how)
        case "decrypt": return try await key(step, "key", (any DecryptingKey).self).decryptor(using: how)
        case "sign": return try await key(step, "key", (any SigningKey).self).signer(using: how)
        case "verify": return try await key(step, "key", (any VerifyingKey).self).verifier(using: how)
        case let other: throw Wrong("there is no stream \(other)")
        }
    }

    /// Whether a stream that was begun has signatures in DER.
    func der(_ step: JSON) throws -> Bool {
        try named(text(step, "of") + ".der")
    }

    func stream(_ op: String, _ step: JSON) async throws -> Made {
        let stream: any PartialOperation = try named(text(step, "of"))
        switch (op, stream) {
        case ("abandon", _):
            try await stream.cancel()
        case ("update", let stream as Ciphering):
            return keep(step, bytes: try await stream.update(bytes(step, "data")))
        case ("update", let stream as Signer):
            try await stream.update(bytes(step, "data"))
        case ("update", let stream as Verifier):
            try await stream.update(bytes(step, "data"))
        case ("update", let stream as Digester):
            try await stream.update(bytes(step, "data"))
        case ("finish", let stream as Ciphering):
            return keep(step, bytes: try await stream.finish())
        case ("finish", let stream as Signer):
            let made = try await stream.finish()
            return keep(step, bytes: try der(step) ? made.derRepresentation : made.rawRepresentation)
        case ("finish", let stream as Verifier):
            return .bool(try await finish(stream, bytes(step, "signature"), der(step), nil))
        case ("finish", let stream as Digester):
            return keep(step, bytes: try await stream.finish())
        default:
            throw Wrong("there is no \(op) of this")
        }
        return .nothing
    }
}
