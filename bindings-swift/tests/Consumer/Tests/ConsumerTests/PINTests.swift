// PINs: by value and by prompt, and that nothing of them stays behind in memory.

import Foundation
import Strongroom
import Synchronization
import XCTest

final class PINTests: PlacedTestCase, @unchecked Sendable {
    private let data = Data("what is signed".utf8)

    func testPrompts() async throws {
        try await inSession { session in
            let asked = Atomic<Int>(0)
            let prompt: PIN.Prompt = {
                asked.add(1, ordering: .relaxed)
                try await Task.sleep(for: .milliseconds(1))
                return PIN(bytes: Array("98765432".utf8))
            }
            let slot = session.slot
            try await slot.withSession(prompt: prompt) { session in
                XCTAssertEqual(session.user, CKU.CKU_USER)
                let pair = try await session.generate(.ec(.p256).alwaysAuthenticate())
                await assertFails("CKR_USER_NOT_LOGGED_IN") { _ = try await pair.privateKey.signature(for: data) }
                try session.onContextPIN(prompt)
                for _ in 0..<3 {
                    let signature = try await pair.privateKey.signature(for: data)
                    let good = try await pair.publicKey.isValidSignature(signature, for: data)
                    XCTAssertTrue(good)
                }
                try session.onContextPIN { throw CancellationError() }
                await assertFails("CKR_FUNCTION_CANCELED") { _ = try await pair.privateKey.signature(for: data) }
            }
            XCTAssertEqual(asked.load(ordering: .relaxed), 4)
        }
    }

    func testItShowsItselfToWhoAsks() async throws {
        let pin = PIN("secret")
        XCTAssertFalse("\(pin) \(String(reflecting: pin)) \(Mirror(reflecting: pin).children.count)".contains("secret"))
        XCTAssertEqual(pin.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }, "secret")
        XCTAssertEqual(PIN("").withUnsafeBytes(\.count), 0)
        // What a prompt gave is wiped after its one use.
        let place = try Place()
        defer { place.remove() }
        let given = PIN("98765432")
        let slot = try await HSM.open(place.url).slot(0)
        try await slot.login(prompt: { given }).close()
        XCTAssertEqual(given.withUnsafeBytes(\.count), 0)
        // A PIN that was drawn can be shown, and logs in.
        let path = place.directory.appendingPathComponent("drawn").path
        let made = try await HSM.create(path: path, slots: 1, production: true)
        let drawn = try XCTUnwrap(made.first?.userPIN)
        XCTAssertGreaterThanOrEqual(drawn.withUnsafeBytes(\.count), 8)
        try await HSM.open(path).slot(0).login(pin: drawn).close()
        // The same one may be the old and the new.
        try await HSM.open(path).slot(0).setPIN(old: drawn, new: drawn)
    }

    /// After a PIN was set, logged in with and asked for, no copy of it is anywhere in the program.
    func testNothingStaysBehind() async throws {
        for length in [8, 24] {
            try await inSession { session in
                // It never stands in memory as it is but where it must.
                let masked = Masked(length: length)
                let slot = session.slot
                try await slot.initPIN(soPIN: "87654321", new: masked.pin())
                do {
                    let held = masked.pin()
                    XCTAssertGreaterThan(try masked.found(), 0, "a PIN that is there is not found")
                    try await slot.withSession(pin: held) { _ = try await $0.random(count: 1) }
                }
                try await slot.withSession(prompt: { masked.pin() }) { session in
                    let key = try await session.generate(.ec(.p256).alwaysAuthenticate()).privateKey
                    try session.onContextPIN { masked.pin() }
                    for _ in 0..<3 { _ = try await key.signature(for: data) }
                    XCTAssertEqual(try masked.found(), 0)
                }
                try await slot.setPIN(old: masked.pin(), new: "98765432")
                XCTAssertEqual(try masked.found(), 0)
            }
        }
    }
}

/// Letters that were drawn, kept as their numbers.
private struct Masked: Sendable {
    private let numbers: [UInt8]

    init(length: Int) {
        numbers = (0..<length).map { _ in UInt8.random(in: 0..<26) }
    }

    func pin() -> PIN {
        PIN(bytes: numbers.lazy.map { $0 + 97 })
    }

    /// How often the letters are in memory that the program writes to.
    func found() throws -> Int {
        let maps = try Self.maps()
        // Read as a file, since a thread may give memory back meanwhile.
        let memory = open("/proc/self/mem", O_RDONLY)
        guard memory >= 0 else { throw Wrong("the program's memory cannot be read") }
        defer { close(memory) }
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1)
        defer { room.deallocate() }
        var found = 0
        for line in maps.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            let ends = words[0].split(separator: "-").compactMap { Int($0, radix: 16) }
            guard words[1].hasPrefix("rw"), ends.count == 2 else { continue }
            var at = ends[0]
            while at < ends[1] {
                let read = pread(memory, room.baseAddress, min(room.count, ends[1] - at), off_t(at))
                // What cannot be read is a device's.
                guard read > numbers.count else { break }
                found += count(in: UnsafeRawBufferPointer(rebasing: room[..<read]))
                at += at + read < ends[1] ? read - numbers.count : read
            }
        }
        return found
    }

    /// The program's memory, as the kernel tells it: a page at a time, which Foundation takes for all of it.
    private static func maps() throws -> String {
        let file = open("/proc/self/maps", O_RDONLY)
        guard file >= 0 else { throw Wrong("the program's memory is not told") }
        defer { close(file) }
        var (all, some) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while case let count = read(file, &some, some.count), count > 0 { all += some[..<count] }
        return String(decoding: all, as: UTF8.self)
    }

    private func count(in bytes: UnsafeRawBufferPointer) -> Int {
        guard var at = bytes.baseAddress, bytes.count >= numbers.count else { return 0 }
        let end = at + bytes.count - numbers.count
        var found = 0
        while at <= end, let first = memchr(at, Int32(numbers[0]) + 97, end - at + 1) {
            let candidate = UnsafeRawPointer(first)
            var length = 1
            while length < numbers.count, candidate.load(fromByteOffset: length, as: UInt8.self) == numbers[length] + 97 {
                length += 1
            }
            if length == numbers.count { found += 1 }
            at = candidate + 1
        }
        return found
    }
}
