import Foundation
import Net

func exponential(_ value: Double) -> Double { exp(value) }
func logarithm(_ value: Double) -> Double { log(value) }

/// ‖found − expected‖ / ‖expected‖.
func relativeDistance(_ found: [Float], _ expected: [Double]) -> Double {
  precondition(found.count == expected.count, "\(found.count) values beside \(expected.count)")
  let difference = zip(found, expected).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
  let size = expected.reduce(0) { $0 + $1 * $1 }
  return (difference / max(size, .leastNonzeroMagnitude)).squareRoot()
}

/// The largest absolute difference.
func largestDifference(_ found: [Float], _ expected: [Double]) -> Double {
  precondition(found.count == expected.count, "\(found.count) values beside \(expected.count)")
  return zip(found, expected).map { abs(Double($0) - $1) }.max() ?? 0
}

/// All values, or 512 of them, spread by the golden ratio, as the fixtures' generator takes them.
func sample(_ values: [Float]) -> [Float] {
  guard values.count > 512 else { return values }
  return (0..<512).map { index in
    let place = (Double(index) * 0.6180339887498949).truncatingRemainder(dividingBy: 1)
    return values[Int(place * Double(values.count))]
  }
}

extension RandomStream {
  /// Values in [lower, upper).
  mutating func floats(_ count: Int, from lower: Double = -1, to upper: Double = 1) -> [Float] {
    (0..<count).map { _ in Float(lower + (upper - lower) * nextUniform()) }
  }
}

extension Plan {
  func values(_ slot: Slot, of parameter: ParameterShape) throws -> [Float] {
    var values = [Float](repeating: .nan, count: parameter.count)
    var span = values.mutableSpan
    try read(slot, of: parameter.name, into: &span)
    return values
  }

  func activation(ofLayer index: Int, count: Int) -> [Float] {
    var values = [Float](repeating: .nan, count: count * network.layers[index].outputCount)
    var span = values.mutableSpan
    readActivation(ofLayer: index, into: &span)
    return values
  }

  func logits(_ input: [Float], count: Int) -> [Float] {
    forward(input.span, count: count)
    return activation(ofLayer: network.layers.count - 1, count: count)
  }

  /// The gradient of a batch, by a step of learning rate 0: then m = (1 − β₁) g from zero slots.
  func gradients(_ batch: Batch) throws -> [String: [Float]] {
    let update = AdamUpdate(learningRate: 0, beta1: 0.5)
    _ = trainStep(batch.input.span, targets: batch.targets.span, count: batch.count, update: update)
    var gradients: [String: [Float]] = [:]
    for layer in network.layers where !layer.isFrozen {
      for parameter in [layer.weights, layer.biases] {
        gradients[parameter.name] = try values(.firstMoment, of: parameter).map { $0 / 0.5 }
      }
    }
    return gradients
  }

  /// Every slot of every parameter.
  func state() throws -> [String: [Float]] {
    var state: [String: [Float]] = [:]
    for layer in network.layers[options.firstLayer...] {
      for parameter in [layer.weights, layer.biases] {
        for slot in layer.isFrozen || options.training == nil ? [.value] : Slot.allCases {
          state["\(slot) \(parameter.name)"] = try values(slot, of: parameter)
        }
      }
    }
    return state
  }

  /// The parameters in double precision, for ``ReferenceNetwork``.
  func doubleValues() throws -> [String: [Double]] {
    try Dictionary(
      uniqueKeysWithValues: network.parameters.map { ($0.name, try values(.value, of: $0).map(Double.init)) })
  }
}
