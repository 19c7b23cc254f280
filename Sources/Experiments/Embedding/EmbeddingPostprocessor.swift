internal import Net

/// Google's postprocessor of VGGish embeddings: rotation by principal components, clipping to ±2, 8 bits (Hershey et al.
/// 2017; `vggish_pca_params.npz` of the release).
///
/// The eigenvectors' sums are rounded once from double precision; NumPy's single-precision products may differ by one step
/// where a value lies on the border between two.
public struct EmbeddingPostprocessor: Sendable {
  /// The arrays of the parameters: eigenvectors `[d, d]`, a row each, and means `[d]`, `[d, 1]` or `[1, d]`.
  static let variables = ["pca_eigen_vectors", "pca_means"]
  private static let bound: Float = 2

  /// Values of an embedding.
  public let count: Int
  /// The parameters' file.
  public let path: String
  private let vectors: [Double]
  private let means: [Double]

  /// Reads the parameters.
  ///
  /// - Throws: ``ExperimentError`` for a file that can't be read, lacks an array or has them of other shapes.
  public init(path: String) throws(ExperimentError) {
    do throws(NetError) {
      let parameters = try Checkpoint(path: path)
      func values(_ name: String) throws(NetError) -> [Double] {
        var buffer: [Float] = []
        return try parameters.withValues(of: name, buffer: &buffer) { values in
          values.indices.map { Double(values[$0]) }
        }
      }
      vectors = try values(Self.variables[0])
      means = try values(Self.variables[1])
      self.path = path
    } catch {
      throw ExperimentError(
        error.code == .missingFile ? .missingFile : .invalidData, found: error.found,
        expected: "the arrays \(Self.variables.joined(separator: " and "))",
        remedy: "jx checkpoint fetch \(CheckpointRelease.googlePCA.rawValue)")
    }
    count = means.count
    guard count > 0, vectors.count == count * count, (vectors + means).allSatisfy(\.isFinite) else {
      throw ExperimentError(
        .invalidData, found: "\(path): eigenvectors of \(vectors.count) values and \(means.count) means",
        expected: "a square of vectors as long as the means, all finite")
    }
  }

  /// The bytes of an embedding: 0 for −2 or less, 255 for 2 or more, rounded down between.
  public func bytes(of embedding: Span<Float>) -> [UInt8] {
    precondition(embedding.count == count, "an embedding of \(embedding.count) values, not \(count)")
    return (0..<count).map { row in
      var sum = 0.0
      for column in 0..<count {
        sum += vectors[row * count + column] * (Double(embedding[column]) - means[column])
      }
      let clipped = max(-Self.bound, min(Self.bound, Float(sum)))
      return UInt8((clipped + Self.bound) * (255 / (2 * Self.bound)))
    }
  }
}
