extension Network {
  /// VGGish with jibjib's head (Hershey et al. 2017; variable names and layout of Google's release and jibjib-model).
  ///
  /// Input `[n, 96, 64]`. Convolutions of `width`, 2, 4, 4, 8, 8 × `width` filters, dense layers of 64 × `width` twice,
  /// an embedding of 2 × `width` (ReLU, as jibjib-model has it), then a hidden layer of `hiddenUnits` (ReLU) and one
  /// linear output a class.
  ///
  /// - Parameters:
  ///   - width: 64 is VGGish; tests use less. At least 1.
  ///   - hiddenUnits: at least 1.
  ///   - classes: at least 1.
  public static func vggish(width: Int = 64, hiddenUnits: Int = 100, classes: Int) -> Network {
    precondition(
      width > 0 && hiddenUnits > 0 && classes > 0,
      "width \(width), hidden units \(hiddenUnits) and classes \(classes) must be positive")
    var layers: [Layer] = []
    var image = ImageShape(height: 96, width: 64, channels: 1)
    let convolutions: [(name: String, filters: Int, pooled: Bool)] = [
      ("conv1", width, true), ("conv2", 2 * width, true),
      ("conv3/conv3_1", 4 * width, false), ("conv3/conv3_2", 4 * width, true),
      ("conv4/conv4_1", 8 * width, false), ("conv4/conv4_2", 8 * width, true),
    ]
    for (name, filters, pooled) in convolutions {
      let layer = Layer(
        name: "vggish/" + name,
        operation: .convolution(input: image, filters: filters, pooled: pooled), activation: .relu)
      image = layer.outputImage ?? image
      layers.append(layer)
    }
    let dense: [(name: String, outputs: Int, activation: Layer.Activation)] = [
      ("vggish/fc1/fc1_1", 64 * width, .relu), ("vggish/fc1/fc1_2", 64 * width, .relu),
      ("vggish/fc2", 2 * width, .relu), ("mymodel/fully_connected", hiddenUnits, .relu),
      ("mymodel/logits", classes, .linear),
    ]
    var inputs = image.count
    for (name, outputs, activation) in dense {
      layers.append(
        Layer(name: name, operation: .dense(inputs: inputs, outputs: outputs), activation: activation))
      inputs = outputs
    }
    return Network(uncheckedLayers: layers, embeddingIndex: 8)
  }
}
