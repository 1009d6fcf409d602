#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/device_report.h"

namespace sightmark {
namespace {

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

std::string to_json(const DeviceReport& report) {
  const Json json = {{"machine", facts_as_json(report.machine)},
                     {"state", facts_as_json(report.state)},
                     {"power", rails_as_json(report.rails)},
                     {"sources", sources_as_json(report.capabilities)}};
  return json.dump(2) + '\n';
}

}  // namespace sightmark
