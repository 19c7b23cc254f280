/// Eight complex numbers side by side.
///
/// A tuple: for a struct the compiler writes functions that copy it, which the linker could take from the forms for wide
/// vector units.
typealias ComplexLanes = (real: DoubleLanes, imaginary: DoubleLanes)

@inline(__always)
func complex(_ real: DoubleLanes, _ imaginary: DoubleLanes) -> ComplexLanes { (real, imaginary) }

@inline(__always)
func + (a: ComplexLanes, b: ComplexLanes) -> ComplexLanes { (a.real + b.real, a.imaginary + b.imaginary) }

@inline(__always)
func - (a: ComplexLanes, b: ComplexLanes) -> ComplexLanes { (a.real - b.real, a.imaginary - b.imaginary) }

/// The products with one number, given as its real and imaginary part.
@inline(__always)
func multiplied(_ a: ComplexLanes, by factor: UnsafePointer<Double>) -> ComplexLanes {
  let real = DoubleLanes(repeating: factor[0])
  let imaginary = DoubleLanes(repeating: factor[1])
  return (
    adding(-(a.imaginary * imaginary), a.real, real), adding(a.imaginary * real, a.real, imaginary)
  )
}

/// The number at a place of `[n, 2, 8]`.
@inline(__always)
func complex(_ values: UnsafePointer<Double>, _ place: Int) -> ComplexLanes {
  (load(values, 16 * place), load(values, 16 * place + 8))
}

@inline(__always)
func store(_ number: ComplexLanes, _ values: UnsafeMutablePointer<Double>, _ place: Int) {
  let target = UnsafeMutableRawPointer(values + 16 * place)
  target.storeBytes(of: number.real, as: DoubleLanes.self)
  (target + 64).storeBytes(of: number.imaginary, as: DoubleLanes.self)
}
