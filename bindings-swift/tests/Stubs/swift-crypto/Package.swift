// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "swift-crypto",
    products: [
        .library(name: "Crypto", targets: ["Crypto"]),
        .library(name: "_CryptoExtras", targets: ["_CryptoExtras"]),
    ],
    targets: [.target(name: "Crypto"), .target(name: "_CryptoExtras", dependencies: ["Crypto"])],
    swiftLanguageModes: [.v6]
)
