// Puts the page together.

const SECTIONS = { answers: 'Answers', trust: 'Trust', champions: 'Champions', figures: 'Figures', runs: 'Runs' };

const goTo = id => {
  const title = document.getElementById(`${id}-title`);
  title.scrollIntoView({ block: 'start' });
  title.focus({ preventScroll: true });
};

// Not links: an address after '#' is the view's.
const navigation = () => make('nav', { 'aria-label': 'Sections' },
  Object.entries(SECTIONS).map(([id, name]) => button(name, () => goTo(id), { class: 'link' })));

readAddress();
document.body.append(
  header(),
  make('div', { class: 'bar' }, navigation(), filterBar()),
  make('main', {}, answersSection(), trustSection(), championsSection(), figuresSection(), runsSection()),
  make('footer', { class: 'muted small' }, 'Made by sightmark from run directories; definitions of all numbers are in its docs/metrics.md. ' +
    'Figures are drawn with Apache ECharts.'),
  make('div', { id: 'announcement', role: 'status' }));
if (view.run !== null) goTo('run');
