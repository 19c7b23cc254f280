import Net

@testable import Experiments

/// What is fed with hostile bytes: each reader of foreign bytes, behind its checksums where it has any.
enum FuzzTarget: String, CaseIterable, Sendable {
  /// A V1 checkpoint; the checksums of its blocks are made valid first.
  case v1
  /// The index of a V2 checkpoint, likewise; its data file is one of zeros.
  case v2
  /// A table with the checksums that it has.
  case table
  /// The contents of a table's block.
  case block
  /// A block that Snappy compressed.
  case snappy
  /// A protocol-buffers message, taken for each of those that are known.
  case protobuf
  case tar
  case gzip
  case npz
  case safetensors
  case pickle
  case yaml

  /// Reads the bytes, whatever they are; refusals are fine.
  ///
  /// - Returns: how many bytes came out, where that can be counted.
  func exercise(_ bytes: [UInt8]) -> Int {
    switch self {
    case .pickle:
      let value = try? PickleReader.read(bytes, path: "fuzz.pickle")
      return value == nil ? 0 : bytes.count
    case .yaml:
      let resolved = try? RunConfig.parse(bytes, path: "fuzz.yaml")
      return resolved?.yaml().utf8.count ?? 0
    default: return NetFuzzing.exercise(self, bytes)
    }
  }
}
