import Net
import Testing

/// An engine with the unit that computes its products.
enum TestedEngine: String, CaseIterable, Codable, CustomTestStringConvertible {
  case openblas
  case vector = "native on the vector unit"
  case matrix = "native on the matrix unit"

  /// Those that this machine runs.
  static let here = allCases.filter { $0.unit?.isThere ?? true }

  var testDescription: String { rawValue }

  var engine: any Engine {
    get throws {
      guard let unit else { return OpenBLASEngine() }
      return try NativeEngine(products: unit)
    }
  }

  private var unit: ProductUnit? {
    switch self {
    case .openblas: nil
    case .vector: .vector
    case .matrix: .matrix
    }
  }
}

extension ProductUnit {
  /// Those that this machine has.
  static var here: [ProductUnit] { allCases.filter(\.isThere) }
}
