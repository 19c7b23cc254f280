internal import Net

/// Fills a plan with the weights that a run starts from.
struct InitialWeights {
  /// The run's config, for the source and the places in errors.
  let resolved: ResolvedConfig
  /// Where other runs are found.
  let registry: Registry

  /// Loads the weights; returns the digest of the file they came from, nil without one.
  ///
  /// What the source does not have, such as a head for other classes, begins at random from the run's seed.
  func load(into plan: any Plan, classes: [String]) throws -> Digest? {
    try plan.initialize(seed: resolved.config.seed)
    switch resolved.config.model.checkpoint {
    case .none: return nil
    case .google: throw unreadable("Google's release is a TensorFlow checkpoint (V1)")
    case .jibjib: throw unreadable("jibjib's model is a TensorFlow checkpoint (V2)")
    case .file(let path): return try loadFile(path, into: plan)
    case .run(let name, let selector): return try loadRun(name, selector, into: plan, classes: classes)
    }
  }

  private func unreadable(_ what: String) -> ExperimentError {
    resolved.error(
      at: "model.checkpoint", found: what + ", which this version of jx can't read",
      expected: "none, run:<id>, or the path of a safetensors file",
      remedy: "Convert it with safetensors.numpy.save_file under TensorFlow's variable names (vggish/conv1/weights, …; "
        + "kernels HWIO, dense weights [in, out]) and name that file, or start with model.checkpoint: none.")
  }

  /// A safetensors file with variables under TensorFlow's names; the head is taken where its shapes fit.
  private func loadFile(_ path: String, into plan: any Plan) throws -> Digest {
    let digest = try SHA256.hash(fileAt: path).digest
    let file: SafetensorsFile
    do throws(NetError) { file = try SafetensorsFile(path: path) } catch {
      throw resolved.error(
        at: "model.checkpoint", found: error.found, expected: error.expected.isEmpty ? "" : error.expected,
        remedy: "Name a safetensors file, or none.")
    }
    var problems: [String] = []
    for layer in plan.network.layers {
      for parameter in [layer.weights, layer.biases] {
        let isHead = !layer.name.hasPrefix("vggish/")
        guard let tensor = file.tensor(named: parameter.name) else {
          if !isHead { problems.append("\(parameter.name) is missing") }
          continue
        }
        guard tensor.shape.shape == parameter.shape else {
          if !isHead { problems.append("\(parameter.name) is \(tensor.shape.shape), not \(parameter.shape)") }
          continue
        }
        try file.withValues(of: parameter.name) { try plan.load($0, into: .value, of: parameter.name) }
      }
    }
    guard problems.isEmpty else {
      throw resolved.error(
        at: "model.checkpoint", found: "\(path) is not this network: " + problems.joined(separator: "; "),
        expected: "every vggish variable with its shape")
    }
    return digest
  }

  /// Another run's snapshot; its head is taken if it has the same classes in the same order.
  private func loadRun(
    _ name: String, _ selector: SnapshotSelector, into plan: any Plan, classes: [String]
  ) throws -> Digest {
    let source = try registry.details(of: registry.resolve(name))
    let snapshot = try registry.snapshot(selector, of: source)
    let reader = SnapshotReader(runFolder: registry.folderPath(of: source.id))
    let hasHead = source.classes == classes
    let wanted = plan.network.layers.filter { hasHead || $0.name.hasPrefix("vggish/") }
    try reader.loadValues(of: snapshot, layers: wanted, into: plan)
    return snapshot.values.digest
  }
}
