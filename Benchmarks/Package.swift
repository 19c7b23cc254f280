// swift-tools-version: 6.2
import PackageDescription

/// As in the package above.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// The loops that find the machine's limits, for the vector unit that the native engine uses.
#if arch(x86_64)
  let wideVector: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-march=x86-64-v4"])]
#else
  let wideVector: [SwiftSetting] = []
#endif

let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "jx", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .target(name: "MachineLimits", swiftSettings: house + [.unsafeFlags(["-Ounchecked"])] + wideVector),
    .executableTarget(
      name: "jx-bench",
      dependencies: [
        "MachineLimits",
        .product(name: "JXKit", package: "jx"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: house + [.strictMemorySafety()]),
  ]
)
