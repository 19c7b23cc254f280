extension RunResumption {
  /// The files that the run was trained on.
  func dataList() throws(ExperimentError) -> DataList {
    try DataList(path: registry.folderPath(of: details.id) + "/" + RunFiles.data)
  }

  /// Refuses a folder that lacks files of the run, naming all that differs as far as names and sizes tell.
  func requireFiles(in catalogue: Catalogue) throws(ExperimentError) {
    let changes = DataChanges(from: try dataList(), to: catalogue)
    guard !changes.removed.isEmpty else { return }
    throw refusal(changes, folder: catalogue.place)
  }

  /// Refuses data that are no longer those of the run, naming the files.
  func requireSameData(_ now: DataList) throws(ExperimentError) {
    let changes = DataChanges(from: try dataList(), to: now)
    guard changes.concernsRun else { return }
    throw refusal(changes, folder: details.data.folder)
  }

  private func refusal(_ changes: DataChanges, folder: String) -> ExperimentError {
    ExperimentError(
      .invalidData, found: "the data of run \(details.id) changed since it began: \(changes)",
      expected: "the recordings it was trained on", place: folder,
      remedy: "Restore them; or train on what is there now: jx fork \(details.id)")
  }

  /// A warning that names the files which came later and are not used; none where a manifest or a cap chose the files.
  func additions(in catalogue: Catalogue, data: DataConfig) throws -> [String] {
    if case .manifest = data.split { return [] }
    if case .column = data.split { return [] }
    guard data.cap == nil else { return [] }
    let changes = DataChanges(added: DataChanges(from: try dataList(), to: catalogue).added)
    return changes.added.isEmpty
      ? [] : ["\(catalogue.place) has more than run \(details.id) was trained on and uses: \(changes)"]
  }

  /// A warning that names what changed in the data since the run; none where the folder is another.
  func differences(_ now: DataList, _ preparation: Preparation) throws -> [String] {
    guard preparation.resolved.config.data.place == details.data.folder else { return [] }
    let changes = DataChanges(from: try dataList(), to: now)
    return changes.description.isEmpty ? [] : ["the data changed since run \(details.id): \(changes)"]
  }

  /// A warning where weights of the run are the start and some of its training recordings are held out now.
  func leaks(into preparation: Preparation) throws -> [String] {
    guard case .run(let source, _) = preparation.resolved.config.model.checkpoint, source == details.id.text
    else { return [] }
    let catalogue = preparation.catalogue
    var learned: Set<Int> = []
    var reader = try CSVReader(path: registry.folderPath(of: details.id) + "/" + RunFiles.split)
    let header = try ManifestHeader(try reader.next(), reader: reader)
    while let record = try reader.next() {
      guard record.fields.count == header.columnCount, Split(rawValue: record.fields[header.split]) == .train,
        let clip = catalogue.clip(at: record.fields[header.path])
      else { continue }
      learned.insert(catalogue.recordingIndex(of: clip))
    }
    let heldOut = (preparation.split.clips(in: .test) + preparation.split.clips(in: .validation)).filter {
      learned.contains(catalogue.recordingIndex(of: $0))
    }
    guard let first = heldOut.first else { return [] }
    return [
      "run \(details.id), whose weights this run starts from, learned from \(heldOut.count) clips that are held out now, "
        + "such as \(catalogue.relativePath(of: first)): the figures will be too good; keep seed and split as they were"
    ]
  }
}
