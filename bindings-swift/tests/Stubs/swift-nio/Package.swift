// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "swift-nio",
    products: [
        .library(name: "NIOCore", targets: ["NIOCore"]),
        .library(name: "NIOEmbedded", targets: ["NIOEmbedded"]),
    ],
    targets: [.target(name: "NIOCore"), .target(name: "NIOEmbedded", dependencies: ["NIOCore"])],
    swiftLanguageModes: [.v6]
)
