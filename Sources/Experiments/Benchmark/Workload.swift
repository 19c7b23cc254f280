/// Work that is timed step by step, every step doing the same.
public protocol Workload {
  /// Examples or clips in a step.
  var itemsPerStep: Int { get }

  /// Does one step.
  func step() throws
}

extension Workload {
  /// Does `count` steps and returns the wall-clock seconds of each.
  public func timeSteps(_ count: Int) throws -> Timings {
    var seconds: [Double] = []
    seconds.reserveCapacity(count)
    for _ in 0..<count { seconds.append(try timeStep()) }
    return Timings(seconds)
  }

  /// Does steps until `duration` seconds have passed, but at least `minimum`, and returns the seconds of each.
  public func timeSteps(forSeconds duration: Double, atLeast minimum: Int) throws -> Timings {
    var seconds: [Double] = []
    var total = 0.0
    while seconds.count < max(minimum, 1) || total < duration {
      let step = try timeStep()
      seconds.append(step)
      total += step
    }
    return Timings(seconds)
  }

  private func timeStep() throws -> Double {
    let start = ContinuousClock.now
    try step()
    let time = (ContinuousClock.now - start).components
    return Double(time.seconds) + Double(time.attoseconds) * 1e-18
  }
}
