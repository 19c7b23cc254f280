/// Reads Python pickles of protocols 0 to 5 that consist of numbers, texts, lists, tuples and dictionaries.
///
/// A pickle is a program for a machine with a stack and a memo (CPython, `Lib/pickletools.py`): every instruction is one
/// byte with its argument behind it. Instructions that import names, call or build objects are refused by their names,
/// so that reading a pickle runs nothing.
struct PickleReader {
  /// The largest pickle that is read.
  static let largest = 1 << 24

  private var cursor: PickleCursor
  private var heap = PickleHeap()
  private var stack: [Int] = []
  private var marks: [Int] = []
  private var memo: [Int: Int] = [:]

  private init(_ bytes: [UInt8], path: String) {
    cursor = PickleCursor(bytes, path: path)
  }

  /// The value that a pickle stands for.
  ///
  /// - Parameter path: names the file in errors.
  /// - Throws: ``ExperimentError/Code/invalidData`` for anything else, cycles, values nested too deep and a key set twice.
  static func read(_ bytes: [UInt8], path: String) throws(ExperimentError) -> PickleValue {
    guard bytes.count <= largest else {
      throw ExperimentError(
        .invalidData, found: "\(path) has \(bytes.count) bytes", expected: "a pickle of at most \(largest)")
    }
    var reader = PickleReader(bytes, path: path)
    while true {
      let code = try reader.cursor.byte()
      if code == UInt8(ascii: ".") { break }
      guard let opcode = PickleOpcode(rawValue: code) else {
        throw reader.cursor.failure(
          PickleOpcode.refused[code].map { "the instruction \($0), which could run code or builds an object" }
            ?? "the unknown instruction \(code)",
          expected: "numbers, texts, lists, tuples and dictionaries")
      }
      try reader.execute(opcode)
    }
    let result = try reader.pop()
    return try reader.heap.value(of: result, limit: bytes.count, reader.cursor)
  }

  private mutating func execute(_ opcode: PickleOpcode) throws(ExperimentError) {
    switch opcode {
    case .proto:
      let version = try cursor.integer(byteCount: 1)
      guard version <= 5 else { throw cursor.failure("protocol \(version)", expected: "0 to 5") }
    case .frame: _ = try cursor.integer(byteCount: 8)
    case .mark: marks.append(stack.count)
    case .pop: _ = try pop()
    case .popMark: _ = try popToMark()
    case .dup:
      let top = try pop()
      stack += [top, top]
    case .put: memo[try cursor.index()] = try top()
    case .binput: memo[try cursor.integer(byteCount: 1)] = try top()
    case .longBinput: memo[try cursor.integer(byteCount: 4)] = try top()
    case .memoize: memo[memo.count] = try top()
    case .get: try pushMemo(try cursor.index())
    case .binget: try pushMemo(try cursor.integer(byteCount: 1))
    case .longBinget: try pushMemo(try cursor.integer(byteCount: 4))
    case .emptyList: push(.list([]))
    case .list: push(.list(try popToMark()))
    case .append: try append([try pop()])
    case .appends: try append(try popToMark())
    case .emptyTuple: push(.tuple([]))
    case .tuple: push(.tuple(try popToMark()))
    case .tuple1: push(.tuple(try pop(1)))
    case .tuple2: push(.tuple(try pop(2)))
    case .tuple3: push(.tuple(try pop(3)))
    case .emptyDict: push(.dictionary([]))
    case .dict:
      let members = try popToMark()
      push(.dictionary([]))
      try set(members)
    case .setitem: try set(try pop(2))
    case .setitems: try set(try popToMark())
    default: push(try cursor.scalar(opcode))
    }
  }

  private mutating func push(_ node: PickleHeap.Node) { stack.append(heap.add(node)) }

  private mutating func pushMemo(_ index: Int) throws(ExperimentError) {
    guard let value = memo[index] else { throw cursor.failure("value \(index) is used before it was stored") }
    stack.append(value)
  }

  private func top() throws(ExperimentError) -> Int {
    guard let top = stack.last, stack.count > marks.last ?? 0 else { throw cursor.failure("an empty stack") }
    return top
  }

  private mutating func pop() throws(ExperimentError) -> Int {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func pop(_ count: Int) throws(ExperimentError) -> [Int] {
    guard stack.count - (marks.last ?? 0) >= count else { throw cursor.failure("an empty stack") }
    let values = Array(stack.suffix(count))
    stack.removeLast(count)
    return values
  }

  private mutating func popToMark() throws(ExperimentError) -> [Int] {
    guard let mark = marks.popLast() else { throw cursor.failure("no mark on the stack") }
    let values = Array(stack[mark...])
    stack.removeLast(stack.count - mark)
    return values
  }

  private mutating func append(_ values: [Int]) throws(ExperimentError) {
    guard heap.append(values, to: try top()) else {
      throw cursor.failure("values appended to what is no list")
    }
  }

  private mutating func set(_ members: [Int]) throws(ExperimentError) {
    guard heap.set(members, in: try top()) else {
      throw cursor.failure("keys and values that don't pair, or are set in what is no dictionary")
    }
  }
}
