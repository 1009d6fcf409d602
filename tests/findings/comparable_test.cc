#include "findings/comparable.h"

#include <gtest/gtest.h>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

RunMetrics run_of(const std::string& model, PowerScope scope, MemoryKind kind) {
  RunMetrics run = make_run_metrics(model, "Alder", "bf16");
  run.conditions.power_scope = scope;
  run.primary.memory = Memory{100, kind};
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
            (std::vector<std::string>{"the GPU board: b c", "the GPU rail alone: a"}));
  EXPECT_EQ(
      groups_of(study, peak_memory()),
      (std::vector<std::string>{"all memory in use: a b d", "the engine's memory on the GPU: c"}));
  EXPECT_EQ(groups_of(study, latency_p90()), std::vector<std::string>{": a b c d"});
}

TEST(ComparableGroups, HaveNoRunWithoutTheMetric) {
  RunMetrics run = run_of("a", PowerScope::GpuRail, MemoryKind::System);
  run.primary.energy = {};
  EXPECT_TRUE(groups_of(make_study({run}), energy_per_inference()).empty());
}

}  // namespace
}  // namespace sightmark
