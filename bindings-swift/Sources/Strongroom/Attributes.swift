// Attributes and templates.

import Foundation
internal import StrongroomCore

/// The value of an attribute. Literals are values: `true`, `3`, `"text"`.
public enum AttributeValue: Sendable, Hashable {
    /// A truth value.
    case bool(Bool)
    /// A number, also that of a constant: `CKK.CKK_AES`.
    case number(UInt64)
    /// Bytes: also text, and dates.
    case bytes(Data)
    /// A list of mechanisms.
    case mechanisms([UInt64])
    /// A template.
    case template(Attributes)

    /// The truth value, if it is one.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number, if it is one.
    public var number: UInt64? {
        if case .number(let value) = self { value } else { nil }
    }

    /// The bytes, if it is some.
    public var bytes: Data? {
        if case .bytes(let value) = self { value } else { nil }
    }

    /// The bytes as text, if it is some.
    public var text: String? {
        bytes.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Attributes by their numbers (``CKA``): `[CKA.CKA_LABEL: "issuer", CKA.CKA_TOKEN: true]`.
public typealias Attributes = [UInt64: AttributeValue]

extension AttributeValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// A truth value.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }

    /// A number.
    public init(integerLiteral value: UInt64) {
        self = .number(value)
    }

    /// Text: its UTF-8.
    public init(stringLiteral value: String) {
        self = .bytes(Data(value.utf8))
    }
}

extension AttributeValue {
    init(_ native: Value) {
        self =
            switch native {
            case .bool(let value): .bool(value)
            case .ulong(let value): .number(value)
            case .bytes(let value): .bytes(value)
            case .mechanisms(let value): .mechanisms(value)
            case .template(let value): .template(Attributes(native: value))
            }
    }

    var native: Value {
        switch self {
        case .bool(let value): .bool(value)
        case .number(let value): .ulong(value)
        case .bytes(let value): .bytes(value)
        case .mechanisms(let value): .mechanisms(value)
        case .template(let value): .template(value.native)
        }
    }
}

extension Attributes {
    init(native: [Attribute]) {
        self.init(native.map { ($0.kind, AttributeValue($0.value)) }, uniquingKeysWith: { $1 })
    }

    /// The template, in the order of the numbers.
    var native: [Attribute] {
        sorted { $0.key < $1.key }.map { Attribute(kind: $0.key, value: $0.value.native) }
    }
}

