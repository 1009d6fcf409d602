// A chart narrowed to what is chosen, and the table of its values. A chart names what it shows by
// labels; the study says what each stands for.

const meaningsByLabel = new Map();
for (const { text, ...meaning } of study.labels) {
  meaningsByLabel.set(text, [...(meaningsByLabel.get(text) || []), meaning]);
}
const meanings = label => meaningsByLabel.get(label) || [];

// Whether what these labels stand for together is chosen; what stands for nothing is no reason
// against it.
const areChosen = labels => labels.every(label =>
  meanings(label).length === 0 || meanings(label).some(isChosen));

// The runs that the labels stand for together; null where they stand for none.
function runsOf(labels) {
  const known = labels.map(meanings).filter(found => found.length);
  if (!known.length) return null;
  const fits = run => known.every(found => found.some(of =>
    ['model', 'device', 'dtype'].every(facet => !isKnown(of[facet]) || of[facet] === run[facet])));
  return study.runs.filter(run => run.status === 'complete' && fits(run));
}

const isSame = (entry, item) => entry.color === item.color &&
  (!item.symbol || !entry.symbol || entry.symbol === item.symbol);
const entryOf = (body, item) => (body.legend || []).find(entry => isSame(entry, item));
const entryName = (body, item) => (entryOf(body, item) || { name: '' }).name;

const bodiesOf = spec => (spec.kind === 'panels' ? spec.body.panels.map(panel => panel.body) : [spec.body]);

// What the colours mean: names with colours.
function legendOf(spec) {
  const [body] = bodiesOf(spec);
  if (!body) return [];
  if (body.legend) return body.legend;
  return body.series && (body.series.length > 1 || body.series[0].name) ? body.series : [];
}

const at = (list, kept) => (list.length ? kept.map(i => list[i]) : list);
const places = (list, isKept) => list.map((_, i) => i).filter(i => isKept(list[i]));

// Each kind of body with what is chosen and not hidden by the legend.
const NARROW = {
  bars(body, hidden) {
    const kept = places(body.categories, name => areChosen([name]));
    const series = body.series.filter(item => !hidden.has(item.name) && areChosen([item.name]));
    return { ...body, categories: at(body.categories, kept), series: series.map(item => ({
      ...item, values: at(item.values, kept), labels: at(item.labels, kept),
      error_bars: at(item.error_bars, kept) })) };
  },
  boxes(body, hidden) {
    return { ...body, boxes: body.boxes.filter(box => !hidden.has(entryName(body, box)) &&
      areChosen([box.category, entryName(body, box)])) };
  },
  heatmap(body) {
    const rows = places(body.rows, name => areChosen([name]));
    const columns = places(body.columns, name => areChosen([name]));
    const marks = body.marks.map(mark => ({ ...mark,
      row: rows.indexOf(mark.row), column: columns.indexOf(mark.column) }));
    return { ...body, rows: at(body.rows, rows), columns: at(body.columns, columns),
      values: at(body.values, rows).map(row => at(row, columns)),
      marks: marks.filter(mark => mark.row >= 0 && mark.column >= 0) };
  },
  slope: body => ({ ...body, items: body.items.filter(item => areChosen([item.name])) }),
  forest(body) {
    const rows = places(body.rows, name => areChosen([name]));
    return { ...body, rows: at(body.rows, rows),
      columns: body.columns.map(item => ({ ...item, points: at(item.points, rows) })) };
  },
  scatter(body, hidden) {
    const isKept = item => !hidden.has(entryName(body, item)) &&
      areChosen([item.label, entryName(body, item)]);
    return { ...body, points: body.points.filter(isKept), lines: body.lines.filter(isKept) };
  },
  panels(body, hidden) {
    return { panels: body.panels.filter(panel => areChosen([panel.title]))
      .map(panel => ({ ...panel, body: NARROW[panel.kind](panel.body, hidden) })) };
  },
};

const narrowed = (spec, hidden) => ({ ...spec, body: NARROW[spec.kind](spec.body, hidden) });

const COUNTED = {
  bars: body => body.categories.length * body.series.length,
  boxes: body => body.boxes.length,
  heatmap: body => body.rows.length * body.columns.length,
  slope: body => body.items.length,
  forest: body => body.rows.length,
  scatter: body => body.points.length + body.lines.length,
  panels: body => body.panels.reduce((sum, panel) => sum + COUNTED[panel.kind](panel.body), 0),
};
const isEmpty = spec => COUNTED[spec.kind](spec.body) === 0;

const LABELS = {
  bars: body => [...body.categories, ...body.series.map(item => item.name)],
  boxes: body => [...body.boxes.map(box => box.category), ...body.legend.map(item => item.name)],
  heatmap: body => [...body.rows, ...body.columns],
  slope: body => body.items.map(item => item.name),
  forest: body => body.rows,
  scatter: body => [...body.points, ...body.lines].map(item => item.label).concat(body.legend.map(item => item.name)),
  panels: body => body.panels.flatMap(panel => [panel.title, ...LABELS[panel.kind](panel.body)]),
};

// The filters that are set but do not apply to this chart.
function untouchedFilters(spec) {
  const known = LABELS[spec.kind](spec.body).flatMap(meanings);
  return Object.keys(FACETS).filter(facet =>
    view[facet].size > 0 && !known.some(of => isKnown(of[facet])));
}

const lowHigh = error => [error ? error.low : null, error ? error.high : null];

const TABLES = {
  bars(body) {
    const hasErrors = body.series.some(item => item.error_bars.some(isKnown));
    const rows = body.categories.flatMap((category, i) => body.series
      .filter(item => isKnown(item.values[i])).map(item => [category, item.name, item.values[i],
        ...(hasErrors ? lowHigh(item.error_bars[i]) : [])]));
    return { columns: ['Of', 'In', body.value_label, ...(hasErrors ? ['95% from', '95% to'] : [])], rows };
  },
  boxes(body) {
    const keys = ['low', 'q1', 'median', 'q3', 'high'];
    return { columns: [body.value_label, 'Low whisker', 'First quartile', 'Median', 'Third quartile',
      'High whisker'], rows: body.boxes.map(box => [box.category, ...keys.map(key => box[key])]) };
  },
  heatmap(body) {
    return { columns: [body.unit, ...body.columns],
      rows: body.rows.map((name, i) => [name, ...body.values[i]]) };
  },
  slope: body => ({ columns: ['Of', body.left_label, 'Of this, generated', body.right_label],
    rows: body.items.map(item => [item.name, item.left, item.left_part, item.right]) }),
  forest(body) {
    return { columns: ['Of', 'In', 'Change (%)', '95% from', '95% to'],
      rows: body.rows.flatMap((name, i) => body.columns.filter(item => item.points[i]).map(item =>
        [name, item.title, item.points[i].change, ...lowHigh(item.points[i].interval)])) };
  },
  scatter(body) {
    const hasErrors = body.points.some(point => point.y_error);
    const points = body.points.map(point => [point.label, entryName(body, point), point.x, point.y,
      ...(hasErrors ? lowHigh(point.y_error) : [])]);
    const lines = body.lines.flatMap(line => line.points.map(([x, y]) =>
      [line.label, entryName(body, line), x, y, ...(hasErrors ? [null, null] : [])]));
    return { columns: ['Of', 'In', body.x_label, body.y_label,
      ...(hasErrors ? ['95% from', '95% to'] : [])], rows: [...points, ...lines] };
  },
  panels(body) {
    const tables = body.panels.map(panel => ({ panel, ...TABLES[panel.kind](panel.body) }));
    const [first] = tables, labels = new Set(tables.map(item => item.columns[2]));
    if (!first) return { columns: [], rows: [] };
    const columns = first.columns.map((name, i) => (i === 2 && labels.size > 1 ? 'Value' : name));
    return { columns: ['Panel', ...columns], rows: tables.flatMap(item =>
      item.rows.map(row => [item.panel.title, ...row])) };
  },
};
const tableOf = spec => TABLES[spec.kind](spec.body);
