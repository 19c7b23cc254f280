internal import Foundation
internal import Net

extension ComputeConfig {
  /// The threads that compute: those asked for, or one a core.
  var threadCount: Int { threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount }

  /// The settings as overrides of a config.
  var overrides: [String] { ["compute.engine=\(engine?.rawValue ?? "auto")", "compute.threads=\(threads)"] }

  /// The engine asked for, or the fastest one here.
  func selectEngine() throws(NetError) -> SelectedEngine {
    switch engine {
    case nil: try Engines.make(.auto)
    case .openblas: try Engines.make(.openblas)
    case .native: try Engines.make(.native)
    }
  }
}
