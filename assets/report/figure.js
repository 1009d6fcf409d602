// The figures, drawn by chart.js from the values that the pictures beside the page were drawn from.

const COLORS = {
  light: { ink: '#1f2430', muted: '#5c6472', grid: '#e8eaef', axis: '#c3c8d2', paper: '#ffffff' },
  dark: { ink: '#e6e9ef', muted: '#a3abb9', grid: '#2a313d', axis: '#4a5362', paper: '#181d26' },
};
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
let isPrinting = false;
const isDark = () => prefersDark.matches && !isPrinting;
const PRINT_WIDTH = 700, WIDE_PRINT_WIDTH = 1000;  // scaled to the paper

// On dark paper the darkest shades are lifted towards white.
function lifted(value) {
  if (Array.isArray(value)) return value.map(lifted);
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) =>
    [key, key === 'color' && typeof item === 'string' ? echarts.color.lerp(0.3, [item, '#ffffff']) : lifted(item)]));
}

const themed = spec => (isDark() ? lifted(spec) : spec);

// The text of a tooltip, and over what its value is: the labels in it name the runs, but where the
// chart is of one run alone. Precisions without a device are of pairs of runs, which labels do not name.
function tipElement(item, only) {
  const tip = item.data && item.data.tip || '', lines = tip.split('\n');
  const labels = lines.map(line => line.slice(0, line.lastIndexOf(': ')) || line).concat(lines);
  const known = labels.filter(label => meanings(label).length);
  const named = known.flatMap(meanings), isOfPairs = named.some(of => isKnown(of.dtype)) && !named.some(of => isKnown(of.device));
  const runs = isOfPairs ? null : only && known.length ? [only] : runsOf(known), element = make('div', { class: 'tip' });
  element.textContent = tip;
  if (runs && runs.length) {
    const [task] = labels.flatMap(meanings).map(of => of.task).filter(isKnown);
    const trialsOf = run => (isKnown(task) ? (run.tasks.find(item => item.task === task) || { trials: 0 }).trials : run.trials);
    const trials = runs.reduce((sum, run) => sum + trialsOf(run), 0);
    element.append(make('div', { class: 'muted' }, `n = ${counted(trials, 'trial')} in ${counted(runs.length, 'run')}`));
  }
  return element;
}

class FigureCard {
  constructor({ name, chart, run }) {
    this.tip = item => tipElement(item, run);
    this.name = name.split('/').pop();
    this.spec = chart;
    this.hidden = new Set();  // names in the legend that were clicked away
    this.zoom = null;         // { x: [low, high], y: [low, high] } of a scatter chart
    this.isStale = true;
    this.legend = make('div', { class: 'legend' });
    this.plot = make('div', { class: 'plot', role: 'img', 'aria-label': `${chart.title}. ${chart.subtitle}` });
    this.note = make('p', { class: 'small note', hidden: '' });
    this.data = make('div', { class: 'data', hidden: '', tabindex: '0', role: 'region', 'aria-label': `Values of: ${chart.title}` });
    this.reset = button('Reset zoom', () => this.zoomTo(null), { hidden: '' });
    this.tableButton = button('Table', () => this.toggleTable(), { 'aria-pressed': 'false' });
    const tools = make('div', { class: 'tools', role: 'group', 'aria-label': `Tools of: ${chart.title}` },
      this.reset, this.tableButton, button('Copy CSV', () => copy(csvText(tableOf(this.shown())), 'Values')),
      button('SVG', () => this.saveSvg()), button('PNG', () => this.savePng()));
    this.element = make('figure', { class: 'card' }, make('figcaption', {}, make('h3', {}, chart.title),
      make('p', { class: 'muted small' }, chart.subtitle)), this.legend, this.note, this.plot, this.data,
    make('div', { class: 'foot' }, chart.footnotes.map(note => make('p', { class: 'muted small' }, note)), tools));
    if (chart.kind === 'scatter') this.listenToDrags();
    const narrow = chartLayout({ ...chart, frame_width: 1 });
    this.element.classList.toggle('is-wide', chart.kind === 'panels' || narrow.width > 680);
    this.plot.style.setProperty('min-height', `${Math.min(narrow.height, 600)}px`);
  }

  // The chart as it is to be seen: filtered, without what the legend hides, within the zoom.
  shown() {
    const spec = narrowed(this.spec, this.hidden);
    if (!this.zoom) return spec;
    const { x, y } = this.zoom, isIn = (value, [low, high]) => value >= low && value <= high;
    const lines = spec.body.lines.map(line => ({ ...line,
      points: line.points.filter(([px, py]) => isIn(px, x) && isIn(py, y)) })).filter(line => line.points.length > 1);
    return { ...spec, body: { ...spec.body, x_range: null, y_range: null, bands: [], lines,
      points: spec.body.points.filter(point => isIn(point.x, x) && isIn(point.y, y)) } };
  }

  // Takes the room that it will need in a card of that width, so that nothing moves when it is drawn.
  reserve(width) {
    this.drawLegend();
    const { height } = chartLayout({ ...this.shown(), frame_width: Math.max(Math.floor(width - 4), 240) });
    this.plot.style.setProperty('min-height', `${height}px`);
  }

  // `width` is the card's.
  draw(width = this.element.offsetWidth) {
    this.isStale = false;
    const spec = this.shown(), untouched = untouchedFilters(this.spec);
    this.drawLegend();
    this.note.hidden = !untouched.length;
    this.note.textContent = untouched.length
      ? `Over all: the filter of ${untouched.map(facet => FACETS[facet].toLowerCase()).join(' and ')} does not act on this figure.` : '';
    this.reset.hidden = !this.zoom;
    if (!this.data.hidden) this.data.replaceChildren(table(tableOf(spec), spec.title));
    if (this.chart) this.chart.dispose();
    this.chart = null;
    if (isEmpty(spec)) {
      this.plot.replaceChildren(make('p', { class: 'muted' }, 'Nothing in this figure is chosen.'));
      return;
    }
    const isWide = this.element.classList.contains('is-wide');
    const frame = isPrinting ? (isWide ? WIDE_PRINT_WIDTH : PRINT_WIDTH) : Math.floor(width - 4);
    setChartColors(COLORS[isDark() ? 'dark' : 'light']);
    const layout = chartLayout(themed({ ...spec, frame_width: Math.max(frame, 240) })), { option } = layout;
    this.axes = { x: option.xAxis, y: option.yAxis };  // whose values are logarithms where isLog
    const box = make('div', { class: 'canvas' });
    this.plot.replaceChildren(box);
    this.plot.style.setProperty('min-height', `${layout.height}px`);
    this.chart = echarts.init(box, null, { renderer: 'svg', width: layout.width, height: layout.height });
    const colors = COLORS[isDark() ? 'dark' : 'light'];
    this.chart.setOption({ ...option, tooltip: { ...option.tooltip, formatter: this.tip,
      backgroundColor: colors.paper, borderColor: colors.axis, textStyle: { color: colors.ink } } });
    let places = null;  // measured when they are wanted first
    const { chart, axes } = this;
    if (bodiesOf(spec).some(body => body.lines)) {
      listenToLines(box, () => places || (places = linePlaces(chart, spec, axes)), this.tip);
    }
    const picture = box.querySelector('svg');
    if (picture) picture.setAttribute('viewBox', `0 0 ${layout.width} ${layout.height}`);
    this.element.classList.toggle('is-tall', layout.height > 0.8 * layout.width);
    if (layout.width > frame) this.plot.setAttribute('tabindex', '0'); else this.plot.removeAttribute('tabindex');
  }

  drawLegend() {
    const entries = legendOf(this.spec).filter(entry => areChosen([entry.name]));
    if (!this.keys) this.keys = new Map();
    this.legend.replaceChildren(...(entries.length ? entries : []).map(entry => {
      if (this.keys.has(entry.name)) {
        const key = this.keys.get(entry.name);
        key.setAttribute('aria-pressed', String(!this.hidden.has(entry.name)));
        key.querySelector('.swatch').style.setProperty('background', themed(entry).color);
        return key;
      }
      const swatch = make('span', { class: `swatch ${entry.symbol || 'rect'}`, 'aria-hidden': 'true' });
      swatch.style.setProperty('background', themed(entry).color);
      const key = make('button', { type: 'button', class: 'key', 'aria-pressed': 'true',
        click: () => this.toggle(entry.name) }, swatch, entry.name);
      this.keys.set(entry.name, key);
      return key;
    }));
  }

  toggle(name) {
    if (this.hidden.has(name)) this.hidden.delete(name); else this.hidden.add(name);
    this.draw();
  }

  toggleTable() {
    this.data.hidden = !this.data.hidden;
    this.plot.hidden = !this.data.hidden;
    this.tableButton.setAttribute('aria-pressed', String(!this.data.hidden));
    this.draw();
  }

  zoomTo(zoom) {
    this.zoom = zoom;
    this.draw();
  }

  // A rectangle drawn with the mouse is what to zoom to.
  listenToDrags() {
    let start = null, frame = null;
    const placeOf = event => {
      const box = this.plot.querySelector('.canvas').getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    this.plot.addEventListener('pointerdown', event => {
      if (event.pointerType !== 'mouse' || event.button !== 0 || !this.chart) return;
      start = placeOf(event);
      frame = make('div', { class: 'zoom', 'aria-hidden': 'true' });
      this.plot.querySelector('.canvas').append(frame);
      event.preventDefault();
    });
    addEventListener('pointermove', event => {
      if (!start) return;
      const [x, y] = placeOf(event);
      frame.style.setProperty('left', `${Math.min(x, start[0])}px`);
      frame.style.setProperty('top', `${Math.min(y, start[1])}px`);
      frame.style.setProperty('width', `${Math.abs(x - start[0])}px`);
      frame.style.setProperty('height', `${Math.abs(y - start[1])}px`);
    });
    addEventListener('pointerup', event => {
      if (!start) return;
      const from = start, to = placeOf(event);
      start = null;
      frame.remove();
      if (Math.abs(to[0] - from[0]) < 8 || Math.abs(to[1] - from[1]) < 8) return;
      const [one, other] = [from, to].map(place => this.chart.convertFromPixel({ gridIndex: 0 }, place));
      const raw = (value, isLog) => (isLog ? 10 ** value : value);
      const range = (i, isLog) => [raw(Math.min(one[i], other[i]), isLog), raw(Math.max(one[i], other[i]), isLog)];
      this.zoomTo({ x: range(0, this.axes.x.isLog), y: range(1, this.axes.y.isLog) });
    });
    this.plot.addEventListener('dblclick', () => this.zoomTo(null));
  }

  // The whole picture, as analyze writes it, of what is shown.
  svg() {
    setChartColors(COLORS.light);
    const { width, height, option } = chartLayout(this.shown());
    const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
    chart.setOption(option);
    const text = chart.renderToSVGString();
    chart.dispose();
    return { width, height, text };
  }

  saveSvg() {
    download(`${this.name}.svg`, new Blob([this.svg().text], { type: 'image/svg+xml' }));
  }

  async savePng() {
    const { width, height, text } = this.svg(), picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await picture.decode();
    const canvas = make('canvas', { width: 2 * width, height: 2 * height });
    canvas.getContext('2d').drawImage(picture, 0, 0, 2 * width, 2 * height);
    canvas.toBlob(blob => download(`${this.name}.png`, blob));
  }
}

// The cards on the page: those in sight are drawn at once, the others when they come into sight.
const figureCards = new Map(), nearCards = new Set();  // by element

const sightObserver = new IntersectionObserver(entries => {
  for (const { target, isIntersecting, boundingClientRect } of entries) {
    if (!figureCards.has(target)) continue;
    if (!isIntersecting) {
      if (!figureCards.get(target).chart) figureCards.get(target).reserve(boundingClientRect.width);
      nearCards.delete(target);
      continue;
    }
    nearCards.add(target);
    if (figureCards.get(target).isStale) figureCards.get(target).draw();
  }
}, { rootMargin: '200px' });

// Makes cards of figures that are drawn from now on, until they are removed.
function addFigures(figures) {
  const cards = figures.map(figure => new FigureCard(figure));
  for (const card of cards) {
    figureCards.set(card.element, card);
    onView(card.element, width => {
      card.isStale = true;
      if (nearCards.has(card.element)) card.draw(width);
    });
    sightObserver.observe(card.element);
  }
  return cards.map(card => card.element);
}

function removeFigures(elements) {
  for (const element of elements) {
    const card = figureCards.get(element);
    if (card.chart) card.chart.dispose();
    sightObserver.unobserve(element);
    shows.delete(element);
    nearCards.delete(element);
    figureCards.delete(element);
  }
}

function watchSurroundings() {
  prefersDark.addEventListener('change', showView);
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth === width) return;
    width = innerWidth;
    showView();
  });
  addEventListener('beforeprint', () => {
    isPrinting = true;
    showRest();
    for (const card of figureCards.values()) card.draw();
  });
  addEventListener('afterprint', () => {
    isPrinting = false;
    showView();
  });
}

function figuresSection() {
  watchSurroundings();
  const about = study.figures.length
    ? 'A click in a legend hides what it stands for; drag over a scatter plot to zoom. SVG and PNG are of what is shown.'
    : 'No figures were written with this page.';
  const missing = study.missing.map(({ name, reason }) => `${name}: ${reason}.`);
  return section('figures', 'Figures', about,
    make('div', { class: 'figures-grid' }, addFigures(study.figures)),
    missing.length ? make('details', { class: 'card missing' }, make('summary', {}, `Not drawn: ${missing.length}`),
      sentences(missing)) : null);
}
