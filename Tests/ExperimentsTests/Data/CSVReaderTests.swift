import Foundation
import Testing

@testable import Experiments

@Suite("CSVReader")
struct CSVReaderTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/data")

  private func records(_ path: String) throws -> [CSVRecord] {
    var reader = try CSVReader(path: path)
    var records: [CSVRecord] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }

  private func records(text: String) throws -> [CSVRecord] {
    let folder = try TemporaryFolder()
    try AtomicFile.write(text, to: folder.path + "/x.csv")
    return try records(folder.path + "/x.csv")
  }

  @Test("reads what Python's csv module writes as Python reads it")
  func python() throws {
    let expected = try JSONDecoder().decode(
      [[String]].self, from: Data(contentsOf: Self.fixtures.appending(path: "awkward.json")))
    let found = try records(Self.fixtures.appending(path: "awkward.csv").path)
    #expect(found.map(\.fields) == expected)
    #expect(found.map(\.line) == [1, 2, 3, 4, 5, 9, 10, 11, 12])
  }

  @Test("writes what it reads, and what Python wrote")
  func writing() throws {
    let expected = try JSONDecoder().decode(
      [[String]].self, from: Data(contentsOf: Self.fixtures.appending(path: "awkward.json")))
    #expect(try records(text: expected.map(CSVText.line).joined()).map(\.fields) == expected)
  }

  @Test("line breaks of all kinds end a record, and the end of the file does")
  func lineBreaks() throws {
    let found = try records(text: "a,b\rc\r\n\r\n\nd,\n,e")
    #expect(found.map(\.fields) == [["a", "b"], ["c"], ["d", ""], ["", "e"]])
    #expect(found.map(\.line) == [1, 2, 5, 6])
  }

  @Test("records run over the borders of what is read at once")
  func blocks() throws {
    let field = String(repeating: "é\"", count: 5_000)
    let expected = (0..<120).map { ["\($0)", field] }
    #expect(try records(text: expected.map(CSVText.line).joined()).map(\.fields) == expected)
  }

  @Test("a file that is missing, or a folder, is an error")
  func missing() throws {
    #expect(throws: ExperimentError.self) { try self.records("/no/such/file.csv") }
    #expect(throws: ExperimentError.self) { try self.records("/") }
  }
}
