internal import Audio
internal import Foundation

/// A recording in a format that libsndfile doesn't know, decoded by the program `ffmpeg` in a process of its own.
///
/// The program writes an AU stream (Sun audio: magic `.snd`, the data's offset, their size, encoding 6 for 32-bit floats,
/// sample rate, channels; big-endian words) to a pipe. A damaged file ends the program, never this process.
final class ConvertedRecording {
  let sampleRate: Int
  private let channels: Int
  private let path: String
  private let process: Process
  private let output: FileHandle
  private let complaints: FileHandle
  private let isCancelled: () -> Bool
  private var rest: [UInt8] = []
  private var isFinished = false
  private var frames = 0

  /// Where the program is; nil if it is in no folder of `PATH`.
  static let program: String? = {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { $0 + "/ffmpeg" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  init(path: String, span: ClipSpan?, isCancelled: @escaping () -> Bool) throws {
    guard let program = Self.program else {
      throw ExperimentError(
        .unsupported, found: "a format that libsndfile doesn't read, and ffmpeg is not in PATH",
        remedy: "Install ffmpeg, or convert it with: ffmpeg -i INPUT OUTPUT.flac")
    }
    self.path = path
    self.isCancelled = isCancelled
    process = Process()
    process.executableURL = URL(filePath: program)
    var part: [String] = []
    if let span { part += ["-ss", "\(span.start)"] + (span.end.map { ["-t", "\($0 - span.start)"] } ?? []) }
    // A path that begins with a dash or names a protocol is still a file.
    process.arguments =
      ["-nostdin", "-v", "error", "-xerror", "-protocol_whitelist", "file,pipe"] + part
      + ["-i", "file:" + path, "-map", "0:a:0", "-f", "au", "-c:a", "pcm_f32be", "pipe:1"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    output = pipe.fileHandleForReading
    complaints = try Self.temporaryFile()
    process.standardError = complaints
    try process.run()
    // The program's end is seen when nobody here holds the pipe open.
    try? pipe.fileHandleForWriting.close()
    guard let header = Self.read(24, from: output), header.prefix(4).elementsEqual(".snd".utf8) else {
      throw Self.failure(process, complaints, "no sound")
    }
    func word(_ index: Int) -> Int { header[(4 * index)..<(4 * index + 4)].reduce(0) { $0 << 8 | Int($1) } }
    let (offset, encoding) = (word(1), word(3))
    sampleRate = word(4)
    channels = word(5)
    guard encoding == 6, (1...64).contains(channels), (1_000...1_000_000).contains(sampleRate),
      (24...65_536).contains(offset), Self.read(offset - 24, from: output) != nil
    else {
      process.terminate()
      throw Self.failure(process, complaints, "a sound of \(channels) channels at \(sampleRate) Hz")
    }
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Reads the next block, the mean of all channels; returns its length, 0 at the end.
  func read(into block: inout [Float]) throws -> Int {
    block.removeAll(keepingCapacity: true)
    let frameSize = 4 * channels
    while !isFinished, block.isEmpty {
      if isCancelled() {
        process.terminate()
        throw ExperimentError(.interrupted, found: "stopped while ffmpeg decoded")
      }
      guard let data = try output.read(upToCount: 1 << 16), !data.isEmpty else {
        try finish()
        break
      }
      rest.append(contentsOf: data)
      let whole = rest.count / frameSize
      for frame in 0..<whole {
        var sum: Float = 0
        for channel in 0..<channels {
          let place = frame * frameSize + 4 * channel
          let bits = rest[place..<(place + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
          sum += Float(bitPattern: bits)
        }
        block.append(sum / Float(channels))
      }
      rest.removeFirst(whole * frameSize)
      frames += whole
      guard block.allSatisfy({ $0.magnitude <= 1e9 }) else {
        throw AudioError(.notFinite, file: path, found: "samples that are no numbers")
      }
    }
    return block.count
  }

  private func finish() throws {
    isFinished = true
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw Self.failure(process, complaints, "a sound that ends in an error")
    }
    guard frames > 0 else { throw AudioError(.empty, file: path, found: "a recording without samples") }
  }

  private static func failure(
    _ process: Process, _ complaints: FileHandle, _ found: String
  ) -> ExperimentError {
    process.waitUntilExit()
    try? complaints.seek(toOffset: 0)
    let data = (try? complaints.read(upToCount: 4096)) ?? nil
    let text = String(decoding: data ?? Data(), as: UTF8.self)
    let last = text.split(separator: "\n").last.map { ": " + $0.trimmingCharacters(in: .whitespaces) } ?? ""
    return ExperimentError(.invalidData, found: "\(found) for libsndfile and ffmpeg\(last)")
  }

  private static func read(_ count: Int, from handle: FileHandle) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      guard let data = try? handle.read(upToCount: count - bytes.count), !data.isEmpty else { return nil }
      bytes.append(contentsOf: data)
    }
    return bytes
  }

  /// A file without a name, for what the program complains of: a pipe that nobody reads would stop it.
  private static func temporaryFile() throws -> FileHandle {
    let path = NSTemporaryDirectory() + "/jx-import-\(UUID().uuidString)"
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forUpdatingAtPath: path)
    else {
      throw ExperimentError(
        .inputOutput, found: "no temporary file can be made in '\(NSTemporaryDirectory())'")
    }
    try FileManager.default.removeItem(atPath: path)
    return handle
  }
}
