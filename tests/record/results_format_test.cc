#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "base/file.h"
#include "record/run_meta.h"
#include "record/run_summary.h"
#include "record/trial.h"

// Each field of the files of a run is in docs/results-format.md, and each of the page's is one.
namespace sightmark {
namespace {

using Names = std::set<std::string, std::less<>>;

// The words of code in a text: "`a`, `b`".
Names words_of_code(const std::string& text) {
  static const std::regex code("`([^`]+)`");
  Names words;
  for (std::sregex_iterator found(text.begin(), text.end(), code), end; found != end; ++found) {
    words.insert((*found)[1]);
  }
  return words;
}

// The page's lines below a heading, up to the next one.
std::vector<std::string> section(const std::string& heading) {
  const std::string page =
      read_file(std::string(SIGHTMARK_SOURCE_DIR) + "/docs/results-format.md", 1 << 20).value();
  std::vector<std::string> lines;
  bool is_within = false;
  std::istringstream stream(page);
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with('#')) is_within = line.find(heading) != line.npos;
    if (is_within) lines.push_back(line);
  }
  return lines;
}

// The fields that the tables below a heading are about.
Names first_column(const std::string& heading) {
  Names names;
  for (const std::string& line : section(heading)) {
    if (!line.starts_with("| `")) continue;
    names.merge(words_of_code(line.substr(0, line.find('|', 1))));
  }
  return names;
}

Names all_words(const std::string& heading) {
  Names names;
  for (const std::string& line : section(heading)) names.merge(words_of_code(line));
  return names;
}

// The keys on the way to each field: "memory" and "gpu_mb".
Names keys_of(const std::vector<std::string_view>& paths) {
  Names keys;
  for (const std::string_view path : paths) {
    for (std::size_t begin = 0; begin <= path.size();) {
      const std::size_t end = std::min(path.find('.', begin), path.size());
      keys.emplace(path.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return keys;
}

void expect_documented(const Names& keys, const Names& words) {
  for (const std::string& key : keys) {
    const bool is_of_a_spread = words.contains(key.substr(0, key.rfind('_')) + "_…");
    EXPECT_TRUE(words.contains(key) || is_of_a_spread) << key << " is in no table of the page";
  }
}

void expect_known(const Names& words, const Names& keys) {
  for (const std::string& word : words) {
    const std::size_t ellipsis = word.find("…");
    const std::string key = ellipsis == word.npos ? word : word.substr(0, ellipsis) + "mean";
    EXPECT_TRUE(keys.contains(key)) << word << " is not a field";
  }
}

TEST(ResultsFormat, HasEachFieldOfATrial) {
  const Names keys = keys_of(trial_field_paths());
  Names words = all_words("runs.jsonl");
  for (const char* heading : {"power_stats", "What few benchmarks"})
    words.merge(all_words(heading));
  expect_documented(keys, words);
  expect_known(first_column("runs.jsonl"), keys);
  expect_known(first_column("# power_stats"), keys);
}

TEST(ResultsFormat, HasEachFieldOfRunMeta) {
  const Names keys = keys_of(run_meta_field_paths());
  Names words = all_words("run_meta.json");
  words.merge(all_words("What few benchmarks"));
  expect_documented(keys, words);
  expect_known(first_column("run_meta.json"), keys);
}

TEST(ResultsFormat, HasEachFieldOfTheSummary) {
  const Names keys = keys_of(run_summary_field_paths());
  expect_documented(keys, all_words("summary.json"));
  expect_known(first_column("summary.json"), keys);
}

}  // namespace
}  // namespace sightmark
