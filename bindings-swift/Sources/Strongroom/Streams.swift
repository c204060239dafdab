// Operations on data that comes in parts. A stream has one session of the token for itself until it has ended.

import Foundation
internal import StrongroomCore

/// An operation of the core's that is under way. When nobody has it any more before it has ended, it is cancelled.
final class Active: Sendable {
    let native: StrongroomCore.Stream

    init(_ native: StrongroomCore.Stream) {
        self.native = native
    }

    deinit {
        // A service may have to be told.
        let native = native
        Pool.shared.later { try? native.cancel() }
    }

    func update(_ data: Data) throws -> Data {
        try core { try native.update(data: data) }
    }

    func finish() throws -> Data {
        try core { try native.finish() }
    }
}

/// An operation on data that comes in parts, one after the other.
public protocol PartialOperation: Sendable {
    /// Ends it without a result. What has ended already stays so.
    func cancel() throws
    /// Ends it without a result. What has ended already stays so.
    func cancel() async throws
}

protocol OfStream: PartialOperation {
    var active: Active { get }
}

extension OfStream {
    /// Ends it without a result. What has ended already stays so.
    public func cancel() throws {
        try core { try active.native.cancel() }
    }

    /// Ends it without a result. What has ended already stays so.
    public func cancel() async throws {
        try await onPoolAnyhow { try cancel() }
    }
}

/// An encryption, or a decryption, in parts. Nothing of an AES-GCM or AES-CCM decryption comes out before the tag
/// was checked.
public struct Ciphering: PartialOperation, OfStream {
    let active: Active

    /// Gives the next part, and takes what output there is. After a failure it has ended.
    public func update(_ data: some DataProtocol) throws -> Data {
        try active.update(whole(data))
    }

    /// Gives the next part, and takes what output there is. After a failure it has ended.
    public func update(_ data: some DataProtocol) async throws -> Data {
        let data = whole(data)
        return try await onPool { try update(data) }
    }

    /// Ends it, and takes the rest of the output.
    public func finish() throws -> Data {
        try active.finish()
    }

    /// Ends it, and takes the rest of the output.
    public func finish() async throws -> Data {
        try await onPool { try finish() }
    }
}

/// A signature, or a MAC, of data in parts.
public struct Signer: PartialOperation, OfStream {
    let active: Active
    let hasForms: Bool

    /// Gives the next part. After a failure it has ended.
    public func update(_ data: some DataProtocol) throws {
        _ = try active.update(whole(data))
    }

    /// Gives the next part. After a failure it has ended.
    public func update(_ data: some DataProtocol) async throws {
        let data = whole(data)
        try await onPool { try update(data) }
    }

    /// Ends it, and gives the signature.
    public func finish() throws -> Signature {
        Signature(try active.finish(), hasForms: hasForms)
    }

    /// Ends it, and gives the signature.
    public func finish() async throws -> Signature {
        try await onPool { try finish() }
    }
}

/// A verification of data in parts.
public struct Verifier: PartialOperation, OfStream {
    let active: Active

    /// Gives the next part. After a failure it has ended.
    public func update(_ data: some DataProtocol) throws {
        _ = try active.update(whole(data))
    }

    /// Gives the next part. After a failure it has ended.
    public func update(_ data: some DataProtocol) async throws {
        let data = whole(data)
        try await onPool { try update(data) }
    }

    /// Ends it: whether the signature is good.
    public func isValidSignature(_ signature: Signature) throws -> Bool {
        try core { try active.native.verify(signature: signature.rawRepresentation) }
    }

    /// Ends it: whether the signature is good.
    public func isValidSignature(_ signature: Signature) async throws -> Bool {
        try await onPool { try isValidSignature(signature) }
    }
}

/// A digest of data in parts.
public struct Digester: PartialOperation, OfStream {
    let active: Active

    init(_ active: Active) {
        self.active = active
    }

    /// Gives the next part. After a failure it has ended.
    public func update(_ data: some DataProtocol) throws {
        _ = try active.update(whole(data))
    }

    /// Gives the next part. After a failure it has ended.
    public func update(_ data: some DataProtocol) async throws {
        let data = whole(data)
        try await onPool { try update(data) }
    }

    /// Gives a key's value to the digest. `CKR_KEY_INDIGESTIBLE`
    public func update(key: SecretKey) throws {
        try core { try active.native.updateKey(key: key.native) }
    }

    /// Gives a key's value to the digest. `CKR_KEY_INDIGESTIBLE`
    public func update(key: SecretKey) async throws {
        try await onPool { try update(key: key) }
    }

    /// Ends it, and gives the digest.
    public func finish() throws -> Data {
        try active.finish()
    }

    /// Ends it, and gives the digest.
    public func finish() async throws -> Data {
        try await onPool { try finish() }
    }
}

/// What comes out of an encryption or a decryption while its data arrives. It begins with the first part, and is
/// cancelled when nobody reads on.
public struct CipheredChunks<Base: AsyncSequence>: AsyncSequence where Base.Element: DataProtocol {
    let base: Base
    let begin: @Sendable () throws -> Ciphering

    /// An operation of its own.
    public func makeAsyncIterator() -> Iterator {
        Iterator(base: base.makeAsyncIterator(), begin: begin)
    }

    /// An encryption or a decryption that is under way.
    public struct Iterator: AsyncIteratorProtocol {
        var base: Base.AsyncIterator
        let begin: @Sendable () throws -> Ciphering
        var ciphering: Ciphering?
        var ended = false

        /// The next output; parts that give none are passed over.
        public mutating func next() async throws -> Data? {
            guard !ended else { return nil }
            do {
                let ciphering: Ciphering
                if let begun = self.ciphering {
                    ciphering = begun
                } else {
                    ciphering = try await onPool { [begin] in try begin() }
                    self.ciphering = ciphering
                }
                while let chunk = try await base.next() {
                    let out = try await ciphering.update(chunk)
                    if !out.isEmpty { return out }
                }
                ended = true
                let last = try await ciphering.finish()
                self.ciphering = nil
                return last.isEmpty ? nil : last
            } catch {
                ended = true
                ciphering = nil
                throw error
            }
        }
    }
}

extension CipheredChunks: Sendable where Base: Sendable {}
