#include "page/page_data.h"

#include <gtest/gtest.h>

#include <map>

#include "fakes/fake_run.h"

namespace sightmark {
namespace {

std::map<std::string, std::string> settings_of(const RunMetrics& run) {
  std::map<std::string, std::string> found;
  for (const auto& [name, value] : run_settings(run)) found[name] = value;
  return found;
}

TEST(RunSettings, AreWhatTheRunRecords) {
  RunMetrics run = make_run_metrics("Lynx", "Alder", "bf16");
  run.meta.max_new_tokens = 128;
  run.meta.timeout_s = 2.5;
  run.meta.is_prompt_cache_off = true;
  run.meta.machine_facts = {{"cpu_count", std::int64_t{12}}};
  const auto settings = settings_of(run);
  EXPECT_EQ(settings.at("Longest answer, tokens"), "128");
  EXPECT_EQ(settings.at("Timeout"), "2.5 s");
  EXPECT_EQ(settings.at("Prompt cache off"), "yes");
  EXPECT_EQ(settings.at("Machine: cpu count"), "12");
  EXPECT_FALSE(settings.contains("Host"));
  EXPECT_FALSE(settings.contains("Seed"));
}

TEST(RunSettings, ShowPathsByTheirLastPart) {
  RunMetrics run = make_run_metrics("Lynx", "Alder", "bf16");
  for (const char* path :
       {"/home/someone/photos", "/home/someone/photos/", "C:\\someone\\photos"}) {
    run.meta.manifest = path;
    EXPECT_EQ(settings_of(run).at("Images"), "photos");
  }
  run.meta.manifest = "/";
  EXPECT_FALSE(settings_of(run).contains("Images"));
}

}  // namespace
}  // namespace sightmark
