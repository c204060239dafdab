// How many operations a second tasks do with one key, beside core/sdk/examples/rate.rs:
// `measure URL sync|async|executor TASKS SECONDS`, on the token `bench-0` with its key `sign`; prints the operations
// of a second.

import Foundation
import Strongroom
import Synchronization

let said = CommandLine.arguments
guard said.count == 5, let tasks = Int(said[3]), let seconds = Double(said[4]) else {
    FileHandle.standardError.write(Data("measure URL sync|async|executor TASKS SECONDS\n".utf8))
    exit(2)
}
let session = try HSM.open(said[1]).token(label: "bench-0").login(pin: "98765432")
let key: PrivateKey = try session.findOne(label: "sign")
let data = Data("data".utf8)
let what = said[2]

@Sendable func signSync(_ times: Int) throws {
    for _ in 0..<times { _ = try key.signature(for: data) }
}

@Sendable func work(_ over: Date) async throws -> Int {
    var done = 0
    // The clock is asked now and then.
    while Date() < over {
        if what == "sync" {
            try signSync(16)
        } else {
            for _ in 0..<16 { _ = try await key.signature(for: data) }
        }
        done += 16
    }
    return done
}

try await Task.detached {
    _ = try await work(Date(timeIntervalSinceNow: 0.2))
    let begun = Date()
    let done = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<tasks {
            group.addTask(executorPreference: what == "executor" ? HSM.executor : nil) {
                try await work(begun.addingTimeInterval(seconds))
            }
        }
        return try await group.reduce(0, +)
    }
    print(String(format: "%.1f", Double(done) / Date().timeIntervalSince(begun)))
}.value
