import Foundation
import Metrics
import Testing

@Suite("Running mean")
struct RunningMeanTests {
  @Test("A ragged last batch weighs what it is")
  func ragged() {
    var loss = RunningMean()
    #expect(loss.mean == nil)
    loss.add(mean: 1, count: 32)
    loss.add(mean: 1, count: 32)
    loss.add(mean: 10, count: 1)
    loss.add(mean: 100, count: 0)
    #expect(loss.count == 65)
    #expect(loss.mean == 74.0 / 65)
  }

  @Test("Small terms survive among large ones")
  func compensated() {
    var mean = RunningMean()
    for value in [1, 1e100, 1, -1e100] { mean.add(mean: value, count: 1) }
    #expect(mean.mean == 0.5)
  }

  @Test("Stopped, stored and continued, the same to the bit")
  func resume() throws {
    var random = TestRandom(seed: 9)
    var whole = RunningMean()
    var parts = RunningMean()
    for _ in 0..<50 {
      let batch = (Double.random(in: 0...3, using: &random), Int.random(in: 1...32, using: &random))
      whole.add(mean: batch.0, count: batch.1)
      parts.add(mean: batch.0, count: batch.1)
      parts = try JSONDecoder().decode(RunningMean.self, from: JSONEncoder().encode(parts))
    }
    #expect(parts == whole && parts.mean?.bitPattern == whole.mean?.bitPattern)
  }

  @Test("A diverged loss stays visible, and can be stored")
  func diverged() throws {
    var mean = RunningMean()
    mean.add(mean: .infinity, count: 2)
    mean.add(mean: 1, count: 2)
    #expect(mean.mean == .infinity)
    mean.add(mean: .nan, count: 1)
    #expect(mean.mean?.isNaN == true)
    let read = try JSONDecoder().decode(RunningMean.self, from: JSONEncoder().encode(mean))
    #expect(read == mean)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        RunningMean.self, from: Data(#"{"count":-1,"sumBits":0,"compensationBits":0}"#.utf8))
    }
  }
}
