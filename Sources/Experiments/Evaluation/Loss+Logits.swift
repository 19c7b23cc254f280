internal import Foundation
public import Net

extension Loss {
  /// The loss of one example, in double precision and without overflow for any finite logit.
  ///
  /// Sigmoid: the mean over classes of `max(x, 0) − x·t + ln(1 + e⁻|x|)`. Softmax: `ln Σ eˣ − x` of the true class.
  ///
  /// - Parameters:
  ///   - logits: one a class.
  ///   - labels: the classes of the example; for softmax one.
  public func value(logits: some RandomAccessCollection<Float>, labels: [Int]) -> Double {
    precondition(self == .sigmoid || labels.count == 1, "softmax with \(labels.count) classes")
    let target = labels.reduce(0.0) { sum, label in
      precondition(label >= 0 && label < logits.count, "class \(label) of \(logits.count)")
      return sum + Double(logits[logits.index(logits.startIndex, offsetBy: label)])
    }
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

  /// The loss of one example of a single class.
  public func value(logits: some RandomAccessCollection<Float>, label: Int) -> Double {
    value(logits: logits, labels: [label])
  }
}
