// Stands in for swift-asn1 in the tests of Integrations: as much as those need, under the names that it has there.

public enum DER {
    public struct Serializer: Sendable {
        public private(set) var serializedBytes: [UInt8] = []

        public init() {}

        public mutating func serialize<T: DERSerializable>(_ node: T) throws {
            try node.serialize(into: &self)
        }

        /// Bytes that are DER already. Of this stand-in only.
        public mutating func append(_ bytes: some Sequence<UInt8>) {
            serializedBytes += bytes
        }
    }
}

public protocol DERSerializable {
    func serialize(into coder: inout DER.Serializer) throws
}

public protocol PEMSerializable: DERSerializable {
    static var defaultPEMDiscriminator: String { get }
    func serializeAsPEM(discriminator: String) throws -> PEMDocument
}

extension PEMSerializable {
    public func serializeAsPEM(discriminator: String) throws -> PEMDocument {
        var coder = DER.Serializer()
        try coder.serialize(self)
        return PEMDocument(type: discriminator, derBytes: coder.serializedBytes)
    }

    public func serializeAsPEM() throws -> PEMDocument {
        try serializeAsPEM(discriminator: Self.defaultPEMDiscriminator)
    }
}

public struct PEMDocument: Hashable, Sendable {
    public var discriminator: String
    public var derBytes: [UInt8]

    public init(type: String, derBytes: [UInt8]) {
        (discriminator, self.derBytes) = (type, derBytes)
    }
}

public struct ASN1BitString: Hashable, Sendable {
    public var bytes: ArraySlice<UInt8>
    public var paddingBits: Int

    public init(bytes: ArraySlice<UInt8>, paddingBits: Int = 0) {
        (self.bytes, self.paddingBits) = (bytes, paddingBits)
    }
}
