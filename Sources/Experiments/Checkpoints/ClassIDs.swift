internal import Foundation

/// The numbers that a file gives to classes: a database's ids, or places in a network's output.
///
/// A list numbers its names from 0 on. Files: Python pickles (`bird_id_map.pickle`, `train_id_list_1.0.0.pickle`), JSON
/// and CSV (`name,id`, or names alone).
public struct ClassIDs: Sendable, Hashable {
  /// The endings of the files.
  public static let extensions = ["pickle", "pkl", "json", "csv"]

  /// The number of each class.
  public let ids: [String: Int]
  private let path: String

  /// Reads a file, by its ending.
  ///
  /// - Throws: ``ExperimentError``: a file that can't be read, holds anything but names and whole numbers, or one name
  ///   twice.
  public init(path: String) throws(ExperimentError) {
    let pairs: [(name: String, id: Int)]
    switch path.split(separator: ".").last.map({ $0.lowercased() }) {
    case "json": pairs = try Self.pairs(ofJSON: try Self.contents(path), path)
    case "csv": pairs = try Self.pairs(ofCSV: path)
    case "pickle", "pkl":
      pairs = try Self.pairs(of: try PickleReader.read(try Self.contents(path), path: path), path)
    default:
      throw ExperimentError(
        .invalidData, found: "\(path) has no known ending", expected: Self.extensions.joined(separator: ", "))
    }
    var ids: [String: Int] = [:]
    for (name, id) in pairs {
      guard ids.updateValue(id, forKey: name) == nil else {
        throw Self.failure(path, "class '\(name)' stands in it twice", expected: "each class once")
      }
    }
    self.ids = ids
    self.path = path
  }

  /// The names in the order of their numbers, which must be 0, 1, 2, … without a gap.
  public func orderedNames() throws(ExperimentError) -> [String] {
    let sorted = ids.sorted { $0.value < $1.value }
    guard sorted.map(\.value) == Array(sorted.indices) else {
      throw Self.failure(path, "its numbers are not 0 to \(max(sorted.count - 1, 0))", expected: "each once")
    }
    return sorted.map(\.key)
  }

  private static func contents(_ path: String) throws(ExperimentError) -> [UInt8] {
    let file = try FileDescriptor(reading: path)
    var contents: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try file.read(into: &buffer)
      if count == 0 { return contents }
      contents += buffer[..<count]
      guard contents.count <= PickleReader.largest else {
        throw failure(path, "it has more than \(PickleReader.largest) bytes", expected: "a list of classes")
      }
    }
  }

  private static func pairs(
    of value: PickleValue, _ path: String
  ) throws(ExperimentError) -> [(name: String, id: Int)] {
    var pairs: [(name: String, id: Int)] = []
    switch value {
    case .list(let members), .tuple(let members):
      for (index, member) in members.enumerated() {
        guard case .text(let name) = member else {
          throw failure(path, "\(member) is no class", expected: "names")
        }
        pairs.append((name, index))
      }
    case .dictionary(let members):
      for member in members {
        guard case .text(let name) = member.key, case .integer(let id) = member.value else {
          throw failure(path, "\(member.key): \(member.value)", expected: "names with whole numbers")
        }
        pairs.append((name, id))
      }
    default: throw failure(path, "\(value)", expected: "a list or a dictionary of classes")
    }
    return pairs
  }

  private static func pairs(
    ofJSON bytes: [UInt8], _ path: String
  ) throws(ExperimentError) -> [(name: String, id: Int)] {
    if let names = try? JSONDecoder().decode([String].self, from: Data(bytes)) {
      return zip(names, names.indices).map { ($0, $1) }
    }
    do {
      return try JSONDecoder().decode([String: Int].self, from: Data(bytes)).map { ($0.key, $0.value) }
    } catch {
      throw failure(path, "it is no JSON array of names nor object of whole numbers", expected: "one of both")
    }
  }

  private static func pairs(ofCSV path: String) throws(ExperimentError) -> [(name: String, id: Int)] {
    var reader = try CSVReader(path: path)
    var pairs: [(name: String, id: Int)] = []
    while let record = try reader.next() {
      let isHeader = record.line == 1 && record.fields.count == 2 && Int(record.fields[1]) == nil
      if isHeader { continue }
      guard record.fields.count <= 2, let name = record.fields.first, !name.isEmpty,
        let id = record.fields.count == 1 ? pairs.count : Int(record.fields[1])
      else {
        throw reader.failure(
          record.fields.joined(separator: ","), expected: "a class, or a class and a whole number",
          line: record.line)
      }
      pairs.append((name, id))
    }
    return pairs
  }

  private static func failure(_ path: String, _ found: String, expected: String) -> ExperimentError {
    ExperimentError(.invalidData, found: "\(path): \(found)", expected: expected)
  }
}
