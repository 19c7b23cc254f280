#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// VGGish's 64 triangular bands from 125 to 7,500 Hz, linear in HTK mel: mel = 1127 ln(1 + f/700) (O'Shaughnessy 1987).
///
/// The triangles are linear in mel, not in Hz, and the bin at 0 Hz has no weight.
public struct MelFilterBank: Sendable {
  /// The number of bands.
  public static let bands = 64
  /// Each band's first bin of 257.
  let starts: [Int]
  /// Each band's number of bins.
  let counts: [Int]
  /// The weights of all bands, one band after the other.
  let weights: [Float]

  /// The bins that have any weight.
  let bins: Range<Int>

  /// VGGish's bank.
  public static let vggish = MelFilterBank()

  private static let lowestMel = mel(fromHertz: 125)
  private static let highestMel = mel(fromHertz: 7500)

  private init() {
    var starts: [Int] = []
    var counts: [Int] = []
    var weights: [Float] = []
    for band in 0..<Self.bands {
      let lower = Self.edge(band)
      let centre = Self.edge(band + 1)
      let upper = Self.edge(band + 2)
      let values = (0..<FrameTransform.bins).map { bin -> Double in
        let mel = Self.mel(fromHertz: Double(bin) * 16_000 / Double(FrameTransform.size))
        let weight = min((mel - lower) / (centre - lower), (upper - mel) / (upper - centre))
        return bin == 0 ? 0 : max(0, weight)
      }
      let first = values.firstIndex { $0 > 0 } ?? 0
      let end = (values.lastIndex { $0 > 0 } ?? first - 1) + 1
      starts.append(first)
      counts.append(end - first)
      weights += values[first..<end].map { Float($0) }
    }
    self.starts = starts
    self.counts = counts
    self.weights = weights
    bins = (starts.min() ?? 0)..<(zip(starts, counts).map { $0 + $1 }.max() ?? 0)
  }

  /// The mel at edge `index` of 66: band b rises from edge b to b + 1 and falls to b + 2.
  private static func edge(_ index: Int) -> Double {
    lowestMel + (highestMel - lowestMel) * Double(index) / Double(bands + 1)
  }

  /// A frequency in HTK mel.
  public static func mel(fromHertz hertz: Double) -> Double { 1127 * log(1 + hertz / 700) }

  /// The place of a frequency on the axis of bands, where band b has its peak at b: 0 to 63 within the bank.
  public static func bandPosition(ofHertz hertz: Double) -> Double {
    (mel(fromHertz: hertz) - lowestMel) / (highestMel - lowestMel) * Double(bands + 1) - 1
  }

  /// The bank as a matrix `[257, 64]`, row-major.
  public var matrix: [Float] {
    var matrix = [Float](repeating: 0, count: FrameTransform.bins * Self.bands)
    var weight = 0
    for band in 0..<Self.bands {
      for bin in starts[band]..<(starts[band] + counts[band]) {
        matrix[bin * Self.bands + band] = weights[weight]
        weight += 1
      }
    }
    return matrix
  }
}
