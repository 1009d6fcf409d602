#include "record/truth.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

std::string line(const std::string& truth) {
  return R"({"image_name": "1.png", "truth": )" + truth + "}";
}

constexpr const char* kCircle = R"({"shape": "circle", "colour": "red", "size": "small", "x": 4})";
constexpr const char* kStar = R"({"shape": "star", "colour": "blue", "size": "large"})";

TEST(ParseTruth, TakesAScene) {
  const auto truth =
      parse_truth(line(std::string(R"({"width": 192, "objects": [)") + kCircle + "," + kStar +
                       R"(], "setting": {"location": "beach", "light": "day"},
                   "relations": [{"subject": 1, "relation": "right of", "object": 0},
                                 {"subject": 0, "relation": "left of", "object": 1},
                                 {"subject": 0, "relation": "left of", "object": 1}]})"));
  ASSERT_TRUE(truth && *truth);
  EXPECT_EQ((*truth)->image, "1.png");
  EXPECT_EQ((*truth)->location, "beach");
  EXPECT_EQ((*truth)->light, "day");
  EXPECT_EQ((*truth)->objects,
            (std::vector<TrueObject>{{"circle", "red", "small"}, {"star", "blue", "large"}}));
  EXPECT_EQ((*truth)->relations,
            (std::vector<TrueRelation>{{0, "left of", 1}, {1, "right of", 0}}));
}

TEST(ParseTruth, OfAnEmptySceneHasNoObjects) {
  const auto truth = parse_truth(line(R"({"objects": []})"));
  ASSERT_TRUE(truth && *truth);
  EXPECT_TRUE((*truth)->objects.empty());
  EXPECT_TRUE((*truth)->location.empty());
}

TEST(ParseTruth, LeavesOutOtherKnowledge) {
  for (const char* truth : {R"({"caption": "A street."})", R"({"objects": "two"})", "3", "null",
                            R"({"objects": [{"name": "car", "count": 2}]})"}) {
    const auto parsed = parse_truth(line(truth));
    ASSERT_TRUE(parsed) << truth;
    EXPECT_FALSE(*parsed) << truth;
  }
}

TEST(ParseTruth, FailsWithAReason) {
  const auto reason = [](const std::string& text) {
    const auto parsed = parse_truth(text);
    return parsed ? "none" : parsed.error().message;
  };
  EXPECT_NE(reason("{").size(), 0u);
  EXPECT_NE(reason("[]").find("image_name"), std::string::npos);
  EXPECT_NE(reason(R"({"truth": {"objects": []}})").find("image_name"), std::string::npos);
  EXPECT_NE(reason(line(R"({"objects": [{"shape": "star"}]})")).find("object 0"),
            std::string::npos);
  const std::string one = std::string(R"({"objects": [)") + kCircle + "], ";
  for (const char* relation :
       {R"({"subject": 0, "relation": "above", "object": 1})",
        R"({"subject": -1, "relation": "above", "object": 0})", R"({"relation": "above"})", "7"}) {
    EXPECT_NE(reason(line(one + R"("relations": [)" + relation + "]}")).find("relation"),
              std::string::npos)
        << relation;
  }
  std::string many = kCircle;
  for (std::size_t i = 0; i < ImageTruth::kMostObjects; ++i) many += std::string(",") + kCircle;
  EXPECT_NE(reason(line(R"({"objects": [)" + many + "]}")).find("more than 100"),
            std::string::npos);
}

}  // namespace
}  // namespace sightmark
