import Foundation
import Testing

@Suite("jx report")
struct ReportTests {
  private static let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Two runs of two epochs, with notes that HTML would take for markup.
  private static func bench() throws -> Workbench {
    let bench = try Workbench.withRecordings()
    for (name, rate) in [("robin", "1e-3"), ("wren", "2e-3")] {
      let outcome = try bench.jx(
        "run", "tiny.yaml", "--name", name, "--note", "<b>of \(name) & co", "--set",
        "train.learning_rate=\(rate)", "--set",
        "data.split={test: 0.4}")
      #expect(outcome.status == 0, "\(outcome)")
    }
    return bench
  }

  @Test("one file that asks for nothing, with names as text, clips with sound and what differs between runs")
  func selfContained() throws {
    let bench = try Self.bench()
    let outcome = try bench.jx("report", "robin", "wren", "-o", "report.html")
    #expect(outcome.status == 0 && outcome.output.contains("2 runs"), "\(outcome)")
    let html = try String(contentsOfFile: bench.path + "/report.html", encoding: .utf8)
    let addresses = html.matches(of: /(?:src|href)="([^"]{0,12})/).map { String($0.output.1) }
    #expect(!addresses.isEmpty && addresses.allSatisfy { $0.hasPrefix("data:") || $0.hasPrefix("#") })
    #expect(!html.replacing("http://www.w3.org/2000/svg", with: "").contains("://"))
    #expect(!html.contains("<b>of robin") && html.contains("&lt;b&gt;of robin &amp; co"))
    #expect(html.contains("data:audio/flac") && html.contains("data:image/png"))
    #expect(html.contains("train.learning_rate"))
    let bare = try bench.jx("report", "robin", "--clips", "0", "-o", "bare.html")
    #expect(bare.status == 0)
    let small = try String(contentsOfFile: bench.path + "/bare.html", encoding: .utf8)
    #expect(!small.contains("data:audio") && small.utf8.count < 500_000)
  }

  @Test("a recording that is gone is named, and the report is written all the same")
  func missingRecordings() throws {
    let bench = try Self.bench()
    try FileManager.default.removeItem(atPath: bench.path + "/demo")
    let outcome = try bench.jx("report", "wren", "-o", "report.html")
    #expect(outcome.status == 0, "\(outcome)")
    let html = try String(contentsOfFile: bench.path + "/report.html", encoding: .utf8)
    #expect(!html.contains("data:audio") && html.contains("class=\"warning\">demo/"))
    #expect(try bench.jx("report", "wren", "wren", "-o", "x.html").status == 64)
  }

  @Test(
    "in a browser it loads without a complaint, sorts by a click and lists a cell's clips by keys",
    .enabled(if: browser != nil, "needs Chromium"), arguments: [["robin"], ["robin", "wren"]])
  func inBrowser(runs: [String]) throws {
    let bench = try Self.bench()
    #expect(try bench.begin(["report"] + runs + ["-o", "report.html"]).finish().status == 0)
    var html = try String(contentsOfFile: bench.path + "/report.html", encoding: .utf8)
    html.replace("<head>", with: "<head><script>\(Self.watch)</script>")
    html.replace("</body>", with: "<script>\(Self.drive)</script></body>")
    try bench.write(html, to: "driven.html")
    let program = try #require(Self.browser)
    let running = try Program.start(
      [
        program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--user-data-dir=\(bench.path)/profile", "--virtual-time-budget=10000", "--dump-dom",
        "file://\(bench.path)/driven.html",
      ], in: bench.path, environment: bench.environment)
    let page = running.finish().output
    let result = try #require(page.firstMatch(of: /<pre id="result">([^<]*)<\/pre>/)).output.1
    #expect(result == "complaints 0; sorted true; reversed true; keys true; clips true; look true")
  }

  /// Before anything else: counts errors and refused requests.
  private static let watch = """
    window.complaints = 0;
    addEventListener('error', () => complaints++, true);
    addEventListener('securitypolicyviolation', () => complaints++);
    console.error = console.warn = () => complaints++;
    """

  /// After everything else: does what a reader would and writes down what came of it.
  private static let drive = """
    const rising = list => list.every((value, index) => !index || list[index - 1] <= value);
    let sorted = true, reversed = true;
    for (const table of document.querySelectorAll('table.sortable')) {
      [...table.tHead.rows[0].cells].forEach((header, column) => {
        if (!header.classList.contains('number')) return;
        const values = () => [...table.tBodies[0].rows].map(row => row.cells[column])
          .filter(cell => 'sort' in cell.dataset).map(cell => Number(cell.dataset.sort));
        header.querySelector('button').click();
        sorted = sorted && rising(values());
        header.querySelector('button').click();
        reversed = reversed && rising(values().reverse());
      });
    }
    const cells = [...document.querySelectorAll('rect[data-key]')];
    cells[0].focus();
    const press = key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    press('ArrowDown');
    const keys = document.activeElement !== cells[0] && document.activeElement.matches('rect[data-key]');
    press('Enter');
    const note = document.activeElement.querySelector('title').textContent;
    const count = Number(note.match(/: (\\d+) of/)[1]);
    const choice = document.querySelector('.choice');
    const clips = choice.querySelectorAll('figure, li').length === count && choice.textContent.includes(note);
    const before = getComputedStyle(document.body).backgroundColor;
    document.querySelector('.look').click();
    const changed = getComputedStyle(document.body).backgroundColor !== before;
    const result = document.createElement('pre');
    result.id = 'result';
    result.textContent = `complaints ${complaints}; sorted ${sorted}; reversed ${reversed}; keys ${keys}; ` +
      `clips ${clips}; look ${changed}`;
    document.body.append(result);
    """
}
