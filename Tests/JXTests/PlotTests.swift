import Foundation
import Testing

@Suite("jx plot")
struct PlotTests {
  @Test("draws what a run recorded, as SVG and PNG, and names the command that is missing")
  func draws() throws {
    let bench = try Workbench.withRecordings()
    #expect(try bench.jx("run", "tiny.yaml", "--set", "train.epochs=2", "--name", "robin").status == 0)
    for kind in ["confusion", "curves", "classes"] {
      let outcome = try bench.jx("plot", "robin", "--kind", kind, "-o", "\(kind).svg")
      #expect(outcome.status == 0 && outcome.output.contains("\(kind).svg"), "\(outcome)")
      let svg = try String(contentsOfFile: bench.path + "/\(kind).svg", encoding: .utf8)
      #expect(svg.contains("robin") && svg.hasSuffix("</svg>\n"))
      #expect(svg.contains(kind == "curves" ? "Accuracy of clips" : "Demo"))
    }
    #expect(
      try bench.jx("plot", "robin", "--kind", "confusion", "--order", "cluster", "-o", "c.png").status == 0)
    let png = try Data(contentsOf: URL(fileURLWithPath: bench.path + "/c.png"))
    #expect(png.prefix(4) == Data([0x89, 0x50, 0x4e, 0x47]))
    let missing = try bench.jx("plot", "robin", "--kind", "confusion", "--split", "train", "-o", "x.svg")
    #expect(missing.status == 1 && missing.errors.contains("jx eval"), "\(missing)")
    #expect(!bench.names().contains("x.svg"))
  }

  @Test("refuses outputs and numbers of runs that make no sense")
  func refusals() throws {
    let bench = try Workbench()
    for (arguments, text) in [
      (["plot", "a", "--kind", "curves", "-o", "x.gif"], ".svg or .png"),
      (["plot", "a", "b", "--kind", "confusion", "-o", "x.svg"], "takes one run"),
      (["plot", "a", "--kind", "pie", "-o", "x.svg"], "confusion"),
    ] {
      let outcome = try bench.begin(arguments).finish()
      #expect(outcome.status == 64 && outcome.errors.contains(text), "\(outcome)")
    }
  }
}
