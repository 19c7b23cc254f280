import Foundation
import Testing

@Suite("jx data and --dry-run")
struct DataCommandTests {
  @Test("demo writes a data set, the same again at once, and check finds nothing suspicious in it")
  func demoAndCheck() throws {
    let bench = try Workbench()
    let arguments = [
      "data", "demo", "birds", "--classes", "2", "--recordings", "2", "--slices", "1", "--clip-seconds", "1",
    ]
    let outcome = try bench.begin(arguments).finish()
    #expect(outcome.status == 0 && outcome.output == "birds: 4 clips of 2 species, synthetic\n", "\(outcome)")
    #expect(bench.names(in: "birds").filter { $0.hasPrefix("Demo") }.count == 2)
    #expect(try bench.begin(arguments).finish().status == 0)
    let other = try bench.begin(arguments + ["--seed", "2"]).finish()
    #expect(other.status == 1 && other.errors.contains("other settings"))
    let wrong = try bench.jx("data", "demo", "x", "--classes", "1")
    #expect(wrong.status == 64 && wrong.errors.contains("1 classes"))
    let check = try bench.jx("data", "check", "birds")
    #expect(check.status == 0 && check.output.contains("nothing suspicious"), "\(check)")
    #expect(bench.names() == ["birds"])
  }

  @Test("check names unreadable, silent and duplicate clips and ends with 1")
  func suspicious() throws {
    let bench = try Workbench.withRecordings()
    let species = bench.names(in: "demo").filter { $0.hasPrefix("Demo") }
    try bench.write("no sound", to: "demo/\(species[0])/text.wav")
    let clip = try #require(bench.names(in: "demo/\(species[1])").first)
    try FileManager.default.copyItem(
      atPath: bench.path + "/demo/\(species[1])/\(clip)", toPath: bench.path + "/demo/\(species[0])/copy.wav")
    let text = try bench.jx("data", "check", "demo")
    #expect(text.status == 1)
    #expect(text.output.contains("\(species[0])/text.wav: "))
    #expect(
      text.output.contains("the same samples in several classes") && text.output.contains("copy.wav"))
    let json = try bench.jx("data", "check", "demo", "--json")
    #expect(json.status == 1)
    #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
    let csv = try bench.jx("data", "check", "demo", "--csv")
    #expect(csv.status == 1 && csv.lines.first?.hasPrefix("path,class,recording,split,seconds,") == true)
    #expect(csv.output.contains("\(species[0])/text.wav,") && csv.output.contains(",unreadable\n"))
    let page = try bench.jx("data", "check", "demo", "--html", "audit.html")
    #expect(page.status == 1 && page.errors.contains("audit.html"))
    let html = String(decoding: try bench.bytes("audit.html"), as: UTF8.self)
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("copy.wav") && !html.contains("://"))
    let missing = try bench.jx("data", "check", "nosuch")
    #expect(missing.status == 66 && missing.errors.contains("nosuch"))
  }

  @Test("split writes a manifest, and --naive trains both ways and shows what a split by clip claims")
  func split() throws {
    let bench = try Workbench()
    let made = try bench.jx(
      "data", "demo", "demo", "--classes", "2", "--recordings", "5", "--slices", "2", "--clip-seconds", "1")
    #expect(made.status == 0, "\(made)")
    try bench.write(Workbench.tinyConfig, to: "tiny.yaml")
    let plain = try bench.jx("split", "tiny.yaml", "-o", "split.csv")
    #expect(plain.status == 0 && plain.output.contains("test recordings"), "\(plain)")
    let checked = try bench.jx("data", "check", "demo", "--split", "split.csv")
    #expect(checked.status == 0, "\(checked)")
    let naive = try bench.jx("split", "tiny.yaml", "--naive", "--set", "train.epochs=1")
    #expect(naive.status == 0, "\(naive)")
    #expect(naive.output.contains("by recording") && naive.output.contains("the split by clip claims"))
    let leaking = try bench.jx("data", "check", "demo", "--split", "tiny-by-clip.csv")
    #expect(leaking.status == 1 && leaking.output.contains("leak: "))
    let manifest = ["run", "tiny.yaml", "--set", "data.split={manifest: tiny-by-clip.csv}"]
    let refused = try bench.begin(manifest).finish()
    #expect(refused.status == 1 && refused.errors.contains("--allow-leaks"))
    let insisted = try bench.begin(manifest + ["--allow-leaks", "--dry-run"]).finish()
    #expect(insisted.status == 0 && insisted.output.contains("figures flatter the model"))
    #expect(try bench.jx("show", "tiny-by-clip").output.contains("figures flatter the model"))
  }

  @Test("--dry-run shows config, data, split, network and memory, and writes nothing")
  func dryRun() throws {
    let bench = try Workbench.withRecordings()
    let before = try FileManager.default.subpathsOfDirectory(atPath: bench.path).sorted()
    let outcome = try bench.jx(
      "run", "tiny.yaml", "--dry-run", "--set", "model.frozen=[conv1]", "--set", "seed=9")
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
    for part in [
      "config\n", "seed: 9", "data\n", "all 3 ", "network\n", "vggish/conv1 ", "frozen", "trainable",
      "parameters: ",
      "compute\n  engine openblas, 1 threads, batch 3", "memory about ",
    ] { #expect(outcome.output.contains(part), "\(part) is missing in \(outcome.output)") }
    let all = try #require(outcome.lines.first { $0.contains("all 3") })
    #expect(all.split(separator: " ").map(String.init) == ["all", "3", "15", "9", "3", "3", "15"])
    #expect(try FileManager.default.subpathsOfDirectory(atPath: bench.path).sorted() == before)
  }

  @Test("import cuts recordings into clips, lists bad ones, goes on, and its list is a manifest to train on")
  func importing() throws {
    let bench = try Workbench()
    let demo = [
      "data", "demo", "in", "--classes", "2", "--recordings", "3", "--slices", "1", "--clip-seconds", "3",
    ]
    #expect(try bench.begin(demo).finish().status == 0)
    try bench.write("no sound", to: "in/Demofluta_alba/text.wav")
    let outcome = try bench.jx("data", "import", "in", "out", "--length", "1")
    #expect(outcome.status == 0 && outcome.output.hasPrefix("out: 18 clips of 2 classes"), "\(outcome)")
    #expect(outcome.output.contains("text.wav: "))
    let again = try bench.jx("data", "import", "in", "out", "--length", "1", "--json")
    let facts = try #require(
      try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any])
    #expect(facts["imported"] as? Int == 0 && facts["unchanged"] as? Int == 6 && facts["clips"] as? Int == 18)
    try bench.write(
      "data: {manifest: out/import.csv, split: {validation: 0.3, test: 0.3}}\nmodel: {width: 1}\ntrain: {epochs: 1}\n",
      to: "list.yaml")
    let dry = try bench.jx("run", "list.yaml", "--dry-run")
    #expect(dry.status == 0 && dry.output.contains("18"), "\(dry)")
    let other = try bench.jx("data", "import", "in", "out", "--length", "2")
    #expect(other.status == 1 && other.errors.contains("other settings"), "\(other)")
    #expect(try bench.jx("data", "import", "nowhere", "x").status == 66)
    #expect(try bench.jx("data", "import", "in", "x", "--format", "mp3").status == 64)
  }
}
