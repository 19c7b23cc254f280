import Net

@testable import Experiments

/// A checkpoint with the variables of jibjib-model's training graph, at width 1: three hidden units, classes as asked for.
struct JibjibCheckpoint {
  static let step = 7

  let network: Network
  /// Every variable with its values; tests change them before they write.
  var variables: [String: (shape: [Int], values: [Float])] = [:]

  init(classes: Int) {
    network = .vggish(width: 1, hiddenUnits: 3, classes: classes)
    var random = RandomStream(seed: 1, purpose: "checkpoint")
    for parameter in network.parameters {
      for name in [
        parameter.name, "mymodel/train/\(parameter.name)/Adam", "mymodel/train/\(parameter.name)/Adam_1",
      ] {
        variables[name] = (parameter.shape, (0..<parameter.count).map { _ in Float(random.nextUniform()) })
      }
    }
    variables[NetworkCheckpoint.stepName] = ([], [Float(Self.step)])
  }

  /// Writes a safetensors file.
  func write(to path: String) throws {
    let names = variables.keys.sorted()
    let writer = try SafetensorsWriter(
      tensors: names.map { ParameterShape(name: $0, shape: variables[$0]?.shape ?? []) })
    var file = try AtomicFile(path: path)
    try writer.write(
      to: { try file.write($0) },
      fill: { tensor, values in
        for (index, value) in (variables[tensor.name]?.values ?? []).enumerated() { values[index] = value }
      })
    try file.commit()
  }
}
