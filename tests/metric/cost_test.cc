#include "metric/cost.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

TEST(Price, IsANumberAndPerhapsACurrency) {
  EXPECT_EQ(parse_price("0.30")->per_kwh, 0.30);
  EXPECT_EQ(parse_price("0.30")->unit, "");
  EXPECT_EQ(parse_price("0.30 EUR")->unit, "EUR");
  EXPECT_EQ(parse_price("30ct")->unit, "ct");
  for (const char* text : {"", "EUR", "-1", "nan", "inf", " 1"}) {
    EXPECT_FALSE(parse_price(text)) << text;
  }
  EXPECT_EQ(parse_price("1 \x1b[31m")->unit.find('\x1b'), std::string::npos);
}

// 15 J (14 to 16) an answer: 15,000 J are 1/240 kWh.
TEST(Cost, IsOfTheEnergyOfAThousandAnswers) {
  const Metric cost = cost_of_answers({0.48, "EUR"});
  RunMetrics run = make_run_metrics("Lynx", "Alder", "bf16");
  EXPECT_DOUBLE_EQ(*cost.value(run), 0.002);
  EXPECT_DOUBLE_EQ(cost.interval(run)->low, 0.002 * 14 / 15);
  EXPECT_EQ(cost.unit, "EUR");
  EXPECT_TRUE(cost.kind == MetricKind::Energy);
  run.values.erase("energy_per_inference");
  EXPECT_FALSE(cost.value(run));
}

}  // namespace
}  // namespace sightmark
