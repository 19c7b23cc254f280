import Foundation
import Testing

@Suite("jx itself")
struct HelpTests {
  private static let commands = [
    "run", "resume", "runs", "show", "compare", "eval", "calibrate", "query", "spectrogram", "data", "export",
    "tag",
    "note",
    "delete",
    "restore", "gc", "registry", "doctor", "rerun", "fork",
  ]

  @Test("lists its commands with a line each")
  func commands() throws {
    let outcome = try Workbench().jx("--help")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.lines.contains("USAGE: jx <subcommand>"))
    let listed = outcome.lines.drop { $0 != "SUBCOMMANDS:" }.dropFirst()
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    for command in Self.commands { #expect(listed.contains(command), "\(command)") }
  }

  @Test(
    "explains each command",
    arguments: [
      ("run", "USAGE: jx run [<options>] <config>", "--dry-run"),
      ("resume", "USAGE: jx resume <run> [--epochs <n>]", "--epochs <n>"),
      ("runs", "USAGE: jx runs [--where <expr>] [--sort <key>] [--limit <n>]", "--json"),
      ("show", "USAGE: jx show <run> [--attempts]", "--csv"),
      ("compare", "USAGE: jx compare [<runs> ...]", "--registry <dir>"),
      (
        "eval", "USAGE: jx eval [<options>] [<run>]",
        "--snapshot <which>"
      ),
      ("calibrate", "USAGE: jx calibrate <run> [--method <name>]", "--noise-class <class>"),
      ("query", "USAGE: jx query [<options>] <run> <files> ...", "--span <seconds>"),
      ("spectrogram", "USAGE: jx spectrogram <file> --output <path>", "--pad-short"),
      ("data demo", "USAGE: jx data demo <folder>", "--clip-seconds <clip-seconds>"),
      ("tag", "USAGE: jx tag <run>", "--registry <dir>"), ("note", "USAGE: jx note <run>", "--append"),
      ("delete", "USAGE: jx delete <runs> ...", "--registry <dir>"),
      ("restore", "USAGE: jx restore <runs> ...", "--registry <dir>"),
      ("gc", "USAGE: jx gc [--dry-run] [--yes]", "--json"),
      ("registry rebuild", "USAGE: jx registry rebuild [--json]", "--registry <dir>"),
      ("registry merge", "USAGE: jx registry merge <other> [--copy]", "--json"),
      ("doctor", "USAGE: jx doctor [--quick] [--mend]", "--json"),
      ("rerun", "USAGE: jx rerun <run> [--check] [--with <run>]", "--engine <name>"),
      ("fork", "USAGE: jx fork <run> [--set <key=value> ...] [--from <snapshot>]", "--dry-run"),
      ("data check", "USAGE: jx data check <folder>", "--split <file>"),
      ("export", "USAGE: jx export <run> --format <name> --output <output>", "--model-version <n>"),
    ])
  func help(command: String, usage: String, option: String) throws {
    let bench = try Workbench()
    let outcome = try bench.begin(command.split(separator: " ").map(String.init) + ["--help"]).finish()
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.contains(usage), "\(outcome.output)")
    #expect(outcome.output.contains(option), "\(outcome.output)")
    #expect(bench.names().isEmpty)
  }

  @Test("tells its version")
  func version() throws {
    let outcome = try Workbench().jx("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test(
    "ends wrong usage with 64 and says what is wrong",
    arguments: [
      (["fly"], "fly"), (["run"], "<config>"), (["run", "x.yaml", "--sett", "a=b"], "--sett"),
      (["resume", "last", "--epochs", "0"], "--epochs 0 is less than 1"),
      (["runs", "--json", "--csv"], "exclude each other"),
      (["eval", "last", "--split", "tst"], "no split 'tst'"),
      (["eval", "last", "--split", "test", "--data", "x"], "exclude each other"),
      (["eval", "last", "--snapshot", "worst"], "no snapshot 'worst'"),
      (["eval"], "<run>"), (["eval", "last", "--scores", "x.csv"], "a table alone"),
      (["query", "last", "a.wav", "--top", "0"], "--top 0 is less than 1"),
      (["query", "last"], "<files>"), (["run", "x.yaml", "--engine", "abacus"], "no engine 'abacus'"),
      (["run", "x.yaml", "--threads", "-1"], "--threads"), (["spectrogram", "a.wav", "-o", "a.gif"], ".png"),
    ] as [([String], String)])
  func usage(arguments: [String], text: String) throws {
    let bench = try Workbench()
    let outcome = try bench.begin(arguments).finish()
    #expect(outcome.status == 64, "\(outcome)")
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(bench.names().isEmpty)
  }

  @Test("writes completion scripts that know its commands", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let bench = try Workbench()
    let outcome = try bench.jx("--generate-completion-script", shell)
    #expect(outcome.status == 0)
    for command in Self.commands { #expect(outcome.output.contains(command)) }
    let interpreter = ["/bin/", "/usr/bin/"].map { $0 + shell }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let interpreter else { return }
    try bench.write(outcome.output, to: "script")
    let check = try Program.start([interpreter, "-n", "script"], in: bench.path, environment: [:]).finish()
    #expect(check.status == 0 && check.errors.isEmpty, "\(check.errors)")
  }
}
