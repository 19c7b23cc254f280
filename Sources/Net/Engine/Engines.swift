/// The engine a user asks for.
public enum EngineChoice: String, Sendable, Hashable, Codable, CaseIterable {
  /// The fastest that this machine can run.
  case auto
  /// ``EngineName/openblas``.
  case openblas
  /// ``EngineName/native``.
  case native
}

/// The engine that a choice led to.
public struct SelectedEngine: Sendable {
  /// The engine.
  public let engine: any Engine
  /// Why ``EngineChoice/auto`` did not take the fastest engine, in one line; nil if it did or had no say.
  public let note: String?
}

/// Finds the engine for a choice.
public enum Engines {
  /// The engine of a choice on this machine.
  ///
  /// - Throws: ``NetError/Code/unsupported`` if the machine or this build cannot run it; never for
  ///   ``EngineChoice/auto`` and ``EngineChoice/openblas``.
  public static func make(_ choice: EngineChoice) throws(NetError) -> SelectedEngine {
    switch choice {
    case .openblas: return SelectedEngine(engine: OpenBLASEngine(), note: nil)
    case .native: return SelectedEngine(engine: try nativeEngine(), note: nil)
    case .auto:
      do throws(NetError) {
        return SelectedEngine(engine: try nativeEngine(), note: nil)
      } catch {
        return SelectedEngine(engine: OpenBLASEngine(), note: "engine openblas: \(error.found)")
      }
    }
  }

  /// The one place that knows whether the native engine runs here.
  private static func nativeEngine() throws(NetError) -> any Engine {
    try NativeEngine()
  }
}
