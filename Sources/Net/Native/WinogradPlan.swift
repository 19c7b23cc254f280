/// How a convolution by Winograd's F(4×4, 3×3) cuts its work and lays out its transformed tensors.
///
/// A chunk is a few whole images, about 96 tiles: enough rows for the products to run at full speed, few enough for
/// the second cache. A section is a number of chunks that pass a stage together before the next stage begins.
/// Both depend on the layer alone. A chunk of V (and M, and Q) is `[36][block][tile][16]`.
struct WinogradPlan {
  /// Tiles of 4×4 pixels down and across an image.
  let tileRows: Int
  let tileColumns: Int
  /// Images in a chunk; the last one of a batch may have fewer.
  let imagesPerChunk: Int
  /// Chunks in a section.
  let chunksPerSection = 8
  /// Padded input channels and filters.
  let channels: Int
  let filters: Int

  init(input image: ImageShape, filters: Int, examples: Int) {
    tileRows = image.height / 4
    tileColumns = image.width / 4
    imagesPerChunk = max(1, min(96 / (image.height * image.width / 16), examples))
    channels = BlockLayout.padded(image.channels)
    self.filters = BlockLayout.padded(filters)
  }

  /// Tiles of an image.
  var tilesPerImage: Int { tileRows * tileColumns }
  /// Tiles of a full chunk.
  var tiles: Int { imagesPerChunk * tilesPerImage }
  /// Floats from a block of 16 channels to the next, in one position of a transformed chunk.
  var block: Int { tiles * 16 }

  /// Floats from one of the 36 positions to the next; a cache line more than needed, so that the 36 lines that
  /// a transform touches at a time do not fall on the same few sets of the cache.
  func position(channels: Int) -> Int { channels / 16 * block + 16 }

  /// Floats of a transformed chunk.
  func chunk(channels: Int) -> Int { 36 * position(channels: channels) }

  /// The chunks of a batch.
  func chunks(_ count: Int) -> Blocks { Blocks(count, by: imagesPerChunk) }

  /// The sections of a batch, as ranges of chunks.
  func sections(_ count: Int) -> Blocks { Blocks(chunks(count).count, by: chunksPerSection) }
}
