#include "audit/audit.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

RunMetrics run_of(const std::string& model, PowerScope scope, MemoryKind kind) {
  RunMetrics run = make_run_metrics(model, "Alder", "bf16");
  run.conditions.power_scope = scope;
  run.memory_kind = kind;
  run.values["memory"] = {4096, {}};
  return run;
}

// The groups as text: "the GPU board: b c".
std::vector<std::string> groups_of(const Study& study, const Metric& metric) {
  std::vector<std::string> groups;
  for (const auto& [within, runs] : comparable_groups(complete_runs(study), metric)) {
    groups.push_back(within + ':');
    for (const RunMetrics* run : runs) groups.back() += ' ' + run->model;
  }
  return groups;
}

TEST(ComparableGroups, AreByPowerScopeForEnergyAndTheLargestIsFirst) {
  const Study study = make_study({run_of("a", PowerScope::GpuRail, MemoryKind::System),
                                  run_of("b", PowerScope::GpuBoard, MemoryKind::System),
                                  run_of("c", PowerScope::GpuBoard, MemoryKind::GpuProcess),
                                  run_of("d", PowerScope::Unknown, MemoryKind::System)});
  EXPECT_EQ(groups_of(study, energy_per_inference()),
            (std::vector<std::string>{"over the GPU board: b c", "over the GPU rail alone: a"}));
  EXPECT_EQ(groups_of(study, peak_memory()),
            (std::vector<std::string>{"over all memory in use: a b d",
                                      "over the engine's memory on the GPU: c"}));
  EXPECT_EQ(groups_of(study, latency_p90()), std::vector<std::string>{": a b c d"});
}

TEST(ComparableGroups, HaveNoRunWithoutTheMetric) {
  RunMetrics run = run_of("a", PowerScope::GpuRail, MemoryKind::System);
  clear_energy(run);
  EXPECT_TRUE(groups_of(make_study({run}), energy_per_inference()).empty());
}

TEST(ComparableGroups, NameInWhatTheyDifferFromTheFirst) {
  RunMetrics cut = run_of("c", PowerScope::GpuBoard, MemoryKind::System);
  cut.conditions.max_new_tokens = 80;
  cut.meta.batch_size = 10;
  RunMetrics silent = run_of("d", PowerScope::GpuBoard, MemoryKind::System);
  silent.conditions.max_new_tokens.reset();  // taken as like the most
  RunMetrics one = run_of("a", PowerScope::GpuBoard, MemoryKind::System);
  one.meta.batch_size = 1;
  const Study study = make_study({one, cut, silent});
  const std::string apart = "with at most 80 tokens per answer, with batch size 10: c";
  EXPECT_EQ(groups_of(study, latency_p90()), (std::vector<std::string>{": a d", apart}));
  EXPECT_EQ(groups_of(study, generated_tokens_per_second()),
            (std::vector<std::string>{": a d", "with batch size 10: c"}));
  EXPECT_EQ(groups_of(study, success_rate()), std::vector<std::string>{": a c d"});
}

TEST(ComparableGroups, AreNotOfPrecisionDeviceOrModel) {
  const Study study =
      make_study({make_run_metrics("a", "Alder", "bf16"), make_run_metrics("b", "Birch", "fp16")});
  EXPECT_TRUE(are_comparable(complete_runs(study), latency_p90()));
  EXPECT_TRUE(are_comparable(complete_runs(study), energy_per_inference()));
}

TEST(AreComparable, IsFalseWhereOneIsComparableWithNone) {
  const Study study = make_study({run_of("a", PowerScope::GpuBoard, MemoryKind::System),
                                  run_of("b", PowerScope::Unknown, MemoryKind::System)});
  EXPECT_FALSE(are_comparable(complete_runs(study), energy_per_inference()));
  EXPECT_FALSE(are_comparable({}, latency_p90()));
}

}  // namespace
}  // namespace sightmark
