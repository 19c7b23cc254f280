import Testing

@testable import Experiments

@Suite("Export, optimizer state")
struct SnapshotVariablesTests {
  /// As TensorFlow multiplies: single precision, step by step; the values are NumPy's.
  @Test(
    "has TensorFlow's powers of β",
    arguments: [
      (Float(0.9), 0, UInt32(0x3f66_6666)), (0.9, 2, 0x3f3a_9fbd), (0.9, 60, 0x3ad3_fbcd),
      (0.999, 6, 0x3f7e_36a1), (0.9, 100_000, 0),
    ])
  func powers(beta: Float, step: Int, bits: UInt32) {
    #expect(SnapshotVariables.power(beta, step: step).bitPattern == bits)
  }
}
