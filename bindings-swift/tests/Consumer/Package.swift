// swift-tools-version: 6.0
// A package outside the tree that uses Strongroom as its users do: from what scripts/package built, unpacked
// beside it, through pkg-config.
import PackageDescription

let package = Package(
    name: "Consumer",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(path: "../Strongroom"),
        // What follows is for IntegrationTests alone. Strongroom itself depends on nothing.
        .package(name: "StrongroomIntegrations", path: "../Strongroom/Integrations"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.18.0"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", "3.12.3"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.30.0"),
    ],
    targets: [
        .testTarget(
            name: "ConsumerTests",
            dependencies: [
                .product(name: "Strongroom", package: "Strongroom"),
                .product(name: "StrongroomCertificates", package: "StrongroomIntegrations"),
                .product(name: "StrongroomNIOSSL", package: "StrongroomIntegrations"),
                .product(name: "StrongroomCrypto", package: "StrongroomIntegrations"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "_CryptoExtras", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
