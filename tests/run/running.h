#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "fakes/fake_engine.h"
#include "record/run_reader.h"
#include "run/run.h"
#include "sample/image_bytes.h"
#include "sample/temporary_folder.h"

namespace sightmark {

namespace fs = std::filesystem;

using RunOnDisk = Run;  // GoogleTest's fixtures have a Run already

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A run over a few images with an engine that does as its script says.
class Running : public testing::Test {
 protected:
  Running() {
    fs::create_directories(folder / "images");
    for (const char* name : {"a.png", "b.png", "c.png"}) put_image(name);
    options.images = folder / "images";
    options.out = folder / "results";
    options.model_key = "fake";
    options.device_name = "Alder";
    options.warmup = 2;
    options.idle_s = 0.01;
    options.durability = Durability::Batch;
    options.sightmark_version = "1.2.3";
  }

  void put_image(const std::string& name) {
    std::ofstream(folder / "images" / name) << png_start(64, 48) << name;
  }

  Expected<RunOutcome> tried(std::vector<std::unique_ptr<PowerMeter>> meters = {}) {
    RunSources sources{.make_engine = [this](const fs::path&) -> Expected<std::unique_ptr<Engine>> {
                         return std::make_unique<FakeEngine>(script);
                       },
                       .meters = std::move(meters),
                       .roots = {.sys = folder / "no", .proc = folder / "no", .nvml = "no.so"}};
    return run(
        options, std::move(sources), [](const RunProgress&) {}, stop.get_token());
  }

  RunOutcome outcome(std::vector<std::unique_ptr<PowerMeter>> meters = {}) {
    auto result = tried(std::move(meters));
    if (result) return std::move(*result);
    ADD_FAILURE() << result.error().message;
    return {};
  }

  // Fails every call from the `first` on, up to `count` of them.
  void fail_calls(std::size_t first, std::size_t count, FailureKind kind) {
    script.generate = [=](const Question&, std::size_t call, const std::stop_token&) {
      const bool is_failure = call >= first && call - first < count;
      return is_failure ? failure_of(kind, "as scripted") : answer_of("A red kite.");
    };
  }

  static std::string bytes(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static std::vector<std::string> lines(const fs::path& path) {
    std::ifstream file(path);
    std::vector<std::string> all;
    for (std::string line; std::getline(file, line);) all.push_back(line);
    return all;
  }
  // Of a run that returned no outcome.
  fs::path only_run_folder() const {
    fs::path found;
    for (const auto& entry : fs::recursive_directory_iterator(options.out)) {
      if (entry.path().filename() == "runs.jsonl") found = entry.path().parent_path();
    }
    return found;
  }
  static RunOnDisk read(const fs::path& run_folder) {
    return read_run({run_folder, "r", "r/x"}).value();
  }

  static void expect_each_trial_once(const fs::path& run_folder, std::size_t count) {
    const RunOnDisk whole = read(run_folder);
    EXPECT_EQ(whole.problems.damaged_line_count, 0u);
    EXPECT_EQ(whole.problems.duplicate_count, 0u);
    EXPECT_EQ(whole.trials.size(), count);
  }

  static constexpr std::size_t kBefore = 1 + 2;  // calls before the first that counts
  static constexpr std::size_t kTrials = 3 * 5;  // images and tasks

  TemporaryFolder folder;
  RunOptions options;
  EngineScript script;
  std::stop_source stop;
};

}  // namespace sightmark
