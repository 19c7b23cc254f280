public import Audio

/// A recording from file to examples, on the thread that calls.
public struct FeatureWorkload: Workload {
  /// One clip a step.
  public var itemsPerStep: Int { 1 }

  private let path: String
  private let frontEnd: FrontEnd

  /// The features that a front end makes of a recording.
  public init(path: String, frontEnd: FrontEnd) {
    self.path = path
    self.frontEnd = frontEnd
  }

  /// Decodes, resamples and transforms the recording.
  ///
  /// - Throws: ``AudioError``.
  public func step() throws { _ = try frontEnd.examples(ofFile: path) }
}
