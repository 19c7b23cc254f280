// swift-tools-version: 6.2
import PackageDescription

/// Every target: Swift 6 mode, imports that show what a file needs, warnings are errors.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// Everything but the kernels also marks each unsafe expression.
let safe: [SwiftSetting] = house + [.strictMemorySafety()]

/// Inner loops: unchecked arithmetic in debug builds too, or tests would crawl. The compiler refuses
/// `-Ounchecked` together with strict memory safety, which is why these targets go without it.
let kernels: [SwiftSetting] = house + [.unsafeFlags(["-Ounchecked"])]

/// The whole module at once in debug builds too: the loops are put together from several files.
let wholeModule: SwiftSetting = .unsafeFlags(["-wmo", "-num-threads", "2"], .when(configuration: .debug))
let audioKernels = kernels + [wholeModule]

/// Inner loops compiled again for x86-64-v3 and v4; `Audio` asks the processor before it calls them.
#if arch(x86_64)
  let wideAudioKernels: [Target] = [
    .target(
      name: "AudioKernelsAVX2",
      dependencies: ["CVector"],
      swiftSettings: audioKernels + [.define("FUSED"), .unsafeFlags(["-Xcc", "-march=x86-64-v3"])]),
    .target(
      name: "AudioKernelsAVX512",
      dependencies: ["CVector"],
      swiftSettings: audioKernels + [
        .define("FUSED"), .define("AVX512"), .unsafeFlags(["-Xcc", "-march=x86-64-v4"]),
      ]),
  ]
#else
  let wideAudioKernels: [Target] = []
#endif

/// The native engine's inner loops. On x86-64 they are compiled for AVX-512, and `Net` asks the processor before it
/// calls them.
#if arch(x86_64)
  let wideVector = ["-Xcc", "-march=x86-64-v4"]
#else
  let wideVector: [String] = []
#endif
let wideKernels: [SwiftSetting] =
  kernels + [wholeModule, .unsafeFlags(["-Xcc", "-fno-math-errno"] + wideVector)]

let package = Package(
  name: "jx",
  products: [
    .executable(name: "jx", targets: ["jx"]),
    .library(name: "JXKit", targets: ["Audio", "Net", "Metrics", "Charts", "Experiments"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .systemLibrary(name: "CSndFile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    .systemLibrary(name: "CCairo", providers: [.apt(["libcairo2-dev"])]),

    .systemLibrary(name: "CProcessor"),
    .systemLibrary(name: "CVector"),
    .systemLibrary(name: "CMatrixUnit"),

    .target(name: "AudioKernels", dependencies: ["CVector"], swiftSettings: audioKernels),
    .target(
      name: "Audio",
      dependencies: ["AudioKernels", "CProcessor", "CSndFile", "CPNG"]
        + wideAudioKernels.map { .byName(name: $0.name) },
      swiftSettings: safe),
    .target(name: "NetKernels", swiftSettings: kernels),
    .target(
      name: "NetKernelsWide", dependencies: ["NetKernels", "CVector", "CMatrixUnit"],
      swiftSettings: wideKernels),
    .target(
      name: "Net",
      dependencies: ["NetKernels", "NetKernelsWide", "CProcessor", "CMatrixUnit", "CZlib"],
      swiftSettings: safe),
    .target(name: "Metrics", swiftSettings: safe),
    .target(name: "Charts", dependencies: ["CCairo"], swiftSettings: safe),
    .target(
      name: "Experiments",
      dependencies: [
        "Audio", "Net", "Metrics", "Charts", "CCrypto", "CCurl",
        .product(name: "Yams", package: "Yams"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: safe),
    .executableTarget(
      name: "jx",
      dependencies: [
        "Experiments", "Audio", "Net", "Metrics", "Charts",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: safe),

    .testTarget(
      name: "AudioTests",
      dependencies: ["Audio", "AudioKernels"] + wideAudioKernels.map { .byName(name: $0.name) },
      swiftSettings: safe),
    .testTarget(
      name: "NetTests", dependencies: ["Net", "NetKernels", "NetKernelsWide"], swiftSettings: safe),
    .testTarget(name: "MetricsTests", dependencies: ["Metrics"], swiftSettings: safe),
    .testTarget(name: "ChartsTests", dependencies: ["Charts"], swiftSettings: safe),
    .target(name: "TestServer", path: "Tests/TestServer", swiftSettings: safe),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: ["Experiments", "TestServer", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: safe),
    .testTarget(name: "FuzzTests", dependencies: ["Experiments", "Net"], swiftSettings: safe),
    .testTarget(name: "JXTests", dependencies: ["Experiments", "TestServer", "jx"], swiftSettings: safe),
  ] + wideAudioKernels
)
