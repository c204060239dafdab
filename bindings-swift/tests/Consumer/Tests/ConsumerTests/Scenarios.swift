// Runs the cases of tests/vectors (see tests/scenarios.md) on the instance with a URL, and prints a line for each.
// The instance was made for this run.

import Foundation
import Strongroom

/// A step that did not answer as it must, or that cannot be read.
struct Wrong: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// What a step answers.
enum Made {
    case nothing
    case bytes(Data)
    case bool(Bool)
    case number(UInt64)
    case text(String)
    case count(Int)
}

/// The fields that each operation has, beside `op`, `as` and `expect`.
private let fields: [String: String] = [
    "open": "", "login": "user pin slot hsm", "close": "session hsm", "token": "label hsm",
    "token_flags": "flags slot hsm", "set_pin": "old new session", "init_pin": "so_pin new slot hsm",
    "init_token": "so_pin label slot hsm", "generate": "spec mechanism session", "import": "spec value file session",
    "create": "attributes session", "import_certificate": "file label id persist session",
    "find": "query session", "find_one": "query session", "get": "object attribute",
    "check": "object attributes", "set": "object attributes", "copy": "object attributes",
    "destroy": "object", "kind": "object", "public_key": "object", "public": "object", "private": "object",
    "certificate": "object", "chain": "object", "sign": "key mechanism data parts",
    "verify": "key mechanism data signature parts", "encrypt": "key mechanism data parts",
    "decrypt": "key mechanism data parts", "seal": "key data aad", "unseal": "key sealed aad",
    "wrap": "key mechanism target", "unwrap": "key mechanism wrapped spec", "derive": "key mechanism spec",
    "encapsulate": "key mechanism spec", "decapsulate": "key mechanism ciphertext spec",
    "digest": "mechanism data parts session", "random": "len session",
    "derive_all": "key mechanism spec", "derive_data": "key mechanism len",
    "messages": "messages key mechanism", "message": "of data aad iv tag signature", "end_messages": "of",
    "wrap_authenticated": "key mechanism target aad",
    "unwrap_authenticated": "key mechanism iv data tag aad spec",
    "verify_signature": "key mechanism data signature parts",
    "begin": "stream key mechanism session", "update": "of data", "finish": "of signature", "abandon": "of",
]

/// A case while it runs.
final class Case {
    private let url: String
    private let said: JSON
    private let slot: UInt64
    var names: [String: Any] = [:]

    init(_ url: String, _ said: JSON) {
        (self.url, self.said) = (url, said)
        slot = UInt64(said["slot"]?.number ?? 0)
    }

    // Values.

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

    private func bytes(_ said: JSON) throws -> Data {
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

    private func attribute(_ said: JSON) throws -> AttributeValue {
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

    private func attributes(_ said: JSON?) throws -> Attributes {
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

    private func query(_ step: JSON) throws -> (type: any TokenObject.Type, String?, Data?, Attributes) {
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

    private func hsm(_ step: JSON) throws -> HSM {
        try named(step["hsm"]?.text ?? "hsm")
    }

    private func slot(of step: JSON) async throws -> Slot {
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

    // Running.

    private func logIn(_ slot: Slot, _ user: String, _ pin: String? = nil) async throws -> Session {
        switch user {
        case "nobody": return try await slot.session()
        case "so": return try await slot.login(soPIN: PIN(pin ?? "87654321"))
        default: return try await slot.login(pin: PIN(pin ?? "98765432"))
        }
    }

    func run() async throws -> String {
        let hsm = try await HSM.open(url)
        names["hsm"] = hsm
        let ending = try await steps(hsm)
        for one in names.values { try await (one as? HSM)?.close() }
        return ending
    }

    private func steps(_ hsm: HSM) async throws -> String {
        let slot = try await hsm.slot(slot)
        let has = Set(try await slot.mechanisms().map(\.mechanism))
        for name in said["needs"]?.list ?? [] where !has.contains(try constant(name.text ?? "")) {
            return "skipped needs \(name)"
        }
        let who = said["login"]?.text ?? "user"
        if who != "none" { names["session"] = try await logIn(slot, who) }
        for (number, step) in (said["steps"]?.list ?? []).enumerated() {
            do {
                try await self.step(step)
            } catch {
                return "failed step \(number + 1) (\(step["op"]?.text ?? "")): \(error)"
            }
        }
        return "ok"
    }

    private func step(_ step: JSON) async throws {
        let op = try text(step, "op")
        guard let has = fields[op] else { throw Wrong("there is no \(op)") }
        let known = Set(has.split(separator: " ").map(String.init) + ["op", "as", "expect"])
        guard known.isSuperset(of: step.members.keys) else { throw Wrong("\(op) has not all of \(step)") }
        var steps = [step]
        if step["parts"]?.text == "everywhere", case .object(var members) = step {
            steps = try (0...bytes(step, "data").count).map { at in
                members["parts"] = .list([.number(Int64(at))])
                return .object(members)
            }
        }
        for step in steps {
            do {
                let made = try await perform(op, step)
                try came(made, step["expect"], op)
            } catch let error as HSMError {
                try failed(error, step["expect"], op)
            }
        }
    }

    private func failed(_ error: HSMError, _ expect: JSON?, _ op: String) throws {
        if expect == .bool(false), op == "verify", error.kind == .signature { return }
        guard let wanted = expect?["error"]?.text else { throw error }
        let kind = expect?["kind"]?.text ?? error.kind.rawValue
        guard error.code == wanted, error.kind.rawValue == kind else {
            throw Wrong("expected \(wanted), got \(error.code) (\(error.kind.rawValue)): \(error)")
        }
    }

    private func came(_ made: Made, _ expect: JSON?, _ op: String) throws {
        if case .bool(let good) = made {
            // That a signature is not good is said with false here.
            let refused = ["CKR_SIGNATURE_INVALID", "CKR_SIGNATURE_LEN_RANGE"].contains(expect?["error"]?.text)
            if expect?["error"] != nil ? refused && !good : good == (expect?.bool ?? true) { return }
            throw Wrong("expected \(expect ?? .bool(true)), got \(good)")
        }
        guard let expect, !["chain", "check", "token_flags"].contains(op) else { return }
        let good: Bool
        switch (expect, made) {
        case (.number(let wanted), .number(let number)): good = UInt64(wanted) == number
        case (.number(let wanted), .count(let count)): good = wanted == Int64(count)
        case (.text(let name), .number(let number)) where name.hasPrefix("CK"): good = try constant(name) == number
        case (_, .bytes(let bytes)) where expect["len"] != nil:
            let bounds = expect["len"]?.list?.compactMap(\.number) ?? [expect["len"]?.number ?? -1]
            good = (bounds[0]...bounds[bounds.count - 1]).contains(Int64(bytes.count))
        case (_, .bytes(let bytes)) where expect["not"] != nil: good = try bytes != self.bytes(expect, "not")
        case (_, .text(let text)) where expect["value"] != nil: good = text == expect["value"]?.text
        case (_, .bytes(let bytes)) where expect["value"] != nil:
            good = bytes == Data((expect["value"]?.text ?? "").utf8)
        case (_, .count(let count)) where expect["count"] != nil: good = Int64(count) == expect["count"]?.number
        case (_, .bytes(let bytes)) where expect["error"] == nil: good = try bytes == self.bytes(expect)
        default: good = false
        }
        guard good else { throw Wrong("expected \(expect), got \(made)") }
    }

    private func value(_ object: any TokenObject, _ name: String) async throws -> Made {
        switch try await object.attribute(constant(name)) {
        case .bool(let value): .bool(value)
        case .number(let value): .number(value)
        case .bytes(let value): .bytes(value)
        case .mechanisms(let value): .text("\(value)")
        case .template(let value): .text("\(value)")
        }
    }

    func parts(_ step: JSON) throws -> [Data]? {
        guard let lengths = step["parts"]?.list else { return nil }
        var (parts, data) = ([Data](), try bytes(step, "data"))
        for length in lengths.compactMap(\.number) {
            parts.append(Data(data.prefix(Int(length))))
            data = Data(data.dropFirst(Int(length)))
        }
        return parts + [data]
    }

    private func find<T: TokenObject>(
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

    private func through(_ ciphering: Ciphering, _ parts: [Data]) async throws -> Data {
        var out = Data()
        for part in parts { out += try await ciphering.update(part) }
        return try await out + ciphering.finish()
    }

    // Steps, one after the other as tests/scenarios.md has them.
    private func perform(_ op: String, _ step: JSON) async throws -> Made {
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

    private func check(_ step: JSON) async throws {
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

    private func use(_ op: String, _ step: JSON) async throws -> Made {
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

    private func hash(_ step: JSON) throws -> Hash {
        Hash(rawValue: try text(field(step, "mechanism"), "hash"))
    }

    private func verify(_ step: JSON) async throws -> Bool {
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

    private func finish(_ verifier: Verifier, _ signature: Data, _ der: Bool, _ kind: String?) async throws -> Bool {
        guard der else { return try await verifier.isValidSignature(Signature(rawRepresentation: signature)) }
        let sizes = ["ec:p224": 28, "ec:p384": 48, "ec:p521": 66]
        let size = sizes[kind ?? ""] ?? 32
        return try await verifier.isValidSignature(Signature(derRepresentation: signature, coordinateSize: size))
    }

    private func begin(_ step: JSON) async throws -> any PartialOperation {
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
    private func der(_ step: JSON) throws -> Bool {
        try named(text(step, "of") + ".der")
    }

    private func stream(_ op: String, _ step: JSON) async throws -> Made {
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

/// Runs all cases, and prints how each ended.
func runScenarios(_ url: String, _ directory: URL) async throws -> (ok: Int, failed: [String], skipped: Int) {
    var (ok, failed, skipped) = (0, [String](), 0)
    let files = try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
    for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "json" {
        let suite = try JSONDecoder().decode(JSON.self, from: Data(contentsOf: file))
        for one in suite["cases"]?.list ?? [] {
            let name = "\(file.deletingPathExtension().lastPathComponent)/\(one["id"]?.text ?? "")"
            let ending = try await Case(url, one).run()
            print("case \(name) \(ending)")
            if ending == "ok" {
                ok += 1
            } else if ending.hasPrefix("skipped") {
                skipped += 1
            } else {
                failed.append("\(name) \(ending)")
            }
        }
    }
    print("cases \(ok + failed.count + skipped) ok \(ok) failed \(failed.count) skipped \(skipped)")
    return (ok, failed, skipped)
}
