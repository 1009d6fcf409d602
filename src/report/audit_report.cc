#include "report/audit_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "asset/asset.h"
#include "base/list.h"
#include "base/text.h"
#include "report/page.h"
#include "report/phrase.h"

namespace sightmark {
namespace {

constexpr std::size_t kLineWidth = 92;  // code points, without the indent
constexpr std::string_view kIndent = "    ";
constexpr std::size_t kNamedRunCount = 12;    // of a group
constexpr std::size_t kNamedGroupCount = 30;  // of a finding
constexpr std::size_t kValueLimit = 200;      // code points

// "Blocks latency, energy and power; weakens generation speed."; empty without any kind.
std::string kinds_in_words(const AuditFinding& finding) {
  std::string words;
  for (const Severity severity : {Severity::Blocks, Severity::Weakens, Severity::Note}) {
    std::vector<std::string_view> kinds;
    for (const auto& [kind, of_kind] : finding.severities) {
      if (of_kind == severity) kinds.push_back(metric_kind_in_words(kind));
    }
    if (kinds.empty()) continue;
    const auto verb = severity == Severity::Note ? "is about" : severity_name(severity);
    words += fmt::format("{}{} {}", words.empty() ? "" : "; ", verb, fmt::join(kinds, ", "));
  }
  if (words.empty()) return {};
  words.front() = static_cast<char>(words.front() - 'a' + 'A');
  return words + '.';
}

std::string_view heading(Severity severity) {
  constexpr std::string_view kHeadings[] = {"Good to know", "Weakens a comparison",
                                            "Blocks a comparison"};
  return kHeadings[static_cast<std::size_t>(severity)];
}

std::string run_names(const RunPointers& runs) {
  std::vector<std::string> names;
  for (const RunMetrics* run : runs) {
    if (names.size() == kNamedRunCount) break;
    names.push_back(report_name(run->run_dir));
  }
  std::string words = fmt::format("{}", fmt::join(names, ", "));
  if (runs.size() > names.size()) words += fmt::format(", {} more", runs.size() - names.size());
  return words;
}

Page finding_page(const AuditFinding& finding) {
  Page page{.text = {{"rule", finding.rule},
                     {"subject", finding.subject},
                     {"sentence", finding.sentence},
                     {"kinds", kinds_in_words(finding)},
                     {"effect", finding.effect},
                     {"advice", finding.advice}}};
  auto& groups = page.list["groups"];
  for (const AuditGroup& group : finding.groups) {
    if (groups.size() == kNamedGroupCount) break;
    groups.push_back({.text = {{"value", shortened(group.value, kValueLimit)},
                               {"count", grouped(group.runs.size())},
                               {"runs", run_names(group.runs)}}});
  }
  if (const std::size_t rest = finding.groups.size() - groups.size()) {
    page.text["rest"] = counted(rest, "further group");
  }
  return page;
}

using Json = nlohmann::ordered_json;

constexpr int kAuditSchemaVersion = 1;

Json group_json(const AuditGroup& group) {
  Json numbers = Json::object();
  for (const Fact& fact : group.numbers) {
    numbers[fact.name] = std::visit([](const auto& value) { return Json(value); }, fact.value);
  }
  return {{"value", group.value},
          {"run_dirs", list_of(group.runs, &RunMetrics::run_dir)},
          {"numbers", std::move(numbers)}};
}

Json finding_json(const AuditFinding& finding) {
  Json metrics = Json::object();
  for (const auto& [kind, severity] : finding.severities) {
    metrics[std::string(metric_kind_name(kind))] = severity_name(severity);
  }
  return {{"rule", finding.rule},          {"severity", severity_name(finding.severity())},
          {"subject", finding.subject},    {"sentence", finding.sentence},
          {"metrics", std::move(metrics)}, {"groups", list_of(finding.groups, group_json)},
          {"effect", finding.effect},      {"advice", finding.advice}};
}

}  // namespace

std::string audit_text(const Audit& audit) {
  std::string text = wrapped(audit.verdict, kLineWidth, "");
  const AuditFinding* previous = nullptr;
  for (const AuditFinding& finding : audit.findings) {
    if (!previous || previous->severity() != finding.severity()) {
      text += fmt::format("\n{}\n", heading(finding.severity()));
    }
    previous = &finding;
    text += fmt::format("\n  {}\n", finding.rule);
    text += wrapped(finding.sentence, kLineWidth, kIndent);
    for (const std::string& part : {kinds_in_words(finding), finding.effect, finding.advice}) {
      if (!part.empty()) text += wrapped(part, kLineWidth, kIndent);
    }
  }
  return text;
}

std::string audit_markdown(const Audit& audit) {
  Page page{.text = {{"verdict", audit.verdict}}};
  for (const Severity severity : {Severity::Blocks, Severity::Weakens, Severity::Note}) {
    if (audit.count(severity) == 0) continue;
    Page section{.text = {{"heading", std::string(heading(severity))}}};
    for (const AuditFinding& finding : audit.findings) {
      if (finding.severity() == severity) {
        section.list["findings"].push_back(finding_page(finding));
      }
    }
    page.list["sections"].push_back(std::move(section));
  }
  return filled_template(audit_md(), page);
}

std::string audit_json(const Audit& audit, const Study& study) {
  const Json json = {{"schema_version", kAuditSchemaVersion},
                     {"verdict", audit.verdict},
                     {"run_count", study.runs.size()},
                     {"complete_run_count", complete_runs(study).size()},
                     {"blocks_count", audit.count(Severity::Blocks)},
                     {"weakens_count", audit.count(Severity::Weakens)},
                     {"note_count", audit.count(Severity::Note)},
                     {"findings", list_of(audit.findings, finding_json)}};
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + '\n';
}

}  // namespace sightmark
