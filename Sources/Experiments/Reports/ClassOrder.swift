internal import Metrics

/// In which order a picture lists classes.
public enum ClassOrder: String, Sendable, Hashable, CaseIterable {
  /// By name.
  case name
  /// By name, with a line between genera: what stands before the first underscore or space.
  case genus
  /// Those next to each other that are taken for one another.
  case cluster

  /// The classes in order, and the places before which a line parts groups.
  func arrangement(of classes: [String], _ matrix: ConfusionMatrix) -> (order: [Int], boundaries: [Int]) {
    switch self {
    case .cluster: return (matrix.clusteredOrder(), [])
    case .name, .genus:
      let order = classes.indices.sorted { (classes[$0], $0) < (classes[$1], $1) }
      guard self == .genus else { return (order, []) }
      let genera = order.map { classes[$0].prefix { $0 != "_" && $0 != " " } }
      let boundaries = genera.indices.dropFirst().filter { genera[$0] != genera[$0 - 1] }
      // Lines between all of them would say nothing.
      return (order, boundaries.count + 1 < classes.count ? boundaries : [])
    }
  }
}
