#include "engine/engine.h"

#include <gtest/gtest.h>

#include <set>

#include "base/file.h"
#include "engine/engine_kind.h"

namespace sightmark {
namespace {

TEST(FailureKindName, IsAnotherForEach) {
  std::set<std::string_view> names;
  for (int kind = 0; kind <= static_cast<int>(FailureKind::Cancelled); ++kind) {
    names.insert(failure_kind_name(static_cast<FailureKind>(kind)));
  }
  EXPECT_EQ(names.size(), 12u);
  EXPECT_EQ(failure_kind_name(FailureKind::Refused), "refused");
  EXPECT_EQ(failure_kind_name(FailureKind::CutStream), "cut_stream");
  EXPECT_EQ(failure_kind_name(FailureKind::Cancelled), "cancelled");
}

TEST(EngineKinds, AreDescribedInTheDocumentation) {
  const auto text = read_file(SIGHTMARK_SOURCE_DIR "/docs/engines.md", 1 << 20);
  ASSERT_TRUE(text);
  for (const EngineKind& kind : engine_kinds()) {
    EXPECT_NE(text->find("| `" + kind.name + "` | " + kind.summary + " |"), std::string::npos)
        << kind.name;
    EXPECT_NE(text->find("\n## " + kind.name + "\n"), std::string::npos) << kind.name;
  }
}

TEST(EngineKinds, UseOptionsThatThereAre) {
  std::set<std::string> names, used;
  for (const EngineOption& option : engine_options()) {
    EXPECT_TRUE(names.insert(option.name).second) << option.name;
  }
  for (const EngineKind& kind : engine_kinds()) {
    used.insert(kind.required.begin(), kind.required.end());
    used.insert(kind.optional.begin(), kind.optional.end());
  }
  EXPECT_EQ(used, names);
}

TEST(EngineKinds, NameAModelByItsFileItsNameOrItsProgram) {
  EXPECT_EQ(default_model_key({.model = "models/SmolVLM2-Q8_0.gguf"}), "SmolVLM2-Q8_0");
  EXPECT_EQ(default_model_key({.model = "acme/my-vlm-2.2B"}), "my-vlm-2.2B");
  EXPECT_EQ(default_model_key({.command = "python3 tools/adapter.py"}), "adapter");
}

TEST(EngineKinds, AnswerElsewhereBehindAUrlOfAnotherHost) {
  EXPECT_TRUE(is_engine_remote({.base_url = "http://10.0.0.1:8000/v1"}));
  EXPECT_FALSE(is_engine_remote({.base_url = "http://localhost:8000/v1"}));
  EXPECT_FALSE(is_engine_remote({.model = "m.gguf"}));
}

}  // namespace
}  // namespace sightmark
