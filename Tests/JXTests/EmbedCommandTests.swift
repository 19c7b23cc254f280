import Foundation
import Testing

@Suite("jx embed")
struct EmbedCommandTests {
  @Test("writes the embeddings of a run's network, goes on over what can't be read, and tells both")
  func embeds() throws {
    let bench = try Workbench.withRecordings()
    #expect(try bench.jx("run", "tiny.yaml", "--set", "train.epochs=1").status == 0)
    let whole = try bench.jx("embed", "demo", "--run", "last", "-o", "x.npy", "--engine", "openblas")
    #expect(whole.status == 0 && whole.errors.isEmpty, "\(whole)")
    #expect(whole.output == "x.npy: 15 embeddings of 4 from 15 recordings, their places in x.index.csv\n")
    #expect(try bench.bytes("x.npy").count == 128 + 15 * 4 * 4)
    try bench.write("no sound", to: "bad.wav")
    let part = try bench.jx("embed", "bad.wav", "demo", "none.wav", "--run", "last", "-o", "y.csv", "--json")
    #expect(part.status == 1 && part.errors.contains("error: bad.wav: ") && part.errors.contains("none.wav"))
    let facts = try #require(
      try JSONSerialization.jsonObject(with: Data(part.output.utf8)) as? [String: Any])
    #expect(facts["embeddings"] as? Int == 15 && facts["type"] as? String == "float32")
    #expect((facts["skipped"] as? [[String: String]])?.map { $0["path"] } == ["bad.wav", "none.wav"])
    #expect(bench.names().contains("y.csv"))
    let none = try bench.jx("embed", "none.wav", "--run", "last", "-o", "z.npy")
    #expect(none.status == 66 && !bench.names().contains("z.npy"))
  }

  @Test(
    "ends wrong usage with 64",
    arguments: [
      (["a.wav", "-o", "x.txt", "--run", "last"], "must end in one of .npy, .csv, .safetensors, .npz"),
      (["a.wav", "-o", "x.npy"], "one of --run and --checkpoint"),
      (["a.wav", "-o", "x.npy", "--run", "a", "--checkpoint", "google"], "one of --run and --checkpoint"),
      (["a.wav", "-o", "x.npy", "--run", "a", "--hop-seconds", "0"], "--hop-seconds"),
      (["-o", "x.npy", "--run", "a"], "<files>"),
    ] as [([String], String)])
  func usage(arguments: [String], text: String) throws {
    let outcome = try Workbench().begin(["embed"] + arguments).finish()
    #expect(outcome.status == 64 && outcome.errors.contains(text), "\(outcome)")
  }

  @Test("names what is missing with 66")
  func missing() throws {
    let bench = try Workbench()
    for (arguments, text) in [
      (["--checkpoint", "google"], "jx checkpoint fetch google"), (["--checkpoint", "x.ckpt"], "x.ckpt"),
      (["--run", "last"], "no registry"), (["--checkpoint", "x.ckpt", "--pca", "google"], "google-pca"),
    ] {
      let outcome = try bench.begin(["embed", "a.wav", "-o", "x.npy"] + arguments).finish()
      #expect(outcome.status == 66 && outcome.errors.contains(text), "\(outcome)")
    }
  }
}
