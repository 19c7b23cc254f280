internal import Foundation
internal import Net

/// What the safetensors files of a snapshot hold.
///
///     snapshots/frozen.safetensors             values of the layers frozen at the start
///     snapshots/epoch-0007.safetensors         values of all others, metadata: format, network, epoch, batch, step
///     snapshots/epoch-0007.state.safetensors   <variable>/Adam (m) and <variable>/Adam_1 (v) of each trainable
///                                              variable, metadata as above and trainer
///
/// Tensor names and layouts are TensorFlow's, `network` is the JSON of a `Network`, `trainer` the trainer's own text.
enum SnapshotFormat {
  static let name = "jx snapshot 1"
  static let folder = "snapshots"
  static let frozenPath = folder + "/frozen.safetensors"

  enum Key {
    static let format = "format"
    static let network = "network"
    static let epoch = "epoch"
    static let batch = "batch"
    static let step = "step"
    static let trainer = "trainer"
  }

  static func valuesPath(_ position: SnapshotPosition) -> String {
    "\(folder)/\(position.fileStem).safetensors"
  }

  static func statePath(_ position: SnapshotPosition) -> String {
    "\(folder)/\(position.fileStem).state.safetensors"
  }

  /// The slots in a state file and the endings of their tensors' names, as TensorFlow's Adam calls them.
  static let moments: [(slot: Slot, suffix: String)] = [(.firstMoment, "/Adam"), (.secondMoment, "/Adam_1")]

  static func encode(_ network: Network) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(network), as: UTF8.self)
  }

  static func decodeNetwork(_ text: String, path: String) throws(ExperimentError) -> Network {
    do {
      return try JSONDecoder().decode(Network.self, from: Data(text.utf8))
    } catch {
      throw ExperimentError(
        .snapshot, found: "\(path) describes no network that can be read: \(error)",
        expected: "a snapshot of this version of jx")
    }
  }
}
