internal import ArgumentParser
internal import Audio
internal import Experiments
internal import Foundation
internal import Metrics

/// `jx query`: what bird is it?
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Name the most likely classes of recordings.",
    discussion: """
      The score of a class is the sum of its squared probabilities over the examples of the recording, as jibjib has \
      it; the share is the score divided by the sum over the classes listed, and says nothing about how sure the \
      network is. A file that can't be read is reported and does not stop the others.
      """)

  @Argument(help: ArgumentHelp("The run: id, unique prefix, name, or last.", valueName: "run"))
  var runName: String

  @Argument(help: "Recordings.", completion: .file())
  var files: [String]

  @Option(help: ArgumentHelp("How many classes for each file.", valueName: "n"))
  var top = 3

  @OptionGroup var snapshot: SnapshotOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var registry: RegistryOptions

  func validate() throws {
    guard top > 0 else { throw ValidationError("--top \(top) is less than 1.") }
  }

  func run() throws {
    let store = try registry.open()
    let classifier = try Classifier(
      of: store.resolve(runName), in: store, snapshot: snapshot.selector, compute: compute.config)
    if let note = classifier.engineNote { Output.note(note) }
    let ids = classifier.classIDs?.ids
    let columns = ["file", "rank", "class"] + (ids == nil ? [] : ["id"]) + ["share", "score", "examples"]
    var listing = Listing(columns: columns)
    var failures = 0
    for file in files {
      let examples: Examples
      do throws(AudioError) { examples = try classifier.frontEnd.examples(ofFile: file) } catch {
        Output.note("error: \(error)")
        failures += 1
        continue
      }
      for (rank, best) in try classifier.best(top, of: examples).enumerated() {
        let name = classifier.classes[best.classIndex]
        listing.rows.append(
          [.text(file), .integer(rank + 1), .text(name)]
            + (ids.map { [$0[name].map { .integer($0) } ?? .missing] } ?? [])
            + [.optional(percentage: best.share), .number(best.score, digits: 3), .integer(examples.count)])
      }
    }
    if failures < files.count { Output.result(try listing.rendered(as: output.format)) }
    if failures > 0 { throw Failure.Explained(code: failures == files.count ? 66 : 1) }
  }
}
