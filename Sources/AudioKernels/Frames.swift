/// Cuts sixteen overlapping frames out of a signal and multiplies each with a window.
///
/// `frames[f · frameStride + i] = signal[f · hop + i] · window[i]` for i in 0..<length; the rest of each frame stays.
///
/// - Parameters:
///   - signal: `15 · hop + length` values.
///   - window: `length` values, a multiple of 16.
///   - frames: `[16, frameStride]`.
@inline(never)
public func windowFrames(
  signal: UnsafePointer<Float>, hop: Int, window: UnsafePointer<Float>, length: Int,
  frames: UnsafeMutablePointer<Float>, frameStride: Int
) {
  for frame in 0..<16 {
    let source = signal + frame * hop
    let target = frames + frame * frameStride
    var index = 0
    while index < length {
      store(load(source, index) * load(window, index), target, index)
      index += 16
    }
  }
}
