// Stands in for swift-nio in the tests of Integrations: as much as those need, under the names that it has there.

public protocol EventLoop: AnyObject, Sendable {}

extension EventLoop {
    public func makeFutureWithTask<Return: Sendable>(
        _ body: @Sendable @escaping () async throws -> Return
    ) -> EventLoopFuture<Return> {
        EventLoopFuture(task: Task { try await body() })
    }
}

public protocol Channel: AnyObject, Sendable {
    var eventLoop: any EventLoop { get }
}

public final class EventLoopFuture<Value: Sendable>: Sendable {
    private let task: Task<Value, any Error>

    init(task: Task<Value, any Error>) {
        self.task = task
    }

    public func get() async throws -> Value {
        try await task.value
    }
}

public struct ByteBuffer: Hashable, Sendable {
    fileprivate let bytes: [UInt8]

    public init<Bytes: Sequence>(bytes: Bytes) where Bytes.Element == UInt8 {
        self.bytes = Array(bytes)
    }
}

extension Array where Element == UInt8 {
    public init(buffer: ByteBuffer) {
        self = buffer.bytes
    }
}
