/// The section `augment`: how training examples are varied. All off unless said; validation and test are never touched.
public struct AugmentConfig: Sendable, Hashable, Codable {
  /// Whether an example is cut out anywhere in its clip rather than on the grid of the hop.
  public var crop = false
  /// Seconds by which an example's window moves to either side, within its clip; without effect beside ``crop``.
  public var timeShift = 0.0
  /// Decibels by which an example becomes louder or softer at most.
  public var gain = 0.0
  /// Recordings that are mixed in; nil for none.
  public var noise: NoiseConfig?
  /// SpecAugment's masks in time, and the most frames of 10 ms that one covers.
  public var timeMasks = 0
  /// The most frames of 10 ms that a mask in time covers.
  public var timeMaskWidth = 20
  /// SpecAugment's masks in frequency.
  public var frequencyMasks = 0
  /// The most mel bands that a mask in frequency covers.
  public var frequencyMaskWidth = 8
  /// α of mixup's Beta(α, α); 0 for no mixup.
  public var mixup = 0.0

  /// Nothing unless more is said.
  public init() {}

  /// Whether examples are computed from sound in every epoch anew.
  public var needsSound: Bool { crop || timeShift > 0 || gain > 0 || noise != nil }

  /// Whether anything is varied.
  public var isActive: Bool { needsSound || timeMasks > 0 || frequencyMasks > 0 || mixup > 0 }
}

extension AugmentConfig: ConfigSection {
  static let fields: [ConfigField<AugmentConfig>] = [
    ConfigField("crop", \.crop, .boolean),
    ConfigField("time_shift", \.timeShift, .number(from: 0, through: 60)),
    ConfigField("gain", \.gain, .number(from: 0, through: 40)),
    .optionalSection("noise", \.noise, default: NoiseConfig()),
    ConfigField("time_masks", \.timeMasks, .integer(0...10)),
    ConfigField("time_mask_width", \.timeMaskWidth, .integer(1...96)),
    ConfigField("frequency_masks", \.frequencyMasks, .integer(0...10)),
    ConfigField("frequency_mask_width", \.frequencyMaskWidth, .integer(1...64)),
    ConfigField("mixup", \.mixup, .number(from: 0, through: 10)),
  ]
}
