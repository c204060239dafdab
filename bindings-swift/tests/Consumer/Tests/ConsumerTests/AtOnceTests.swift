// Which calls are made where they are called: what waits for nobody, and never the main thread.

import Foundation
import Strongroom
import Synchronization
import XCTest

/// Data that notes whether it was read on the main thread: an asynchronous call reads it where it runs.
private struct Watched: DataProtocol {
    let bytes = [UInt8]("what is signed".utf8)
    let onMain = Noted()

    final class Noted: Sendable {
        let threads = Mutex<[Bool]>([])
    }

    var regions: CollectionOfOne<[UInt8]> { CollectionOfOne(bytes) }
    var startIndex: Int { bytes.startIndex }
    var endIndex: Int { bytes.endIndex }
    subscript(position: Int) -> UInt8 {
        onMain.threads.withLock { $0.append(Thread.isMainThread) }
        return bytes[position]
    }
    subscript(bounds: Range<Int>) -> ArraySlice<UInt8> { bytes[bounds] }
}

/// What the tasks of a test tell one another.
private final class Seen: Sendable {
    let begun = Atomic<Int>(0)
    let over = Atomic<Bool>(false)
    let order = Mutex<[String]>([])
}

final class AtOnceTests: XCTestCase, @unchecked Sendable {
    private let data = Data("what is signed".utf8)

    private func opened(_ place: Place) async throws -> Session {
        try await HSM.open(place.url).slot(1).login(pin: "98765432")
    }

    /// While all of the core's threads are taken, what is short is done all the same, and what is not waits for one.
    func testShortCallsNeedNoThread() async throws {
        let place = try Place()
        defer { place.remove() }
        let session = try await opened(place)
        let quick = try await session.generate(.ec(.p256))
        let slow = try await session.generate(.rsa(2048)).privateKey
        let aes = try await session.generate(.aes(256))
        // A key is in memory once it was used.
        let signature = try await quick.privateKey.signature(for: data)
        _ = try await quick.publicKey.isValidSignature(signature, for: data)
        let box = try await aes.seal(data)
        _ = try await slow.signature(for: data)

        let open = DispatchSemaphore(value: 0)
        let seen = Seen()
        let threads = max(8, 4 * ProcessInfo.processInfo.activeProcessorCount)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<threads {
                group.addTask(executorPreference: HSM.executor) {
                    seen.begun.add(1, ordering: .relaxed)
                    hold(open)
                }
            }
            while seen.begun.load(ordering: .relaxed) < threads { try await Task.sleep(for: .milliseconds(1)) }
            group.addTask {
                _ = try await slow.signature(for: self.data)
                seen.order.withLock { $0.append("slow") }
            }
            for _ in 0..<20 {
                let made = try await quick.privateKey.signature(for: data)
                let good = try await quick.publicKey.isValidSignature(made, for: data)
                XCTAssertTrue(good)
                let opened = try await aes.open(box)
                XCTAssertEqual(opened, data)
                _ = try await session.digest(data, using: .sha256)
            }
            seen.order.withLock { $0.append("quick") }
            for _ in 0..<threads { open.signal() }
            try await group.waitForAll()
        }
        XCTAssertEqual(seen.order.withLock { $0 }, ["quick", "slow"])
        try await session.close()
    }

    @MainActor
    func testTheMainThreadIsLeft() async throws {
        XCTAssertTrue(Thread.isMainThread)
        let place = try Place()
        defer { place.remove() }
        let session = try await opened(place)
        let key = try await session.generate(.ec(.p256)).privateKey
        let watched = Watched()
        for _ in 0..<20 { _ = try await key.signature(for: watched) }
        let threads = watched.onMain.threads.withLock { $0 }
        XCTAssertFalse(threads.contains(true))
        XCTAssertGreaterThanOrEqual(threads.count, 20)
        // A synchronous call is made here.
        func here() throws { _ = try key.signature(for: watched) }
        try here()
        XCTAssertEqual(watched.onMain.threads.withLock { $0.last }, true)
        try await session.close()
    }

    /// Tasks that make short calls without end leave others their turn.
    func testOthersHaveTheirTurn() async throws {
        let place = try Place()
        defer { place.remove() }
        let session = try await opened(place)
        let key = try await session.generate(.ec(.p256)).privateKey
        _ = try await key.signature(for: data)
        let seen = Seen()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    while !seen.over.load(ordering: .relaxed) { _ = try await key.signature(for: self.data) }
                }
            }
            // More than Swift has threads: this would never begin if the others kept theirs.
            group.addTask { seen.over.store(true, ordering: .relaxed) }
            try await group.waitForAll()
        }
        try await session.close()
    }
}

/// Keeps a thread.
private func hold(_ open: DispatchSemaphore) {
    open.wait()
}
