import Net
import Testing

@Suite("A network as data")
struct NetworkTests {
  @Test("has VGGish's 72,141,184 parameters before the head, and its variables' names")
  func countsParameters() {
    let network = Network.vggish(classes: 195)
    #expect(network.layers.prefix(9).reduce(0) { $0 + $1.weights.count + $1.biases.count } == 72_141_184)
    #expect(
      network.parameters.map(\.name).prefix(3) == [
        "vggish/conv1/weights", "vggish/conv1/biases", "vggish/conv2/weights",
      ])
    #expect(
      network.parameters[12] == ParameterShape(name: "vggish/fc1/fc1_1/weights", shape: [12_288, 4096]))
    #expect(network.parameters[21] == ParameterShape(name: "mymodel/logits/biases", shape: [195]))
    #expect(network.embeddingCount == 128)
    #expect(network.inputCount == 96 * 64)
  }

  @Test(
    "freezes what a selector names",
    arguments: [
      (["vggish"], [0, 1, 2, 3, 4, 5, 6, 7, 8]), (["conv1", "conv2"], [0, 1]), (["conv3"], [2, 3]),
      (["conv3_2"], [3]), (["vggish/conv4/conv4_1"], [4]), (["conv4/conv4_2"], [5]), (["fc1"], [6, 7]),
      (["fc2"], [8]), (["mymodel"], [9, 10]), (["logits"], [10]), ([], []),
    ])
  func freezes(selectors: [String], expected: [Int]) throws {
    var start = Network.vggish(classes: 3)
    start.layers[7].isFrozen = true
    let network = try start.freezing(selectors)
    #expect(network.layers.indices.filter { network.layers[$0].isFrozen } == expected)
    #expect(network.firstTrainable == (0..<11).first { !expected.contains($0) })
  }

  @Test(
    "refuses a selector that fits nothing and says what there is",
    arguments: ["conv", "onv1", "", "conv1/weights"])
  func refusesUnknownSelectors(selector: String) throws {
    let error = #expect(throws: NetError.self) { try Network.vggish(classes: 3).freezing([selector]) }
    #expect(error?.code == .unknownName)
    #expect(error?.expected.contains("conv4_2") == true)
  }

  @Test("refuses layers that do not fit each other, equal names and a wrong embedding")
  func refusesWrongLayers() throws {
    func dense(_ name: String, _ inputs: Int, _ outputs: Int) -> Layer {
      Layer(name: name, operation: .dense(inputs: inputs, outputs: outputs), activation: .relu)
    }
    let cases: [([Layer], Int)] = [
      ([], 0), ([dense("a", 2, 3)], 1), ([dense("a", 2, 3), dense("b", 4, 1)], 0),
      ([dense("a", 2, 3), dense("a", 3, 1)], 0),
    ]
    for (layers, embedding) in cases {
      let error = #expect(throws: NetError.self) { try Network(layers: layers, embeddingIndex: embedding) }
      #expect(error?.code == .shapeMismatch)
    }
  }

  @Test("drops odd lines and columns in a pool")
  func poolsOddImages() {
    let layer = Layer(
      name: "c",
      operation: .convolution(input: ImageShape(height: 7, width: 5, channels: 2), filters: 3, pooled: true),
      activation: .relu)
    #expect(layer.outputImage == ImageShape(height: 3, width: 2, channels: 3))
    #expect(layer.outputCount == 18)
  }
}
