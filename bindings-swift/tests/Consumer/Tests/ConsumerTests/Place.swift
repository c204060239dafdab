// Where the tests run: an embedded instance that is made for a test, and the instances at services that tests/run
// started. It says in the environment where the project is (STRONGROOM_TOP) and where the services are
// (STRONGROOM_SERVICE for all tests but the scenarios, which have STRONGROOM_SCENARIOS for themselves).

import Foundation
import Strongroom
import XCTest

let environment = ProcessInfo.processInfo.environment
let top = URL(fileURLWithPath: environment["STRONGROOM_TOP"] ?? "")

/// An embedded instance that was made for a test.
final class Place: Sendable {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("hsm-\(UUID().uuidString)")

    init() throws {
        try HSM.create(path: directory.path, slots: 16)
    }

    var url: String { directory.path }

    func remove() {
        try? FileManager.default.removeItem(at: directory)
    }
}

/// The constants by their names, from the generated file.
private let constants: [String: UInt64] = {
    let path = top.appendingPathComponent("bindings-swift/Sources/Strongroom/Constants.swift")
    var all: [String: UInt64] = [:]
    for line in ((try? String(contentsOf: path, encoding: .utf8)) ?? "").split(separator: "\n") {
        let words = line.split(separator: " ")
        guard words.count == 7, words[1] == "static", let value = UInt64(words[6].dropFirst(2), radix: 16) else {
            continue
        }
        all[String(words[3].dropLast())] = value
    }
    return all
}()

func constant(_ name: String) throws -> UInt64 {
    guard let value = constants[name] else { throw Wrong("there is no \(name)") }
    return value
}

/// Tests of keys and sessions, embedded and at a service.
class PlacedTestCase: XCTestCase, @unchecked Sendable {
    private static let embedded = try? Place()

    static var places: [String] {
        [embedded?.url, environment["STRONGROOM_SERVICE"]].compactMap { $0 }
    }

    /// Does the same in a session of both.
    func inSession(_ body: (Session) async throws -> Void) async throws {
        XCTAssertEqual(Self.places.count, 2)
        for place in Self.places {
            let hsm = try await HSM.open(place)
            do {
                try await hsm.token(label: "strongroom-0").withSession(pin: "98765432", body)
            } catch {
                XCTFail("\(place): \(error)")
            }
            try await hsm.close()
        }
    }
}

/// That something fails, and how.
func assertFails(
    _ code: String, file: StaticString = #filePath, line: UInt = #line, _ body: () async throws -> Void
) async {
    do {
        try await body()
        XCTFail("it did not fail with \(code)", file: file, line: line)
    } catch let error as HSMError {
        XCTAssertEqual(error.code, code, error.description, file: file, line: line)
    } catch {
        XCTFail("\(error)", file: file, line: line)
    }
}
