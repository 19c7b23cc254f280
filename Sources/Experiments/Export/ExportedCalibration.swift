internal import Metrics

/// A calibration in the form in which services read it: a method and its numbers.
struct ExportedCalibration: Encodable {
  private let method: String
  private let temperature: Double?
  private let slopes: [Double?]?
  private let offsets: [Double?]?

  /// What was fitted.
  init(_ calibration: Calibration) {
    method = calibration.method.rawValue
    switch calibration {
    case .none: (temperature, slopes, offsets) = (nil, nil, nil)
    case .temperature(let scaling): (temperature, slopes, offsets) = (scaling.temperature, nil, nil)
    case .platt(let scaling):
      temperature = nil
      slopes = scaling.lines.map { $0?.slope }
      offsets = scaling.lines.map { $0?.offset }
    }
  }
}
