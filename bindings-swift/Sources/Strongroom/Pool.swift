// The core's threads as an executor of Swift's: what waits for a token waits there, and no thread of Swift's own
// is ever held up. What waits for nobody and is soon done does not go there: to go and to come back wakes two threads,
// which takes longer than most signatures.

import Foundation
internal import StrongroomCore
import Synchronization

/// The core's own threads, which asynchronous calls run on. A thread that has come takes one job after the other while
/// there are some, so that under load a job costs no way to the core; another thread is asked for as long as jobs wait.
final class Pool: TaskExecutor {
    static let shared = Pool()

    private let threads = Threads(worker: Comer())
    private let waiting = Mutex(Waiting())
    private let begun = Atomic<Int>(0)
    private let underWay = Atomic<Int>(0)
    /// Swift has a thread for each processor.
    private let half = ProcessInfo.processInfo.activeProcessorCount / 2

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let ask = waiting.withLock { waiting in
            waiting.jobs.append(job)
            return waiting.wantsThread()
        }
        // Where there are no threads to be had, late is better than never, and here is better than nowhere.
        if ask, !askForThread() { work() }
    }

    /// Does something short where it is called. Tasks that call without end would keep their threads: while half of
    /// Swift's are at such work already, every eighth call first gives other tasks their turn.
    func atOnce<T>(_ work: () throws -> T) async rethrows -> T {
        if underWay.load(ordering: .relaxed) >= half, begun.add(1, ordering: .relaxed).newValue % 8 == 0 {
            await Task.yield()
        }
        underWay.add(1, ordering: .relaxed)
        defer { underWay.subtract(1, ordering: .relaxed) }
        return try work()
    }

    /// Has something done that nobody waits for.
    func later(_ work: @escaping @Sendable () -> Void) {
        Task(executorPreference: self) { work() }
    }

    func configure(threads count: Int) {
        threads.configure(threads: UInt32(clamping: count))
    }

    /// Whether one will come.
    private func askForThread() -> Bool {
        do {
            try threads.ask()
            return true
        } catch {
            waiting.withLock { $0.asked = false }
            return false
        }
    }

    /// Takes jobs until there are none.
    private func work() {
        var comes = true
        while true {
            let (job, ask) = waiting.withLock { [comes] waiting in
                if comes { waiting.asked = false }
                return (waiting.take(), waiting.wantsThread())
            }
            comes = false
            if ask { _ = askForThread() }
            guard let job else { return }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    /// Jobs whose turn has not come.
    private struct Waiting {
        var jobs: [UnownedJob] = []
        /// Whether a thread was asked for that has not come yet.
        var asked = false
        private var next = 0

        /// The job that waits longest.
        mutating func take() -> UnownedJob? {
            guard next < jobs.count else { return nil }
            let job = jobs[next]
            next += 1
            if next == jobs.count || next == 1024 {
                jobs.removeFirst(next)
                next = 0
            }
            return job
        }

        /// Whether a thread is to be asked for: then it counts as asked.
        mutating func wantsThread() -> Bool {
            if asked || next == jobs.count { return false }
            asked = true
            return true
        }
    }

    /// A thread that comes.
    private final class Comer: Worker {
        func work() {
            Pool.shared.work()
        }
    }
}

/// Does something on the core's threads, unless the task was cancelled before it is its turn.
func onPool<T: Sendable>(_ work: @Sendable () throws -> T) async throws -> T {
    try await withTaskExecutorPreference(Pool.shared) {
        try Task.checkCancellation()
        return try work()
    }
}

/// Does something where it is called, if it waits for nobody there, else on the core's threads. A task with an executor
/// of its own, such as these threads, has said where it wants to be: then nothing is asked.
func onPool<T: Sendable>(
    unless atOnce: @autoclosure () -> Bool, _ work: @Sendable () throws -> T
) async throws -> T {
    if withUnsafeCurrentTask(body: { $0?.unownedTaskExecutor }) == nil, atOnce() {
        try Task.checkCancellation()
        return try await Pool.shared.atOnce(work)
    }
    return try await onPool(work)
}

/// Does something on the core's threads that must be done, also when the task was cancelled.
func onPoolAnyhow<T: Sendable>(_ work: @Sendable () throws -> T) async throws -> T {
    try await withTaskExecutorPreference(Pool.shared) { try work() }
}
