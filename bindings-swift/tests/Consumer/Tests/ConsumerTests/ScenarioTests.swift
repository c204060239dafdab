// Every case of tests/vectors.

import Strongroom
import XCTest

final class ScenarioTests: XCTestCase {
    func testEmbedded() async throws {
        let place = try Place()
        defer { place.remove() }
        try await complete(place.url)
    }

    func testAtAService() async throws {
        try await complete(XCTUnwrap(environment["STRONGROOM_SCENARIOS"]))
    }

    private func complete(_ url: String) async throws {
        let ending = try await runScenarios(url, top.appendingPathComponent("tests/vectors"))
        XCTAssertGreaterThan(ending.ok, 0)
        XCTAssertEqual(ending.failed, [])
        XCTAssertEqual(ending.skipped, 0)
    }
}
