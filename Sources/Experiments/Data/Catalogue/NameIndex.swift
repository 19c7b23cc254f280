/// Different byte strings, numbered in the order in which they first came: a hash table of 4 to 8 bytes a name beside the
/// names themselves, where a dictionary of strings takes a hundred.
struct NameIndex: Sendable {
  /// The names by number.
  private(set) var names = NameTable()
  /// Numbers by hash, linearly probed; -1 is free. A power of two, at most half full.
  private var slots = [Int32](repeating: -1, count: 16)

  /// The number of a name, a new one if it is new.
  mutating func index(of name: some Collection<UInt8>) -> Int {
    let bytes = ArraySlice(name)
    let slot = slot(of: bytes)
    guard slots[slot] < 0 else { return Int(slots[slot]) }
    let number = names.count
    names.append(bytes)
    slots[slot] = Int32(number)
    if names.count * 2 > slots.count { grow() }
    return number
  }

  /// The number of a name; nil for one that never came.
  func find(_ name: some Collection<UInt8>) -> Int? {
    let number = slots[slot(of: ArraySlice(name))]
    return number < 0 ? nil : Int(number)
  }

  /// Where a name stands or would stand.
  private func slot(of bytes: ArraySlice<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Self.hash(bytes) & mask
    while slots[slot] >= 0, names[Int(slots[slot])] != bytes { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    let mask = slots.count - 1
    for number in 0..<names.count {
      var slot = Self.hash(names[number]) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(number)
    }
  }

  private static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
    var hasher = Hasher()
    unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    return hasher.finalize() & Int.max
  }
}
