/// What the pool leaves for its backward pass, one byte an output: which of its four inputs was the largest
/// (0 to 3, row by row, the first of equals) or this, where the rectifier let nothing through.
public let closedPoolCode: UInt8 = 4

/// Takes the largest of each 2×2 square, adds the bias and, with `rectify`, sets what is negative to zero; NaN stays NaN.
///
/// Adding after the maximum gives the same value as before it, since rounding keeps order.
///
/// - Parameters:
///   - sums: `lines · width · channels` values of one image. An odd last line or column is dropped.
///   - biases: `channels` values.
///   - output: `(lines / 2) · (width / 2) · channels` values; overwritten.
///   - codes: laid out like `output`; overwritten unless nil.
public func maxPool(
  _ sums: UnsafePointer<Float>, lines: Int, width: Int, channels: Int, biases: UnsafePointer<Float>,
  rectify: Bool,
  output: UnsafeMutablePointer<Float>, codes: UnsafeMutablePointer<UInt8>?
) {
  let pitch = width * channels
  var target = output
  var codeTarget = codes
  for y in 0..<(lines / 2) {
    for x in 0..<(width / 2) {
      let square = sums + (2 * y * pitch + 2 * x * channels)
      if let codeTarget {
        poolSquare(
          square, pitch: pitch, channels: channels, biases: biases, rectify: rectify, output: target,
          codes: codeTarget)
      } else {
        poolSquare(
          square, pitch: pitch, channels: channels, biases: biases, rectify: rectify, output: target)
      }
      target += channels
      codeTarget = codeTarget.map { $0 + channels }
    }
  }
}

private func poolSquare(
  _ square: UnsafePointer<Float>, pitch: Int, channels: Int, biases: UnsafePointer<Float>, rectify: Bool,
  output: UnsafeMutablePointer<Float>
) {
  let floor = rectify ? 0 : -Float.infinity
  for channel in 0..<channels {
    var best = square[channel]
    best = larger(square[channels + channel], best)
    best = larger(square[pitch + channel], best)
    best = larger(square[pitch + channels + channel], best)
    let sum = best + biases[channel]
    output[channel] = sum < floor ? floor : sum
  }
}

private func poolSquare(
  _ square: UnsafePointer<Float>, pitch: Int, channels: Int, biases: UnsafePointer<Float>, rectify: Bool,
  output: UnsafeMutablePointer<Float>, codes: UnsafeMutablePointer<UInt8>
) {
  let floor = rectify ? 0 : -Float.infinity
  for channel in 0..<channels {
    var best = square[channel]
    var code: Int32 = 0
    let second = square[channels + channel]
    code = isLarger(second, best) ? 1 : code
    best = larger(second, best)
    let third = square[pitch + channel]
    code = isLarger(third, best) ? 2 : code
    best = larger(third, best)
    let fourth = square[pitch + channels + channel]
    code = isLarger(fourth, best) ? 3 : code
    best = larger(fourth, best)
    let sum = best + biases[channel]
    output[channel] = sum < floor ? floor : sum
    codes[channel] = UInt8(truncatingIfNeeded: sum > floor ? code : Int32(closedPoolCode))
  }
}

@inline(__always)
private func isLarger(_ value: Float, _ best: Float) -> Bool { value > best || value != value }

@inline(__always)
private func larger(_ value: Float, _ best: Float) -> Float { isLarger(value, best) ? value : best }

/// Carries a gradient back through the pool and the rectifier before it: the adjoint of ``maxPool(_:lines:width:channels:biases:rectify:output:codes:)``.
///
/// - Parameters:
///   - gradient: `(height / 2) · (width / 2) · channels` values of one image.
///   - codes: what the pool left, laid out like `gradient`.
///   - extent: the image before the pool.
///   - spread: `height · width · channels` values; overwritten.
public func spreadThroughPool(
  _ gradient: UnsafePointer<Float>, codes: UnsafePointer<UInt8>, _ extent: ImageExtent,
  into spread: UnsafeMutablePointer<Float>
) {
  let channels = extent.channels
  let pitch = extent.width * channels
  if extent.height % 2 != 0 || extent.width % 2 != 0 { spread.update(repeating: 0, count: extent.count) }
  var source = gradient
  var code = codes
  for y in 0..<(extent.height / 2) {
    for x in 0..<(extent.width / 2) {
      let square = spread + (2 * y * pitch + 2 * x * channels)
      let below = square + pitch
      for channel in 0..<channels {
        let value = source[channel]
        let which = Int32(code[channel])
        square[channel] = which == 0 ? value : 0
        square[channels + channel] = which == 1 ? value : 0
        below[channel] = which == 2 ? value : 0
        below[channels + channel] = which == 3 ? value : 0
      }
      source += channels
      code += channels
    }
  }
}
