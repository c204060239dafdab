// Keys of a token for packages of the ecosystem, which stand-ins play here (tests/Stubs). What is made with them is
// checked by the openssl command.

import Crypto
import Foundation
import NIOCore
import NIOEmbedded
import NIOSSL
import Strongroom
import StrongroomCertificates
import StrongroomCrypto
import StrongroomNIOSSL
import SwiftASN1
import X509
import XCTest
import _CryptoExtras

final class IntegrationTests: PlacedTestCase, @unchecked Sendable {
    private let data = Data("what is signed".utf8)
    private let kinds: [KeyPairSpec] = [.ec(.p256), .ec(.p384), .ec(.p521), .rsa(2048), .ed25519]

    private func der(_ value: some DERSerializable) throws -> Data {
        var coder = DER.Serializer()
        try coder.serialize(value)
        return Data(coder.serializedBytes)
    }

    func testCertificates() async throws {
        let name = try DistinguishedName { CommonName("an HSM") }
        try await inSession { session in
            for (number, spec) in kinds.enumerated() {
                let pair = try await session.generate(spec.id([UInt8(number)]))
                let key = try await HSMCertificateKey(pair.privateKey)
                let wrapped = X509.Certificate.PrivateKey(key)
                for algorithm in key.supportedSignatureAlgorithms {
                    let requests = [
                        try await CertificateSigningRequest(
                            version: .v1, subject: name, asyncPrivateKey: wrapped, attributes: .init(),
                            signatureAlgorithm: algorithm),
                        // In a function that is synchronous, so is the initialiser.
                        try { () throws in
                            try CertificateSigningRequest(
                                version: .v1, subject: name, privateKey: wrapped, attributes: .init(),
                                signatureAlgorithm: algorithm)
                        }(),
                    ]
                    for request in requests {
                        let file = try scratch(der(request))
                        let said = try openssl(["req", "-inform", "DER", "-in", file, "-verify", "-noout", "-subject"])
                        XCTAssertTrue(said.contains("verify OK") && said.contains("an HSM"), "\(spec.kind): \(said)")
                    }
                }
                let certificate = try X509.Certificate(
                    version: .v3, serialNumber: .init(7), publicKey: key.publicKey,
                    notValidBefore: Date(timeIntervalSinceNow: -60), notValidAfter: Date(timeIntervalSinceNow: 600),
                    issuer: name, subject: name, signatureAlgorithm: key.defaultSignatureAlgorithm,
                    extensions: .init(), issuerPrivateKey: wrapped)
                let added = try await session.add(certificate, label: "self-signed")
                let file = try scratch(Data(try await added.pem().utf8))
                let said = try openssl(["verify", "-check_ss_sig", "-CAfile", file, file])
                XCTAssertTrue(said.hasSuffix(": OK\n"), "\(spec.kind): \(said)")
                // It is found by its key.
                let found = try await pair.privateKey.certificate()
                XCTAssertEqual(found, added)
                // A key of the token has no file.
                XCTAssertThrowsError(try wrapped.serializeAsPEM()) {
                    XCTAssertEqual(($0 as? HSMError)?.code, "CKR_KEY_UNEXTRACTABLE")
                }
                await assertFails("CKR_MECHANISM_INVALID") {
                    _ = try await key.signAsynchronously(bytes: data, signatureAlgorithm: .sha1WithRSAEncryption)
                }
            }
            let agreement = try await session.generate(.x25519)
            await assertFails("CKR_KEY_TYPE_INCONSISTENT") { _ = try await agreement.privateKey.certificateKey() }
        }
    }

    func testTLSKeys() async throws {
        let options: [SignatureAlgorithm: [String]] = [
            .ecdsaSecp256R1Sha256: ["-digest", "sha256"], .ecdsaSecp384R1Sha384: ["-digest", "sha384"],
            .ecdsaSecp521R1Sha512: ["-digest", "sha512"], .ed25519: [],
            .rsaPkcs1Sha256: ["-digest", "sha256"], .rsaPkcs1Sha384: ["-digest", "sha384"],
            .rsaPkcs1Sha512: ["-digest", "sha512"],
            .rsaPssRsaeSha256: ["-digest", "sha256", "-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:32"],
            .rsaPssRsaeSha384: ["-digest", "sha384", "-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:48"],
            .rsaPssRsaeSha512: ["-digest", "sha512", "-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:64"],
        ]
        let channel = NIOAsyncTestingChannel()
        try await inSession { session in
            var seen: Set<SignatureAlgorithm> = []
            for spec in kinds {
                let pair = try await session.generate(spec)
                let key = try await HSMTLSKey(pair.privateKey)
                _ = NIOSSLPrivateKey(customPrivateKey: key)
                XCTAssertEqual(key.derBytes, [])
                let pem = try await pair.publicKey.pemRepresentation()
                for algorithm in key.signatureAlgorithms {
                    let signature = try await key.sign(
                        channel: channel, algorithm: algorithm, data: ByteBuffer(bytes: data)
                    ).get()
                    XCTAssertTrue(
                        try opensslTakes(
                            Data([UInt8](buffer: signature)), of: data, by: pem, XCTUnwrap(options[algorithm])),
                        "\(spec.kind) \(algorithm)")
                    seen.insert(algorithm)
                }
                let other: SignatureAlgorithm =
                    spec.kind == "ed25519" ? .rsaPkcs1Sha256 : .ed25519
                await assertFails("CKR_MECHANISM_INVALID") {
                    _ = try await key.sign(channel: channel, algorithm: other, data: ByteBuffer(bytes: data)).get()
                }
            }
            XCTAssertEqual(seen, Set(options.keys))
            // The key exchange of older TLS.
            let pair = try await session.generate(.rsa(2048))
            let secret = Data([0]) + data + Data(count: 256 - 1 - data.count)
            let (key, input, output) = (
                try scratch(Data(try await pair.publicKey.pemRepresentation().utf8)), try scratch(secret), try scratch()
            )
            _ = try openssl([
                "pkeyutl", "-encrypt", "-pubin", "-inkey", key, "-pkeyopt", "rsa_padding_mode:none", "-in", input, "-out",
                output,
            ])
            let sent = try Data(contentsOf: URL(fileURLWithPath: output))
            let opened = try await HSMTLSKey(pair.privateKey).decrypt(channel: channel, data: ByteBuffer(bytes: sent)).get()
            XCTAssertEqual(Data([UInt8](buffer: opened)), secret)
            let agreement = try await session.generate(.x25519)
            await assertFails("CKR_KEY_TYPE_INCONSISTENT") { _ = try await HSMTLSKey(agreement.privateKey) }
        }
    }

    func testCryptoTypes() async throws {
        try await inSession { session in
            let pair = try await session.generate(.ec(.p256))
            let info = try await pair.publicKey.derRepresentation()
            let key: P256.Signing.PublicKey = try await pair.publicKey.publicKey()
            XCTAssertEqual(key.derRepresentation, info)
            let agreement = try await pair.privateKey.publicKey(as: P256.KeyAgreement.PublicKey.self)
            XCTAssertEqual(agreement.derRepresentation, info)
            let curves = [
                (KeyPairSpec.ec(.p384), [P384.Signing.PublicKey.self, P384.KeyAgreement.PublicKey.self] as [any CryptoPublicKey.Type]),
                (.ec(.p521), [P521.Signing.PublicKey.self, P521.KeyAgreement.PublicKey.self]),
                (.rsa(2048), [_RSA.Signing.PublicKey.self]),
                (.ed25519, [Curve25519.Signing.PublicKey.self]), (.x25519, [Curve25519.KeyAgreement.PublicKey.self]),
            ]
            for (spec, types) in curves {
                let made = try await session.generate(spec).publicKey
                for type in types { _ = try await made.publicKey(as: type) }
            }
            let ed = try await session.generate(.ed25519).publicKey
            let raw = try await ed.publicKey(as: Curve25519.Signing.PublicKey.self).rawRepresentation
            let edInfo = try await ed.derRepresentation()
            XCTAssertEqual(raw, edInfo.suffix(32))
            await assertFails("CKR_KEY_TYPE_INCONSISTENT") {
                _ = try await ed.publicKey(as: Curve25519.KeyAgreement.PublicKey.self)
            }
            // Signatures there and back.
            let signature = try await pair.privateKey.signature(for: data)
            let theirs = try P256.Signing.ECDSASignature(signature)
            let good = try await pair.publicKey.isValidSignature(Signature(theirs), for: data)
            XCTAssertTrue(good)
            XCTAssertThrowsError(try P384.Signing.ECDSASignature(signature))
            // A secret key comes in, and sealed boxes go there and back.
            let secret = try await session.importKey(SymmetricKey(data: Data(repeating: 7, count: 32)), as: .aes(256))
            let box = try await secret.seal(data)
            let theirBox = try AES.GCM.SealedBox(box)
            let opened = try await secret.open(SealedBox(theirBox))
            XCTAssertEqual(opened, data)
        }
    }
}
