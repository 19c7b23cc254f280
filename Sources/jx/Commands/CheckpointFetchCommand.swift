internal import ArgumentParser
internal import Experiments
internal import Foundation

/// `jx checkpoint fetch`: a published checkpoint over the network.
struct CheckpointFetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetch Google's or jibjib's checkpoint.",
    discussion: """
      A download that breaks off is continued by the same command. The file appears under its name when it is complete \
      and verified. http_proxy, https_proxy and no_proxy are respected. google-pca are the parameters for jx embed \
      --pca.

      Example: jx checkpoint fetch google
      """)

  @Argument(
    help: ArgumentHelp("\(names()).", valueName: "name"),
    completion: .list(CheckpointRelease.allCases.map(\.rawValue)))
  var name: String

  @Option(help: "Another address than the publisher's.")
  var url: String?

  @Option(
    help: ArgumentHelp(
      "The folder to put it into (default: $JX_CHECKPOINTS, or checkpoints in the cache folder).",
      valueName: "dir"), completion: .directory)
  var to: String?

  @Option(help: ArgumentHelp("The SHA-256 that the file must have.", valueName: "hex"))
  var sha256: String?

  @Option(
    help: ArgumentHelp("Seconds without a byte behind which a connection counts as broken.", valueName: "s"))
  var timeout = 60

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard CheckpointRelease(rawValue: name) != nil else {
      throw ValidationError("There is no published checkpoint '\(name)'; take \(Self.names()).")
    }
    if let sha256, Digest(hexadecimal: sha256.lowercased()) == nil {
      throw ValidationError("--sha256 '\(sha256)' is not of 64 hexadecimal digits.")
    }
    guard (1...3600).contains(timeout) else {
      throw ValidationError("--timeout \(timeout) is not between 1 and 3600.")
    }
    if let url, !["http://", "https://"].contains(where: { url.lowercased().hasPrefix($0) }) {
      throw ValidationError("--url '\(url)' begins with neither http:// nor https://.")
    }
  }

  func run() throws {
    guard let release = CheckpointRelease(rawValue: name) else { return }
    if let path = release.path(in: to.map { [$0] } ?? CheckpointRelease.knownFolders) {
      try report(release, path, isFetched: false)
      return
    }
    var fetch = CheckpointFetch(release, folder: to)
    if let url { fetch.download.address = url }
    fetch.download.digest = sha256.flatMap { Digest(hexadecimal: $0.lowercased()) }
    fetch.download.stallSeconds = timeout
    try fetch.run()
    try report(release, fetch.download.path, isFetched: true)
  }

  private func report(_ release: CheckpointRelease, _ path: String, isFetched: Bool) throws {
    let (digest, byteCount) = try SHA256.hash(fileAt: path)
    if let sha256, digest.hexadecimal != sha256.lowercased() {
      throw ExperimentError(
        .invalidData, found: "\(path) has the SHA-256 \(digest)", expected: sha256.lowercased(),
        remedy: "Remove the file and fetch it again.")
    }
    guard json else {
      Output.line("\(path): \(byteCount) bytes, SHA-256 \(digest)\(isFetched ? "" : ", was there already")")
      return
    }
    Output.result(
      try JSONObject.encoded(
        JSONObject([
          ("name", release.rawValue), ("path", path), ("bytes", byteCount), ("sha256", digest.hexadecimal),
          ("fetched", isFetched),
        ])))
  }

  private static func names() -> String {
    CheckpointRelease.allCases.map(\.rawValue).joined(separator: ", ")
  }
}
