extension Network {
  /// The layers below the lowest one that training changes: what they compute of an example never changes.
  public var frozenPrefix: Range<Int> { 0..<(firstTrainable ?? layers.count) }

  /// The first `count` layers as a network of their own; its embedding is this network's or, where that lies behind them,
  /// their last output.
  ///
  /// - Parameter count: 1 to the number of layers.
  public func prefix(_ count: Int) -> Network {
    precondition((1...layers.count).contains(count), "the first \(count) of \(layers.count) layers")
    return Network(
      uncheckedLayers: Array(layers.prefix(count)), embeddingIndex: min(embeddingIndex, count - 1))
  }
}

extension Layer {
  /// Multiplications and additions for one example forward, as the definition has them: 2 a weight and position.
  public var forwardOperationCount: Int {
    switch operation {
    case .convolution(let image, let filters, _):
      2 * 9 * image.channels * filters * image.height * image.width
    case .dense(let inputs, let outputs): 2 * inputs * outputs
    }
  }
}
