internal import Foundation
internal import Net

/// Which examples an epoch trains on, in which order: a function of seed and epoch, so that a position in it is enough to go
/// on from.
struct ExampleOrder {
  private let count: Int
  private let seed: UInt64
  private let sampling: Sampling
  /// The examples of each class that has any; empty where each example comes once.
  private let members: [[Int32]]

  /// The order of a set.
  ///
  /// - Parameters:
  ///   - count: its examples.
  ///   - classCount: how many classes there are.
  ///   - labels: the classes of an example; one with several is a member of each.
  init(
    count: Int, classCount: Int, seed: UInt64, sampling: Sampling, labels: (Int) -> [Int]
  ) {
    self.count = count
    self.seed = seed
    self.sampling = sampling
    guard sampling != .natural else {
      self.members = []
      return
    }
    var members = [[Int32]](repeating: [], count: classCount)
    for example in 0..<count {
      for label in labels(example) { members[label].append(Int32(example)) }
    }
    self.members = members.filter { !$0.isEmpty }
  }

  /// The examples of an epoch in their order, as many as the set has.
  ///
  /// With sampling by class, each class gives its share, rounded up or down by chance without bias: all its examples as
  /// often as they fit, and then some of them, other ones in every epoch. No example comes more than once more often
  /// than another one of its class.
  func examples(ofEpoch epoch: Int) -> [Int] {
    guard sampling != .natural else {
      var stream = RandomStream(seed: seed, purpose: "order of epoch \(epoch)")
      return stream.order(of: count)
    }
    var stream = RandomStream(seed: seed, purpose: "\(sampling.rawValue) order of epoch \(epoch)")
    let weights = members.map { pow(Double($0.count), sampling.exponent) }
    let total = weights.reduce(0, +)
    var drawn: [Int] = []
    drawn.reserveCapacity(count)
    var (sum, taken) = (0.0, 0)
    // Rounding the running sum makes the shares add up; the order by chance makes the rounding fair.
    let offset = stream.nextUniform()
    for index in stream.order(of: members.count) {
      sum += weights[index]
      let end = min(count, Int((Double(count) * sum / total + offset).rounded(.down)))
      draw(end - taken, of: members[index], using: &stream, into: &drawn)
      taken = end
    }
    // What the rounding of the last sum left over goes to the classes in turn.
    for index in stream.order(of: members.count).prefix(count - taken) {
      draw(1, of: members[index], using: &stream, into: &drawn)
    }
    return stream.order(of: drawn.count).map { drawn[$0] }
  }

  private func draw(
    _ wanted: Int, of members: [Int32], using stream: inout RandomStream, into drawn: inout [Int]
  ) {
    guard wanted > 0 else { return }
    for _ in 0..<(wanted / members.count) { drawn.append(contentsOf: members.lazy.map { Int($0) }) }
    for index in stream.order(of: members.count).prefix(wanted % members.count) {
      drawn.append(Int(members[index]))
    }
  }
}
