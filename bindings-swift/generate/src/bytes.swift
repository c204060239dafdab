
// Bytes that a function answers: how many there are, in 32 bits, and then they. They are copied at once.
extension FfiConverterData {
    static func lift(_ buf: RustBuffer) throws -> Data {
        defer { buf.deallocate() }
        guard let start = buf.data, buf.len >= 4 else { throw UniffiInternalError.bufferOverflow }
        return Data(bytes: start + 4, count: Int(buf.len) - 4)
    }
}
