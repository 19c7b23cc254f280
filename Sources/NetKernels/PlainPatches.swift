/// Height, width and channels of one image, channels last.
public struct ImageExtent: Sendable, Hashable {
  /// Rows.
  public let height: Int
  /// Columns.
  public let width: Int
  /// Channels.
  public let channels: Int

  /// An extent from its parts.
  public init(height: Int, width: Int, channels: Int) {
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// `height · width · channels`.
  public var count: Int { height * width * channels }
}

/// Writes the 3×3 neighbourhood of every pixel of some lines as a row of values in (dy, dx, channel) order, zero where it
/// reaches over the border: im2col for stride 1 and SAME padding.
///
/// - Parameters:
///   - image: the first value of one image of `extent`.
///   - lines: the lines to take, within the image.
///   - kernelLines: which dy to take, 0 to 2; all three for whole patches.
///   - patches: `lines.count · width` rows of `kernelLines.count · 3 · channels` values; overwritten.
public func gatherPatches(
  of image: UnsafePointer<Float>, _ extent: ImageExtent, lines: Range<Int>, kernelLines: Range<Int>,
  into patches: UnsafeMutablePointer<Float>
) {
  let channels = extent.channels
  let pitch = extent.width * channels
  let run = 3 * channels
  var target = patches
  for y in lines {
    for x in 0..<extent.width {
      // Three neighbours in a line follow each other in memory, so a patch is three runs.
      let left = x == 0 ? channels : 0
      let right = x == extent.width - 1 ? channels : 0
      for kernelLine in kernelLines {
        let source = y + kernelLine - 1
        if source < 0 || source >= extent.height {
          fill(target, run)
        } else {
          fill(target, left)
          copy(image + (source * pitch + (x - 1) * channels + left), to: target + left, run - left - right)
          fill(target + (run - right), right)
        }
        target += run
      }
    }
  }
}

/// Writes the kernel that carries gradients back through a convolution: taps in reverse, channels and filters exchanged.
///
/// - Parameters:
///   - kernel: `[3, 3, channels, filters]`.
///   - tap: which of the nine taps of `flipped` to write.
///   - flipped: `[3, 3, filters, channels]`; only `tap`'s part is written.
public func flipKernel(
  _ kernel: UnsafePointer<Float>, channels: Int, filters: Int, tap: Int,
  into flipped: UnsafeMutablePointer<Float>
) {
  let source = kernel + (8 - tap) * channels * filters
  let target = flipped + tap * channels * filters
  let edge = 16
  for firstFilter in stride(from: 0, to: filters, by: edge) {
    let lastFilter = min(firstFilter + edge, filters)
    for firstChannel in stride(from: 0, to: channels, by: edge) {
      for channel in firstChannel..<min(firstChannel + edge, channels) {
        for filter in firstFilter..<lastFilter {
          target[filter * channels + channel] = source[channel * filters + filter]
        }
      }
    }
  }
}

/// Runs of one channel are too short for a call of `memcpy`.
private let shortRun = 16

@inline(__always)
private func copy(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, _ count: Int) {
  if count < shortRun {
    var index = 0
    while index < count {
      target[index] = source[index]
      index += 1
    }
  } else {
    target.update(from: source, count: count)
  }
}

@inline(__always)
private func fill(_ target: UnsafeMutablePointer<Float>, _ count: Int) {
  var index = 0
  while index < count {
    target[index] = 0
    index += 1
  }
}
