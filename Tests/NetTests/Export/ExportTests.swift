import Foundation
import Testing

@testable import Net

@Suite("Export")
struct ExportTests {
  /// The files are those that the libraries were given. `JX_EXPORT_FIXTURES=DIR` writes them there for `generate.py`.
  @Test("writes the graphs that TensorFlow and onnxruntime have run")
  func sameBytes() throws {
    let files = try ExportFixture.files()
    if let folder = ProcessInfo.processInfo.environment["JX_EXPORT_FIXTURES"] {
      for (name, bytes) in files {
        let path = URL(filePath: folder).appending(path: name)
        try FileManager.default.createDirectory(
          at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: path)
      }
      return
    }
    for name in ["saved_model.pb", "model.onnx"] {
      #expect(try Array(Data(contentsOf: ExportFixture.path(name))) == files[name], "\(name)")
    }
  }

  /// The tolerances of what is exported: float32 sums of up to 192 terms in other orders.
  @Test("computes what they computed", arguments: ["tensorflow", "onnxruntime"])
  func sameOutputs(library: String) throws {
    let outputs = try Checkpoint(path: ExportFixture.path("outputs.npz").path)
    let network = ExportFixture.network
    let plan = try OpenBLASEngine().compile(
      network, options: PlanOptions(maximumBatchSize: ExportFixture.exampleCount, threads: 1))
    for parameter in network.parameters {
      let values = ExportFixture.values(of: parameter)
      try plan.load(values.span, into: .value, of: parameter.name)
    }
    let examples = ExportFixture.examples
    plan.forward(examples.span, count: ExportFixture.exampleCount)
    for (name, index) in [("embedding", network.embeddingIndex), ("logits", network.layers.count - 1)] {
      let expected = try outputs.floats(of: "\(library)|\(name)")
      let found = plan.activation(ofLayer: index, count: ExportFixture.exampleCount)
      #expect(expected.map(abs).max() ?? 0 > 0.1)
      #expect(largestDifference(found, expected.map(Double.init)) <= 4e-5, "\(name)")
    }
    let logits = plan.activation(ofLayer: network.layers.count - 1, count: ExportFixture.exampleCount)
    let expected = try outputs.floats(of: "\(library)|predictions")
    for row in 0..<ExportFixture.exampleCount {
      let exponentials = logits[(3 * row)..<(3 * row + 3)].map { exp(Double($0)) }
      for (column, value) in exponentials.enumerated() {
        let prediction = value / exponentials.reduce(0, +)
        #expect(abs(prediction - Double(expected[3 * row + column])) <= 8e-6)
      }
    }
  }

  @Test("every input of the serving graph is a node before it, every name in saver and signature a node")
  func namesOfGraph() throws {
    for loss in [Loss.sigmoid, .softmax] {
      let graph = ServingGraph(ExportFixture.network, loss: loss)
      var names: Set<String> = []
      for node in graph.nodes {
        for input in node.inputs {
          let name = input.drop { $0 == "^" }.split(separator: ":")[0]
          #expect(names.contains(String(name)), "\(node.name) takes \(input)")
        }
        #expect(names.insert(node.name).inserted, "\(node.name) twice")
      }
      for name in [
        ServingGraph.saverPath, ServingGraph.saved, ServingGraph.restored, TensorNames.graphInput,
        TensorNames.graphEmbedding, TensorNames.graphPrediction,
      ] { #expect(names.contains(name), "\(name)") }
      #expect(graph.nodes.contains { $0.operation == (loss == .sigmoid ? "Sigmoid" : "Softmax") })
      #expect(!graph.nodes.contains { $0.operation == (loss == .sigmoid ? "Softmax" : "Sigmoid") })
    }
  }

  @Test("puts the outputs of weights first, and torchvggish's names, in all places")
  func torchLayout() throws {
    let torch = TorchVGGishVariables(ExportFixture.network, of: ExportFixture.source)
    let names =
      ["features.0", "features.3", "features.6", "features.8", "features.11", "features.13"]
      + ["embeddings.0", "embeddings.2", "embeddings.4"]
    #expect(torch.variables.map(\.shape.name) == names.flatMap { [$0 + ".weight", $0 + ".bias"] })
    for (name, layer) in zip(names, ExportFixture.network.layers) {
      let stored = ExportFixture.values(of: layer.weights)
      let found = try floats(torch, name + ".weight")
      let variable = try #require(torch.variables.first { $0.shape.name == name + ".weight" })
      let shape = layer.weights.shape
      if shape.count == 4 {
        #expect(variable.shape.shape == [shape[3], shape[2], 3, 3])
        for filter in 0..<shape[3] {
          for channel in 0..<shape[2] {
            for place in 0..<9 {
              let expected = stored[(place * shape[2] + channel) * shape[3] + filter]
              #expect(found[(filter * shape[2] + channel) * 9 + place] == expected)
            }
          }
        }
      } else {
        #expect(variable.shape.shape == [shape[1], shape[0]])
        let transposed = (0..<stored.count).map { stored[$0 % shape[0] * shape[1] + $0 / shape[0]] }
        #expect(found == transposed)
      }
      #expect(try floats(torch, name + ".bias") == ExportFixture.values(of: layer.biases))
    }
  }

  @Test("refuses a source that lacks a parameter or has it in another shape")
  func refusals() throws {
    let network = ExportFixture.network
    let model = ONNXModel(network, loss: .sigmoid)
    let without = ParameterList(
      network.parameters.dropLast().map { Parameter($0, values: ExportFixture.values(of: $0)) })
    let error = #expect(throws: NetError.self) { try model.write(without) { _ in } }
    #expect(error?.code == .unknownName && error?.found.contains("mymodel/logits/biases") == true)
    let other = ParameterList(
      Network.vggish(width: 1, hiddenUnits: 4, classes: 2).parameters.map {
        Parameter($0, values: ExportFixture.values(of: $0))
      })
    let mismatch = #expect(throws: NetError.self) { try model.write(other) { _ in } }
    #expect(mismatch?.code == .shapeMismatch)
  }

  private func floats(_ source: some VariableSource, _ name: String) throws -> [Float] {
    let bytes = try ExportFixture.bytes { try source.send(name, to: $0) }
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) })
    }
  }
}
