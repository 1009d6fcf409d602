#include <algorithm>
#include <cstdint>

#include "base/text.h"
#include "fuzz/require.h"
#include "suite/image_set.h"

using namespace sightmark;

namespace {

std::size_t count(std::string_view text, char c) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), c));
}

void check(std::string_view text, ManifestForm form) {
  const auto entries = parse_manifest(text, form);
  if (!entries) {
    require(plain_text(entries.error().message) == entries.error().message);
    return;
  }
  std::size_t latest = 0;
  for (const ManifestEntry& entry : *entries) {
    require(entry.line_number > latest && entry.line_number <= count(text, '\n') + 1);
    latest = entry.line_number;
    require(!entry.image.empty() && count(entry.image, '\0') == 0);
    require(is_valid_utf8(entry.truth) && count(entry.truth, '\n') == 0);
    require(entry.truth.empty() || (entry.truth.starts_with('{') && entry.truth.ends_with('}')));
    if (entry.truth.empty()) continue;
    // What is known of an image is JSON itself, and stays as it is when it is read again.
    const auto again =
        parse_manifest("{\"image\":\"a\"," + entry.truth.substr(1), ManifestForm::JsonLines);
    require(again && again->size() == 1 && again->front().truth == entry.truth);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(text, ManifestForm::Paths);
  check(text, ManifestForm::JsonLines);
  return 0;
}
