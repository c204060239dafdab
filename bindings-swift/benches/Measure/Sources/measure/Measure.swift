// Measures; `run` two folders up says with what. Rust and Swift take turns, so that what the machine does besides meets both;
// what is shown is the median of the turns.

import Foundation
import Strongroom

@main
struct Measure {
    static let data = Data("data".utf8)

    let rate: String
    let turns: Int
    let seconds: Double
    let url: String
    let key: PrivateKey

    static func main() async throws {
        let said = CommandLine.arguments
        guard said.count >= 3 else {
            print("measure RATE DIRECTORY [TURNS] [SECONDS]")
            exit(2)
        }
        try await HSM.create(path: said[2], slots: 1, label: "bench")
        let session = try await HSM.open(said[2]).token(label: "bench-0").login(pin: "98765432")
        let pair = try await session.generate(.ec(.p256).label("sign").persistent())
        let measure = Measure(
            rate: said[1], turns: said.count > 3 ? Int(said[3]) ?? 5 : 5,
            seconds: said.count > 4 ? Double(said[4]) ?? 0.7 : 0.7, url: "file://\(said[2])", key: pair.privateKey)
        try await measure.all()
    }

    /// A measure: calls a second.
    typealias Rate = () async throws -> Double

    func all() async throws {
        let one: Rate = { try rust(threads: 1) }
        let sync: Rate = { try once { _ = try key.signature(for: Self.data) } }
        let async: Rate = { try await flight(1, on: nil) }
        let own: Rate = { try await flight(1, on: HSM.executor) }
        // The same signature as one of a batch goes to the core's threads, as what is slow does.
        let sent: Rate = { try await flight(1, on: nil) { _ = try await key.signatures(for: [Self.data]) } }
        let single = try await inTurns([one, sync, async, own, sent])
        let micros = { (rate: Double) in String(format: "%.2f", 1e6 / rate) }
        let added = { (which: Int) in
            let all = zip(single[which], single[0]).map { 1e6 / $0 - 1e6 / $1 }
            return String(format: "%.2f", median(all))
        }
        print("P-256 sign, Rust:                       \(micros(median(single[0]))) us")
        for (which, name) in [(1, "synchronous: "), (2, "asynchronous:"), (3, "on executor: "), (4, "by the pool: ")] {
            print("P-256 sign, Swift, \(name)        \(micros(median(single[which]))) us, added \(added(which)) us")
        }
        let eight: Rate = { try rust(threads: 8) }
        let tasks: Rate = { try await flight(64, on: nil) }
        let placed: Rate = { try await flight(64, on: HSM.executor) }
        let many = try await inTurns([eight, tasks, placed])
        let share = { (which: Int) in String(format: "%.3f", median(zip(many[which], many[0]).map { $0 / $1 })) }
        print("P-256 sign, Rust, 8 threads:            \(Int(median(many[0])))/s")
        print("P-256 sign, Swift, 64 tasks:            \(Int(median(many[1])))/s, \(share(1)) of Rust")
        print("P-256 sign, Swift, 64 tasks on executor: \(Int(median(many[2])))/s, \(share(2)) of Rust")
        for (name, rate) in [("", tasks), (" by the pool", { try await flight(64, on: nil) { _ = try await key.signatures(for: [Self.data]) } })] as [(String, Rate)] {
            let late = try await lateness(beside: rate)
            print("A task that sleeps beside 64 tasks\(name): late by \(late.median) us, at most \(late.most) us")
        }
    }

    func rust(threads: Int) throws -> Double {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: rate)
        process.arguments = [url, "sign", "\(threads)", "\(seconds)"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return Double(said.trimmingCharacters(in: .whitespacesAndNewlines)) ?? .nan
    }

    /// Calls one after the other.
    func once(_ call: () throws -> Void) rethrows -> Double {
        for _ in 0..<500 { try call() }
        let (clock, begun) = (ContinuousClock(), ContinuousClock.now)
        var done = 0
        while begun.duration(to: clock.now) < .seconds(seconds) {
            for _ in 0..<100 { try call() }
            done += 100
        }
        return Double(done) / spent(begun)
    }

    /// How much later than it asked a task that sleeps for a millisecond is woken, beside others: in microseconds.
    func lateness(beside others: Rate) async throws -> (median: Int, most: Int) {
        let clock = Task {
            var all: [Int] = []
            while !Task.isCancelled {
                let begun = ContinuousClock.now
                guard (try? await Task.sleep(for: .milliseconds(1))) != nil else { break }
                all.append(Int(spent(begun) * 1e6) - 1000)
            }
            return all.sorted()
        }
        _ = try await others()
        clock.cancel()
        let all = await clock.value
        return (all[all.count / 2], all.last ?? 0)
    }

    /// Calls of so many tasks at the same time.
    func flight(
        _ tasks: Int, on executor: (any TaskExecutor)?, _ call: (@Sendable () async throws -> Void)? = nil
    ) async throws -> Double {
        let begun = ContinuousClock.now
        let over = begun + .seconds(seconds)
        let done = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<tasks {
                group.addTask(executorPreference: executor) { [key] in
                    var done = 0
                    let call = call ?? { _ = try await key.signature(for: Self.data) }
                    while ContinuousClock.now < over {
                        for _ in 0..<16 { try await call() }
                        done += 16
                    }
                    return done
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(done) / spent(begun)
    }

    /// Each in its turn, several times.
    func inTurns(_ measures: [Rate]) async throws -> [[Double]] {
        var all = measures.map { _ in [Double]() }
        for _ in 0..<turns {
            for (which, measure) in measures.enumerated() { all[which].append(try await measure()) }
        }
        return all
    }

    private func spent(_ begun: ContinuousClock.Instant) -> Double {
        let spent = begun.duration(to: .now).components
        return Double(spent.seconds) + Double(spent.attoseconds) / 1e18
    }
}

func median(_ all: [Double]) -> Double {
    all.sorted()[all.count / 2]
}
