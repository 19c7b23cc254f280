internal import CVector

/// y ← y + bias, then max(0, y) if `rectifies`, over `rows` rows of one block of 16 channels.
@inline(never)
public func addBias(
  _ y: UnsafeMutablePointer<Float>, rows: Int, bias: UnsafePointer<Float>, rectifies: Bool
) {
  let bias = load(bias)
  var row = 0
  while row < rows {
    let sum = load(y + row &* lanes) + bias
    store(rectifies ? rectified(sum) : sum, y + row &* lanes)
    row &+= 1
  }
}

/// The sum of `rows` rows of 16 floats, `stride` apart, in order.
@inline(never)
public func sumRows(
  _ x: UnsafePointer<Float>, rows: Int, stride: Int, _ sum: UnsafeMutablePointer<Float>
) {
  var total = Vector.zero
  var row = 0
  while row < rows {
    total += load(x + row &* stride)
    row &+= 1
  }
  store(total, sum)
}

/// Brings the gradient of 16 channels from columns `[16, stride]` to rows `[count, 16]`.
///
/// With `outputs`, rows of the same shape, a ReLU lies behind: where its output is not positive the gradient becomes
/// 0 in both forms.
@inline(never)
public func transposeGradient(
  _ columns: UnsafeMutablePointer<Float>, stride: Int, count: Int, outputs: UnsafePointer<Float>?,
  _ rows: UnsafeMutablePointer<Float>
) {
  var example = 0
  while example < count {
    var row = Vector.zero
    var lane = 0
    while lane < lanes {
      row[lane] = columns[lane &* stride &+ example]
      lane &+= 1
    }
    if let outputs {
      row = chosen(isGreater(load(outputs + example &* lanes), .zero), row, .zero)
      lane = 0
      while lane < lanes {
        columns[lane &* stride &+ example] = row[lane]
        lane &+= 1
      }
    }
    store(row, rows + example &* lanes)
    example &+= 1
  }
}
