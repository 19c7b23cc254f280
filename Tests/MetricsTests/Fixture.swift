import Foundation
import Testing

/// Reads the reference values that `Fixtures/metrics/generate.py` wrote.
enum Fixture {
  static func load<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/metrics/\(name).json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(contentsOf: file))
  }
}

/// Records an issue unless two figures are both absent, or both there and close.
///
/// The tolerance is relative, and absolute below 1. 1e-9 is what scikit-learn's figures must be met to: both sides compute
/// in double precision, in another order of summation.
func expectClose(
  _ found: Double?, _ expected: Double?, within tolerance: Double = 1e-9, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  switch (found, expected) {
  case (nil, nil): break
  case (let found?, let expected?):
    #expect(
      abs(found - expected) <= tolerance * max(1, abs(expected)), "\(what): \(found), reference \(expected)",
      sourceLocation: sourceLocation)
  default:
    let text = { (figure: Double?) in figure.map { "\($0)" } ?? "absent" }
    Issue.record(
      "\(what): \(text(found)), reference \(text(expected))", sourceLocation: sourceLocation)
  }
}

/// As `expectClose` for lists.
func expectClose(
  _ found: [Double?], _ expected: [Double?], within tolerance: Double = 1e-9, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, "\(what)", sourceLocation: sourceLocation)
  for (index, pair) in zip(found, expected).enumerated() {
    expectClose(pair.0, pair.1, within: tolerance, "\(what)[\(index)]", sourceLocation: sourceLocation)
  }
}
