internal import Synchronization

/// The filter banks of this process, one a pair of rates, as many as fit 32 MiB; the oldest go first.
enum FilterBankCache {
  private struct Entry {
    let sourceRate: Int
    let targetRate: Int
    let bank: FilterBank
  }

  private static let entries = Mutex<[Entry]>([])
  private static let largestCount = 1 << 23

  /// The bank of a pair of rates, made if there is none. Two threads may both make it; one of the two is kept.
  static func bank(from sourceRate: Int, to targetRate: Int) -> FilterBank {
    let kept = entries.withLock { entries in
      entries.first { $0.sourceRate == sourceRate && $0.targetRate == targetRate }?.bank
    }
    if let kept { return kept }
    let bank = FilterBank(from: sourceRate, to: targetRate)
    entries.withLock { entries in
      entries.removeAll { $0.sourceRate == sourceRate && $0.targetRate == targetRate }
      entries.append(Entry(sourceRate: sourceRate, targetRate: targetRate, bank: bank))
      while entries.count > 64 || entries.reduce(0, { $0 + $1.bank.storedCount }) > largestCount {
        entries.removeFirst()
      }
    }
    return bank
  }
}
