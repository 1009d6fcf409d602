// All runs in a table to search and sort, and the details of one of them.

const TABLE_METRICS = ['generated tokens per second', 'mean latency', '90th percentile of latency',
  'energy per inference', 'memory', 'mean answer length', 'accuracy', 'success rate'];

// A metric of a run; of the one chosen task, where the records have it by task.
function valueOf(run, i) {
  const item = onlyTask() !== null && run.tasks.find(task => task.task === onlyTask());
  if (item) {
    const byTask = { 'mean latency': item.latency && item.latency.mean,
      '90th percentile of latency': item.latency && item.latency.p90,
      'mean answer length': item.length && item.length.mean,
      accuracy: item.accuracy && item.accuracy[0] };
    const { name } = study.metrics[i];
    if (name in byTask) return byTask[name];
  }
  return run.values[i] ? run.values[i][0] : null;
}

function sortedRuns(runs) {
  const i = study.metrics.findIndex(metric => metric.name === view.sort);
  const key = i >= 0 ? place => valueOf(study.runs[place], i) : place => study.runs[place].configuration;
  const order = (a, b) => (typeof a === 'string' ? a.localeCompare(b, 'en') : a - b);
  return [...runs].sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    if (!isKnown(one) || !isKnown(other)) return isKnown(other) - isKnown(one);
    return view.isDown ? order(other, one) : order(one, other);
  });
}

const isFound = run => !view.query ||
  `${run.configuration} ${run.name} ${run.status}`.toLowerCase().includes(view.query.toLowerCase());

function metricCell(run, i, most) {
  const value = valueOf(run, i), metric = study.metrics[i];
  if (!isKnown(value)) return make('td', { class: 'number muted' }, '–');
  const bar = make('span', { class: 'bar', 'aria-hidden': 'true' });
  bar.style.setProperty('width', `${most > 0 ? 100 * Math.max(0, value) / most : 0}%`);
  const estimate = run.values[i] && run.values[i][0] === value ? run.values[i] : [value];
  return make('td', { class: 'number', title: [intervalText(metric, estimate), run.covers[i]].filter(Boolean).join('; ') || null },
    number(value, metric.decimals), bar);
}

function runsSection() {
  const shown = TABLE_METRICS.map(metricNamed).filter(i => i >= 0 && study.runs.some(run => run.values[i]));
  const body = make('tbody'), heads = new Map(), countLine = make('p', { class: 'about', role: 'status' });
  const sortBy = name => change(view.sort === name ? { isDown: !view.isDown }
    : { sort: name, isDown: name !== '' && !study.metrics[metricNamed(name)].is_lower_better });
  const head = (name, label, more) => {
    const cell = make('th', { scope: 'col', ...more }, button(label, () => sortBy(name), { class: 'sort' }));
    heads.set(name, cell);
    return cell;
  };
  const columns = [head('', 'Configuration'), ...shown.map(i => {
    const { name, unit } = study.metrics[i];
    return head(name, `${capital(name)}${unit ? ` (${unit})` : ''}`, { class: 'number' });
  })];
  const search = make('input', { type: 'search', id: 'search', placeholder: 'Model, device, folder …',
    input: event => change({ query: event.target.value }) });
  const show = () => {
    for (const [name, cell] of heads) {
      if (view.sort === name && (name || view.isDown)) cell.setAttribute('aria-sort', view.isDown ? 'descending' : 'ascending');
      else if (name === '' && view.sort === '') cell.setAttribute('aria-sort', 'ascending');
      else cell.removeAttribute('aria-sort');
    }
    if (search.value !== view.query) search.value = view.query;
    const places = study.runs.map((_, place) => place)
      .filter(place => isRunChosen(study.runs[place]) && isFound(study.runs[place]));
    const most = shown.map(i => places.reduce((top, place) => Math.max(top, valueOf(study.runs[place], i) ?? 0), 0));
    const task = onlyTask();
    countLine.textContent = `${places.length} of ${counted(study.runs.length, 'run')}. ` + (task === null ? ''
      : `Latency, answer length and accuracy are those of the task ${study.filters.task[task]}; the rest is over all tasks.`);
    body.replaceChildren(...sortedRuns(places).map(place => {
      const run = study.runs[place], isOpen = view.run === place;
      return make('tr', { class: isOpen ? 'is-open' : null, click: event => {
        if (!event.target.closest('button')) openRun(place);
      } }, make('th', { scope: 'row' }, button(run.configuration, () => openRun(place), { class: 'link', 'aria-expanded': String(isOpen) }),
        run.status === 'complete' ? null : make('span', { class: 'badge' }, run.status),
        make('span', { class: 'muted small path' }, run.name)), shown.map((i, k) => metricCell(run, i, most[k])));
    }));
  };
  show();
  const whole = section('runs', 'All runs', null, make('div', { class: 'search' },
    make('label', { for: 'search' }, 'Search'), search), countLine,
  make('div', { class: 'scroll card', tabindex: '0', role: 'region', 'aria-label': 'Table of all runs' },
    make('table', { class: 'runs' }, make('caption', { class: 'hidden-text' }, 'All runs'),
      make('thead', {}, make('tr', {}, columns)), body)), runSection());
  onView(whole, show);
  return whole;
}

function openRun(place) {
  change({ run: view.run === place ? null : place });
  showRest();
  if (view.run === null) return;
  const title = document.getElementById('run-title');
  title.scrollIntoView({ block: 'start' });
  title.focus({ preventScroll: true });
}

function metricRows(run) {
  return study.metrics.map((metric, i) => [metric, run.values[i], run.covers[i]]).filter(([, estimate]) => estimate)
    .map(([metric, estimate, cover]) => make('tr', {}, make('th', { scope: 'row' }, capital(metric.name),
      cover ? make('span', { class: 'muted small' }, ` ${cover}`) : null),
    make('td', { class: 'number' }, withUnit(metric, estimate[0])),
    make('td', { class: 'number muted' }, intervalText(metric, estimate).replace('95%: ', '') || '–')));
}

const TASK_COLUMNS = [['Task', item => study.filters.task[item.task] || '(without a name)'],
  ['Trials', item => number(item.trials, 0)], ['Answered', item => number(item.successes, 0)],
  ['Mean latency (ms)', item => item.latency && number(item.latency.mean, 0)],
  ['Median (ms)', item => item.latency && number(item.latency.median, 0)],
  ['90th percentile (ms)', item => item.latency && number(item.latency.p90, 0)],
  ['Mean answer (characters)', item => item.length && number(item.length.mean, 1)],
  ['Accuracy (%)', item => item.accuracy && number(item.accuracy[0], 1)]];

function taskTable(run) {
  const tasks = run.tasks.filter(item => view.task.size === 0 || view.task.has(item.task));
  const columns = TASK_COLUMNS.filter(([, of], k) => k < 3 || tasks.some(item => of(item)));
  return make('table', {}, make('caption', { class: 'hidden-text' }, 'By task'),
    make('thead', {}, make('tr', {}, columns.map(([name], k) => make('th', { scope: 'col', class: k ? 'number' : null }, name)))),
    make('tbody', {}, tasks.map(item => make('tr', {}, columns.map(([, of], k) => (k === 0
      ? make('th', { scope: 'row' }, of(item)) : make('td', { class: 'number' }, of(item) || '–')))))));
}

// What the audit found about a run, what blocks a comparison first.
const runFindings = run => make('dl', { class: 'run-findings' }, run.findings.map(([i, value]) => {
  const { subject, severity, effect } = study.audit.findings[i];
  return make('div', {}, make('dt', {}, capital(subject), severity === 'note' ? null : make('span', { class: 'badge' }, severity)),
    make('dd', {}, value, make('p', { class: 'muted small' }, effect)));
}));

const part = (title, ...children) => make('div', { class: 'part' }, make('h4', {}, title), children);
const scrolling = (label, child) => make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, child);

// What concerns one run, below the table; nothing while none is open.
function runSection() {
  const place = make('section', { id: 'run', 'aria-labelledby': 'run-title', class: 'card', hidden: '' });
  let shown = null, shownTasks = '', charts = [];
  const show = () => {
    const tasks = [...view.task].join();
    if (shown === view.run && shownTasks === tasks) return;
    [shown, shownTasks] = [view.run, tasks];
    removeFigures(charts);
    charts = view.run === null ? [] : addFigures(runCharts(view.run));
    place.hidden = view.run === null;
    if (view.run === null) return place.replaceChildren();
    const run = study.runs[view.run];
    const counts = `${counted(run.successes, 'answer')} in ${counted(run.trials, 'trial')} over ${counted(run.images, 'image')}; ${run.status}`;
    const failures = run.failures.map(([kind, count]) => `${kind}: ${counted(count, 'trial')}`);
    return place.replaceChildren(
      make('div', { class: 'run-head' }, make('div', {}, make('h3', { id: 'run-title', tabindex: '-1' }, run.configuration),
        make('p', { class: 'muted small path' }, run.name), make('p', {}, counts + '.')),
      button('Close', () => { change({ run: null }); document.getElementById('runs-title').focus(); })),
      make('div', { class: 'parts' },
        part('Numbers', scrolling('Numbers of the run', make('table', {}, make('caption', { class: 'hidden-text' }, 'Numbers of the run'),
          make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, 'Metric'), make('th', { scope: 'col', class: 'number' }, 'Value'),
            make('th', { scope: 'col', class: 'number' }, '95% interval'))), make('tbody', {}, metricRows(run))))),
        part('By task', scrolling('Tasks of the run', taskTable(run)), failures.length ? [make('h4', {}, 'Failures'), sentences(failures)] : null,
        run.findings.length ? [make('h4', {}, 'What the audit found'), runFindings(run)] : null),
        make('div', { class: 'part is-whole run-charts' }, charts), trialsPart(view.run),
        make('div', { class: 'part is-whole' }, make('h4', {}, 'Settings'), make('dl', { class: 'settings' }, run.settings.map(([name, value]) =>
          make('div', {}, make('dt', {}, name), make('dd', {}, value)))))));
  };
  show();
  onView(place, show);
  return place;
}
