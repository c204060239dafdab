// swift-tools-version: 6.0
// What bindings-swift/benches/run measures with, beside the package that scripts/package built.
import PackageDescription

let package = Package(
    name: "Measure",
    platforms: [.macOS(.v15)],
    dependencies: [.package(path: "../Strongroom")],
    targets: [
        .executableTarget(name: "measure", dependencies: [.product(name: "Strongroom", package: "Strongroom")])
    ],
    swiftLanguageModes: [.v6]
)
