/// One record of a TensorBoard events file.
///
/// A record (tensorflow/core/lib/io/record_writer.h) is the length of its data as u64, the masked CRC-32C of these eight
/// bytes, the data, and their masked CRC-32C, all little-endian. The data are an `Event` message
/// (tensorflow/core/util/event.proto): 1 wall_time (double), 2 step, and one of 3 file_version, 5 summary, 7 session_log. A
/// summary's values (summary.proto) have 1 tag, and 2 simple_value (float) or 4 image with 1 height, 2 width, 3 channels,
/// 4 PNG.
public struct TensorBoardEvent: Sendable, Hashable {
  /// What an event tells.
  public enum Content: Sendable, Hashable {
    /// The format; the first event of every file.
    case fileVersion
    /// From here on the events of this step and of later ones replace those of earlier files.
    case sessionStart
    /// Figures and pictures of the step.
    case summary([Value])
  }

  /// A figure or a picture under its name; a `/` in it makes a group.
  public struct Value: Sendable, Hashable {
    /// Which of the two, with what it shows.
    public enum Kind: Sendable, Hashable {
      /// A figure; kept in single precision.
      case scalar(Double)
      /// A PNG file and its size in pixels.
      case picture(png: [UInt8], width: Int, height: Int)
    }

    /// The name.
    public var tag: String
    /// What it shows.
    public var kind: Kind

    /// A value.
    public init(tag: String, kind: Kind) {
      (self.tag, self.kind) = (tag, kind)
    }
  }

  /// When it happened, in seconds since 1970 (UTC).
  public var wallTime: Double
  /// The place on the horizontal axis.
  public var step: Int
  /// What it tells.
  public var content: Content

  /// An event.
  public init(wallTime: Double, step: Int, content: Content) {
    (self.wallTime, self.step, self.content) = (wallTime, step, content)
  }

  /// The event as the record that is appended to a file.
  public var record: [UInt8] {
    let data = message
    let length = (0..<8).map { UInt8(truncatingIfNeeded: UInt64(data.count) >> (8 * $0)) }
    return length + Self.checksum(length) + data + Self.checksum(data)
  }

  private var message: [UInt8] {
    WireWriter { event in
      event.eightBytes(1, wallTime.bitPattern)
      if step != 0 { event.integer(2, step) }
      switch content {
      case .fileVersion: event.text(3, "brain.Event:2")
      case .sessionStart: event.message(7) { $0.integer(1, 1) }
      case .summary(let values):
        event.message(5) { summary in
          for value in values { summary.message(1) { $0.append(value) } }
        }
      }
    }.bytes
  }

  private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
    var checksum = CRC32C()
    checksum.append(unsafe bytes.span.bytes)
    let value = checksum.masked
    return (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

extension WireWriter {
  fileprivate mutating func append(_ value: TensorBoardEvent.Value) {
    text(1, value.tag)
    switch value.kind {
    case .scalar(let figure): fourBytes(2, Float(figure).bitPattern)
    case .picture(let png, let width, let height):
      message(4) { picture in
        picture.integer(1, height)
        picture.integer(2, width)
        picture.integer(3, 3)
        picture.data(4, png)
      }
    }
  }
}
