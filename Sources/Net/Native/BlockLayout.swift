internal import NetKernels

/// How a batch of images or vectors lies in memory: channels in blocks of 16, every pixel of a block 16 floats.
///
/// Channel c of pixel (y, x) of example n is at
/// `first + n · example + (c / 16) · block + y · row + x · pixel + c % 16`.
/// Channels are padded with zeros to a multiple of 32, two blocks, so that every product has whole panels.
struct BlockLayout: Sendable, Hashable {
  /// The image of one example; a vector is an image of one pixel.
  let image: ImageShape
  /// Floats before the first pixel: a border, where there is one.
  let first: Int
  /// Floats from an example to the next.
  let example: Int
  /// Floats from a block of 16 channels to the next.
  let block: Int
  /// Floats from a row of pixels to the next.
  let row: Int
  /// Floats from a pixel to the next.
  let pixel: Int
  /// All floats.
  let count: Int

  /// The number of blocks of 16 channels, an even number.
  var blocks: Int { Self.padded(image.channels) / 16 }

  /// The strides between pixels, as the kernels take them.
  var pixels: PixelLayout { PixelLayout(row: row, pixel: pixel) }

  /// Where an example's block of channels begins.
  func start(example index: Int, block channels: Int) -> Int { first + index * example + channels * block }

  /// Channels rounded up to a whole panel of 32.
  static func padded(_ channels: Int) -> Int { (channels + 31) / 32 * 32 }

  /// Images with a border of one pixel, `[example][block][height + 2][width + 2][16]`: a convolution's input.
  static func bordered(_ image: ImageShape, examples: Int) -> BlockLayout {
    let row = (image.width + 2) * 16
    let block = (image.height + 2) * row
    let example = padded(image.channels) / 16 * block
    return BlockLayout(
      image: image, first: row + 16, example: example, block: block, row: row, pixel: 16,
      count: examples * example)
  }

  /// Images of one channel with a border of one pixel, `[example][height + 2][width + 2]`, not in blocks.
  static func singleChannel(_ image: ImageShape, examples: Int) -> BlockLayout {
    let row = image.width + 2
    let example = (image.height + 2) * row
    return BlockLayout(
      image: image, first: row + 1, example: example, block: 0, row: row, pixel: 1, count: examples * example)
  }

  /// Images without a border as rows of a dense layer's input, `[height][width][block][example][16]`.
  static func flattened(_ image: ImageShape, examples: Int) -> BlockLayout {
    let block = examples * 16
    let pixel = padded(image.channels) / 16 * block
    let row = image.width * pixel
    return BlockLayout(
      image: image, first: 0, example: 16, block: block, row: row, pixel: pixel, count: image.height * row)
  }

  /// Vectors, `[block][example][16]`.
  static func vectors(_ channels: Int, examples: Int) -> BlockLayout {
    flattened(ImageShape(height: 1, width: 1, channels: channels), examples: examples)
  }

  /// Values of one example as a dense layer sees them: all pixels with their padded channels.
  var paddedCount: Int { image.height * image.width * Self.padded(image.channels) }
}

extension BlockLayout {
  /// Copies `examples` examples in, `[example, height, width, channels]`; what is padding stays as it is.
  func pack(_ source: UnsafePointer<Float>, examples: Int, into target: UnsafeMutablePointer<Float>) {
    walk(examples: examples) { plain, blocked, count in
      unsafe (target + blocked).update(from: source + plain, count: count)
    }
  }

  /// The inverse of ``pack(_:examples:into:)``.
  func unpack(_ source: UnsafePointer<Float>, examples: Int, into target: UnsafeMutablePointer<Float>) {
    walk(examples: examples) { plain, blocked, count in
      unsafe (target + plain).update(from: source + blocked, count: count)
    }
  }

  /// Calls `body(offset channels last, offset here, channels)` for each block of channels of each pixel.
  @inline(__always)
  private func walk(examples: Int, _ body: (Int, Int, Int) -> Void) {
    var plain = 0
    for index in 0..<examples {
      for y in 0..<image.height {
        for x in 0..<image.width {
          let here = first + index * example + y * row + x * pixel
          for channel in stride(from: 0, to: image.channels, by: 16) {
            let count = min(16, image.channels - channel)
            body(plain + channel, here + channel / 16 * block, count)
          }
          plain += image.channels
        }
      }
    }
  }
}
