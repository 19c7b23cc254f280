internal import Audio
internal import Net
internal import Synchronization

extension DemoData {
  /// Writes the data set, or what is missing of it.
  ///
  /// Each clip appears whole. A generation that was stopped is continued by calling again with the same settings; a
  /// folder that holds anything else is refused and left as it is.
  ///
  /// - Parameters:
  ///   - folder: made if it is missing.
  ///   - threads: work side by side; they change nothing in the result.
  ///   - progress: called on the calling thread, a few times a second.
  /// - Returns: how many clips were written; the others were there.
  /// - Throws: ``ExperimentError`` if the folder holds other things or cannot be written.
  @discardableResult
  public func generate(
    in folder: String, threads: Int, progress: (DemoProgress) -> Void = { _ in }
  ) throws(ExperimentError) -> Int {
    let site = try DemoFolder(path: folder, settings: self)
    try site.prepare()
    let species = (0..<classes).map { DemoSpecies($0) }
    for name in species.map(\.name) { try DemoFolder.make(folder + "/" + name) }

    let pool = ThreadPool(threads: max(1, threads))
    let tasks = classes * recordings
    let outcome = Mutex((written: 0, error: ExperimentError?.none))
    var done = 0
    while done < tasks {
      let batch = min(tasks - done, 16 * pool.threads)
      pool.run(batch) { task, _ in
        let number = done + task
        do throws(ExperimentError) {
          let written = try write(recording: number / classes + 1, of: species[number % classes], in: folder)
          outcome.withLock { $0.written += written }
        } catch {
          outcome.withLock { $0.error = $0.error ?? error }
        }
      }
      if let error = outcome.withLock({ $0.error }) { throw error }
      done += batch
      progress(DemoProgress(finishedClips: done * slices, totalClips: clipCount))
    }
    try site.finish()
    return outcome.withLock { $0.written }
  }

  /// Writes the clips of one recording that are not there yet, and returns their number.
  private func write(
    recording number: Int, of species: DemoSpecies, in folder: String
  ) throws(ExperimentError) -> Int {
    let stem =
      folder + "/" + species.name + "/" + species.name + "_" + padded(number, to: max(4, digits(recordings)))
    let paths = (1...slices).map {
      stem + "_" + padded($0, to: max(2, digits(slices))) + "." + format.rawValue
    }
    let missing = paths.indices.filter { !isThere(paths[$0]) }
    guard !missing.isEmpty else { return 0 }
    let samples = DemoRecording(
      of: species, number: number, length: slices * clipLength, seed: seed
    ).samples()
    for slice in missing {
      let clip = samples[(slice * clipLength)..<((slice + 1) * clipLength)]
      switch format {
      case .wav: try DemoFolder.place(WaveFile.bytes(clip, sampleRate: Self.sampleRate), at: paths[slice])
      case .flac: try writeFLAC(Clip(samples: Array(clip), sampleRate: Self.sampleRate), to: paths[slice])
      }
    }
    return missing.count
  }

  /// Whether a clip is there: it appeared whole, but of a power failure an empty file may be left.
  private func isThere(_ path: String) -> Bool {
    guard let byteCount = DemoFolder.byteCount(of: path) else { return false }
    return format == .wav ? byteCount == clipByteCount : byteCount > 0
  }

  /// In steps of 1/32,767, as a WAV file has them.
  private func writeFLAC(_ clip: Clip, to path: String) throws(ExperimentError) {
    var clip = clip
    for index in clip.samples.indices { clip.samples[index] *= 32_767.0 / 32_768.0 }
    do throws(AudioError) {
      try AudioWriter.write(clip, to: path, format: .flac, waitsForDisk: false)
    } catch {
      throw ExperimentError(.inputOutput, found: error.description)
    }
  }

  private func digits(_ number: Int) -> Int { String(number).count }

  private func padded(_ number: Int, to width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
