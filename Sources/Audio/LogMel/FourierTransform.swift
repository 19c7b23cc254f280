internal import CFFTW
internal import Synchronization

/// FFTW's transform of 512 real samples, planned once in a process.
///
/// In double precision: in single, loud low notes leave errors of up to 3e-4 in the log-mel of silent bands above them, and
/// FFTW's plan is no faster. The plan is an estimate, not a measurement: measured plans differ from run to run, and so
/// would the features' last bits.
///
/// `@unchecked Sendable`: the plan is never changed after `init`, and FFTW allows any number of threads to execute one plan
/// on arrays of their own.
@safe
final class FourierTransform: @unchecked Sendable {
  static let size = 512
  static let bins = size / 2 + 1

  /// The process's transform.
  static let shared = FourierTransform()

  /// FFTW's planner is not made for two threads at once.
  private static let planner = Mutex<Void>(())
  private let plan: fftw_plan

  private init() {
    let frame = AlignedBuffer<Double>(count: Self.size)
    let spectrum = AlignedBuffer<Double>(count: 2 * Self.bins)
    var plan: fftw_plan?
    Self.planner.withLock { _ in
      unsafe plan = fftw_plan_dft_r2c_1d(
        CInt(Self.size), frame.pointer, Self.complex(spectrum), FFTW_ESTIMATE | FFTW_PRESERVE_INPUT)
    }
    guard let plan = unsafe plan else { preconditionFailure("FFTW has no plan for 512 real values") }
    unsafe self.plan = plan
  }

  deinit { Self.planner.withLock { _ in unsafe fftw_destroy_plan(plan) } }

  /// Transforms a frame.
  ///
  /// - Parameters:
  ///   - frame: 512 samples, kept.
  ///   - spectrum: `[257, 2]`, overwritten: real and imaginary part of each bin.
  func transform(_ frame: borrowing AlignedBuffer<Double>, into spectrum: borrowing AlignedBuffer<Double>) {
    precondition(frame.count == Self.size && spectrum.count == 2 * Self.bins)
    unsafe fftw_execute_dft_r2c(plan, frame.pointer, Self.complex(spectrum))
  }

  @unsafe
  private static func complex(_ buffer: borrowing AlignedBuffer<Double>) -> UnsafeMutablePointer<fftw_complex>
  {
    unsafe UnsafeMutableRawPointer(buffer.pointer).assumingMemoryBound(to: fftw_complex.self)
  }
}
