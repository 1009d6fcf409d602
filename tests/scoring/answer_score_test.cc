#include "scoring/answer_score.h"

#include <gtest/gtest.h>

#include "fakes/fake_truth.h"

namespace sightmark {
namespace {

constexpr Points kRight{1, 1}, kWrong{0, 1};

// Each answer is about three_objects(): two red circles and a blue square.
class CountedRight : public testing::TestWithParam<const char*> {};

TEST_P(CountedRight, IsRightInEveryPoint) {
  const AnswerScore score = answer_score(GetParam(), three_objects());
  EXPECT_EQ(score.kinds_found, (Points{2, 2}));
  EXPECT_EQ(score.kinds_correct, (Points{2, 2}));
  EXPECT_EQ(score.counts, kRight);
}

INSTANTIATE_TEST_SUITE_P(
    Answers, CountedRight,
    testing::Values(
        "There are two red circles and a blue square.", "red circle: 2\nblue square: 1",
        "1. red circle: 2\n2. blue square: 1", "1) Red circles: two\n2) Blue squares: one",
        "- **Red circle**: 2\n- **Blue square**: 1", "* Red circles (2)\n* Blue square (1)",
        "Red circles - 2\nBlue square - 1", "Red circles \u2013 2\nBlue square \u2013 1",
        "| Object | Count |\n|---|---|\n| Red circle | 2 |\n| Blue square | 1 |",
        "Two RED discs and one Blue Rectangle", "2 red balls, 1 blue box",
        "2x red circle, 1x blue square", "red circle x2, blue square x1",
        "A red circle, a blue square and another red circle.",
        "A small red circle, a large blue square and a large red circle.",
        "I can see a red circle. There's also a second red circle, and a blue square.",
        "There is a red circle on the left. There is a red circle on the right. "
        "There is a blue square at the bottom.",
        "The image shows two red circles and a blue square. The red circles are small and large, "
        "and "
        "the blue square is at the bottom.",
        "There are two red circles and a blue square.\n\nRed circles: 2\nBlue square: 1",
        "There are three shapes: two circles and a square. The circles are red, and the square is "
        "blue.",
        "Circles: 2 (red)\nSquares: 1 (blue)",
        "two red-colored circles and a bright blue solid square",
        "A pair of red circles and a single blue square",
        "Two circles which are red, one square in blue",
        "Three shapes: a blue square, two red circles. No triangles or stars are visible.",
        "two red circles and a blue square without any other stars",
        "2 red circles & 1 blue square under a dark orange sky on a green field"));

TEST(AnswerScore, TakesAShapeWithoutItsColour) {
  const AnswerScore score = answer_score("circles: 2\nsquares: 1", three_objects());
  EXPECT_EQ(score.kinds_found, (Points{2, 2}));
  EXPECT_EQ(score.kinds_correct, (Points{2, 2}));
  EXPECT_EQ(score.counts, kRight);
}

// What is wrong lowers its points and no others.
TEST(AnswerScore, OfAWrongNumberIsWrongInCountsAlone) {
  for (const char* answer :
       {"red circle: 3\nblue square: 1", "One red circle and a blue square.",
        "Some red circles and a blue square", "2 red circles, 2 blue squares"}) {
    const AnswerScore score = answer_score(answer, three_objects());
    EXPECT_EQ(score.kinds_found, (Points{2, 2})) << answer;
    EXPECT_EQ(score.kinds_correct, (Points{2, 2})) << answer;
    EXPECT_EQ(score.counts, kWrong) << answer;
  }
}

TEST(AnswerScore, OfAThingThatIsNotThereIsLessCorrect) {
  for (const char* answer :
       {"Two red circles, a blue square and a green star.",
        "Two red circles, a blue square and a dog", "red circle: 2\nblue square: 1\nred square: 1",
        "two red circles, a blue square, three hexagons"}) {
    const AnswerScore score = answer_score(answer, three_objects());
    EXPECT_EQ(score.kinds_found, (Points{2, 2})) << answer;
    EXPECT_EQ(score.kinds_correct, (Points{2, 3})) << answer;
    EXPECT_EQ(score.counts, kWrong) << answer;
  }
}

TEST(AnswerScore, OfAThingThatIsMissingFindsLess) {
  const AnswerScore score = answer_score("Two red circles in a field.", three_objects());
  EXPECT_EQ(score.kinds_found, (Points{1, 2}));
  EXPECT_EQ(score.kinds_correct, (Points{1, 1}));
  EXPECT_EQ(score.counts, kWrong);
}

TEST(AnswerScore, OfAWrongColourFindsLessAndIsLessCorrect) {
  const AnswerScore score = answer_score("two red circles and a purple square", three_objects());
  EXPECT_EQ(score.kinds_found, (Points{1, 2}));
  EXPECT_EQ(score.kinds_correct, (Points{1, 2}));
}

TEST(AnswerScore, OfOneShapeWithoutColourDoesNotFindAll) {
  const ImageTruth truth =
      make_truth("a", {{{"circle", "red", "small"}, 1, 1}, {{"circle", "blue", "small"}, 2, 2}});
  EXPECT_EQ(answer_score("a circle", truth).kinds_found, (Points{1, 2}));
  EXPECT_EQ(answer_score("two circles", truth).kinds_found, (Points{2, 2}));
  EXPECT_EQ(answer_score("two circles, one red and one blue", truth).counts, kRight);
  EXPECT_EQ(answer_score("2 circles: 1 red, 1 blue", truth).counts, kRight);
  EXPECT_EQ(answer_score("two red and blue circles", truth).counts, kRight);
}

TEST(AnswerScore, OfNothingIsWrongOnEveryPoint) {
  for (const char* answer : {"", "no objects", "There are no red circles and no blue squares.",
                             "I cannot see the image.", "\xFF\xFE\x01", "{}[]()::::----"}) {
    const AnswerScore score = answer_score(answer, three_objects());
    EXPECT_EQ(score.kinds_found, (Points{0, 2})) << answer;
    EXPECT_EQ(score.kinds_correct, (Points{0, 0})) << answer;
    EXPECT_EQ(score.counts, kWrong) << answer;
    EXPECT_EQ(score.attributes, (Points{0, 6})) << answer;
    EXPECT_EQ(score.relations, kWrong) << answer;
    EXPECT_EQ(score.setting, kWrong) << answer;
  }
}

TEST(AnswerScore, OfAnEmptySceneIsRightToNameNothing) {
  const ImageTruth empty = make_truth("a", {});
  EXPECT_EQ(answer_score("There are no objects.", empty).counts, kRight);
  EXPECT_EQ(answer_score("A red circle.", empty).counts, kWrong);
  EXPECT_EQ(answer_score("A red circle.", empty).kinds_correct, kWrong);
  EXPECT_EQ(answer_score("A red circle.", empty).relations, (Points{0, 0}));
}

Points attributes(const char* answer) { return answer_score(answer, three_objects()).attributes; }

TEST(Attributes, AreColourAndSizeOfEachObject) {
  for (const char* answer :
       {"A small red circle, a large blue square and a large red circle. All surfaces are flat.",
        "The first circle is small and red. The square is large and blue. The other circle is a "
        "large, "
        "red disc.",
        "There are two circles and a square. One circle is small and red; another circle is big "
        "and "
        "red. The square is large and blue.",
        "- Circle: red, small\n- Square: blue, large\n- Circle: red, large",
        "A tiny red ball, a big red ball and a big blue box",
        "The large red circle and the small red circle are smooth. The blue square is large in "
        "size."}) {
    EXPECT_EQ(attributes(answer), (Points{6, 6})) << answer;
  }
}

TEST(Attributes, AreWrongEachForItself) {
  EXPECT_EQ(attributes("A large red circle, a large blue square and a large red circle."),
            (Points{5, 6}));
  EXPECT_EQ(attributes("A small red circle, a large blue square and a large green circle."),
            (Points{5, 6}));
  EXPECT_EQ(attributes("A small red circle, a small yellow square and a large red circle."),
            (Points{4, 6}));
  EXPECT_EQ(attributes("A small red circle and a large red circle."), (Points{4, 6}));
  EXPECT_EQ(attributes("Two red circles and a blue square."), (Points{3, 6}));
  EXPECT_EQ(attributes("A circle, a square and a circle."), (Points{0, 6}));
  EXPECT_EQ(attributes("A small red star and a large blue cross."), (Points{0, 6}));
}

// About two_objects(): a green triangle to the upper left of a yellow star.
Points relations(const char* answer) { return answer_score(answer, two_objects()).relations; }

TEST(Relations, AreTrueInManyWords) {
  for (const char* answer :
       {"The green triangle is left of the yellow star.",
        "The green triangle is above the yellow star.",
        "The yellow star is to the right of the green triangle.",
        "a small green triangle to the left of the large yellow star",
        "The yellow star is located below the green triangle.",
        "The star is on the right side of the triangle.",
        "The star sits underneath the triangle.",
        "To the right of the green triangle is a yellow star.",
        "Below the triangle, there is a yellow star.",
        "There is a green triangle. To the right of it, there is a yellow star.",
        "There is a green triangle. A yellow star is below it.",
        "A green triangle with a yellow star to its right.",
        "The yellow star is in the lower right, and the green triangle is higher than the star.",
        "From left to right: a green triangle and a yellow star.",
        "From left to right:\n1. Green triangle\n2. Yellow star",
        "The green triangle is on the left, while the yellow star is on the right.",
        "On the left side of the image there is a triangle, and on the right side a star.",
        "The green triangle is on the left. It is above the yellow star.",
        "The triangle is behind the star and to the left of it.",
        "The triangle is next to the star and above the star."}) {
    const Points points = relations(answer);
    EXPECT_GE(points.all, 1u) << answer;
    EXPECT_EQ(points.right, points.all) << answer;
  }
}

TEST(Relations, AreFalseWhereTheyAreSwapped) {
  for (const char* answer :
       {"The green triangle is right of the yellow star.",
        "The yellow star is left of the green triangle.", "The yellow star is above the triangle.",
        "To the left of the green triangle is a yellow star.",
        "The green triangle is on the right and the yellow star is on the left.",
        "There is a green triangle. To the left of it, there is a yellow star.",
        "From left to right: a yellow star, a green triangle.",
        "A green triangle with a yellow star to its left.",
        "The red triangle is left of the yellow star.",  // there is none
        "The green triangle is left of the yellow circle.", "The triangle is next to the star.",
        "The triangle and the star.",  // says none
        "The triangle is under a blue sky with a star."}) {
    EXPECT_EQ(relations(answer), kWrong) << answer;
  }
}

TEST(Relations, AreCountedSingly) {
  EXPECT_EQ(relations("The triangle is above and to the left of the star."), (Points{2, 2}));
  EXPECT_EQ(relations("The triangle is to the upper left of the star."), (Points{2, 2}));
  EXPECT_EQ(relations("The triangle is below and to the left of the star."), (Points{1, 2}));
  EXPECT_EQ(
      relations(
          "The triangle is in the top left corner of the picture, the star in the bottom right."),
      (Points{2, 2}));
  EXPECT_EQ(relations("The triangle is left of the star. The triangle is left of the star."),
            kRight);
}

TEST(Relations, HaveSubjectsAndObjects) {
  const ImageTruth truth = three_objects();  // small circle, square below, large circle
  const auto points = [&](const char* answer) { return answer_score(answer, truth).relations; };
  EXPECT_EQ(points("The small red circle is left of the blue square and the large red circle."),
            (Points{2, 2}));
  EXPECT_EQ(
      points("The small circle is left of the square, and the square is left of the large circle."),
      (Points{2, 2}));
  EXPECT_EQ(points("The small circle is left of the square and above the large circle."),
            (Points{2, 2}));
  EXPECT_EQ(points("The small circle is left of the square, which is left of the large circle."),
            (Points{2, 2}));
  EXPECT_EQ(points("The small circle and the large circle are above the square."), (Points{2, 2}));
  EXPECT_EQ(
      points("A red circle is above another red circle. A red circle is right of the square."),
      (Points{2, 2}));
  EXPECT_EQ(points("The small circle is right of the square and above the large circle."),
            (Points{1, 2}));
  EXPECT_EQ(points("The small circle is right of the large circle."), kWrong);  // it is the other
}

TEST(Relations, DoNotAriseWithOneObject) {
  const ImageTruth one = make_truth("a", {{{"circle", "red", "small"}, 1, 1}});
  EXPECT_EQ(answer_score("The red circle is on the left.", one).relations, (Points{0, 0}));
  EXPECT_EQ(answer_score("The red circle is left of a star.", one).relations, kWrong);
}

TEST(Relations, AreNotScoredWhereTheyAreNotKnown) {
  ImageTruth truth = two_objects();
  truth.relations.clear();
  EXPECT_EQ(answer_score("The triangle is left of the star.", truth).relations, (Points{0, 0}));
}

Points setting(const char* answer) { return answer_score(answer, three_objects()).setting; }

TEST(Setting, IsRightInManyWords) {
  for (const char* answer :
       {"The place is outdoors, in a meadow at dusk.", "A grassy field at sunset.",
        "It looks like evening in an open grassland. There is no snow, and it is not a beach.",
        "The setting is a green field in the twilight; nothing moves."}) {
    EXPECT_EQ(setting(answer), kRight) << answer;
  }
}

TEST(Setting, IsWrongWhereAPartIsWrongOrMissing) {
  for (const char* answer : {"A meadow by day.", "A beach at dusk.", "A meadow.", "At sunset.",
                             "A meadow or a beach, at dusk and at night.", "A snowy field at dusk.",
                             "A meadow at dusk on a sunny beach."}) {
    EXPECT_EQ(setting(answer), kWrong) << answer;
  }
}

TEST(Setting, KnowsEachPlaceAndLight) {
  const auto is_right = [](const char* location, const char* light, const char* answer) {
    return answer_score(answer, make_truth("a", {}, location, light)).setting == kRight;
  };
  EXPECT_TRUE(is_right("beach", "night", "a sandy shore by the sea on a starry night"));
  EXPECT_TRUE(is_right("desert", "day", "sand dunes on a sunny afternoon"));
  EXPECT_TRUE(is_right("snowfield", "day", "a snow-covered field in bright daylight"));
  EXPECT_TRUE(is_right("room", "dusk", "indoors, in a room with evening light"));
  EXPECT_TRUE(is_right("", "", "") == false);  // the question does not arise
}

TEST(AnswerScore, NeedsATruthInKnownWords) {
  EXPECT_TRUE(can_be_scored(three_objects()));
  EXPECT_FALSE(can_be_scored(make_truth("a", {{{"giraffe", "brown", "large"}, 1, 1}})));
  EXPECT_FALSE(can_be_scored(make_truth("a", {}, "volcano")));
}

TEST(AnswerScore, ReadsNoMoreThanItMust) {
  std::string answer;
  for (int i = 0; i < 100'000; ++i) answer += "a red circle left of a red circle and ";
  EXPECT_EQ(answer_score(answer, three_objects()).counts, kWrong);
  EXPECT_EQ(answer_score(std::string(1 << 20, '\n'), three_objects()).counts, kWrong);
}

}  // namespace
}  // namespace sightmark
