// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "swift-certificates",
    products: [.library(name: "X509", targets: ["X509"])],
    dependencies: [.package(url: "https://github.com/apple/swift-asn1.git", from: "1.1.0")],
    targets: [.target(name: "X509", dependencies: [.product(name: "SwiftASN1", package: "swift-asn1")])],
    swiftLanguageModes: [.v6]
)
