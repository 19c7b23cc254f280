/// How one figure went over a run's epochs: last, smallest and largest, without those that are no number.
public struct MetricRange: Sendable, Hashable, Codable {
  /// A figure and the first epoch that reached it.
  public struct Point: Sendable, Hashable, Codable {
    /// The figure.
    public var value: Double
    /// The epoch.
    public var epoch: Int

    /// A figure at an epoch.
    public init(value: Double, epoch: Int) {
      self.value = value
      self.epoch = epoch
    }
  }

  /// The last epoch's figure; may be no number.
  public var last: Double
  /// The smallest; nil if none was a number.
  public var smallest: Point?
  /// The largest; nil if none was a number.
  public var largest: Point?

  /// A range from its parts.
  public init(last: Double, smallest: Point?, largest: Point?) {
    self.last = last
    self.smallest = smallest
    self.largest = largest
  }
}
