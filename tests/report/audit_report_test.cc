#include "report/audit_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "audit/attribute.h"
#include "base/file.h"
#include "fakes/fake_audit.h"

namespace sightmark {
namespace {

std::vector<RunMetrics> two_caps() {
  RunMetrics other = make_run_metrics("Heron", "Birch", "bf16");
  other.conditions.max_new_tokens = 80;
  other.conditions.capped_count = 30;
  return {make_run_metrics("Lynx", "Alder", "bf16"), other};
}

TEST(AuditJson, HasEachFindingWithItsGroups) {
  const Audited all(two_caps());
  const auto json = nlohmann::json::parse(audit_json(all.audit, all.study));
  EXPECT_EQ(json["blocks_count"], 1);
  EXPECT_EQ(json["complete_run_count"], 2);
  EXPECT_EQ(json["findings"].size(), all.audit.findings.size());
  const auto& cap = json["findings"][0];
  EXPECT_EQ(cap["rule"], "generation_cap");
  EXPECT_EQ(cap["severity"], "blocks");
  EXPECT_EQ(cap["metrics"]["latency"], "blocks");
  EXPECT_EQ(cap["metrics"]["generation"], "weakens");
  EXPECT_EQ(cap["groups"][1]["run_dirs"][0], "Birch/Heron/bf16");
  for (const auto& finding : json["findings"]) {
    if (finding["rule"] != "capped_answers") continue;
    EXPECT_DOUBLE_EQ(finding["groups"][0]["numbers"]["capped_percent"], 30);
    EXPECT_EQ(finding["groups"][0]["numbers"]["max_new_tokens"], 80);
  }
}

TEST(AuditMarkdown, HasASectionForEachSeverity) {
  const Audited all(two_caps());
  const std::string text = audit_markdown(all.audit);
  const std::size_t blocks = text.find("## Blocks a comparison\n\n### generation_cap\n");
  const std::size_t weakens = text.find("## Weakens a comparison\n\n### capped_answers\n");
  EXPECT_NE(blocks, std::string::npos) << text;
  EXPECT_NE(weakens, std::string::npos);
  EXPECT_LT(blocks, weakens);
  EXPECT_NE(text.find("| at most 80 tokens per answer | 1 | Birch/Heron/bf16 |"),
            std::string::npos);
}

TEST(AuditMarkdown, NamesFewOfManyRunsAndGroups) {
  std::vector<RunMetrics> runs;
  for (int i = 0; i < 100; ++i) {
    runs.push_back(make_run_metrics("Lynx", "Alder", "bf16"));
    runs.back().conditions.max_new_tokens = i < 50 ? 1000 : i;
  }
  const std::string text = audit_markdown(Audited(runs).audit);
  EXPECT_NE(text.find(", 38 more |"), std::string::npos);
  EXPECT_NE(text.find("And 21 further groups."), std::string::npos);
}

TEST(AuditMarkdown, OfNothingIsTheVerdict) {
  EXPECT_NE(audit_markdown(Audited({}).audit).find("No comparison among 0 runs is blocked"),
            std::string::npos);
  EXPECT_NE(audit_text(Audited({}).audit).find("No comparison among 0 runs is blocked"),
            std::string::npos);
}

// The names of the kinds with this severity, as docs/audit.md lists them.
std::string listed(const Severities& severities, Severity severity) {
  std::string names;
  for (const auto& [kind, of_kind] : severities) {
    if (of_kind != severity) continue;
    names += (names.empty() ? "" : ", ") + std::string(metric_kind_name(kind));
  }
  return names;
}

TEST(AuditDocument, SaysWhatEachAttributeBlocksAndWeakens) {
  const auto document =
      read_file(std::filesystem::path(SIGHTMARK_SOURCE_DIR) / "docs" / "audit.md", 1 << 20);
  ASSERT_TRUE(document);
  for (const Attribute& attribute : attributes()) {
    const std::size_t row = document->find("\n| `" + attribute.rule + "` |");
    ASSERT_NE(row, std::string::npos) << attribute.rule;
    const std::string line = document->substr(row + 1, document->find('\n', row + 1) - row);
    const auto cell = [](const std::string& names) {
      return names.empty() ? " | |" : "| " + names + " |";
    };
    for (const Severity severity : {Severity::Blocks, Severity::Weakens}) {
      EXPECT_NE(line.find(cell(listed(attribute.severities, severity))), std::string::npos)
          << attribute.rule << ": " << listed(attribute.severities, severity);
    }
  }
}

}  // namespace
}  // namespace sightmark
