/// What `gc` would remove from a registry, and what it keeps.
public struct GarbagePlan: Sendable, Hashable, Codable {
  /// Everything that was looked at, in the order of the runs.
  public var items: [GarbageItem]

  /// A plan from its items.
  public init(items: [GarbageItem] = []) { self.items = items }

  /// What goes.
  public var garbage: [GarbageItem] { items.filter { !$0.isKept } }
  /// The bytes that go.
  public var freedByteCount: Int { garbage.reduce(0) { $0 + $1.byteCount } }
  /// The bytes of the snapshots that stay.
  public var keptByteCount: Int { items.filter(\.isKept).reduce(0) { $0 + $1.byteCount } }
}
