internal import Foundation
internal import Metrics

/// A confusion matrix as a column: for every count that is not zero, the zeros since the one before and the count, both
/// as LEB128 (7 bits a byte, low ones first), row-major. 195 classes that are told apart well take about a kilobyte.
enum ConfusionCounts {
  static func encode(_ matrix: ConfusionMatrix) -> Data {
    var data = Data()
    var zeros = 0
    for count in matrix.counts {
      if count == 0 {
        zeros += 1
      } else {
        append(zeros, to: &data)
        append(count, to: &data)
        zeros = 0
      }
    }
    return data
  }

  /// The matrix; throws ``ExperimentError/Code/registry`` for bytes that are none of that many classes.
  static func decode(_ data: Data, classCount: Int) throws -> ConfusionMatrix {
    let damaged = ExperimentError(
      .registry, found: "a damaged confusion matrix of \(classCount) classes",
      remedy: "Restore the registry from the run folders: jx registry rebuild")
    guard (1...65_536).contains(classCount) else { throw damaged }
    var counts = [Int](repeating: 0, count: classCount * classCount)
    var bytes = [UInt8](data)[...]
    var position = 0
    while !bytes.isEmpty {
      guard let zeros = next(&bytes), let count = next(&bytes), zeros < counts.count - position else {
        throw damaged
      }
      counts[position + zeros] = count
      position += zeros + 1
    }
    return try ConfusionMatrix(counts: counts, classCount: classCount)
  }

  private static func append(_ value: Int, to data: inout Data) {
    var rest = UInt(value)
    while rest >= 0x80 {
      data.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    data.append(UInt8(rest))
  }

  private static func next(_ bytes: inout ArraySlice<UInt8>) -> Int? {
    var value = 0
    var shift = 0
    while let byte = bytes.popFirst(), shift < 63 {
      value |= Int(byte & 0x7f) << shift
      if byte < 0x80 { return value >= 0 ? value : nil }
      shift += 7
    }
    return nil
  }
}
