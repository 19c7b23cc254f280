internal import Audio
internal import Experiments
internal import Foundation
internal import Net

/// What `jx bench` measures.
struct BenchReport: Encodable {
  /// The time of a training step that goes into one layer.
  struct LayerShare: Encodable {
    var layer: String
    var share: Double
  }

  var engine: EngineName
  var threads: Int
  var batchSize: Int
  /// Over the median step.
  var trainExamplesPerSecond: Double
  var inferExamplesPerSecond: Double
  /// A stereo clip of 10 s at 44.1 kHz, from file to examples, on one thread.
  var featuresMillisecondsPerClip: Double
  /// What the plans for training and for inference allocate.
  var trainMemoryBytes: Int
  var inferMemoryBytes: Int
  /// Empty with an engine that keeps no account.
  var layers: [LayerShare]

  enum CodingKeys: String, CodingKey {
    case engine
    case threads
    case batchSize = "batch_size"
    case trainExamplesPerSecond = "train_examples_per_second"
    case inferExamplesPerSecond = "infer_examples_per_second"
    case featuresMillisecondsPerClip = "features_milliseconds_per_clip"
    case trainMemoryBytes = "train_memory_bytes"
    case inferMemoryBytes = "infer_memory_bytes"
    case layers
  }

  /// Measures: about 15 seconds, more if a step takes longer than a second.
  init(batchSize: Int, compute: ComputeConfig) throws {
    self.batchSize = batchSize
    threads = compute.threads > 0 ? compute.threads : ProcessInfo.processInfo.activeProcessorCount
    let choice = compute.engine.map { EngineChoice($0) } ?? .auto
    do {
      let training = try NetworkWorkload(.train, engine: choice, batchSize: batchSize, threads: threads)
      if let note = training.engineNote { Output.note(note) }
      engine = training.engine
      trainMemoryBytes = training.memory.total
      _ = try training.timeSteps(2)
      training.resetStageTimes()
      let timings = try training.timeSteps(forSeconds: 6, atLeast: 3)
      trainExamplesPerSecond = Double(batchSize) / timings.median
      layers = Self.shares(training.stageTimes)
    }
    let inference = try NetworkWorkload(.infer, engine: choice, batchSize: batchSize, threads: threads)
    inferMemoryBytes = inference.memory.total
    _ = try inference.timeSteps(2)
    inferExamplesPerSecond = Double(batchSize) / (try inference.timeSteps(forSeconds: 3, atLeast: 3)).median
    let clip = try SyntheticClip()
    let features = FeatureWorkload(path: clip.path, frontEnd: try FrontEnd())
    _ = try features.timeSteps(3)
    featuresMillisecondsPerClip = 1000 * (try features.timeSteps(forSeconds: 1, atLeast: 20)).median
  }

  /// The report for people.
  var text: String {
    var listing = Listing("", "value")
    listing.append(.text("training, examples/s"), .number(trainExamplesPerSecond, digits: 1))
    listing.append(.text("inference, examples/s"), .number(inferExamplesPerSecond, digits: 1))
    listing.append(
      .text("features, ms per 10 s clip and core"), .number(featuresMillisecondsPerClip, digits: 2))
    listing.append(.text("memory of training, MB"), .integer(trainMemoryBytes / 1_000_000))
    listing.append(.text("memory of inference, MB"), .integer(inferMemoryBytes / 1_000_000))
    var text = "engine \(engine.rawValue), \(threads) threads, batch \(batchSize)\n\n" + listing.table
    if !layers.isEmpty {
      var shares = Listing("layer", "share of a training step")
      for layer in layers { shares.append(.text(layer.layer), .percentage(layer.share)) }
      text += "\n" + shares.table
    }
    return text
  }

  private static func shares(_ times: [StageTime]) -> [LayerShare] {
    let total = times.reduce(0) { $0 + $1.seconds }
    var shares: [LayerShare] = []
    for time in times {
      let name = time.layer.isEmpty ? "input and loss" : time.layer
      if shares.last?.layer != name { shares.append(LayerShare(layer: name, share: 0)) }
      shares[shares.count - 1].share += time.seconds / total
    }
    return shares
  }
}

extension EngineChoice {
  /// The choice of one engine.
  fileprivate init(_ engine: EngineName) {
    switch engine {
    case .openblas: self = .openblas
    case .native: self = .native
    }
  }
}
