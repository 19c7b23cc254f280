/// What the tensors of an exported network are called.
public enum TensorNames {
  /// TensorFlow's graph: the examples, `[n, 96, 64]`, as jibjib-model calls them.
  public static let graphInput = "vggish/input_features"
  /// TensorFlow's graph: the embedding, `[n, 128]`.
  public static let graphEmbedding = "vggish/embedding"
  /// TensorFlow's graph: the probabilities, `[n, classes]`, as jibjib-model calls them.
  public static let graphPrediction = "mymodel/prediction"
  /// ONNX: the examples.
  public static let examples = "examples"
  /// ONNX: the embedding.
  public static let embedding = "embedding"
  /// ONNX: the scores before the last function, `[n, classes]`.
  public static let logits = "logits"
  /// ONNX: the probabilities.
  public static let predictions = "predictions"
}
