/// How one individual differs from its species.
struct DemoVoice: Sendable, Hashable {
  /// Factor on all pitches.
  var pitch: Float
  /// Factor on all lengths and gaps.
  var tempo: Float
}
