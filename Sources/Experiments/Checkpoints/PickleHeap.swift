/// The values that a pickle builds, which refer to each other by number: the same list can stand in several places.
struct PickleHeap {
  /// One value.
  enum Node {
    case integer(Int)
    case real(Double)
    case text(String)
    case list([Int])
    case tuple([Int])
    case dictionary([(key: Int, value: Int)])
  }

  /// How deep values may be nested.
  private static let deepest = 64
  private var nodes: [Node] = []

  /// Adds a value; returns its number.
  mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  /// Appends values to a list; false if it is none.
  mutating func append(_ values: [Int], to number: Int) -> Bool {
    guard case .list(var members) = nodes[number] else { return false }
    // Held by nobody else while it grows: a list that is built value by value is not copied each time.
    nodes[number] = .integer(0)
    members += values
    nodes[number] = .list(members)
    return true
  }

  /// Sets keys and values, one after the other, in a dictionary; false if it is none or a value is missing.
  mutating func set(_ members: [Int], in number: Int) -> Bool {
    guard members.count.isMultiple(of: 2), case .dictionary(var pairs) = nodes[number] else { return false }
    nodes[number] = .integer(0)
    for index in stride(from: 0, to: members.count, by: 2) {
      pairs.append((members[index], members[index + 1]))
    }
    nodes[number] = .dictionary(pairs)
    return true
  }

  /// The value of a number with all it contains.
  ///
  /// - Parameters:
  ///   - limit: how many values there may be; what refers to itself or to much in several places has more.
  ///   - cursor: for errors.
  func value(of number: Int, limit: Int, _ cursor: PickleCursor) throws(ExperimentError) -> PickleValue {
    var count = 0
    return try value(of: number, depth: 0, &count, limit, cursor)
  }

  private func value(
    of number: Int, depth: Int, _ count: inout Int, _ limit: Int, _ cursor: PickleCursor
  ) throws(ExperimentError) -> PickleValue {
    count += 1
    guard depth < Self.deepest, count <= limit else {
      throw cursor.failure(
        "values that contain themselves or each other without end", expected: "at most \(Self.deepest) levels"
      )
    }
    switch nodes[number] {
    case .integer(let value): return .integer(value)
    case .real(let value): return .real(value)
    case .text(let value): return .text(value)
    case .list(let members): return .list(try values(of: members, depth, &count, limit, cursor))
    case .tuple(let members): return .tuple(try values(of: members, depth, &count, limit, cursor))
    case .dictionary(let members):
      var pairs: [PicklePair] = []
      var keys: Set<PickleValue> = []
      for member in members {
        let key = try value(of: member.key, depth: depth + 1, &count, limit, cursor)
        guard keys.insert(key).inserted else { throw cursor.failure("the key \(key) is set twice") }
        pairs.append(
          PicklePair(key: key, value: try value(of: member.value, depth: depth + 1, &count, limit, cursor)))
      }
      return .dictionary(pairs)
    }
  }

  private func values(
    of numbers: [Int], _ depth: Int, _ count: inout Int, _ limit: Int, _ cursor: PickleCursor
  ) throws(ExperimentError) -> [PickleValue] {
    var values: [PickleValue] = []
    for number in numbers { values.append(try value(of: number, depth: depth + 1, &count, limit, cursor)) }
    return values
  }
}
