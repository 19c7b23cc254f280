internal import Foundation
internal import Glibc

/// Faults of the disk: the power fails, or a file system is full or read-only.
extension CaseRunner {
  /// The registry's folder is made to be what a disk may hold when the power fails behind a call.
  mutating func powerCut() throws {
    let log = crashCase.kind == .powerCutInResume ? reference.resumeLog : reference.log
    result.place = "behind call \(crashCase.call) of \(log.operations.count)"
    let model = DiskModel(
      log.operations.prefix(crashCase.call), ignoringSynchronization: crashCase.kind == .lyingDisk)
    let losesAll =
      [.powerCut, .lyingDisk].contains(crashCase.kind)
      || crashCase.kind == .powerCutInResume && Bool.random(using: &random)
    try FolderContents.write(model.contents(losing: losesAll ? .everything : .some(random)), to: registry)
    try goOn(after: log.output(after: crashCase.call))
  }

  /// A file system too small for the run; it is made larger for the resume.
  mutating func fillFileSystem() throws {
    // The run needs about 700 KiB with SQLite's log; an empty registry about 300.
    let kibibytes = Int.random(in: 64...704, using: &random)
    result.place = "\(kibibytes) KiB"
    let mount = try Mount(memory: kibibytes, at: registry)
    let outcome = try bench.run(reference.config, registry)
    expectOrderlyEnd(outcome, "jx run")
    result.hasStruck = outcome.status != 0
    try mount.change("size=8192k")
    try goOn(after: outcome.output)
    withExtendedLifetime(mount) {}
  }

  /// A run is killed, its file system mounted read-only: a resume must say so, leave all as it is, and work afterwards.
  mutating func remountReadOnly() throws {
    let mount = try Mount(memory: 8192, at: registry)
    let delay = moment()
    result.place = Self.milliseconds(delay)
    let outcome = try bench.run(
      reference.config, registry, interruption: .init(signal: SIGKILL, after: delay))
    try mount.change("ro")
    let refused = try bench.resume("last", in: registry)
    if refused.status == 0 { find("jx resume ended with 0 on a read-only file system") }
    expectOrderlyEnd(refused, "jx resume")
    try mount.change("rw")
    try goOn(after: outcome.output)
    withExtendedLifetime(mount) {}
  }

  /// A disk error has ext4 turn itself read-only under the run, as it does with `errors=remount-ro`.
  mutating func abortFileSystem() throws {
    let image = registry + ".image"
    var mount: Mount? = try Mount(image: image, mebibytes: 16, at: registry)
    let delay = moment()
    result.place = Self.milliseconds(delay)
    let (bench, registry) = (bench, registry)
    let striking = Thread {
      Thread.sleep(forTimeInterval: Double(delay.components.attoseconds) * 1e-18)
      _ = try? Mount.call(["mount", "-o", "remount,abort", registry])
    }
    striking.start()
    let outcome = try bench.run(reference.config, registry)
    while !striking.isFinished { usleep(1_000) }
    expectOrderlyEnd(outcome, "jx run")
    result.hasStruck = outcome.status != 0
    mount = nil
    mount = try Mount(repairing: image, at: registry)
    try goOn(after: outcome.output)
    withExtendedLifetime(mount) {}
  }
}
