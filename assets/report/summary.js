// The first screen: the answer for each use case, how far it can be trusted, and the champions. What
// is ranked comes ranked; a filter takes the first of what is left.

// The best of the first group that has something chosen: { within, best, next, count }, where best
// are all that tie and next is the first of another model. Null where nothing is left.
function leader(groups) {
  for (const { within, order } of groups) {
    const left = order.filter(([place, estimate]) => estimate && isRunChosen(study.runs[place]));
    if (!left.length) continue;
    const best = left.filter(([, [value]]) => value === left[0][1][0]);
    const models = new Set(best.map(([place]) => study.runs[place].model));
    return { within, best, count: left.length,
      next: left.find(([place]) => !models.has(study.runs[place].model)) || null };
  }
  return null;
}

const namesOf = order => [...new Set(order.map(([place]) => study.runs[place].configuration))];

// How the best compares with the best of another model.
function leadText(metric, { best, next }) {
  if (!next) return '';
  const [value] = best[0][1], [other] = next[1];
  const name = study.runs[next[0]].configuration, text = withUnit(metric, other);
  const ratio = metric.is_lower_better ? other / value : value / other;
  if (!Number.isFinite(ratio) || ratio < 1 || value <= 0) return `Next model: ${name}, ${text}.`;
  const times = number(ratio, ratio < 1.1 ? 2 : 1);
  return metric.is_lower_better ? `Next model: ${name} has ${times} times as much, ${text}.`
    : `${times} times as much as the next model, ${name}, ${text}.`;
}

const open = place => button('Look into this run', () => openRun(place), { class: 'link' });

const nothing = () => make('p', { class: 'muted' },
  isFiltered() ? 'No run that is chosen qualifies.' : 'No run qualifies.');

// Figures that help to judge a pick, whatever it was picked by.
function besides(run, metric) {
  const names = ['mean latency', '90th percentile of latency', 'mean answer length', 'success rate', 'accuracy'];
  const known = names.filter(name => name !== metric.name).map(metricNamed)
    .filter(i => i >= 0 && run.values[i]);
  return make('dl', { class: 'figures' }, known.map(i => make('div', {},
    make('dt', {}, capital(study.metrics[i].name)),
    make('dd', {}, withUnit(study.metrics[i], run.values[i][0])))));
}

function answerCard(answer) {
  const { metric } = answer, found = leader(answer.groups);
  const head = make('h3', {}, answer.use_case), rule = capital(answer.rule);
  if (!found) return make('article', { class: 'card' }, head, nothing(), make('p', { class: 'muted small' }, `${rule}.`));
  const { best, within, count } = found, [place, estimate] = best[0], run = study.runs[place];
  const among = `${rule}, among ${counted(count, 'qualifying run')}${within ? ` ${within}` : ''}. `;
  const reference = !isFiltered() && answer.reference ? make('p', { class: 'muted small' },
    `By the reference study's metric: ${answer.reference}.`) : null;
  return make('article', { class: 'card' }, head,
    make('p', { class: 'pick' }, listed(namesOf(best))),
    make('p', { class: 'value' }, make('strong', {}, withUnit(metric, estimate[0])), ' ', metric.name,
      make('span', { class: 'muted small interval' }, intervalText(metric, estimate))),
    besides(run, metric),
    make('p', { class: 'small' }, leadText(metric, found)),
    make('p', { class: 'muted small' }, 'Rule: ', among), reference, open(place));
}

function championCard({ title, metric, groups }) {
  const found = leader(groups);
  if (!found) return make('article', { class: 'card champion' }, make('h3', {}, title), nothing());
  const { best, within } = found, [place, estimate] = best[0];
  return make('article', { class: 'card champion' }, make('h3', {}, title),
    make('p', { class: 'value' }, make('strong', {}, withUnit(metric, estimate[0]))),
    make('p', { class: 'muted small' }, metric.name, within ? `, ${within}` : '',
      estimate.length > 1 ? make('br') : null, intervalText(metric, estimate)),
    make('p', { class: 'pick' }, listed(namesOf(best))),
    make('p', { class: 'small' }, leadText(metric, found)), open(place));
}

// Cards that are made again when the view changes.
function cards(list, card) {
  const grid = make('div', { class: 'cards' });
  const show = () => grid.replaceChildren(...list.map(card));
  show();
  onView(grid, show);
  return grid;
}

const sentences = list => make('ul', {}, list.map(sentence => make('li', {}, sentence)));

function section(id, title, about, ...children) {
  return make('section', { id, 'aria-labelledby': `${id}-title` },
    make('h2', { id: `${id}-title`, tabindex: '-1' }, title), about ? make('p', { class: 'about' }, about) : null, children);
}

const answersSection = () => section('answers', 'Answers', 'What to take for which purpose, by the rule ' +
  'that each names. Intervals are at 95%, over the images of a run.', cards(study.answers, answerCard));

const findingsOf = severity => study.audit.findings.filter(finding => finding.severity === severity);

const findings = list => make('ul', {}, list.map(({ sentence, effect, advice }) =>
  make('li', {}, sentence, make('p', { class: 'muted small' }, effect, ' ', advice))));

function trustSection() {
  const left = study.left_out.map(({ run, configuration, reason }) =>
    `${configuration ? `${configuration} (${run})` : run}: ${reason}.`);
  const parts = [['Blocks a comparison', findingsOf('blocks'), findings],
    ['Weakens a comparison', findingsOf('weakens'), findings], ['To be known', findingsOf('note'), findings],
    ['Left out', left, sentences], ['Records that could not be used', study.notes, sentences]]
    .filter(([, list]) => list.length);
  if (!parts.length) return section('trust', 'How far to trust it', study.audit.verdict);
  return section('trust', 'How far to trust it', 'What the audit found; the same with every run in audit.md.',
    make('div', { class: 'card' }, parts.map(([title, list, shown]) => [make('h3', {}, title), shown(list)])));
}

// How far the answers can be trusted, in a line of the first screen.
function verdict() {
  const stands = findingsOf('blocks').length + findingsOf('weakens').length + study.left_out.length;
  const more = button('How far to trust it', () => goTo('trust'), { class: 'link' });
  return make('p', { class: stands ? 'verdict' : 'verdict is-good' }, study.audit.verdict, ' ', more);
}

const championsSection = () => section('champions', 'Champions', 'The best by one metric each, ' +
  'among runs that agree in what decides it.', cards(study.titles, championCard));

function header() {
  const complete = study.runs.filter(run => run.status === 'complete');
  const trials = study.runs.reduce((sum, run) => sum + run.trials, 0);
  const count = facet => new Set(complete.map(run => run[facet])).size;
  const facts = [counted(count('model'), 'model'), counted(count('device'), 'device'),
    counted(complete.length, 'complete run'), counted(trials, 'trial')];
  document.title = `${facts[0]} on ${facts[1]} · sightmark`;
  return make('header', { class: 'top' }, make('p', { class: 'brand' }, 'sightmark'),
    make('h1', {}, `${facts[0]} on ${facts[1]}`),
    make('p', { class: 'muted' }, facts.slice(2).join(' · '), study.date ? ` · ${study.date}` : ''),
    study.findings.length ? make('ol', { class: 'findings' },
      study.findings.map(sentence => make('li', {}, sentence))) : null, verdict());
}
