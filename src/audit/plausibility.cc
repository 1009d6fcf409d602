#include "audit/plausibility.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <regex>

#include "audit/rule.h"
#include "base/text.h"

namespace sightmark {
namespace {

using Kind = MetricKind;

constexpr double kTolerance = 1.25;      // speed over bound: the weights' bytes are an estimate
constexpr double kOverheadPercent = 10;  // of elapsed time spent outside requests

bool is_single_stream(const RunMetrics& run) {
  return run.meta.concurrency.value_or(1) == 1 && run.meta.batch_size.value_or(1) == 1 &&
         !run.meta.rate;
}

// A speed of a run, read as the generation of one token after the other.
struct Speed {
  const char* name;
  MetricKind kind;
  std::optional<double> tokens_per_s;
};

std::vector<Speed> speeds_of(const RunMetrics& run) {
  const Metric& decoding = *find_metric("decode_tokens_per_s");
  return {{"prompt and generated tokens", Kind::TotalTokens, tokens_per_second().value(run)},
          {"generated tokens", Kind::Generation, generated_tokens_per_second().value(run)},
          {"tokens after the first", Kind::Generation, decoding.value(run)}};
}

// Each generated token reads all of the weights once.
std::optional<AuditGroup> above_roofline(const RunMetrics& run, const Speed& speed, double gb_s,
                                         const Weights& of) {
  const double bound = gb_s * 1e9 / of.bytes;
  if (!speed.tokens_per_s || *speed.tokens_per_s <= kTolerance * bound) return std::nullopt;
  const double needed_gb_s = *speed.tokens_per_s * of.bytes / 1e9;
  return AuditGroup{
      fmt::format("{} {} per second would need {} GB/s, {} times the {} GB/s of the memory, for {} "
                  "GB of weights ({})",
                  grouped(*speed.tokens_per_s, 1), speed.name, grouped(needed_gb_s, 0),
                  grouped(needed_gb_s / gb_s, 1), grouped(gb_s, 0), grouped(of.bytes / 1e9, 1),
                  of.source),
      {&run},
      {{"tokens_per_s", *speed.tokens_per_s},
       {"bound_tokens_per_s", bound},
       {"weights_gb", of.bytes / 1e9},
       {"bandwidth_gb_s", gb_s},
       {"needed_gb_s", needed_gb_s}}};
}

struct KnownDevice {
  std::string_view name;
  double gb_s;
};

// From the makers' data sheets, the more specific name first. A name that covers several modules
// has the bandwidth of the fastest, which bounds them all.
constexpr KnownDevice kDevices[] = {{"Orin Nano", 102},
                                    {"Orin NX", 102.4},
                                    {"Orin", 204.8},
                                    {"Xavier NX", 59.7},
                                    {"Xavier", 136.5},
                                    {"Jetson Nano", 25.6},
                                    {"Thor", 273},
                                    {"GB10", 273},
                                    {"DGX Spark", 273},
                                    {"H200", 4800},
                                    {"H100 PCIe", 2039},
                                    {"H100 NVL", 3938},
                                    {"H100", 3352},
                                    {"A100", 2039},
                                    {"L40S", 864},
                                    {"L40", 864},
                                    {"L4", 300},
                                    {"A10G", 600},
                                    {"RTX 5090", 1792},
                                    {"RTX 5080", 960},
                                    {"RTX 4090", 1008},
                                    {"RTX 4080", 736},
                                    {"RTX 3090 Ti", 1008},
                                    {"RTX 3090", 936.2},
                                    {"Raspberry Pi 5", 17.1}};

// Whether `text` holds `name` with no letter or digit right behind it: "L4" is not in "L40".
bool names_device(std::string_view text, std::string_view name) {
  for (std::size_t i = 0; i + name.size() <= text.size(); ++i) {
    if (!contains_ignoring_case(text.substr(i, name.size()), name)) continue;
    const bool is_open = i + name.size() < text.size() &&
                         std::isalnum(static_cast<unsigned char>(text[i + name.size()]));
    const bool is_within = i > 0 && std::isalnum(static_cast<unsigned char>(text[i - 1]));
    if (!is_open && !is_within) return true;
  }
  return false;
}

std::optional<double> bytes_per_parameter(const std::string& dtype) {
  if (dtype == "fp16" || dtype == "bf16") return 2;
  if (dtype == "fp32") return 4;
  return std::nullopt;
}

// Billions of parameters by the last part of the model's id.
std::optional<double> billions_in_name(const std::string& model_id) {
  static const std::regex kActive(R"((?:^|[^A-Za-z0-9])A(\d+(?:\.\d+)?)B(?![A-Za-z0-9]))",
                                  std::regex::icase);
  static const std::regex kAll(R"((?:^|[^A-Za-z0-9.])(\d+(?:\.\d+)?)B(?![A-Za-z0-9]))",
                               std::regex::icase);
  const std::string name = shortened(model_name(model_id), 200);
  std::smatch match;
  if (!std::regex_search(name, match, kActive) && !std::regex_search(name, match, kAll)) {
    return std::nullopt;
  }
  return std::strtod(match.str(1).c_str(), nullptr);
}

}  // namespace

std::optional<AuditFinding> roofline(const AuditedRuns& audited) {
  std::vector<AuditGroup> groups;
  Severities blocked;
  for (const RunMetrics* run : audited.complete) {
    const auto gb_s = bandwidth_gb_s(*run, audited.bandwidth_by_device);
    const auto of = weights(*run);
    if (!gb_s || !of || !is_single_stream(*run)) continue;
    for (const Speed& speed : speeds_of(*run)) {
      auto group = above_roofline(*run, speed, *gb_s, *of);
      if (!group) continue;
      groups.push_back(std::move(*group));
      blocked[speed.kind] = Severity::Blocks;
    }
  }
  if (groups.empty()) return std::nullopt;
  return AuditFinding{
      .rule = "roofline",
      .subject = "speed above the memory bound",
      .sentence = fmt::format(
          "Read as generation speed, some values are more than the memory can deliver: {}.",
          groups_in_words(groups)),
      .severities = std::move(blocked),
      .groups = std::move(groups),
      .effect =
          "Each token of one stream reads all weights from memory: tokens per second cannot "
          "exceed bandwidth over weights, so such a value counts something else.",
      .advice =
          "Do not read it as generation speed. If the device's bandwidth is wrong here, give "
          "--bandwidth."};
}

std::optional<AuditFinding> unchecked_roofline(const AuditedRuns& audited) {
  std::vector<AuditGroup> groups = {{"no known memory bandwidth", {}, {}},
                                    {"no known size of the weights", {}, {}}};
  for (const RunMetrics* run : audited.complete) {
    if (!is_single_stream(*run)) continue;
    if (!bandwidth_gb_s(*run, audited.bandwidth_by_device)) {
      groups[0].runs.push_back(run);
    } else if (!weights(*run)) {
      groups[1].runs.push_back(run);
    }
  }
  std::erase_if(groups, [](const AuditGroup& group) { return group.runs.empty(); });
  if (groups.empty()) return std::nullopt;
  return AuditFinding{
      .rule = "roofline_unchecked",
      .subject = "speeds not checked against the memory bound",
      .sentence = fmt::format("Some speeds could not be checked against the memory bandwidth: {}.",
                              groups_in_words(groups)),
      .severities = {{Kind::Generation, Severity::Note}, {Kind::TotalTokens, Severity::Note}},
      .groups = std::move(groups),
      .effect = "A wrong token count would go unnoticed.",
      .advice = "Give the bandwidth of the device's memory: --bandwidth DEVICE=GB/s."};
}

std::optional<AuditFinding> overhead(const AuditedRuns& audited) {
  std::map<std::string, std::pair<RunPointers, std::vector<double>>> by_device;
  double largest = 0;
  for (const RunMetrics* run : audited.complete) {
    const auto percent = find_metric("overhead")->value(*run);
    if (!percent) continue;
    auto& [runs, percents] = by_device[run->device];
    runs.push_back(run);
    percents.push_back(*percent);
    largest = std::max(largest, *percent);
  }
  if (largest < kOverheadPercent) return std::nullopt;
  std::vector<AuditGroup> groups;
  std::vector<std::string> parts;
  for (auto& [device, measured] : by_device) {
    auto& [runs, percents] = measured;
    const auto& [low, high] = std::minmax_element(percents.begin(), percents.end());
    const std::string range = range_in_words(percents, 1) + '%';
    parts.push_back(fmt::format("{} on {}", range, device));
    groups.push_back({range + " of the time on " + device,
                      std::move(runs),
                      {{"least_percent", *low}, {"most_percent", *high}}});
  }
  return AuditFinding{
      .rule = "overhead",
      .subject = "time outside the requests",
      .sentence = fmt::format("Part of the elapsed time was spent outside the requests: {}.",
                              fmt::join(parts, ", ")),
      .severities = severities({}, {Kind::TotalTokens, Kind::TokenEnergy, Kind::Pace}),
      .groups = std::move(groups),
      .effect =
          "A metric over elapsed time, such as total tokens or images per second, measures the "
          "benchmark as well as the model.",
      .advice = "Compare latency or generated tokens per second of request time."};
}

std::optional<double> bandwidth_gb_s(const RunMetrics& run,
                                     const std::map<std::string, double>& given) {
  if (const auto found = given.find(run.device); found != given.end()) return found->second;
  const std::string text =
      fmt::format("{}; {}; {}; {}", run.device, text_of(run.meta.machine_facts, "gpu_names"),
                  text_of(run.meta.machine_facts, "board_model"),
                  text_of(run.meta.machine_facts, "product_name"));
  for (const KnownDevice& device : kDevices) {
    if (names_device(text, device.name)) return device.gb_s;
  }
  return std::nullopt;
}

std::optional<Weights> weights(const RunMetrics& run) {
  const Facts& facts = run.meta.engine_facts;
  if (const auto bytes = number_of(facts, "model_file_bytes")) {
    return Weights{*bytes, "by the size of its file"};
  }
  const auto bytes_each = bytes_per_parameter(run.dtype);
  if (!bytes_each) return std::nullopt;
  if (const auto count = number_of(facts, "parameter_count")) {
    return Weights{*count * *bytes_each, "by its number of parameters"};
  }
  const auto billions = billions_in_name(run.model_id);
  if (!billions) return std::nullopt;
  return Weights{*billions * 1e9 * *bytes_each, "by the number in its name"};
}

}  // namespace sightmark
