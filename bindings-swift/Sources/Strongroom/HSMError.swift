// The one error of the package, made of the core's.

import Foundation
internal import StrongroomCore

/// A failure: what PKCS #11 says of it, and a sentence for people. No PIN, key or data ever stands in it.
public struct HSMError: Error, Sendable, Hashable {
    /// Groups of failures: what a program does about them is the same.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A PIN, or who is logged in.
        case pin = "Pin"
        /// A session, or that there is none any more.
        case session = "Session"
        /// An object.
        case object = "Object"
        /// An attribute, or a template.
        case attribute = "Attribute"
        /// A mechanism, or its parameters.
        case mechanism = "Mechanism"
        /// A key, or what it may do.
        case key = "Key"
        /// What was to be encrypted, decrypted, signed or unwrapped.
        case data = "Data"
        /// A signature that is not good.
        case signature = "Signature"
        /// The token, the slot, or the way to them.
        case device = "Device"
        /// A function, or the state that it needs.
        case function = "Function"
        /// There is no such object.
        case notFound = "NotFound"
        /// There are several.
        case ambiguous = "Ambiguous"
        /// An argument, or a configuration.
        case argument = "Argument"
        /// A defect, or no memory.
        case `internal` = "Internal"
    }

    /// The return value: ``CKR``, or one of ``STRONGROOM``.
    public let rv: UInt64
    /// Its name: `CKR_PIN_INCORRECT`.
    public let code: String
    /// The group that it belongs to.
    public let kind: Kind
    /// The function that gave it: `C_Login`. Empty where none was called.
    public let function: String
    /// What was being done, and why it failed.
    public let why: String
    /// Whether the same call may well succeed later, without anything having been changed.
    public let isRetryable: Bool

    /// A failure of somebody else's making, for adapters and tests.
    public init(
        rv: UInt64, code: String, kind: Kind, function: String = "", why: String, isRetryable: Bool = false
    ) {
        self.rv = rv
        self.code = code
        self.kind = kind
        self.function = function
        self.why = why
        self.isRetryable = isRetryable
    }

    /// Whether this is a certain failure: `error.is(CKR.CKR_PIN_INCORRECT)`.
    public func `is`(_ rv: UInt64) -> Bool {
        self.rv == rv
    }
}

extension HSMError: LocalizedError, CustomStringConvertible {
    /// The function, why it failed, and the name of the return value.
    public var description: String {
        function.isEmpty ? "\(why) (\(code))" : "\(function): \(why) (\(code))"
    }

    /// The same.
    public var errorDescription: String? {
        description
    }
}

extension HSMError {
    init(_ rv: UInt64, _ code: String, _ kind: Kind, in function: String = "", _ why: String) {
        self.init(rv: rv, code: code, kind: kind, function: function, why: why)
    }

    static func argument(_ why: String) -> HSMError {
        HSMError(CKR.CKR_ARGUMENTS_BAD, "CKR_ARGUMENTS_BAD", .argument, why)
    }

    /// From what the generated code throws.
    init(_ error: any Error) {
        switch error {
        case let error as HSMError:
            self = error
        case Failure.Core(let rv, let code, let kind, let function, let why, let retryable):
            let kind = Kind(rawValue: kind) ?? .function
            self.init(rv: rv, code: code, kind: kind, function: function, why: why, isRetryable: retryable)
        default:
            let why = "a defect: \(error)"
            self.init(CKR.CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR", .internal, why)
        }
    }
}

/// Calls the core.
@inline(__always)
func core<T>(_ call: () throws -> T) throws -> T {
    do {
        return try call()
    } catch {
        throw HSMError(error)
    }
}
