#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "cli/device_report.h"

namespace sightmark {
namespace {

std::string json_text(std::string_view text) {
  std::string json = "\"";
  for (const char c : plain_text(text)) {  // which leaves no control character and valid UTF-8
    if (c == '"' || c == '\\') json += '\\';
    json += c;
  }
  return json + '"';
}

struct ValueAsJson {
  std::string operator()(const std::string& value) const { return json_text(value); }
  std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const { return fmt::format("{}", value); }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(const std::vector<std::string>& values) const {
    std::vector<std::string> items;
    for (const std::string& value : values) items.push_back(json_text(value));
    return fmt::format("[{}]", fmt::join(items, ", "));
  }
};

std::string facts_as_json(const Facts& facts) {
  std::vector<std::string> members;
  for (const Fact& fact : facts) {
    members.push_back(
        fmt::format("    {}: {}", json_text(fact.name), std::visit(ValueAsJson{}, fact.value)));
  }
  return fmt::format("{{\n{}\n  }}", fmt::join(members, ",\n"));
}

std::string rail_as_json(const LiveRail& rail) {
  return fmt::format(
      R"(    {{"source": {}, "rail": {}, "scope": {}, "power_w": {}, "is_from_counter": {}}})",
      json_text(rail.source), json_text(rail.rail), json_text(power_scope_name(rail.scope)),
      rail.power_w ? fmt::format("{:.3f}", *rail.power_w) : "null", rail.is_from_counter);
}

std::string capability_as_json(const Capability& capability) {
  return fmt::format(R"(    {{"source": {}, "is_available": {}, "what": {}, "remedy": {}}})",
                     json_text(capability.source), capability.is_available,
                     json_text(capability.what), json_text(capability.remedy));
}

template <typename Item, typename ToJson>
std::string list_as_json(const std::vector<Item>& items, ToJson to_json) {
  std::vector<std::string> texts;
  for (const Item& item : items) texts.push_back(to_json(item));
  return texts.empty() ? "[]" : fmt::format("[\n{}\n  ]", fmt::join(texts, ",\n"));
}

}  // namespace

std::string to_json(const DeviceReport& report) {
  return fmt::format(
      "{{\n  \"machine\": {},\n  \"state\": {},\n  \"power\": {},\n  \"sources\": {}\n}}\n",
      facts_as_json(report.machine), facts_as_json(report.state),
      list_as_json(report.rails, rail_as_json),
      list_as_json(report.capabilities, capability_as_json));
}

}  // namespace sightmark
