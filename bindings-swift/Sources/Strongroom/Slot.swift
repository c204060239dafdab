// Slots, the tokens in them, and who logs in.

import Foundation
internal import StrongroomCore

/// A slot, and the token in it.
public struct Slot: Sendable {
    /// The instance that it is of.
    public let hsm: HSM
    let native: StrongroomCore.Slot

    init(_ hsm: HSM, _ native: StrongroomCore.Slot) {
        self.hsm = hsm
        self.native = native
    }

    /// Its number. It does not change.
    public var id: UInt64 {
        native.id()
    }

    /// What a slot says of itself.
    public struct Info: Sendable, Hashable {
        /// What it is.
        public let description: String
        /// Who made it.
        public let manufacturer: String
        /// `CKF_TOKEN_PRESENT` …
        public let flags: UInt64
        /// Major and minor, with a point between.
        public let hardwareVersion: String
        /// Major and minor, with a point between.
        public let firmwareVersion: String
    }

    /// What a token says of itself.
    public struct Token: Sendable, Hashable {
        /// Its label.
        public let label: String
        /// Who made it.
        public let manufacturer: String
        /// What it is.
        public let model: String
        /// Its serial number.
        public let serial: String
        /// ``CKF`` of a token.
        public let flags: UInt64
        /// Bytes of the shortest PIN.
        public let minPINLength: UInt64
        /// Bytes of the longest PIN.
        public let maxPINLength: UInt64
        /// Major and minor, with a point between.
        public let hardwareVersion: String
        /// Major and minor, with a point between.
        public let firmwareVersion: String
    }

    /// A mechanism of a token.
    public struct Offered: Sendable, Hashable {
        /// ``CKM``
        public let mechanism: UInt64
        /// The smallest key, in bits or bytes, as the mechanism has it.
        public let minKeySize: UInt64
        /// The largest key, in the same unit.
        public let maxKeySize: UInt64
        /// ``CKF`` of a mechanism.
        public let flags: UInt64
    }

    /// What it says of itself.
    public func info() throws -> Info {
        let i = try core { try native.info() }
        return Info(
            description: i.description, manufacturer: i.manufacturer, flags: i.flags,
            hardwareVersion: i.hardware, firmwareVersion: i.firmware)
    }

    /// What it says of itself.
    public func info() async throws -> Info {
        try await onPool { try info() }
    }

    /// What its token says of itself. `CKR_TOKEN_NOT_PRESENT`
    public func token() throws -> Token {
        let i = try core { try native.token() }
        return Token(
            label: i.label, manufacturer: i.manufacturer, model: i.model, serial: i.serial, flags: i.flags,
            minPINLength: i.minPinLen, maxPINLength: i.maxPinLen, hardwareVersion: i.hardware,
            firmwareVersion: i.firmware)
    }

    /// What its token says of itself. `CKR_TOKEN_NOT_PRESENT`
    public func token() async throws -> Token {
        try await onPool { try token() }
    }

    /// The mechanisms of its token, in the token's order.
    public func mechanisms() throws -> [Offered] {
        try core {
            try native.mechanisms().map {
                Offered(
                    mechanism: $0.kind, minKeySize: $0.info.minKeySize, maxKeySize: $0.info.maxKeySize,
                    flags: $0.info.flags)
            }
        }
    }

    /// The mechanisms of its token, in the token's order.
    public func mechanisms() async throws -> [Offered] {
        try await onPool { try mechanisms() }
    }

    // Sessions.

    /// A session in which nobody is logged in: public objects only.
    public func session() throws -> Session {
        try core { Session(self, try native.session()) }
    }

    /// A session in which nobody is logged in: public objects only.
    public func session() async throws -> Session {
        try await onPool { try session() }
    }

    /// A session in which the user is logged in. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`,
    /// `CKR_USER_PIN_NOT_INITIALIZED`
    public func login(pin: PIN) throws -> Session {
        try core { Session(self, try native.login(userPin: pin.native)) }
    }

    /// A session in which the user is logged in. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`,
    /// `CKR_USER_PIN_NOT_INITIALIZED`
    public func login(pin: PIN) async throws -> Session {
        try await onPool { try login(pin: pin) }
    }

    /// A session in which the user is logged in, whose PIN is asked for now and wiped afterwards.
    public func login(prompt: PIN.Prompt) async throws -> Session {
        try await asked(prompt) { try login(pin: $0) }
    }

    /// A session in which the security officer is logged in. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`
    public func login(soPIN: PIN) throws -> Session {
        try core { Session(self, try native.loginSo(soPin: soPIN.native)) }
    }

    /// A session in which the security officer is logged in. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`
    public func login(soPIN: PIN) async throws -> Session {
        try await onPool { try login(soPIN: soPIN) }
    }

    /// A session in which the security officer is logged in, whose PIN is asked for now and wiped afterwards.
    public func login(soPrompt: PIN.Prompt) async throws -> Session {
        try await asked(soPrompt) { try login(soPIN: $0) }
    }

    /// Logs the user in, does something with the session, and closes it, whatever happens.
    public func withSession<R>(pin: PIN, _ body: (Session) throws -> R) throws -> R {
        try during(login(pin: pin), body)
    }

    /// Logs the security officer in, does something with the session, and closes it, whatever happens.
    public func withSession<R>(soPIN: PIN, _ body: (Session) throws -> R) throws -> R {
        try during(login(soPIN: soPIN), body)
    }

    /// Does something with a session in which nobody is logged in, and closes it, whatever happens.
    public func withSession<R>(_ body: (Session) throws -> R) throws -> R {
        try during(session(), body)
    }

    private func during<R>(_ session: Session, _ body: (Session) throws -> R) throws -> R {
        defer { try? session.close() }
        return try body(session)
    }

    /// Logs the user in, does something with the session, and closes it, whatever happens.
    public func withSession<R: Sendable>(
        pin: PIN, isolation: isolated (any Actor)? = #isolation,
        _ body: (Session) async throws -> R
    ) async throws -> R {
        try await Self.during(try await login(pin: pin), isolation: isolation, body)
    }

    /// Logs the user in with a PIN that is asked for, does something with the session, and closes it.
    public func withSession<R: Sendable>(
        prompt: PIN.Prompt, isolation: isolated (any Actor)? = #isolation,
        _ body: (Session) async throws -> R
    ) async throws -> R {
        try await Self.during(try await login(prompt: prompt), isolation: isolation, body)
    }

    /// Logs the security officer in, does something with the session, and closes it, whatever happens.
    public func withSession<R: Sendable>(
        soPIN: PIN, isolation: isolated (any Actor)? = #isolation,
        _ body: (Session) async throws -> R
    ) async throws -> R {
        try await Self.during(try await login(soPIN: soPIN), isolation: isolation, body)
    }

    /// Does something with a session in which nobody is logged in, and closes it, whatever happens.
    public func withSession<R: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ body: (Session) async throws -> R
    ) async throws -> R {
        try await Self.during(try await session(), isolation: isolation, body)
    }

    private static func during<R: Sendable>(
        _ session: Session, isolation: isolated (any Actor)?, _ body: (Session) async throws -> R
    ) async throws -> R {
        do {
            let made = try await body(session)
            try? await session.close()
            return made
        } catch {
            try? await session.close()
            throw error
        }
    }

    // Administration.

    /// Initialises the token: its objects are destroyed, the user's PIN is no longer set.
    /// `CKR_ARGUMENTS_BAD` for a label that does not fit, `CKR_PIN_INCORRECT`
    public func initToken(soPIN: PIN, label: String) throws {
        try core { try native.initToken(soPin: soPIN.native, label: label) }
    }

    /// Initialises the token: its objects are destroyed, the user's PIN is no longer set.
    public func initToken(soPIN: PIN, label: String) async throws {
        try await onPool { try initToken(soPIN: soPIN, label: label) }
    }

    /// Sets the user's PIN, as the security officer: also of one that is locked, or was never set.
    /// `CKR_PIN_INCORRECT`, `CKR_PIN_LEN_RANGE`
    public func initPIN(soPIN: PIN, new: PIN) throws {
        try core { try native.initPin(soPin: soPIN.native, new: new.native) }
    }

    /// Sets the user's PIN, as the security officer: also of one that is locked, or was never set.
    public func initPIN(soPIN: PIN, new: PIN) async throws {
        try await onPool { try initPIN(soPIN: soPIN, new: new) }
    }

    /// Changes the user's PIN. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`, `CKR_PIN_LEN_RANGE`
    public func setPIN(old: PIN, new: PIN) throws {
        try core { try native.setPin(old: old.native, new: new.native) }
    }

    /// Changes the user's PIN. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`, `CKR_PIN_LEN_RANGE`
    public func setPIN(old: PIN, new: PIN) async throws {
        try await onPool { try setPIN(old: old, new: new) }
    }

    /// Changes the security officer's PIN. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`, `CKR_PIN_LEN_RANGE`
    public func setSOPIN(old: PIN, new: PIN) throws {
        try core { try native.setSoPin(old: old.native, new: new.native) }
    }

    /// Changes the security officer's PIN. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`, `CKR_PIN_LEN_RANGE`
    public func setSOPIN(old: PIN, new: PIN) async throws {
        try await onPool { try setSOPIN(old: old, new: new) }
    }
}


extension Slot: CustomStringConvertible {
    /// Its number.
    public var description: String { "slot \(id)" }
}
