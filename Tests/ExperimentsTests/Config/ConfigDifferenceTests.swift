import Experiments
import Testing

@Suite("ConfigDifference")
struct ConfigDifferenceTests {
  @Test("lists the keys that differ, absent ones too, in the order of the configs")
  func keys() throws {
    let a = try readConfig("data: {folder: a}\nseed: 1").config
    var b = a
    b.seed = 2
    b.data.split = .manifest(path: "m.csv")
    #expect(
      ConfigDifference.between([a.flattened, b.flattened, a.flattened]) == [
        ConfigDifference(key: "seed", values: ["1", "2", "1"]),
        ConfigDifference(key: "data.split.validation", values: ["0.1", nil, "0.1"]),
        ConfigDifference(key: "data.split.test", values: ["0.1", nil, "0.1"]),
        ConfigDifference(key: "data.split.manifest", values: [nil, "m.csv", nil]),
      ])
  }

  @Test("is empty for equal configs, one and none")
  func none() throws {
    let a = try readConfig("data: {folder: a}").config.flattened
    #expect(ConfigDifference.between([a, a]).isEmpty)
    #expect(ConfigDifference.between([a]).isEmpty)
    #expect(ConfigDifference.between([]).isEmpty)
  }
}
