internal import CFFTW
internal import Synchronization

/// FFTW's real transform of sixteen frames of 512 samples in single precision, planned once in a process.
///
/// The plan is an estimate, not a measurement: measured plans differ from run to run, and so would the features' last
/// bits. Sixteen frames whose spectra lie side by side cost no more than one after the other.
///
/// `@unchecked Sendable`: the plan is never changed after `init`, and FFTW allows any number of threads to execute one plan
/// on arrays of their own.
@safe
final class FourierTransform: @unchecked Sendable {
  static let size = 512
  static let bins = size / 2 + 1
  static let batch = 16

  /// The process's transform.
  static let shared = FourierTransform()

  /// FFTW's planner is not made for two threads at once.
  private static let planner = Mutex<Void>(())
  private let plan: fftwf_plan

  private init() {
    let frames = FloatBuffer(count: Self.batch * Self.size)
    let spectra = FloatBuffer(count: Self.bins * Self.batch * 2)
    let size = CInt(Self.size)
    var plan: fftwf_plan?
    Self.planner.withLock { _ in
      unsafe withUnsafePointer(to: size) { size in
        unsafe plan = fftwf_plan_many_dft_r2c(
          1, size, CInt(Self.batch), frames.pointer, nil, 1, size.pointee,
          UnsafeMutableRawPointer(spectra.pointer).assumingMemoryBound(to: fftwf_complex.self), nil,
          CInt(Self.batch), 1, FFTW_ESTIMATE | FFTW_PRESERVE_INPUT)
      }
    }
    guard let plan = unsafe plan else { preconditionFailure("FFTW has no plan for 512 real values") }
    unsafe self.plan = plan
  }

  deinit { Self.planner.withLock { _ in unsafe fftwf_destroy_plan(plan) } }

  /// Transforms sixteen frames.
  ///
  /// - Parameters:
  ///   - frames: `[16, 512]`, kept.
  ///   - spectra: `[257, 16, 2]`, overwritten: bin, frame, real and imaginary part.
  func transform(_ frames: borrowing FloatBuffer, into spectra: borrowing FloatBuffer) {
    precondition(frames.count == Self.batch * Self.size && spectra.count == Self.bins * Self.batch * 2)
    let output = unsafe UnsafeMutableRawPointer(spectra.pointer).assumingMemoryBound(to: fftwf_complex.self)
    unsafe fftwf_execute_dft_r2c(plan, frames.pointer, output)
  }
}
