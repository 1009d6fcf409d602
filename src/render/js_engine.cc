#include "render/js_engine.h"

#include <JavaScriptCore/JavaScript.h>
#include <fmt/format.h>
#include <jsc/jsc.h>

#include <memory>
#include <mutex>

namespace sightmark {
namespace {

struct Release {
  void operator()(JSStringRef text) const { JSStringRelease(text); }
};
using JsString = std::unique_ptr<OpaqueJSString, Release>;

JsString js_string(std::string_view text) {
  return JsString(JSStringCreateWithUTF8CString(std::string(text).c_str()));
}

// The value as text; empty where it cannot be made one.
std::string utf8(JSContextRef context, JSValueRef value) {
  const JsString text(JSValueToStringCopy(context, value, nullptr));
  if (!text) return {};
  std::string bytes(JSStringGetMaximumUTF8CStringSize(text.get()), '\0');
  bytes.resize(JSStringGetUTF8CString(text.get(), bytes.data(), bytes.size()) - 1);
  return bytes;
}

JSValueRef property(JSContextRef context, JSObjectRef object, const char* name) {
  return JSObjectGetProperty(context, object, js_string(name).get(), nullptr);
}

JSValueRef call_text_function(JSContextRef context, JSObjectRef self, JSObjectRef,
                              std::size_t argument_count, const JSValueRef arguments[],
                              JSValueRef*) {
  if (argument_count < 2) return JSValueMakeUndefined(context);
  const auto& function = *static_cast<const JsEngine::TextFunction*>(JSObjectGetPrivate(self));
  return JSValueMakeNumber(context,
                           function(utf8(context, arguments[0]), utf8(context, arguments[1])));
}

// Options take effect only before the first context. A few dozen charts are too few for compiling
// to pay: the optimising compiler makes drawing half as slow again, the baseline compiler at its
// usual threshold a tenth slower. The default heap limit collects garbage too often.
void set_options() {
  jsc_options_set_boolean(JSC_OPTIONS_USE_DFG, FALSE);
  jsc_options_set_int("thresholdForJITAfterWarmUp", 10'000);
  jsc_options_set_uint("gcMaxHeapSize", 32 << 20);  // bytes taken until the next collection
}

}  // namespace

JsEngine::JsEngine() {
  static std::once_flag are_set;
  std::call_once(are_set, set_options);
  context_ = JSGlobalContextCreate(nullptr);
}

JsEngine::~JsEngine() { JSGlobalContextRelease(context_); }

void JsEngine::define(const char* name, const TextFunction& function) {
  JSClassDefinition definition = kJSClassDefinitionEmpty;
  definition.callAsFunction = call_text_function;
  const JSClassRef kind = JSClassCreate(&definition);
  const JSObjectRef callable =
      JSObjectMake(context_, kind, const_cast<JsEngine::TextFunction*>(&function));
  JSClassRelease(kind);
  JSObjectSetProperty(context_, JSContextGetGlobalObject(context_), js_string(name).get(), callable,
                      kJSPropertyAttributeReadOnly, nullptr);
}

Expected<void> JsEngine::evaluate(std::string_view script, const char* name) {
  JSValueRef error = nullptr;
  JSEvaluateScript(context_, js_string(script).get(), nullptr, js_string(name).get(), 1, &error);
  if (error) return fail(fmt::format("{}: {}", name, message_of(error)));
  return {};
}

Expected<std::string> JsEngine::call(const char* name, std::string_view argument) {
  const JSValueRef function = property(context_, JSContextGetGlobalObject(context_), name);
  if (!JSValueIsObject(context_, function)) return fail(fmt::format("{}: no such function", name));
  const JSValueRef arguments[] = {JSValueMakeString(context_, js_string(argument).get())};
  JSValueRef error = nullptr;
  const JSValueRef result = JSObjectCallAsFunction(
      context_, JSValueToObject(context_, function, nullptr), nullptr, 1, arguments, &error);
  if (error) return fail(fmt::format("{}: {}", name, message_of(error)));
  return utf8(context_, result);
}

std::string JsEngine::message_of(JSValueRef error) const {
  if (!JSValueIsObject(context_, error)) return utf8(context_, error);
  const JSObjectRef object = JSValueToObject(context_, error, nullptr);
  const std::string line = utf8(context_, property(context_, object, "line"));
  return fmt::format("{} (line {})", utf8(context_, error), line);
}

}  // namespace sightmark
