/// Many short byte strings in two arrays: 4 bytes of overhead a name instead of a heap object each.
struct NameTable: Sendable, Hashable {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  /// Names held.
  var count: Int { ends.count }

  /// What all names together can hold.
  static let byteLimit = Int(UInt32.max)

  /// The bytes of all names together.
  var byteCount: Int { bytes.count }

  /// Appends a name; all names together hold at most ``byteLimit``.
  mutating func append(_ name: some Collection<UInt8>) {
    bytes.append(contentsOf: name)
    precondition(bytes.count <= Self.byteLimit, "names of \(bytes.count) bytes; a table holds 4 GiB")
    ends.append(UInt32(bytes.count))
  }

  /// The bytes of one name.
  subscript(index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
  }

  /// One name as text.
  func text(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

  /// The order of two names by their bytes.
  func precedes(_ left: Int, _ right: Int) -> Bool { Self.precedes(self[left], self[right]) }

  /// The order of two byte strings: that of `memcmp`, the shorter one first where one starts the other.
  static func precedes(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    left.lexicographicallyPrecedes(right)
  }
}
