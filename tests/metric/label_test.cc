#include "metric/run_metrics.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

TEST(DeviceLabel, IsTheNameThatTheRunGives) {
  EXPECT_EQ(device_label({.device_name = "Dell Pro Max"}, "dell_output", {{"dell_output", "Dell"}}),
            "Dell Pro Max");
}

TEST(DeviceLabel, IsElseTheNameGivenForTheRoot) {
  EXPECT_EQ(device_label({}, "dell_output", {{"dell_output", "Dell Pro Max"}}), "Dell Pro Max");
  EXPECT_EQ(device_label({}, "dell_output", {{"orin_output", "Orin"}}), "Dell");
}

TEST(DeviceLabel, IsElseTheRootWithoutItsSuffixInCapitals) {
  EXPECT_EQ(device_label({}, "thor_output", {}), "Thor");
  EXPECT_EQ(device_label({}, "AGX_output", {}), "AGX");
  EXPECT_EQ(device_label({}, "orin_output_2", {}), "Orin_output_2");
  EXPECT_EQ(device_label({}, "9950x", {}), "9950x");
  EXPECT_EQ(device_label({}, "éclair", {}), "éclair");  // only letters a to z are changed
}

TEST(DeviceLabel, IsNeverEmptyForAFolderNamedAsTheSuffix) {
  EXPECT_EQ(device_label({}, "_output", {}), "_output");
  EXPECT_EQ(device_label({}, "output", {}), "Output");
}

TEST(DtypeLabel, FindsBfloat16BeforeFloat16) {
  for (const char* dtype : {"torch.bfloat16", "bfloat16", "bf16", "BF16", "torch.BFloat16"}) {
    EXPECT_EQ(dtype_label(dtype), "bf16") << dtype;
  }
}

TEST(DtypeLabel, FindsFloat16AndFloat32) {
  for (const char* dtype : {"torch.float16", "float16", "fp16", "FP16", "F16"}) {
    EXPECT_EQ(dtype_label(dtype), "fp16") << dtype;
  }
  for (const char* dtype : {"torch.float32", "float32", "fp32", "f32"}) {
    EXPECT_EQ(dtype_label(dtype), "fp32") << dtype;
  }
}

TEST(DtypeLabel, LeavesOthersAsTheyStand) {
  EXPECT_EQ(dtype_label("int4"), "int4");
  EXPECT_EQ(dtype_label("q4_f16"), "q4_f16");
  EXPECT_EQ(dtype_label("Q4_K_M"), "Q4_K_M");
  EXPECT_EQ(dtype_label(""), "na");
}

TEST(ModelIdentity, IsTheIdElseTheKeyElseTheFolder) {
  sightmark::Run run{.folder = {.path = "/data/alder_output/lynx/run_7"}};
  EXPECT_EQ(model_identity(run.meta, run.folder), "run_7");
  run.meta.model_key = "lynx";
  EXPECT_EQ(model_identity(run.meta, run.folder), "lynx");
  run.meta.model_id = "acme/Lynx-2B";
  EXPECT_EQ(model_identity(run.meta, run.folder), "acme/Lynx-2B");
}

TEST(ModelName, IsTheLastPartOfTheId) {
  EXPECT_EQ(model_name("OpenGVLab/InternVL2-2B"), "InternVL2-2B");
  EXPECT_EQ(model_name("/models/acme/lynx"), "lynx");
  EXPECT_EQ(model_name("/models/acme/lynx//"), "lynx");
  EXPECT_EQ(model_name("lynx"), "lynx");
}

TEST(ModelName, IsNotEmptyWhereTheIdIsNot) {
  EXPECT_EQ(model_name("/"), "/");
  EXPECT_EQ(model_name("///"), "/");
}

}  // namespace
}  // namespace sightmark
