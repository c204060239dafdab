// What keys do. Each call is one exchange; what a key may not do is refused by its token:
// `CKR_KEY_FUNCTION_NOT_PERMITTED`, `CKR_KEY_TYPE_INCONSISTENT`, `CKR_MECHANISM_INVALID`,
// `CKR_MECHANISM_PARAM_INVALID`.

import Foundation
internal import StrongroomCore
import Synchronization

/// The mechanism for signatures that goes with a key, once somebody asked. Nobody waits for who asks the token.
final class Usual: Sendable {
    private let made = AtomicLazyReference<SigningMechanism>()

    var known: SigningMechanism? { made.load() }

    func signing(_ object: StrongroomCore.Object) throws -> SigningMechanism {
        if let known { return known }
        return made.storeIfNil(SigningMechanism(try core { try object.signing() }))
    }
}

/// A mechanism, and whether its signatures have two forms.
final class SigningMechanism: Sendable {
    let native: StrongroomCore.Mechanism
    let hasForms: Bool

    init(_ native: StrongroomCore.Mechanism) {
        self.native = native
        hasForms = native.hasForms()
    }
}

extension TokenObject {
    fileprivate func signing(_ mechanism: Mechanism?) throws -> SigningMechanism {
        if let mechanism { return SigningMechanism(try mechanism.native) }
        return try object.usual.signing(native)
    }

    /// Whether an operation waits for nobody and is soon done; without a mechanism, the signature's that is known.
    func atOnce(_ operation: StrongroomCore.Operation, _ mechanism: Mechanism?, _ count: Int) -> Bool {
        guard let native = mechanism.map({ try? $0.native }) ?? object.usual.known?.native else { return false }
        return session.native.atOnce(what: operation, with: native, key: handle, len: UInt64(count))
    }

    fileprivate func begin(_ operation: StrongroomCore.Operation, _ mechanism: SigningMechanism) throws -> Active {
        Active(try core { try native.stream(operation: operation, mechanism: mechanism.native) })
    }
}

/// A key that signs, or makes MACs: a private key, a secret key.
public protocol SigningKey: TokenObject {}

extension SigningKey {
    /// Signs data, or makes its MAC. Without a mechanism: ECDSA with the curve's hash, RSASSA-PSS with SHA-256,
    /// EdDSA, ML-DSA, HMAC, AES-CMAC, whichever goes with the key.
    public func signature(for data: some DataProtocol, using mechanism: Mechanism? = nil) throws -> Signature {
        let (data, mechanism) = (whole(data), try signing(mechanism))
        let raw = try core { try native.sign(mechanism: mechanism.native, data: data) }
        return Signature(raw, hasForms: mechanism.hasForms)
    }

    /// Signs data, or makes its MAC. Without a mechanism: ECDSA with the curve's hash, RSASSA-PSS with SHA-256,
    /// EdDSA, ML-DSA, HMAC, AES-CMAC, whichever goes with the key.
    public func signature(
        for data: some DataProtocol, using mechanism: Mechanism? = nil
    ) async throws -> Signature {
        let data = whole(data)
        return try await onPool(unless: atOnce(.sign, mechanism, data.count)) {
            try signature(for: data, using: mechanism)
        }
    }

    /// Signs several pieces of data in one exchange: the signatures in the order of the data. All or none.
    public func signatures(for data: [Data], using mechanism: Mechanism? = nil) throws -> [Signature] {
        let mechanism = try signing(mechanism)
        return try core { try native.signBatch(mechanism: mechanism.native, data: data) }
            .map { Signature($0, hasForms: mechanism.hasForms) }
    }

    /// Signs several pieces of data in one exchange: the signatures in the order of the data. All or none.
    public func signatures(for data: [Data], using mechanism: Mechanism? = nil) async throws -> [Signature] {
        try await onPool { try signatures(for: data, using: mechanism) }
    }

    /// Signs data that comes in parts.
    public func signer(using mechanism: Mechanism? = nil) throws -> Signer {
        let mechanism = try signing(mechanism)
        return Signer(active: try begin(.sign, mechanism), hasForms: mechanism.hasForms)
    }

    /// Signs data that comes in parts.
    public func signer(using mechanism: Mechanism? = nil) async throws -> Signer {
        try await onPool { try signer(using: mechanism) }
    }

    /// Signs data that arrives in chunks.
    public func signature<S: AsyncSequence>(
        for chunks: S, using mechanism: Mechanism? = nil, isolation: isolated (any Actor)? = #isolation
    ) async throws -> Signature where S.Element: DataProtocol {
        let signer = try await signer(using: mechanism)
        for try await chunk in chunks { try await signer.update(whole(chunk)) }
        return try await signer.finish()
    }
}

extension PrivateKey {
    /// Signs data so that it can be recovered from the signature (RSA).
    public func signatureWithRecovery(for data: some DataProtocol, using mechanism: Mechanism) throws -> Data {
        let data = whole(data)
        return try core { try native.signRecover(mechanism: mechanism.native, data: data) }
    }

    /// Signs data so that it can be recovered from the signature (RSA).
    public func signatureWithRecovery(
        for data: some DataProtocol, using mechanism: Mechanism
    ) async throws -> Data {
        let data = whole(data)
        return try await onPool { try signatureWithRecovery(for: data, using: mechanism) }
    }
}

extension PublicKey {
    /// Verifies such a signature, and gives the data. `CKR_SIGNATURE_INVALID`
    public func dataRecovered(from signature: some DataProtocol, using mechanism: Mechanism) throws -> Data {
        let signature = whole(signature)
        return try core { try native.verifyRecover(mechanism: mechanism.native, signature: signature) }
    }

    /// Verifies such a signature, and gives the data. `CKR_SIGNATURE_INVALID`
    public func dataRecovered(
        from signature: some DataProtocol, using mechanism: Mechanism
    ) async throws -> Data {
        let signature = whole(signature)
        return try await onPool { try dataRecovered(from: signature, using: mechanism) }
    }
}

/// A key that verifies: a public key, a secret key.
public protocol VerifyingKey: TokenObject {}

extension VerifyingKey {
    /// Whether a signature, or a MAC, is good. Everything else that goes wrong is thrown.
    public func isValidSignature(
        _ signature: Signature, for data: some DataProtocol, using mechanism: Mechanism? = nil
    ) throws -> Bool {
        let (data, mechanism) = (whole(data), try signing(mechanism))
        return try core {
            try native.verify(
                mechanism: mechanism.native, data: data, signature: signature.rawRepresentation)
        }
    }

    /// Whether a signature, or a MAC, is good. Everything else that goes wrong is thrown.
    public func isValidSignature(
        _ signature: Signature, for data: some DataProtocol, using mechanism: Mechanism? = nil
    ) async throws -> Bool {
        let data = whole(data)
        return try await onPool(unless: atOnce(.verify, mechanism, data.count)) {
            try isValidSignature(signature, for: data, using: mechanism)
        }
    }

    /// Whether an ECDSA signature in DER is good; what is no DER is not.
    public func isValidSignature(
        derRepresentation der: some DataProtocol, for data: some DataProtocol, using mechanism: Mechanism? = nil
    ) throws -> Bool {
        let (der, data, mechanism) = (whole(der), whole(data), try signing(mechanism))
        do {
            return try core {
                try native.verify(mechanism: mechanism.native.der(), data: data, signature: der)
            }
        } catch let error as HSMError where error.kind == .signature {
            return false
        }
    }

    /// Whether an ECDSA signature in DER is good; what is no DER is not.
    public func isValidSignature(
        derRepresentation der: some DataProtocol, for data: some DataProtocol, using mechanism: Mechanism? = nil
    ) async throws -> Bool {
        let (der, data) = (whole(der), whole(data))
        return try await onPool(unless: atOnce(.verify, mechanism, data.count)) {
            try isValidSignature(derRepresentation: der, for: data, using: mechanism)
        }
    }

    /// Verifies a signature of data that comes in parts.
    public func verifier(using mechanism: Mechanism? = nil) throws -> Verifier {
        Verifier(active: try begin(.verify, try signing(mechanism)))
    }

    /// Verifies a signature of data that comes in parts.
    public func verifier(using mechanism: Mechanism? = nil) async throws -> Verifier {
        try await onPool { try verifier(using: mechanism) }
    }

    /// Whether a signature of data that arrives in chunks is good.
    public func isValidSignature<S: AsyncSequence>(
        _ signature: Signature, for chunks: S, using mechanism: Mechanism? = nil,
        isolation: isolated (any Actor)? = #isolation
    ) async throws -> Bool where S.Element: DataProtocol {
        let verifier = try await verifier(using: mechanism)
        for try await chunk in chunks { try await verifier.update(whole(chunk)) }
        return try await verifier.isValidSignature(signature)
    }
}

extension SecretKey {
    /// The MAC of data: HMAC or AES-CMAC, whichever goes with the key.
    public func authenticationCode(for data: some DataProtocol, using mechanism: Mechanism? = nil) throws -> Data {
        try signature(for: data, using: mechanism).rawRepresentation
    }

    /// The MAC of data: HMAC or AES-CMAC, whichever goes with the key.
    public func authenticationCode(
        for data: some DataProtocol, using mechanism: Mechanism? = nil
    ) async throws -> Data {
        try await signature(for: data, using: mechanism).rawRepresentation
    }

    /// Whether a MAC is good.
    public func isValidAuthenticationCode(
        _ code: some DataProtocol, authenticating data: some DataProtocol, using mechanism: Mechanism? = nil
    ) throws -> Bool {
        try isValidSignature(Signature(rawRepresentation: code), for: data, using: mechanism)
    }

    /// Whether a MAC is good.
    public func isValidAuthenticationCode(
        _ code: some DataProtocol, authenticating data: some DataProtocol, using mechanism: Mechanism? = nil
    ) async throws -> Bool {
        try await isValidSignature(Signature(rawRepresentation: code), for: data, using: mechanism)
    }
}
