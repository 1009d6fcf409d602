#include "record/truth.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

namespace sightmark {
namespace {

using simdjson::dom::element;

// The text of a field; empty where there is none.
std::string text(const element& json, std::string_view key) {
  std::string_view value;
  if (json[key].get(value)) return {};
  return std::string(value);
}

// Whether they are a scene's: a manifest may describe other things of an image, in any form.
bool have_shapes(const simdjson::dom::array& list) {
  return std::all_of(list.begin(), list.end(),
                     [](const element& item) { return !item["shape"].error(); });
}

Expected<std::vector<TrueObject>> objects(const simdjson::dom::array& list) {
  std::vector<TrueObject> all;
  for (const element item : list) {
    TrueObject object{text(item, "shape"), text(item, "colour"), text(item, "size")};
    if (object.shape.empty() || object.colour.empty() || object.size.empty()) {
      return fail(fmt::format("object {} lacks its shape, colour or size", all.size()));
    }
    all.push_back(std::move(object));
    if (all.size() > ImageTruth::kMostObjects) {
      return fail(fmt::format("more than {} objects", ImageTruth::kMostObjects));
    }
  }
  return all;
}

Expected<std::vector<TrueRelation>> relations(const element& truth, std::size_t object_count) {
  std::vector<TrueRelation> all;
  simdjson::dom::array list;
  if (truth["relations"].get(list)) return all;
  for (const element item : list) {
    std::uint64_t subject = object_count, object = object_count;
    const bool is_known = !item["subject"].get(subject) && !item["object"].get(object);
    if (!is_known || subject >= object_count || object >= object_count) {
      return fail("a relation is between objects that are not there");
    }
    all.push_back({subject, text(item, "relation"), object});
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace

Expected<std::optional<ImageTruth>> parse_truth(std::string_view line) {
  simdjson::dom::parser parser;
  element json, truth, setting;
  if (const auto error = parser.parse(line.data(), line.size()).get(json)) {
    return fail(simdjson::error_message(error));
  }
  ImageTruth result{.image = text(json, "image_name")};
  if (result.image.empty()) return fail("no image is named; write {\"image_name\": \"NAME\"}");

  simdjson::dom::array list;
  if (json["truth"].get(truth) || truth["objects"].get(list)) return std::nullopt;
  if (!have_shapes(list)) return std::nullopt;
  auto all = objects(list);
  if (!all) return tl::unexpected(all.error());
  auto related = relations(truth, all->size());
  if (!related) return tl::unexpected(related.error());
  if (!truth["setting"].get(setting)) {
    result.location = text(setting, "location");
    result.light = text(setting, "light");
  }
  result.objects = std::move(*all);
  result.relations = std::move(*related);
  return result;
}

}  // namespace sightmark
