/// Files and folders of a data folder that are no clips: text, pictures, folders within class folders.
public struct IgnoredFiles: Sendable, Hashable, Codable {
  /// How many paths are kept as examples.
  public static let exampleLimit = 100

  /// How many there are.
  public private(set) var count = 0
  /// The first of them in order, relative to the data folder.
  public private(set) var examples: [String] = []

  mutating func add(_ path: String) {
    count += 1
    if examples.count < Self.exampleLimit { examples.append(path) }
  }
}
