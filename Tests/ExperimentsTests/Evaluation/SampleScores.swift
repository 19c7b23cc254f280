import Net

@testable import Experiments

/// Scores of a network that never was.
enum SampleScores {
  /// Four clips of 3, 1, 5 and 2 examples and three classes; the two last clips are of one recording.
  static let clips = [
    EvaluatedClip(path: "a/1.wav", recording: "1", label: 0, exampleCount: 3, digest: SHA256.hash("1")),
    EvaluatedClip(path: "c/2.wav", recording: "2", label: 2, exampleCount: 1, digest: SHA256.hash("2")),
    EvaluatedClip(path: "b/3_1.wav", recording: "3", label: 1, exampleCount: 5, digest: SHA256.hash("3")),
    EvaluatedClip(path: "b/3, \"2\".wav", recording: "3", label: 1, exampleCount: 2),
  ]

  static func make(_ activation: Loss = .softmax) throws -> ExampleScores {
    try ExampleScores(classes: ["a", "b", "c"], activation: activation, clips: clips, logits: logits)
  }

  static var logits: [Float] {
    var random = RandomStream(seed: 2, purpose: "logits")
    return (0..<(11 * 3)).map { _ in Float(2 * random.nextNormal()) }
  }

  /// Clips of one example each, `rate` of them said right, for comparisons; every two clips are a recording.
  static func random(
    clipCount: Int, classCount: Int, rate: Double, seed: UInt64
  ) throws -> ExampleScores {
    var random = RandomStream(seed: seed, purpose: "scores")
    var logits: [Float] = []
    let clips = (0..<clipCount).map { index in
      EvaluatedClip(
        path: "c\(index % classCount)/\(index).wav",
        recording: "\(index / 2 / classCount)-\(index % classCount)",
        label: index % classCount, exampleCount: 1, digest: SHA256.hash("\(index)"))
    }
    for clip in clips {
      let isRight = random.nextUniform() < rate
      let said = isRight ? clip.label : (clip.label + 1) % classCount
      logits += (0..<classCount).map { $0 == said ? 3 : Float(random.nextNormal()) * 0.1 }
    }
    return try ExampleScores(
      classes: (0..<classCount).map { "c\($0)" }, activation: .softmax, clips: clips, logits: logits)
  }
}
