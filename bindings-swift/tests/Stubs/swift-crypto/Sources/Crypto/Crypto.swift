// Stands in for swift-crypto in the tests of Integrations: as much as those need, under the names that it has there.
// It keeps what it is given, and computes nothing.

import Foundation

public enum CryptoKitError: Error {
    case incorrectParameterSize
}

func whole(_ bytes: some ContiguousBytes) -> Data {
    bytes.withUnsafeBytes { Data($0) }
}

public enum P256: Sendable {
    public enum Signing: Sendable {
        public struct PublicKey: Sendable {
            public let derRepresentation: Data

            public init<Bytes: RandomAccessCollection>(derRepresentation: Bytes) throws where Bytes.Element == UInt8 {
                guard derRepresentation.count == 91 else { throw CryptoKitError.incorrectParameterSize }
                self.derRepresentation = Data(derRepresentation)
            }
        }

        public struct ECDSASignature: Sendable {
            public var rawRepresentation: Data

            public init<D: DataProtocol>(rawRepresentation: D) throws {
                guard rawRepresentation.count == 64 else { throw CryptoKitError.incorrectParameterSize }
                self.rawRepresentation = Data(rawRepresentation)
            }
        }
    }

    public enum KeyAgreement: Sendable {
        public struct PublicKey: Sendable {
            public let derRepresentation: Data

            public init<Bytes: RandomAccessCollection>(derRepresentation: Bytes) throws where Bytes.Element == UInt8 {
                guard derRepresentation.count == 91 else { throw CryptoKitError.incorrectParameterSize }
                self.derRepresentation = Data(derRepresentation)
            }
        }
    }
}

public enum P384: Sendable {
    public enum Signing: Sendable {
        public struct PublicKey: Sendable {
            public let derRepresentation: Data

            public init<Bytes: RandomAccessCollection>(derRepresentation: Bytes) throws where Bytes.Element == UInt8 {
                guard derRepresentation.count == 120 else { throw CryptoKitError.incorrectParameterSize }
                self.derRepresentation = Data(derRepresentation)
            }
        }

        public struct ECDSASignature: Sendable {
            public var rawRepresentation: Data

            public init<D: DataProtocol>(rawRepresentation: D) throws {
                guard rawRepresentation.count == 96 else { throw CryptoKitError.incorrectParameterSize }
                self.rawRepresentation = Data(rawRepresentation)
            }
        }
    }

    public enum KeyAgreement: Sendable {
        public struct PublicKey: Sendable {
            public let derRepresentation: Data

            public init<Bytes: RandomAccessCollection>(derRepresentation: Bytes) throws where Bytes.Element == UInt8 {
                guard derRepresentation.count == 120 else { throw CryptoKitError.incorrectParameterSize }
                self.derRepresentation = Data(derRepresentation)
            }
        }
    }
}

public enum P521: Sendable {
    public enum Signing: Sendable {
        public struct PublicKey: Sendable {
            public let derRepresentation: Data

            public init<Bytes: RandomAccessCollection>(derRepresentation: Bytes) throws where Bytes.Element == UInt8 {
                guard derRepresentation.count == 158 else { throw CryptoKitError.incorrectParameterSize }
                self.derRepresentation = Data(derRepresentation)
            }
        }

        public struct ECDSASignature: Sendable {
            public var rawRepresentation: Data

            public init<D: DataProtocol>(rawRepresentation: D) throws {
                guard rawRepresentation.count == 132 else { throw CryptoKitError.incorrectParameterSize }
                self.rawRepresentation = Data(rawRepresentation)
            }
        }
    }

    public enum KeyAgreement: Sendable {
        public struct PublicKey: Sendable {
            public let derRepresentation: Data

            public init<Bytes: RandomAccessCollection>(derRepresentation: Bytes) throws where Bytes.Element == UInt8 {
                guard derRepresentation.count == 158 else { throw CryptoKitError.incorrectParameterSize }
                self.derRepresentation = Data(derRepresentation)
            }
        }
    }
}

public enum Curve25519: Sendable {
    public enum Signing: Sendable {
        public struct PublicKey: Sendable {
            public let rawRepresentation: Data

            public init<D: ContiguousBytes>(rawRepresentation: D) throws {
                self.rawRepresentation = whole(rawRepresentation)
                guard self.rawRepresentation.count == 32 else { throw CryptoKitError.incorrectParameterSize }
            }
        }
    }

    public enum KeyAgreement: Sendable {
        public struct PublicKey: Sendable {
            public let rawRepresentation: Data

            public init<D: ContiguousBytes>(rawRepresentation: D) throws {
                self.rawRepresentation = whole(rawRepresentation)
                guard self.rawRepresentation.count == 32 else { throw CryptoKitError.incorrectParameterSize }
            }
        }
    }
}

public struct SymmetricKey: Sendable {
    private let bytes: Data

    public init<D: ContiguousBytes>(data: D) {
        bytes = whole(data)
    }

    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try bytes.withUnsafeBytes(body)
    }
}

public enum AES: Sendable {
    public enum GCM: Sendable {
        public struct SealedBox: Sendable {
            private let whole: Data

            public var combined: Data? { whole }

            public init<D: DataProtocol>(combined: D) throws {
                guard combined.count >= 28 else { throw CryptoKitError.incorrectParameterSize }
                whole = Data(combined)
            }
        }
    }
}
