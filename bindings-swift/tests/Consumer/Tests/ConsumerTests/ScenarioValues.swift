// What the steps of a case say, as values: names, bytes, attributes, mechanisms, keys that are wanted.

import Foundation
import Strongroom

extension Case {
    func named<T>(_ name: String, _: T.Type = T.self) throws -> T {
        guard let found = names[name] as? T else { throw Wrong("\(name) is no \(T.self)") }
        return found
    }

    func field(_ step: JSON, _ name: String) throws -> JSON {
        guard let found = step[name] else { throw Wrong("there is no \(name)") }
        return found
    }

    func text(_ step: JSON, _ name: String) throws -> String {
        guard let found = step[name]?.text else { throw Wrong("there is no text \(name)") }
        return found
    }

    func key<T>(_ step: JSON, _ name: String = "key", _: T.Type = T.self) throws -> T {
        try named(text(step, name))
    }

    func bytes(_ said: JSON) throws -> Data {
        if case .text(let text) = said {
            if text.hasPrefix("$") { return try named(String(text.dropFirst())) }
            guard let bytes = Data(hex: text) else { throw Wrong("\(text) is no hex") }
            return bytes
        }
        if let text = said["text"]?.text { return Data(text.utf8) }
        if let of = said["repeat"], let times = said["times"]?.number {
            let one = try bytes(of)
            return (0..<times).reduce(into: Data()) { all, _ in all += one }
        }
        if let parts = said["join"]?.list { return try parts.reduce(Data()) { try $0 + bytes($1) } }
        if let of = said["cut"], let len = said["len"]?.number { return try bytes(of).prefix(Int(len)) }
        if let of = said["flip"], let at = said["at"]?.number {
            var flipped = [UInt8](try bytes(of))
            flipped[at < 0 ? flipped.count + Int(at) : Int(at)] ^= 1
            return Data(flipped)
        }
        throw Wrong("\(said) is no value")
    }

    func bytes(_ step: JSON, _ name: String) throws -> Data {
        try bytes(field(step, name))
    }

    func attribute(_ said: JSON) throws -> AttributeValue {
        switch said {
        case .bool(let value): return .bool(value)
        case .number(let value): return .number(UInt64(value))
        case .text(let name) where name.hasPrefix("CK"): return .number(try constant(name))
        case .list(let names): return .mechanisms(try names.map { try constant($0.text ?? "") })
        case .object(let members) where !members.isEmpty && members.keys.allSatisfy { $0.hasPrefix("CKA_") }:
            return .template(try attributes(said))
        default: return .bytes(try bytes(said))
        }
    }

    func attributes(_ said: JSON?) throws -> Attributes {
        var attributes = Attributes()
        for (name, value) in said?.members ?? [:] { attributes[try constant(name)] = try attribute(value) }
        return attributes
    }

    /// Whether ECDSA signatures are raw under a name, as long as nothing else is said.
    private func isRaw(_ name: String) -> Bool {
        name.hasPrefix("ES") || name.hasPrefix("CKM_") || name.hasSuffix("inP1363Format")
    }

    /// Whether the core is given DER.
    func isDER(_ how: Mechanism, _ raw: Bool) -> Bool {
        !raw && (["ecdsa", "dsa"].contains(how.name) || how.name.hasSuffix("withECDSA"))
    }

    /// The mechanism, and whether ECDSA signatures are written raw.
    func mechanism(_ step: JSON) throws -> (Mechanism, raw: Bool) {
        let said = try field(step, "mechanism")
        if let name = said.text { return (Mechanism(name), isRaw(name)) }
        var (fields, raw) = (Mechanism.Fields(), isRaw(try text(said, "name")))
        for (name, value) in said.members where name != "name" {
            let number = value.number.map { Int($0) }
            switch name {
            case "encoding": raw = value.text == "raw"
            case "hash": fields.hash = value.text
            case "mgf_hash": fields.mgfHash = value.text
            case "iv": fields.iv = try bytes(value)
            case "aad": fields.aad = try bytes(value)
            case "tag_len": fields.tagLength = number
            case "data_len": fields.dataLength = number
            case "mac_len": fields.macLength = number
            case "counter_bits": fields.counterBits = number
            case "salt_len": fields.saltLength = number
            case "label": fields.label = try bytes(value)
            case "context": fields.context = try bytes(value)
            case "prehash": fields.prehash = value.bool
            case "deterministic": fields.deterministic = value.bool
            case "public": fields.publicKey = try bytes(value)
            case "shared": fields.shared = try bytes(value)
            case "salt": fields.salt = try bytes(value)
            case "info": fields.info = try bytes(value)
            case "aes_bits": fields.aesBits = number
            case "kdf": fields.kdf = value.text
            case "data": fields.data = try bytes(value)
            case "key": fields.key = try named(value.text ?? "", (any TokenObject).self).handle
            case "salt_key": fields.saltKey = try named(value.text ?? "", (any TokenObject).self).handle
            case "counted": fields.counted = value.bool
            case "password": fields.password = try bytes(value)
            case "iterations": fields.iterations = number
            case "first_bit": fields.firstBit = number
            case "client_random": fields.clientRandom = try bytes(value)
            case "server_random": fields.serverRandom = try bytes(value)
            case "version": fields.version = value.bool
            case "key_len": fields.keyLength = number
            case "iv_len": fields.ivLength = number
            case "of_server": fields.ofServer = value.bool
            case "index": fields.index = number
            case "chain_code": fields.chainCode = try bytes(value)
            default: throw Wrong("a mechanism has no \(name)")
            }
        }
        return (Mechanism(try text(said, "name"), fields), raw)
    }

    func options(_ spec: JSON) throws -> KeyOptions {
        var options = KeyOptions()
        for (name, value) in spec.members where name != "kind" {
            switch name {
            case "label": options.label = value.text
            case "id": options.id = try bytes(value)
            case "persist": options.persist = value.bool
            case "sensitive": options.sensitive = value.bool
            case "extractable": options.extractable = value.bool
            case "always_authenticate": options.alwaysAuthenticate = value.bool
            case "usages": options.usages = Set((value.list ?? []).map { KeyUsage(rawValue: $0.text ?? "") })
            case "attributes": options.attributes = try attributes(value)
            default: throw Wrong("a key has no \(name)")
            }
        }
        return options
    }

    func isPair(_ kind: String) -> Bool {
        ["rsa", "ec", "ed25519", "ed448", "x25519", "x448", "ml-dsa", "ml-kem", "slh-dsa", "dsa", "dh", "x942-dh"].contains(
            String(kind.lowercased().prefix { $0 != ":" }))
    }

    func secret(_ step: JSON) throws -> SecretKeySpec {
        let spec = try field(step, "spec")
        return SecretKeySpec(try text(spec, "kind")).with(try options(spec))
    }

    func query(_ step: JSON) throws -> (type: any TokenObject.Type, String?, Data?, Attributes) {
        let said = try field(step, "query")
        guard Set(said.members.keys).isSubset(of: ["class", "label", "id", "attributes"]) else {
            throw Wrong("\(said) is no query")
        }
        let types: [String: any TokenObject.Type] = [
            "secret": SecretKey.self, "private": PrivateKey.self, "public": PublicKey.self,
            "certificate": Certificate.self,
        ]
        let type = said["class"].map { types[$0.text ?? ""] ?? Object.self } ?? Object.self
        return (type, said["label"]?.text, try said["id"].map(bytes), try attributes(said["attributes"]))
    }

    func session(_ step: JSON) throws -> Session {
        try named(step["session"]?.text ?? "session")
    }

    func hsm(_ step: JSON) throws -> HSM {
        try named(step["hsm"]?.text ?? "hsm")
    }

    func slot(of step: JSON) async throws -> Slot {
        try await hsm(step).slot(step["slot"]?.number.map { UInt64($0) } ?? slot)
    }

    func keep(_ step: JSON, _ made: Any) {
        guard let name = step["as"]?.text else { return }
        if let pair = made as? KeyPair {
            names[name] = pair.privateKey
            names[name + ".public"] = pair.publicKey
        } else {
            names[name] = made
        }
    }

    func keep(_ step: JSON, bytes made: Data) -> Made {
        keep(step, made)
        return .bytes(made)
    }
}
