#include <cstdint>

#include "fuzz/require.h"
#include "record/truth.h"
#include "scoring/accuracy.h"
#include "scoring/answer_word.h"

using namespace sightmark;

namespace {

ImageTruth scene() {
  constexpr std::string_view kLine =
      R"({"image_name": "a", "truth": {"setting": {"location": "beach", "light": "day"}, "objects": [
          {"shape": "circle", "colour": "red", "size": "small"},
          {"shape": "circle", "colour": "blue", "size": "large"},
          {"shape": "star", "colour": "red", "size": "small"}],
          "relations": [{"subject": 0, "relation": "left of", "object": 1}]}})";
  return **parse_truth(kLine);
}

void check(const Points& points, std::size_t most) {
  require(points.right <= points.all && points.all <= most);
}

}  // namespace

// Whatever a model says has a score.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ImageTruth truth = scene();
  const std::string_view answer(reinterpret_cast<const char*>(data), size);
  const AnswerScore score = answer_score(answer, truth);
  require(score.kinds_found.all == 3 && score.attributes.all == 6 && score.counts.all == 1 &&
          score.setting.all == 1 && score.relations.all >= 1);
  check(score.kinds_found, 3);
  check(score.kinds_correct, kMostWords);
  check(score.counts, 1);
  check(score.attributes, 6);
  check(score.relations, 16 * kMostWords);
  check(score.setting, 1);
  for (const char* task : {"caption_brief", "spatial_relationships", "attributes", ""}) {
    const auto accuracy = accuracy_of(score, aspects_of(task));
    require(accuracy && *accuracy >= 0 && *accuracy <= 1);
  }
  return 0;
}
