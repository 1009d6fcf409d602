#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/expected.h"

struct OpaqueJSContext;
struct OpaqueJSValue;

namespace sightmark {

// A JavaScript context (JavaScriptCore); one thread at a time may use it. Errors carry the
// script's message and line.
class JsEngine {
 public:
  using TextFunction = std::function<double(const std::string&, const std::string&)>;

  JsEngine();
  JsEngine(const JsEngine&) = delete;
  JsEngine& operator=(const JsEngine&) = delete;
  ~JsEngine();

  // Gives scripts a global function of two texts that returns a number. It must not throw, and
  // `function` must live as long as the engine.
  void define(const char* name, const TextFunction& function);

  // Runs a script; `name` is what error messages call it.
  Expected<void> evaluate(std::string_view script, const char* name);

  // What the global function `name` returns, as text, when called with `argument`.
  Expected<std::string> call(const char* name, std::string_view argument);

 private:
  std::string message_of(const OpaqueJSValue* error) const;

  OpaqueJSContext* context_;  // owned
};

}  // namespace sightmark
