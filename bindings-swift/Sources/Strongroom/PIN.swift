// PINs: they stand in the core's memory, which is locked and wiped.

import Foundation
internal import StrongroomCore

/// A PIN. Its bytes stand in one place, however often it is copied: in memory that is not swapped out, and wiped when
/// its last copy is gone. What it was made of (a `String`, say) is the caller's. It shows itself to nobody.
public struct PIN: Sendable {
    let native: Pin

    init(_ native: Pin) {
        self.native = native
    }

    /// A PIN from text: its UTF-8.
    public init(_ text: String) {
        self.init(bytes: text.utf8)
    }

    /// A PIN from bytes.
    public init(bytes: some Collection<UInt8>) {
        native = Pin.room(len: UInt32(clamping: bytes.count))
        place { $0.copyBytes(from: bytes.prefix($0.count)) }
    }

    /// What asks somebody for a PIN: called when it is needed, and what it gives is wiped after that one use.
    public typealias Prompt = @Sendable () async throws -> PIN

    /// Gives its bytes, in place: to show somebody a PIN that was drawn, say. Nothing may keep the buffer, and what is
    /// made of it is the caller's to wipe.
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try place { try body(UnsafeRawBufferPointer($0)) }
    }

    private func place<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) rethrows -> R {
        try withExtendedLifetime(native) {
            let start = UnsafeMutableRawPointer(bitPattern: UInt(native.address()))
            return try body(UnsafeMutableRawBufferPointer(start: start, count: start == nil ? 0 : Int(native.len())))
        }
    }

    func wipe() {
        native.wipe()
    }
}

extension PIN: ExpressibleByStringLiteral {
    /// A PIN from a literal, which stands in the program as well: for tests.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension PIN: CustomStringConvertible, CustomReflectable {
    /// That it is one, and nothing else.
    public var description: String { "PIN" }
    /// That it is one, and nothing else.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Asks for a PIN, uses it, and wipes it.
func asked<T: Sendable>(
    _ prompt: PIN.Prompt, _ use: @escaping @Sendable (PIN) throws -> T
) async throws -> T {
    let pin = try await prompt()
    defer { pin.wipe() }
    return try await onPool { try use(pin) }
}

/// Asks for the PIN of one use of a key, on one of the core's threads or the caller's. The core wipes what it is given.
final class ContextPIN: PinSource {
    private let prompt: PIN.Prompt

    init(_ prompt: @escaping PIN.Prompt) {
        self.prompt = prompt
    }

    func pin() throws -> Pin {
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
            return try answer.result.get().native
        } catch {
            throw Failure.Callback(why: "\(type(of: error))")
        }
    }

    /// Written before the semaphore is signalled, read after.
    private final class Answer: @unchecked Sendable {
        var result: Result<PIN, any Error> = .failure(CancellationError())
    }
}
