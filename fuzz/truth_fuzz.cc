#include <algorithm>
#include <cstdint>
#include <string>

#include "base/text.h"
#include "fuzz/require.h"
#include "record/truth.h"

using namespace sightmark;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto truth = parse_truth({reinterpret_cast<const char*>(data), size});
  if (!truth) {
    require(plain_text(truth.error().message) == truth.error().message);
    return 0;
  }
  if (!*truth) return 0;
  const ImageTruth& own = **truth;
  require(!own.image.empty() && is_valid_utf8(own.image) && is_valid_utf8(own.location));
  require(own.objects.size() <= ImageTruth::kMostObjects);
  require(std::is_sorted(own.relations.begin(), own.relations.end()));
  for (const TrueObject& object : own.objects) {
    require(!object.shape.empty() && !object.colour.empty() && !object.size.empty());
  }
  for (const TrueRelation& relation : own.relations) {
    require(relation.subject < own.objects.size() && relation.object < own.objects.size());
  }
  return 0;
}
