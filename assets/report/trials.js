// The trials of a run: failed ones and the slowest first, then a sample; all of them where the page
// holds them packed.

const TRIALS_AT_ONCE = 30;
const WHY = { slowest: 'among the slowest', sampled: 'sample' };

// Every trial of the run; null where the page does not hold them.
async function unpackedTrials(place) {
  const packed = study.packs[place];
  if (!packed) return null;
  const bytes = Uint8Array.from(atob(packed), letter => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json();
}

const TIMINGS = [['Latency', 'latency_ms', 'ms', 0], ['Time to first token', 'ttft_ms', 'ms', 0],
  ['Prompt', 'prompt_tokens', 'tokens', 0], ['Answer', 'response_tokens', 'tokens', 0],
  ['Energy', 'energy_j', 'J', 2]];

const pictures = study.pictures.map(pairs => new Map(pairs));  // run by run

// The image of a trial by its name, where the page holds a small picture of it; else nothing.
function picture(place, name, more) {
  const index = pictures[place].get(name);
  return isKnown(index) ? make('img', { src: `data:image/jpeg;base64,${study.thumbnails[index]}`, ...more }) : null;
}

function trialBody(trial, task, place) {
  const rows = [['Prompt', trial.prompt], ['Answer', trial.answer, trial.is_cut && 'Cut here, since it is long.'],
    ['Error', trial.error], ['Truth', trial.truth]].filter(([, text]) => isKnown(text));
  const facts = TIMINGS.filter(([, key]) => isKnown(trial[key])).map(([name, key, unit, decimals]) =>
    [name, `${number(trial[key], decimals)} ${unit}`]);
  if (isKnown(trial.accuracy)) facts.push(['Right', `${number(100 * trial.accuracy, 0)}%`]);
  if (trial.finish) facts.push(['Ended by', trial.finish]);
  return make('div', { class: 'trial-body' },
    picture(place, trial.image, { class: 'picture', alt: `Small picture of ${trial.image}` }), make('dl', { class: 'texts' }, rows.map(([name, text, note]) => make('div', {},
    make('dt', {}, name), make('dd', { class: 'said' }, text, note ? make('p', { class: 'muted small' }, note) : null)))),
  make('dl', { class: 'figures' }, [['Task', task], ...facts].map(([name, text]) => make('div', {},
    make('dt', {}, name), make('dd', {}, text)))));
}

// One trial; its body is made when it is opened.
function trialItem(trial, place, isOneOfAll) {
  const run = study.runs[place];
  const why = isOneOfAll && trial.reason === 'sampled' ? '' : WHY[trial.reason];
  const task = study.filters.task[run.tasks[trial.task].task] || '(without a name)';
  const item = make('details', { class: 'trial', toggle: () => {
    if (item.open && item.children.length === 1) item.append(trialBody(trial, task, place));
  } }, make('summary', {}, picture(place, trial.image, { class: 'thumbnail', alt: '' }),
    make('span', { class: 'muted trial-number' }, `#${trial.index + 1}`), ' ',
    make('span', { class: 'trial-image' }, trial.image || '(no image name)'), ' ', make('span', { class: 'trial-task' }, task), ' ',
    make('span', { class: 'trial-time' }, isKnown(trial.latency_ms) ? `${number(trial.latency_ms, 0)} ms` : '–'), ' ',
    trial.reason === 'failed' ? make('span', { class: 'badge' }, 'failed')
      : why ? make('span', { class: 'muted small' }, why) : null));
  return item;
}

function countsText(trials, run) {
  const count = reason => trials.filter(trial => trial.reason === reason).length;
  if (trials.length === run.trials) return `All ${counted(run.trials, 'trial')}: failed ones and the slowest first.`;
  const failed = run.trials - run.successes;
  return `${counted(trials.length, 'trial')} of ${number(run.trials, 0)}: ${count('failed')} of ${number(failed, 0)} failed, ` +
    `the ${count('slowest')} slowest, and ${count('sampled')} of the others at even distances. ` +
    'analyze with --trials all puts every trial into the page.';
}

function trialsPart(place) {
  const run = study.runs[place], list = make('div', { class: 'trials' });
  const about = make('p', { class: 'muted small', role: 'status' });
  const more = button('Show more', () => { shownCount += TRIALS_AT_ONCE; show(); });
  let trials = study.excerpts[place].trials, shownCount = TRIALS_AT_ONCE, query = '';
  const search = make('input', { type: 'search', 'aria-label': 'Search in images, answers and errors', placeholder: 'Image, answer, error …',
    input: event => { query = event.target.value.toLowerCase(); shownCount = TRIALS_AT_ONCE; show(); } });
  const isShown = trial => (view.task.size === 0 || view.task.has(run.tasks[trial.task].task)) &&
    (!query || `${trial.image || ''} ${trial.answer || ''} ${trial.error || ''}`.toLowerCase().includes(query));
  const show = () => {
    const chosen = trials.filter(isShown);
    about.textContent = countsText(trials, run) + (chosen.length < trials.length ? ` ${chosen.length} match.` : '');
    list.replaceChildren(...chosen.slice(0, shownCount).map(trial => trialItem(trial, place, trials.length === run.trials)));
    more.hidden = chosen.length <= shownCount;
  };
  show();
  unpackedTrials(place).then(all => {
    if (!all) return;
    trials = all;
    show();
  });
  return make('div', { class: 'part is-whole' }, make('h4', {}, 'Trials'), about, search, list, more);
}

// How the run's trials went, as charts of the kinds that the study's figures are of.
function lineChart(name, title, subtitle, xLabel, yLabel, points) {
  const line = { label: '', color: '#2a5cc8', points, is_dashed: false, is_stepped: false };
  return { name, chart: { kind: 'scatter', title, subtitle, footnotes: [], body: { points: [], legend: [], x_label: xLabel,
    y_label: yLabel, lines: [line], bands: [], x_range: null, y_range: { low: 0, high: 0 }, is_x_log: false, is_y_log: false } } };
}

function taskBoxes(tasks) {
  const boxes = tasks.map(item => ({ ...item.latency, color: '#5b6b8c', category: study.filters.task[item.task] || '(without a name)' }));
  return { name: 'run_latency_by_task', chart: { kind: 'boxes', title: 'Latency by task',
    subtitle: 'Successful trials. Box: quartiles; whiskers: last trial within 1.5 IQR.', footnotes: [],
    body: { boxes, legend: [], value_label: 'Latency (ms)' } } };
}

function runCharts(place) {
  const { percentiles, course, is_timed: isTimed } = study.excerpts[place], run = study.runs[place], charts = [];
  if (percentiles.length) {
    charts.push(lineChart('run_latency_distribution', 'Distribution of latency', 'The part of successful trials that took no longer.',
      'Latency (ms)', 'Trials (%)', percentiles.map((value, percent) => [value, percent])));
  }
  const tasks = run.tasks.filter(item => item.latency && (view.task.size === 0 || view.task.has(item.task)));
  if (tasks.length) charts.push(taskBoxes(tasks));
  const cover = run.covers[metricNamed('mean power')];
  for (const [name, title, label, i, more] of [
    ['run_power_over_time', 'Power over time', 'Power (W)', 2, cover && `over ${cover}`],
    ['run_latency_over_time', 'Latency over time', 'Latency (ms)', 1, 'of successful trials']]) {
    const points = course.filter(item => isKnown(item[i])).map(item => [item[0], item[i]]);
    if (points.length > 1) {
      charts.push(lineChart(name, title, `Means of ${number(course.length, 0)} parts of the run in order of time${more ? `, ${more}` : ''}.`,
        isTimed ? 'Seconds into the run' : 'Trial', label, points));
    }
  }
  return charts.map(chart => ({ ...chart, run }));
}
