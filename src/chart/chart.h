#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// A chart as a value: what to draw, with every number already computed. Missing is `nullopt` and is
// drawn as a gap. All text is shown as text, whatever it says. Colours are "#rrggbb".
namespace sightmark {

// From `low` to `high`, in the unit of what it belongs to.
struct Range {
  double low, high;
};

// One bar in each category, for example one device and precision.
struct BarSeries {
  std::string name;
  std::string color;
  std::vector<std::optional<double>> values;  // one a category
  std::vector<std::string> labels;            // empty, or one a category, shown above the bar
  std::vector<std::optional<Range>> error_bars = {};  // empty, or one a category: lines with ends
};

// Grouped bars; drawn lying down, one below the other, where `is_horizontal`.
struct Bars {
  std::vector<std::string> categories;
  std::vector<BarSeries> series;
  std::string value_label;               // the axis title, with its unit
  std::optional<double> value_max;       // the axis ends here; else chosen
  std::optional<double> reference_line;  // a line across at this value
  bool is_horizontal = false;
  bool is_stacked = false;  // each series on the end of the one before, no value below 0
};

// A box of one configuration: quartiles, and whiskers at the last sample within 1.5 IQR of the box.
struct Box {
  std::string category;
  std::string color;
  double low, q1, median, q3, high;
};

struct LegendEntry {
  std::string name;
  std::string color;
  std::string symbol;  // "rect" or a Scatter symbol
};

struct Boxes {
  std::vector<Box> boxes;
  std::vector<LegendEntry> legend;  // what the colours mean; may be empty
  std::string value_label;
};

// What a cell says and looks like instead of its value, or of its gap.
struct HeatmapMark {
  std::size_t row, column;
  std::string text;
  std::string color;  // of the cell
};

// A table of values by colour, with the value in each cell.
struct Heatmap {
  std::vector<std::string> rows, columns;
  std::vector<std::vector<std::optional<double>>> values;  // by row, then column
  std::string unit;
  int decimal_count = 1;
  std::optional<Range> color_range = {};  // the ends of the colours; else those of the values
  std::vector<HeatmapMark> marks = {};
};

struct ScatterPoint {
  std::string label;
  double x, y;
  std::string color;
  std::string symbol;  // "circle", "rect", "triangle", "diamond", "pin" or "arrow"
  std::optional<Range> y_error = {};
};

struct LinePoint {
  double x, y;
};

// A line through points from left to right.
struct ScatterLine {
  std::string label;  // at its right end; may be empty
  std::string color;
  std::vector<LinePoint> points;
  bool is_dashed = false;
  bool is_stepped = false;  // stays at a point's height until the next
};

// Points with labels and lines over two axes; a point without a label is drawn small.
struct Scatter {
  std::vector<ScatterPoint> points;
  std::vector<LegendEntry> legend;
  std::string x_label, y_label;
  std::vector<ScatterLine> lines = {};
  std::vector<Range> bands = {};                    // along x, shaded from bottom to top
  std::optional<Range> x_range = {}, y_range = {};  // the axes hold these too
  bool is_x_log = false, is_y_log = false;  // where values are above 0 and span a factor of 4
};

// One thing in two rankings.
struct SlopeItem {
  std::string name;
  std::string color;
  double left, left_part, right;  // not below 0; of `left`, `left_part` is drawn in full colour
};

// Two rankings of the same things side by side, each thing joined to itself, so that reversals
// cross.
struct Slope {
  std::vector<SlopeItem> items;
  std::string left_label, right_label;  // with their units
  int decimal_count = 0;
};

// A change with its interval, in percent.
struct ForestPoint {
  double change;
  std::optional<Range> interval;
  std::string color;
};

struct ForestColumn {
  std::string title;
  std::vector<std::optional<ForestPoint>> points;  // one a row
};

// A forest plot: changes with their intervals about a line at 0, a row for each thing and a column
// for each quantity.
struct Forest {
  std::vector<std::string> rows;
  std::vector<ForestColumn> columns;
  Range band;  // shaded: of changes that do not matter
};

struct Panel {
  std::string title;
  std::variant<Bars, Scatter> plot;
};

// Small charts side by side, two a row, that share the first one's legend.
struct Panels {
  std::vector<Panel> panels;
};

struct Chart {
  std::string title;                   // what it shows
  std::string subtitle;                // how it was computed and over what
  std::vector<std::string> footnotes;  // for example what was not measured; wrapped to the width
  std::variant<Bars, Boxes, Heatmap, Scatter, Slope, Forest, Panels> body;
};

// The chart as the JSON that assets/chart.js draws. Invalid UTF-8 and control characters in its
// texts are replaced, so that the JSON, and the SVG made of it, is always valid.
std::string to_json(const Chart& chart);

// A label that charts of a study use, and what it stands for. Fields that do not apply are empty.
struct ChartLabel {
  std::string text;  // as in charts: of a category, a series, a row, a point
  std::string model = {}, device = {}, dtype = {}, task = {};
};

}  // namespace sightmark
