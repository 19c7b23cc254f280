#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The Fourier transforms of sixteen windowed frames of a signal, side by side.
///
/// In double precision: in single, loud low notes leave errors of up to 3e-4 in the log-mel of silent bands above them. A
/// frame's bits don't depend on its company, nor on how the loops were compiled for AVX2 or AVX-512.
struct FrameTransform: ~Copyable {
  /// Samples that are transformed, those behind the window being zeros.
  static let size = 512
  /// Bins from 0 Hz to half the sample rate.
  static let bins = size / 2 + 1
  /// Frames side by side.
  static let frames = 16

  /// Samples from one frame's start to the next's.
  private let hop: Int
  /// `[512]`: half the window, since the spectra of two real frames in one complex signal come out doubled.
  private let window: [Double]
  /// Stretches of `hop` samples that sixteen frames reach, a multiple of eight.
  private let columns: Int
  private let signal: AlignedBuffer<Double>
  private let hops: AlignedBuffer<Double>
  private let spectra = AlignedBuffer<Double>(count: size * frames)

  private static let twiddles = twiddles(of: 512)
  private static let innerTwiddles = twiddles(of: 64)

  /// Frames of a window's length.
  ///
  /// - Parameters:
  ///   - window: at most 512 factors.
  ///   - hop: samples from one frame's start to the next's, a multiple of 8.
  init(window: [Double], hop: Int) {
    precondition(window.count <= Self.size && hop > 0 && hop % 8 == 0, "\(window.count) samples every \(hop)")
    self.hop = hop
    self.window =
      window.map { $0 / 2 } + [Double](repeating: 0, count: Self.size - window.count)
    columns = (Self.frames + (Self.size - 1) / hop + 7) / 8 * 8
    signal = AlignedBuffer(count: columns * hop)
    hops = AlignedBuffer(count: columns * hop)
  }

  /// Transforms the sixteen frames that begin at the samples' start, which are continued with zeros.
  func transform(_ samples: Span<Double>) {
    let count = min(samples.count, columns * hop)
    unsafe samples.withUnsafeBufferPointer { samples in
      if let source = samples.baseAddress { unsafe signal.pointer.update(from: source, count: count) }
    }
    unsafe (signal.pointer + count).update(repeating: 0, count: columns * hop - count)
    unsafe Kernels.transformFrames(
      signal: signal.pointer, hop: hop, columns: columns, hops: hops.pointer, window: window,
      twiddles: Self.twiddles, innerTwiddles: Self.innerTwiddles, spectra: spectra.pointer)
  }

  /// Writes the magnitudes of the frames transformed last, `[bins, 16]`.
  func copyMagnitudes(of bins: Range<Int>, to magnitudes: borrowing AlignedBuffer<Float>) {
    precondition(bins.upperBound <= Self.bins && magnitudes.count >= bins.upperBound * Self.frames)
    unsafe Kernels.frameMagnitudes(
      spectra: spectra.pointer, bins: bins, magnitudes: magnitudes.pointer)
  }

  /// Adds the squared magnitudes of the first `count` frames transformed last, one after the other, to `[257]` sums.
  func addPowers(ofFirst count: Int, to sums: inout [Double]) {
    precondition(sums.count == Self.bins && (0...Self.frames).contains(count))
    unsafe Kernels.addFramePowers(spectra: spectra.pointer, count: count, sums: &sums)
  }

  /// `[size/8, 7, 2]`: e^(−2πi·jq/size) for q in 1...7.
  private static func twiddles(of size: Int) -> [Double] {
    (0..<(size / 8)).flatMap { j in
      (1...7).flatMap { q -> [Double] in
        let angle = 2 * Double.pi * Double(j * q) / Double(size)
        return [cos(angle), -sin(angle)]
      }
    }
  }
}
