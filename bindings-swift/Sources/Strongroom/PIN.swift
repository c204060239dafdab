// PINs: they stand in memory of their own, which is wiped.

import Foundation
internal import StrongroomCore

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A PIN. Its bytes stand in one place, however often it is copied, and are wiped when its last copy is gone.
/// What it was made of (a `String`, say) is the caller's. It shows itself to nobody.
public struct PIN: Sendable {
    let secret: Secret

    /// A PIN from text: its UTF-8.
    public init(_ text: String) {
        secret = Secret(text.utf8)
    }

    /// A PIN from bytes.
    public init(bytes: some Collection<UInt8>) {
        secret = Secret(bytes)
    }

    /// What asks somebody for a PIN: called when it is needed, and what it gives is wiped after that one use.
    public typealias Prompt = @Sendable () async throws -> PIN

    /// Bytes that are wiped.
    final class Secret: @unchecked Sendable {
        private let lock = NSLock()
        private let bytes: UnsafeMutableRawBufferPointer

        init(_ source: some Collection<UInt8>) {
            bytes = .allocate(byteCount: max(source.count, 1), alignment: 1)
            bytes.copyBytes(from: source)
            count = source.count
        }

        private var count: Int

        /// The bytes, in place: nothing may keep them.
        func expose<T>(_ body: (Data) throws -> T) rethrows -> T {
            lock.lock()
            defer { lock.unlock() }
            guard count > 0, let base = bytes.baseAddress else { return try body(Data()) }
            return try body(Data(bytesNoCopy: base, count: count, deallocator: .none))
        }

        func wipe() {
            lock.lock()
            defer { lock.unlock() }
            zero()
            count = 0
        }

        private func zero() {
            guard let base = bytes.baseAddress else { return }
            #if canImport(Darwin)
                memset_s(base, bytes.count, 0, bytes.count)
            #else
                explicit_bzero(base, bytes.count)
            #endif
        }

        deinit {
            zero()
            bytes.deallocate()
        }
    }
}

extension PIN: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension PIN: CustomStringConvertible, CustomReflectable {
    public var description: String { "PIN" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Asks for a PIN, uses it, and wipes it.
func asked<T: Sendable>(
    _ prompt: PIN.Prompt, _ use: @escaping @Sendable (PIN) throws -> T
) async throws -> T {
    let pin = try await prompt()
    defer { pin.secret.wipe() }
    return try await onPool { try use(pin) }
}

/// Asks for the PIN of one use of a key, on one of the core's threads or the caller's.
final class ContextPIN: PinSource {
    private let prompt: PIN.Prompt

    init(_ prompt: @escaping PIN.Prompt) {
        self.prompt = prompt
    }

    func pin() throws -> Data {
        let waiting = DispatchSemaphore(value: 0)
        let answer = Answer()
        Task.detached { [prompt] in
            do {
                answer.result = .success(try await prompt())
            } catch {
                answer.result = .failure(error)
            }
            waiting.signal()
        }
        waiting.wait()
        do {
            let pin = try answer.result.get()
            defer { pin.secret.wipe() }
            return pin.secret.expose { Data($0) }
        } catch {
            throw Failure.Callback(why: "\(type(of: error))")
        }
    }

    /// Written before the semaphore is signalled, read after.
    private final class Answer: @unchecked Sendable {
        var result: Result<PIN, any Error> = .failure(CancellationError())
    }
}
