#pragma once

#include <map>
#include <string>
#include <string_view>

#include "record/run.h"

namespace sightmark {

// What to call a device whose run_meta does not say, by the name of the root folder.
using DeviceNameByRoot = std::map<std::string, std::string>;

// The device's name: run_meta's device_name, else the one given for its root folder, else that
// folder's name without a trailing "_output", first letter upper case. run_meta's `device` is the
// compute backend ("cuda") and no name.
std::string device_label(const RunMeta& meta, const std::string& root_name,
                         const DeviceNameByRoot& names);

// "bf16", "fp16" or "fp32" where the text says so ("torch.bfloat16", "F16" of a GGUF file), "na"
// where it is empty, else as it stands.
std::string dtype_label(std::string_view dtype);

// What distinguishes models: model_id, else model_key, else the run's folder name.
std::string model_identity(const RunMeta& meta, const RunFolder& folder);

// The last part of a model id: "InternVL2-2B" of "OpenGVLab/InternVL2-2B".
std::string model_name(std::string_view model_id);

}  // namespace sightmark
