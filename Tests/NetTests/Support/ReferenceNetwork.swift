import Net

/// A network in double precision and naive loops: what the engines are compared with.
struct ReferenceNetwork {
  let network: Network
  /// Values of every variable by name, in TensorFlow's layout.
  var values: [String: [Double]]

  /// A pass's tensors: for each layer its input, its sums before activation and pool, and its output.
  struct Pass {
    var inputs: [[Double]] = []
    var sums: [[Double]] = []
    var outputs: [[Double]] = []
    var logits: [Double] { outputs[outputs.count - 1] }
  }

  /// Weights from ``Plan/initialize(seed:layers:)`` of a plan, or any other.
  init(_ network: Network, values: [String: [Double]]) {
    self.network = network
    self.values = values
  }

  func forward(_ input: [Double], count: Int) -> Pass {
    var pass = Pass()
    var current = input
    for layer in network.layers {
      pass.inputs.append(current)
      let sums = sums(of: layer, current, count: count)
      pass.sums.append(sums)
      let active = layer.activation == .relu ? sums.map { max($0, 0) } : sums
      current = isPooled(layer) ? largest(in: active, layer, count: count).values : active
      pass.outputs.append(current)
    }
    return pass
  }

  /// The loss by its textbook definition, as a mean.
  func loss(_ logits: [Double], targets: [Double], count: Int, _ loss: Loss) -> Double {
    let classes = network.outputCount
    switch loss {
    case .sigmoid:
      let terms = zip(logits, targets).map { logit, target in
        let probability = 1 / (1 + exponential(-logit))
        return -target * logarithm(probability) - (1 - target) * logarithm(1 - probability)
      }
      return terms.reduce(0, +) / Double(terms.count)
    case .softmax:
      let terms = (0..<count).map { row -> Double in
        let part = logits[(row * classes)..<((row + 1) * classes)]
        let total = part.map(exponential).reduce(0, +)
        return zip(part, targets[(row * classes)..<((row + 1) * classes)])
          .map { -$1 * logarithm(exponential($0) / total) }.reduce(0, +)
      }
      return terms.reduce(0, +) / Double(count)
    }
  }

  /// The loss's gradient with respect to every variable.
  func gradients(_ input: [Double], targets: [Double], count: Int, _ loss: Loss) -> [String: [Double]] {
    let pass = forward(input, count: count)
    var gradient = lossGradient(pass.logits, targets: targets, count: count, loss)
    var result: [String: [Double]] = [:]
    for index in network.layers.indices.reversed() {
      let layer = network.layers[index]
      if isPooled(layer) {
        let active = layer.activation == .relu ? pass.sums[index].map { max($0, 0) } : pass.sums[index]
        let winners = largest(in: active, layer, count: count).indices
        var spread = [Double](repeating: 0, count: active.count)
        for (winner, value) in zip(winners, gradient) { spread[winner] += value }
        gradient = spread
      }
      if layer.activation == .relu {
        gradient = zip(gradient, pass.sums[index]).map { $1 > 0 ? $0 : 0 }
      }
      gradient = backward(
        layer, input: pass.inputs[index], sumGradient: gradient, count: count, into: &result)
    }
    return result
  }

  private func lossGradient(_ logits: [Double], targets: [Double], count: Int, _ loss: Loss) -> [Double] {
    let classes = network.outputCount
    switch loss {
    case .sigmoid:
      return zip(logits, targets).map { (1 / (1 + exponential(-$0)) - $1) / Double(logits.count) }
    case .softmax:
      return (0..<count).flatMap { row -> [Double] in
        let range = (row * classes)..<((row + 1) * classes)
        let powers = logits[range].map(exponential)
        let total = powers.reduce(0, +)
        return zip(powers, targets[range]).map { ($0 / total - $1) / Double(count) }
      }
    }
  }
}

extension ReferenceNetwork {
  private func isPooled(_ layer: Layer) -> Bool {
    if case .convolution(_, _, true) = layer.operation { true } else { false }
  }

  private func sums(of layer: Layer, _ input: [Double], count: Int) -> [Double] {
    let outputs = layer.biases.count
    let biases = values[layer.biases.name, default: []]
    let positions = layer.sumPositions
    let weights = values[layer.weights.name, default: []]
    var sums = (0..<(count * positions)).flatMap { _ in biases }
    visit(layer, count: count) { example, position, weight, source in
      guard let value = source.map({ input[$0] }), value != 0 else { return }
      let row = (example * positions + position) * outputs
      for output in 0..<outputs { sums[row + output] += value * weights[weight + output] }
    }
    return sums
  }

  /// Gradients of a layer's variables into `result`; returns that of its input.
  private func backward(
    _ layer: Layer, input: [Double], sumGradient: [Double], count: Int, into result: inout [String: [Double]]
  ) -> [Double] {
    let outputs = layer.biases.count
    let positions = layer.sumPositions
    var inputGradient = [Double](repeating: 0, count: input.count)
    var weightGradient = [Double](repeating: 0, count: layer.weights.count)
    var biasGradient = [Double](repeating: 0, count: outputs)
    for (index, value) in sumGradient.enumerated() { biasGradient[index % outputs] += value }
    let weights = values[layer.weights.name, default: []]
    visit(layer, count: count) { example, position, weight, source in
      guard let source else { return }
      let row = (example * positions + position) * outputs
      let value = input[source]
      var total = 0.0
      for output in 0..<outputs where sumGradient[row + output] != 0 {
        weightGradient[weight + output] += value * sumGradient[row + output]
        total += weights[weight + output] * sumGradient[row + output]
      }
      inputGradient[source] += total
    }
    result[layer.weights.name] = weightGradient
    result[layer.biases.name] = biasGradient
    return inputGradient
  }

  /// Calls `body(example, position, first weight, input index)` for every product row of a layer; a nil index lies
  /// outside of the image.
  private func visit(_ layer: Layer, count: Int, _ body: (Int, Int, Int, Int?) -> Void) {
    switch layer.operation {
    case .dense(let inputs, let outputs):
      for example in 0..<count {
        for input in 0..<inputs { body(example, 0, input * outputs, example * inputs + input) }
      }
    case .convolution(let image, let filters, _):
      for example in 0..<count {
        for position in 0..<(image.height * image.width) {
          for tap in 0..<9 {
            let y = position / image.width + tap / 3 - 1
            let x = position % image.width + tap % 3 - 1
            let isInside = (0..<image.height).contains(y) && (0..<image.width).contains(x)
            for channel in 0..<image.channels {
              let pixel = (example * image.height + y) * image.width + x
              body(
                example, position, (tap * image.channels + channel) * filters,
                isInside ? pixel * image.channels + channel : nil)
            }
          }
        }
      }
    }
  }

  /// The largest of each 2×2 square and where it stood.
  private func largest(
    in active: [Double], _ layer: Layer, count: Int
  ) -> (values: [Double], indices: [Int]) {
    guard case .convolution(let image, let filters, _) = layer.operation else { return (active, []) }
    var values: [Double] = []
    var indices: [Int] = []
    for example in 0..<count {
      for y in 0..<(image.height / 2) {
        for x in 0..<(image.width / 2) {
          for filter in 0..<filters {
            let candidates = [(0, 0), (0, 1), (1, 0), (1, 1)].map { dy, dx in
              ((example * image.height + 2 * y + dy) * image.width + 2 * x + dx) * filters + filter
            }
            let winner = candidates.dropFirst().reduce(candidates[0]) { active[$1] > active[$0] ? $1 : $0 }
            values.append(active[winner])
            indices.append(winner)
          }
        }
      }
    }
    return (values, indices)
  }
}

extension Layer {
  /// Positions of the image of sums; 1 for a dense layer.
  fileprivate var sumPositions: Int {
    switch operation {
    case .convolution(let image, _, _): image.height * image.width
    case .dense: 1
    }
  }
}
