import Audio
import Testing

@Suite("Resampler")
struct ResamplerTests {
  // The reference sums in double precision; here the result and the small weights are single: one unit in the last place
  // of a full-scale sample is 6e-8.
  @Test(
    "Agrees with resampy 0.4.3's kaiser_best to 2e-7, edges included",
    arguments: [8000, 11_025, 22_050, 32_000, 44_100, 44_101, 48_000, 96_000])
  func reference(rate: Int) throws {
    let input = try NPYFile(reading: Fixture.path("resampling.input.npy"))
    let expected = try NPYFile(reading: Fixture.path("resampling.\(rate).npy"))
    let output = try Resampler(from: rate, to: 16_000).resample(input.values.span)
    #expect(output.count == expected.values.count)
    #expect(largestDifference(output, expected.values) < 2e-7)
  }

  @Test("Equal rates change nothing")
  func identity() throws {
    var random = TestRandom(seed: 1)
    let samples = random.samples(777)
    let output = try Resampler(from: 16_000, to: 16_000).resample(samples.span)
    #expect(output == samples)
  }

  @Test(
    "The length is the whole part of n · target / source",
    arguments: [
      (0, 44_100), (1, 8000), (1, 44_100), (2, 44_100), (3, 44_100), (441, 44_100), (442, 44_100),
      (999, 96_000),
    ])
  func length(count: Int, rate: Int) throws {
    let resampler = try Resampler(from: rate, to: 16_000)
    let samples = [Float](repeating: 0.5, count: count)
    #expect(resampler.outputCount(of: count) == count * 16_000 / rate)
    let output = resampler.resample(samples.span)
    #expect(output.count == count * 16_000 / rate)
  }

  @Test("The length of a very long signal doesn't overflow")
  func hugeLength() throws {
    #expect(try Resampler(from: 44_100, to: 16_000).outputCount(of: 1 << 55) == 13_071_672_387_832_732)
  }

  // The truncated table step raises the gain: at 48 kHz by 2730.67/2730, which is 2.4e-4.
  @Test("A constant stays constant away from the edges, to 2.5e-4 of it", arguments: [8000, 44_100, 48_000])
  func constant(rate: Int) throws {
    let samples = [Float](repeating: 0.5, count: rate / 2)
    let output = try Resampler(from: rate, to: 16_000).resample(samples.span)
    let inner = output[300..<(output.count - 300)]
    #expect(inner.allSatisfy { ($0 - 0.5).magnitude < 0.5 * 2.5e-4 })
  }

  @Test("A tone above the new Nyquist frequency disappears by 80 dB")
  func stopBand() throws {
    let samples = (0..<44_100).map { Float(sine(Double($0) * 12_000 / 44_100)) }
    let output = try Resampler(from: 44_100, to: 16_000).resample(samples.span)
    let inner = output[300..<(output.count - 300)]
    #expect(inner.allSatisfy { $0.magnitude < 1e-4 })
  }

  @Test(
    "Rates outside the range are refused",
    arguments: [(0, 16_000), (-1, 16_000), (2_000_000, 16_000), (44_100, 0), (1_000_000, 1000)])
  func refused(source: Int, target: Int) {
    let error = #expect(throws: AudioError.self) { try Resampler(from: source, to: target) }
    #expect(error?.code == .invalidSetting)
  }

  @Test("Many threads may ask for the same and for different banks at once")
  func threads() async throws {
    var random = TestRandom(seed: 3)
    let samples = random.samples(3000)
    let rates = [8000, 11_025, 22_050, 24_000, 37_800, 44_100]
    let alone = try rates.map { try Resampler(from: $0, to: 16_000).resample(samples.span) }
    await withTaskGroup(of: Bool.self) { group in
      for index in 0..<48 {
        group.addTask {
          let output = try? Resampler(from: rates[index % 6], to: 16_000).resample(samples.span)
          return output == alone[index % 6]
        }
      }
      for await isEqual in group { #expect(isEqual) }
    }
  }
}
