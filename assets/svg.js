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

function svgOfChart(json) {
  const { width, height, option } = chartLayout(JSON.parse(json));
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    // The painter itself, since only it can leave out the styles for a pointer. Its number is part of
    // the ids: a fixed one keeps the bytes the same. librsvg before 2.58 knows no dominant-baseline.
    return chart.getZr().painter.renderToString({ useViewBox: true, cssEmphasis: false })
      .replace(/(="|="url\(#)zr\d+-/g, '$1zr-')
      .replace(/dominant-baseline="central"/g, 'dy="0.35em"');
  } finally {
    chart.dispose();
  }
}
