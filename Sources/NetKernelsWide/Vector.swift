internal import CVector

/// Sixteen floats: one register of AVX-512, one block of channels in memory.
typealias Vector = SIMD16<Float>

/// Sixteen 32-bit integers, for masks and codes.
typealias Words = SIMD16<Int32>

/// Floats in a vector.
let lanes = 16

@inline(__always)
func load(_ address: UnsafePointer<Float>) -> Vector {
  UnsafeRawPointer(address).loadUnaligned(as: Vector.self)
}

@inline(__always)
func store(_ vector: Vector, _ address: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(address).storeBytes(of: vector, as: Vector.self)
}

/// `a · b + c`, rounded once.
@inline(__always)
func fused(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector { fusedMultiplyAdd(a, b, c) }

/// `a · b + c` with the same `a` in all lanes.
@inline(__always)
func fused(_ a: Float, _ b: Vector, _ c: Vector) -> Vector { fusedMultiplyAdd(Vector(repeating: a), b, c) }

/// Codes as they lie in memory, one byte a lane.
///
/// Lane by lane: the standard library's own conversion is not inlined, and a copy of it compiled for this vector
/// unit must not reach the linker.
@inline(__always)
func narrowed(_ words: Words) -> SIMD16<UInt8> {
  var bytes = SIMD16<UInt8>()
  bytes[0] = UInt8(truncatingIfNeeded: words[0])
  bytes[1] = UInt8(truncatingIfNeeded: words[1])
  bytes[2] = UInt8(truncatingIfNeeded: words[2])
  bytes[3] = UInt8(truncatingIfNeeded: words[3])
  bytes[4] = UInt8(truncatingIfNeeded: words[4])
  bytes[5] = UInt8(truncatingIfNeeded: words[5])
  bytes[6] = UInt8(truncatingIfNeeded: words[6])
  bytes[7] = UInt8(truncatingIfNeeded: words[7])
  bytes[8] = UInt8(truncatingIfNeeded: words[8])
  bytes[9] = UInt8(truncatingIfNeeded: words[9])
  bytes[10] = UInt8(truncatingIfNeeded: words[10])
  bytes[11] = UInt8(truncatingIfNeeded: words[11])
  bytes[12] = UInt8(truncatingIfNeeded: words[12])
  bytes[13] = UInt8(truncatingIfNeeded: words[13])
  bytes[14] = UInt8(truncatingIfNeeded: words[14])
  bytes[15] = UInt8(truncatingIfNeeded: words[15])
  return bytes
}

/// The inverse of ``narrowed(_:)``.
@inline(__always)
func widened(_ bytes: SIMD16<UInt8>) -> Words {
  var words = Words()
  words[0] = Int32(bytes[0])
  words[1] = Int32(bytes[1])
  words[2] = Int32(bytes[2])
  words[3] = Int32(bytes[3])
  words[4] = Int32(bytes[4])
  words[5] = Int32(bytes[5])
  words[6] = Int32(bytes[6])
  words[7] = Int32(bytes[7])
  words[8] = Int32(bytes[8])
  words[9] = Int32(bytes[9])
  words[10] = Int32(bytes[10])
  words[11] = Int32(bytes[11])
  words[12] = Int32(bytes[12])
  words[13] = Int32(bytes[13])
  words[14] = Int32(bytes[14])
  words[15] = Int32(bytes[15])
  return words
}
