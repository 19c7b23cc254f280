import Net
import NetKernels
import NetKernelsWide
import Testing

/// Against the plain kernels in double precision, which other tests hold to their definition.
@Suite("Losses of the native engine", .enabled(if: NativeEngine.isSupported))
struct WideLossTests {
  private struct Outcome {
    var loss: Double
    var gradient: [Float]
  }

  private static let examples = 3
  private static let row = 1

  /// The middle row of a batch of three, in blocks of 16 classes.
  private static func wide(_ kind: Loss, _ logits: [Float], _ targets: [Float], scale: Float) -> Outcome {
    let classes = logits.count
    let block = examples * 16
    let blocks = (classes + 15) / 16
    // Behind the last class stands what must not matter.
    var values = [Float](repeating: 7, count: blocks * block)
    for (index, logit) in logits.enumerated() { values[index / 16 * block + row * 16 + index % 16] = logit }
    var gradient = [Float](repeating: -1, count: blocks * block)
    let loss = unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe gradient.withUnsafeMutableBufferPointer { gradient in
        unsafe targets.withUnsafeBufferPointer { targets in
          guard let x = values.baseAddress, let g = gradient.baseAddress, let t = targets.baseAddress else {
            return Double.nan
          }
          let example = unsafe LossRow(
            logits: x + row * 16, gradient: g + row * 16, blockStride: block, targets: t, classes: classes,
            scale: scale)
          return kind == .sigmoid ? sigmoidCrossEntropy(example) : softmaxCrossEntropy(example)
        }
      }
    }
    for index in gradient.indices where index / 16 % examples != row { #expect(gradient[index] == -1) }
    let found = (0..<(blocks * 16)).map { gradient[$0 / 16 * block + row * 16 + $0 % 16] }
    #expect(found.dropFirst(classes).allSatisfy { $0 == 0 })
    return Outcome(loss: loss, gradient: Array(found.prefix(classes)))
  }

  private static func plain(_ kind: Loss, _ logits: [Float], _ targets: [Float], scale: Float) -> Outcome {
    var gradient = [Float](repeating: 0, count: logits.count)
    let loss = unsafe gradient.withUnsafeMutableBufferPointer { gradient in
      unsafe logits.withUnsafeBufferPointer { logits in
        unsafe targets.withUnsafeBufferPointer { targets in
          guard let x = logits.baseAddress, let g = gradient.baseAddress, let t = targets.baseAddress else {
            return Double.nan
          }
          return unsafe kind == .sigmoid
            ? sigmoidCrossEntropy(
              x, targets: t, classes: logits.count, scale: Double(scale), gradient: g)
            : softmaxCrossEntropy(x, targets: t, classes: logits.count, scale: Double(scale), gradient: g)
        }
      }
    }
    return Outcome(loss: loss, gradient: gradient)
  }

  @Test(
    "equal the plain ones in double precision", arguments: Loss.allCases,
    [1, 2, 15, 16, 17, 31, 32, 100, 195])
  func plainForm(kind: Loss, classes: Int) {
    var stream = RandomStream(seed: UInt64(classes), purpose: "logits")
    for width in [1e-4, 1, 10, 80, 1000] {
      let logits = stream.floats(classes, from: -width, to: width)
      var targets = stream.floats(classes, from: 0, to: 1)
      if width == 10 { targets = targets.indices.map { $0 == classes / 2 ? 1 : 0 } }
      let scale: Float = 1 / 6240
      let found = Self.wide(kind, logits, targets, scale: scale)
      let expected = Self.plain(kind, logits, targets, scale: scale)
      // Terms in single precision: 2⁻²³ each, some operations behind one another; a softmax's distance of 2 · width
      // is rounded before it is a power.
      let tolerance = kind == .sigmoid ? 4e-7 : 4e-7 * max(1, 2 * min(width, 80))
      let size = expected.loss + width * Double(classes) * 1e-1
      #expect(
        abs(found.loss - expected.loss) <= tolerance * size, "\(width): \(found.loss), \(expected.loss)")
      let largest = Double(scale) * (kind == .sigmoid ? 1 : targets.reduce(0) { $0 + Double($1) })
      for (one, other) in zip(found.gradient, expected.gradient) {
        #expect(abs(Double(one) - Double(other)) <= tolerance * largest, "\(width): \(one), \(other)")
      }
    }
  }

  @Test("pass on what is no number", arguments: Loss.allCases, [Float.nan, .infinity, -.infinity])
  func notFinite(kind: Loss, value: Float) {
    var logits = [Float](repeating: 0.5, count: 20)
    logits[18] = value
    let targets = (0..<20).map { Float($0 == 3 ? 1 : 0) }
    #expect(!Self.wide(kind, logits, targets, scale: 1).loss.isFinite)
    #expect(
      Self.wide(kind, logits, targets, scale: 1).loss.isFinite
        == Self.plain(kind, logits, targets, scale: 1).loss.isFinite)
  }
}
