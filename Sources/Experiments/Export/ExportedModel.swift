/// A network that was exported.
public struct ExportedModel: Sendable, Hashable {
  /// The files, or the folder of a SavedModel's version.
  public var paths: [String]
  /// Their size together.
  public var byteCount: Int
  /// The list of the classes that lies with it.
  public var classesPath: String
  /// How its answers are made, which lies with it, too.
  public var decisionPath: String
  /// The SavedModel's version; nil for other formats.
  public var version: Int?
  /// Layers that the layout has no place for.
  public var omittedLayers: [String] = []
}
