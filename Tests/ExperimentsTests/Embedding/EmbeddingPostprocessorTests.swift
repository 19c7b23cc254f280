import Foundation
import Net
import Testing

@testable import Experiments

@Suite("EmbeddingPostprocessor")
struct EmbeddingPostprocessorTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/embedding")
  private static let parameters = folder.appending(path: "postprocessor.npz").path

  @Test("gives the bytes that NumPy gives by Google's formula")
  func matchesNumPy() throws {
    let expected = try Checkpoint(path: Self.folder.appending(path: "expected.npz").path)
    let postprocessor = try EmbeddingPostprocessor(path: Self.parameters)
    let (rows, size) = (24, 128)
    #expect(postprocessor.count == size)
    let embeddings = try values("embeddings", in: expected)
    let quantized = try values("quantized", in: expected)
    let isClose = try values("is_close", in: expected)
    var differences = 0
    for row in 0..<rows {
      let bytes = postprocessor.bytes(of: embeddings.span.extracting((row * size)..<((row + 1) * size)))
      for (column, byte) in bytes.enumerated() {
        let index = row * size + column
        // Within 1e-3 of a border between two steps, NumPy's float32 sum may fall on the other side.
        let tolerance: Float = isClose[index] == 1 ? 1 : 0
        #expect(abs(Float(byte) - quantized[index]) <= tolerance)
        differences += Float(byte) == quantized[index] ? 0 : 1
      }
    }
    #expect(differences <= 2)
    // The mean itself lies in the middle: (0 + 2) · 63.75 = 127.5, rounded down.
    #expect(postprocessor.bytes(of: embeddings.span.extracting(0..<size)).allSatisfy { $0 == 127 })
  }

  private func values(_ name: String, in checkpoint: Checkpoint) throws -> [Float] {
    let count = try #require(checkpoint.variable(named: name)).shape.count
    var values = [Float](repeating: 0, count: count)
    var span = values.mutableSpan
    try checkpoint.read(name, into: &span)
    return values
  }

  @Test("refuses parameters that are missing, incomplete, of other shapes or no numbers")
  func refuses() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/pca.safetensors"
    func write(_ tensors: [(String, [Int], Float)]) throws {
      let writer = try SafetensorsWriter(tensors: tensors.map { ParameterShape(name: $0.0, shape: $0.1) })
      var file = try AtomicFile(path: path)
      try writer.write(
        to: { try file.write($0) },
        fill: { tensor, values in
          let value = tensors.first { $0.0 == tensor.name }?.2 ?? 0
          for index in values.indices { values[index] = value }
        })
      try file.commit()
    }
    let missing = try #require(throws: ExperimentError.self) { try EmbeddingPostprocessor(path: path) }
    #expect(missing.code == .missingFile && missing.remedy.contains("jx checkpoint fetch google-pca"))
    for tensors in [
      [("pca_eigen_vectors", [2, 2], Float(1))],
      [("pca_eigen_vectors", [2, 3], 1), ("pca_means", [2], 0)],
      [("pca_eigen_vectors", [2, 2], .nan), ("pca_means", [2], 0)],
      [("pca_eigen_vectors", [0, 0], 1), ("pca_means", [0], 0)],
    ] {
      try write(tensors)
      let error = try #require(throws: ExperimentError.self) { try EmbeddingPostprocessor(path: path) }
      #expect(error.code == .invalidData, "\(error)")
    }
    try write([("pca_eigen_vectors", [2, 2], 0.5), ("pca_means", [2, 1], 1)])
    #expect(try EmbeddingPostprocessor(path: path).bytes(of: [2, 1].span) == [159, 159])
  }
}
