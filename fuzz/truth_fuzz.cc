#include <algorithm>
#include <cstdint>

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
  const ImageTruth& image_truth = **truth;
  require(!image_truth.image.empty() && is_valid_utf8(image_truth.image) &&
          is_valid_utf8(image_truth.location));
  require(image_truth.objects.size() <= ImageTruth::kMostObjects);
  require(std::is_sorted(image_truth.relations.begin(), image_truth.relations.end()));
  for (const TrueObject& object : image_truth.objects) {
    require(!object.shape.empty() && !object.colour.empty() && !object.size.empty());
  }
  for (const TrueRelation& relation : image_truth.relations) {
    require(relation.subject < image_truth.objects.size() &&
            relation.object < image_truth.objects.size());
  }
  return 0;
}
