internal import Foundation
public import Net

extension Loss {
  /// The loss of one example of a single class, in double precision and without overflow for any finite logit.
  ///
  /// Sigmoid: the mean over classes of `max(x, 0) − x·t + ln(1 + e⁻|x|)`. Softmax: `ln Σ eˣ − x` of the true class.
  ///
  /// - Parameters:
  ///   - logits: one a class.
  ///   - label: the class of the example.
  public func value(logits: some RandomAccessCollection<Float>, label: Int) -> Double {
    precondition(label >= 0 && label < logits.count, "class \(label) of \(logits.count)")
    let target = Double(logits[logits.index(logits.startIndex, offsetBy: label)])
    switch self {
    case .sigmoid:
      let sum = logits.reduce(0.0) { sum, logit in
        let x = Double(logit)
        return sum + max(x, 0) + log1p(exp(-abs(x)))
      }
      return (sum - target) / Double(logits.count)
    case .softmax:
      let largest = Double(logits.max() ?? 0)
      return largest + log(logits.reduce(0.0) { $0 + exp(Double($1) - largest) }) - target
    }
  }
}
