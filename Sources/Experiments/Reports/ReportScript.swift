/// What moves in a report: sorting tables, choosing a confusion's clips by pointer or keys, light and dark.
enum ReportScript {
  static let text = """
    'use strict';
    const look = document.querySelector('.look');
    look.addEventListener('click', () => {
      const root = document.documentElement;
      const dark = root.dataset.look ? root.dataset.look === 'dark'
        : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.look = dark ? 'light' : 'dark';
    });

    for (const table of document.querySelectorAll('table.sortable')) {
      const headers = [...table.tHead.rows[0].cells];
      headers.forEach((header, column) => header.querySelector('button').addEventListener('click', () => {
        const down = header.getAttribute('aria-sort') === 'ascending';
        headers.forEach(other => other.removeAttribute('aria-sort'));
        header.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const value = row => {
          const cell = row.cells[column];
          return header.classList.contains('number')
            ? ('sort' in cell.dataset ? Number(cell.dataset.sort) : null) : cell.textContent;
        };
        const rows = [...table.tBodies[0].rows];
        rows.sort((left, right) => {
          const [a, b] = [value(left), value(right)];
          if (a === null || b === null) return (a === null) - (b === null);
          const order = typeof a === 'number' ? a - b : a.localeCompare(b);
          return down ? -order : order;
        });
        table.tBodies[0].append(...rows);
      }));
    }

    for (const section of document.querySelectorAll('section.confusion')) {
      const data = JSON.parse(section.querySelector('script[type="application/json"]').textContent);
      const cells = [...section.querySelectorAll('rect[data-key]')];
      const output = section.querySelector('.choice');
      const byKey = new Map(cells.map(cell => [cell.dataset.key, cell]));
      const place = cell => [Number(cell.getAttribute('y')), Number(cell.getAttribute('x'))];
      cells.forEach((cell, index) => {
        cell.setAttribute('tabindex', index ? -1 : 0);
        cell.setAttribute('role', 'button');
        cell.setAttribute('aria-label', cell.querySelector('title').textContent);
      });
      const choose = cell => {
        cells.forEach(other => other.classList.toggle('chosen', other === cell));
        const [label, prediction] = cell.dataset.key.split('-').map(Number);
        const clips = data.clips.filter(clip => clip.t === label && clip.p === prediction);
        const heading = document.createElement('h3');
        heading.textContent = cell.querySelector('title').textContent;
        const box = document.createElement('div');
        box.className = 'chosen-clips';
        box.append(heading);
        const grid = document.createElement('div');
        grid.className = 'clips';
        const list = document.createElement('ul');
        for (const clip of clips) {
          const card = clip.e === undefined ? null : document.getElementById(clip.e);
          if (card) {
            const copy = card.cloneNode(true);
            copy.removeAttribute('id');
            grid.append(copy);
          } else {
            const item = document.createElement('li');
            item.textContent = clip.f + ' (recording ' + clip.r + '), confidence ' + clip.c.toFixed(3);
            list.append(item);
          }
        }
        if (!clips.length) {
          const note = document.createElement('p');
          note.textContent = data.isComplete ? 'No clips.' : 'The clips of this cell are not listed in the report.';
          box.append(note);
        }
        box.append(grid, list);
        output.replaceChildren(box);
      };
      const move = (cell, rows, columns) => {
        const [y, x] = place(cell);
        let best = null, distance = Infinity;
        for (const other of cells) {
          const [otherY, otherX] = place(other);
          const along = rows ? (otherY - y) * rows : (otherX - x) * columns;
          const across = Math.abs(rows ? otherX - x : otherY - y);
          if (along > 0.01 && along + 4 * across < distance) { best = other; distance = along + 4 * across; }
        }
        if (!best) return;
        cell.setAttribute('tabindex', -1);
        best.setAttribute('tabindex', 0);
        best.focus();
      };
      const keys = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
      section.addEventListener('click', event => {
        const cell = event.target.closest('rect[data-key]');
        if (cell) choose(cell);
      });
      section.addEventListener('keydown', event => {
        const cell = event.target.closest('rect[data-key]');
        if (!cell) return;
        if (event.key === 'Enter' || event.key === ' ') choose(cell);
        else if (keys[event.key]) move(cell, ...keys[event.key]);
        else return;
        event.preventDefault();
      });
    }
    """
}
