#include "render/js_engine.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

TEST(JsEngine, CallsAFunctionWithAText) {
  JsEngine engine;
  ASSERT_TRUE(engine.evaluate("function greet(name) { return 'grüß ' + name; }", "greet.js"));
  EXPECT_EQ(engine.call("greet", "dich \xF0\x9F\x98\x80").value(), "grüß dich \xF0\x9F\x98\x80");
}

TEST(JsEngine, ReportsTheScriptAndLineOfAnError) {
  JsEngine engine;
  const auto result = engine.evaluate("let a = 1;\nb.c();", "broken.js");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "broken.js: ReferenceError: Can't find variable: b (line 2)");
}

TEST(JsEngine, ReportsWhatAFunctionThrows) {
  JsEngine engine;
  ASSERT_TRUE(engine.evaluate("function broken() { throw 'no reason'; }", "broken.js"));
  EXPECT_EQ(engine.call("broken", "").error().message, "broken: no reason");
  EXPECT_EQ(engine.call("absent", "").error().message, "absent: no such function");
}

TEST(JsEngine, GivesScriptsANativeFunction) {
  const JsEngine::TextFunction sum = [](const std::string& a, const std::string& b) {
    return static_cast<double>(a.size() + b.size()) + 0.5;
  };
  JsEngine engine;
  engine.define("lengths", sum);
  ASSERT_TRUE(engine.evaluate("function both(text) { return lengths(text, 'abc'); }", "both.js"));
  EXPECT_EQ(engine.call("both", "de").value(), "5.5");
}

}  // namespace
}  // namespace sightmark
