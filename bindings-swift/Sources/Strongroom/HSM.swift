// Instances, and how they are opened.

import Foundation
internal import StrongroomCore

/// An instance that was opened: embedded, at a service, or another vendor's module. It may be used from any
/// thread and any task, and stays open until it is closed or its last user is gone.
public final class HSM: Sendable {
    let native: StrongroomCore.Hsm

    init(_ native: StrongroomCore.Hsm) {
        self.native = native
    }

    deinit {
        // A service may have to be told.
        let native = native
        Pool.shared.later { withExtendedLifetime(native) {} }
    }

    /// Opens the instance in a directory, or the one that a URL names: `file:///path`, `strongroom://host:port`,
    /// or `pkcs11:?module-path=/path` (RFC 7512). `CKR_TOKEN_NOT_PRESENT` when there is none,
    /// `CKR_ARGUMENTS_BAD` for a URL that is wrong or a bundle that is missing, `CKR_DEVICE_ERROR` for an
    /// instance that is damaged.
    public static func open(_ place: String) throws -> HSM {
        try core { HSM(try Hsm.open(url: try urlOfPlace(place: place))) }
    }

    /// Opens the instance in a directory, or the one that a URL names: `file:///path`, `strongroom://host:port`,
    /// or `pkcs11:?module-path=/path` (RFC 7512). `CKR_TOKEN_NOT_PRESENT` when there is none,
    /// `CKR_ARGUMENTS_BAD` for a URL that is wrong or a bundle that is missing, `CKR_DEVICE_ERROR` for an
    /// instance that is damaged.
    public static func open(_ place: String) async throws -> HSM {
        try await onPool { try open(place) }
    }

    /// Opens the instance that the environment and the configuration name (`STRONGROOM_URL`, …).
    public static func openConfigured() throws -> HSM {
        try core { HSM(try Hsm.open(url: nil)) }
    }

    /// Opens the instance that the environment and the configuration name (`STRONGROOM_URL`, …).
    public static func openConfigured() async throws -> HSM {
        try await onPool { try openConfigured() }
    }

    /// Connects to a service (`host:port`) with the bundle that `strongroom client add` wrote, or the one that
    /// is configured. It is not spoken to before something is asked for. `timeout` is in seconds.
    public static func connect(_ address: String, bundle: String? = nil, timeout: Int? = nil) throws -> HSM {
        let timeout = timeout.map { UInt64(clamping: $0) }
        return try core {
            HSM(try Hsm.open(url: try urlOfService(address: address, bundle: bundle, timeout: timeout)))
        }
    }

    /// Connects to a service (`host:port`) with the bundle that `strongroom client add` wrote, or the one that
    /// is configured. It is not spoken to before something is asked for. `timeout` is in seconds.
    public static func connect(_ address: String, bundle: String? = nil, timeout: Int? = nil) async throws -> HSM {
        try await onPool { try connect(address, bundle: bundle, timeout: timeout) }
    }

    /// Loads another vendor's PKCS #11 module.
    public static func load(module path: String) throws -> HSM {
        try core { HSM(try Hsm.open(url: try urlOfModule(path: path))) }
    }

    /// Loads another vendor's PKCS #11 module.
    public static func load(module path: String) async throws -> HSM {
        try await onPool { try load(module: path) }
    }

    /// Closes it, and its sessions. What still uses them gets `STRONGROOM_CLOSED`. To close it twice does
    /// nothing.
    public func close() throws {
        try core { try native.close() }
    }

    /// Closes it, and its sessions. What still uses them gets `STRONGROOM_CLOSED`. To close it twice does
    /// nothing.
    public func close() async throws {
        try await onPoolAnyhow { try self.close() }
    }

    /// The slots, in ascending order.
    public func slots() throws -> [Slot] {
        try core { try native.slots().map { Slot(self, $0) } }
    }

    /// The slots, in ascending order.
    public func slots() async throws -> [Slot] {
        try await onPool { try self.slots() }
    }

    /// The slot with a number. `CKR_SLOT_ID_INVALID`
    public func slot(_ id: UInt64) throws -> Slot {
        try core { Slot(self, try native.slot(id: id)) }
    }

    /// The slot with a number. `CKR_SLOT_ID_INVALID`
    public func slot(_ id: UInt64) async throws -> Slot {
        try await onPool { try self.slot(id) }
    }

    /// The slot whose token has a label. `STRONGROOM_NOT_FOUND`, `STRONGROOM_AMBIGUOUS`
    public func token(label: String) throws -> Slot {
        try core { Slot(self, try native.token(label: label)) }
    }

    /// The slot whose token has a label. `STRONGROOM_NOT_FOUND`, `STRONGROOM_AMBIGUOUS`
    public func token(label: String) async throws -> Slot {
        try await onPool { try self.token(label: label) }
    }

    /// The slot whose token has a serial number. `STRONGROOM_NOT_FOUND`, `STRONGROOM_AMBIGUOUS`
    public func token(serial: String) throws -> Slot {
        try core { Slot(self, try native.tokenWithSerial(serial: serial)) }
    }

    /// The slot whose token has a serial number. `STRONGROOM_NOT_FOUND`, `STRONGROOM_AMBIGUOUS`
    public func token(serial: String) async throws -> Slot {
        try await onPool { try self.token(serial: serial) }
    }

    /// The slot that a `pkcs11:` URI names by its token or by itself (RFC 7512). `STRONGROOM_NOT_FOUND`,
    /// `STRONGROOM_AMBIGUOUS`
    public func token(uri: String) throws -> Slot {
        try core { Slot(self, try native.tokenOfUri(uri: uri)) }
    }

    /// The slot that a `pkcs11:` URI names by its token or by itself (RFC 7512). `STRONGROOM_NOT_FOUND`,
    /// `STRONGROOM_AMBIGUOUS`
    public func token(uri: String) async throws -> Slot {
        try await onPool { try self.token(uri: uri) }
    }

    /// A token of an instance that was made.
    public struct NewToken: Sendable {
        /// The slot that it is in.
        public let slot: UInt64
        /// Its label.
        public let label: String
        /// The security officer's PIN.
        public let soPIN: PIN
        /// The user's PIN.
        public let userPIN: PIN
    }

    /// Makes an instance in a directory, whose tokens have the PINs for trying out, or, with `production`,
    /// random ones. With `blank` the tokens are left as they are before they are initialised.
    /// `CKR_FUNCTION_REJECTED` when there is one already: nothing is changed then.
    @discardableResult
    public static func create(
        path: String, slots: UInt64 = 10, label: String = "strongroom", production: Bool = false,
        blank: Bool = false
    ) throws -> [NewToken] {
        try core {
            try createInstance(path: path, slots: slots, label: label, production: production, blank: blank)
                .map {
                    NewToken(
                        slot: $0.slot, label: $0.label, soPIN: PIN($0.soPin), userPIN: PIN($0.userPin))
                }
        }
    }

    /// Makes an instance in a directory, whose tokens have the PINs for trying out, or, with `production`,
    /// random ones. With `blank` the tokens are left as they are before they are initialised.
    /// `CKR_FUNCTION_REJECTED` when there is one already: nothing is changed then.
    @discardableResult
    public static func create(
        path: String, slots: UInt64 = 10, label: String = "strongroom", production: Bool = false,
        blank: Bool = false
    ) async throws -> [NewToken] {
        try await onPool {
            try create(path: path, slots: slots, label: label, production: production, blank: blank)
        }
    }

    /// The core's threads, on which asynchronous calls run that may wait. A task that is started with this preference
    /// calls without changing threads: `Task(executorPreference: HSM.executor) { … }`. It may wait there.
    ///
    /// What only computes for a moment is done on the thread of the task that calls: to sign, to verify, to encrypt, to
    /// decrypt and to digest up to 16 KiB in an embedded instance, with a key that is quick and was used before. It is
    /// never the main thread: the functions are of no actor, and leave the caller's.
    public static var executor: any TaskExecutor {
        Pool.shared
    }

    /// How many threads asynchronous calls shall have, instead of four a processor and eight at least. It
    /// counts when it is said before the first call.
    public static func configure(threads: Int) {
        Pool.shared.configure(threads: threads)
    }
}
