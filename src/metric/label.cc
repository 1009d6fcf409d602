#include "metric/label.h"

#include "base/text.h"

namespace sightmark {

std::string device_label(const RunMeta& meta, const std::string& root_name,
                         const DeviceNameByRoot& names) {
  if (!meta.device_name.empty()) return meta.device_name;
  if (const auto given = names.find(root_name); given != names.end()) return given->second;

  constexpr std::string_view kSuffix = "_output";
  std::string label = root_name;
  if (label.size() > kSuffix.size() && label.ends_with(kSuffix)) {
    label.resize(label.size() - kSuffix.size());
  }
  if (label[0] >= 'a' && label[0] <= 'z') label[0] = static_cast<char>(label[0] - 'a' + 'A');
  return label;
}

std::string dtype_label(std::string_view dtype) {
  const auto says = [&](std::string_view part) { return contains_ignoring_case(dtype, part); };
  const auto is = [&](std::string_view whole) {
    return dtype.size() == whole.size() && contains_ignoring_case(dtype, whole);
  };
  if (says("bfloat16") || says("bf16")) return "bf16";
  if (says("float16") || says("fp16") || is("f16")) return "fp16";
  if (says("float32") || says("fp32") || is("f32")) return "fp32";
  return dtype.empty() ? "na" : std::string(dtype);
}

std::string model_identity(const RunMeta& meta, const RunFolder& folder) {
  if (!meta.model_id.empty()) return meta.model_id;
  if (!meta.model_key.empty()) return meta.model_key;
  return folder.path.filename().string();
}

std::string model_name(std::string_view model_id) {
  while (model_id.size() > 1 && model_id.ends_with('/')) model_id.remove_suffix(1);
  if (model_id == "/") return "/";
  return std::string(model_id.substr(model_id.rfind('/') + 1));  // npos + 1 is 0
}

}  // namespace sightmark
