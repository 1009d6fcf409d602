#include "telemetry/tegrastats.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

std::string rails_of(const TegrastatsLine& line) {
  std::string text;
  for (const TegrastatsRail& rail : line.rails) {
    text += rail.name + ' ' + std::to_string(rail.power_w) + ';';
  }
  return text;
}

TEST(Tegrastats, OfAnAgxOrin) {
  const auto line = parse_tegrastats(
      "01-30-2026 09:41:19 RAM 13859/62841MB (lfb 9x4MB) SWAP 0/31421MB (cached 0MB) CPU "
      "[12%@2201,0%@2201,off,off] EMC_FREQ 3%@3199 GR3D_FREQ 99%@[1300,1300] NVDEC off VIC 0%@729 "
      "cpu@48.5C tboard@38.2C gpu@47.1C VDD_GPU_SOC 15000mW/14800mW VDD_CPU_CV 800mW/796mW "
      "VIN_SYS_5V0 4015mW/4010mW NC 0mW/0mW");
  EXPECT_EQ(rails_of(line),
            "VDD_GPU_SOC 15.000000;VDD_CPU_CV 0.800000;VIN_SYS_5V0 4.015000;NC 0.000000;");
  EXPECT_EQ(line.gpu_percent, 99);
  EXPECT_EQ(line.ram_used_mb, 13859);
  EXPECT_EQ(line.ram_total_mb, 62841);
}

TEST(Tegrastats, OfAThor) {
  const auto line = parse_tegrastats(
      "RAM 25686/125772MB (lfb 14x4MB) GR3D_FREQ 45%@1300 VDD_GPU 3000mW/3000mW "
      "VDD_CPU_SOC_MSS 5100mW/5000mW VIN 41200mW/40000mW\r");
  EXPECT_EQ(rails_of(line), "VDD_GPU 3.000000;VDD_CPU_SOC_MSS 5.100000;VIN 41.200000;");
  EXPECT_EQ(line.gpu_percent, 45);
  EXPECT_EQ(line.ram_total_mb, 125772);
}

TEST(Tegrastats, MayTellALoadWithoutAClock) {
  EXPECT_EQ(parse_tegrastats("GR3D_FREQ 0%").gpu_percent, 0);
  EXPECT_EQ(parse_tegrastats("GR3D_FREQ off").gpu_percent, std::nullopt);
}

TEST(Tegrastats, PassesOverWhatItDoesNotUnderstand) {
  for (const char* text : {"",
                           " ",
                           "\n",
                           "RAM",
                           "RAM x/yMB",
                           "RAM 12/MB",
                           "RAM /12MB",
                           "RAM 5/3MB",
                           "RAM 1/2GB",
                           "RAM 1e999/2MB",
                           "GR3D_FREQ",
                           "GR3D_FREQ 101%",
                           "GR3D_FREQ -1%",
                           "GR3D_FREQ 5",
                           "VIN 5mW",
                           "VIN 5mW/",
                           "VIN 5mW/6",
                           "VIN 5/6mW",
                           "VIN -5mW/6mW",
                           "VIN nanmW/1mW",
                           "5mW/6mW",
                           "VIN 99999999999mW/1mW",
                           "VIN 5mW/6mWx",
                           "A B C"}) {
    const auto line = parse_tegrastats(text);
    EXPECT_TRUE(line.rails.empty()) << text;
    EXPECT_FALSE(line.gpu_percent || line.ram_used_mb || line.ram_total_mb) << text;
  }
}

TEST(Tegrastats, ShowsNoControlCharacterOfAName) {
  const auto line = parse_tegrastats("\x1B[31mVIN 5mW/6mW");
  ASSERT_EQ(line.rails.size(), 1u);
  EXPECT_EQ(line.rails[0].name.find('\x1B'), std::string::npos);
}

}  // namespace
}  // namespace sightmark
