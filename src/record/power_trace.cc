#include "record/power_trace.h"

#include <algorithm>
#include <cmath>

#include "base/clock.h"
#include "base/line_reader.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::size_t kLongestRow = 4096;     // bytes
constexpr std::size_t kMostRows = 1'000'000;  // to look through
constexpr std::size_t kMostSeries = 8;        // of one scope
constexpr std::size_t kStretchCount = 250;    // of a series, each with its least and most
constexpr double kLeadSeconds = 2;            // shown before and after the requests

// Takes the field behind the last comma off the row, and the comma.
std::string_view take_last(std::string_view& row) {
  const std::size_t comma = row.rfind(',');
  if (comma == std::string_view::npos) return {};
  const std::string_view field = row.substr(comma + 1);
  row = row.substr(0, comma);
  return field;
}

// The first of two CSV fields (RFC 4180) as its text, and the rest behind its comma.
std::string take_first(std::string_view& row) {
  std::string field;
  bool is_quoted = false;
  std::size_t i = 0;
  for (; i < row.size() && (is_quoted || row[i] != ','); ++i) {
    const bool is_double = is_quoted && row[i] == '"' && i + 1 < row.size() && row[i + 1] == '"';
    if (is_double) ++i;
    if (row[i] == '"' && !is_double) {
      is_quoted = !is_quoted;
    } else {
      field += row[i];
    }
  }
  row.remove_prefix(std::min(i + 1, row.size()));
  return plain_text(field);
}

// When the request of a trial was under way, on the clock of telemetry.csv.
std::optional<RequestSpan> request_span(const Trial& trial, double began_s) {
  const auto end_s = seconds_of(trial.timestamp);
  if (!end_s || !trial.latency_ms) return std::nullopt;
  return RequestSpan{*end_s - began_s - *trial.latency_ms / 1000, *end_s - began_s};
}

std::vector<RequestSpan> first_requests(const Run& run) {
  std::vector<RequestSpan> spans;
  const auto began_s = seconds_of(run.meta.telemetry_began);
  if (!began_s) return spans;
  for (const Trial& trial : run.trials) {
    if (spans.size() == PowerTrace::kRequestCount) break;
    if (const auto span = request_span(trial, *began_s)) spans.push_back(*span);
  }
  return spans;
}

// Few enough samples to draw: of each stretch of time the least and the most.
std::vector<PowerSample> thinned(const std::vector<PowerSample>& samples) {
  if (samples.size() <= 2 * kStretchCount) return samples;
  const double from_s = samples.front().at_s, span_s = samples.back().at_s - from_s;
  std::vector<PowerSample> kept;
  for (auto first = samples.begin(); first != samples.end();) {
    const auto stretch = [&](const PowerSample& sample) {
      return std::floor((sample.at_s - from_s) / span_s * kStretchCount);
    };
    const auto end = std::find_if(first, samples.end(), [&](const PowerSample& sample) {
      return stretch(sample) != stretch(*first);
    });
    auto [least, most] = std::ranges::minmax_element(first, end, {}, &PowerSample::watts);
    if (most < least) std::swap(least, most);
    kept.push_back(*least);
    if (most != least) kept.push_back(*most);
    first = end;
  }
  return kept;
}

PowerSeries* series_of(std::vector<PowerSeries>& all, const PowerRow& row) {
  const auto known = std::find_if(all.begin(), all.end(), [&](const PowerSeries& series) {
    return series.source == row.source && series.rail == row.rail;
  });
  if (known != all.end()) return &*known;
  if (all.size() == kMostSeries) return nullptr;
  all.push_back({row.source, row.rail, {}});
  return &all.back();
}

// Between two times of the file's clock, given from `from_s` on with 0 at `zero_s`.
std::vector<PowerSeries> series_between(LineReader& rows, PowerScope scope, double from_s,
                                        double to_s, double zero_s) {
  std::vector<PowerSeries> all;
  std::size_t row_count = 0;
  double latest_s = 0;
  for (auto line = rows.next(); line && row_count < kMostRows; line = rows.next(), ++row_count) {
    const auto row = parse_power_row(line->text);
    if (!row) continue;
    if (row->time_s > to_s || row->time_s < latest_s - kLeadSeconds) break;  // past it, or resumed
    latest_s = std::max(latest_s, row->time_s);
    if (row->scope != scope || row->time_s < from_s) continue;
    PowerSeries* series = series_of(all, *row);
    const double at_s = row->time_s - zero_s;
    if (series && (series->samples.empty() || at_s > series->samples.back().at_s)) {
      series->samples.push_back({at_s, row->watts});
    }
  }
  return all;
}

}  // namespace

std::optional<PowerRow> parse_power_row(std::string_view line) {
  std::string_view row = line;
  const auto watts = finite_number(take_last(row));
  const std::string_view unit = take_last(row), scope = take_last(row);
  const auto time_s = finite_number(row.substr(0, std::min(row.find(','), row.size())));
  if (!watts || *watts < 0 || !time_s || *time_s < 0 || unit != "W") return std::nullopt;
  const PowerScope known = power_scope_of_name(scope);
  if (known == PowerScope::Unknown) return std::nullopt;
  PowerRow parsed{*time_s, *watts, known, {}, {}};
  take_first(row);
  parsed.source = take_first(row);
  parsed.rail = take_first(row);
  return parsed;
}

std::optional<PowerTrace> power_trace(const Run& run, PowerScope scope) {
  if (scope == PowerScope::Unknown) return std::nullopt;
  auto rows = LineReader::open(run.folder.path / "telemetry.csv", kLongestRow);
  if (!rows) return std::nullopt;
  PowerTrace trace{.scope = scope, .series = {}, .requests = first_requests(run)};
  if (trace.requests.empty()) return std::nullopt;
  double zero_s = trace.requests.front().start_s, end_s = trace.requests.front().end_s;
  for (const RequestSpan& span : trace.requests) {
    zero_s = std::min(zero_s, span.start_s);
    end_s = std::max(end_s, span.end_s);
  }
  for (RequestSpan& span : trace.requests) span = {span.start_s - zero_s, span.end_s - zero_s};
  trace.series = series_between(*rows, scope, zero_s - kLeadSeconds, end_s + kLeadSeconds, zero_s);
  for (PowerSeries& series : trace.series) series.samples = thinned(series.samples);
  std::erase_if(trace.series, [](const PowerSeries& series) { return series.samples.size() < 2; });
  return trace.series.empty() ? std::nullopt : std::optional(std::move(trace));
}

}  // namespace sightmark
