internal import Foundation

/// Fetches a file over HTTP or HTTPS: it appears under its path complete and verified, or not at all.
///
/// A download that breaks off is continued where it stopped, within the call and by the next one, if the server can tell
/// that the file is still the same. Proxies are taken from the environment as `curl` does.
public struct Download: Sendable {
  /// Where the file is.
  public var address: String
  /// Where it shall be.
  public var path: String
  /// What its SHA-256 must be; nil if that is not known.
  public var digest: Digest?
  /// Seconds without a byte behind which a connection counts as broken.
  public var stallSeconds = 60
  /// The seconds to wait before each further try that follows one without progress.
  public var pauses: [Double] = [1, 2, 4]

  /// A download; nothing happens before ``run(isCancelled:observe:verify:)``.
  public init(address: String, path: String, digest: Digest? = nil) {
    self.address = address
    self.path = path
    self.digest = digest
  }

  /// Fetches the file.
  ///
  /// - Parameters:
  ///   - isCancelled: asked often; true ends the download, to be continued by the next one.
  ///   - observe: told what happens.
  ///   - verify: looks into the complete file at a path before it gets its name; throws if it is not what it should be.
  /// - Returns: the file's size and digest.
  /// - Throws: ``ExperimentError/Code/download`` naming the address and where to put the file by hand,
  ///   ``ExperimentError/Code/interrupted``, and errors of the file system.
  public func run(
    isCancelled: @escaping () -> Bool, observe: @escaping (DownloadEvent) -> Void,
    verify: (_ path: String) throws -> Void = { _ in }
  ) throws -> (digest: Digest, byteCount: Int) {
    try FileTree.makeFolder(FilePath.folder(of: path))
    let part = try PartialFile(of: path)
    let response = try complete(part, isCancelled, observe)
    let found: Digest
    do {
      found = try check(part, response)
      try verify(part.path)
    } catch {
      // Bytes that are wrong are not to be continued.
      try part.restart(nil)
      throw error
    }
    let byteCount = part.byteCount
    try part.commit()
    return (found, byteCount)
  }

  /// Tries until all bytes are there, or there is no hope.
  private func complete(
    _ part: PartialFile, _ isCancelled: @escaping () -> Bool, _ observe: @escaping (DownloadEvent) -> Void
  ) throws -> HTTPResponse {
    var (vain, hasReceived, most) = (0, false, part.byteCount)
    while true {
      do {
        return try transfer(into: part, isCancelled, observe)
      } catch let failure as TransferFailure {
        // More than ever: a server that has us begin anew each time makes no progress.
        let hasProgress = part.byteCount > most
        most = max(most, part.byteCount)
        hasReceived = hasReceived || hasProgress
        vain = hasProgress ? 0 : vain + 1
        let isHopeful = failure.isTransient || failure.kind == .unreachable && hasReceived
        guard isHopeful, vain < pauses.count + 1 else { throw error(failure, part) }
        let pause = vain > 0 ? pauses[vain - 1] : 0
        observe(.retrying(reason: failure.text, seconds: pause))
        let end = ContinuousClock.now + .seconds(pause)
        while ContinuousClock.now < end, !isCancelled() { Thread.sleep(forTimeInterval: 0.05) }
      }
    }
  }

  private func transfer(
    into part: PartialFile, _ isCancelled: @escaping () -> Bool,
    _ observe: @escaping (DownloadEvent) -> Void
  ) throws -> HTTPResponse {
    if part.origin?.address != address || part.origin?.validator == nil { try part.restart(nil) }
    var hasBegun = false
    func begin(_ response: HTTPResponse) throws {
      hasBegun = true
      try settle(part, response)
      observe(.began(done: part.byteCount, total: part.origin?.byteCount))
    }
    let request = HTTPTransfer.Request(
      address: address, offset: part.byteCount, validator: part.origin?.validator, stallSeconds: stallSeconds)
    let transfer = try HTTPTransfer(request, isCancelled: isCancelled) { response, bytes in
      if !hasBegun { try begin(response) }
      try part.append(bytes)
      observe(.received(done: part.byteCount, total: part.origin?.byteCount))
    }
    let response = try transfer.perform()
    let total = part.origin?.byteCount
    if response.status == 416 {
      // Nothing is left to send, or what is there is longer than the file.
      if part.byteCount == total, response.totalByteCount ?? part.byteCount == total { return response }
      try part.restart(nil)
      throw TransferFailure(kind: .connection, text: "the file at the server is another one now")
    }
    if !hasBegun { try begin(response) }
    guard part.byteCount == part.origin?.byteCount ?? part.byteCount else {
      throw TransferFailure(
        kind: .connection, text: "the answer ended at \(part.byteCount) of \(total ?? 0) bytes")
    }
    return response
  }

  /// Compares the beginning of an answer with what is there: goes on behind it, or begins anew.
  private func settle(_ part: PartialFile, _ response: HTTPResponse) throws {
    let total = response.totalByteCount
    if response.status == 206 {
      guard response.contentRange?.start == part.byteCount, total == nil || total == part.origin?.byteCount
      else {
        try part.restart(nil)
        throw TransferFailure(kind: .connection, text: "the server sent another part than it was asked for")
      }
    } else {
      try part.restart(
        PartialFile.Origin(address: address, validator: response.validator, byteCount: total))
    }
    let missing = (total ?? 0) - part.byteCount
    if let free = SystemFailure.freeByteCount(near: path), free < missing {
      throw ExperimentError(
        .inputOutput, found: "\(path) needs \(missing >> 20) MiB more, with \(free >> 20) MiB free there",
        expected: "room for the file", remedy: "Free some space or choose another folder.")
    }
  }

  /// The digest of the bytes, compared with what it should be.
  private func check(_ part: PartialFile, _ response: HTTPResponse) throws -> Digest {
    let found = try SHA256.hash(fileAt: part.path).digest
    func refuse(_ found: String, _ expected: String) -> ExperimentError {
      ExperimentError(
        .download, found: "what came from \(address) has the \(found)", expected: expected,
        remedy: "Fetch it again, or from another place with --url.")
    }
    if let digest, digest != found { throw refuse("SHA-256 \(found)", "\(digest)") }
    if let served = ServedDigest(response) {
      let same = try served.same(ofFileAt: part.path)
      if same != served { throw refuse(same.description, "\(served.description), as the server says") }
    }
    return found
  }

  private func error(_ failure: TransferFailure, _ part: PartialFile) -> ExperimentError {
    let byHand = "download \(address) elsewhere and put it at \(path)"
    let kept =
      part.byteCount > 0
      ? "The same command goes on behind the \(part.byteCount) bytes that are here. Or " : ""
    let remedy =
      switch failure.kind {
      case .unreachable, .name:
        "Check the connection and, behind a proxy, http_proxy and https_proxy; or \(byHand)."
      case .status(404), .status(410): "If the file has moved, name its address with --url; or \(byHand)."
      case .connection, .security, .status, .other, .cancelled: "\(kept)\(byHand)."
      }
    return ExperimentError(
      failure.kind == .cancelled ? .interrupted : .download,
      found: "\(address) could not be fetched: \(failure.text)", remedy: remedy)
  }
}
