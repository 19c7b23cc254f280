internal import Experiments
internal import Foundation

/// Fetches a published checkpoint with progress on the terminal.
struct CheckpointFetch {
  /// What is fetched and where to.
  var download: Download
  private let release: CheckpointRelease

  /// A published file into a folder, or where those are kept.
  init(_ release: CheckpointRelease, folder: String? = nil) {
    self.release = release
    download = Download(
      address: release.address, path: (folder ?? CheckpointRelease.fetchFolder) + "/" + release.fileName)
  }

  /// Fetches it; throws ``ExperimentError``.
  func run() throws {
    Interruption.install()
    let (reporter, fileName) = (RunReporter(), release.fileName)
    Output.note("fetching \(download.address)")
    defer { reporter.clear() }
    _ = try download.run(
      isCancelled: { Interruption.isRequested },
      observe: { event in
        switch event {
        case .began(let done, _):
          reporter.clear()
          if done > 0 { Output.note("going on behind the \(done) bytes that are here") }
        case .received(let done, let total):
          reporter.draw(fileName, total: total ?? 0, unit: .bytes, done: done)
        case .retrying(let reason, let seconds):
          reporter.clear()
          Output.note("\(reason); trying again\(seconds > 0 ? " in \(seconds.formatted(digits: 0)) s" : "")")
        }
      },
      verify: { path in
        reporter.clear()
        try release.verify(fileAt: path)
      })
  }

  /// Sees to it that the checkpoint of a config is there: fetches it if told to, or asks where somebody can answer.
  ///
  /// - Parameter isAccepted: whether `--fetch` said yes.
  static func offer(_ source: CheckpointSource, isAccepted: Bool) throws {
    guard let release = source.release, release.path() == nil else { return }
    let fetch = CheckpointFetch(release)
    if !isAccepted {
      guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return }
      Output.prompt(
        """
        The checkpoint '\(release.rawValue)' is not here yet. Fetch it from \(release.address) \
        to \(fetch.download.path)? [y/N] 
        """)
      guard let answer = readLine()?.lowercased(), ["y", "yes"].contains(answer) else { return }
    }
    try fetch.run()
  }
}
