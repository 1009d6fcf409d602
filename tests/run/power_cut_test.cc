// What a power failure leaves of a run: the bytes of a disk at one moment, which are those of a
// file system image copied while it is mounted. Mounting the copy replays its journal.
#include <gtest/gtest.h>
#include <unistd.h>

#include <random>
#include <thread>

#include "base/file.h"
#include "run/running.h"

namespace sightmark {
namespace {

bool is_done(const std::string& command) {
  return std::system((command + " >/dev/null 2>&1").c_str()) == 0;  // NOLINT(cert-env33-c)
}

// An image mounted on a folder for as long as it lives.
class Mounted {
 public:
  Mounted(const fs::path& image, const fs::path& folder)
      : folder_(folder),
        is_mounted_(is_done("mount -o loop " + image.string() + ' ' + folder.string())) {}
  Mounted(const Mounted&) = delete;
  Mounted& operator=(const Mounted&) = delete;
  ~Mounted() { EXPECT_TRUE(!is_mounted_ || is_done("umount " + folder_.string())); }

  explicit operator bool() const { return is_mounted_; }

 private:
  fs::path folder_;
  bool is_mounted_;
};

class PowerCut : public Running {
 protected:
  // A copy of the disk, and what was on it for sure.
  struct Cut {
    fs::path image;
    std::size_t call;
    std::string records;
  };

  static constexpr std::size_t kDiskBytes = 16 << 20;

  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root may mount a file system";
    fs::create_directories(disk);
    std::ofstream(image).close();
    fs::resize_file(image, kDiskBytes);
    if (!is_done("mkfs.ext4 -q " + image.string())) GTEST_SKIP() << "there is no mkfs.ext4";
    if (!Mounted(image, disk)) GTEST_SKIP() << "no loop device can be mounted here";
    options.out = disk / "results";
    options.durability = Durability::Record;
  }

  // Before each answer the power is cut, at no moment of the journal in particular.
  void cut_before_each_answer() {
    script.generate = [this](const Question&, std::size_t call, const std::stop_token&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(random_() % 600));
      cut(call);
      return answer_of("A red kite.");
    };
  }

  std::string disk_bytes() const { return read_file(image, kDiskBytes).value(); }

  void cut(std::size_t call) {
    const fs::path runs = options.out / "Alder" / "fake";
    Cut cut{folder / ("cut" + std::to_string(call)), call,
            bytes(fs::directory_iterator(runs)->path() / "runs.jsonl")};
    // The kernel may write while a copy is made; two that are the same are of one moment.
    std::string before = disk_bytes(), after;
    for (int i = 0; i < 20 && before != after; ++i) after = std::exchange(before, disk_bytes());
    std::ofstream(cut.image) << before;
    cuts.push_back(std::move(cut));
  }

  fs::path image = folder / "image", disk = folder / "disk";
  std::vector<Cut> cuts;

 private:
  std::mt19937 random_{7};
};

TEST_F(PowerCut, LosesNoRecordAndARunIsNeverStartedAnew) {
  fs::path run_folder;
  {
    const Mounted mounted(image, disk);
    cut_before_each_answer();
    run_folder = outcome().folder;
    cut(kBefore + kTrials);
  }
  script = {};
  options.resume.emplace();
  ASSERT_EQ(cuts.size(), kBefore + kTrials + 1);
  for (const Cut& cut : cuts) {
    SCOPED_TRACE(cut.call);
    const Mounted mounted(cut.image, disk);
    ASSERT_TRUE(mounted);
    ASSERT_TRUE(fs::is_directory(run_folder));
    EXPECT_TRUE(bytes(run_folder / "runs.jsonl").starts_with(cut.records));
    const bool was_begun = cut.call > 0;  // run_meta.json is written after the first answer
    const bool was_complete = cut.call == kBefore + kTrials;
    EXPECT_EQ(!bytes(run_folder / "summary.json").empty(), was_complete);
    const auto resumed = tried();
    EXPECT_EQ(resumed.has_value(), was_begun && !was_complete)
        << (resumed ? "" : resumed.error().message);
    if (was_begun) expect_each_trial_once(run_folder, kTrials);
    EXPECT_TRUE(bytes(run_folder / "runs.jsonl").starts_with(cut.records));
    EXPECT_EQ(std::distance(fs::directory_iterator(run_folder.parent_path()), {}), 1);
  }
}

}  // namespace
}  // namespace sightmark
