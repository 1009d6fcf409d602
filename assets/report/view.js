// What the reader has chosen: filters, the order of the table, the open run. It is in the address
// after '#', so that a view can be shared.

const FACETS = { model: 'Model', device: 'Device', dtype: 'Precision', task: 'Task' };

const view = { query: '', sort: '', isDown: false, run: null };
for (const facet of Object.keys(FACETS)) view[facet] = new Set();

// What shows the view: functions that bring their elements to it, given the element's width.
const shows = new Map();
const onView = (element, show) => shows.set(element, show);
const waiting = new Set();  // elements out of sight that still show an earlier view

function showRest() {
  for (const element of waiting) if (shows.has(element)) shows.get(element)();
  waiting.clear();
}

// Brings the page to the view: what is on the screen at once, the rest after the next frame, so that
// nobody waits for what is out of sight. All is measured before anything changes.
function showView() {
  for (const [element, { top, bottom, width }] of [...shows.keys()].map(item => [item, item.getBoundingClientRect()])) {
    const isSeen = bottom > 0 && top < innerHeight;
    if (isSeen && shows.has(element)) shows.get(element)(width);
    if (isSeen) waiting.delete(element); else waiting.add(element);
  }
  requestAnimationFrame(() => setTimeout(showRest));
}

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const facet of Object.keys(FACETS)) {
    const places = given.getAll(facet).map(name => study.filters[facet].indexOf(name));
    view[facet] = new Set(places.filter(place => place >= 0));
  }
  view.query = given.get('search') || '';
  view.sort = given.get('sort') || '';
  view.isDown = given.get('order') === 'down';
  const run = study.runs.findIndex(item => item.name === given.get('run'));
  view.run = run >= 0 ? run : null;
}

function address() {
  const given = new URLSearchParams();
  for (const facet of Object.keys(FACETS)) {
    for (const place of view[facet]) given.append(facet, study.filters[facet][place]);
  }
  if (view.query) given.set('search', view.query);
  if (view.sort) given.set('sort', view.sort);
  if (view.sort && view.isDown) given.set('order', 'down');
  if (view.run !== null) given.set('run', study.runs[view.run].name);
  return '#' + given;
}

// Changes the view, its address and the page.
function change(changes) {
  Object.assign(view, changes);
  history.replaceState(null, '', address());
  showView();
}

const isFiltered = () => Object.keys(FACETS).some(facet => view[facet].size > 0);

// Whether something of that model, device, precision and task, as far as it is of one, is chosen.
const isChosen = of => Object.keys(FACETS).every(facet =>
  !isKnown(of[facet]) || view[facet].size === 0 || view[facet].has(of[facet]));

const hasChosenTask = run => view.task.size === 0 || run.tasks.some(item => view.task.has(item.task));
const isRunChosen = run =>
  isChosen({ model: run.model, device: run.device, dtype: run.dtype }) && hasChosenTask(run);

// The one task that is chosen, or null.
const onlyTask = () => (view.task.size === 1 ? [...view.task][0] : null);

const nothingChosen = () => Object.fromEntries(Object.keys(FACETS).map(facet => [facet, new Set()]));

function facetMenu(facet) {
  const names = study.filters[facet], count = make('span', { class: 'count' });
  const boxes = names.map((name, place) => make('input', { type: 'checkbox', change: event => {
    const chosen = new Set(view[facet]);
    if (event.target.checked) chosen.add(place); else chosen.delete(place);
    change({ [facet]: chosen });
  } }));
  const menu = make('details', { class: 'facet' }, make('summary', {}, FACETS[facet], ' ', count),
    make('fieldset', {}, make('legend', { class: 'hidden-text' }, FACETS[facet]),
      names.map((name, place) => make('label', {}, boxes[place], name || '(without a name)'))));
  const show = () => {
    boxes.forEach((box, place) => { box.checked = view[facet].has(place); });
    count.textContent = view[facet].size ? `${view[facet].size} of ${names.length}` : 'all';
    menu.classList.toggle('is-active', view[facet].size > 0);
  };
  show();
  onView(menu, show);
  return menu;
}

function filterBar() {
  const menus = Object.keys(FACETS).filter(facet => study.filters[facet].length > 1).map(facetMenu);
  const clear = button('Clear filters', () => change(nothingChosen()));
  const shownCount = make('span', { class: 'shown_count', role: 'status' });
  const show = () => {
    clear.hidden = !isFiltered();
    const count = study.runs.filter(isRunChosen).length;
    shownCount.textContent = isFiltered() ? `${count} of ${counted(study.runs.length, 'run')}` : '';
  };
  show();
  document.addEventListener('click', event => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener('keydown', event => {
    const open = menus.find(menu => menu.open);
    if (event.key !== 'Escape' || !open) return;
    open.open = false;
    open.querySelector('summary').focus();
  });
  const link = button('Copy link', () => copy(location.href, 'Link to this view'));
  const bar = make('div', { class: 'filters', role: 'group', 'aria-label': 'Filters of the whole page' },
    menus, clear, shownCount, link);
  onView(bar, show);
  return bar;
}

addEventListener('hashchange', () => {
  readAddress();
  showView();
});
