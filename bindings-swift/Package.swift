// swift-tools-version: 6.0
// The C symbols come from libstrongroom_swift.a: on Linux through pkg-config (`strongroom-swift.pc`), on Apple's
// systems from a Strongroom.xcframework beside this file, which scripts/xcframework makes; that is untested.
import PackageDescription

#if os(Linux)
let ffi: Target = .systemLibrary(name: "StrongroomFFI", pkgConfig: "strongroom-swift")
#else
let ffi: Target = .binaryTarget(name: "StrongroomFFI", path: "Strongroom.xcframework")
#endif

let package = Package(
    name: "Strongroom",
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
    products: [.library(name: "Strongroom", targets: ["Strongroom"])],
    targets: [
        ffi,
        .target(name: "StrongroomCore", dependencies: ["StrongroomFFI"]),
        .target(name: "Strongroom", dependencies: ["StrongroomCore"]),
    ],
    swiftLanguageModes: [.v6]
)
