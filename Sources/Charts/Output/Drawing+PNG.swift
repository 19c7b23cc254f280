extension Drawing {
  /// The drawing as a PNG picture, dark on white.
  ///
  /// - Parameter scale: pixels a point; 2 is sharp on dense screens and prints at 190 dots an inch.
  /// - Throws: ``ChartsError`` where a side would have over 32,767 pixels, or memory is short.
  public func png(scale: Double = 2) throws(ChartsError) -> [UInt8] {
    precondition(scale > 0, "a scale of \(scale)")
    let canvas = try CairoCanvas(width: width, height: height, scale: scale)
    // A point more on both sides covers the pixels that a broken size cuts.
    canvas.add(.rectangle(Area(left: 0, top: 0, width: width + 1, height: height + 1), fill: .paper))
    for shape in shapes { canvas.add(shape) }
    return try canvas.png()
  }
}
