import Net
import Testing

@Suite("The choice of an engine")
struct EnginesTests {
  @Test("gives openblas when asked, without a remark")
  func openblas() throws {
    let selected = try Engines.make(.openblas)
    #expect(selected.engine.name == .openblas)
    #expect(selected.note == nil)
  }

  @Test("auto takes the native engine where it runs and says in one line why where it does not")
  func auto() throws {
    let selected = try Engines.make(.auto)
    do {
      let native = try Engines.make(.native)
      #expect(selected.engine.name == native.engine.name)
      #expect(selected.note == nil)
    } catch {
      #expect(selected.engine.name == .openblas)
      #expect(selected.note?.contains(error.found) == true)
      #expect(selected.note?.contains("\n") == false)
    }
  }
}
