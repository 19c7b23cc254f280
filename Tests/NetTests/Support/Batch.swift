import Net

/// Examples and their targets.
struct Batch {
  var input: [Float]
  var targets: [Float]
  var count: Int

  /// Random examples without ties, each of one class.
  init(_ network: Network, count: Int, seed: UInt64 = 1) {
    var stream = RandomStream(seed: seed, purpose: "batch")
    input = stream.floats(count * network.inputCount)
    let classes = network.outputCount
    targets = (0..<(count * classes)).map { $0 % classes == ($0 / classes) % classes ? 1 : 0 }
    self.count = count
  }

  /// A batch with the first `count` examples of this one.
  func prefix(_ count: Int) -> Batch {
    var result = self
    result.input = Array(input.prefix(input.count / self.count * count))
    result.targets = Array(targets.prefix(targets.count / self.count * count))
    result.count = count
    return result
  }

  var doubleInput: [Double] { input.map(Double.init) }
  var doubleTargets: [Double] { targets.map(Double.init) }
}
