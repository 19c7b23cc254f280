/// Where one block of 16 channels of one image lies: its first pixel and the way to the others.
public struct PixelLayout {
  /// Floats from a row to the next.
  public var row: Int
  /// Floats from a pixel to the next.
  public var pixel: Int

  /// Strides in floats.
  public init(row: Int, pixel: Int) {
    self.row = row
    self.pixel = pixel
  }
}
