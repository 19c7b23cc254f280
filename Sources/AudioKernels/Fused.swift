// This folder is compiled three times on x86-64: as `AudioKernels` for any processor and, through symbolic links, as
// `AudioKernelsAVX2` for x86-64-v3 with FUSED defined and as `AudioKernelsAVX512` for x86-64-v4 with FUSED and AVX512.
// `Audio` picks one at run time. For that to be safe the objects must hold no code that a linker may share with others:
// no generic functions of the standard library that aren't inlined (`nm` shows those as W).

import CVector

/// Sixteen values side by side: one AVX-512 register, two of AVX2, four of SSE or NEON.
typealias Lanes = SIMD16<Float>

/// `sum + a · b`, fused where the processor does that in one instruction (elsewhere it would be a library call).
@inline(__always)
func adding(_ sum: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes {
  #if FUSED || arch(arm64)
    fusedMultiplyAdd(a, b, sum)
  #else
    sum + a * b
  #endif
}

@inline(__always)
func load(_ pointer: UnsafePointer<Float>, _ offset: Int) -> Lanes {
  UnsafeRawPointer(pointer + offset).loadUnaligned(as: Lanes.self)
}

@inline(__always)
func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Float>, _ offset: Int) {
  UnsafeMutableRawPointer(pointer + offset).storeBytes(of: lanes, as: Lanes.self)
}

/// Half as many values in double precision.
typealias DoubleLanes = SIMD8<Double>

@inline(__always)
func adding(_ sum: DoubleLanes, _ a: DoubleLanes, _ b: DoubleLanes) -> DoubleLanes {
  #if FUSED || arch(arm64)
    fusedMultiplyAddDoubles(a, b, sum)
  #else
    sum + a * b
  #endif
}

@inline(__always)
func load(_ pointer: UnsafePointer<Double>, _ offset: Int) -> DoubleLanes {
  UnsafeRawPointer(pointer + offset).loadUnaligned(as: DoubleLanes.self)
}
