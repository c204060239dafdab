// swift-tools-version: 6.0
// A package outside the tree that uses Strongroom as its users do: from what scripts/package built, unpacked
// beside it, through pkg-config.
import PackageDescription

let package = Package(
    name: "Consumer",
    platforms: [.macOS(.v15)],
    dependencies: [.package(path: "../Strongroom")],
    targets: [
        .executableTarget(name: "measure", dependencies: [.product(name: "Strongroom", package: "Strongroom")]),
        .testTarget(
            name: "ConsumerTests", dependencies: [.product(name: "Strongroom", package: "Strongroom")]),
    ],
    swiftLanguageModes: [.v6]
)
