internal import Audio

extension FeatureConfig {
  /// What turns recordings into examples with these settings.
  func frontEnd() throws(AudioError) -> FrontEnd {
    try FrontEnd(hopSeconds: hopSeconds, padShort: padShort)
  }
}
