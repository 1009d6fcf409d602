// Opens report.html in a headless browser as a reader does, from disk and without a network.
// usage: node report_test.mjs SIGHTMARK MAKE_SAMPLE_RUNS FOLDER_FOR_SCREENSHOTS
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Browser, picture } from './browser.mjs';
import { writeHostileRuns } from './hostile_run.mjs';

const [sightmark, makeSampleRuns, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'sightmark-report-'));
mkdirSync(pictures, { recursive: true });

// The page of the runs below some folders in `folder`.
function reportOf(name, roots, more = []) {
  execFileSync(sightmark, ['analyze', ...roots.map(root => join(folder, root)), '--out', join(folder, name),
    '--format', 'svg', '--quiet', ...more], { stdio: 'inherit' });
  return join(folder, name, 'report.html');
}

// The rows of a CSV file that has no quotes.
function table(file) {
  const [names, ...rows] = readFileSync(file, 'utf8').trim().split('\n').map(line => line.split(','));
  return rows.map(row => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}

const ROOTS = ['alder_output', 'birch_output', 'cedar_output'];
let report, browser;

before(async () => {
  execFileSync(makeSampleRuns, [folder, '--images', '12', '--truth'], { stdio: 'ignore' });
  report = reportOf('study', ROOTS);
  browser = await Browser.start();
});

after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

// Whatever a test does, nothing may be asked of a network, run that should not, or fail.
function inPage(name, check) {
  test(name, async () => {
    const page = await browser.open(report);
    await check(page);
    await picture(page, join(pictures, `${name.replace(/[^a-z0-9]+/gi, '_')}.png`));
    await page.close();
    assert.deepEqual(browser.problems.splice(0), []);
  });
}

const rows = page => page.locator('.runs tbody tr');
const cells = (page, column) => page.$$eval(`.runs tbody tr td:nth-child(${column})`, list =>
  list.map(cell => cell.textContent).filter(text => text !== '–').map(text => Number(text.replaceAll(',', ''))));
const figure = (page, title) => page.locator('figure', { has: page.locator('h3', { hasText: new RegExp(`^${title}$`) }) });

async function choose(page, facet, name) {
  await page.locator('.facet summary', { hasText: facet }).click();
  await page.locator('.facet[open] label', { hasText: new RegExp(`^${name}$`) }).click();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelector('#runs .about').textContent  // what is out of sight follows last
    .startsWith(`${document.querySelector('.shown_count').textContent}. `));
}

inPage('shows answers, champions, figures and runs', async page => {
  assert.match(await page.textContent('h1'), /^3 models on 3 devices$/);
  assert.equal(await page.locator('#answers article').count(), 6);
  assert.ok(await page.locator('#champions article').count() >= 6);
  assert.ok(await page.locator('figure').count() >= 17);
  assert.equal(await rows(page).count(), 18);
  assert.ok(await page.locator('#trust li').count() > 3);
  assert.doesNotMatch(await page.textContent('body > main'), /\[object|undefined|NaN/);
  assert.ok(statSync(report).size < 3e6);
});

inPage('says on the first screen what to take and how far to trust it', async page => {
  const bottom = await page.locator('#answers article').first().evaluate(card => card.getBoundingClientRect().top);
  assert.ok(bottom < 900, `the first answer begins at ${bottom}`);
  assert.match(await page.textContent('.verdict'), /\d/);
});

inPage('gives the value that the table has', async page => {
  const complete = table(join(folder, 'study/runs.csv')).filter(row => row.status === 'complete');
  const best = Math.max(...complete.map(row => Number(row.generated_tokens_per_s)));
  const card = page.locator('#champions article', { hasText: 'Highest throughput' });
  assert.equal(await card.locator('strong').textContent(), `${best.toFixed(1)} tok/s`);
});

inPage('draws a figure with tooltips', async page => {
  const bars = figure(page, 'Answer length');
  await bars.scrollIntoViewIfNeeded();
  const canvas = bars.locator('.canvas svg');
  await canvas.waitFor();
  const box = await bars.locator('path[fill="#2a5cc8"], path[fill="rgb(42,92,200)"]').first().boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.locator('.tip').waitFor();
  assert.match(await page.textContent('.tip'), /Alder bf16: [\d.,]+n = \d+ trials in \d+ run/);
});

inPage('counts the trials of a task alone', async page => {
  const boxes = figure(page, 'Latency by task');
  await boxes.scrollIntoViewIfNeeded();
  const box = boxes.locator('.canvas path[fill^="rgb"]:not([fill="rgb(255,255,255)"])').first();
  await box.waitFor();
  await box.evaluate(element => element.scrollIntoView({ block: 'center' }));
  await box.hover();
  await boxes.locator('.tip', { hasText: 'n = ' }).waitFor();
  const all = table(join(folder, 'study/runs.csv')).filter(row => row.status === 'complete');
  const text = await boxes.locator('.tip').textContent();
  assert.equal(Number(text.match(/n = ([\d,]+) trials/)[1].replaceAll(',', '')), all.length * 12, text);
});

inPage('tells what a line says under the mouse, and over how many trials', async page => {
  const lines = figure(page, 'Distribution of latency by model');
  await lines.scrollIntoViewIfNeeded();
  const canvas = lines.locator('.canvas'), path = canvas.locator('path[stroke="#2a5cc8"], path[stroke="rgb(42,92,200)"]').first();
  await path.waitFor();
  await path.evaluate(element => element.scrollIntoView({ block: 'center' }));
  const [x, y] = await path.evaluate(element => {
    const { x, y } = element.getPointAtLength(element.getTotalLength() / 2).matrixTransform(element.getScreenCTM());
    return [x, y];
  });
  await page.mouse.move(x, y);
  assert.match(await lines.locator('.line-tip .tip').innerText(), /\nAlder bf16\nLatency \(ms\): [\d.,]+\n.*: [\d.,]+\nn = \d+ trials in \d+ runs?$/);
  await page.mouse.move(5, 5);
  assert.equal(await lines.locator('.line-tip').count(), 0);
});

inPage('filters act on the whole page and stand in the address', async page => {
  await choose(page, 'Device', 'Birch');
  assert.ok(await rows(page).count() < 18);
  for (const name of await page.$$eval('.runs tbody th button', list => list.map(item => item.textContent))) {
    assert.match(name, / on Birch /);
  }
  for (const pick of await page.locator('#answers .pick').allTextContents()) assert.match(pick, / on Birch /);
  const bars = figure(page, 'Answer length');
  await bars.scrollIntoViewIfNeeded();
  await bars.locator('.canvas svg').waitFor();
  const keys = await bars.locator('.key').allTextContents();
  assert.ok(keys.length > 0 && keys.every(key => key.startsWith('Birch')), keys.join());
  assert.match(page.url(), /#device=Birch/);
});

// Milliseconds from a real click on the first choice of a filter until the page has drawn the frame that shows what
// it does: a message sent before that frame arrives after it.
async function filterMs(page, facet) {
  const menu = page.locator('.facet', { has: page.locator('summary', { hasText: facet }) });
  await menu.evaluate(element => { element.open = true; });
  await page.evaluate(() => {
    globalThis.took = new Promise(done => addEventListener('click', ({ timeStamp }) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - timeStamp);
      port2.postMessage(null);
    }), { capture: true, once: true }));
  });
  const before = page.url();
  await menu.locator('input').first().click();
  assert.notEqual(page.url(), before);
  return page.evaluate(() => globalThis.took);
}

test('is there within a second and filters within 100 ms at 30 runs', async () => {
  execFileSync(makeSampleRuns, [join(folder, 'many'), '--runs', '30', '--images', '40', '--truth'], { stdio: 'ignore' });
  const many = reportOf('many_runs', ROOTS.map(root => `many/${root}`));
  assert.ok(statSync(many).size < 3e6);
  const page = await browser.open(many), times = [];
  assert.equal(await rows(page).count(), 30);
  const paintMs = await page.evaluate(() => new Promise(done => new PerformanceObserver(list => {
    const [first] = list.getEntriesByName('first-contentful-paint');
    if (first) done(first.startTime);
  }).observe({ type: 'paint', buffered: true })));
  for (const place of ['answers', 'figures', 'runs']) {
    await page.evaluate(id => document.getElementById(id).scrollIntoView(), place);
    if (place === 'figures') await page.locator('.canvas svg').first().waitFor();
    for (const facet of ['Model', 'Device', 'Precision', 'Task', 'Model', 'Device', 'Precision', 'Task']) {
      times.push(Math.round(await filterMs(page, facet)));
    }
  }
  times.sort((a, b) => a - b);
  console.log(`first paint after ${Math.round(paintMs)} ms; filters in ${times.join(', ')} ms`);
  assert.ok(paintMs < 1000, `first paint after ${paintMs} ms`);
  assert.ok(times[Math.floor(times.length * 0.75)] < 100, `filters in ${times.join(', ')} ms`);
  await page.close();
  assert.deepEqual(browser.problems.splice(0), []);
});

inPage('opens as the address says', async page => {
  const run = table(join(folder, 'study/runs.csv')).find(row => row.device === 'Cedar');
  await page.goto(page.url() + `#${new URLSearchParams({ device: 'Cedar', run: run.run_dir })}`);
  await page.reload();
  assert.equal(await rows(page).count(), await page.locator('.runs tbody th button', { hasText: ' on Cedar ' }).count());
  assert.equal(await page.textContent('#run-title'), `${run.model_name} on Cedar (${run.dtype})`);
});

inPage('says where a filter does not act', async page => {
  await choose(page, 'Task', 'caption_brief');
  const bars = figure(page, 'Tokens per second');
  await bars.scrollIntoViewIfNeeded();
  await bars.locator('.note:not([hidden])').waitFor();
  assert.match(await bars.locator('.note').textContent(), /filter of task does not act/);
});

inPage('sorts by a click in the head of the table', async page => {
  for (const [column, isDown] of [[2, true], [3, false]]) {
    const head = page.locator(`.runs thead th:nth-child(${column})`);
    const isSorted = down => page.locator(
      `.runs thead th:nth-child(${column})[aria-sort=${down ? 'descending' : 'ascending'}]`).waitFor();
    await head.locator('button').click();
    await isSorted(isDown);
    const values = await cells(page, column);
    const sorted = [...values].sort((a, b) => (isDown ? b - a : a - b));
    assert.deepEqual(values, sorted);
    assert.ok(values.length > 10);
    assert.equal(await head.getAttribute('aria-sort'), isDown ? 'descending' : 'ascending');
    await head.locator('button').click();
    await isSorted(!isDown);
    assert.deepEqual(await cells(page, column), sorted.reverse());
  }
});

inPage('searches', async page => {
  await page.fill('#search', 'otter');
  assert.ok(await rows(page).count() > 0 && await rows(page).count() < 18);
  await page.fill('#search', 'no such thing');
  assert.equal(await rows(page).count(), 0);
});

inPage('hides a series by a click in the legend', async page => {
  const bars = figure(page, 'Answer length');
  await bars.scrollIntoViewIfNeeded();
  await bars.locator('.canvas svg').waitFor();
  const drawn = () => bars.locator('.canvas svg path[fill="#2a5cc8"]').count();
  assert.ok(await drawn() > 0);
  await bars.locator('.key', { hasText: 'Alder bf16' }).click();
  assert.equal(await drawn(), 0);
  assert.equal(await bars.locator('.key', { hasText: 'Alder bf16' }).getAttribute('aria-pressed'), 'false');
  await bars.locator('.key', { hasText: 'Alder bf16' }).click();
  assert.ok(await drawn() > 0);
});

inPage('zooms into a scatter plot', async page => {
  const scatter = figure(page, 'Latency against answer length');
  await scatter.scrollIntoViewIfNeeded();
  const canvas = scatter.locator('.canvas');
  await canvas.locator('svg').waitFor();
  await canvas.evaluate(element => element.scrollIntoView({ block: 'center' }));
  const texts = () => canvas.locator('text').allTextContents();
  const whole = await texts(), box = await canvas.boundingBox();
  await page.mouse.move(box.x + 60, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.8, { steps: 4 });
  await page.mouse.up();
  assert.notDeepEqual(await texts(), whole);
  await scatter.getByText('Reset zoom').click();
  assert.deepEqual(await texts(), whole);
});

inPage('shows the values of a figure as a table', async page => {
  const bars = figure(page, 'Answer length');
  await bars.scrollIntoViewIfNeeded();
  await bars.getByText('Table', { exact: true }).click();
  assert.ok(await bars.locator('.data tbody tr').count() > 5);
  assert.equal(await bars.locator('.plot').isVisible(), false);
});

inPage('saves a figure', async page => {
  const bars = figure(page, 'Answer length');
  await bars.scrollIntoViewIfNeeded();
  for (const [name, start] of [['SVG', '<svg '], ['PNG', '\x89PNG']]) {
    const [saved] = await Promise.all([page.waitForEvent('download'), bars.getByText(name, { exact: true }).click()]);
    assert.equal(saved.suggestedFilename(), `quality_caption_lengths.${name.toLowerCase()}`);
    assert.ok(readFileSync(await saved.path(), 'latin1').startsWith(start));
  }
});

inPage('opens a run', async page => {
  assert.equal(await page.locator('#run').isVisible(), false);
  await page.locator('.runs tbody th button').nth(3).click();
  const name = await page.locator('.runs tbody th button').nth(3).textContent();
  assert.equal(await page.textContent('#run-title'), name);
  assert.ok(await page.locator('#run .settings dt').count() > 3);
  assert.ok(await page.locator('#run .run-findings dt').count() > 2);
  await page.getByText('Close', { exact: true }).click();
  assert.equal(await page.locator('#run').isVisible(), false);
});

inPage('shows charts and trials of a run, failed ones and the slowest first', async page => {
  await page.locator('.runs tbody th button', { hasText: 'Heron-1.6B on Birch (fp16)' }).first().click();
  await page.locator('#run figure').first().scrollIntoViewIfNeeded();
  await page.locator('#run .canvas svg').first().waitFor();
  assert.ok(await page.locator('#run figure').count() >= 3);
  const texts = await page.locator('.trial summary').allTextContents();
  const ranks = texts.map(text => ['failed', 'slowest', 'sample'].findIndex(word => text.includes(word)));
  assert.deepEqual(ranks, [...ranks].sort());
  assert.match(await page.textContent('#run .parts'), /\d+ trials of 60: \d+ of \d+ failed, the 12 slowest, and 14 of the others/);
  await page.locator('.trial summary', { hasText: 'slowest' }).first().click();
  const body = page.locator('.trial[open] .trial-body');
  await body.locator('dt').first().waitFor();
  for (const name of ['Prompt', 'Answer', 'Truth', 'Latency']) {
    assert.equal(await body.locator('dt', { hasText: new RegExp(`^${name}$`) }).first().isVisible(), true);
  }
  assert.doesNotMatch(await page.textContent('#run'), /\/data\/images/);
});

test('shows small pictures of images that are there', async () => {
  execFileSync(sightmark, ['scenes', '--out', join(folder, 'scenes'), '--count', '8'], { stdio: 'ignore' });
  execFileSync(makeSampleRuns, [join(folder, 'pictured'), '--runs', '1', '--images', '12'], { stdio: 'ignore' });
  for (let i = 0; i < 8; ++i) {  // the samples' names; four images are not there
    renameSync(join(folder, 'scenes', `scene_000${i + 1}.png`), join(folder, 'scenes', `00000${i}.jpg`));
  }
  const [place] = readdirSync(folder, { recursive: true }).filter(name => /^pictured.*run_meta\.json$/.test(name));
  const meta = JSON.parse(readFileSync(join(folder, place), 'utf8'));
  writeFileSync(join(folder, place), JSON.stringify({ ...meta, manifest: join(folder, 'scenes', 'manifest.jsonl') }));
  const file = reportOf('pictures', ['pictured'], ['--trials', 'all']), page = await browser.open(file);
  await page.locator('.runs tbody th button').first().click();
  await page.getByText(/^All \d+ trials/).waitFor();
  while (await page.getByText('Show more').isVisible()) await page.getByText('Show more').click();
  const shown = await page.$$eval('.trial summary', list => list.map(item =>
    [item.querySelector('.trial-image').textContent, item.querySelector('img')?.naturalWidth]));
  assert.equal(shown.length, 60);
  for (const [name, width] of shown) assert.equal(width, Number(name.slice(0, 6)) < 8 ? 128 : undefined, name);
  await page.locator('.trial summary', { has: page.locator('img') }).first().click();
  assert.match(await page.locator('.trial[open] .picture').getAttribute('alt'), /^Small picture of 00000\d\.jpg$/);
  assert.ok(!readFileSync(file, 'utf8').includes(join(folder, 'scenes')));
  await picture(page, join(pictures, 'pictures.png'));
  await page.close();
  assert.deepEqual(browser.problems.splice(0), []);
});

test('holds every trial where that was asked for', async () => {
  const page = await browser.open(reportOf('all_trials', ROOTS, ['--trials', 'all']));
  await page.locator('.runs tbody th button').nth(5).click();
  const told = page.getByText(/^All \d+ trials/);
  await told.waitFor();
  const count = Number((await told.textContent()).match(/\d+/)[0]);
  while (await page.getByText('Show more').isVisible()) await page.getByText('Show more').click();
  assert.equal(await page.locator('.trial').count(), count);
  const numbers = (await page.locator('.trial summary').allTextContents()).map(text => Number(text.match(/#(\d+)/)[1]));
  assert.deepEqual(numbers.sort((a, b) => a - b), Array.from({ length: count }, (_, i) => i + 1));
  await page.close();
  assert.deepEqual(browser.problems.splice(0), []);
});

test('dark mode differs', async () => {
  const paper = {};
  for (const colorScheme of ['light', 'dark']) {
    const own = await Browser.start({ colorScheme });
    const page = await own.open(report);
    paper[colorScheme] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await picture(page, join(pictures, `${colorScheme}.png`), { fullPage: true });
    await own.close();
    assert.deepEqual(own.problems, []);
  }
  assert.notEqual(paper.light, paper.dark);
});

for (const width of [360, 768, 3840]) {
  test(`needs no sideways scroll at ${width} px`, async () => {
    const own = await Browser.start({ viewport: { width, height: 800 } });
    const page = await own.open(report);
    await page.locator('.runs tbody th button').first().click();
    for (let y = 0; y < 40000; y += 4000) await page.evaluate(top => scrollTo(0, top), y);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await picture(page, join(pictures, `width_${width}.png`), { fullPage: true });
    await own.close();
    assert.deepEqual(own.problems, []);
  });
}

for (const colorScheme of ['light', 'dark']) {
  test(`has no serious barrier in ${colorScheme} mode`, async () => {
    const own = await Browser.start({ colorScheme });
    const page = await own.open(report);
    await page.locator('.runs tbody th button').first().click();
    await page.evaluate(() => scrollTo(0, document.getElementById('figures').offsetTop));
    await page.locator('.canvas svg').first().waitFor();
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    const serious = violations.filter(one => ['serious', 'critical'].includes(one.impact))
      .map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | ')}`);
    assert.deepEqual(serious, []);
    await own.close();
  });
}

test('prints', async () => {
  const page = await browser.open(report);
  const file = join(pictures, 'print.pdf');
  writeFileSync(file, await page.pdf({ format: 'A4' }));
  assert.ok(statSync(file).size > 50000);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const pageHeight = (297 - 28) / 25.4 * 96;  // of A4 within its margins, in CSS pixels
  const heights = await page.$$eval('figure', list => list.map(figure =>
    [figure.getBoundingClientRect().height, figure.querySelector('.canvas svg').getBoundingClientRect().height]));
  assert.ok(heights.length >= 17);
  for (const [figure, picture] of heights) assert.ok(picture > 100 && figure > picture && figure < pageHeight, `${figure}, ${picture}`);
  for (const hidden of ['.bar nav', '.filters', '.tools', '#search']) {
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  }
  await page.close();
  assert.deepEqual(browser.problems.splice(0), []);
});

test('shows hostile texts as text', async () => {
  const roots = writeHostileRuns(folder);
  const page = await browser.open(reportOf('hostile', roots));
  await page.locator('.runs tbody th button').first().click();
  for (const trial of await page.locator('.trial summary').all()) await trial.click();
  for (let y = 0; y < 60000; y += 700) await page.evaluate(top => scrollTo(0, top), y);
  assert.equal(await page.evaluate(() => globalThis.isHacked), undefined);
  assert.deepEqual(await page.$$eval('script:not([type]), iframe, object, embed, base', list => list.length), 3);
  assert.equal(await page.$$eval('*', list => list.filter(element =>
    [...element.attributes].some(({ name }) => name.startsWith('on'))).length), 0);
  assert.equal(await page.locator('img, a[href]').count(), 0);
  assert.ok((await page.textContent('.runs')).includes('<script>'));
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await picture(page, join(pictures, 'hostile.png'));
  await page.close();
  assert.deepEqual(browser.problems.splice(0), []);
});
