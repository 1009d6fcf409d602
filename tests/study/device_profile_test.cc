#include "study/device_profile.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

RunMetrics with_speed(const std::string& model, const std::string& device, double tokens_per_s) {
  RunMetrics run = make_run_metrics(model, device, "bf16");
  run.values["generated_tokens_per_s"] = Estimate{tokens_per_s, {}};
  return run;
}

DeviceStanding speed_standing(const Study& study, const std::string& device) {
  for (const DeviceStanding& standing : device_standings(study, device)) {
    if (standing.metric.name == generated_tokens_per_second().name) return standing;
  }
  ADD_FAILURE() << "no standing of " << device;
  return {};
}

TEST(DeviceStandings, CountFirstAndLastAmongSharedModels) {
  const Study study = make_study({
      with_speed("a", "Alder", 30), with_speed("a", "Birch", 20), with_speed("a", "Cedar", 10),
      with_speed("b", "Alder", 30), with_speed("b", "Birch", 40),
      with_speed("c", "Alder", 99),  // nowhere else, so it compares nothing
  });
  const DeviceStanding alder = speed_standing(study, "Alder");
  EXPECT_EQ(alder.shared_count, 2u);
  EXPECT_EQ(alder.first_count, 1u);
  EXPECT_EQ(alder.last_count, 1u);
  EXPECT_FALSE(alder.is_strength());  // in half, not in more than half
  EXPECT_FALSE(alder.is_weakness());
  EXPECT_EQ(speed_standing(study, "Birch").first_count, 1u);
  EXPECT_TRUE(speed_standing(study, "Cedar").is_weakness());
}

TEST(DeviceStandings, AreAStrengthInMoreThanHalf) {
  const Study study = make_study({with_speed("a", "Alder", 3), with_speed("a", "Birch", 2),
                                  with_speed("b", "Alder", 3), with_speed("b", "Birch", 2),
                                  with_speed("c", "Alder", 1), with_speed("c", "Birch", 2)});
  EXPECT_TRUE(speed_standing(study, "Alder").is_strength());
  EXPECT_FALSE(speed_standing(study, "Alder").is_weakness());
  EXPECT_TRUE(speed_standing(study, "Birch").is_weakness());
}

TEST(DeviceStandings, CountTiesForNone) {
  const Study study = make_study({with_speed("a", "Alder", 3), with_speed("a", "Birch", 3)});
  const DeviceStanding alder = speed_standing(study, "Alder");
  EXPECT_EQ(alder.shared_count, 1u);
  EXPECT_EQ(alder.first_count, 0u);
  EXPECT_EQ(alder.last_count, 0u);
}

TEST(DeviceStandings, DistinguishPrecisions) {
  RunMetrics fp16 = with_speed("a", "Birch", 99);
  fp16.dtype = "fp16";
  const Study study = make_study({with_speed("a", "Alder", 3), fp16});
  EXPECT_TRUE(device_standings(study, "Alder").empty());
}

TEST(DeviceStandings, TakeLowForGoodWhereItIs) {
  RunMetrics slow = make_run_metrics("a", "Birch", "bf16");
  set_latency(slow, spread(5000, 500));
  const Study study = make_study({make_run_metrics("a", "Alder", "bf16"), slow});
  const DeviceStanding latency = device_standings(study, "Alder").at(0);
  EXPECT_EQ(latency.metric.name, latency_p90().name);
  EXPECT_TRUE(latency.is_strength());
}

TEST(DeviceStandings, CompareEnergyOnlyWithinOnePowerScope) {
  const auto has_energy = [](PowerScope one, PowerScope other) {
    RunMetrics a = with_speed("a", "Alder", 3), b = with_speed("a", "Birch", 3);
    a.conditions.power_scope = one;
    b.conditions.power_scope = other;
    const auto standings = device_standings(make_study({a, b}), "Alder");
    return std::any_of(standings.begin(), standings.end(), [](const DeviceStanding& standing) {
      return standing.metric.name == energy_per_inference().name;
    });
  };
  EXPECT_TRUE(has_energy(PowerScope::GpuRail, PowerScope::GpuRail));
  EXPECT_FALSE(has_energy(PowerScope::GpuRail, PowerScope::GpuBoard));
  EXPECT_FALSE(has_energy(PowerScope::Unknown, PowerScope::Unknown));
}

TEST(DeviceStandings, OfASingleDeviceAreNone) {
  EXPECT_TRUE(device_standings(make_study({with_speed("a", "Alder", 3)}), "Alder").empty());
}

TEST(DeviceStandings, LeaveOutAMetricThatOnlyOneDeviceHas) {
  RunMetrics unmeasured = with_speed("a", "Birch", 3);
  clear_energy(unmeasured);
  const Study study = make_study({with_speed("a", "Alder", 3), unmeasured});
  for (const DeviceStanding& standing : device_standings(study, "Alder")) {
    EXPECT_NE(standing.metric.name, energy_per_inference().name);
    EXPECT_NE(standing.metric.name, energy_per_generated_token().name);
  }
}

}  // namespace
}  // namespace sightmark
