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
    let url: String
    private let said: JSON
    let slot: UInt64
    var names: [String: Any] = [:]

    init(_ url: String, _ said: JSON) {
        (self.url, self.said) = (url, said)
        slot = UInt64(said["slot"]?.number ?? 0)
    }

    func logIn(_ slot: Slot, _ user: String, _ pin: String? = nil) async throws -> Session {
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

    func steps(_ hsm: HSM) async throws -> String {
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

    func step(_ step: JSON) async throws {
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

    func failed(_ error: HSMError, _ expect: JSON?, _ op: String) throws {
        if expect == .bool(false), op == "verify", error.kind == .signature { return }
        guard let wanted = expect?["error"]?.text else { throw error }
        let kind = expect?["kind"]?.text ?? error.kind.rawValue
        guard error.code == wanted, error.kind.rawValue == kind else {
            throw Wrong("expected \(wanted), got \(error.code) (\(error.kind.rawValue)): \(error)")
        }
    }

    func came(_ made: Made, _ expect: JSON?, _ op: String) throws {
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
