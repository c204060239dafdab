// Sessions: somebody who is logged in to a token, or nobody.

import Foundation
internal import StrongroomCore

/// A session with a token. Any number of tasks and threads may use it at the same time: the sessions of the
/// specification behind it are pooled. It lives until it is closed, its ``HSM`` is, or its last user (a key, say) is
/// gone; its session objects go with it.
public final class Session: Sendable {
    /// The slot that its token is in.
    public let slot: Slot
    let native: StrongroomCore.Session

    init(_ slot: Slot, _ native: StrongroomCore.Session) {
        self.slot = slot
        self.native = native
    }

    deinit {
        // A service may have to be told.
        let native = native
        Pool.shared.later { try? native.close() }
    }

    /// Who is logged in: `CKU_USER`, `CKU_SO`, or nobody.
    public var user: UInt64? {
        native.user()
    }

    /// Whether it was closed.
    public var isClosed: Bool {
        native.closed()
    }

    /// Ends it: who was logged in no longer is, and session objects are gone. What still uses it gets
    /// `STRONGROOM_CLOSED`. To close it twice does nothing.
    public func close() throws {
        try core { try native.close() }
    }

    /// Ends it: who was logged in no longer is, and session objects are gone. What still uses it gets
    /// `STRONGROOM_CLOSED`. To close it twice does nothing.
    public func close() async throws {
        try await onPoolAnyhow { try self.close() }
    }

    /// Who gives the PIN for each use of a key that wants it (`CKA_ALWAYS_AUTHENTICATE`). Without, such a use is
    /// `CKR_USER_NOT_LOGGED_IN`. The thread that makes the call waits for the answer: one of the core's, or, in a
    /// synchronous call, the caller's.
    public func onContextPIN(_ prompt: @escaping PIN.Prompt) throws {
        try core { try native.onContextPin(source: ContextPIN(prompt)) }
    }

    // Keys.

    private func pair(_ made: [StrongroomCore.Object]) throws -> KeyPair {
        guard made.count == 2 else { throw HSMError.argument("it is no private key, but one key alone") }
        return KeyPair(privateKey: PrivateKey(Object(self, made[0])), publicKey: PublicKey(Object(self, made[1])))
    }

    /// Makes a key pair. `CKR_ARGUMENTS_BAD` where the kind is of a secret key
    public func generate(_ spec: KeyPairSpec) throws -> KeyPair {
        try pair(core { try native.generatePair(spec: spec.native) })
    }

    /// Makes a key pair. `CKR_ARGUMENTS_BAD` where the kind is of a secret key
    public func generate(_ spec: KeyPairSpec) async throws -> KeyPair {
        try await onPool { try self.generate(spec) }
    }

    /// Makes a secret key. `CKR_ARGUMENTS_BAD` where the kind is of a key pair
    public func generate(_ spec: SecretKeySpec) throws -> SecretKey {
        SecretKey(Object(self, try core { try native.generateSecret(spec: spec.native) }))
    }

    /// Makes a secret key. `CKR_ARGUMENTS_BAD` where the kind is of a key pair
    public func generate(_ spec: SecretKeySpec) async throws -> SecretKey {
        try await onPool { try self.generate(spec) }
    }

    /// Imports a private key, and the public key that belongs to it, from PEM or DER (PKCS #8, PKCS #1, SEC 1).
    /// `CKR_ARGUMENTS_BAD` for what is none
    public func importKeyPair(_ file: some DataProtocol, _ options: KeyOptions = KeyOptions()) throws -> KeyPair {
        try pair(fromFile(whole(file), options))
    }

    /// Imports a private key, and the public key that belongs to it, from PEM or DER (PKCS #8, PKCS #1, SEC 1).
    /// `CKR_ARGUMENTS_BAD` for what is none
    public func importKeyPair(
        _ file: some DataProtocol, _ options: KeyOptions = KeyOptions()
    ) async throws -> KeyPair {
        let file = whole(file)
        return try await onPool { try self.importKeyPair(file, options) }
    }

    /// Imports a public key from PEM or DER. `CKR_ARGUMENTS_BAD` for what is none
    public func importPublicKey(
        _ file: some DataProtocol, _ options: KeyOptions = KeyOptions()
    ) throws -> PublicKey {
        let made = try fromFile(whole(file), options)
        guard made.count == 1 else { throw HSMError.argument("it is no public key, but a private one") }
        return PublicKey(Object(self, made[0]))
    }

    /// Imports a public key from PEM or DER. `CKR_ARGUMENTS_BAD` for what is none
    public func importPublicKey(
        _ file: some DataProtocol, _ options: KeyOptions = KeyOptions()
    ) async throws -> PublicKey {
        let file = whole(file)
        return try await onPool { try self.importPublicKey(file, options) }
    }

    private func fromFile(_ file: Data, _ options: KeyOptions) throws -> [StrongroomCore.Object] {
        // What kind it is stands in the file.
        try core { try native.importKey(file: file, spec: options.native("ec:p256")) }
    }

    /// Imports a secret key whose value is given.
    public func importKey(_ value: some DataProtocol, as spec: SecretKeySpec) throws -> SecretKey {
        let made = try core { try inPlace(value) { try native.importSecret(spec: spec.native, value: $0) } }
        return SecretKey(Object(self, made))
    }

    /// Imports a secret key whose value is given.
    public func importKey(_ value: some DataProtocol, as spec: SecretKeySpec) async throws -> SecretKey {
        let value = whole(value)
        return try await onPool { try self.importKey(value, as: spec) }
    }

    /// Imports a certificate, PEM or DER, and ties it to the key of the token that has its public key. What is not
    /// said is taken from it and from its key. `CKR_ARGUMENTS_BAD` for what is none
    public func add(
        certificate file: some DataProtocol, label: String? = nil, id: Data? = nil, persist: Bool = false
    ) throws -> Certificate {
        let file = whole(file)
        let made = try core {
            try native.importCertificate(file: file, label: label, id: id, persist: persist)
        }
        return Certificate(Object(self, made))
    }

    /// Imports a certificate, PEM or DER, and ties it to the key of the token that has its public key. What is not
    /// said is taken from it and from its key. `CKR_ARGUMENTS_BAD` for what is none
    public func add(
        certificate file: some DataProtocol, label: String? = nil, id: Data? = nil, persist: Bool = false
    ) async throws -> Certificate {
        let file = whole(file)
        return try await onPool { try self.add(certificate: file, label: label, id: id, persist: persist) }
    }

    /// Makes an object from a template.
    public func create(_ attributes: Attributes) throws -> Object {
        Object(self, try core { try native.create(template: attributes.native) })
    }

    /// Makes an object from a template.
    public func create(_ attributes: Attributes) async throws -> Object {
        try await onPool { try self.create(attributes) }
    }

    /// A private or public key that has this public key (DER of a SubjectPublicKeyInfo).
    public func key(withPublicKey info: Data) throws -> Object? {
        try core { try native.keyWith(publicKey: info) }.map { Object(self, $0) }
    }

    /// A private or public key that has this public key (DER of a SubjectPublicKeyInfo).
    public func key(withPublicKey info: Data) async throws -> Object? {
        try await onPool { try self.key(withPublicKey: info) }
    }

    // Random bytes, digests, PINs.

    /// Random bytes of the token.
    public func random(count: Int) throws -> Data {
        guard let count = UInt32(exactly: count) else { throw HSMError.argument("\(count) is no length") }
        return try core { try native.random(count: count) }
    }

    /// Random bytes of the token.
    public func random(count: Int) async throws -> Data {
        try await onPool { try self.random(count: count) }
    }

    /// The digest of data, made by the token.
    public func digest(_ data: some DataProtocol, using hash: Hash) throws -> Data {
        let data = whole(data)
        return try core { try native.digest(mechanism: Mechanism.digest(hash).native, data: data) }
    }

    /// The digest of data, made by the token.
    public func digest(_ data: some DataProtocol, using hash: Hash) async throws -> Data {
        let data = whole(data)
        let mechanism = try Mechanism.digest(hash).native
        return try await onPool(
            unless: native.atOnce(what: .digest, with: mechanism, key: 0, len: UInt64(data.count))
        ) { try core { try native.digest(mechanism: mechanism, data: data) } }
    }

    /// A digest of data that comes in parts.
    public func digester(using hash: Hash) throws -> Digester {
        Digester(Active(try core { try native.stream(mechanism: Mechanism.digest(hash).native) }))
    }

    /// A digest of data that comes in parts.
    public func digester(using hash: Hash) async throws -> Digester {
        try await onPool { try self.digester(using: hash) }
    }

    /// The digest of data that arrives in chunks, made by the token.
    public func digest<S: AsyncSequence>(
        _ chunks: S, using hash: Hash, isolation: isolated (any Actor)? = #isolation
    ) async throws -> Data where S.Element: DataProtocol {
        let digester = try await digester(using: hash)
        for try await chunk in chunks { try await digester.update(whole(chunk)) }
        return try await digester.finish()
    }

    /// Changes the PIN of who is logged in, or, where nobody is, of the user. `CKR_PIN_INCORRECT`,
    /// `CKR_PIN_LEN_RANGE`
    public func setPIN(old: PIN, new: PIN) throws {
        try core { try native.setPin(old: old.native, new: new.native) }
    }

    /// Changes the PIN of who is logged in, or, where nobody is, of the user. `CKR_PIN_INCORRECT`,
    /// `CKR_PIN_LEN_RANGE`
    public func setPIN(old: PIN, new: PIN) async throws {
        try await onPool { try self.setPIN(old: old, new: new) }
    }

    /// Sets the user's PIN, where the security officer is logged in. `CKR_PIN_LEN_RANGE`
    public func initPIN(_ new: PIN) throws {
        try core { try native.initPin(new: new.native) }
    }

    /// Sets the user's PIN, where the security officer is logged in. `CKR_PIN_LEN_RANGE`
    public func initPIN(_ new: PIN) async throws {
        try await onPool { try self.initPIN(new) }
    }
}
