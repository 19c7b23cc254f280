internal import Net

/// The forms in which a trained network leaves jx.
public enum ExportFormat: String, Sendable, Hashable, CaseIterable {
  /// TensorFlow's SavedModel, as TensorFlow Serving takes it.
  case savedModel = "savedmodel"
  /// A checkpoint of TensorFlow's second format with jibjib-model's names.
  case tensorFlowCheckpoint = "tf-checkpoint"
  /// An ONNX model.
  case onnx
  /// A safetensors file.
  case safetensors
  /// An npz file.
  case npz

  /// The format of the checkpoint that it is; nil for a graph with its weights.
  var checkpointFormat: CheckpointFormat? {
    switch self {
    case .tensorFlowCheckpoint: .tensorflowV2
    case .safetensors: .safetensors
    case .npz: .npz
    case .savedModel, .onnx: nil
    }
  }
}
