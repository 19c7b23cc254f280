/// A file of the disk's model: what is sure to be on the disk, and the changes that are not yet.
struct ModelFile {
  /// A change of bytes or size.
  enum Change {
    case write(offset: Int, bytes: [UInt8])
    case size(Int)
    case atLeast(Int)
  }

  /// The bytes that outlast a power cut.
  private(set) var durable: [UInt8] = []
  private var pending: [Change] = []

  /// What a disk writes whole or not at all.
  private static let sector = 512

  /// Notes a change that is not yet sure.
  mutating func change(_ change: Change) { pending.append(change) }

  /// Everything reaches the disk.
  mutating func settle() {
    for change in pending { apply(change, cut: nil) }
    pending = []
  }

  /// Each change reaches the disk or does not; a write perhaps only up to the end of a sector.
  mutating func settleSome(_ random: inout SeededRandom) {
    for change in pending {
      switch Int.random(in: 0..<3, using: &random) {
      case 0: continue
      case 1: apply(change, cut: nil)
      default:
        guard case .write(_, let bytes) = change else { continue }
        apply(change, cut: Int.random(in: 0...(bytes.count / Self.sector), using: &random) * Self.sector)
      }
    }
    pending = []
  }

  private mutating func apply(_ change: Change, cut: Int?) {
    switch change {
    case .write(let offset, let bytes):
      let kept = bytes.prefix(cut ?? bytes.count)
      guard !kept.isEmpty else { return }
      extend(to: offset + kept.count)
      durable.replaceSubrange(offset..<(offset + kept.count), with: kept)
    case .size(let size):
      if size < durable.count { durable.removeLast(durable.count - size) } else { extend(to: size) }
    case .atLeast(let size): extend(to: size)
    }
  }

  private mutating func extend(to size: Int) {
    if size > durable.count { durable += [UInt8](repeating: 0, count: size - durable.count) }
  }
}
