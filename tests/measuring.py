"""Measure a picture in a real browser: what overlaps, what leaves its cell, its lane, its card or the page.

The boxes are those of the browser (``getBBox``), with its fonts; a drawing marks its parts by ``data-lane``,
``data-card`` and ``data-line``, Graphviz by classes.
"""

from __future__ import annotations

from importlib import resources
from importlib.util import find_spec
from typing import Any

from journeymap.drawing.typesetting import FONTS
from tests.conftest import missing

__all__ = ["against_axe", "measured"]

_MEASURE = """
() => {
  const svg = document.querySelector('svg'), wrong = [], view = svg.viewBox.baseVal;
  const here = svg.getScreenCTM().inverse();
  const box = (e) => {
    const b = e.getBBox(), m = here.multiply(e.getScreenCTM());
    return {t: e.textContent, x: b.x * m.a + m.e, y: b.y * m.d + m.f,
            r: (b.x + b.width) * m.a + m.e, b: (b.y + b.height) * m.d + m.f};
  };
  const all = (root, query) => [...root.querySelectorAll(query)].map(box);
  const within = (p, q, by) => p.x >= q.x - by && p.r <= q.r + by && p.y >= q.y - by && p.b <= q.b + by;
  const meet = (p, q) => p.x < q.r - 1 && q.x < p.r - 1 && p.y < q.b - 1.5 && q.y < p.b - 1.5;
  const pairs = (boxes, what) => {
    boxes.sort((p, q) => p.y - q.y);
    boxes.forEach((p, i) => {
      for (let j = i + 1; j < boxes.length && boxes[j].y < p.b - 1.5; j++)
        if (meet(p, boxes[j])) wrong.push([what, p.t, boxes[j].t]);
    });
  };
  // Graphviz sets lines 1.2 em apart, where the faces leave up to 1.4: what is above and below the letters may meet.
  const air = svg.querySelector('g.node') ? 0.1 : 0;
  const texts = [...svg.querySelectorAll('text')].map(e => {
    const b = box(e), by = air * parseFloat(e.getAttribute('font-size'));
    return {...b, y: b.y + by, b: b.b - by};
  });
  pairs(texts, 'texts overlap');
  pairs(all(svg, '[data-card], g.node'), 'cards overlap');

  const page = {x: view.x, y: view.y, r: view.x + view.width, b: view.y + view.height};
  for (const e of svg.querySelectorAll('text, path, polygon, rect, circle, image'))
    if (!e.closest('defs') && !within(box(e), page, 0.5)) wrong.push(['off the page', e.outerHTML.slice(0, 120)]);

  // Every lane holds what is in it; a cell below a card is no wider than the card, a box holds its text.
  const free = ['ways', 'emotion', 'findings', 'fixed', 'new', 'unclear', 'remaining'];
  const boxed = ['physical_evidence', 'frontstage', 'backstage', 'support'];
  for (const sheet of svg.querySelectorAll('g[id*="-sheet-"]')) {
    const cards = all(sheet, '[data-lane="touchpoints"] > g > rect');
    for (const lane of sheet.querySelectorAll('[data-lane]')) {
      const name = lane.dataset.lane, band = box(lane.querySelector('rect')), held = all(lane, 'text');
      for (const p of [...held, ...all(lane, 'rect')])
        if (!within(p, band, 1)) wrong.push(['out of its lane', name, p.t]);
      if (free.includes(name)) continue;
      for (const p of held.filter(p => p.x >= cards[0].x && !boxed.includes(name))) {
        const card = cards.find(card => p.x >= card.x - 6 && p.x <= card.r + 6);
        if (!card || p.r > card.r + 6) wrong.push(['out of its cell', name, p.t]);
      }
      if (!boxed.includes(name) && name !== 'touchpoints') continue;
      for (const cell of all(lane, ':scope > rect:not(:first-of-type), :scope > g > rect'))
        for (const p of held)
          if ((p.x + p.r) / 2 > cell.x && (p.x + p.r) / 2 < cell.r && !within(p, cell, 1))
            wrong.push(['out of its box', name, p.t]);
    }
  }
  for (const line of all(svg, '[data-line] path'))
    for (const p of texts)
      if (p.x < line.r && line.x < p.r && p.y < line.b && line.y < p.b) wrong.push(['a line through', p.t]);

  // The cards around a circle, its marks and its faces; the cards of a graph.
  for (const card of svg.querySelectorAll('[data-card], g.node')) {
    const edge = box(card.querySelector('rect, path, polygon'));
    for (const p of all(card, 'text, path'))
      if (!within(p, edge, 1)) wrong.push(['out of its card', p.t]);
  }
  for (const ring of svg.querySelectorAll('g[id*="-circle-"]')) {
    const cards = all(ring, '[data-card]');
    const marks = all(ring, ':scope > circle[r="14"], :scope > path[d*="l20 20"]');
    const faces = all(ring, ':scope > g:not([data-card]) > circle[r="13"]');
    for (const p of [...marks, ...faces])
      if (cards.some(card => meet(p, card))) wrong.push(['a mark under a card', p]);
    pairs(marks, 'marks overlap');
    pairs(faces, 'faces overlap');
  }
  return [texts.length, wrong];
}
"""


def measured(page: Any, svg: str, *, family: str = FONTS) -> tuple[int, list[list[str]]]:
    """How many texts a picture has, and what is wrong with where things stand; empty when nothing is.

    Args:
        page: A page of the browser.
        svg: The picture.
        family: The fonts that the reader has.
    """
    page.set_content(svg.replace(f'font-family="{FONTS}"', f'font-family="{family}"'))
    count, wrong = page.evaluate(_MEASURE)
    return count, wrong


def against_axe(page: Any) -> list[str]:
    """The rules of axe-core that what the browser shows breaks."""
    if find_spec("axe_playwright_python") is None:
        missing("needs axe-core (pip install axe-playwright-python)")
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [each["id"] for each in found["violations"]]
