internal import Net

/// The file of an evaluation's example scores: a safetensors file with one tensor.
///
///     tensor    logits    F32 [examples, classes], the network's outputs
///     metadata  format    jx-scores-1
///               loss      sigmoid or softmax: what turns logits into probabilities
///               classes   JSON array of names, in the order of the columns
///               clips     JSON array of objects: path, recording, label (class index), examples, sha256
///
/// The examples of a clip stand one behind the other, clips in the order of `clips`.
enum ScoreFile {
  private static let format = "jx-scores-1"
  private static let tensor = "logits"

  /// Writes scores, whole or not at all.
  ///
  /// - Parameters:
  ///   - path: relative to the run's folder.
  ///   - runFolder: the folder of the run.
  static func write(
    _ scores: ExampleScores, to path: String, in runFolder: String
  ) throws(ExperimentError) -> RecordedFile {
    let metadata = [
      "format": format, "loss": scores.activation.rawValue,
      "classes": try RunJSON.encode(scores.classes, isPretty: false),
      "clips": try RunJSON.encode(scores.clips, isPretty: false),
    ]
    let shape = ParameterShape(name: tensor, shape: [scores.clipOfExample.count, scores.classes.count])
    do {
      let writer = try SafetensorsWriter(tensors: [shape], metadata: metadata)
      var file = try AtomicFile(path: runFolder + "/" + path)
      var hash = SHA256()
      try writer.write(
        to: { bytes in
          hash.update(bytes)
          try file.write(bytes)
        },
        fill: { _, values in
          for (index, logit) in scores.logits.enumerated() { values[index] = logit }
        })
      try file.commit()
      return RecordedFile(path: path, byteCount: writer.byteCount, digest: hash.finish())
    } catch let error as ExperimentError {
      throw error
    } catch {
      throw ExperimentError(.inputOutput, found: "\(path) could not be written: \(error)")
    }
  }

  /// Reads recorded scores, proving with size and SHA-256 that they are those that were written.
  ///
  /// - Throws: ``ExperimentError/Code/missingFile``, or ``ExperimentError/Code/invalidData`` for a damaged file.
  static func read(_ record: RecordedFile, in runFolder: String) throws(ExperimentError) -> ExampleScores {
    let path = runFolder + "/" + record.path
    let (digest, byteCount) = try SHA256.hash(fileAt: path)
    guard digest == record.digest else {
      throw damaged(
        "\(byteCount) bytes with SHA-256 \(digest)", "\(record.byteCount) with \(record.digest)", path)
    }
    return try read(path)
  }

  /// Reads a file of scores from anywhere.
  static func read(_ path: String) throws(ExperimentError) -> ExampleScores {
    do throws(NetError) {
      let file = try SafetensorsFile(path: path)
      let metadata = file.metadata
      guard metadata["format"] == format, let shape = file.tensor(named: tensor)?.shape.shape,
        shape.count == 2,
        let activation = metadata["loss"].flatMap({ Loss(rawValue: $0) }), let classes = metadata["classes"],
        let clips = metadata["clips"]
      else { throw NetError(.malformedFile, found: "no example scores", expected: format) }
      var logits = [Float](repeating: 0, count: shape[0] * shape[1])
      var span = logits.mutableSpan
      try file.read(tensor, into: &span)
      return try parse(activation, classes: classes, clips: clips, logits: logits, path: path)
    } catch {
      throw damaged(error.found, error.expected, path)
    }
  }

  private static func parse(
    _ activation: Loss, classes: String, clips: String, logits: [Float], path: String
  ) throws(NetError) -> ExampleScores {
    do throws(ExperimentError) {
      return try ExampleScores(
        classes: RunJSON.decode(Array(classes.utf8), from: path), activation: activation,
        clips: RunJSON.decode(Array(clips.utf8), from: path), logits: logits)
    } catch {
      throw NetError(.malformedFile, found: error.found, expected: error.expected)
    }
  }

  private static func damaged(_ found: String, _ expected: String, _ path: String) -> ExperimentError {
    ExperimentError(
      .invalidData, found: "the scores in \(path) are damaged: \(found)", expected: expected,
      remedy: "Evaluate again with jx eval, or restore the file from a copy.")
  }
}
