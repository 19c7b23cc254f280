/// Where a new run comes from beside its config.
struct RunOrigination {
  /// The run it was made from.
  var parent: RunParent?
  /// Looks at data and initial weights before the run exists; returns warnings to record.
  var examine: (DataList, Digest?) throws -> [String]

  /// An origin; without arguments that of a run from a config alone.
  init(parent: RunParent? = nil, examine: @escaping (DataList, Digest?) throws -> [String] = { _, _ in [] }) {
    self.parent = parent
    self.examine = examine
  }
}
