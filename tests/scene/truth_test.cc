#include "scene/scene.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace sightmark {
namespace {

Scene two_objects() {
  return {Location::Beach,
          Light::Dusk,
          100,
          {{Shape::Star, Colour::Red, ObjectSize::Small, 30, 40, 13, {}},
           {Shape::Cross, Colour::Blue, ObjectSize::Large, 100, 150, 32, {}}}};
}

TEST(Truth, SaysAllThatIsTrueOnALine) {
  EXPECT_EQ(truth_json(two_objects(), "scene_0001.png"),
            R"({"image":"scene_0001.png","width":192,"height":192,)"
            R"("setting":{"location":"beach","light":"dusk"},"objects":[)"
            R"({"shape":"star","colour":"red","size":"small","place":"top left",)"
            R"("x":30,"y":40,"radius":13},)"
            R"({"shape":"cross","colour":"blue","size":"large","place":"bottom",)"
            R"("x":100,"y":150,"radius":32}],"relations":[)"
            R"({"subject":0,"relation":"left of","object":1},)"
            R"({"subject":0,"relation":"above","object":1},)"
            R"({"subject":1,"relation":"right of","object":0},)"
            R"({"subject":1,"relation":"below","object":0}]})");
}

TEST(Truth, HasNoRelationsOfOneObject) {
  Scene scene = two_objects();
  scene.objects.pop_back();
  const auto truth = nlohmann::json::parse(truth_json(scene, "a.png"));
  EXPECT_EQ(truth["objects"].size(), 1u);
  EXPECT_TRUE(truth["relations"].empty());
}

TEST(Truth, IsValidWhateverTheNameOfTheImage) {
  const auto truth = nlohmann::json::parse(truth_json(two_objects(), "a\"\n\xff.png"));
  EXPECT_EQ(truth["image"], "a\"\n\uFFFD.png");
}

}  // namespace
}  // namespace sightmark
