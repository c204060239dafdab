// Objects of a token: what every object has, and the kinds that people tell apart.

import Foundation
internal import StrongroomCore

/// An object of a token. A handle stays what it is for as long as its session is open, and any thread may use it at
/// any time.
public protocol TokenObject: Sendable, Hashable, CustomStringConvertible {
    /// `CKO_…` of such objects; nothing for all.
    static var objectClass: UInt64? { get }
    /// The object, whatever its class.
    var object: Object { get }
    /// The object as one of these. Its class is not asked for.
    init(_ object: Object)
}

/// An object of any class.
public struct Object: TokenObject {
    /// Nothing: it may be of any class.
    public static let objectClass: UInt64? = nil
    /// The session that it is seen through.
    public let session: Session
    let native: StrongroomCore.Object
    let usual: Usual

    init(_ session: Session, _ native: StrongroomCore.Object) {
        self.session = session
        self.native = native
        usual = Usual()
    }

    /// The object as one of these. Its class is not asked for.
    public init(_ object: Object) {
        self = object
    }

    /// Itself.
    public var object: Object { self }

    /// The object as what it is: a ``SecretKey``, a ``PrivateKey``, a ``PublicKey``, a ``Certificate``; of another
    /// class, itself.
    public func typed() throws -> any TokenObject {
        let objectClass = try core { try native.objectClass() }
        let types: [any TokenObject.Type] = [SecretKey.self, PrivateKey.self, PublicKey.self, Certificate.self]
        return types.first { $0.objectClass == objectClass }?.init(self) ?? self
    }

    /// The object as what it is: a ``SecretKey``, a ``PrivateKey``, a ``PublicKey``, a ``Certificate``; of another
    /// class, itself.
    public func typed() async throws -> any TokenObject {
        try await onPool { try typed() }
    }
}

/// A public key.
public struct PublicKey: TokenObject, VerifyingKey, EncryptingKey, WrappingKey {
    /// The class of such objects.
    public static let objectClass: UInt64? = CKO.CKO_PUBLIC_KEY
    /// The object, whatever its class.
    public let object: Object

    /// The object as one of these. Its class is not asked for.
    public init(_ object: Object) {
        self.object = object
    }
}

/// A private key.
public struct PrivateKey: TokenObject, SigningKey, DecryptingKey, UnwrappingKey {
    /// The class of such objects.
    public static let objectClass: UInt64? = CKO.CKO_PRIVATE_KEY
    /// The object, whatever its class.
    public let object: Object

    /// The object as one of these. Its class is not asked for.
    public init(_ object: Object) {
        self.object = object
    }
}

/// A secret key.
public struct SecretKey: TokenObject, SigningKey, VerifyingKey, EncryptingKey, DecryptingKey, WrappingKey,
    UnwrappingKey
{
    /// The class of such objects.
    public static let objectClass: UInt64? = CKO.CKO_SECRET_KEY
    /// The object, whatever its class.
    public let object: Object

    /// The object as one of these. Its class is not asked for.
    public init(_ object: Object) {
        self.object = object
    }
}

/// An X.509 certificate.
public struct Certificate: TokenObject {
    /// The class of such objects.
    public static let objectClass: UInt64? = CKO.CKO_CERTIFICATE
    /// The object, whatever its class.
    public let object: Object

    /// The object as one of these. Its class is not asked for.
    public init(_ object: Object) {
        self.object = object
    }
}

/// A key pair.
public struct KeyPair: Sendable, Hashable {
    /// The private key.
    public let privateKey: PrivateKey
    /// The public key.
    public let publicKey: PublicKey
}

extension TokenObject {
    var native: StrongroomCore.Object { object.native }
    /// The session that it is seen through.
    public var session: Session { object.session }
    /// Its handle in the token.
    public var handle: UInt64 { object.native.number() }

    /// Attributes (``CKA``): those that it has and shows.
    public func attributes(_ kinds: [UInt64]) throws -> Attributes {
        let answers = try core { try native.attributes(kinds: kinds) }
        var shown = Attributes()
        for (kind, answer) in zip(kinds, answers) {
            if case .value(let value) = answer { shown[kind] = AttributeValue(value) }
        }
        return shown
    }

    /// Attributes (``CKA``): those that it has and shows.
    public func attributes(_ kinds: [UInt64]) async throws -> Attributes {
        try await onPool { try attributes(kinds) }
    }

    /// An attribute. `CKR_ATTRIBUTE_TYPE_INVALID` where it has none, `CKR_ATTRIBUTE_SENSITIVE` where it does not
    /// show it
    public func attribute(_ kind: UInt64) throws -> AttributeValue {
        switch try core({ try native.attributes(kinds: [kind]) }).first {
        case .value(let value):
            return AttributeValue(value)
        case .sensitive:
            throw HSMError(
                CKR.CKR_ATTRIBUTE_SENSITIVE, "CKR_ATTRIBUTE_SENSITIVE", .attribute, in: "C_GetAttributeValue",
                "the object does not show this attribute")
        case .invalid, nil:
            throw HSMError(
                CKR.CKR_ATTRIBUTE_TYPE_INVALID, "CKR_ATTRIBUTE_TYPE_INVALID", .attribute,
                in: "C_GetAttributeValue", "the object has no such attribute")
        }
    }

    /// An attribute. `CKR_ATTRIBUTE_TYPE_INVALID` where it has none, `CKR_ATTRIBUTE_SENSITIVE` where it does not
    /// show it
    public func attribute(_ kind: UInt64) async throws -> AttributeValue {
        try await onPool { try attribute(kind) }
    }

    /// What it is called: `CKA_LABEL`, empty where there is none.
    public func label() throws -> String {
        try attributes([CKA.CKA_LABEL])[CKA.CKA_LABEL]?.text ?? ""
    }

    /// What it is called: `CKA_LABEL`, empty where there is none.
    public func label() async throws -> String {
        try await onPool { try label() }
    }

    /// `CKA_ID`, empty where there is none.
    public func id() throws -> Data {
        try attributes([CKA.CKA_ID])[CKA.CKA_ID]?.bytes ?? Data()
    }

    /// `CKA_ID`, empty where there is none.
    public func id() async throws -> Data {
        try await onPool { try id() }
    }

    /// What kind of key it is, in a few characters: `ec:p256`; nothing for what is no key.
    public func kind() throws -> String? {
        try core { try native.kind() }
    }

    /// What kind of key it is, in a few characters: `ec:p256`; nothing for what is no key.
    public func kind() async throws -> String? {
        try await onPool { try kind() }
    }

    /// Changes attributes: all or none. `CKR_ATTRIBUTE_READ_ONLY`, `CKR_ACTION_PROHIBITED`
    public func set(_ attributes: Attributes) throws {
        try core { try native.set(template: attributes.native) }
    }

    /// Changes attributes: all or none. `CKR_ATTRIBUTE_READ_ONLY`, `CKR_ACTION_PROHIBITED`
    public func set(_ attributes: Attributes) async throws {
        try await onPool { try set(attributes) }
    }

    /// Makes another object like it, with these attributes changed. `CKR_ACTION_PROHIBITED`
    public func copy(_ attributes: Attributes = [:]) throws -> Self {
        Self(Object(session, try core { try native.copy(template: attributes.native) }))
    }

    /// Makes another object like it, with these attributes changed. `CKR_ACTION_PROHIBITED`
    public func copy(_ attributes: Attributes = [:]) async throws -> Self {
        try await onPool { try copy(attributes) }
    }

    /// Destroys it. `CKR_ACTION_PROHIBITED`
    public func destroy() throws {
        try core { try native.destroy() }
    }

    /// Destroys it. `CKR_ACTION_PROHIBITED`
    public func destroy() async throws {
        try await onPool { try destroy() }
    }

    /// Whether both are the same object, seen through the same session.
    public static func == (one: Self, other: Self) -> Bool {
        one.session === other.session && one.handle == other.handle
    }

    /// By the session and the handle.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(session))
        hasher.combine(handle)
    }

    /// What it is, its handle and its slot: no attribute.
    public var description: String {
        "\(Self.self) \(handle) in slot \(session.slot.id)"
    }

    func related(_ native: StrongroomCore.Object?) -> Object? {
        native.map { Object(session, $0) }
    }
}

/// What has a public key: a public key, a private key, a certificate.
public protocol HasPublicKey: TokenObject {}
extension PublicKey: HasPublicKey {}
extension PrivateKey: HasPublicKey {}
extension Certificate: HasPublicKey {}

extension HasPublicKey {
    private func form(_ form: PublicForm) throws -> Data {
        try core { try native.publicKey(form: form) }
    }

    /// The public key as the DER of a SubjectPublicKeyInfo.
    public func derRepresentation() throws -> Data { try form(.der) }
    /// The public key as the DER of a SubjectPublicKeyInfo.
    public func derRepresentation() async throws -> Data { try await onPool { try form(.der) } }
    /// The public key as PEM of a SubjectPublicKeyInfo.
    public func pemRepresentation() throws -> String { String(decoding: try form(.pem), as: UTF8.self) }
    /// The public key as PEM of a SubjectPublicKeyInfo.
    public func pemRepresentation() async throws -> String { try await onPool { try pemRepresentation() } }
    /// The public key as a line of `authorized_keys`. `CKR_KEY_TYPE_INCONSISTENT`
    public func sshRepresentation() throws -> String { String(decoding: try form(.ssh), as: UTF8.self) }
    /// The public key as a line of `authorized_keys`. `CKR_KEY_TYPE_INCONSISTENT`
    public func sshRepresentation() async throws -> String { try await onPool { try sshRepresentation() } }
    /// The public key as a JSON Web Key. `CKR_KEY_TYPE_INCONSISTENT`
    public func jwkRepresentation() throws -> Data { try form(.jwk) }
    /// The public key as a JSON Web Key. `CKR_KEY_TYPE_INCONSISTENT`
    public func jwkRepresentation() async throws -> Data { try await onPool { try form(.jwk) } }
}

extension PrivateKey {
    /// Its public key, if the token has it. It has the same identifier.
    public func publicKey() throws -> PublicKey? {
        related(try core { try native.related(relation: .public) }).map(PublicKey.init)
    }

    /// Its public key, if the token has it. It has the same identifier.
    public func publicKey() async throws -> PublicKey? {
        try await onPool { try publicKey() }
    }

    /// Its certificate, if the token has one: with the same identifier, and its public key.
    public func certificate() throws -> Certificate? {
        related(try core { try native.related(relation: .certificate) }).map(Certificate.init)
    }

    /// Its certificate, if the token has one: with the same identifier, and its public key.
    public func certificate() async throws -> Certificate? {
        try await onPool { try certificate() }
    }

    /// Its certificate and those of its issuers, as far as the token has them; the one of the key first.
    public func chain() throws -> [Certificate] {
        try core { try native.chain() }.map { Certificate(Object(session, $0)) }
    }

    /// Its certificate and those of its issuers, as far as the token has them; the one of the key first.
    public func chain() async throws -> [Certificate] {
        try await onPool { try chain() }
    }
}

extension PublicKey {
    /// Its private key, if the token has it and somebody is logged in. It has the same identifier.
    public func privateKey() throws -> PrivateKey? {
        related(try core { try native.related(relation: .private) }).map(PrivateKey.init)
    }

    /// Its private key, if the token has it and somebody is logged in. It has the same identifier.
    public func privateKey() async throws -> PrivateKey? {
        try await onPool { try privateKey() }
    }
}

extension Certificate {
    /// All of it, DER.
    public func der() throws -> Data {
        try attribute(CKA.CKA_VALUE).bytes ?? Data()
    }

    /// All of it, DER.
    public func der() async throws -> Data {
        try await onPool { try der() }
    }

    /// All of it, PEM.
    public func pem() throws -> String {
        String(decoding: try core { try native.pem() }, as: UTF8.self)
    }

    /// All of it, PEM.
    public func pem() async throws -> String {
        try await onPool { try pem() }
    }

    /// The private key that belongs to it, if the token has it and somebody is logged in.
    public func privateKey() throws -> PrivateKey? {
        related(try core { try native.related(relation: .private) }).map(PrivateKey.init)
    }

    /// The private key that belongs to it, if the token has it and somebody is logged in.
    public func privateKey() async throws -> PrivateKey? {
        try await onPool { try privateKey() }
    }
}
