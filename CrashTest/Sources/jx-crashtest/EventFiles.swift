internal import Foundation

/// What TensorBoard shows of a run: the epochs and figures in its events files, told apart by split.
///
/// A record is its data's length (u64), a checksum (u32), the data and a checksum; the data are an `Event` message with 2
/// step, 5 summary and 7 session_log (`Sources/Net/TensorBoard`). Read here without jx's own code.
struct EventFiles: Equatable {
  /// Figures by split, step and name, as bits.
  private(set) var figures: [String: [Int: [String: UInt32]]] = [:]

  /// Figures that measure time and differ from run to run.
  private static let timely: Set<String> = ["examples_per_second"]

  /// Reads the files below a run's folder.
  init(folder: String) throws {
    let root = folder + "/tensorboard"
    for split in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] {
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(split)")
      for name in names.sorted() {
        let data = try Data(contentsOf: URL(filePath: "\(root)/\(split)/\(name)"))
        read([UInt8](data), split)
      }
    }
  }

  private mutating func read(_ bytes: [UInt8], _ split: String) {
    var place = 0
    while bytes.count - place >= 16 {
      let length = (0..<8).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
      guard length >= 0, length <= bytes.count - place - 16 else { return }
      readEvent(Array(bytes[(place + 12)..<(place + 12 + length)]), split)
      place += 16 + length
    }
  }

  private mutating func readEvent(_ message: [UInt8], _ split: String) {
    var step = 0
    var values: [String: UInt32] = [:]
    var (isStart, isSummary) = (false, false)
    for field in Self.fields(message) {
      switch field.number {
      case 2: step = field.varint
      case 5:
        isSummary = true
        for value in Self.fields(field.bytes) where value.number == 1 { Self.note(value.bytes, in: &values) }
      case 7: isStart = true
      default: break
      }
    }
    if isStart { figures[split] = figures[split]?.filter { $0.key < step } }
    if isSummary { figures[split, default: [:]][step, default: [:]].merge(values) { $1 } }
  }

  /// A value of a summary: its tag, and a figure or, of a picture, its bytes' number.
  private static func note(_ message: [UInt8], in values: inout [String: UInt32]) {
    var tag = ""
    var bits: UInt32 = 0
    for field in fields(message) {
      switch field.number {
      case 1: tag = String(decoding: field.bytes, as: UTF8.self)
      case 2: bits = (0..<4).reduce(0) { $0 | UInt32(field.bytes[$1]) << (8 * $1) }
      default: bits = UInt32(field.bytes.count)
      }
    }
    if !timely.contains(tag) { values[tag] = bits }
  }

  private struct Field {
    var number: Int
    var varint = 0
    var bytes: [UInt8] = []
  }

  /// The fields of a message that jx wrote; what is cut off is left out.
  private static func fields(_ message: [UInt8]) -> [Field] {
    var fields: [Field] = []
    var place = 0
    func varint() -> Int {
      var (value, shift) = (0, 0)
      while place < message.count, shift < 63 {
        value |= Int(message[place] & 0x7f) << shift
        place += 1
        if message[place - 1] < 0x80 { break }
        shift += 7
      }
      return value
    }
    while place < message.count {
      let tag = varint()
      var field = Field(number: tag >> 3)
      switch tag & 7 {
      case 0: field.varint = varint()
      case let kind:
        let count = kind == 1 ? 8 : kind == 5 ? 4 : varint()
        guard count <= message.count - place else { return fields }
        field.bytes = Array(message[place..<(place + count)])
        place += count
      }
      fields.append(field)
    }
    return fields
  }
}
