internal import Foundation

extension CaseRunner {
  /// What the registry says of the case's run.
  struct Listed {
    var id: String
    var status: String
  }

  /// After the fault: what was announced must be recorded; the run is resumed until it is finished, and must then be as
  /// if nothing had happened.
  ///
  /// - Parameter output: what jx had printed when the fault struck.
  mutating func goOn(after output: String) throws {
    guard let listed = try listed(after: output) else { return }
    guard let run = listed.first else { return try beginAnew(after: output) }
    if listed.count > 1 { find("\(listed.count) runs are listed instead of one") }
    if run.status == "running" { find("a run that nobody works on is listed as running") }
    guard let shown = try show(run.id) else { return }
    let announced = Self.announcedEpochs(output)
    if shown.epochs.count < announced {
      find("epoch \(announced) was announced, but only \(shown.epochs.count) are recorded")
    }
    if output.contains("finished: "), run.status != "finished" {
      find("the run was announced as finished, but is \(run.status)")
    }
    try resumeAndJudge(run, recordedEpochs: shown.epochs.count)
  }

  /// A run that never came to be is begun again; one that was announced must be there.
  private mutating func beginAnew(after output: String) throws {
    if output.contains("run ") { find("a run that was announced is not in the registry") }
    let outcome = try bench.run(reference.config, registry)
    guard outcome.status == 0 else { return find("jx run \(outcome.ending)") }
    guard let run = try listed(after: outcome.output)?.first else { return }
    try judge(run.id)
  }

  /// Resumes a run until it is finished; twice at most, since no fault strikes any more.
  mutating func resumeAndJudge(_ run: Listed, recordedEpochs: Int) throws {
    if run.status != "finished" {
      let outcome = try bench.resume(run.id, in: registry)
      result.resumes += 1
      guard outcome.status == 0 else { return find("jx resume \(outcome.ending)") }
      if recordedEpochs > 0, outcome.errors.contains("begins again from its seed") {
        find("the run began again from its seed although \(recordedEpochs) epochs were recorded")
      }
    }
    try judge(run.id)
  }

  /// Compares a finished run with the reference and looks for what was left behind.
  mutating func judge(_ id: String) throws {
    guard let shown = try show(id) else { return }
    let contents = try RunContents(folder: "\(registry)/\(id)", shown: shown)
    result.findings += contents.differences(from: reference.contents)
    result.findings += try RegistryDatabase(registry: registry).problems()
    let orphans = try collectOrphans(keeping: id)
    for name in try FileManager.default.contentsOfDirectory(atPath: registry).sorted()
    where name != id && !orphans.contains(name)
      && (!name.hasPrefix("registry.") || name.hasSuffix(".tmp"))
    {
      find("\(name) is left over in the registry")
    }
  }

  /// The folders of runs that were killed before they came to be. An hour later `jx gc` must take them and nothing else; one
  /// that describes its run stays, since `jx registry rebuild` could restore it.
  private mutating func collectOrphans(keeping id: String) throws -> Set<String> {
    let manager = FileManager.default
    let orphans = try manager.contentsOfDirectory(atPath: registry).filter {
      $0 != id && $0.count == 8 && $0.allSatisfy(\.isHexDigit)
    }
    guard !orphans.isEmpty else { return [] }
    result.orphans += orphans.count
    let old = Date.now.addingTimeInterval(-7200)
    for name in orphans {
      let folder = registry + "/" + name
      for path in try manager.subpathsOfDirectory(atPath: folder).map({ folder + "/" + $0 }) + [folder] {
        try manager.setAttributes([.modificationDate: old], ofItemAtPath: path)
      }
    }
    let before = try FolderContents.read("\(registry)/\(id)")
    let outcome = try bench.program(["gc", "--yes", "--registry", registry]).run()
    if outcome.status != 0 { find("jx gc \(outcome.ending)") }
    if try FolderContents.read("\(registry)/\(id)") != before { find("jx gc changed the finished run") }
    for name in orphans {
      let describesRun = manager.fileExists(atPath: "\(registry)/\(name)/run.json")
      if manager.fileExists(atPath: "\(registry)/\(name)") != describesRun {
        find("jx gc \(describesRun ? "removed" : "left") \(name), a run that never began")
      }
    }
    return Set(orphans)
  }

  /// The runs that `jx runs` lists; nil if that fails, which is then found.
  mutating func listed(after output: String) throws -> [Listed]? {
    let outcome = try bench.program(["runs", "--json", "--registry", registry]).run()
    if outcome.status == 66, !FileManager.default.fileExists(atPath: registry + "/registry.sqlite") {
      return []
    }
    guard outcome.status == 0,
      let rows = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
    else {
      find("jx runs \(outcome.ending)")
      return nil
    }
    return rows.map { row in
      let status = (row["status"] as? String ?? "").prefix { $0 != " " }
      return Listed(id: row["id"] as? String ?? "", status: String(status))
    }
  }

  /// What `jx show` says of a run; nil if that fails, which is then found.
  mutating func show(_ id: String) throws -> ShownRun? {
    let outcome = try bench.program(["show", id, "--json", "--registry", registry]).run()
    guard outcome.status == 0 else {
      find("jx show \(outcome.ending)")
      return nil
    }
    return try ShownRun(outcome.output)
  }

  /// The last epoch whose line was printed.
  static func announcedEpochs(_ output: String) -> Int {
    output.split(separator: "\n").compactMap { line in
      line.hasPrefix("epoch ") ? Int(line.dropFirst(6).prefix { $0.isNumber }) : nil
    }.max() ?? 0
  }
}
