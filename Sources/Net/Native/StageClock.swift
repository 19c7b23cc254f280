#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Part of what a layer of the native engine does in a call.
public enum Stage: String, Sendable, Hashable, Codable, CaseIterable {
  /// Bringing the examples into the engine's layout.
  case pack
  /// V = Bᵀ d B of a Winograd layer.
  case transformInput
  /// M = V · U and the output transform with bias, ReLU and pool; for other layers the whole of forward.
  case forward
  /// The loss and the gradient of the logits.
  case loss
  /// Q = A dY Aᵀ of a Winograd layer.
  case transformGradient
  /// The gradient of a Winograd layer's input.
  case inputGradient
  /// dU = Vᵀ · Q of a Winograd layer.
  case weightGradient
  /// Gᵀ dU G, Adam and the new U of a Winograd layer; for a dense layer the one pass over its weights: the input's
  /// gradient, the weights' gradient and Adam.
  case update
}

/// The time spent in one stage of one layer since the last reset.
public struct StageTime: Sendable, Hashable, Codable {
  /// The layer's name; empty for what belongs to none.
  public let layer: String
  /// The stage.
  public let stage: Stage
  /// Wall-clock seconds.
  public let seconds: Double
}

/// A plan that keeps account of its time. Two readings of the clock a stage: too little to see.
public protocol ProfiledPlan: Plan {
  /// The time per layer and stage since the last reset, in the order of the layers.
  var stageTimes: [StageTime] { get }
  /// Sets all times to 0.
  func resetStageTimes()
}

/// Adds up the time of a layer's stages.
final class StageClock {
  private var seconds = [Double](repeating: 0, count: Stage.allCases.count)

  /// Runs a stage and adds its time.
  func measure<Result>(_ stage: Stage, _ body: () -> Result) -> Result {
    let start = Self.now
    let result = body()
    seconds[stage.index] += Self.now - start
    return result
  }

  /// The stages that took time.
  func times(layer: String) -> [StageTime] {
    Stage.allCases.compactMap { stage in
      let time = seconds[stage.index]
      return time > 0 ? StageTime(layer: layer, stage: stage, seconds: time) : nil
    }
  }

  /// Sets all times to 0.
  func reset() {
    for index in seconds.indices { seconds[index] = 0 }
  }

  private static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

extension Stage {
  /// Its place among all cases.
  fileprivate var index: Int {
    switch self {
    case .pack: 0
    case .transformInput: 1
    case .forward: 2
    case .loss: 3
    case .transformGradient: 4
    case .inputGradient: 5
    case .weightGradient: 6
    case .update: 7
    }
  }
}
