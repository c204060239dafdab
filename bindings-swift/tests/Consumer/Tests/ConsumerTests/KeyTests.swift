// Keys as people use them; signatures are checked by the openssl command, which shares no code with Strongroom.

import Foundation
import Strongroom
import XCTest

final class KeyTests: PlacedTestCase, @unchecked Sendable {
    private let data = Data("what is signed".utf8)

    func testSignaturesByOpenSSL() async throws {
        try await inSession { session in
            for (curve, digest) in [(KeyPairSpec.Curve.p256, "sha256"), (.p384, "sha384"), (.p521, "sha512")] {
                let pair = try await session.generate(.ec(curve))
                let signature = try await pair.privateKey.signature(for: data)
                let pem = try await pair.publicKey.pemRepresentation()
                XCTAssertTrue(try opensslTakes(signature.derRepresentation, of: data, by: pem, ["-digest", digest]), "\(curve)")
            }
            let rsa = try await session.generate(.rsa(2048))
            let pem = try await rsa.publicKey.pemRepresentation()
            let pss = try await rsa.privateKey.signature(for: data)
            XCTAssertTrue(
                try opensslTakes(
                    pss.derRepresentation, of: data, by: pem,
                    ["-digest", "sha256", "-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:32"]))
            let pkcs1 = try await rsa.privateKey.signature(for: data, using: .rsaPKCS1(.sha512))
            XCTAssertTrue(try opensslTakes(pkcs1.rawRepresentation, of: data, by: pem, ["-digest", "sha512"]))
            let recoverable = try await rsa.privateKey.signatureWithRecovery(for: data, using: .rsaPKCS1(nil))
            let recovered = try await rsa.publicKey.dataRecovered(from: recoverable, using: .rsaPKCS1(nil))
            XCTAssertEqual(recovered, data)
            let ed = try await session.generate(.ed25519)
            let made = try await ed.privateKey.signature(for: data)
            let edPEM = try await ed.publicKey.pemRepresentation()
            XCTAssertTrue(try opensslTakes(made.rawRepresentation, of: data, by: edPEM))
        }
    }

    func testSignaturesHaveBothForms() async throws {
        try await inSession { session in
            let pair = try await session.generate(.ec(.p384).label("forms"))
            let signature = try await pair.privateKey.signature(for: data)
            XCTAssertEqual(signature.rawRepresentation.count, 96)
            XCTAssertEqual(signature.derRepresentation.first, 0x30)
            let again = try Signature(derRepresentation: signature.derRepresentation, coordinateSize: 48)
            XCTAssertEqual(again, signature)
            let valid = try await pair.publicKey.isValidSignature(again, for: data)
            XCTAssertTrue(valid)
            let der = try await pair.publicKey.isValidSignature(
                derRepresentation: signature.derRepresentation, for: data)
            XCTAssertTrue(der)
            let other = try await pair.publicKey.isValidSignature(signature, for: data + [1])
            XCTAssertFalse(other)
            let broken = try await pair.publicKey.isValidSignature(derRepresentation: data, for: data)
            XCTAssertFalse(broken)
            XCTAssertThrowsError(try Signature(derRepresentation: data)) {
                XCTAssertEqual(($0 as? HSMError)?.code, "CKR_SIGNATURE_INVALID")
            }
            // Several at once, and in parts.
            let many = try await pair.privateKey.signatures(for: [data, Data()])
            XCTAssertEqual(many.count, 2)
            let signer = try await pair.privateKey.signer()
            try await signer.update(data.prefix(3))
            try await signer.update(data.dropFirst(3))
            let inParts = try await signer.finish()
            for (signature, data) in [(many[0], data), (many[1], Data()), (inParts, data)] {
                let valid = try await pair.publicKey.isValidSignature(signature, for: data)
                XCTAssertTrue(valid)
            }
        }
    }

    func testSealing() async throws {
        try await inSession { session in
            let key = try await session.generate(.aes(256))
            let box = try await key.seal(data, authenticating: Data("header".utf8))
            XCTAssertEqual(box.combined.count, data.count + 28)
            let opened = try await key.open(SealedBox(combined: box.combined), authenticating: Data("header".utf8))
            XCTAssertEqual(opened, data)
            await assertFails("CKR_ENCRYPTED_DATA_INVALID") { _ = try await key.open(box) }
            XCTAssertThrowsError(try SealedBox(combined: Data(count: 27)))
            let nonce = try await session.random(count: 12)
            let whole = try await key.encrypt(data, using: .aesGCM(nonce: nonce))
            let plain = try await key.decrypt(whole, using: .aesGCM(nonce: nonce))
            XCTAssertEqual(plain, data)
            let mac = try await session.generate(.hmac(.sha256))
            let code = try await mac.authenticationCode(for: data)
            XCTAssertEqual(code.count, 32)
            let valid = try await mac.isValidAuthenticationCode(code, authenticating: data)
            XCTAssertTrue(valid)
        }
    }

    func testKeysMakeKeys() async throws {
        try await inSession { session in
            let kem = try await session.generate(.mlKEM(.s768))
            let made = try await kem.publicKey.encapsulate(as: .aes(256))
            let same = try await kem.privateKey.decapsulate(made.encapsulated)
            let box = try await made.sharedKey.seal(data)
            let opened = try await same.open(box)
            XCTAssertEqual(opened, data)
            let kek = try await session.generate(.aes(256))
            let target = try await session.generate(.aes(128).extractable())
            let wrapped = try await kek.wrap(target, using: .aesKWP)
            let again = try await kek.unwrap(wrapped, using: .aesKWP, as: .aes(128).label("again"))
            let label = try await again.label()
            XCTAssertEqual(label, "again")
            let sealed = try await target.seal(data)
            let back = try await again.open(sealed)
            XCTAssertEqual(back, data)
            await assertFails("CKR_KEY_UNEXTRACTABLE") { _ = try await kek.wrap(kek, using: .aesKWP) }
        }
    }

    func testErrors() async throws {
        try await inSession { session in
            await assertFails("STRONGROOM_NOT_FOUND") { _ = try await session.findOne(PrivateKey.self, label: "none") }
            await assertFails("CKR_ARGUMENTS_BAD") { _ = try await session.generate(KeyPairSpec("rot13")) }
            do {
                _ = try await session.slot.login(pin: "246813579")
                XCTFail("it logged in")
            } catch let error as HSMError {
                XCTAssertTrue(error.is(CKR.CKR_PIN_INCORRECT))
                XCTAssertEqual(error.rv, 0xa0)
                XCTAssertEqual(error.kind, .pin)
                XCTAssertEqual(error.function, "C_Login")
                XCTAssertTrue(error.localizedDescription.contains("CKR_PIN_INCORRECT"))
                XCTAssertFalse("\(error)".contains("246813579"))
            }
            let key = try await session.generate(.aes())
            await assertFails("CKR_ATTRIBUTE_SENSITIVE") { _ = try await key.attribute(CKA.CKA_VALUE) }
            try await session.close()
            await assertFails("STRONGROOM_CLOSED") { _ = try await key.label() }
        }
        await assertFails("CKR_TOKEN_NOT_PRESENT") { _ = try await HSM.open("/nonexistent/hsm") }
    }

    func testSynchronousCalls() throws {
        for place in Self.places {
            let hsm = try HSM.open(place)
            try hsm.token(label: "strongroom-0").withSession(pin: "98765432") { session in
                let pair = try session.generate(.ec(.p256))
                let signature = try pair.privateKey.signature(for: data)
                XCTAssertTrue(try pair.publicKey.isValidSignature(signature, for: data))
                let key = try session.generate(.aes())
                XCTAssertEqual(try key.open(key.seal(data)), data)
                XCTAssertEqual(try session.find(SecretKey.self).all(), [key])
                XCTAssertEqual(try session.digest(Data(), using: .sha256).count, 32)
            }
            try hsm.close()
        }
    }
}
