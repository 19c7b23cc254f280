/// One record of a CSV file.
struct CSVRecord: Sendable, Hashable {
  /// The line on which it begins, from 1.
  var line: Int
  /// The fields, unquoted.
  var fields: [String]
}
