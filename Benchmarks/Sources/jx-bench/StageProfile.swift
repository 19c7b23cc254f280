internal import Foundation
internal import Net

/// How a training step spends its time, layer by layer.
struct StageProfile {
  /// A row a layer: milliseconds of each stage, its share, and the rate of its arithmetic against the ceiling.
  let table: Table

  /// - Parameters:
  ///   - times: the sums over all steps.
  ///   - steps: how many there were.
  init(
    _ times: [StageTime], network: Network, steps: Int, batchSize: Int, ceiling: MachineCeiling
  ) {
    let stages = Stage.allCases.filter { stage in times.contains { $0.stage == stage } }
    var table = Table(
      ["layer"] + stages.map(\.rawValue) + ["sum, ms", "share", "direct GFLOP/s", "of the ceiling"])
    let total = times.reduce(0) { $0 + $1.seconds }
    for name in [""] + network.layers.map(\.name) {
      let own = times.filter { $0.layer == name }
      guard !own.isEmpty else { continue }
      let sum = own.reduce(0) { $0 + $1.seconds } / Double(steps)
      var row = [name.isEmpty ? "(none)" : name]
      row += stages.map { stage in
        let time = own.filter { $0.stage == stage }.reduce(0) { $0 + $1.seconds } / Double(steps)
        return time > 0 ? String(format: "%.2f", 1000 * time) : ""
      }
      row += [
        String(format: "%.1f", 1000 * sum), String(format: "%.0f %%", 100 * sum * Double(steps) / total),
      ]
      if let index = network.layers.firstIndex(where: { $0.name == name }) {
        let layer = network.layers[index]
        // The lowest layer's input has no gradient.
        let passes = index == 0 ? 2 : 3
        let rate = Double(2 * layer.multiplications * passes * batchSize) / sum
        row += [
          String(format: "%.0f", rate / 1e9),
          String(format: "%.0f %%", 100 * rate / ceiling.operationsPerSecond),
        ]
      } else {
        row += ["", ""]
      }
      table.rows.append(row)
    }
    self.table = table
  }
}

extension Layer {
  /// Multiplications of one example in the forward pass, as a direct convolution or a product.
  fileprivate var multiplications: Int {
    switch operation {
    case .convolution(let input, let filters, _): 9 * input.count * filters
    case .dense(let inputs, let outputs): inputs * outputs
    }
  }
}
