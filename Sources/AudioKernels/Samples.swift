/// The mean of both channels: `mono[i] = (stereo[2i] + stereo[2i + 1]) / 2`.
///
/// - Parameters:
///   - stereo: `[count, 2]`.
///   - mono: `count` values, overwritten; may be the same memory as `stereo`.
@inline(never)
public func averageStereo(_ stereo: UnsafePointer<Float>, count: Int, mono: UnsafeMutablePointer<Float>) {
  var index = 0
  while index + 16 <= count {
    let low = load(stereo, 2 * index)
    let high = load(stereo, 2 * index + 16)
    let left = Lanes(lowHalf: low.evenHalf, highHalf: high.evenHalf)
    let right = Lanes(lowHalf: low.oddHalf, highHalf: high.oddHalf)
    store((left + right) * 0.5, mono, index)
    index += 16
  }
  while index < count {
    mono[index] = (stereo[2 * index] + stereo[2 * index + 1]) * 0.5
    index += 1
  }
}

/// Sixteen-bit samples of one or two channels as a mean in ±1: `mono[i] = (Σ steps) / (32,768 · channels)`, exactly.
///
/// - Parameters:
///   - steps: `[count, channels]`.
///   - channels: 1 or 2.
///   - mono: `count` values, overwritten.
@inline(never)
public func averageSteps(
  _ steps: UnsafePointer<Int16>, channels: Int, count: Int, mono: UnsafeMutablePointer<Float>
) {
  if channels == 1 {
    for index in 0..<count { mono[index] = Float(Int32(steps[index])) * 0x1p-15 }
  } else {
    for index in 0..<count {
      mono[index] = Float(Int32(steps[2 * index]) &+ Int32(steps[2 * index + 1])) * 0x1p-16
    }
  }
}

/// Whether all values are numbers of magnitude at most `limit`: false for a NaN too.
@inline(never)
public func isBounded(_ values: UnsafePointer<Float>, count: Int, limit: Float) -> Bool {
  // A NaN stays in the sum of differences; a maximum alone would lose it.
  var index = 0
  var largest = Lanes.zero
  var poison = Lanes.zero
  while index + 16 <= count {
    let value = load(values, index)
    let magnitude = unsafeBitCast(
      unsafeBitCast(value, to: SIMD16<UInt32>.self) & 0x7fff_ffff, to: Lanes.self)
    largest.replace(with: magnitude, where: magnitude .> largest)
    poison += value * 0
    index += 16
  }
  var isBounded = all(largest .<= limit) && all(poison .== 0)
  while index < count {
    isBounded = isBounded && values[index].magnitude <= limit
    index += 1
  }
  return isBounded
}
