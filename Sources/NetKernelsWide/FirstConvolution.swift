public import NetKernels

/// 3×3 convolution of one channel, ReLU and 2×2 max-pool in one pass, for 16 filters of one image.
///
/// - Parameters:
///   - x: the top left of the image with a border of one pixel, rows `rowStride` floats apart.
///   - height, width: of the pooled output.
///   - weights: nine vectors, `tapStride` apart.
///   - bias: 16 floats.
///   - y, layout: the output's first pixel and the way to the others.
///   - codes: as in ``transformOutputPooled``.
@inline(never)
public func convolveFirst(
  _ x: UnsafePointer<Float>, rowStride: Int, height: Int, width: Int,
  weights: UnsafePointer<Float>, tapStride: Int, bias: UnsafePointer<Float>,
  _ y: UnsafeMutablePointer<Float>, _ layout: PixelLayout, codes: UnsafeMutablePointer<UInt8>
) {
  let bias = load(bias)
  let kernel = Kernel(weights, tapStride)
  var codes = codes
  var i = 0
  while i < height {
    var source = x + 2 &* i &* rowStride
    var target = y + i &* layout.row
    var j = 0
    while j < width {
      pool(
        kernel.apply(source, rowStride), kernel.apply(source + 1, rowStride),
        kernel.apply(source + rowStride, rowStride), kernel.apply(source + rowStride + 1, rowStride), bias,
        target, codes)
      source += 2
      target += layout.pixel
      codes += lanes
      j &+= 1
    }
    i &+= 1
  }
}

/// The gradient of 16 filters' weights and bias over one image, through max-pool and ReLU; see ``convolveFirst``.
///
/// Writes ten vectors, 16 floats apart: nine taps and the bias.
@inline(never)
public func differentiateFirst(
  _ x: UnsafePointer<Float>, rowStride: Int, height: Int, width: Int,
  _ dy: UnsafePointer<Float>, _ layout: PixelLayout, codes: UnsafePointer<UInt8>,
  _ gradient: UnsafeMutablePointer<Float>
) {
  var kernel = Kernel()
  var bias = Vector.zero
  var codes = codes
  var i = 0
  while i < height {
    var source = x + 2 &* i &* rowStride
    var target = dy + i &* layout.row
    var j = 0
    while j < width {
      let inputs = Unpooled(target, codes)
      bias += inputs.sum
      kernel.add(inputs.x0, source, rowStride)
      kernel.add(inputs.x1, source + 1, rowStride)
      kernel.add(inputs.x2, source + rowStride, rowStride)
      kernel.add(inputs.x3, source + rowStride + 1, rowStride)
      source += 2
      target += layout.pixel
      codes += lanes
      j &+= 1
    }
    i &+= 1
  }
  kernel.write(gradient)
  store(bias, gradient + 9 &* lanes)
}

/// Nine taps of 16 filters.
private struct Kernel {
  var top: Three<Vector>
  var middle: Three<Vector>
  var bottom: Three<Vector>

  @inline(__always)
  init() {
    top = Three(.zero, .zero, .zero)
    middle = top
    bottom = top
  }

  @inline(__always)
  init(_ w: UnsafePointer<Float>, _ tapStride: Int) {
    top = Three(load(w), load(w + tapStride), load(w + 2 &* tapStride))
    middle = Three(load(w + 3 &* tapStride), load(w + 4 &* tapStride), load(w + 5 &* tapStride))
    bottom = Three(load(w + 6 &* tapStride), load(w + 7 &* tapStride), load(w + 8 &* tapStride))
  }

  /// The convolution at one pixel.
  @inline(__always)
  func apply(_ x: UnsafePointer<Float>, _ rowStride: Int) -> Vector {
    let upper = fused(x[2], top.x2, fused(x[1], top.x1, top.x0 * Vector(repeating: x[0])))
    let second = x + rowStride
    let center = fused(second[2], middle.x2, fused(second[1], middle.x1, fused(second[0], middle.x0, upper)))
    let third = second + rowStride
    return fused(third[2], bottom.x2, fused(third[1], bottom.x1, fused(third[0], bottom.x0, center)))
  }

  /// Adds what one pixel's gradient gives to the taps.
  @inline(__always)
  mutating func add(_ gradient: Vector, _ x: UnsafePointer<Float>, _ rowStride: Int) {
    top = Three(fused(x[0], gradient, top.x0), fused(x[1], gradient, top.x1), fused(x[2], gradient, top.x2))
    let second = x + rowStride
    middle = Three(
      fused(second[0], gradient, middle.x0), fused(second[1], gradient, middle.x1),
      fused(second[2], gradient, middle.x2))
    let third = second + rowStride
    bottom = Three(
      fused(third[0], gradient, bottom.x0), fused(third[1], gradient, bottom.x1),
      fused(third[2], gradient, bottom.x2))
  }

  @inline(__always)
  func write(_ g: UnsafeMutablePointer<Float>) {
    store(top.x0, g)
    store(top.x1, g + 16)
    store(top.x2, g + 32)
    store(middle.x0, g + 48)
    store(middle.x1, g + 64)
    store(middle.x2, g + 80)
    store(bottom.x0, g + 96)
    store(bottom.x1, g + 112)
    store(bottom.x2, g + 128)
  }
}
