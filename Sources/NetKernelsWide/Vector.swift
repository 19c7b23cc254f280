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
