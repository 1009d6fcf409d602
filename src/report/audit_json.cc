#include <nlohmann/json.hpp>

#include "report/audit_report.h"

namespace sightmark {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kAuditSchemaVersion = 1;

Json to_json(const AuditGroup& group) {
  Json json = {{"value", group.value}, {"run_dirs", Json::array()}};
  for (const RunMetrics* run : group.runs) json["run_dirs"].push_back(run->run_dir);
  json["numbers"] = Json::object();
  for (const Fact& fact : group.numbers) {
    json["numbers"][fact.name] =
        std::visit([](const auto& value) { return Json(value); }, fact.value);
  }
  return json;
}

Json to_json(const AuditFinding& finding) {
  Json json = {{"rule", finding.rule},       {"severity", severity_name(finding.severity())},
               {"subject", finding.subject}, {"sentence", finding.sentence},
               {"metrics", Json::object()},  {"groups", Json::array()},
               {"effect", finding.effect},   {"advice", finding.advice}};
  for (const auto& [kind, severity] : finding.severities) {
    json["metrics"][std::string(metric_kind_name(kind))] = severity_name(severity);
  }
  for (const AuditGroup& group : finding.groups) json["groups"].push_back(to_json(group));
  return json;
}

}  // namespace

std::string audit_json(const Audit& audit, const Study& study) {
  Json json = {{"schema_version", kAuditSchemaVersion},
               {"verdict", audit.verdict},
               {"run_count", study.runs.size()},
               {"complete_run_count", complete_runs(study).size()},
               {"blocks_count", audit.count(Severity::Blocks)},
               {"weakens_count", audit.count(Severity::Weakens)},
               {"note_count", audit.count(Severity::Note)},
               {"findings", Json::array()}};
  for (const AuditFinding& finding : audit.findings) json["findings"].push_back(to_json(finding));
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + '\n';
}

}  // namespace sightmark
