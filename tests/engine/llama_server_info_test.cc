#include "engine/llama_server_info.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

TEST(LlamaServerProps, HaveWhatTheServerReports) {
  const auto props = parse_llama_server_props(
      R"({"default_generation_settings":{"n_ctx":4096},"total_slots":2,"build_info":"b1-x\n",)"
      R"("model_ftype":"Q8_0","modalities":{"vision":true},"chat_template":"{{ a }}\n"})");
  ASSERT_TRUE(props);
  EXPECT_EQ(props->build, "b1-x\uFFFD");
  EXPECT_EQ(props->file_type, "Q8_0");
  EXPECT_EQ(props->chat_template, "{{ a }}\n");
  EXPECT_EQ(props->context_size, 4096);
  EXPECT_EQ(props->slot_count, 2);
  EXPECT_EQ(props->sees_images, true);
}

TEST(LlamaServerProps, OfAnOldServerMayBeFew) {
  const auto props = parse_llama_server_props(R"({"total_slots":-1,"modalities":7})");
  ASSERT_TRUE(props);
  EXPECT_TRUE(props->build.empty() && props->file_type.empty() && props->chat_template.empty());
  EXPECT_FALSE(props->context_size || props->slot_count || props->sees_images);
}

TEST(LlamaServerProps, OfAnotherServerAreRefused) {
  for (const std::string_view json : {"", "<html>", "[]", "\"text\""})
    EXPECT_FALSE(parse_llama_server_props(json)) << json;
}

TEST(Dtype, OfAFileTypeIsItsShortName) {
  EXPECT_EQ(dtype_of_file_type("F16"), "fp16");
  EXPECT_EQ(dtype_of_file_type("all F32"), "fp32");
  EXPECT_EQ(dtype_of_file_type("Q4_K - Medium"), "q4_k_m");
  EXPECT_EQ(dtype_of_file_type("Q3_K - Large"), "q3_k_l");
  EXPECT_EQ(dtype_of_file_type("IQ4_XS - 4.25 bpw"), "iq4_xs");
  EXPECT_EQ(dtype_of_file_type("Q8_0 (guessed)"), "q8_0");
  EXPECT_EQ(dtype_of_file_type(""), "");
}

TEST(LlamaServerModel, HasItsParameterCount) {
  const auto model = parse_llama_server_model(
      R"({"data":[{"id":"m","meta":{"n_params":135000000,"n_ctx_train":8192}}]})");
  EXPECT_EQ(model.parameter_count, 135000000);
  EXPECT_EQ(model.trained_context_size, 8192);
  EXPECT_FALSE(parse_llama_server_model(R"({"data":[{"meta":null}]})").parameter_count);
  EXPECT_FALSE(parse_llama_server_model("no JSON").parameter_count);
}

TEST(PromptTokens, AreAskedForInTwoSteps) {
  EXPECT_EQ(template_request("a \"b\""),
            R"({"messages":[{"content":[{"text":"a \"b\"","type":"text"}],"role":"user"}]})");
  EXPECT_EQ(templated_prompt(R"({"prompt":"User: a"})"), "User: a");
  EXPECT_FALSE(templated_prompt(R"({"error":{}})"));
  EXPECT_EQ(tokenize_request("x"), R"({"add_special":true,"content":"x","parse_special":true})");
  EXPECT_EQ(listed_token_count(R"({"tokens":[1,5,9]})"), 3);
  EXPECT_FALSE(listed_token_count(R"({"tokens":3})"));
  EXPECT_FALSE(listed_token_count(""));
}

}  // namespace
}  // namespace sightmark
