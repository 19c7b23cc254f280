import Foundation

/// Numbers that `Tests/Fixtures/net/generate.py` wrote.
struct Fixture {
  private let index: Index
  private let values: [Float]

  private struct Index: Decodable {
    var scalars: [String: Scalar]
    var parts: [String: Part]
  }

  private struct Part: Decodable {
    var offset: Int
    var count: Int
  }

  private enum Scalar: Decodable {
    case one(Double)
    case many([Double])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Double.self) {
        self = .one(value)
      } else {
        self = .many(try container.decode([Double].self))
      }
    }
  }

  init(_ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/net")
    index = try JSONDecoder().decode(
      Index.self, from: Data(contentsOf: folder.appending(path: name + ".json")))
    let bytes = try Data(contentsOf: folder.appending(path: name + ".f32"))
    values = stride(from: 0, to: bytes.count, by: 4).map { offset in
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[offset + $1]) << (8 * $1) }
      return Float(bitPattern: bits)
    }
  }

  /// A list of values; empty if there is none, which no comparison accepts.
  func list(_ name: String) -> [Double] {
    guard let part = index.parts[name] else { return [] }
    return values[part.offset..<(part.offset + part.count)].map(Double.init)
  }

  /// A number; NaN if there is none.
  func number(_ name: String) -> Double {
    guard case .one(let value)? = index.scalars[name] else { return .nan }
    return value
  }

  /// A whole number; 0 if there is none.
  func integer(_ name: String) -> Int { Int(exactly: number(name)) ?? 0 }

  /// Several numbers.
  func numbers(_ name: String) -> [Double] {
    guard case .many(let values)? = index.scalars[name] else { return [] }
    return values
  }
}
