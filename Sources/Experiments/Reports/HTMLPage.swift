/// A page with the reports' style and script, complete in itself.
struct HTMLPage {
  /// The title, as text.
  let title: String
  /// A line below it, as text.
  let subtitle: String
  /// HTML below that, within the header.
  var navigation = ""
  /// The page's content, as HTML.
  let body: String

  /// The whole file. A content security policy in it forbids everything but what it carries.
  var text: String {
    let title = HTMLText.escaped(title)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; media-src data:; \
      style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <title>\(title)</title>
      <style>
      \(ReportStyle.text)
      </style>
      </head>
      <body>
      <header><button type="button" class="look">Light or dark</button><h1>\(title)</h1>
      <p class="faint">\(HTMLText.escaped(subtitle))</p>\(navigation)</header>
      <main>
      \(body)</main>
      <script>
      \(ReportScript.text)
      </script>
      </body>
      </html>

      """
  }
}
