// Bytes on their way to the core.

import Foundation

/// Data as the core takes it, without a copy where it is some already.
func whole<D: DataProtocol>(_ data: D) -> Data {
    // A cast would look the type up, which takes as long as the way to the core.
    D.self == Data.self ? unsafeBitCast(data, to: Data.self) : Data(data)
}

/// Data for one call, where it stands: what is secret leaves no copy.
func inPlace<R>(_ data: some DataProtocol, _ body: (Data) throws -> R) rethrows -> R {
    let regions = data.regions
    guard !(data is Data), regions.count == 1, let one = regions.first else { return try body(whole(data)) }
    return try one.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return try body(Data()) }
        let place = UnsafeMutableRawPointer(mutating: start)
        return try body(Data(bytesNoCopy: place, count: bytes.count, deallocator: .none))
    }
}
