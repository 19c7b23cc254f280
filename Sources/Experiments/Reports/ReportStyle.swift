/// The style sheet of reports: one column, light or dark as the reader's system is, or as the button says.
enum ReportStyle {
  static let text = """
    :root { color-scheme: light dark; --chart-text: #202124; --chart-faint: #5f6368; --chart-grid: #d9dce1;
      --chart-paper: #ffffff; --panel: #f6f7f9; --line: #d9dce1; --link: #0b57d0; --mark: #fff3c4; }
    @media (prefers-color-scheme: dark) { :root:not([data-look=light]) { --chart-text: #e8eaed; --chart-faint: #a6abb3;
      --chart-grid: #3c4047; --chart-paper: #17181b; --panel: #212327; --line: #3c4047; --link: #8ab4f8;
      --mark: #4a4323; } }
    :root[data-look=dark] { color-scheme: dark; --chart-text: #e8eaed; --chart-faint: #a6abb3; --chart-grid: #3c4047;
      --chart-paper: #17181b; --panel: #212327; --line: #3c4047; --link: #8ab4f8; --mark: #4a4323; }
    :root[data-look=light] { color-scheme: light; }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; font: 16px/1.5 'DejaVu Sans', Verdana, Helvetica, Arial,
      sans-serif; color: var(--chart-text); background: var(--chart-paper); }
    h1 { font-size: 1.7rem; margin: 0 0 .3rem; } h2 { margin: 2.5rem 0 .8rem; font-size: 1.25rem; }
    h2 { border-bottom: 1px solid var(--line); padding-bottom: .2rem; } h3 { font-size: 1.05rem; }
    a { color: var(--link); } .faint { color: var(--chart-faint); }
    nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; }
    .figures { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1rem 0; }
    .figures div { background: var(--panel); border-radius: .5rem; padding: .6rem 1rem; min-width: 8rem; }
    .figures b { display: block; font-size: 1.5rem; }
    .scroll { overflow: auto; max-height: 90vh; } .scroll svg { max-width: none; }
    table { border-collapse: collapse; margin: .6rem 0; font-size: .92rem; }
    caption { text-align: left; color: var(--chart-faint); padding: .2rem 0; }
    th, td { padding: .2rem .7rem .2rem 0; text-align: left; vertical-align: top; }
    tbody tr { border-top: 1px solid var(--line); } .facts th { font-weight: normal; color: var(--chart-faint); }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    th button { font: inherit; font-weight: bold; color: inherit; background: none; border: 0; padding: 0;
      cursor: pointer; } th[aria-sort=ascending] button::after { content: ' \\25B2'; }
    th[aria-sort=descending] button::after { content: ' \\25BC'; }
    pre { background: var(--panel); padding: .8rem; overflow: auto; border-radius: .5rem; font-size: .85rem; }
    rect[data-key] { cursor: pointer; } rect[data-key]:hover, rect[data-key]:focus { stroke: #d55e00; stroke-width: 2.5;
      outline: none; } rect[data-key].chosen { stroke: #d55e00; stroke-width: 2.5; }
    .clips { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem; }
    figure { margin: 0; background: var(--panel); border-radius: .5rem; padding: .7rem; }
    figure img { width: 100%; height: auto; background: #fff; } figure audio { width: 100%; }
    figcaption { font-size: .88rem; overflow-wrap: anywhere; }
    .chosen-clips { background: var(--mark); padding: .2rem .8rem .8rem; border-radius: .5rem; }
    .look { float: right; font: inherit; padding: .3rem .8rem; border-radius: .5rem; border: 1px solid var(--line);
      background: var(--panel); color: inherit; cursor: pointer; }
    .warning { background: var(--mark); padding: .5rem .8rem; border-radius: .5rem; }
    button:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    @media print { .look, nav, audio { display: none; } body { max-width: none; } .scroll { max-height: none; } }
    """
}
