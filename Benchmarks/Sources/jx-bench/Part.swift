/// A part of the benchmark.
enum Part: String, CaseIterable, Codable {
  /// Training, all layers.
  case train
  /// Inference.
  case infer
  /// Training of the dense layers on stored outputs of the frozen convolutions.
  case dense
  /// From a file to log-mel examples.
  case features

  /// The batch sizes that are measured unless others are asked for; clips for features.
  var batchSizes: [Int] {
    switch self {
    case .train: [16, 32, 64, 128]
    case .infer: [1, 32, 128]
    case .dense: [32]
    case .features: [1]
    }
  }

  /// What people read above a table.
  var title: String {
    switch self {
    case .train: "Training, all layers, examples/s"
    case .infer: "Inference, examples/s"
    case .dense: "Training of the dense layers on stored outputs of frozen convolutions, examples/s"
    case .features: "Features, ms per stereo clip of 10 s at 44.1 kHz, one thread"
    }
  }

  /// Whether a table shows milliseconds a step rather than examples a second.
  var showsMilliseconds: Bool { self == .features }
}
