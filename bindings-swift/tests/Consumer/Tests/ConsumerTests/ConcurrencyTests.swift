// What tasks do at the same time, what is cancelled, and what is left behind: nothing.

import Foundation
import Strongroom
import Synchronization
import XCTest

/// Data that arrives in chunks.
private func arriving(_ data: Data) -> AsyncStream<Data> {
    AsyncStream { feed in
        for at in stride(from: 0, to: data.count, by: 777) { feed.yield(data[at..<min(at + 777, data.count)]) }
        feed.finish()
    }
}

final class ConcurrencyTests: PlacedTestCase, @unchecked Sendable {
    private let data = Data("what is signed".utf8)

    func testSixtyFourSigners() async throws {
        try await inSession { session in
            let pair = try await session.generate(.ec(.p256))
            let signatures = try await withThrowingTaskGroup(of: [Signature].self) { group in
                for number in 0..<64 {
                    group.addTask {
                        var made: [Signature] = []
                        for round in 0..<8 {
                            made.append(try await pair.privateKey.signature(for: Data("\(number) \(round)".utf8)))
                        }
                        return made
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            XCTAssertEqual(Set(signatures).count, 512)
            // On the core's threads as well.
            let good = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<64 {
                    group.addTask(executorPreference: HSM.executor) {
                        let signature = try await pair.privateKey.signature(for: self.data)
                        return try await pair.publicKey.isValidSignature(signature, for: self.data)
                    }
                }
                return try await group.reduce(true) { $0 && $1 }
            }
            XCTAssertTrue(good)
        }
    }

    /// More callers that wait than Swift has threads of its own do not hold up others.
    func testSwiftsThreadsAreFree() async throws {
        let place = try Place()
        defer { place.remove() }
        let hsm = try await HSM.open(place.url)
        let slot = try await hsm.slot(2)
        let ticks = Atomic<Int>(0)
        let clock = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(2))
                ticks.add(1, ordering: .relaxed)
            }
        }
        // Each of these derives a key from a PIN, which takes its time.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { try await slot.login(pin: "98765432").close() } }
            try await group.waitForAll()
        }
        clock.cancel()
        XCTAssertGreaterThan(ticks.load(ordering: .relaxed), 3)
        try await hsm.close()
    }

    func testCancellation() async throws {
        try await inSession { session in
            let key = try await session.generate(.ec(.p256)).privateKey
            let task = Task { () async throws -> Signature in
                withUnsafeCurrentTask { $0?.cancel() }
                return try await key.signature(for: data)
            }
            do {
                _ = try await task.value
                XCTFail("it was not cancelled")
            } catch is CancellationError {
            }
            // The session of a task that is cancelled is closed all the same.
            let slot = session.slot
            let kept = Mutex<Session?>(nil)
            let other = Task {
                try await slot.withSession(pin: "98765432") { session in
                    kept.withLock { $0 = session }
                    withUnsafeCurrentTask { $0?.cancel() }
                    _ = try await session.random(count: 1)
                }
            }
            do {
                try await other.value
                XCTFail("it was not cancelled")
            } catch is CancellationError {
            }
            XCTAssertEqual(kept.withLock { $0?.isClosed }, true)
            let still = try await key.signature(for: data)
            XCTAssertEqual(still.rawRepresentation.count, 64)
        }
    }

    func testSearches() async throws {
        try await inSession { session in
            for number in 0..<150 { _ = try await session.generate(.aes(128).label("s\(number % 2)")) }
            var count = 0
            for try await key in session.find(SecretKey.self, label: "s0") {
                let label = try await key.label()
                XCTAssertEqual(label, "s0")
                count += 1
            }
            XCTAssertEqual(count, 75)
            let all = try await session.find(attributes: [CKA.CKA_CLASS: .number(CKO.CKO_SECRET_KEY)]).all()
            XCTAssertEqual(all.count, 150)
            await assertFails("STRONGROOM_AMBIGUOUS") { _ = try await session.findOne(SecretKey.self, label: "s1") }
            _ = try await session.generate(.aes(128).label("one"))
            let one = try await session.findOne(uri: "pkcs11:object=one;type=secret-key")
            let kind = try await one.kind()
            XCTAssertEqual(kind, "aes:128")
        }
    }

    /// Searches and streams that nobody reads to their end give their sessions back.
    func testWhatIsAbandoned() async throws {
        try await inSession { session in
            let key = try await session.generate(.aes(256))
            for _ in 0..<300 {
                for try await _ in session.find(SecretKey.self) { break }
                let encryptor = try await key.encryptor(using: .aesCBC(iv: Data(count: 16)))
                _ = try await encryptor.update(Data(count: 32))
            }
            let left = try await session.find(SecretKey.self).all()
            XCTAssertEqual(left, [key])
        }
    }

    func testStreams() async throws {
        try await inSession { session in
            let key = try await session.generate(.aes(256))
            let whole = Data((0..<10_000).map { UInt8(truncatingIfNeeded: $0) })
            let iv = try await session.random(count: 16)
            var sealed: [Data] = []
            for try await chunk in key.encrypt(arriving(whole), using: .aesCBCPad(iv: iv)) { sealed.append(chunk) }
            XCTAssertGreaterThan(sealed.count, 5)
            var opened = Data()
            for try await chunk in key.decrypt(arriving(sealed.reduce(Data(), +)), using: .aesCBCPad(iv: iv)) { opened += chunk }
            XCTAssertEqual(opened, whole)
            let once = try await key.encrypt(whole, using: .aesCBCPad(iv: iv))
            XCTAssertEqual(sealed.reduce(Data(), +), once)
            // Signatures and digests of what arrives.
            let pair = try await session.generate(.ec(.p256))
            let signature = try await pair.privateKey.signature(for: arriving(whole))
            let good = try await pair.publicKey.isValidSignature(signature, for: arriving(whole))
            let other = try await pair.publicKey.isValidSignature(signature, for: arriving(whole.dropLast()))
            XCTAssertTrue(good && !other)
            let digest = try await session.digest(arriving(whole), using: .sha384)
            let same = try await session.digest(whole, using: .sha384)
            XCTAssertEqual(digest, same)
            // Nothing of what was altered comes out of an authenticated decryption.
            var altered = try await key.encrypt(whole, using: .aesGCM(nonce: iv.prefix(12)))
            altered[9] ^= 1
            await assertFails("CKR_ENCRYPTED_DATA_INVALID") {
                for try await chunk in key.decrypt(arriving(altered), using: .aesGCM(nonce: iv.prefix(12))) {
                    XCTFail("\(chunk.count) bytes came out")
                }
            }
        }
    }

    /// Memory stays as it is over 100,000 operations, or as many as STRONGROOM_SOAK says.
    func testMemoryIsFlat() async throws {
        let rounds = environment["STRONGROOM_SOAK"].flatMap { Int($0) } ?? 100_000
        let place = try Place()
        defer { place.remove() }
        let hsm = try await HSM.open(place.url)
        try await hsm.slot(0).withSession(pin: "98765432") { session in
            let pair = try await session.generate(.ec(.p256))
            let key = try await session.generate(.aes(256))
            let some = { (count: Int) async throws in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<16 {
                        group.addTask {
                            for _ in 0..<count / 16 {
                                let signature = try await pair.privateKey.signature(for: self.data)
                                _ = try await pair.publicKey.isValidSignature(signature, for: self.data)
                                _ = try await key.open(key.seal(self.data))
                                _ = try? await key.attribute(CKA.CKA_VALUE)
                                for try await _ in session.find(SecretKey.self) { break }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            // Five operations a round.
            try await some(2000)
            let before = try resident()
            try await some(rounds / 5)
            let after = try resident()
            print("memory \(before >> 10) KiB, \(after >> 10) KiB after \(rounds) operations")
            XCTAssertLessThan(after, before + 6 << 20)
        }
        try await hsm.close()
    }

    private func resident() throws -> Int {
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return (Int(pages[1]) ?? 0) * 4096
    }
}
