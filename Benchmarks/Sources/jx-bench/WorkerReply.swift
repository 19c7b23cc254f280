/// What a worker answers, one line of JSON each.
///
/// The protocol: a worker prepares everything, warms up and answers without `seconds`. Then each line on its standard
/// input is a number of steps; it does them and answers with the seconds of each. It ends with its input.
struct WorkerReply: Codable {
  /// The version of the framework.
  var version: String?
  /// The duration of each step.
  var seconds: [Double]?
  /// The largest resident size of the worker so far, in bytes.
  var peakMemory: Int?

  enum CodingKeys: String, CodingKey {
    case version
    case seconds
    case peakMemory = "peak_memory_bytes"
  }
}
