#include "suite/suite.h"

#include <gtest/gtest.h>

#include <set>

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

Suite five_task() { return load_suite("five-task").value(); }

// A suite whose tasks are this JSON.
std::string suite_of(const std::string& tasks) {
  return R"({"name": "mine", "version": "1", "tasks": )" + tasks + "}";
}

std::string error_of(const std::string& json) {
  const auto suite = parse_suite(json);
  return suite ? "no error" : suite.error().message;
}

TEST(FiveTask, AsksTheFiveQuestionsInOrder) {
  std::vector<std::string> names;
  for (const Task& task : five_task().tasks) names.push_back(task.name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"caption_brief", "objects_and_counts",
                                      "spatial_relationships", "scene_context", "attributes"}));
}

TEST(FiveTask, HasASeparatePurposeAndPromptForEach) {
  std::set<std::string> prompts;
  for (const Task& task : five_task().tasks) {
    EXPECT_NE(task.purpose, "") << task.name;
    EXPECT_GT(task.prompt.size(), 20u) << task.name;
    prompts.insert(task.prompt);
  }
  EXPECT_EQ(prompts.size(), 5u);
}

// Answers to other prompts are not comparable: whoever changes one raises the version, and then
// this.
TEST(FiveTask, KeepsItsPromptsWithinAVersion) {
  EXPECT_EQ(five_task().version, "1");
  EXPECT_EQ(sha256(to_json(five_task())),
            "f277e2323bd2ab6934ed9b6ea953dfa32695ecf26a021982274e79071b5edbb6");
}

TEST(BuiltInSuites, AreEachFoundByName) {
  EXPECT_FALSE(built_in_suites().empty());
  for (const Suite& suite : built_in_suites()) EXPECT_EQ(load_suite(suite.name).value(), suite);
}

TEST(BuiltInSuites, AreTheSameReadBackFromJson) {
  for (const Suite& suite : built_in_suites()) {
    EXPECT_EQ(parse_suite(to_json(suite)).value(), suite);
  }
}

TEST(LoadSuite, ReadsAFile) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "mine.json", suite_of(R"([{"name": "a", "prompt": "A?"}])")));
  const Suite suite = load_suite((folder / "mine.json").string()).value();
  EXPECT_EQ(suite, (Suite{"mine", "1", {{"a", "", "A?"}}}));
}

TEST(LoadSuite, NamesTheFileAndLineThatIsWrong) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder / "mine.json", "{\n  \"name\": mine\n}"));
  const auto suite = load_suite((folder / "mine.json").string());
  ASSERT_FALSE(suite);
  EXPECT_NE(suite.error().message.find("mine.json: line 2, column 11: syntax error"),
            std::string::npos)
      << suite.error().message;
}

TEST(LoadSuite, LetsNoOtherSuiteHaveABuiltInName) {
  const TemporaryFolder folder;
  const std::string path = (folder / "edited.json").string();
  Suite edited = five_task();
  ASSERT_TRUE(write_file(path, to_json(edited)));
  EXPECT_EQ(load_suite(path).value(), edited);
  edited.tasks[0].prompt += " Be brief.";
  ASSERT_TRUE(write_file(path, to_json(edited)));
  const auto suite = load_suite(path);
  ASSERT_FALSE(suite);
  EXPECT_NE(suite.error().message.find("edited.json: field \"name\" is that of the built-in suite"),
            std::string::npos);
}

TEST(LoadSuite, SaysWhatToGiveWhereThereIsNoSuchSuite) {
  const auto suite = load_suite("five\x1Btusk");
  ASSERT_FALSE(suite);
  const std::string& message = suite.error().message;
  EXPECT_NE(message.find("tusk: cannot open: No such file"), std::string::npos) << message;
  EXPECT_NE(message.find("sightmark suite list"), std::string::npos) << message;
  EXPECT_EQ(message.find('\x1B'), std::string::npos);
}

TEST(ParseSuite, TakesTheTextsAsTheyStand) {
  const Suite suite = parse_suite(R"({"tasks": [
      {"prompt": "Line one\nline \"two\" \u00e9 😀", "name": "B-2_x", "purpose": "p"},
      {"name": "a1", "prompt": " x "}], "version": "2.1-beta", "name": "my-suite"})")
                          .value();
  EXPECT_EQ(suite.name, "my-suite");
  EXPECT_EQ(suite.version, "2.1-beta");
  EXPECT_EQ(suite.tasks[0], (Task{"B-2_x", "p", "Line one\nline \"two\" é 😀"}));
  EXPECT_EQ(suite.tasks[1], (Task{"a1", "", " x "}));
  EXPECT_EQ(parse_suite(to_json(suite)).value(), suite);
}

TEST(ParseSuite, PassesOverAByteOrderMark) {
  EXPECT_TRUE(parse_suite("\xEF\xBB\xBF" + suite_of(R"([{"name": "a", "prompt": "A?"}])")));
}

TEST(ParseSuite, SaysWhichFieldIsWrong) {
  EXPECT_EQ(error_of(R"({"version": "1", "tasks": []})"), "field \"name\" is missing");
  EXPECT_EQ(error_of(R"({"name": "", "version": "1", "tasks": []})"), "field \"name\" is empty");
  EXPECT_EQ(error_of(R"({"name": "a b", "version": "1", "tasks": []})"),
            "field \"name\" is \"a b\"; only letters, digits, _ and - may be in it");
  EXPECT_EQ(error_of(R"({"name": "a", "tasks": []})"), "field \"version\" is missing");
  EXPECT_EQ(error_of(R"({"name": "a", "version": 1, "tasks": []})"),
            "field \"version\" is not a text; put it in quotes");
  EXPECT_EQ(error_of(R"({"name": "a", "version": "1"})"),
            "field \"tasks\" must be a list of 1 to 1000 tasks");
  EXPECT_EQ(error_of(suite_of("[]")), "field \"tasks\" must be a list of 1 to 1000 tasks");
  EXPECT_EQ(error_of(suite_of("{}")), "field \"tasks\" must be a list of 1 to 1000 tasks");
  EXPECT_EQ(error_of(R"({"name": "a", "version": "1", "task": []})"),
            "field \"task\" is unknown; the fields here are name, version, tasks");
}

TEST(ParseSuite, SaysWhichTaskIsWrong) {
  const std::string good = R"({"name": "a", "prompt": "A?"})";
  EXPECT_EQ(error_of(suite_of("[" + good + ", 3]")),
            "task 2: it is not an object; write {\"name\": ..., \"prompt\": ...}");
  EXPECT_EQ(error_of(suite_of("[" + good + R"(, {"name": "b"}])")),
            "task 2: field \"prompt\" is missing");
  EXPECT_EQ(error_of(suite_of(R"([{"name": "b", "prompt": " \n\t"}])")),
            "task 1: field \"prompt\" is empty");
  EXPECT_EQ(error_of(suite_of(R"([{"name": "../b", "prompt": "B?"}])")),
            "task 1: field \"name\" is \"../b\"; only letters, digits, _ and - may be in it");
  EXPECT_EQ(error_of(suite_of(R"([{"name": "b", "promt": "B?"}])")),
            "task 1: field \"promt\" is unknown; the fields here are name, purpose, prompt");
  EXPECT_EQ(error_of(suite_of("[" + good + ", " + good + "]")),
            "task 2: field \"name\" is \"a\" as in a task before; name it otherwise");
}

TEST(ParseSuite, BoundsWhatAFileMayAskFor) {
  const std::string long_name(65, 'a'), long_prompt((64 << 10) + 1, 'a');
  EXPECT_EQ(error_of(suite_of(R"([{"name": ")" + long_name + R"(", "prompt": "A?"}])")),
            "task 1: field \"name\" is longer than 64 bytes; shorten it");
  EXPECT_EQ(error_of(suite_of(R"([{"name": "a", "prompt": ")" + long_prompt + R"("}])")),
            "task 1: field \"prompt\" is longer than 65536 bytes; shorten it");
}

TEST(ParseSuite, RefusesWhatIsNoJson) {
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("\0", 1), std::string("\xFF\xFE{"),
        suite_of("[1e999]"), suite_of("[\"\xC0\xAF\"]"), suite_of("[\"\\ud800\"]"),
        std::string(100000, '[')}) {
    const std::string error = error_of(text);
    EXPECT_NE(error, "no error");
    EXPECT_EQ(plain_text(error), error);
    EXPECT_LE(code_point_count(error), 200u);
  }
  EXPECT_EQ(error_of("[]"),
            "it is not an object; sightmark suite show five-task --json shows the form");
}

TEST(ParseSuite, QuotesNothingThatHarmsATerminal) {
  for (const std::string& text :
       {suite_of("[{\"name\": \"a\x1B\", \"prompt\": \"A?\"}]"),
        suite_of(R"([{"name": "a\u001b[31m", "prompt": "A?"}])"),
        suite_of(R"([{"name": "a", "prompt": "A?", "\u001b[31m": 1}])")}) {
    const std::string error = error_of(text);
    EXPECT_NE(error, "no error");
    EXPECT_EQ(plain_text(error), error);
  }
}

}  // namespace
}  // namespace sightmark
