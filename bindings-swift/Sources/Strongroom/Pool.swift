// The core's threads as an executor of Swift's: what waits for a token waits there, and no thread of Swift's own
// is ever held up.

internal import StrongroomCore

/// The core's own threads, which asynchronous calls run on.
final class Pool: TaskExecutor {
    static let shared = Pool()

    private let threads = Threads(runner: Jobs())

    func enqueue(_ job: consuming ExecutorJob) {
        let box = Unmanaged.passRetained(Box(UnownedJob(job)))
        let number = UInt64(UInt(bitPattern: box.toOpaque()))
        do {
            try threads.submit(job: number)
        } catch {
            // There are no threads to be had. Late is better than never, here is better than nowhere.
            Jobs().run(job: number)
        }
    }

    /// Has something done that nobody waits for.
    func later(_ work: @escaping @Sendable () -> Void) {
        Task(executorPreference: self) { work() }
    }

    func configure(threads count: Int) {
        threads.configure(threads: UInt32(clamping: count))
    }

    private final class Box: Sendable {
        let job: UnownedJob

        init(_ job: UnownedJob) {
            self.job = job
        }
    }

    private final class Jobs: Runner {
        func run(job: UInt64) {
            guard let pointer = UnsafeRawPointer(bitPattern: UInt(job)) else { return }
            let box = Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue()
            box.job.runSynchronously(on: Pool.shared.asUnownedTaskExecutor())
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

/// Does something on the core's threads that must be done, also when the task was cancelled.
func onPoolAnyhow<T: Sendable>(_ work: @Sendable () throws -> T) async throws -> T {
    try await withTaskExecutorPreference(Pool.shared) { try work() }
}
