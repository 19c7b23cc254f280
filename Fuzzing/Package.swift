// swift-tools-version: 6.2
import PackageDescription

// `make fuzz` builds this with the coverage instrumentation that libFuzzer needs, in a debug build: the targets reach
// for what is internal to the modules.
let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "jx", path: "..")],
  targets: [
    .executableTarget(
      name: "jx-fuzz", dependencies: [.product(name: "JXKit", package: "jx")],
      swiftSettings: [
        .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"), .treatAllWarnings(as: .error),
      ])
  ]
)
