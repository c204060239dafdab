// swift-tools-version: 6.0
// Keys of a token for packages of the ecosystem. A package of its own, so that Strongroom itself depends on nothing.
import PackageDescription

let strongroom: Target.Dependency = .product(name: "Strongroom", package: "Strongroom")

let package = Package(
    name: "StrongroomIntegrations",
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
    products: [
        .library(name: "StrongroomCertificates", targets: ["StrongroomCertificates"]),
        .library(name: "StrongroomNIOSSL", targets: ["StrongroomNIOSSL"]),
        .library(name: "StrongroomCrypto", targets: ["StrongroomCrypto"]),
    ],
    dependencies: [
        .package(name: "Strongroom", path: ".."),
        // The first version with keys of other people's making.
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.18.0"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", "3.12.3"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.30.0"),
    ],
    targets: [
        .target(
            name: "StrongroomCertificates",
            dependencies: [
                strongroom,
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ]),
        .target(
            name: "StrongroomNIOSSL",
            dependencies: [
                strongroom,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .target(
            name: "StrongroomCrypto",
            dependencies: [
                strongroom,
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "_CryptoExtras", package: "swift-crypto"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
