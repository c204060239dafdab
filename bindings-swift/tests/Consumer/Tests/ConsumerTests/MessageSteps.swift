// The steps of messages, of keys that are wrapped like one, of signatures that are there before the data, and of all that a
// derivation makes.

import Foundation
import Strongroom

extension Case {
    private func keep(_ step: JSON, sealed made: SealedMessage) -> Made {
        if let name = step["as"]?.text {
            names[name + ".iv"] = made.nonce
            names[name + ".ciphertext"] = made.ciphertext
            names[name + ".tag"] = made.tag
        }
        return keep(step, bytes: made.nonce + made.ciphertext + made.tag)
    }

    private func sealed(_ step: JSON) throws -> SealedMessage {
        try SealedMessage(nonce: bytes(step, "iv"), ciphertext: bytes(step, "data"), tag: bytes(step, "tag"))
    }

    func message(_ op: String, _ step: JSON) async throws -> Made {
        switch op {
        case "messages":
            let (how, raw) = try mechanism(step)
            guard let purpose = Messages.Purpose(rawValue: try text(step, "messages")) else { throw Wrong("\(step)") }
            if let name = step["as"]?.text { names[name + ".der"] = isDER(how, raw) }
            keep(step, try await key(step, "key", (any TokenObject).self).messages(to: purpose, using: how))
        case "message":
            return try await one(step, named(text(step, "of")), named(text(step, "of") + ".der"))
        case "end_messages":
            try await named(text(step, "of"), Messages.self).close()
        case "wrap_authenticated":
            let key: any WrappingKey = try key(step)
            let target: any TokenObject = try self.key(step, "target")
            let (how, aad) = (try mechanism(step).0, try bytes(step, "aad"))
            return keep(step, sealed: try await key.wrap(target, using: how, authenticating: aad))
        case "unwrap_authenticated":
            let key: any UnwrappingKey = try key(step)
            let (how, aad, spec) = (try mechanism(step).0, try bytes(step, "aad"), try field(step, "spec"))
            let kind = try text(spec, "kind")
            if isPair(kind) {
                let spec = KeyPairSpec(kind).with(try options(spec))
                keep(step, try await key.unwrap(sealed(step), using: how, authenticating: aad, as: spec))
            } else {
                keep(step, try await key.unwrap(sealed(step), using: how, authenticating: aad, as: secret(step)))
            }
        case "verify_signature":
            return .bool(try await signatureFirst(step))
        case "derive_all":
            try await deriveAll(step)
        case "derive_data":
            let key: any UnwrappingKey = try key(step)
            let count = Int(try field(step, "len").number ?? 0)
            return keep(step, bytes: try await key.deriveData(using: mechanism(step).0, count: count))
        default:
            throw Wrong("there is no \(op)")
        }
        return .nothing
    }

    private func one(_ step: JSON, _ series: Messages, _ der: Bool) async throws -> Made {
        let data = try bytes(step, "data")
        if step["signature"] != nil {
            let signature = try signature(bytes(step, "signature"), der)
            return .bool(try await series.isValidSignature(signature, for: data))
        }
        guard step["aad"] != nil else {
            let made = try await series.signature(for: data)
            return keep(step, bytes: der ? made.derRepresentation : made.rawRepresentation)
        }
        let aad = try bytes(step, "aad")
        if step["iv"] != nil { return keep(step, bytes: try await series.open(sealed(step), authenticating: aad)) }
        return keep(step, sealed: try await series.seal(data, authenticating: aad))
    }

    /// The curve is P-256 wherever these steps have one.
    private func signature(_ bytes: Data, _ der: Bool) throws -> Signature {
        try der ? Signature(derRepresentation: bytes) : Signature(rawRepresentation: bytes)
    }

    private func signatureFirst(_ step: JSON) async throws -> Bool {
        let (how, raw) = try mechanism(step)
        let key: any VerifyingKey = try key(step)
        let signature = try signature(bytes(step, "signature"), isDER(how, raw))
        let verifier = try await key.verifier(of: signature, using: how)
        for part in try parts(step) ?? [bytes(step, "data")] { try await verifier.update(part) }
        return try await verifier.finish()
    }

    private func deriveAll(_ step: JSON) async throws {
        let key: any TokenObject = try key(step)
        let (how, spec) = (try mechanism(step).0, try field(step, "spec"))
        let kind = try text(spec, "kind")
        let made =
            if isPair(kind) {
                try await key.deriveAll(using: how, as: KeyPairSpec(kind).with(options(spec)))
            } else {
                try await key.deriveAll(using: how, as: secret(step))
            }
        let wanted = (step["as"]?.list ?? []).compactMap(\.text)
        guard made.count == wanted.count else { throw Wrong("\(made.count) objects came") }
        for (name, object) in zip(wanted, made) { names[name] = try await object.typed() }
    }
}
