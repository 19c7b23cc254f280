internal import ArgumentParser
internal import Audio
internal import Charts
internal import Experiments
internal import Foundation
internal import Metrics
internal import Net

/// The end of a command that failed: the error on standard error and the exit code that fits it.
///
/// 0 done; 1 failed; 64 wrong usage or config; 66 missing input; 130 interrupted (and resumable).
enum Failure {
  /// An end that has been explained already.
  struct Explained: Error {
    var code: Int32
  }

  /// What was done stands, but standard output did not take all that was to be printed.
  static func unwritten(_ reason: String) -> ExperimentError {
    ExperimentError(
      .inputOutput, found: "standard output could not be written: \(reason)",
      remedy: "What was recorded stands: jx runs")
  }

  /// Prints the error and ends the process; help and version texts end it with 0.
  static func exit(with error: any Error) -> Never {
    if let explained = error as? Explained { Foundation.exit(explained.code) }
    guard let (message, code) = describe(error) else { JX.exit(withError: error) }
    Output.note(message.contains("error: ") ? message : "error: " + message)
    Foundation.exit(code)
  }

  /// The message and code of one of our errors; nil for those of the argument parser, which has its own.
  private static func describe(_ error: any Error) -> (String, Int32)? {
    switch error {
    case let error as ExperimentError: (error.description, code(of: error.code))
    case let error as AudioError: (error.description, error.code == .missingFile ? 66 : 1)
    case let error as NetError: (error.description, code(of: error.code))
    case let error as MetricsError: (error.description, 1)
    case let error as ChartsError: (error.description, 1)
    default: nil
    }
  }

  private static func code(of code: NetError.Code) -> Int32 {
    switch code {
    case .unknownName: 64
    case .missingFile: 66
    default: 1
    }
  }

  private static func code(of code: ExperimentError.Code) -> Int32 {
    switch code {
    case .invalidConfig, .ambiguousRun: 64
    case .missingFile, .missingRun: 66
    case .interrupted: 130
    case .invalidData, .registry, .snapshot, .inputOutput, .download, .unsupported: 1
    }
  }
}
