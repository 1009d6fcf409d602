// The page of a study, report.html. What files and models say reaches the page as text nodes and
// attributes alone: nothing here parses HTML.
'use strict';

const study = JSON.parse(document.getElementById('study').textContent);

// An element. Attributes that are functions listen to the event of their name; null ones are left
// out; children are nodes or texts.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return element;
}

const svgElement = (tag, attributes, ...children) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const isKnown = value => value !== null && value !== undefined;

const formats = new Map();  // by decimals: making one takes a hundred times as long as using it

function number(value, decimals) {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-9)) return value.toExponential(2);
  if (!formats.has(decimals)) {
    formats.set(decimals, new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
  }
  return formats.get(decimals).format(value).replace(/^-/, '−');
}

const counted = (count, name) => `${number(count, 0)} ${name}${count === 1 ? '' : 's'}`;

function withUnit(metric, value) {
  const text = number(value, metric.decimals);
  return metric.unit === '%' ? `${text}%` : metric.unit ? `${text} ${metric.unit}` : text;
}

// An estimate is [value] or [value, low, high].
const intervalText = (metric, [, low, high]) => (isKnown(low) && isKnown(high)
  ? `95%: ${number(low, metric.decimals)} to ${number(high, metric.decimals)}` : '');

function withInterval(metric, estimate) {
  const [, low, high] = estimate, text = withUnit(metric, estimate[0]);
  return isKnown(low) && isKnown(high)
    ? `${text} (${number(low, metric.decimals)} to ${number(high, metric.decimals)})` : text;
}

const metricNamed = name => study.metrics.findIndex(metric => metric.name === name);
const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

// Names in one text: the first few, and how many more there are.
function listed(names, limit = 3) {
  const shown = names.slice(0, limit).join('; ');
  return names.length > limit ? `${shown}; and ${names.length - limit} more` : shown;
}

// A field as CSV has it; text that a spreadsheet would take for a formula gets an apostrophe.
function csvField(value) {
  if (!isKnown(value)) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csvText = ({ columns, rows }) =>
  [columns, ...rows].map(row => row.map(csvField).join(',') + '\r\n').join('');

function download(name, blob) {
  const link = make('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// Says something to whoever looks and to whoever listens.
function announce(text) {
  const place = document.getElementById('announcement');
  place.textContent = text;
  place.classList.add('is-shown');
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => place.classList.remove('is-shown'), 2500);
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {  // not every browser lets a page from disk do that
    const area = make('textarea', { class: 'hidden-text' }, text);
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  announce(`${what} copied`);
}

const button = (text, click, more = {}) => make('button', { type: 'button', click, ...more }, text);

function table({ columns, rows }, caption) {
  const cell = value => (typeof value === 'number'
    ? make('td', { class: 'number' }, String(value)) : make('td', {}, isKnown(value) ? value : '–'));
  return make('table', {}, make('caption', { class: 'hidden-text' }, caption),
    make('thead', {}, make('tr', {}, columns.map(name => make('th', { scope: 'col' }, name)))),
    make('tbody', {}, rows.map(row => make('tr', {},
      make('th', { scope: 'row' }, String(isKnown(row[0]) ? row[0] : '–')), row.slice(1).map(cell)))));
}
