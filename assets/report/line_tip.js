// What a line says where the mouse is: the values of its nearest point. ECharts has tooltips for points only.

const REACH = 14;  // pixels
const exact = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });

// The points of a chart's lines: where they are on its picture, and what they say. Dashed
// lines are aids for the eye.
function linePlaces(chart, spec, axes) {
  const raw = (value, isLog) => (isLog ? Math.log10(value) : value);
  const panels = spec.kind === 'panels' ? spec.body.panels : [{ title: '', body: spec.body }];
  return panels.flatMap(({ title, body }, gridIndex) => (body.lines || []).filter(line => !line.is_dashed)
    .flatMap(line => {
      const [x, y] = [axes.x, axes.y].map(item => (Array.isArray(item) ? item[gridIndex] : item));
      const names = [title, line.label, entryName(body, line)].filter((name, i, all) => name && all.indexOf(name) === i);
      return line.points.filter(point => point.every(isKnown)).map(([px, py]) => ({
        at: chart.convertToPixel({ gridIndex }, [raw(px, x.isLog), raw(py, y.isLog)]),
        tip: [...names, `${body.x_label}: ${exact.format(px)}`, `${body.y_label}: ${exact.format(py)}`].join('\n') }));
    }));
}

// Shows in `box` what the line nearest to the mouse says; `element` makes a tooltip of a text.
function listenToLines(box, places, element) {
  let shown = null;
  const show = place => {
    if (shown && shown.place === place) return;
    if (shown) shown.tip.remove();
    shown = null;
    if (!place) return;
    const [x, y] = place.at, tip = element({ data: { tip: place.tip } });
    const dot = make('div', { class: 'line-dot', 'aria-hidden': 'true' }), whole = make('div', { class: 'line-tip' }, dot, tip);
    for (const [name, value] of [['left', x], ['top', y]]) whole.style.setProperty(name, `${value}px`);
    whole.classList.toggle('is-left', x > box.clientWidth / 2);
    box.append(whole);
    shown = { place, tip: whole };
  };
  box.addEventListener('mousemove', event => {
    const { left, top } = box.getBoundingClientRect(), [x, y] = [event.clientX - left, event.clientY - top];
    let nearest = null, least = REACH;
    for (const place of places()) {
      const distance = Math.hypot(place.at[0] - x, place.at[1] - y);
      if (distance < least) [nearest, least] = [place, distance];
    }
    show(nearest);
  });
  box.addEventListener('mouseleave', () => show(null));
}
