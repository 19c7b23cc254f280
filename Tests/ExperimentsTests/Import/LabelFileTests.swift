import Foundation
import Testing

@testable import Experiments

@Suite("Labels of Raven and Audacity")
struct LabelFileTests {
  static let raven = """
    Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)\tSpecies
    1\tWaveform 1\t1\t0.5\t1.5\t0\t2000\tParus major
    1\tSpectrogram 1\t1\t0.5\t1.5\t100\t2000\tParus major
    2\tSpectrogram 1\t1\t3.25\t7\t100\t2000\tTurdus merula
    """

  @Test("a selection counts once, whatever the views; an Audacity track may have frequencies")
  func spans() throws {
    let table = try LabelFile(bytes: Array(Self.raven.utf8), labelColumn: nil)
    let expected = [
      LabelledSpan(start: 0.5, end: 1.5, label: "Parus major"),
      LabelledSpan(start: 3.25, end: 7, label: "Turdus merula"),
    ]
    #expect(table.spans == ["": expected])
    let crlf = try LabelFile(
      bytes: Array(Self.raven.replacing("\n", with: "\r\n").utf8), labelColumn: "species")
    #expect(crlf.spans == ["": expected])
    let track = try LabelFile(
      bytes: Array("0.5\t1.5\tParus major\n\\\t100.0\t2000.0\n3.25\t7.0\tTurdus merula\n".utf8),
      labelColumn: nil)
    #expect(track.spans == ["": expected])
  }

  @Test("a table for several recordings gives each its own spans, from the offset in the file")
  func severalFiles() throws {
    let text = """
      Selection\tBegin Time (s)\tEnd Time (s)\tBegin File\tFile Offset (s)\tSpecies
      1\t1\t2\ta.wav\t1\tx
      2\t11\t12.5\tC:\\rec\\b.v2.wav\t1\ty
      """
    let table = try LabelFile(bytes: Array(text.utf8), labelColumn: nil)
    #expect(
      table.spans == [
        "a": [LabelledSpan(start: 1, end: 2, label: "x")],
        "b.v2": [LabelledSpan(start: 1, end: 2.5, label: "y")],
      ])
  }

  @Test(
    "a label file is called after its recording",
    arguments: [
      ("a.txt", "a"), ("a.Table.1.selections.txt", "a"), ("a.selections.txt", "a"), ("a.b.TXT", "a.b"),
      ("XC1.BirdNET.selection.table.txt", "XC1"), ("Table.1.txt", "Table.1"),
    ])
  func stems(_ name: String, _ stem: String) { #expect(LabelFile.stem(ofFile: name) == stem) }

  @Test(
    "what is no label file is refused with its line",
    arguments: [
      ("1\t2", "line 1: 2 cells"), ("1\t2\ta\n2\t1\tb", "line 2: a span"), ("x\ty\tz", "line 1: a span"),
      ("1\t2\t \n", "line 1: the label"), ("Begin Time (s)\tEnd Time (s)\n1\t2", "columns"),
      ("Begin Time (s)\tEnd Time (s)\tSpecies\n1\t2", "line 2: 2 cells"), ("1\tinf\ta", "a span"),
      ("-1\t1\ta", "a span"),
    ])
  func refused(_ text: String, _ words: String) throws {
    let error = #expect(throws: ExperimentError.self) {
      try LabelFile(bytes: Array(text.utf8), labelColumn: nil)
    }
    #expect(error?.found.contains(words) == true, "\(String(describing: error))")
  }

  @Test("no bytes make the reader crash, and all spans that it gives are in order")
  func fuzz() {
    var random = SplitMix(state: 3)
    for _ in 0..<500 {
      var bytes = Array((Self.raven + "\n0.5\t1.5\tx\n").utf8)
      if Bool.random(using: &random) { bytes.removeFirst(150) }
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
      guard let file = try? LabelFile(bytes: bytes, labelColumn: nil) else { continue }
      for spans in file.spans.values { #expect(spans.allSatisfy { $0.start >= 0 && $0.start <= $0.end }) }
    }
  }

  @Test("labelled spans become clips of their class; short ones are widened, long ones sliced")
  func clips() throws {
    let bench = try ImportBench()
    try bench.write("day1/rec.wav", seconds: 9)
    try bench.write("day1/silent.wav", seconds: 3)
    try bench.write(text: Self.raven, to: "day1/rec.Table.1.selections.txt")
    try bench.write(text: "8.9\t9.0\tParus major\n0\t9.05\tNoise\n20\t21\tNoise\n", to: "day1/other.txt")
    try bench.write("day1/other.wav", seconds: 9)
    try bench.write(text: "1\t2\tx\n", to: "day1/nobody.txt")
    let settings = try ImportSettings(length: 2, cutting: .labels)
    let report = try bench.run(settings)
    #expect(report.unlabelled == 1, "\(report)")
    #expect(
      try bench.list("import-problems.csv").dropFirst().map { $0[0] } == [
        "day1/nobody.txt", "day1/other.wav",
      ])
    #expect(
      bench.files == [
        "Parus_major/Parus_major_rec_0001.flac", "Turdus_merula/Turdus_merula_rec_0001.flac",
        "Turdus_merula/Turdus_merula_rec_0002.flac",
      ])
    #expect(try bench.samples("Parus_major/Parus_major_rec_0001.flac") == ImportBench.ramp(4000, from: 2000))
    try bench.write(text: "8.9\t9.0\tParus major\n0\t9.05\tNoise\n", to: "day1/other.txt")
    #expect(try bench.run(settings).imported == 1)
    #expect(
      try bench.samples("Parus_major/Parus_major_other_0001.flac") == ImportBench.ramp(4000, from: 32_000))
    #expect(bench.files.filter { $0.hasPrefix("Noise") }.count == 5)
    let rows = try bench.list("import.csv").dropFirst()
    #expect(Set(rows.map { $0[2] }) == ["rec", "other"])
  }
}
