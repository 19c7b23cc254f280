/// Height, width and channels of an image or activation, in that (row-major, channels-last) order.
public struct ImageShape: Sendable, Hashable, Codable {
  /// Rows: frames of the log-mel example at the input.
  public var height: Int
  /// Columns: mel bands at the input.
  public var width: Int
  /// Channels.
  public var channels: Int

  /// A shape from its three extents.
  public init(height: Int, width: Int, channels: Int) {
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// `height · width · channels`.
  public var count: Int { height * width * channels }
}
