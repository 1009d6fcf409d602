// Makes SVG text of a chart where there is no page: the last script loaded into the embedded engine.
'use strict';

echarts.setPlatformAPI({
  measureText(text, font) {
    const [, weight, size, family] = font.match(/(\d*) ?([\d.]+)px (.*)/);
    // ECharts takes the width of this character for the height of a line; not every machine has it.
    if (text === '国') return { width: Number(size) };
    const bold = weight >= 600 ? 'Semi-Bold' : '';
    return { width: textWidth(text, `${family.replace(/'/g, '')} ${bold} ${size}px`) };
  }
});

// One canvas draws all charts: its number is part of the ids in the SVG, so the bytes stay the same.
let canvas = null;

function svgOfChart(json) {
  const { width, height, option } = chartLayout(JSON.parse(json));
  canvas = canvas || echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  canvas.clear();
  canvas.resize({ width, height });
  canvas.setOption(option);
  // The painter itself, since only it can leave out the styles for a pointer. librsvg before 2.58 and
  // Inkscape know no dominant-baseline.
  return canvas.getZr().painter.renderToString({ useViewBox: true, cssEmphasis: false })
    .replace(/dominant-baseline="central"/g, 'dy="0.35em"');
}
