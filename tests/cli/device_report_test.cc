#include "cli/device_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "base/text.h"
#include "fakes/fake_system.h"

namespace sightmark {
namespace {

bool says(const std::string& whole, const std::string& part) {
  return whole.find(part) != std::string::npos;
}

DeviceReport report() {
  return {.machine = {{"device_name", "Some \"Board\"\n"},
                      {"os", "Debian"},
                      {"cpu_core_count", std::int64_t{12}},
                      {"memory_total_mb", 62841.4},
                      {"gpu_names", std::vector<std::string>{"A", "B"}}},
          .state = {{"gpu_clock_mhz", 1300.5},
                    {"temperature_cpu_thermal_c", 48.53},
                    {"gpu_throttle_reasons", std::vector<std::string>{}},
                    {"load_average_1min", 0.25}},
          .rails = {{"board sensor", "VDD_GPU", PowerScope::GpuRail, 7.6, false},
                    {"board sensor", "VIN", PowerScope::BoardInput, 141.25, false},
                    {"rapl", "package-0", PowerScope::CpuPackage, 33.3333, true},
                    {"battery", "discharge", PowerScope::BoardInput, std::nullopt, false}},
          .capabilities = {
              {"memory", true, "used and available", ""},
              {"CPU energy", false, "",
               "a remedy of too many words, since they do not fit on a line of this width"}}};
}

TEST(DeviceText, NamesValuesWithUnits) {
  const std::string text = to_text(report(), 100);
  for (const char* line :
       {"CPU core count", "Memory total    62,841 MB", "GPU names       A, B", "1,300 MHz",
        "48.5 °C", "GPU throttle reasons     none", "Load average 1min        0.25"}) {
    EXPECT_TRUE(says(text, line)) << line << '\n' << text;
  }
}

TEST(DeviceText, AlignsRails) {
  const std::string text = to_text(report(), 100);
  EXPECT_TRUE(says(text,
                   "  Source        Rail       Scope               Now\n"
                   "  board sensor  VDD_GPU    gpu_rail         7.60 W\n"
                   "                VIN        board_input    141.25 W\n"
                   "  rapl          package-0  cpu_package     33.33 W, by its energy counter\n"
                   "  battery       discharge  board_input     unknown\n"))
      << text;
}

TEST(DeviceText, SaysWhereThereIsNoPower) {
  DeviceReport none = report();
  none.rails.clear();
  EXPECT_TRUE(says(to_text(none, 100), "No source of power can be read here"));
}

TEST(DeviceText, WrapsAtTheWidth) {
  std::istringstream lines(to_text(report(), 60));
  std::size_t remedy_line_count = 0;
  for (std::string line; std::getline(lines, line);) {
    const bool is_rail = says(line, " W");  // whose line is as wide as it is
    EXPECT_TRUE(is_rail || code_point_count(line) <= 60) << line;
    remedy_line_count += says(line, "remedy") || says(line, "width") ? 1 : 0;
  }
  EXPECT_EQ(remedy_line_count, 2u);
  EXPECT_NE(to_text(report(), 0), "");
}

TEST(DeviceText, OfNothingIsStillText) { EXPECT_TRUE(says(to_text({}, 100), "This device")); }

TEST(DeviceText, IsHarmlessOnATerminal) {
  DeviceReport hostile = report();
  hostile.rails[0].rail = hostile.rails[0].source = "\x1B[31m";
  hostile.capabilities[0].what = "\x1B[31m";
  hostile.state.push_back({"x", "\x1B[31m"});
  EXPECT_FALSE(says(to_text(hostile, 100), "\x1B"));
  EXPECT_FALSE(says(to_json(hostile), "\x1B"));
}

TEST(DeviceJson, HoldsAll) {
  const auto json = nlohmann::json::parse(to_json(report()));
  EXPECT_EQ(json["machine"]["device_name"], "Some \"Board\"\uFFFD");
  EXPECT_EQ(json["machine"]["cpu_core_count"], 12);
  EXPECT_EQ(json["machine"]["memory_total_mb"], 62841.4);
  EXPECT_EQ(json["machine"]["gpu_names"], nlohmann::json({"A", "B"}));
  EXPECT_EQ(json["state"]["gpu_throttle_reasons"], nlohmann::json::array());
  EXPECT_EQ(json["power"][0], nlohmann::json({{"source", "board sensor"},
                                              {"rail", "VDD_GPU"},
                                              {"scope", "gpu_rail"},
                                              {"power_w", 7.6},
                                              {"is_from_counter", false}}));
  EXPECT_EQ(json["power"][2]["power_w"], 33.333);
  EXPECT_EQ(json["power"][3]["power_w"], nullptr);
  EXPECT_EQ(json["sources"][0]["is_available"], true);
  EXPECT_EQ(json["sources"][0]["what"], "used and available");
}

TEST(DeviceJson, OfNothingHasItsParts) {
  const auto json = nlohmann::json::parse(to_json({}));
  EXPECT_EQ(json["machine"], nlohmann::json::object());
  EXPECT_EQ(json["power"], nlohmann::json::array());
}

TEST(DeviceReportOf, AJetsonReportsItsRails) {
  const FakeSystem system;
  put_jetson_orin(system);
  const DeviceReport found = device_report(system.roots());
  ASSERT_EQ(found.rails.size(), 4u);
  EXPECT_EQ(found.rails[0].rail, "VDD_GPU_SOC");
  EXPECT_NEAR(found.rails[0].power_w.value(), 7.6, 1e-9);
  EXPECT_FALSE(found.rails[0].is_from_counter);
}

TEST(DeviceReportOf, ACounterGivesPowerOverAMoment) {
  const FakeSystem system;
  system.put("sys/class/powercap/intel-rapl:0/name", "package-0\n");
  system.put("sys/class/powercap/intel-rapl:0/energy_uj", "5\n");
  system.put("sys/class/powercap/intel-rapl:0/max_energy_range_uj", "500\n");
  const DeviceReport found = device_report(system.roots());
  ASSERT_EQ(found.rails.size(), 1u);
  EXPECT_EQ(found.rails[0].power_w, 0);
  EXPECT_TRUE(found.rails[0].is_from_counter);
}

}  // namespace
}  // namespace sightmark
