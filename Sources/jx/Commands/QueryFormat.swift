internal import ArgumentParser

/// How answers are printed.
enum QueryFormat: String, CaseIterable, ExpressibleByArgument {
  /// An aligned table.
  case text
  /// An array of objects.
  case json
  /// Comma-separated values.
  case csv
  /// A selection table of Raven (Cornell Lab of Ornithology): tab-separated, times in seconds.
  case raven
  /// A label track of Audacity: start, end and text, tab-separated.
  case audacity

  /// The format that `--json` and `--csv` ask for.
  init(_ format: OutputFormat) {
    switch format {
    case .table: self = .text
    case .json: self = .json
    case .csv: self = .csv
    }
  }

  /// Whether it holds detections in time and nothing else.
  var isLabels: Bool { self == .raven || self == .audacity }
}
