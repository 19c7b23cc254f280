internal import Foundation

/// All measurements of a call, for people and for programs.
struct Report: Encodable {
  /// The machine before the first measurement.
  var machine: MachineFacts
  /// Threads of every contender.
  var threads: Int
  /// Rounds behind each figure.
  var rounds: Int
  /// The measurements, part by part, batch size by batch size.
  var measurements: [Measurement]

  /// Indented JSON.
  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }

  /// A table a part, and one of memory.
  func text(_ style: Table.Style) -> String {
    var text =
      "\(machine.processor), \(machine.cores) cores, \(threads) threads, "
      + "load \(machine.load.map { digits($0, 1) } ?? "unknown") before. Medians of \(rounds) rounds "
      + "(smallest–largest).\n"
    for part in Part.allCases where measurements.contains(where: { $0.part == part }) {
      text += "\n" + heading(part.title, style) + speed(part).rendered(style)
    }
    let memory = memory
    if !memory.rows.isEmpty { text += "\n" + heading("Peak memory, GB", style) + memory.rendered(style) }
    return text
  }

  /// Columns: what each contender did, then how many times as fast the first one was.
  private func speed(_ part: Part) -> Table {
    let contenders = contenders { $0.part == part }
    let first = contenders.first ?? ""
    var table = Table(["batch"] + contenders + contenders.dropFirst().map { "\(first) / \($0)" })
    for batchSize in part.batchSizes(in: measurements) {
      let row = contenders.map { name in
        measurements.first { $0.part == part && $0.batchSize == batchSize && $0.contender == name }
      }
      let speeds = row.map {
        $0.map { spread(part.showsMilliseconds ? $0.millisecondsPerStep : $0.itemsPerSecond) }
      }
      let ratios = row.dropFirst().map { $0?.speedOfFirst.map(spread) }
      table.rows.append([String(batchSize)] + (speeds + ratios).map { $0 ?? "–" })
    }
    return table
  }

  private var memory: Table {
    let contenders = contenders { $0.part != .features }
    var table = Table(["", "batch"] + contenders)
    for part in Part.allCases where part != .features {
      for batchSize in part.batchSizes(in: measurements) {
        let cells = contenders.map { name in
          measurements.first { $0.part == part && $0.batchSize == batchSize && $0.contender == name }?
            .peakMemory
            .map { digits(Double($0) / 1e9, 2) } ?? "–"
        }
        table.rows.append([part.rawValue, String(batchSize)] + cells)
      }
    }
    return table
  }

  private func contenders(_ isIncluded: (Measurement) -> Bool) -> [String] {
    var names: [String] = []
    for measurement in measurements where isIncluded(measurement) && !names.contains(measurement.contender) {
      names.append(measurement.contender)
    }
    return names
  }

  private func heading(_ title: String, _ style: Table.Style) -> String {
    style == .markdown ? "**\(title)**\n\n" : "\(title)\n"
  }

  private func spread(_ value: Measurement.Spread) -> String {
    let places = value.median < 10 ? 2 : value.median < 100 ? 1 : 0
    return
      "\(digits(value.median, places)) (\(digits(value.smallest, places))–\(digits(value.largest, places)))"
  }

  private func digits(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
}

extension Part {
  /// The batch sizes that were measured of this part, in their order.
  fileprivate func batchSizes(in measurements: [Measurement]) -> [Int] {
    var sizes: [Int] = []
    for measurement in measurements where measurement.part == self && !sizes.contains(measurement.batchSize) {
      sizes.append(measurement.batchSize)
    }
    return sizes
  }
}
