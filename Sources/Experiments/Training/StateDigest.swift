internal import Net

extension SHA256 {
  /// The SHA-256 of all that training changes in a plan: values, moments and step.
  static func hash(stateOf plan: any Plan) throws(NetError) -> Digest {
    var hash = SHA256()
    for layer in plan.network.layers where !layer.isFrozen {
      for variable in [layer.weights, layer.biases] {
        var values = [Float](repeating: 0, count: variable.count)
        for slot in Slot.allCases {
          var span = values.mutableSpan
          try plan.read(slot, of: variable.name, into: &span)
          hash.update(unsafe values.span.bytes)
        }
      }
    }
    hash.update(unsafe [plan.step].span.bytes)
    return hash.finish()
  }
}
