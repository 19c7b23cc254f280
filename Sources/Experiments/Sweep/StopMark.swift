internal import Synchronization

/// Whether a training has come as far as it was to.
final class StopMark: Sendable {
  private let mark = Atomic(false)

  /// Whether it has.
  var isSet: Bool { mark.load(ordering: .acquiring) }

  /// It has.
  func set() { mark.store(true, ordering: .releasing) }
}
