// Stands in for the second module of swift-crypto.

import Crypto
import Foundation

public enum _RSA: Sendable {
    public enum Signing: Sendable {
        public struct PublicKey: Sendable {
            public let derRepresentation: Data

            public init<Bytes: DataProtocol>(derRepresentation: Bytes) throws {
                guard derRepresentation.count > 160 else { throw CryptoKitError.incorrectParameterSize }
                self.derRepresentation = Data(derRepresentation)
            }
        }

        public struct RSASignature: Sendable {
            public var rawRepresentation: Data

            public init<D: DataProtocol>(rawRepresentation: D) {
                self.rawRepresentation = Data(rawRepresentation)
            }
        }
    }
}
