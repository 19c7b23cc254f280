/// How the images of a convolution are cut into pieces: several whole images where they are small, bands of lines where
/// they are large, so that a piece's patches and sums stay in cache. Depends on the shape alone, never on threads.
struct ConvolutionTiling {
  /// Rows of the patch matrix that a piece aims at: enough to pay for packing the kernel with each product.
  static let targetRows = 384
  /// Parts of a batch whose kernel gradients are summed one by one and then together, in order.
  static let largestGroupCount = 8

  /// Columns of the patch matrix from which on it is cut by kernel lines: then a product over a third of them is deep
  /// enough, and the patches stay in the second-level cache.
  static let cutColumns = 768

  /// The image before the pool.
  let image: ImageShape
  /// Whole images in a piece; 1 where lines are cut.
  let images: Int
  /// Lines in a piece: all, or an even number, so that no pooled square is cut.
  let lines: Int

  /// A piece of a batch.
  struct Piece {
    var images: Range<Int>
    var lines: Range<Int>
  }

  init(_ image: ImageShape) {
    self.image = image
    let rows = max(image.height * image.width, 1)
    if rows <= Self.targetRows {
      images = Self.targetRows / rows
      lines = image.height
    } else {
      images = 1
      lines = min(image.height, max(2, Self.targetRows / max(image.width, 1) / 2 * 2))
    }
  }

  /// Rows of the patch matrix of the largest piece.
  var rows: Int { images * lines * image.width }

  private var bands: Int { (image.height + lines - 1) / lines }

  /// The number of pieces in `count` images.
  func pieceCount(_ count: Int) -> Int { (count + images - 1) / images * bands }

  /// A piece of `count` images.
  func piece(_ index: Int, of count: Int) -> Piece {
    let first = index / bands * images
    let line = index % bands * lines
    return Piece(
      images: first..<min(first + images, count), lines: line..<min(line + lines, image.height))
  }

  /// The number of parts that patches over `channels` channels are cut into: 1 or 3.
  static func partCount(channels: Int) -> Int { 9 * channels >= cutColumns ? 3 : 1 }

  /// The kernel lines of a part.
  static func kernelLines(part: Int, channels: Int) -> Range<Int> {
    partCount(channels: channels) == 1 ? 0..<3 : part..<(part + 1)
  }

  /// Columns of the patch matrix of a part.
  static func columns(channels: Int) -> Int { 9 * channels / partCount(channels: channels) }

  /// The number of groups of a batch; depends on the batch alone.
  static func groupCount(_ count: Int) -> Int { min(count, largestGroupCount) }

  /// The images of a group; their numbers differ by one at most.
  static func group(_ index: Int, of count: Int) -> Range<Int> {
    let groups = groupCount(count)
    return (index * count / groups)..<((index + 1) * count / groups)
  }
}
