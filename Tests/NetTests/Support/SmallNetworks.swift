import Net
import Testing

/// Networks small enough for naive loops, each with something that can go wrong.
enum SmallNetwork: String, CaseIterable, CustomTestStringConvertible {
  case dense = "two dense layers, one linear in between"
  case oneImageAPiece = "a convolution cut into bands, odd height"
  case severalImagesAPiece = "small images, several in a piece"
  case pooled = "pools on even and odd images"
  case pooledBands = "a pool over bands with an odd last line"
  case linearPooled = "a pool without a rectifier"
  case narrowImage = "an image one pixel wide, then one pixel high"
  case wide = "more channels than a vector has lanes"
  case cutPatches = "patches so wide that they are cut by kernel lines"
  case vggish = "VGGish of width 1"

  var testDescription: String { rawValue }

  var network: Network {
    switch self {
    case .dense: Self.chain(ImageShape(height: 1, width: 1, channels: 300), [], [270, 20, 5], linear: [1])
    case .oneImageAPiece:
      Self.chain(ImageShape(height: 45, width: 20, channels: 1), [(3, false), (2, false)], [4])
    case .severalImagesAPiece:
      Self.chain(ImageShape(height: 7, width: 9, channels: 2), [(4, false), (3, false)], [6, 3])
    case .pooled:
      Self.chain(ImageShape(height: 10, width: 7, channels: 3), [(5, true), (4, true), (3, false)], [4])
    case .pooledBands:
      Self.chain(ImageShape(height: 43, width: 21, channels: 2), [(3, true), (2, true)], [3])
    case .linearPooled:
      Self.chain(ImageShape(height: 8, width: 8, channels: 2), [(3, true), (4, false)], [3], linear: [0])
    case .narrowImage:
      Self.chain(ImageShape(height: 9, width: 1, channels: 2), [(3, false), (2, false)], [3])
    case .wide:
      Self.chain(ImageShape(height: 6, width: 6, channels: 17), [(19, true), (33, false)], [18, 3])
    case .cutPatches:
      Self.chain(ImageShape(height: 3, width: 4, channels: 2), [(86, false), (87, false)], [3])
    case .vggish: .vggish(width: 1, hiddenUnits: 7, classes: 5)
    }
  }

  /// Convolutions (filters, pooled) and dense layers (outputs), ReLU but for the last layer and those in `linear`.
  private static func chain(
    _ image: ImageShape, _ convolutions: [(Int, Bool)], _ dense: [Int], linear: Set<Int> = []
  ) -> Network {
    var layers: [Layer] = []
    var shape = image
    let last = convolutions.count + dense.count - 1
    func activation() -> Layer.Activation {
      layers.count == last || linear.contains(layers.count) ? .linear : .relu
    }
    for (filters, pooled) in convolutions {
      let layer = Layer(
        name: "conv\(layers.count)", operation: .convolution(input: shape, filters: filters, pooled: pooled),
        activation: activation())
      shape = layer.outputImage ?? shape
      layers.append(layer)
    }
    var inputs = shape.count
    for outputs in dense {
      layers.append(
        Layer(
          name: "dense\(layers.count)", operation: .dense(inputs: inputs, outputs: outputs),
          activation: activation()))
      inputs = outputs
    }
    do {
      return try Network(layers: layers, embeddingIndex: last)
    } catch {
      preconditionFailure(error.description)
    }
  }
}
