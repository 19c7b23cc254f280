extension Network {
  /// The same network with exactly the layers that the selectors name frozen.
  ///
  /// A selector is a whole layer name (`vggish/conv3/conv3_1`), the end of one from a `/` on (`conv3_1`, `logits`) or a
  /// scope (`vggish`, `conv3`, `fc1`, `mymodel`).
  ///
  /// - Throws: ``NetError/Code/unknownName`` for a selector that fits no layer, with the names that exist.
  public func freezing(_ selectors: [String]) throws(NetError) -> Network {
    var result = self
    for index in result.layers.indices { result.layers[index].isFrozen = false }
    for selector in selectors {
      for index in try layerIndices(selectedBy: selector) { result.layers[index].isFrozen = true }
    }
    return result
  }

  /// The layers that a selector names (see ``freezing(_:)``); never empty.
  public func layerIndices(selectedBy selector: String) throws(NetError) -> [Int] {
    let wanted = selector.split(separator: "/", omittingEmptySubsequences: false)
    let indices = layers.indices.filter { index in
      let parts = layers[index].name.split(separator: "/")
      guard !wanted.isEmpty, wanted.count <= parts.count else { return false }
      return (0...(parts.count - wanted.count)).contains { start in
        parts[start..<(start + wanted.count)].elementsEqual(wanted)
      }
    }
    guard !indices.isEmpty else {
      throw NetError(
        .unknownName, found: "no layer is called '\(selector)'",
        expected: "one of " + selectorNames.joined(separator: ", "))
    }
    return indices
  }

  /// Every name that ``freezing(_:)`` understands in its shortest form, scopes first where they begin.
  public var selectorNames: [String] {
    var names: [String] = []
    for layer in layers {
      for part in layer.name.split(separator: "/").map(String.init) where !names.contains(part) {
        names.append(part)
      }
    }
    return names
  }
}
