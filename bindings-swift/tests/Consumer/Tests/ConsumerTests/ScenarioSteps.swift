// The steps of sessions and objects, one after the other as tests/scenarios.md has them.

import Foundation
import Strongroom

extension Case {
    func value(_ object: any TokenObject, _ name: String) async throws -> Made {
        switch try await object.attribute(constant(name)) {
        case .bool(let value): .bool(value)
        case .number(let value): .number(value)
        case .bytes(let value): .bytes(value)
        case .mechanisms(let value): .text("\(value)")
        case .template(let value): .text("\(value)")
        }
    }

    func find<T: TokenObject>(
        _: T.Type, _ session: Session, _ label: String?, _ id: Data?, _ attributes: Attributes
    ) async throws -> Int {
        var count = 0
        for try await _ in session.find(T.self, label: label, id: id, attributes: attributes) { count += 1 }
        return count
    }

    private func findOne<T: TokenObject>(
        _: T.Type, _ session: Session, _ label: String?, _ id: Data?, _ attributes: Attributes
    ) async throws -> any TokenObject {
        try await session.findOne(T.self, label: label, id: id, attributes: attributes)
    }

    private func half(_ step: JSON, _ found: (any TokenObject)?) throws -> Made {
        if found == nil, step["expect"] == nil { throw Wrong("there is none") }
        if let found { keep(step, found) }
        return .count(found == nil ? 0 : 1)
    }

    func perform(_ op: String, _ step: JSON) async throws -> Made {
        switch op {
        case "open":
            keep(step, try await HSM.open(url))
        case "login":
            keep(step, try await logIn(slot(of: step), text(step, "user"), step["pin"]?.text))
        case "close":
            if let session = step["session"]?.text {
                try await named(session, Session.self).close()
            } else {
                try await hsm(step).close()
            }
        case "token":
            return .number(try await hsm(step).token(label: text(step, "label")).id)
        case "token_flags":
            let flags = try await slot(of: step).token().flags
            for (name, wanted) in try field(step, "flags").members
            where (flags & (try constant(name)) != 0) != wanted.bool {
                throw Wrong("\(name) is not \(wanted)")
            }
        case "set_pin":
            try await session(step).setPIN(old: PIN(text(step, "old")), new: PIN(text(step, "new")))
        case "init_pin":
            try await slot(of: step).initPIN(soPIN: PIN(text(step, "so_pin")), new: PIN(text(step, "new")))
        case "init_token":
            try await slot(of: step).initToken(soPIN: PIN(text(step, "so_pin")), label: text(step, "label"))
        case "generate":
            let spec = try field(step, "spec")
            let kind = try text(spec, "kind")
            if step["mechanism"] != nil {
                let how = try mechanism(step).0
                keep(step, try await session(step).generate(secret(step), using: how))
                break
            }
            do {
                keep(step, try await session(step).generate(KeyPairSpec(kind).with(options(spec))))
            } catch let error as HSMError where error.why.hasSuffix("is not a key pair") {
                keep(step, try await session(step).generate(SecretKeySpec(kind).with(options(spec))))
            }
        case "import":
            try await importKey(step)
        case "create":
            let object = try await session(step).create(attributes(step["attributes"]))
            keep(step, try await object.typed())
        case "import_certificate":
            let made = try await session(step).add(
                certificate: bytes(step, "file"), label: step["label"]?.text, id: step["id"].map(bytes),
                persist: step["persist"]?.bool ?? false)
            keep(step, made)
        case "find":
            let (type, label, id, attributes) = try query(step)
            return .count(try await find(type, session(step), label, id, attributes))
        case "find_one":
            let (type, label, id, attributes) = try query(step)
            keep(step, try await findOne(type, session(step), label, id, attributes).object.typed())
        case "get":
            let made = try await value(key(step, "object"), text(step, "attribute"))
            if case .bytes(let bytes) = made { keep(step, bytes) }
            return made
        case "check":
            try await check(step)
        case "set":
            try await key(step, "object", (any TokenObject).self).set(attributes(step["attributes"]))
        case "copy":
            let object: any TokenObject = try key(step, "object")
            keep(step, try await object.copy(attributes(step["attributes"])))
        case "destroy":
            try await key(step, "object", (any TokenObject).self).destroy()
        case "kind":
            return .text(try await key(step, "object", (any TokenObject).self).kind() ?? "none")
        case "public_key":
            return keep(step, bytes: try await key(step, "object", (any HasPublicKey).self).derRepresentation())
        case "public":
            return try half(step, try await key(step, "object", PrivateKey.self).publicKey())
        case "private":
            if let certificate = try? key(step, "object", Certificate.self) {
                return try half(step, try await certificate.privateKey())
            }
            return try half(step, try await key(step, "object", PublicKey.self).privateKey())
        case "certificate":
            return try half(step, try await key(step, "object", PrivateKey.self).certificate())
        case "chain":
            var made: [Data] = []
            for one in try await key(step, "object", PrivateKey.self).chain() { made.append(try await one.der()) }
            var wanted: [Data] = []
            for name in step["expect"]?.list ?? [] {
                wanted.append(try await named(name.text ?? "", Certificate.self).der())
            }
            if made != wanted { throw Wrong("the chain is not \(step["expect"] ?? .null)") }
        default:
            return try await use(op, step)
        }
        return .nothing
    }

    private func importKey(_ step: JSON) async throws {
        let (spec, session) = (try field(step, "spec"), try session(step))
        let options = try options(spec)
        if let kind = spec["kind"]?.text {
            let spec = SecretKeySpec(kind).with(options)
            keep(step, try await session.importKey(bytes(step, "value"), as: spec))
            return
        }
        let file = try bytes(step, "file")
        if String(decoding: file, as: UTF8.self).contains("PUBLIC KEY") {
            keep(step, try await session.importPublicKey(file, options))
            return
        }
        do {
            keep(step, try await session.importKeyPair(file, options))
        } catch let error as HSMError where error.function.isEmpty && error.why.contains("one key alone") {
            keep(step, try await session.importPublicKey(file, options))
        }
    }

    func check(_ step: JSON) async throws {
        let object: any TokenObject = try key(step, "object")
        for (name, expect) in try field(step, "attributes").members {
            do {
                let made = try await value(object, name)
                if case .list = expect {
                    let wanted = try attribute(expect)
                    if try await object.attribute(constant(name)) != wanted { throw Wrong("\(name) is not \(expect)") }
                } else {
                    try came(made, expect, "get")
                }
            } catch let error as HSMError {
                try failed(error, expect, "get")
            }
        }
    }
}
