/// Eight complex numbers side by side.
struct ComplexLanes {
  var real: DoubleLanes
  var imaginary: DoubleLanes

  @inline(__always)
  init(_ real: DoubleLanes, _ imaginary: DoubleLanes) {
    self.real = real
    self.imaginary = imaginary
  }

  @inline(__always)
  static func + (a: ComplexLanes, b: ComplexLanes) -> ComplexLanes {
    ComplexLanes(a.real + b.real, a.imaginary + b.imaginary)
  }

  @inline(__always)
  static func - (a: ComplexLanes, b: ComplexLanes) -> ComplexLanes {
    ComplexLanes(a.real - b.real, a.imaginary - b.imaginary)
  }

  /// The product with one number, given as its real and imaginary part.
  @inline(__always)
  func multiplied(by factor: UnsafePointer<Double>) -> ComplexLanes {
    let real = DoubleLanes(repeating: factor[0])
    let imaginary = DoubleLanes(repeating: factor[1])
    return ComplexLanes(
      adding(-(self.imaginary * imaginary), self.real, real),
      adding(self.imaginary * real, self.real, imaginary))
  }
}

/// The number at a place of `[n, 2, 8]`.
@inline(__always)
func complex(_ values: UnsafePointer<Double>, _ place: Int) -> ComplexLanes {
  ComplexLanes(load(values, 16 * place), load(values, 16 * place + 8))
}

@inline(__always)
func store(_ number: ComplexLanes, _ values: UnsafeMutablePointer<Double>, _ place: Int) {
  let target = UnsafeMutableRawPointer(values + 16 * place)
  target.storeBytes(of: number.real, as: DoubleLanes.self)
  (target + 64).storeBytes(of: number.imaginary, as: DoubleLanes.self)
}
