// run_bench: prints the processor time in microseconds that a trial costs sightmark itself: an
// engine that answers at once with 128 tokens, everything recorded, without waiting for the disk.
#include <sys/resource.h>

#include <cstdio>
#include <fstream>
#include <memory>

#include "run/run.h"
#include "sample/image_bytes.h"
#include "sample/temporary_folder.h"

namespace {

using namespace sightmark;

constexpr int kImageCount = 200;
constexpr std::int64_t kRepeats = 20, kTokenCount = 128;
constexpr std::size_t kImageBytes = 4096;

class NullEngine : public Engine {
 public:
  Expected<EngineDescription> load(const LoadProgress&, std::stop_token) override {
    return EngineDescription{.name = "null", .model_id = "null"};
  }

  Generation generate(const Question&, std::stop_token) override {
    Generation answer{.sent = now()};
    for (std::int64_t i = 1; i <= kTokenCount; ++i) {
      answer.arrivals.push_back({std::chrono::nanoseconds(1234567 * i), i});
    }
    answer.text = std::string(500, 'a');
    answer.finish_reason = "stop";
    answer.tokens = {.prompt = 300, .generated = kTokenCount, .counter = TokenCounter::Engine};
    answer.first_token = answer.end = now();
    return answer;
  }

  std::vector<pid_t> processes() const override { return {}; }
  std::optional<std::string> death() override { return std::nullopt; }
};

class ConstantMeter : public PowerMeter {
 public:
  std::string name() const override { return "constant"; }
  Expected<std::vector<PowerReading>> read() override {
    return std::vector<PowerReading>{{"board", PowerScope::GpuBoard, 50, std::nullopt}};
  }
};

double processor_s() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Processor seconds of a run; negative if it failed.
double run_s(const TemporaryFolder& folder, std::int64_t repeats) {
  RunSources sources;
  sources.make_engine = [](const std::filesystem::path&) { return std::make_unique<NullEngine>(); };
  sources.meters.push_back(std::make_unique<ConstantMeter>());
  const double start = processor_s();
  const auto outcome = run({.images = folder / "images",
                            .out = folder / "results",
                            .model_key = "null",
                            .repeats = repeats,
                            .idle_s = 0.2,
                            .durability = Durability::Batch},
                           std::move(sources), [](const RunProgress&) {}, {});
  if (outcome && outcome->end == RunEnd::Complete) return processor_s() - start;
  std::fprintf(stderr, "run_bench: %s\n",
               outcome ? outcome->reason.c_str() : outcome.error().message.c_str());
  return -1;
}

}  // namespace

int main() {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "images");
  for (int i = 0; i < kImageCount; ++i) {
    std::ofstream(folder / "images" / (std::to_string(i) + ".png"))
        << png_start(640, 480) << std::string(kImageBytes, 'x');
  }
  const double few_s = run_s(folder, 1), many_s = run_s(folder, 1 + kRepeats);
  if (few_s < 0 || many_s < 0) return 1;
  const double trial_count = 5.0 * kImageCount * static_cast<double>(kRepeats);
  std::printf("run_cpu_us_per_trial %.2f\n", 1e6 * (many_s - few_s) / trial_count);
  return 0;
}
