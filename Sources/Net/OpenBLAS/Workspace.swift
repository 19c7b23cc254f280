#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Memory of a fixed size that never moves, zero at first.
///
/// Large blocks ask for huge pages, which make the first touch several times faster and products over wide rows
/// miss the translation buffer less.
@safe
final class Workspace<Element: BitwiseCopyable> {
  /// Elements.
  let count: Int
  /// The first element.
  let base: UnsafeMutablePointer<Element>
  private let block: UnsafeMutableRawPointer

  /// Memory for `count` elements; ``NetError/Code/outOfMemory`` if the system has none.
  init(count: Int) throws(NetError) {
    let bytes = count * MemoryLayout<Element>.stride
    let alignment = bytes >= workspaceHugePage ? workspaceHugePage : 64
    // calloc leaves fresh pages to the system to clear, at their first touch.
    guard let block = unsafe calloc(1, bytes + alignment) else {
      throw NetError(
        .outOfMemory, found: "no memory for \(bytes) bytes",
        remedy: "Use a smaller batch size or freeze more layers.")
    }
    unsafe self.block = block
    let aligned = unsafe block.alignedUp(toMultipleOf: alignment)
    unsafe base = aligned.bindMemory(to: Element.self, capacity: count)
    self.count = count
    #if canImport(Glibc)
      // A hint: whether the system follows it changes nothing but speed.
      if alignment == workspaceHugePage { unsafe _ = madvise(aligned, bytes, MADV_HUGEPAGE) }
    #endif
  }

  deinit { unsafe free(block) }

  /// The part from `offset` on.
  subscript(offset: Int) -> UnsafeMutablePointer<Element> { unsafe base + offset }
}

/// From this size on, in bytes, a block is aligned for huge pages.
private let workspaceHugePage = 2 << 20
