#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

// Compares outputs with the files in tests/golden. UPDATE_GOLDEN=1 in the environment writes these
// anew; read the difference before it is committed.
namespace sightmark {

// Takes a number or else one character from the front of `text`.
inline std::string_view next_token(std::string_view& text) {
  constexpr std::string_view kDigits = "0123456789";
  std::size_t size = 1;
  if (kDigits.find(text[0]) != std::string_view::npos) {
    size = std::min(text.find_first_not_of("0123456789."), text.size());
  }
  const std::string_view token = text.substr(0, size);
  text.remove_prefix(size);
  return token;
}

// Whether two texts are the same, but for the last digits of long numbers: compilers round
// differently.
inline bool is_same_but_for_rounding(std::string_view text, std::string_view golden) {
  constexpr double kTolerance = 1e-9;  // relative
  while (!text.empty() && !golden.empty()) {
    const std::string a(next_token(text)), b(next_token(golden));
    if (a == b) continue;
    const double x = std::atof(a.c_str()), y = std::atof(b.c_str());
    if (x == 0 || std::abs(x - y) > kTolerance * std::abs(x)) return false;
  }
  return text.empty() && golden.empty();
}

// Whether `text` is what tests/golden/<name> holds.
inline testing::AssertionResult matches_golden(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::path(SIGHTMARK_SOURCE_DIR) / "tests" / "golden" / name;
  if (std::getenv("UPDATE_GOLDEN")) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return testing::AssertionSuccess();
  }
  std::ifstream file(path, std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  if (is_same_but_for_rounding(text, golden)) return testing::AssertionSuccess();

  const auto end = std::min(text.size(), golden.size());
  std::size_t same = 0;
  while (same < end && text[same] == golden[same]) ++same;
  const std::size_t line = text.rfind('\n', same) + 1;  // npos + 1 is 0
  return testing::AssertionFailure()
         << path.string() << " differs (UPDATE_GOLDEN=1 rewrites it):\n  is  "
         << text.substr(line, 300) << "\n  was " << golden.substr(line, 300);
}

}  // namespace sightmark
