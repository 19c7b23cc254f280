import Audio
import Testing

@Suite("Mel filter bank")
struct MelFilterBankTests {
  // Weights are the double-precision ones rounded to single.
  @Test(
    "Is the reference's matrix", .enabled(if: Fixture.shared != nil, "golden data are absent"))
  func golden() throws {
    let expected = try NPYFile(reading: Fixture.golden("mel_matrix.npy"))
    #expect(expected.shape == [257, 64])
    #expect(largestDifference(MelFilterBank.vggish.matrix, expected.values) < 1e-7)
  }

  @Test("The bin at 0 Hz and those outside 125 to 7,500 Hz have no weight, every band has some")
  func support() {
    let matrix = MelFilterBank.vggish.matrix
    for bin in 0..<257 {
      let hertz = Double(bin) * 31.25
      let row = matrix[(bin * 64)..<((bin + 1) * 64)]
      #expect(row.allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(row.contains { $0 > 0 } == (hertz > 125 && hertz < 7500))
    }
    for band in 0..<64 { #expect((0..<257).contains { matrix[$0 * 64 + band] > 0 }) }
  }

  @Test("HTK's mel scale: 1,000 Hz are 1,000 mel, to the rounding of its constants")
  func scale() {
    #expect(MelFilterBank.mel(fromHertz: 0) == 0)
    #expect((MelFilterBank.mel(fromHertz: 1000) - 1000).magnitude < 0.02)
    #expect((MelFilterBank.bandPosition(ofHertz: 125) + 1).magnitude < 1e-9)
    #expect((MelFilterBank.bandPosition(ofHertz: 7500) - 64).magnitude < 1e-9)
  }
}
