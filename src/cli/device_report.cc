#include "cli/device_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "base/text.h"

namespace sightmark {
namespace {

constexpr std::chrono::milliseconds kBetweenReadings{300};

struct TimedReading {
  Instant moment;
  std::vector<PowerReading> rails;
};

TimedReading reading_of(PowerMeter& meter) {
  auto rails = meter.read();
  return {now(), rails ? std::move(*rails) : std::vector<PowerReading>{}};
}

LiveRail live_rail(const std::string& source, const PowerReading& first, const PowerReading& second,
                   double elapsed_s) {
  LiveRail rail{source, second.rail, second.scope, second.power_w, false};
  if (!rail.power_w && first.energy_j && second.energy_j) {
    rail.power_w = (*second.energy_j - *first.energy_j) / elapsed_s;
    rail.is_from_counter = true;
  }
  return rail;
}

std::vector<LiveRail> live_rails(const SystemRoots& roots) {
  const auto meters = find_power_meters(roots);
  std::vector<TimedReading> first;
  for (const auto& meter : meters) first.push_back(reading_of(*meter));
  if (!meters.empty()) std::this_thread::sleep_for(kBetweenReadings);

  std::vector<LiveRail> rails;
  for (std::size_t i = 0; i < meters.size(); ++i) {
    const TimedReading second = reading_of(*meters[i]);
    const double elapsed_s = seconds_between(first[i].moment, second.moment);
    for (std::size_t j = 0; j < std::min(first[i].rails.size(), second.rails.size()); ++j) {
      rails.push_back(live_rail(meters[i]->name(), first[i].rails[j], second.rails[j], elapsed_s));
    }
  }
  return rails;
}

constexpr std::size_t kIndent = 2, kGap = 2, kLeastTextWidth = 30;

struct Unit {
  std::string_view ending, in_words;
  int decimal_count;
};

constexpr Unit kUnits[] = {
    {"_mhz", " MHz", 0}, {"_mb", " MB", 0}, {"_c", " °C", 1}, {"_w", " W", 1}};
constexpr Unit kNoUnit = {"", "", 2};

const Unit& unit_of(std::string_view name) {
  const auto found = std::find_if(std::begin(kUnits), std::end(kUnits),
                                  [&](const Unit& unit) { return name.ends_with(unit.ending); });
  return found == std::end(kUnits) ? kNoUnit : *found;
}

// "gpu_clock_mhz" as "GPU clock".
std::string label_of(std::string_view name) {
  name.remove_suffix(unit_of(name).ending.size());
  std::string label(name);
  std::replace(label.begin(), label.end(), '_', ' ');
  for (const std::string_view word : {"cpu", "gpu", "os"}) {
    if (!label.starts_with(word)) continue;
    std::transform(word.begin(), word.end(), label.begin(),
                   [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    return label;
  }
  if (!label.empty() && label[0] >= 'a' && label[0] <= 'z') {
    label[0] = static_cast<char>(label[0] - 'a' + 'A');
  }
  return label;
}

struct ValueInWords {
  const Unit& unit;

  std::string operator()(const std::string& value) const { return plain_text(value); }
  std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const {
    return grouped(value, unit.decimal_count) + std::string(unit.in_words);
  }
  std::string operator()(bool value) const { return value ? "yes" : "no"; }
  std::string operator()(const std::vector<std::string>& values) const {
    return values.empty() ? "none" : plain_text(fmt::format("{}", fmt::join(values, ", ")));
  }
};

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, code_point_count(text)), ' ');
}

struct Row {
  std::string name, text;
};

// Names on the left, texts on the right, wrapped there.
std::string two_columns(const std::vector<Row>& rows, std::size_t width) {
  std::size_t name_width = 0;
  for (const Row& row : rows) name_width = std::max(name_width, code_point_count(row.name));
  const std::size_t start = kIndent + name_width + kGap;
  const std::size_t text_width = std::max(width - std::min(width, start), kLeastTextWidth);
  std::string text;
  for (const Row& row : rows) {
    const std::string name = std::string(kIndent, ' ') + padded(row.name, name_width + kGap);
    text += wrapped(row.text, text_width, std::string(start, ' ')).replace(0, start, name);
  }
  return text;
}

std::string facts_in_words(const Facts& facts, std::string_view title, std::size_t width) {
  std::vector<Row> rows;
  for (const Fact& fact : facts) {
    const ValueInWords in_words{unit_of(fact.name)};
    const std::string value = std::visit(in_words, fact.value);
    if (value != title) rows.push_back({label_of(fact.name), value});
  }
  return two_columns(rows, width);
}

std::string power_in_words(const LiveRail& rail) {
  if (!rail.power_w) return fmt::format("{:>10}", "unknown");
  const std::string watts = fmt::format("{:>8} W", grouped(*rail.power_w, 2));
  return watts + (rail.is_from_counter ? ", by its energy counter" : "");
}

std::string rails_in_words(const std::vector<LiveRail>& rails) {
  if (rails.empty()) return "  No source of power can be read here; see below.\n";
  std::vector<std::vector<std::string>> rows = {{"Source", "Rail", "Scope", "       Now"}};
  std::string source;
  for (const LiveRail& rail : rails) {
    rows.push_back({rail.source == source ? "" : plain_text(rail.source), plain_text(rail.rail),
                    std::string(power_scope_name(rail.scope)), power_in_words(rail)});
    source = rail.source;
  }
  std::vector<std::size_t> widths(rows[0].size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], code_point_count(row[i]));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    text += std::string(kIndent, ' ');
    for (std::size_t i = 0; i + 1 < row.size(); ++i) text += padded(row[i], widths[i] + kGap);
    text += row.back() + '\n';
  }
  return text;
}

std::string sources_in_words(const std::vector<Capability>& capabilities, bool is_available,
                             std::size_t width) {
  std::vector<Row> rows;
  for (const Capability& capability : capabilities) {
    if (capability.is_available != is_available) continue;
    rows.push_back(
        {capability.source, plain_text(is_available ? capability.what : capability.remedy)});
  }
  return two_columns(rows, width);
}

using Json = nlohmann::ordered_json;

// For std::visit. plain_text leaves valid UTF-8, which the JSON library requires.
struct ValueAsJson {
  Json operator()(const std::string& value) const { return plain_text(value); }
  Json operator()(const std::vector<std::string>& values) const {
    Json items = Json::array();
    for (const std::string& value : values) items.push_back(plain_text(value));
    return items;
  }
  template <typename Number>
  Json operator()(Number value) const {
    return value;
  }
};

Json facts_as_json(const Facts& facts) {
  Json json = Json::object();
  for (const Fact& fact : facts) {
    json[plain_text(fact.name)] = std::visit(ValueAsJson{}, fact.value);
  }
  return json;
}

Json rails_as_json(const std::vector<LiveRail>& rails) {
  Json json = Json::array();
  for (const LiveRail& rail : rails) {
    json.push_back({{"source", plain_text(rail.source)},
                    {"rail", plain_text(rail.rail)},
                    {"scope", power_scope_name(rail.scope)},
                    {"power_w", nullptr},
                    {"is_from_counter", rail.is_from_counter}});
    if (rail.power_w) json.back()["power_w"] = std::round(*rail.power_w * 1000) / 1000;
  }
  return json;
}

Json sources_as_json(const std::vector<Capability>& capabilities) {
  Json json = Json::array();
  for (const Capability& capability : capabilities) {
    json.push_back({{"source", plain_text(capability.source)},
                    {"is_available", capability.is_available},
                    {"what", plain_text(capability.what)},
                    {"remedy", plain_text(capability.remedy)}});
  }
  return json;
}

}  // namespace

DeviceReport device_report(const SystemRoots& roots) {
  return {machine_facts(roots), device_state(roots), live_rails(roots), capabilities(roots)};
}

std::string to_text(const DeviceReport& report, std::size_t width) {
  const auto title = report.machine.empty()
                         ? std::string("This device")
                         : std::visit(ValueInWords{kNoUnit}, report.machine.front().value);
  return fmt::format(
      "{}\n{}\nNow\n{}\nPower\n{}\nCan be measured\n{}\nCannot be measured, and why\n{}", title,
      facts_in_words(report.machine, title, width), facts_in_words(report.state, title, width),
      rails_in_words(report.rails), sources_in_words(report.capabilities, true, width),
      sources_in_words(report.capabilities, false, width));
}

std::string to_json(const DeviceReport& report) {
  const Json json = {{"machine", facts_as_json(report.machine)},
                     {"state", facts_as_json(report.state)},
                     {"power", rails_as_json(report.rails)},
                     {"sources", sources_as_json(report.capabilities)}};
  return json.dump(2) + '\n';
}

}  // namespace sightmark
