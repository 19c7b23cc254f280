/// How far the making of demo data has come.
public struct DemoProgress: Sendable, Hashable {
  /// Clips that are there.
  public var finishedClips: Int
  /// Clips that will be there.
  public var totalClips: Int
}
