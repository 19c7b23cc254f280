/// The formats of checkpoints that ``Checkpoint`` reads.
public enum CheckpointFormat: String, Sendable, Hashable, Codable, CaseIterable {
  /// One file of TensorFlow's first format, a table of `SavedTensorSlices`.
  case tensorflowV1 = "tensorflow-v1"
  /// TensorFlow's bundle: an index and data shards.
  case tensorflowV2 = "tensorflow-v2"
  /// A safetensors file.
  case safetensors
  /// NumPy arrays in a zip archive.
  case npz

  /// The format's name in a sentence.
  public var plainName: String {
    switch self {
    case .tensorflowV1: "TensorFlow checkpoint, V1"
    case .tensorflowV2: "TensorFlow checkpoint, V2"
    case .safetensors: "safetensors"
    case .npz: "npz"
    }
  }
}
