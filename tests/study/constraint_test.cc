#include "study/use_case.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

TEST(Constraint, IsASignANumberAndAUnit) {
  const auto latency = parse_constraint(latency_p90(), " <= 1200 ms ");
  ASSERT_TRUE(latency);
  EXPECT_TRUE(latency->is_most);
  EXPECT_EQ(latency->limit, 1200);
  EXPECT_EQ(parse_constraint(latency_p90(), "<=1.5s")->limit, 1500);
  EXPECT_EQ(parse_constraint(latency_p90(), "<= 900")->limit, 900);
  EXPECT_EQ(parse_constraint(peak_memory(), "<= 16 GB")->limit, 16384);
  const auto success = parse_constraint(success_rate(), ">= 99%");
  EXPECT_FALSE(success->is_most);
  EXPECT_EQ(success->limit, 99);
}

TEST(Constraint, ThatIsNoneIsNamed) {
  for (const char* text : {"", "1200 ms", "< 1200 ms", "<= ms", "<= 1200 W", "<= 12x", "<= nan",
                           "<= inf ms", "=> 5 ms", "<="}) {
    const auto parsed = parse_constraint(latency_p90(), text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_NE(parsed.error().message.find("<= 100 ms"), std::string::npos);
  }
}

TEST(Constraint, IsKeptByTheValueAndForCertainByTheInterval) {
  RunMetrics run = make_run_metrics("Lynx", "Alder", "bf16");  // 15 J (14 to 16)
  const auto kept_at = [&](double limit, bool is_most = true) {
    return kept({energy_per_inference(), is_most, limit}, run);
  };
  EXPECT_EQ(kept_at(17).keeping, Keeping::Keeps);
  EXPECT_TRUE(kept_at(17).is_certain);
  EXPECT_EQ(kept_at(15).keeping, Keeping::Keeps);
  EXPECT_FALSE(kept_at(15).is_certain);
  EXPECT_EQ(kept_at(14.5).keeping, Keeping::Breaks);
  EXPECT_FALSE(kept_at(14.5).is_certain);
  EXPECT_EQ(kept_at(13).keeping, Keeping::Breaks);
  EXPECT_TRUE(kept_at(13).is_certain);
  EXPECT_EQ(kept_at(13, false).keeping, Keeping::Keeps);
  run.values.erase("energy_per_inference");
  EXPECT_EQ(kept_at(17).keeping, Keeping::Unknown);  // missing is not small
}

TEST(Constraint, MayBeAboutEveryMetricThatRunsAreRankedBy) {
  for (const Metric& metric : metrics()) {
    const bool is_ranked = metric.is_ranked && !metric.is_reference;
    EXPECT_EQ(ranked_metric(metric.key).has_value(), is_ranked) << metric.key;
    EXPECT_EQ(parse_limit(metric.key + " <= 5").has_value(), is_ranked) << metric.key;
  }
  EXPECT_EQ(parse_limit("latency_p95 >= 2 s")->limit, 2000);
  EXPECT_NE(ranked_metric("latncy_p90").error().message.find("latency_p90"), std::string::npos);
  EXPECT_FALSE(parse_limit("latency_p95"));
  EXPECT_FALSE(parse_limit(""));
}

}  // namespace
}  // namespace sightmark
