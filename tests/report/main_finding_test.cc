#include "report/study_sentence.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

using Sentences = std::vector<std::string>;

RunMetrics run_of(const std::string& dtype, double tokens_per_s, double reach) {
  RunMetrics run = make_run_metrics("Lynx", "Alder", dtype);
  run.values["generated_tokens_per_s"] =
      Estimate{tokens_per_s, Interval{tokens_per_s - reach, tokens_per_s + reach}};
  return run;
}

TEST(MainFindings, NameTheLeaderAndWhetherTheNextIsApart) {
  EXPECT_EQ(main_findings(make_study({run_of("bf16", 30, 2), run_of("fp16", 20, 2)}))[0],
            "Most generated tokens per second of request time: Lynx on Alder (bf16), 30.0 tok/s "
            "(28.0 to 32.0); next Lynx on Alder (fp16), 20.0 tok/s (18.0 to 22.0). Their intervals "
            "do not overlap.");
  const auto close = main_findings(make_study({run_of("bf16", 21, 2), run_of("fp16", 20, 2)}))[0];
  EXPECT_NE(close.find("the lead may be chance"), std::string::npos) << close;
}

TEST(MainFindings, NameNoLeaderAmongEquals) {
  const auto all = main_findings(make_study({run_of("bf16", 20, 2), run_of("fp16", 20, 2)}));
  EXPECT_EQ(all[0],
            "Most generated tokens per second of request time: 2 configurations tie at 20.0 tok/s "
            "(18.0 to 22.0).");
}

TEST(MainFindings, AreThreeAtMostAndOnlyWhatWasMeasured) {
  RunMetrics run = run_of("bf16", 30, 2);
  EXPECT_EQ(main_findings(make_study({run})).size(), 3u);
  run.values.clear();
  run.latency_ms.reset();
  set_successes(run, 100, 100);
  EXPECT_EQ(main_findings(make_study({run})),
            Sentences{"Most reliable: Lynx on Alder (bf16), 100.0%."});
  EXPECT_EQ(main_findings(make_study({})), Sentences{});
}

TEST(MainFindings, RankNoEnergyOverDifferentParts) {
  const auto has_energy = [](const Study& study) {
    for (const std::string& sentence : main_findings(study)) {
      if (sentence.starts_with("Least energy")) return true;
    }
    return false;
  };
  RunMetrics other = run_of("fp16", 20, 2);
  EXPECT_TRUE(has_energy(make_study({run_of("bf16", 30, 2), other})));
  other.conditions.power_scope = PowerScope::GpuRail;
  EXPECT_FALSE(has_energy(make_study({run_of("bf16", 30, 2), other})));
  other.conditions.power_scope = PowerScope::Unknown;
  EXPECT_FALSE(has_energy(make_study({run_of("bf16", 30, 2), other})));
  EXPECT_FALSE(has_energy(make_study({other})));  // over what, nobody knows
}

}  // namespace
}  // namespace sightmark
