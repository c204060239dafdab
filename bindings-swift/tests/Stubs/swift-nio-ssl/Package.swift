// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "swift-nio-ssl",
    products: [.library(name: "NIOSSL", targets: ["NIOSSL"])],
    dependencies: [.package(url: "https://github.com/apple/swift-nio.git", from: "2.80.0")],
    targets: [.target(name: "NIOSSL", dependencies: [.product(name: "NIOCore", package: "swift-nio")])],
    swiftLanguageModes: [.v6]
)
