// Draws a chart (src/chart/chart.h as JSON) with ECharts: in the embedded engine, for the SVG and PNG
// files, and in a browser, with tooltips.
//
//   chartSize(spec)         { width, height } of the picture in CSS pixels, decided by its content
//   drawChart(chart, spec)  draws into an ECharts instance of that size
//   chartLayout(spec)       { width, height, option }, on which both rest
//   setChartColors(colors)  ink, muted, grid, axis and paper, instead of those for white paper
//
// Where a page gives the spec a `frame_width`, it says title, legend and footnotes itself: only the
// plot is drawn, as wide as that, or wider where it has to be.
//
// Every room is measured, none is guessed. Names come from files and may say anything: ECharts gets
// indices in their place, and the names themselves only as text to draw.
(function (root) {
  'use strict';

  // ECharts keeps texts as keys of plain objects, where the name '__proto__' would change all objects.
  delete Object.prototype.__proto__;

  const DARK = '#1f2430', LIGHT = '#ffffff';
  let INK = DARK, MUTED = '#6b7280', GRID = '#e8eaef', AXIS = '#c3c8d2', PAPER = LIGHT;
  const FAMILY = "Inter, 'Helvetica Neue', Arial, sans-serif";
  const RAMP = ['#eef4fb', '#cfe1f4', '#9cc3e6', '#5f9bd1', '#2f6fb3', '#134a86'];
  const MARGIN = 24, WIDEST = 2400;
  const TITLE = { size: 20, line: 26, weight: 600, get color() { return INK; } };
  const SUBTITLE = { size: 13, line: 18, weight: 400, get color() { return MUTED; } };
  const PANEL = { size: 14, line: 20, weight: 600, get color() { return INK; } };
  const LABEL = { size: 13, line: 17, weight: 400, get color() { return INK; } };
  const VALUE = { size: 11, line: 14, weight: 400, get color() { return INK; } };
  const POINT = { size: 12, line: 17, weight: 400, get color() { return INK; } };
  const SMALL = { size: 12, line: 17, weight: 400, get color() { return MUTED; } };

  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const isNumber = value => typeof value === 'number';
  const largest = values => values.reduce((a, b) => Math.max(a, b), 0);

  // ---- Text

  const widths = new Map();

  function textWidth(text, style) {
    const key = `${style.weight} ${style.size}px ${text}`;
    if (!widths.has(key)) {
      const font = `normal ${style.weight} ${style.size}px ${FAMILY}`;
      widths.set(key, echarts.format.getTextRect(text, font).width);
    }
    return widths.get(key);
  }

  const widest = (texts, style) => largest(texts.map(text => textWidth(text, style)));

  // The text, cut off with an ellipsis where it is wider than `room`.
  function fitted(text, room, style) {
    if (text.length < 500 && textWidth(text, style) <= room) return text;
    const letters = Array.from(text).slice(0, 500);
    let kept = 0, limit = letters.length;
    while (kept < limit) {
      const middle = (kept + limit + 1) >> 1;
      const fits = textWidth(letters.slice(0, middle).join('') + '…', style) <= room;
      if (fits) kept = middle; else limit = middle - 1;
    }
    return letters.slice(0, kept).join('').trimEnd() + '…';
  }

  const WORDS = /\S+\s*|\s+/g, SYLLABLES = /[^\s\-_/]+[\s\-_/]*|[\s\-_/]+/g;

  // The text in at most `limit` lines; `isWhole` where nothing had to be cut off.
  function wrapped(text, room, style, limit, parts = WORDS) {
    const words = text.match(parts) || [], lines = [];
    let isWhole = true;
    for (let first = 0; first < words.length;) {
      if (lines.length === limit) {
        lines.push(fitted(lines.pop(), room - textWidth(' …', style), style) + ' …');
        return { lines, isWhole: false };
      }
      const count = fittingCount(words, first, room, style);
      const word = words[first].trimEnd(), line = count ? joined(words, first, count) : fitted(word, room, style);
      isWhole = isWhole && (count > 0 || line === word);
      lines.push(line);
      first += count || 1;
    }
    return { lines, isWhole };
  }

  const joined = (words, first, count) => words.slice(first, first + count).join('').trimEnd();

  // How many words from the first on fit in one line, which has no more than 500 letters.
  function fittingCount(words, first, room, style) {
    let limit = 0, length = 0;
    while (first + limit < words.length && (length += words[first + limit].length) < 500) ++limit;
    const fits = count => textWidth(joined(words, first, count), style) <= room;
    if (fits(limit)) return limit;
    let least = 0;  // fits, `limit` does not
    while (least + 1 < limit) {
      const middle = (least + limit) >> 1;
      if (fits(middle)) least = middle; else limit = middle;
    }
    return least;
  }

  // A number with thousands separated and a true minus sign.
  function grouped(value, decimals) {
    const size = Math.abs(value);
    if (size >= 1e15 || (size > 0 && size < 1e-6)) return value.toExponential(2);
    const [whole, fraction] = size.toFixed(decimals).split('.');
    const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction ? '.' + fraction : '');
    return (value < 0 && /[1-9]/.test(digits) ? '−' : '') + digits;
  }

  // How many decimals to give values that stand side by side: enough for the smallest to show three
  // digits, but no more than a reader of the largest cares for.
  function decimalsFor(values) {
    const sizes = values.map(Math.abs).filter(size => size > 0);
    if (!sizes.length) return 0;
    const digits = size => Math.floor(Math.log10(size)) + 1;
    const least = sizes.reduce((a, b) => Math.min(a, b));
    return clamp(3 - digits(least), 0, Math.max(0, 4 - digits(largest(sizes))));
  }

  // One line of text, `y` the middle of it.
  function textAt(x, y, text, style, more) {
    return { type: 'text', silent: true, x, y, style: {
      text, fill: style.color, fontSize: style.size, fontWeight: style.weight, fontFamily: FAMILY,
      verticalAlign: 'middle', ...more } };
  }

  // Lines below each other, `y` the top of the first.
  const linesAt = (x, y, lines, style, more) =>
    lines.map((line, i) => textAt(x, y + style.line * (i + 0.5), line, style, more));

  // ---- Around the plot

  // The picture's standard width, or that of the page's frame if `least` fits into it.
  const widthOf = (spec, least, standard) =>
    (spec.frame_width ? Math.min(WIDEST, Math.max(spec.frame_width, least)) : standard);

  const fontOf = style => ({
    color: style.color, fontSize: style.size, fontWeight: style.weight, fontFamily: FAMILY });

  const iconOf = symbol => (symbol && symbol !== 'rect' ? symbol : 'roundRect');

  // One of ECharts' symbols, between its left and its top.
  echarts.graphic.registerShape('symbol', echarts.graphic.extendShape({
    shape: { symbol: 'circle', x: 0, y: 0, size: 0 },
    buildPath: (path, { symbol, x, y, size }) => {
      const drawn = echarts.helper.createSymbol(symbol, x, y, size, size);
      drawn.buildPath(path, drawn.shape);
    } }));

  // The legend in as many rows as it takes, from `top` on; `bottom` is where what follows may begin.
  function legendRows(entries, width, top) {
    const SIZE = 12, ROW = 23, elements = [];
    let x = MARGIN, y = top;
    for (const entry of entries) {
      const text = fitted(entry.name, 420, LABEL), room = SIZE + 5 + textWidth(text, LABEL);
      if (x > MARGIN && x + room > width - MARGIN) {
        x = MARGIN;
        y += ROW;
      }
      elements.push({ type: 'symbol', silent: true, style: { fill: entry.color },
        shape: { symbol: iconOf(entry.symbol), x, y, size: SIZE } },
        textAt(x + SIZE + 5, y + SIZE / 2, text, LABEL));
      x += room + 20;
    }
    return { elements, bottom: entries.length ? y + ROW + 8 : top };
  }

  // Title, subtitle and legend from the top down; `bottom` is where the plot may begin.
  function heading(spec, width, entries) {
    if (spec.frame_width) return { elements: [], bottom: 4 };
    const room = width - 2 * MARGIN, elements = [];
    const title = wrapped(spec.title, room, TITLE, 2).lines;
    const subtitle = wrapped(spec.subtitle, room, SUBTITLE, 3).lines;
    let y = 20;
    elements.push(...linesAt(MARGIN, y, title, TITLE));
    y += title.length * TITLE.line + 2;
    elements.push(...linesAt(MARGIN, y, subtitle, SUBTITLE));
    y += subtitle.length * SUBTITLE.line + 14;
    const legend = legendRows(entries, width, y);
    return { elements: [...elements, ...legend.elements], bottom: legend.bottom };
  }

  function footnoteLines(spec, width) {
    const LIMIT = 6, lines = [];
    if (spec.frame_width) return lines;
    for (const note of spec.footnotes) {
      if (lines.length === LIMIT) {
        lines[LIMIT - 1] = lines[LIMIT - 1].replace(/ ?…?$/, ' …');
        break;
      }
      lines.push(...wrapped(note, width - 2 * MARGIN - 12, SMALL, LIMIT - lines.length).lines);
    }
    return lines;
  }

  // What every chart has in common, around a `plot` whose lower end is `bottom`.
  function page(spec, width, head, plot, bottom) {
    const lines = footnoteLines(spec, width), y = Math.ceil(bottom) + (lines.length ? 16 : 0);
    const notes = linesAt(MARGIN, y, lines, SMALL);
    return {
      width, height: y + lines.length * SMALL.line + (spec.frame_width ? 4 : 20),
      option: {
        animation: false, backgroundColor: PAPER, textStyle: fontOf(LABEL),
        tooltip: { trigger: 'item', confine: true, formatter: tooltip },
        ...plot, graphic: [...head.elements, ...plot.graphic, ...notes] } };
  }

  // An element rather than a string, which ECharts would take for HTML.
  function tooltip(item) {
    const element = document.createElement('div');
    element.style.whiteSpace = 'pre-line';
    element.textContent = item.data && item.data.tip || '';
    return element;
  }

  // ---- Axes

  function niceStep(step) {
    const power = Math.pow(10, Math.floor(Math.log10(step)));
    return power * [1, 2, 2.5, 5, 10].find(factor => factor * power >= step * 0.9999);
  }

  function decimalCount(step) {
    for (let count = 0; count < 9; ++count) {
      const scaled = step * Math.pow(10, count);
      if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return count;
    }
    return 9;
  }

  // A linear axis of about `count` round steps that holds `low` and `high`; it ends at `end` if given.
  function linearScale(low, high, count, end) {
    const TINY = 1e-300;  // below it a step has no digits left
    if (!(high - low > TINY)) {
      [low, high] = high > TINY ? [0, high] : low < -TINY ? [low, 0] : [0, 1];
    }
    const step = niceStep(high / count - low / count), decimals = decimalCount(step);
    const limit = Number.MAX_VALUE;
    const min = clamp(Math.floor(low / step + 1e-6) * step, -limit, limit);
    const max = end || clamp(Math.ceil(high / step - 1e-6) * step, -limit, limit);
    const format = value => grouped(value, decimals);
    return { min, max, step, format,
      part: value => (value / 2 - min / 2) / (max / 2 - min / 2),
      room: widest([min, max, max - step].map(format), SMALL) };
  }

  const valueAxis = (scale, more) => ({
    type: 'value', min: scale.min, max: scale.max, interval: scale.step,
    axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: GRID } },
    axisLabel: { show: false }, ...more });

  // What stands at the steps of an axis of a length, where each label takes a room.
  function ticksOf(scale, length, room) {
    if (scale.isLog) return scale.ticks;
    const first = Math.round(scale.min / scale.step), last = Math.floor(scale.max / scale.step + 1e-6);
    const every = Math.ceil(room / (length / Math.max(1, last - first))), ticks = [];
    for (let i = first; i <= last; i += every) {
      const value = clamp(i * scale.step, scale.min, scale.max);
      ticks.push({ value, text: scale.format(value) });
    }
    return ticks;
  }

  // The labels of a value axis below or left of a plot between these edges.
  function labelsBelow(scale, left, right, bottom) {
    const ticks = ticksOf(scale, right - left, scale.room + 6);
    return ticks.map(({ value, text }) => textAt(left + scale.part(value) * (right - left), bottom + 17, text, SMALL,
      { align: 'center' }));
  }

  function labelsBeside(scale, left, top, bottom) {
    const ticks = ticksOf(scale, bottom - top, SMALL.line);
    return ticks.map(({ value, text }) => textAt(left - 10, bottom - scale.part(value) * (bottom - top), text, SMALL,
      { align: 'right' }));
  }

  // Its names are drawn by categoryLabels.
  const categoryAxis = (names, more) => ({
    type: 'category', data: names.map((_, i) => String(i)), axisTick: { show: false },
    axisLabel: { show: false }, axisLine: { lineStyle: { color: AXIS } }, ...more });

  // A name in up to three lines: part by part where it has parts and they fit, else as it breaks.
  function nameLines(name, room) {
    const parts = name.split(' · ');
    if (textWidth(name.slice(0, 500), LABEL) <= room) return { lines: [name], isWhole: true };
    if (parts.length <= 3 && parts.every(part => fitted(part, room, LABEL) === part)) {
      return { lines: parts, isWhole: true };
    }
    const { lines, isWhole } = wrapped(name, room, LABEL, 3, SYLLABLES);
    return { lines: lines.map(line => line.replace(/^· | ·$/g, '')), isWhole };
  }

  // The names under slots of a width: in a few lines where they fit, else slanted. `height` is the
  // room they take, `overhang` how far the first reaches to the left of the middle of its slot.
  function categoryLabels(names, slot) {
    const wraps = names.map(name => nameLines(name, slot - 10));
    if (wraps.every(wrap => wrap.isWhole)) {
      const texts = wraps.map(wrap => wrap.lines);
      const height = 10 + largest(texts.map(lines => lines.length)) * LABEL.line;
      return { height, overhang: 0, at: (left, top) => texts.flatMap((lines, i) =>
        linesAt(left + slot * (i + 0.5), top + 10, lines, LABEL, { align: 'center' })) };
    }
    const texts = names.map(name => fitted(name, 300, LABEL)), reach = Math.SQRT1_2;
    const overhangs = texts.map((text, i) => textWidth(text, LABEL) * reach - slot * i);
    return {
      height: 18 + widest(texts, LABEL) * reach, overhang: largest(overhangs) + 6,
      at: (left, top) => texts.map((text, i) => ({
        ...textAt(left + slot * (i + 0.5) + 4, top + 12, text, LABEL, { align: 'right' }),
        rotation: Math.PI / 4 })) };
  }

  // Where categories stand side by side between `left` and `right` (or lie one below the other, where
  // isHorizontal) beside the numbers of the value axis; `height` is the plot's.
  function categoryPlane(names, scale, isHorizontal, left, right, height) {
    if (isHorizontal) {
      const texts = names.map(name => fitted(name, 360, LABEL)), slot = height / names.length;
      const start = left + Math.max(widest(texts, LABEL) + 12, scale.room / 2);
      return { isHorizontal, scale, height, slot, left: start, width: right - scale.room / 2 - start,
        below: 28 + SMALL.line, labels: top => texts.map((text, i) =>
          textAt(start - 12, top + slot * (i + 0.5), text, LABEL, { align: 'right' })) };
    }
    let start = left + scale.room + 10;
    const slotFrom = x => (right - x) / names.length;
    const overhang = categoryLabels(names, slotFrom(start)).overhang;
    start = Math.max(start, left + overhang - slotFrom(start) / 2);
    const labels = categoryLabels(names, slotFrom(start));
    return { isHorizontal, scale, height, slot: slotFrom(start), left: start, width: right - start,
      below: labels.height, labels: top => labels.at(start, top + height) };
  }

  // The ECharts parts of a plane whose plot begins at `top`: the number-th grid and its axes.
  function planeParts(plane, names, valueLabel, labelTop, top, number, start) {
    const { isHorizontal, scale, left, width, height } = plane;
    const categories = categoryAxis(names, { gridIndex: number, inverse: isHorizontal });
    const values = valueAxis(scale, { gridIndex: number });
    const label = fitted(valueLabel, left + width - start, SMALL);
    const title = isHorizontal
      ? textAt(left + width / 2, top + height + 36, label, SMALL, { align: 'center' })
      : textAt(start, labelTop + 8, label, SMALL);
    return {
      grid: { left, top, width, height, outerBoundsMode: 'none' },
      xAxis: isHorizontal ? values : categories, yAxis: isHorizontal ? categories : values,
      graphic: [title, ...plane.labels(top), ...(isHorizontal
        ? labelsBelow(scale, left, left + width, top + height) : labelsBeside(scale, left, top, top + height))] };
  }

  // ---- Bars

  const barValues = bars => bars.series.flatMap(series => series.values).filter(isNumber);

  const errorEnds = error => (error ? [error.low, error.high].filter(isNumber) : []);
  const isWholeError = error => errorEnds(error).length === 2;

  // Where the i-th bar of a series begins: at 0, or at the end of the stack below it.
  const barStart = (bars, series, i) => bars.is_stacked
    ? bars.series.slice(0, bars.series.indexOf(series)).reduce((sum, item) => sum + (item.values[i] || 0), 0)
    : 0;

  // Where the label of a bar begins: at its end, or past its error bar.
  const barEnd = (bars, series, i) => barStart(bars, series, i) +
    Math.max(series.values[i], ...errorEnds(series.error_bars[i]));

  // The line of an error bar with its two ends, along y between `low` and `high` at `at` (along x
  // where isHorizontal).
  function errorLines(at, low, high, reach, isHorizontal, color) {
    const line = (x1, y1, x2, y2) => ({ type: 'line', silent: true, z: 2,
      shape: isHorizontal ? { x1: y1, y1: x1, x2: y2, y2: x2 } : { x1, y1, x2, y2 },
      style: { stroke: color, lineWidth: 1.2 } });
    return [line(at, low, at, high), line(at - reach, low, at + reach, low),
      line(at - reach, high, at + reach, high)];
  }

  function barScale(bars, count) {
    const errors = bars.series.flatMap(series => series.error_bars.flatMap(errorEnds));
    const tops = bars.series.flatMap(series => series.values.map((value, i) =>
      isNumber(value) ? barStart(bars, series, i) + value : 0));
    const values = [...tops, ...errors], ends = [bars.reference_line, bars.value_max].filter(isNumber);
    const low = values.reduce((a, b) => Math.min(a, b), 0), high = largest([...values, ...ends]);
    return linearScale(low, high, count, bars.value_max === high ? high : null);
  }

  // How many bars stand beside each other in a category: lying bars of which each category has but one
  // share their place, others keep one for each series, so that a missing one is a gap.
  const barsAbreast = bars => bars.is_stacked || bars.is_horizontal && bars.categories.every((_, i) =>
    bars.series.filter(series => isNumber(series.values[i])).length <= 1) ? 1 : bars.series.length;

  const barLabel = (series, i, decimals) => fitted(
    series.labels.length ? series.labels[i] || '' : grouped(series.values[i], decimals), 110, VALUE);

  // What the labels at the ends of bars `step` apart look like, and `reach`, the room each takes
  // beyond its bar; nothing where bars are too thin for any.
  function barLabels(bars, step, decimals, room) {
    const size = series => series.values.map((value, i) =>
      isNumber(value) ? textWidth(barLabel(series, i, decimals), VALUE) : 0);
    const width = largest(bars.series.flatMap(size));
    if (bars.is_horizontal) return step >= 11 ? { rotate: 0, reach: width + 8 } : null;
    if (width + 4 <= room) return { rotate: 0, reach: VALUE.line + 4 };
    return step >= 11 ? { rotate: 90, reach: width + 8 } : null;
  }

  // All of a bar plot but its place from the top; its plot begins `drop` below its value label.
  function barPlan(bars, left, right, height) {
    const { is_horizontal: isHorizontal, categories, series } = bars;
    const scale = barScale(bars, isHorizontal ? 8 : clamp(Math.round(height / 70), 2, 8));
    const plane = categoryPlane(categories, scale, isHorizontal, left, right, height);
    const abreast = barsAbreast(bars), step = Math.min(60, plane.slot * 0.8 / abreast);
    const decimals = decimalsFor(barValues(bars));
    const labels = barLabels(bars, step, decimals, abreast === 1 ? plane.slot : step);
    const reach = labels ? labels.reach : 0;
    const parts = series.flatMap(bar => bar.values.map((value, i) =>
      isNumber(value) && barLabel(bar, i, decimals) ? scale.part(barEnd(bars, bar, i)) : 0)).filter(part => part > 0);
    let headroom = 0;
    if (isHorizontal) {
      const room = plane.width + scale.room / 2;
      plane.width = Math.min(plane.width, ...parts.map(part => (room - reach) / part));
    } else {
      headroom = largest(parts.map(part => reach - (1 - part) * height));
    }
    const drop = isHorizontal ? 0 : SMALL.line + Math.max(14, headroom + 8);
    return { bars, plane, step, abreast, decimals, labels, drop, start: left };
  }

  function barItem(plan, series, i) {
    const value = series.values[i], { bars, labels } = plan, isDown = value < 0;
    if (!isNumber(value)) return { value: '-' };
    const text = barLabel(series, i, plan.decimals), { plane } = plan;
    const end = barStart(bars, series, i) + value;
    const past = plane.scale.part(barEnd(bars, series, i)) - plane.scale.part(end);
    const distance = 4 + past * (bars.is_horizontal ? plane.width : plane.height);
    const place = bars.is_horizontal ? (isDown ? 'left' : 'right') : isDown ? 'bottom' : 'top';
    const turned = labels && labels.rotate
      ? { rotate: 90, align: isDown ? 'right' : 'left', verticalAlign: 'middle' } : {};
    return { value, itemStyle: value === 0 ? { color: 'transparent' } : {}, tip: `${bars.categories[i]}\n${series.name}: ${text || grouped(value, plan.decimals)}`,
      label: { show: !!labels, position: place, distance, formatter: () => text, ...turned } };
  }

  // The error bars of the k-th series, in the middle of its bars.
  function errorSeries(plan, series, k, number) {
    const { isHorizontal } = plan.plane, data = series.error_bars.map((error, i) => [i, error])
      .filter(([i, error]) => isNumber(series.values[i]) && isWholeError(error));
    const offset = plan.abreast === 1 ? 0 : (k - (plan.abreast - 1) / 2) * plan.step;
    const at = (api, i, value) => api.coord(isHorizontal ? [value, i] : [i, value]);
    return { type: 'custom', name: String(k), xAxisIndex: number, yAxisIndex: number, z: 3,
      silent: true, data: data.map(([i, error]) => isHorizontal ? [error.high, i] : [i, error.high]),
      renderItem: (params, api) => {
        const [i, { low, high }] = data[params.dataIndex];
        const one = at(api, i, low), other = at(api, i, high), along = isHorizontal ? 0 : 1;
        return { type: 'group', children: errorLines(one[1 - along] + offset, one[along], other[along],
          Math.min(4, plan.step / 4), isHorizontal, INK) };
      } };
  }

  function barSeries(plan, number) {
    const { bars, step } = plan, gap = Math.min(3, step * 0.1);
    const between = plan.abreast === 1 ? -100 : 100 * gap / (step - gap);
    const radius = Math.min(3, step / 6);
    const drawn = bars.series.map((series, k) => ({
      type: 'bar', name: String(k), xAxisIndex: number, yAxisIndex: number,
      stack: bars.is_stacked ? String(number) : null,
      barWidth: step - gap, barGap: `${between}%`, barMinHeight: 1.5,
      itemStyle: { color: series.color,
        borderRadius: bars.is_horizontal ? [0, radius, radius, 0] : [radius, radius, 0, 0] },
      label: fontOf(VALUE), data: bars.categories.map((_, i) => barItem(plan, series, i)) }));
    bars.series.forEach((series, k) => {
      if (series.error_bars.some(isWholeError)) drawn.push(errorSeries(plan, series, k, number));
    });
    return drawn;
  }

  function referenceLine({ bars, plane }, top) {
    const { left, width, height } = plane, part = plane.scale.part(bars.reference_line);
    const x = left + part * width, y = top + (1 - part) * height;
    return { type: 'line', silent: true, z: 5,
      shape: bars.is_horizontal
        ? { x1: x, y1: top, x2: x, y2: top + height } : { x1: left, y1: y, x2: left + width, y2: y },
      style: { stroke: INK, lineWidth: 1.2, lineDash: [5, 4] } };
  }

  // The number-th plot of a chart; its value label is at `top`, its plot `drop` below.
  function barParts(plan, top, drop, number) {
    const { bars, plane, start } = plan;
    const parts = planeParts(plane, bars.categories, bars.value_label, top, top + drop, number, start);
    if (isNumber(bars.reference_line)) parts.graphic.push(referenceLine(plan, top + drop));
    return { ...parts, series: barSeries(plan, number), bottom: top + drop + plane.height + plane.below };
  }

  const barEntries = bars => bars.series.length === 1 && !bars.series[0].name ? [] : bars.series;

  // As wide as bars like to be, but past `usual` only as they need.
  function barsWidth(bars, least, usual) {
    const count = bars.categories.length, each = bars.series.length;
    const roomy = 100 + count * (each * 36 + 48), tight = 100 + count * (each * 18 + 24);
    return Math.round(clamp(Math.max(Math.min(usual, roomy), tight), least, WIDEST));
  }

  function barsLayout(spec) {
    const bars = spec.body, count = bars.categories.length;
    const width = bars.is_horizontal ? widthOf(spec, 480, 1000)
      : widthOf(spec, barsWidth(bars, 320, 320), barsWidth(bars, 800, 1200));
    const slot = clamp(barsAbreast(bars) * 20 + 12, 26, Math.max(26, 3000 / count));
    const height = bars.is_horizontal ? count * slot : clamp(width * 0.3, 380, 520);
    const head = heading(spec, width, barEntries(bars));
    const plan = barPlan(bars, MARGIN, width - MARGIN, height);
    const parts = barParts(plan, head.bottom, plan.drop, 0);
    return page(spec, width, head, parts, parts.bottom);
  }

  // ---- Boxes

  const FIVE = ['low', 'q1', 'median', 'q3', 'high'];
  const isWholeBox = box => FIVE.every(key => isNumber(box[key]));

  function boxItem(box) {
    if (!isWholeBox(box)) return { value: '-' };
    const tint = echarts.color.lerp(0.2, [PAPER, box.color]), decimals = decimalsFor([box.low, box.high]);
    const lines = FIVE.map(key => `${key}: ${grouped(box[key], decimals)}`);
    return { value: FIVE.map(key => box[key]), itemStyle: { color: tint, borderColor: box.color },
      tip: [box.category, ...lines].join('\n') };
  }

  // Boxes stand where their names fit below them, and lie beside their names where they do not.
  function boxesLayout(spec) {
    const { boxes, legend, value_label: valueLabel } = spec.body;
    const names = boxes.map(box => box.category), drawn = boxes.filter(isWholeBox);
    const low = drawn.reduce((a, box) => Math.min(a, box.low), Infinity);
    const high = drawn.reduce((a, box) => Math.max(a, box.high), -Infinity);
    const base = low > 0 && low < high * 0.6 ? 0 : low;
    const width = widthOf(spec, clamp(widest(names, LABEL) + 170, 280, 480), clamp(110 + 170 * boxes.length, 800, 1200));
    const room = (width - 2 * MARGIN - 60) / boxes.length;
    const isHorizontal = !names.every(name => nameLines(name, room - 10).isWhole);
    const height = isHorizontal ? boxes.length * clamp(3000 / boxes.length, 12, 28) : 400;
    const scale = linearScale(base, high, isHorizontal ? 8 : 6);
    const plane = categoryPlane(names, scale, isHorizontal, MARGIN, width - MARGIN, height);
    const head = heading(spec, width, legend);
    const top = head.bottom + (isHorizontal ? 0 : SMALL.line + 14);
    const parts = planeParts(plane, names, valueLabel, head.bottom, top, 0, MARGIN);
    const series = { type: 'boxplot', boxWidth: [6, Math.min(40, plane.slot * 0.62)],
      itemStyle: { borderWidth: 1.6 }, data: boxes.map(boxItem) };
    return page(spec, width, head, { ...parts, series: [series] }, top + height + plane.below);
  }

  // ---- Heatmap

  // From value to a part of the colour ramp: over `range` if given, else by magnitude where values
  // span more than a factor of 20.
  function colorScale(values, range) {
    if (range) {
      const { low, high } = range;
      return { low, high, isLog: false, part: value => clamp((value - low) / (high - low), 0, 1) };
    }
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    const isLog = low > 0 && high > 20 * low, raw = value => (isLog ? Math.log(value) : value);
    const span = raw(high) - raw(low);
    return { low, high, isLog, part: value => (span > 0 ? (raw(value) - raw(low)) / span : 0.5) };
  }


  // The ramp with its ends, in the legend's place.
  function colorKey(scale, heatmap, x, y) {
    const low = grouped(scale.low, heatmap.decimal_count), high = grouped(scale.high, heatmap.decimal_count);
    const start = x + textWidth(low, SMALL) + 8;
    const stops = RAMP.map((color, i) => ({ offset: i / (RAMP.length - 1), color }));
    const unit = `${high} ${heatmap.unit}${scale.isLog ? ' (log scale)' : ''}`;
    return [textAt(x, y + 8, low, SMALL), textAt(start + 168, y + 8, unit, SMALL),
      { type: 'rect', silent: true, shape: { x: start, y: y + 2.5, width: 160, height: 11, r: 3 },
        style: { fill: { type: 'linear', x: 0, y: 0, x2: 1, y2: 0, colorStops: stops } } }];
  }

  function heatmapCell(value, scale, decimals, mark) {
    if (mark) return { text: mark.text, fill: mark.color, stroke: 'none', ink: DARK };
    if (!isNumber(value)) {
      return { text: '–', fill: echarts.color.lerp(0.25, [PAPER, GRID]), stroke: GRID, ink: MUTED };
    }
    const fill = echarts.color.lerp(scale.part(value), RAMP);
    return { text: grouped(value, decimals), fill, stroke: 'none',
      ink: scale.part(value) > 0.68 ? LIGHT : DARK };
  }

  function heatmapLayout(spec) {
    const { rows, columns, values, decimal_count: decimals, unit } = spec.body;
    const known = values.flat().filter(isNumber), scale = colorScale(known, spec.body.color_range);
    const names = rows.map(name => fitted(name, 320, LABEL));
    const marks = spec.body.marks.map(mark => ({ ...mark, text: fitted(mark.text, 120, LABEL) }));
    const markAt = (i, j) => marks.find(mark => mark.row === i && mark.column === j);
    const texts = [...known.map(value => grouped(value, decimals)), ...marks.map(mark => mark.text)];
    const cellRoom = widest(texts, LABEL) + 20;
    const left = MARGIN + widest(names, LABEL) + 14;
    const columnWidth = clamp(((spec.frame_width || 1000) - left) / columns.length, Math.max(56, cellRoom), 150);
    const rowHeight = clamp(600 / rows.length, 30, 46);
    const labels = categoryLabels(columns, columnWidth);
    const start = Math.max(left, MARGIN + labels.overhang - columnWidth / 2);
    const needed = Math.round(start + columnWidth * columns.length + MARGIN);
    const width = widthOf(spec, needed, Math.max(640, needed));
    const head = heading(spec, width, []), top = head.bottom + (known.length ? 28 : 0);
    if (known.length) head.elements.push(...colorKey(scale, spec.body, MARGIN, head.bottom));
    const data = rows.flatMap((row, i) => columns.map((column, j) => ({
      value: [j, i], cell: heatmapCell(values[i][j], scale, decimals, markAt(i, j)),
      tip: `${row}\n${column}: ` + (markAt(i, j) ? markAt(i, j).text : isNumber(values[i][j])
        ? `${grouped(values[i][j], decimals)} ${unit}` : 'not measured') })));
    const renderItem = params => {
      const { value: [j, i], cell } = data[params.dataIndex];
      const x = start + j * columnWidth, y = top + i * rowHeight;
      return { type: 'group', children: [
        { type: 'rect', style: { fill: cell.fill, stroke: cell.stroke },
          shape: { x: x + 1.5, y: y + 1.5, width: columnWidth - 3, height: rowHeight - 3, r: 4 } },
        textAt(x + columnWidth / 2, y + rowHeight / 2, cell.text, { ...LABEL, color: cell.ink },
          { align: 'center' })] };
    };
    const bottom = top + rows.length * rowHeight;
    const rowLabels = names.map((name, i) => textAt(start - 12, top + rowHeight * (i + 0.5), name, LABEL,
      { align: 'right' }));
    const series = [{ type: 'custom', coordinateSystem: 'none', renderItem, data }];
    return page(spec, width, head, { series, graphic: [...rowLabels, ...labels.at(start, bottom - 2)] },
      bottom + labels.height);
  }

  // ---- Scatter

  const RADIUS = 7;
  const DIRECTIONS = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [-1, -1], [1, 1], [-1, 1]];

  const overlap = (a, b) =>
    Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
    Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

  // The places a label may take: around its point, then around it at growing distances.
  function labelPlaces(point, plot) {
    const places = [];
    for (const distance of [0, 12, 26, 42, 60, 84, 112]) {
      DIRECTIONS.forEach(([dx, dy], rank) => {
        const away = (RADIUS + distance) * (dx && dy ? 0.72 : 1);
        const left = point.x + dx * (away + 4 + point.width / 2) - point.width / 2;
        const top = point.y + dy * (away + 1 + POINT.line / 2) - POINT.line / 2;
        const place = { left, top, right: left + point.width, bottom: top + POINT.line,
          distance, cost: distance * 4 + rank * 3 };
        const isInside = place.left >= plot.left && place.right <= plot.right &&
          place.top >= plot.top && place.bottom <= plot.bottom;
        if (isInside) places.push(place);
      });
    }
    return places;
  }

  // The line from a point to a label that is not beside it.
  function leader(point, place) {
    const x = clamp(point.x, place.left, place.right), y = clamp(point.y, place.top, place.bottom);
    const length = Math.hypot(x - point.x, y - point.y) || 1;
    return { x1: point.x + (x - point.x) * RADIUS / length, y1: point.y + (y - point.y) * RADIUS / length,
      x2: x, y2: y };
  }

  function crosses(line, box) {
    for (let t = 0; t <= 1; t += 0.125) {
      const x = line.x1 + t * (line.x2 - line.x1), y = line.y1 + t * (line.y2 - line.y1);
      if (x > box.left && x < box.right && y > box.top && y < box.bottom) return true;
    }
    return false;
  }

  // Points along lines between these places, close enough for none to slip through a label.
  function alongLines(lines) {
    const found = [];
    for (const ends of lines) {
      for (let i = 1; i < ends.length; ++i) {
        const [[x1, y1], [x2, y2]] = [ends[i - 1], ends[i]];
        const count = Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 6) || 1;
        for (let k = 0; k <= count; ++k) found.push([x1 + (x2 - x1) * k / count, y1 + (y2 - y1) * k / count]);
      }
    }
    return found;
  }

  const isIn = (box, [x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom;

  // What speaks against a place; no more is added up once it is no less than `limit`.
  function placeCost(point, place, points, inked, limit) {
    let cost = place.cost + 25 * inked.filter(spot => isIn(place, spot)).length;
    const line = place.distance ? leader(point, place) : null;
    for (const other of points) {
      if (cost >= limit) break;
      if (other.error) cost += 5 * overlap(place, other.error);
      if (other === point) continue;
      cost += 10 * overlap(place, other.mark);
      if (other.place) cost += 10 * overlap(place, other.place);
      if (line && crosses(line, other.mark)) cost += 150;
      if (line && other.place && crosses(line, other.place)) cost += 600;
    }
    return cost;
  }

  // Gives each point the place of its label that is in the way least, each in turn, a few times over.
  // `inked` are places of lines that a label should not cover.
  function placeLabels(points, plot, inked) {
    for (const point of points) point.places = labelPlaces(point, plot);
    for (let round = 0; round < 4; ++round) {
      for (const point of points) {
        let least = Infinity;
        for (const place of point.places) {
          if (place.cost >= least) continue;
          const cost = placeCost(point, place, points, inked, least);
          if (cost < least) [least, point.place] = [cost, place];
        }
      }
    }
  }

  function scatterLabels(points) {
    const elements = [];
    for (const { place, ...point } of points) {
      if (!place) continue;
      if (place.distance) {
        elements.push({ type: 'line', silent: true, z: 2, shape: leader(point, place),
          style: { stroke: echarts.color.lerp(0.35, [MUTED, PAPER]), lineWidth: 1 } });
      }
      elements.push({ ...textAt(place.left, place.top + POINT.line / 2, point.text, POINT,
        { stroke: PAPER, lineWidth: 3 }), z: 4 });
    }
    return elements;
  }

  const rangeOf = values => [values.reduce((a, b) => Math.min(a, b), Infinity),
    values.reduce((a, b) => Math.max(a, b), -Infinity)];

  // A logarithmic axis from one 1-2-5 step to another, around `low` and `high`; above about `count`
  // steps only some are shown. Its values are drawn at their logarithms, `raw`.
  function logScale(low, high, count) {
    const raw = Math.log10, steps = [];
    for (let power = Math.floor(raw(low)) - 1; power <= Math.ceil(raw(high)); ++power) {
      for (const factor of [1, 2, 5]) steps.push({ factor, value: factor * Math.pow(10, power) });
    }
    const first = steps.findLastIndex(step => step.value <= low * 1.0001);
    const last = steps.findIndex((step, i) => i > first && step.value >= high * 0.9999);
    const within = steps.slice(first, last + 1), min = within[0].value;
    const max = within[within.length - 1].value;
    const shown = within.length <= count ? within : within.filter(step => step.factor === 1);
    const every = Math.ceil(shown.length / count), ticks = shown.filter((_, i) => i % every === 0)
      .map(({ value }) => ({ value, text: grouped(value, Math.max(0, -Math.floor(raw(value) + 1e-9))) }));
    return { isLog: true, min: raw(min), max: raw(max), step: raw(max) - raw(min), raw, ticks,
      part: value => (raw(value) - raw(min)) / (raw(max) - raw(min)),
      room: widest(ticks.map(tick => tick.text), SMALL) };
  }

  const plainScale = (low, high, count) =>
    ({ ...linearScale(low, high, count), isLog: false, raw: value => value });

  const scatterPoints = scatter => scatter.points.filter(point => isNumber(point.x) && isNumber(point.y));
  const linePoints = line => line.points.filter(([x, y]) => isNumber(x) && isNumber(y));
  // With the corners of a stepped line.
  const linePath = line => linePoints(line).flatMap((end, i, ends) =>
    line.is_stepped && i ? [[end[0], ends[i - 1][1]], end] : [end]);
  const rangeEnds = range => (range ? [range.low, range.high] : []);

  function scatterScales(scatter, width, height) {
    const points = scatterPoints(scatter), ends = scatter.lines.flatMap(linePoints);
    const across = [...points.map(point => point.x), ...ends.map(end => end[0]),
      ...scatter.bands.flatMap(rangeEnds), ...rangeEnds(scatter.x_range)];
    const up = [...points.flatMap(point => [point.y, ...errorEnds(point.y_error)]),
      ...ends.map(end => end[1]), ...rangeEnds(scatter.y_range)];
    const scale = (values, isLog, stepCount, logStepCount) => {
      const [low, high] = rangeOf(values);
      const isSpread = isLog && low > 1e-300 && high < 1e300 && high > 4 * low;
      return isSpread ? logScale(low, high, logStepCount) : plainScale(low, high, stepCount);
    };
    return { x: scale(across, scatter.is_x_log, clamp(Math.round(width / 120), 4, 8), width / 60),
      y: scale(up, scatter.is_y_log, clamp(Math.round(height / 70), 3, 8), height / 24) };
  }

  // The heights of labels that want to stand at these, in ascending order, at least `gap` apart and
  // within `top` and `bottom` where there is room.
  function spreadOut(wanted, gap, top, bottom) {
    const places = wanted.slice();
    for (let i = 0; i < places.length; ++i) {
      places[i] = Math.max(places[i], i ? places[i - 1] + gap : top);
    }
    for (let i = places.length; i-- > 0;) {
      places[i] = Math.min(places[i], i + 1 < places.length ? places[i + 1] - gap : bottom);
    }
    return places;
  }

  const lineLabel = line => fitted(line.label, 260, POINT);

  // All of a scatter plot but its place from the top.
  function scatterPlan(scatter, left, right, height) {
    const labelRoom = widest(scatter.lines.map(lineLabel), POINT);
    const scales = scatterScales(scatter, right - left, height);
    const start = left + scales.y.room + 10;
    const end = right - Math.max(scales.x.room / 2, labelRoom ? labelRoom + 26 : 0);
    return { scatter, ...scales, start: left, left: start, right: end, height, drop: SMALL.line + 14 };
  }

  // Points with a label: each as a mark with the label beside it, and its error bar.
  function labelledPoints(points, lines, place, plot) {
    const marks = points.map(point => {
      const [px, py] = place(point.x, point.y), text = fitted(point.label, 240, POINT);
      const error = isWholeError(point.y_error) ? { left: px - 4, right: px + 4,
        top: place(point.x, point.y_error.high)[1], bottom: place(point.x, point.y_error.low)[1] } : null;
      return { x: px, y: py, text, error, width: textWidth(text, POINT),
        mark: { left: px - RADIUS, right: px + RADIUS, top: py - RADIUS, bottom: py + RADIUS } };
    });
    if (marks.length) placeLabels(marks, plot, alongLines(lines.map(line => linePath(line).map(end => place(...end)))));
    const errors = marks.flatMap(({ x: at, error }, i) =>
      error ? errorLines(at, error.bottom, error.top, 4, false, points[i].color) : []);
    return [...errors, ...scatterLabels(marks)];
  }

  function lineLabels(lines, place, plot) {
    const ends = lines.filter(line => line.label && linePoints(line).length).map(line => {
      const last = linePoints(line).reduce((a, b) => (b[0] >= a[0] ? b : a));
      return { line, at: place(...last) };
    }).sort((a, b) => a.at[1] - b.at[1]);
    const places = spreadOut(ends.map(end => end.at[1]), POINT.line - 1, plot.top, plot.bottom);
    return ends.flatMap(({ line, at: [x, y] }, i) => [
      { type: 'line', silent: true, z: 2, shape: { x1: x + 2, y1: y, x2: plot.right + 18, y2: places[i] },
        style: { stroke: line.color, lineWidth: 1 } },
      textAt(plot.right + 22, places[i], lineLabel(line), POINT)]);
  }

  // Many squares of 3 pixels around places, as one path: each a line as long as it is wide.
  echarts.graphic.registerShape('dots', echarts.graphic.extendShape({
    shape: { places: [] },
    buildPath: (path, { places }) => {
      for (const [x, y] of places) {
        path.moveTo(x - 1.5, y);
        path.lineTo(x + 1.5, y);
      }
    } }));

  // Points without a label, a path for each colour since there may be thousands, and lines.
  function inkSeries(points, lines, place) {
    const tenths = ends => place(...ends).map(value => Math.round(value * 10) / 10), places = new Map();
    for (const { color, x, y } of points.filter(point => !point.label)) {
      if (!places.has(color)) places.set(color, []);
      places.get(color).push(tenths([x, y]));
    }
    const shapes = [...places].map(([color, item]) => ({ type: 'dots', shape: { places: item },
      style: { stroke: color, fill: null, lineWidth: 3, opacity: 0.45 } }));
    shapes.push(...lines.map(line => ({ type: 'polyline', z2: 1, shape: { points: linePath(line).map(tenths) },
      style: { stroke: line.color, fill: null, lineWidth: 1.8, lineJoin: 'bevel',
        lineDash: line.is_dashed ? [5, 4] : null } })));
    return { type: 'custom', coordinateSystem: 'none', silent: true, z: 1,
      renderItem: params => shapes[params.dataIndex], data: shapes.map(() => [0, 0]) };
  }

  function pointSeries({ scatter, x, y }, number) {
    const { x_label: xLabel, y_label: yLabel } = scatter;
    const labelled = scatterPoints(scatter).filter(point => point.label);
    return { type: 'scatter', xAxisIndex: number, yAxisIndex: number, z: 3, data: labelled.map(point => ({
      value: [x.raw(point.x), y.raw(point.y)], symbol: iconOf(point.symbol),
      symbolSize: 2 * RADIUS,
      itemStyle: { color: point.color, borderColor: PAPER, borderWidth: 1.5, opacity: 0.9 },
      tip: `${point.label}\n${xLabel}: ${grouped(point.x, decimalsFor([point.x]))}\n` +
        `${yLabel}: ${grouped(point.y, decimalsFor([point.y]))}` })) };
  }

  // The number-th plot of a chart; its value label is at `labelTop`, its plot `drop` below.
  function scatterParts(plan, labelTop, drop, number) {
    const { scatter, x, y, left, right, height, start } = plan, top = labelTop + drop;
    const plot = { left, right, top, bottom: top + height };
    const place = (px, py) => [left + x.part(px) * (right - left), plot.bottom - y.part(py) * height];
    const toX = value => place(value, y.min)[0], toY = value => place(x.min, value)[1];
    const bands = scatter.bands.map(({ low, high }) => ({ type: 'rect', silent: true, z: 0,
      style: { fill: GRID },
      shape: { x: toX(low), y: top, height, width: Math.max(1, toX(high) - toX(low) - 1) } }));
    const lines = (y.isLog ? y.ticks : []).map(({ value }) => ({ type: 'line', silent: true, z: 0,
      style: { stroke: GRID, lineWidth: 1 }, shape: { x1: left, x2: right, y1: toY(value), y2: toY(value) } }));
    const [xLabel, yLabel] = [[scatter.x_label, x], [scatter.y_label, y]].map(([label, scale]) =>
      fitted(scale.isLog ? `${label}, log scale` : label, right - start, SMALL));
    const axisLine = { show: true, onZero: false, lineStyle: { color: AXIS } };
    return {
      grid: { left, top, width: right - left, height, outerBoundsMode: 'none' },
      xAxis: valueAxis(x, { gridIndex: number, isLog: x.isLog,
        splitLine: { show: false }, axisLine }),
      yAxis: valueAxis(y, { gridIndex: number, isLog: y.isLog,
        splitLine: { show: !y.isLog, lineStyle: { color: GRID } } }),
      series: [inkSeries(scatterPoints(scatter), scatter.lines, place), pointSeries(plan, number)],
      graphic: [...bands, textAt(start, labelTop + 8, yLabel, SMALL),
        textAt((left + right) / 2, plot.bottom + 36, xLabel, SMALL, { align: 'center' }), ...lines,
        ...labelsBelow(x, left, right, plot.bottom), ...labelsBeside(y, left, plot.top, plot.bottom),
        ...labelledPoints(scatterPoints(scatter).filter(point => point.label), scatter.lines,
          place, plot),
        ...lineLabels(scatter.lines, place, plot)],
      bottom: plot.bottom + 28 + SMALL.line };
  }

  function scatterLayout(spec) {
    const scatter = spec.body, hasNames = [...scatter.points, ...scatter.lines].some(item => item.label);
    const width = widthOf(spec, hasNames ? 480 : 280, 1200);
    const head = heading(spec, width, scatter.legend);
    const height = Math.max(440, (POINT.line - 1) * scatter.lines.filter(line => line.label).length);
    const plan = scatterPlan(scatter, MARGIN, width - MARGIN, height);
    const parts = scatterParts(plan, head.bottom, plan.drop, 0);
    return page(spec, width, head, parts, parts.bottom);
  }

  // ---- Slope

  // The places of the items in the order of a value, the greatest first.
  function placesBy(items, value) {
    const order = items.map((_, i) => i).sort((a, b) => value(items[b]) - value(items[a]) || a - b);
    const places = [];
    order.forEach((item, place) => { places[item] = place; });
    return places;
  }

  // The parts of one item at one side: its name above its bar, which grows from x away from the
  // middle (`away` is -1 or 1), and its value at the bar's end.
  function slopeSide(item, text, x, y, length, part, away) {
    const align = away < 0 ? 'right' : 'left', rect = (from, width, opacity) => ({
      type: 'rect', style: { fill: item.color, opacity }, shape: {
        x: away < 0 ? x - from - width : x + from, y: y + 2, width, height: 9, r: 2 } });
    return [textAt(x, y - 7, fitted(item.name, 400, LABEL), LABEL, { align }),
      rect(0, part, 1), rect(part, length - part, 0.3),
      textAt(x + away * (length + 6), y + 7, text, VALUE, { align })];
  }

  function slopeLayout(spec) {
    const { left_label: leftLabel, right_label: rightLabel, decimal_count: decimals } = spec.body;
    const items = spec.body.items.filter(item => isNumber(item.left) && isNumber(item.right));
    const width = widthOf(spec, 640, 1200), left = width * 5 / 12, right = width - left, row = 36;
    const head = heading(spec, width, []), top = head.bottom + SMALL.line + 14;
    const most = side => largest(items.map(item => item[side])) || 1, room = left - MARGIN - 70;
    const lefts = placesBy(items, item => item.left), rights = placesBy(items, item => item.right);
    const middle = place => top + row * (place + 0.5);
    const renderItem = ({ dataIndex: i }) => {
      const item = items[i], y1 = middle(lefts[i]), y2 = middle(rights[i]), bend = (right - left) / 2;
      const full = room * item.left / most('left');
      const part = item.left > 0 ? full * clamp(item.left_part / item.left, 0, 1) : 0;
      const length = room * item.right / most('right');
      return { type: 'group', children: [
        ...slopeSide(item, grouped(item.left, decimals), left, y1, full, part, -1),
        ...slopeSide(item, grouped(item.right, decimals), right, y2, length, length, 1),
        { type: 'bezierCurve', style: { stroke: item.color, lineWidth: 2, fill: null },
          shape: { x1: left + 8, y1: y1 + 6, cpx1: left + bend, cpy1: y1 + 6,
            cpx2: right - bend, cpy2: y2 + 6, x2: right - 8, y2: y2 + 6 } }] };
    };
    const data = items.map(item => ({ value: [0, 0], tip: `${item.name}\n${leftLabel}: ` +
      `${grouped(item.left, decimals)}\n${rightLabel}: ${grouped(item.right, decimals)}` }));
    const label = (x, text, align) => textAt(x, head.bottom + 8, fitted(text, left - MARGIN, SMALL), SMALL,
      { align });
    return page(spec, width, head, {
      series: [{ type: 'custom', coordinateSystem: 'none', renderItem, data }],
      graphic: [label(left, leftLabel, 'right'), label(right, rightLabel, 'left')] },
      top + row * items.length);
  }

  // ---- Forest

  const signed = (value, format) => (value > 0 ? '+' : '') + format(value) + '%';

  function forestTip(row, title, { change, interval }) {
    const decimals = decimalsFor([change, ...errorEnds(interval)]);
    const text = value => signed(value, number => grouped(number, decimals));
    return `${row}\n${title}: ${text(change)}` +
      (isWholeError(interval) ? `\n95%: ${text(interval.low)} to ${text(interval.high)}` : '');
  }

  // One column between two edges: its series of dots with their intervals, and what is behind it.
  function forestColumn({ rows, band }, { title, points }, left, right, top, slot) {
    const isShown = point => point && isNumber(point.change);
    const ends = points.filter(isShown).flatMap(point => [point.change, ...errorEnds(point.interval)]);
    const [low, high] = rangeOf([0, band.low, band.high, ...ends]);
    const scale = linearScale(low, high, clamp(Math.round((right - left) / 70), 2, 5));
    const x = value => left + scale.part(clamp(value, scale.min, scale.max)) * (right - left);
    const bottom = top + slot * rows.length, y = i => top + slot * (i + 0.5);
    const upright = (value, color, width) => ({ type: 'line', silent: true, z: 1,
      shape: { x1: x(value), x2: x(value), y1: top, y2: bottom }, style: { stroke: color, lineWidth: width } });
    const graphic = [textAt(left, top - PANEL.line / 2 - 4, fitted(title, right - left, PANEL), PANEL),
      { type: 'rect', silent: true, z: 0, style: { fill: GRID },
        shape: { x: x(band.low), y: top, width: x(band.high) - x(band.low), height: bottom - top } }];
    for (let value = scale.min; value <= scale.max + scale.step / 2; value += scale.step) {
      graphic.push(upright(value, GRID, 1));
      graphic.push(textAt(x(value), bottom + 14, signed(value, scale.format), SMALL, { align: 'center' }));
    }
    graphic.push(upright(0, AXIS, 1.5));
    const data = points.flatMap((point, i) => (isShown(point)
      ? [{ value: [0, 0], point, i, tip: forestTip(rows[i], title, point) }] : []));
    graphic.push(...points.flatMap((point, i) => (isShown(point) ? []
      : [textAt((left + right) / 2, y(i), '–', SMALL, { align: 'center' })])));
    const renderItem = ({ dataIndex }) => {
      const { point, i } = data[dataIndex], { interval, change, color } = point;
      const error = isWholeError(interval)
        ? errorLines(y(i), x(interval.low), x(interval.high), 4, true, color) : [];
      return { type: 'group', children: [...error, { type: 'circle', z2: 3,
        shape: { cx: x(change), cy: y(i), r: RADIUS }, style: { fill: color, stroke: PAPER, lineWidth: 1.5 } }] };
    };
    return { series: { type: 'custom', coordinateSystem: 'none', renderItem, data, z: 3 }, graphic };
  }

  function forestLayout(spec) {
    const { rows, columns } = spec.body, GAP = 60, count = columns.length;
    const names = rows.map(name => fitted(name, 320, LABEL)), left = MARGIN + widest(names, LABEL) + 28;
    const widthFor = room => left + count * room + (count - 1) * GAP + MARGIN + 16;
    const width = widthOf(spec, widthFor(110), clamp(widthFor(230), 800, 1400));
    const room = (width - widthFor(0)) / count, slot = clamp(3000 / rows.length, 16, 30);
    const head = heading(spec, width, []), top = head.bottom + PANEL.line + 8;
    const drawn = columns.map((column, j) => {
      const start = left + j * (room + GAP);
      return forestColumn(spec.body, column, start, start + room, top, slot);
    });
    const labels = names.map((name, i) =>
      textAt(left - 28, top + slot * (i + 0.5), name, LABEL, { align: 'right' }));
    return page(spec, width, head, { series: drawn.map(item => item.series),
      graphic: [...drawn.flatMap(item => item.graphic), ...labels] }, top + slot * rows.length + 28);
  }

  // ---- Panels

  // How a chart is drawn as a panel: its legend, how wide it likes to be and how high its plot is, its
  // plan between two edges, and the parts of it.
  const PANEL_KINDS = {
    bars: { legend: barEntries, width: bars => barsWidth(bars, 500, 600), height: 210,
      plan: barPlan, parts: barParts },
    scatter: { legend: scatter => scatter.legend, width: () => 600, height: 270,
      plan: scatterPlan, parts: scatterParts } };

  const dropOf = plans => largest(plans.map(plan => plan.drop));

  function panelsLayout(spec) {
    const GAP = 40, panels = spec.body.panels.map(panel => ({ ...panel, ...PANEL_KINDS[panel.kind] }));
    const widest = largest(panels.map(panel => panel.width(panel.body)));
    const abreast = spec.frame_width && spec.frame_width < 2 * Math.min(widest, 360) ? 1 : 2;
    const width = widthOf(spec, abreast * Math.min(widest, 360), clamp(2 * widest, 1200, WIDEST));
    const entries = panels.length ? panels[0].legend(panels[0].body) : [];
    const head = heading(spec, width, entries);
    const room = (width - 2 * MARGIN - GAP * (abreast - 1)) / abreast;
    const plot = { grid: [], xAxis: [], yAxis: [], series: [], graphic: [] };
    let top = head.bottom + 4;
    for (let first = 0; first < panels.length; first += abreast) {
      const row = panels.slice(first, first + abreast), lefts = [MARGIN, MARGIN + room + GAP];
      const plans = row.map((panel, k) =>
        panel.plan(panel.body, lefts[k], lefts[k] + room, panel.height));
      const drop = dropOf(plans), inner = top + PANEL.line + 2, bottoms = [];
      row.forEach((panel, k) => {
        const parts = panel.parts(plans[k], inner, drop, first + k);
        for (const key of Object.keys(plot)) plot[key] = plot[key].concat(parts[key]);
        plot.graphic.push(textAt(lefts[k], top + 10, fitted(panel.title, room, PANEL), PANEL));
        bottoms.push(parts.bottom);
      });
      top = largest(bottoms) + 28;
    }
    return page(spec, width, head, plot, top - 28);
  }

  const LAYOUTS = { bars: barsLayout, boxes: boxesLayout, heatmap: heatmapLayout,
    scatter: scatterLayout, slope: slopeLayout, forest: forestLayout, panels: panelsLayout };

  root.setChartColors = ({ ink, muted, grid, axis, paper }) => {
    [INK, MUTED, GRID, AXIS, PAPER] = [ink, muted, grid, axis, paper];
  };
  root.chartLayout = spec => LAYOUTS[spec.kind](spec);
  root.chartSize = spec => {
    const { width, height } = root.chartLayout(spec);
    return { width, height };
  };
  root.drawChart = (chart, spec) => chart.setOption(root.chartLayout(spec).option, true);
})(globalThis);
