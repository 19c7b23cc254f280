import Foundation

@testable import Net

/// A small network with given values, whose exported files TensorFlow and onnxruntime have run
/// (`Tests/Fixtures/export/generate.py`).
enum ExportFixture {
  static let network = Network.vggish(width: 1, hiddenUnits: 4, classes: 3)
  static var source: ParameterList {
    ParameterList(network.parameters.map { Parameter($0, values: values(of: $0)) })
  }
  static let exampleCount = 2
  static let examples: [Float] = (0..<(exampleCount * network.inputCount)).map { index in
    let level = (index * 31 + 7) % 97
    return Float(level) / 24 - 2
  }

  /// The files that can be read at once by those libraries, by name.
  static func files() throws -> [String: [UInt8]] {
    var index: [UInt8] = []
    let data = try bytes { sink in
      try source.writeTensorFlowV2(data: sink) { piece in
        unsafe piece.withUnsafeBytes { unsafe index.append(contentsOf: $0) }
      }
    }
    return [
      "saved_model.pb": SavedModel(network, loss: .softmax).savedModel,
      "variables/variables.data-00000-of-00001": data, "variables/variables.index": index,
      "model.onnx": try bytes { sink in
        try ONNXModel(network, loss: .softmax, metadata: ["classes": "[\"a\",\"b\",\"c\"]"])
          .write(source, to: sink)
      },
    ]
  }

  static func bytes(_ write: ((RawSpan) throws -> Void) throws -> Void) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try write { piece in unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) } }
    return bytes
  }

  static func path(_ name: String) -> URL {
    CheckpointFixtures.root.appending(path: "Tests/Fixtures/export/\(name)")
  }

  /// Spread over about ±√(6 / inputs), biases over ±0.2, so that outputs are of magnitude 1.
  static func values(of parameter: ParameterShape) -> [Float] {
    let inputs = parameter.count / (parameter.shape.last ?? 1)
    let bound = parameter.shape.count == 1 ? 0.2 : (6 / Float(inputs)).squareRoot()
    return (0..<parameter.count).map { index in
      let level = (index * 7919 + 13) % 2003 - 1001
      return Float(level) / 1001 * bound
    }
  }
}
