// The openssl command, which shares no code with Strongroom.

import Foundation

/// A file of its own, with some content.
func scratch(_ content: Data = Data()) throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)").path
    guard FileManager.default.createFile(atPath: path, contents: content) else { throw Wrong(path) }
    return path
}

/// Runs openssl, and gives what it says.
func openssl(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    // Foundation's waiting for an end wants a run loop, which a task does not have; openssl says its verdict.
    return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
}

/// Whether openssl takes a signature by the key in PEM, and refuses it for other data.
func opensslTakes(_ signature: Data, of data: Data, by pem: String, _ options: [String] = []) throws -> Bool {
    let (key, sig) = (try scratch(Data(pem.utf8)), try scratch(signature))
    let (good, bad) = (try scratch(data), try scratch(data + [1]))
    let verify = { (path: String) throws -> Bool in
        let said = try openssl(
            ["pkeyutl", "-verify", "-pubin", "-inkey", key, "-sigfile", sig, "-rawin", "-in", path] + options)
        guard said.contains("Verified Successfully") != said.contains("Verification Failure") else {
            throw Wrong(said)
        }
        return said.contains("Verified Successfully")
    }
    let taken = try verify(good)
    let other = try verify(bad)
    for path in [key, sig, good, bad] { try FileManager.default.removeItem(atPath: path) }
    return taken && !other
}
