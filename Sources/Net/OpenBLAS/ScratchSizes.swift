/// Values of scratch memory that a layer needs.
struct ScratchSizes {
  var perWorker = 0
  var partialGradients = 0
  var flippedKernel = 0

  /// Enough for either.
  mutating func formMaximum(_ other: ScratchSizes) {
    perWorker = max(perWorker, other.perWorker)
    partialGradients = max(partialGradients, other.partialGradients)
    flippedKernel = max(flippedKernel, other.flippedKernel)
  }
}
