// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "swift-asn1",
    products: [.library(name: "SwiftASN1", targets: ["SwiftASN1"])],
    targets: [.target(name: "SwiftASN1")],
    swiftLanguageModes: [.v6]
)
