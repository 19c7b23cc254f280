/// The data of an evaluation.
public enum EvaluationTarget: Sendable, Hashable {
  /// A split of the run's own data.
  case split(Split)
  /// Another data folder.
  case folder(String)
}

extension EvaluationTarget: CustomStringConvertible {
  /// The split's name or the folder.
  public var description: String {
    switch self {
    case .split(let split): split.rawValue
    case .folder(let folder): folder
    }
  }
}

extension EvaluationTarget: Codable {
  private enum CodingKeys: String, CodingKey {
    case split
    case folder
  }

  /// Decodes `{"split": …}` or `{"folder": …}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let split = try container.decodeIfPresent(Split.self, forKey: .split) {
      self = .split(split)
    } else {
      self = .folder(try container.decode(String.self, forKey: .folder))
    }
  }

  /// Encodes `{"split": …}` or `{"folder": …}`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .split(let split): try container.encode(split, forKey: .split)
    case .folder(let folder): try container.encode(folder, forKey: .folder)
    }
  }
}
