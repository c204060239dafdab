// Stands in for the module of swift-nio that has channels for tests.

import NIOCore

public final class NIOAsyncTestingEventLoop: EventLoop {
    public init() {}
}

public final class NIOAsyncTestingChannel: Channel {
    public let eventLoop: any EventLoop

    public init(loop: NIOAsyncTestingEventLoop = NIOAsyncTestingEventLoop()) {
        eventLoop = loop
    }
}
