import Foundation
import Net
import Testing

@testable import Experiments

@Suite("ScoreFile")
struct ScoreFileTests {
  @Test("reads what it wrote, to the bit", arguments: [Loss.sigmoid, .softmax])
  func round(loss: Loss) throws {
    let folder = try TemporaryFolder()
    let scores = try SampleScores.make(loss)
    let record = try ScoreFile.write(scores, to: "x.safetensors", in: folder.path)
    let read = try ScoreFile.read(record, in: folder.path)
    #expect(read == scores)
    #expect(read.logits.map(\.bitPattern) == scores.logits.map(\.bitPattern))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x.safetensors"])
  }

  @Test("refuses a file that is gone, and one that is not the recorded one")
  func digest() throws {
    let folder = try TemporaryFolder()
    let record = try ScoreFile.write(SampleScores.make(), to: "x.safetensors", in: folder.path)
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: folder.path + "/x.safetensors")))
    bytes[bytes.count - 1] ^= 1
    try AtomicFile.write(bytes, to: folder.path + "/x.safetensors")
    let error = try #require(throws: ExperimentError.self) { _ = try ScoreFile.read(record, in: folder.path) }
    #expect(error.found.contains("are damaged") && error.remedy.contains("jx eval"))
    try FileManager.default.removeItem(atPath: folder.path + "/x.safetensors")
    #expect { _ = try ScoreFile.read(record, in: folder.path) } throws: {
      ($0 as? ExperimentError)?.code == .missingFile
    }
  }

  @Test("whatever stands in the file, reading it gives scores or an error")
  func damage() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.safetensors"
    _ = try ScoreFile.write(SampleScores.make(), to: "x.safetensors", in: folder.path)
    let whole = [UInt8](try Data(contentsOf: URL(filePath: path)))
    func read(_ bytes: [UInt8]) throws -> Bool {
      try Data(bytes).write(to: URL(filePath: path))
      do {
        _ = try ScoreFile.read(path)
        return true
      } catch {
        #expect(error.code == .invalidData)
        return false
      }
    }
    for end in stride(from: 0, to: whole.count, by: 7) {
      #expect(try !read(Array(whole[..<end])), "cut at \(end)")
    }
    var random = RandomStream(seed: 5, purpose: "damage")
    for _ in 0..<300 {
      var bytes = whole
      bytes[random.next(below: bytes.count)] ^= UInt8(1 << random.next(below: 8))
      _ = try read(bytes)
    }
    for (old, new) in [("\\\"label\\\":2", "\\\"label\\\":9"), ("\\\"examples\\\":5", "\\\"examples\\\":6")] {
      #expect(try !read(Self.replacing(old, with: new, in: whole)), "\(new)")
    }
  }

  private static func replacing(_ old: String, with new: String, in bytes: [UInt8]) -> [UInt8] {
    guard let range = Data(bytes).range(of: Data(old.utf8)) else { return [] }
    var data = Data(bytes)
    data.replaceSubrange(range, with: Data(new.utf8))
    return [UInt8](data)
  }
}
