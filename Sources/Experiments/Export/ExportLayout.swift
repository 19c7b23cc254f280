/// The names and the order of the values in an exported safetensors or npz file.
public enum ExportLayout: String, Sendable, Hashable, CaseIterable {
  /// TensorFlow's, as in jx's snapshots: kernels HWIO, dense weights `[in, out]`.
  case tensorflow
  /// torchvggish's `state_dict`, which has no head: kernels OIHW, dense weights `[out, in]`.
  case torchvggish
}
