#include "chart/chart.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace sightmark {
namespace {

using Json = nlohmann::ordered_json;

// Every text of a chart passes here on its way out.
Json text(const std::string& value) { return plain_text(value); }

Json number(std::optional<double> value) {
  return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
}

template <typename Items, typename Convert>
Json array(const Items& items, Convert convert) {
  Json json = Json::array();
  for (const auto& item : items) json.push_back(convert(item));
  return json;
}

Json range(const std::optional<Range>& range) {
  if (!range) return nullptr;
  return {{"low", number(range->low)}, {"high", number(range->high)}};
}

Json body(const BarSeries& series) {
  return {{"name", text(series.name)},
          {"color", text(series.color)},
          {"values", array(series.values, number)},
          {"labels", array(series.labels, text)},
          {"error_bars", array(series.error_bars, range)}};
}

Json body(const Bars& bars) {
  return {{"categories", array(bars.categories, text)},
          {"series", array(bars.series, [](const BarSeries& series) { return body(series); })},
          {"value_label", text(bars.value_label)},
          {"value_max", number(bars.value_max)},
          {"reference_line", number(bars.reference_line)},
          {"is_horizontal", bars.is_horizontal},
          {"is_stacked", bars.is_stacked}};
}

Json body(const Box& box) {
  return {{"category", text(box.category)}, {"color", text(box.color)},
          {"low", number(box.low)},         {"q1", number(box.q1)},
          {"median", number(box.median)},   {"q3", number(box.q3)},
          {"high", number(box.high)}};
}

Json legend(const std::vector<LegendEntry>& entries) {
  return array(entries, [](const LegendEntry& entry) {
    return Json{
        {"name", text(entry.name)}, {"color", text(entry.color)}, {"symbol", text(entry.symbol)}};
  });
}

Json body(const Boxes& boxes) {
  return {{"boxes", array(boxes.boxes, [](const Box& box) { return body(box); })},
          {"legend", legend(boxes.legend)},
          {"value_label", text(boxes.value_label)}};
}

Json mark(const HeatmapMark& mark) {
  return {{"row", mark.row},
          {"column", mark.column},
          {"text", text(mark.text)},
          {"color", text(mark.color)}};
}

Json body(const Heatmap& heatmap) {
  const auto row = [](const auto& values) { return array(values, number); };
  return {{"rows", array(heatmap.rows, text)},      {"columns", array(heatmap.columns, text)},
          {"values", array(heatmap.values, row)},   {"unit", text(heatmap.unit)},
          {"decimal_count", heatmap.decimal_count}, {"color_range", range(heatmap.color_range)},
          {"marks", array(heatmap.marks, mark)}};
}

Json body(const ScatterPoint& point) {
  return {{"label", text(point.label)},   {"x", number(point.x)},
          {"y", number(point.y)},         {"color", text(point.color)},
          {"symbol", text(point.symbol)}, {"y_error", range(point.y_error)}};
}

Json body(const ScatterLine& line) {
  const auto point = [](const LinePoint& at) { return Json::array({number(at.x), number(at.y)}); };
  return {{"label", text(line.label)},
          {"color", text(line.color)},
          {"points", array(line.points, point)},
          {"is_dashed", line.is_dashed},
          {"is_stepped", line.is_stepped}};
}

Json body(const Scatter& scatter) {
  return {{"points", array(scatter.points, [](const ScatterPoint& point) { return body(point); })},
          {"legend", legend(scatter.legend)},
          {"x_label", text(scatter.x_label)},
          {"y_label", text(scatter.y_label)},
          {"lines", array(scatter.lines, [](const ScatterLine& line) { return body(line); })},
          {"bands", array(scatter.bands, range)},
          {"x_range", range(scatter.x_range)},
          {"y_range", range(scatter.y_range)},
          {"is_x_log", scatter.is_x_log},
          {"is_y_log", scatter.is_y_log}};
}

Json body(const SlopeItem& item) {
  return {{"name", text(item.name)},
          {"color", text(item.color)},
          {"left", number(item.left)},
          {"left_part", number(item.left_part)},
          {"right", number(item.right)}};
}

Json body(const Slope& slope) {
  return {{"items", array(slope.items, [](const SlopeItem& item) { return body(item); })},
          {"left_label", text(slope.left_label)},
          {"right_label", text(slope.right_label)},
          {"decimal_count", slope.decimal_count}};
}

Json body(const ForestColumn& column) {
  const auto point = [](const std::optional<ForestPoint>& change) {
    if (!change) return Json(nullptr);
    return Json{{"change", number(change->change)},
                {"interval", range(change->interval)},
                {"color", text(change->color)}};
  };
  return {{"title", text(column.title)}, {"points", array(column.points, point)}};
}

Json body(const Forest& forest) {
  return {
      {"rows", array(forest.rows, text)},
      {"columns", array(forest.columns, [](const ForestColumn& column) { return body(column); })},
      {"band", range(forest.band)}};
}

struct Kind {
  const char* operator()(const Bars&) const { return "bars"; }
  const char* operator()(const Boxes&) const { return "boxes"; }
  const char* operator()(const Heatmap&) const { return "heatmap"; }
  const char* operator()(const Scatter&) const { return "scatter"; }
  const char* operator()(const Slope&) const { return "slope"; }
  const char* operator()(const Forest&) const { return "forest"; }
  const char* operator()(const Panels&) const { return "panels"; }
};

Json body(const Panels& panels) {
  return {{"panels", array(panels.panels, [](const Panel& panel) {
             return Json{
                 {"title", text(panel.title)},
                 {"kind", std::visit(Kind(), panel.plot)},
                 {"body", std::visit([](const auto& plot) { return body(plot); }, panel.plot)}};
           })}};
}

}  // namespace

std::string to_json(const Chart& chart) {
  const Json json{{"title", text(chart.title)},
                  {"subtitle", text(chart.subtitle)},
                  {"footnotes", array(chart.footnotes, text)},
                  {"kind", std::visit(Kind(), chart.body)},
                  {"body", std::visit([](const auto& value) { return body(value); }, chart.body)}};
  return json.dump();
}

}  // namespace sightmark
