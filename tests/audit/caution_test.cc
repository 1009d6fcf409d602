#include <gtest/gtest.h>

#include "fakes/fake_audit.h"

namespace sightmark {
namespace {

TEST(Caution, IsNotGivenWhereRunsAreAlike) {
  const Audited alike(
      {make_run_metrics("Lynx", "Alder", "bf16"), make_run_metrics("Heron", "Birch", "bf16")});
  EXPECT_TRUE(alike.audit.cautions().empty());
  EXPECT_TRUE(Audited({}).audit.cautions().empty());
}

TEST(Caution, IsWhatTheAuditSaysBlocksOrWeakensWithoutItsNotes) {
  RunMetrics cut = make_run_metrics("Heron", "Birch", "fp16");  // another precision is a note
  cut.conditions.max_new_tokens = 80;
  const Audited audited({make_run_metrics("Lynx", "Alder", "bf16"), cut});
  const auto found = audited.audit.cautions();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, "generation_cap");
  EXPECT_NE(found[0].sentence.find("80 tokens"), std::string::npos);
  EXPECT_TRUE(found[0].bears_on(MetricKind::Latency));
  EXPECT_TRUE(found[0].bears_on(MetricKind::Generation));
  EXPECT_FALSE(found[0].bears_on(MetricKind::Memory));
}

}  // namespace
}  // namespace sightmark
