#include "compare/gate.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

const Metric* metric_of(const std::string& key) { return parse_gate(key + " > 0%")->metric; }

// A comparison in which the metric has changed by as much as the interval says.
Comparison comparison_of(const Metric* metric, std::optional<Interval> interval) {
  ComparisonRow row{.metric = metric, .is_in_a = true, .is_in_b = true};
  row.change = Change{.pair_count = 50, .image_count = 50, .a = 1, .b = 1, .interval = interval};
  return {.pair_count = 50, .image_count = 50, .rows = {row}};
}

GateOutcome outcome(const std::string& gate, std::optional<Interval> interval) {
  const auto parsed = parse_gate(gate);
  return judged(*parsed, comparison_of(parsed->metric, interval)).outcome;
}

TEST(Gate, IsAMetricASignAndAChange) {
  const auto gate = parse_gate("  latency_p90 > +5% ");
  ASSERT_TRUE(gate);
  EXPECT_EQ(gate->metric->key, "latency_p90");
  EXPECT_TRUE(gate->is_above);
  EXPECT_EQ(gate->limit, 5);
  const auto accuracy = parse_gate("accuracy<-2.5 points");
  ASSERT_TRUE(accuracy);
  EXPECT_FALSE(accuracy->is_above);
  EXPECT_EQ(accuracy->limit, -2.5);
}

TEST(Gate, ThatIsNoneIsAnErrorWithAnExample) {
  for (const char* text :
       {"", "latency_p90", "> 5%", "speed > 5%", "latency_p90 > 5", "latency_p90 > 5 ms",
        "latency_p90 > five%", "latency_p90 > %", "latency_p90 >> 5%", "latency_p90 > nan%",
        "latency_p90 > inf%", "latency_p90 > 5 points", "accuracy < -2%", "success < --2 points",
        "latency_p90 > 1e999%", "latency_p90 > +-5%\n"}) {
    EXPECT_FALSE(parse_gate(text)) << text;
  }
  EXPECT_NE(parse_gate("latncy_p90 > 5%").error().message.find("latency_p90"), std::string::npos);
  EXPECT_NE(parse_gate("accuracy < -2%").error().message.find("points"), std::string::npos);
}

TEST(Gate, MayBeAboutEveryMetricThatPairsHave) {
  std::size_t count = 0;
  for (const Metric& metric : metrics()) {
    const auto gate = parse_gate(metric.key + (metric.is_share ? " > 1 points" : " > 1%"));
    EXPECT_EQ(gate.has_value(), metric.terms != nullptr) << metric.key;
    if (!gate) {
      EXPECT_NE(gate.error().message.find(metric.key), std::string::npos);
    }
    count += gate.has_value();
  }
  EXPECT_EQ(count, compared_metrics().size());
  EXPECT_NE(parse_gate("speed > 5%").error().message.find("sightmark metrics"), std::string::npos);
}

TEST(Gate, IsDecidedByTheEndsOfTheInterval) {
  EXPECT_EQ(outcome("latency_p90 > 5%", Interval{5.1, 9}), GateOutcome::Fails);
  EXPECT_EQ(outcome("latency_p90 > 5%", Interval{4.9, 9}), GateOutcome::Undecided);
  EXPECT_EQ(outcome("latency_p90 > 5%", Interval{1, 5}), GateOutcome::Passes);
  EXPECT_EQ(outcome("latency_p90 > 5%", std::nullopt), GateOutcome::Undecided);
  EXPECT_EQ(outcome("accuracy < -2 points", Interval{-9, -2.1}), GateOutcome::Fails);
  EXPECT_EQ(outcome("accuracy < -2 points", Interval{-9, -1}), GateOutcome::Undecided);
  EXPECT_EQ(outcome("accuracy < -2 points", Interval{-2, 3}), GateOutcome::Passes);
}

TEST(Gate, WithoutANumberSaysWhy) {
  const Gate gate = *parse_gate("latency_p90 > 5%");
  Comparison comparison = comparison_of(metric_of("latency_p90"), std::nullopt);
  comparison.rows[0].change.reset();
  comparison.rows[0].is_in_b = false;
  EXPECT_EQ(judged(gate, comparison).outcome, GateOutcome::Undecided);
  EXPECT_EQ(judged(gate, comparison).reason, "latency_p90 is not in B");
  comparison.rows[0].obstacles = {"the load"};
  EXPECT_EQ(judged(gate, comparison).reason, "the runs differ in the load");
  EXPECT_EQ(judged(gate, {.pair_count = 9}).reason, "latency_p90 is in neither run");
  EXPECT_EQ(judged(gate, {}).reason, "no trial of A has its like in B");
}

}  // namespace
}  // namespace sightmark
