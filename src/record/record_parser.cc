#include "record/record_parser.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <cmath>

#include "base/line_reader.h"
#include "base/text.h"

namespace sightmark {
namespace {

namespace dom = simdjson::dom;
static_assert(LineReader::kPadding >= simdjson::SIMDJSON_PADDING);

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// Beyond these a number is a mistake, and its sums over a run would overflow.
constexpr double kLargestAmount = 1e12;  // 31 years in ms
constexpr double kLargestCount = 1e9;

// Takes fields out of a JSON object. A null is absent; so is a wrong type, which is also noted.
class Fields {
 public:
  explicit Fields(std::vector<std::string>& problems) : problems_(problems) {}

  std::optional<double> amount(std::string_view key, dom::element value) {
    double number = 0;
    if (value.is_null()) return std::nullopt;
    if (!value.is_number() || value.get(number)) return note(key, "is not a number");
    if (number < 0) return note(key, "is negative");
    if (number > kLargestAmount) return note(key, "is too large to be true");
    return number;
  }

  std::optional<std::int64_t> count(std::string_view key, dom::element value) {
    const std::optional<double> number = amount(key, value);
    if (!number) return std::nullopt;
    if (*number != std::floor(*number)) return note(key, "is not a whole number");
    if (*number > kLargestCount) return note(key, "is too large to be true");
    return static_cast<std::int64_t>(*number);
  }

  // Good until the next line is parsed.
  std::string_view text(std::string_view key, dom::element value) {
    std::string_view characters;
    if (value.get(characters) && !value.is_null()) note(key, "is not a text");
    return characters;
  }

  // Calls `take(key, value)` for each field of an object; of a key given twice the last counts.
  template <typename Take>
  void each(std::string_view key, dom::element value, Take take) {
    dom::object object;
    if (!value.get(object)) {
      for (const dom::key_value_pair field : object) take(field.key, field.value);
    } else if (!value.is_null()) {
      note(key, "is not an object");
    }
  }

 private:
  std::nullopt_t note(std::string_view key, std::string_view what) {
    problems_.push_back(fmt::format("field \"{}\" {}", key, what));
    return std::nullopt;
  }

  std::vector<std::string>& problems_;
};

struct PowerStats {
  std::optional<double> average_w, gpu_soc_w, energy_j;
  PowerScope told_scope = PowerScope::Unknown;
  bool has_gpu_rail = false, has_samples = false;

  PowerScope scope() const {
    if (told_scope != PowerScope::Unknown) return told_scope;
    if (gpu_soc_w) return PowerScope::GpuSocRail;
    if (has_gpu_rail) return PowerScope::GpuRail;
    return has_samples ? PowerScope::GpuBoard : PowerScope::Unknown;
  }
};

PowerStats power_stats(dom::element value, Fields& fields) {
  PowerStats power;
  fields.each("power_stats", value, [&](std::string_view key, dom::element field) {
    if (key == "power_watts_avg") power.average_w = fields.amount(key, field);
    if (key == "power_gpu_soc_mean_watts") power.gpu_soc_w = fields.amount(key, field);
    if (key == "energy_joules_est") power.energy_j = fields.amount(key, field);
    if (key == "scope") power.told_scope = power_scope_of_name(fields.text(key, field));
    if (key == "power_watts_samples") power.has_samples = true;
    if (key == "power_rails") power.has_gpu_rail = !field.at_key("VDD_GPU").error();
  });
  return power;
}

// The fields of a trial of which one stands in for another.
struct Alternatives {
  std::string_view image_name, image_path;
  std::optional<std::int64_t> image_index, prompt_tokens, input_len, response_tokens, gen_len;
  std::optional<double> load_time_s, init_time_s;
};

// An error that says nothing readable is an error all the same: a failed trial must not count as
// fast.
std::string error_text(std::string_view key, dom::element value, Fields& fields) {
  const std::string_view text = fields.text(key, value);
  const bool says_none = value.is_null() || value.is_string() || value.is_bool();
  return std::string(says_none ? text : "an error that is not a text");
}

void take_trial_field(std::string_view key, dom::element value, Fields& fields, Trial& trial,
                      Alternatives& either) {
  switch (key.size()) {  // cheaper than comparing with every name
    case 4:
      if (key == "task") trial.task = fields.text(key, value);
      break;
    case 5:
      if (key == "error") trial.error = error_text(key, value, fields);
      break;
    case 7:
      if (key == "gen_len") either.gen_len = fields.count(key, value);
      break;
    case 9:
      if (key == "input_len") either.input_len = fields.count(key, value);
      if (key == "sys_after") {
        fields.each(key, value, [&](std::string_view inner, dom::element field) {
          if (inner == "ram_used_mb") trial.ram_used_mb = fields.amount(inner, field);
        });
      }
      break;
    case 10:
      if (key == "latency_ms") trial.latency_ms = fields.amount(key, value);
      if (key == "image_name") either.image_name = fields.text(key, value);
      if (key == "image_path") either.image_path = fields.text(key, value);
      break;
    case 11:
      if (key == "output_text") {
        const std::string_view text = fields.text(key, value);
        if (value.is_string()) trial.output_text = text;
      }
      if (key == "task_prompt") trial.prompt = fields.text(key, value);
      if (key == "image_index") either.image_index = fields.count(key, value);
      if (key == "power_stats") {
        const PowerStats power = power_stats(value, fields);
        trial.power_w = power.average_w ? power.average_w : power.gpu_soc_w;
        trial.energy_j = power.energy_j;
        trial.power_scope = power.scope();
      }
      break;
    case 12:
      if (key == "repeat_index") trial.repeat_index = fields.count(key, value).value_or(0);
      break;
    case 13:
      if (key == "prompt_tokens") either.prompt_tokens = fields.count(key, value);
      break;
    case 17:
      if (key == "load_time_seconds") either.load_time_s = fields.amount(key, value);
      if (key == "init_time_seconds") either.init_time_s = fields.amount(key, value);
      break;
    case 19:
      if (key == "response_tokens_est") either.response_tokens = fields.count(key, value);
      break;
    default:
      break;
  }
}

void settle_alternatives(Alternatives& either, Trial& trial) {
  trial.image = !either.image_name.empty() ? either.image_name : either.image_path;
  if (trial.image.empty() && either.image_index) trial.image = fmt::to_string(*either.image_index);
  trial.prompt_tokens = either.prompt_tokens ? either.prompt_tokens : either.input_len;
  trial.response_tokens = either.response_tokens ? either.response_tokens : either.gen_len;
  trial.load_time_s = either.load_time_s ? either.load_time_s : either.init_time_s;
}

}  // namespace

struct RecordParser::State {
  dom::parser parser;

  Expected<dom::object> object(std::string_view json, bool is_padded) {
    dom::element root;
    dom::object object;
    if (json.starts_with(kByteOrderMark)) json.remove_prefix(kByteOrderMark.size());
    const auto error = parser.parse(json.data(), json.size(), !is_padded).get(root);
    if (error) return fail(simdjson::error_message(error));
    if (root.get(object)) return fail("it is valid JSON, but not an object");
    return object;
  }
};

RecordParser::RecordParser() : state_(std::make_unique<State>()) {}
RecordParser::~RecordParser() = default;

Expected<Parsed<Trial>> RecordParser::parse_trial(std::string_view padded_line) {
  const auto object = state_->object(padded_line, true);
  if (!object) return tl::unexpected(object.error());

  Expected<Parsed<Trial>> parsed = Parsed<Trial>{};  // filled where it is returned
  Trial& trial = parsed->value;
  Fields fields(parsed->field_problems);
  Alternatives either;
  for (const auto [key, value] : *object) take_trial_field(key, value, fields, trial, either);
  settle_alternatives(either, trial);
  return parsed;
}

Expected<Parsed<RunMeta>> RecordParser::parse_run_meta(std::string_view json) {
  const auto object = state_->object(json, false);
  if (!object) return tl::unexpected(object.error());

  Parsed<RunMeta> meta;
  RunMeta& m = meta.value;
  Fields fields(meta.field_problems);
  std::optional<double> load_time_s, model_load_time_s;
  for (const auto [key, value] : *object) {
    if (key == "model_key") m.model_key = fields.text(key, value);
    if (key == "model_id") m.model_id = fields.text(key, value);
    if (key == "run_group") m.run_group = fields.text(key, value);
    if (key == "device_name") m.device_name = fields.text(key, value);
    if (key == "dtype") m.dtype = fields.text(key, value);
    if (key == "suite") m.suite = fields.text(key, value);
    if (key == "timestamp") m.timestamp = fields.text(key, value);
    if (key == "power_monitoring_method") m.power_monitoring_method = fields.text(key, value);
    if (key == "num_images") m.image_count = fields.count(key, value);
    if (key == "max_new_tokens") m.max_new_tokens = fields.count(key, value);
    if (key == "load_time_seconds") load_time_s = fields.amount(key, value);
    if (key == "model_load_time_seconds") model_load_time_s = fields.amount(key, value);
  }
  m.load_time_s = load_time_s ? load_time_s : model_load_time_s;
  return meta;
}

Expected<Parsed<RunSummary>> RecordParser::parse_run_summary(std::string_view json) {
  const auto object = state_->object(json, false);
  if (!object) return tl::unexpected(object.error());

  Parsed<RunSummary> summary;
  Fields fields(summary.field_problems);
  for (const auto [key, value] : *object) {
    if (key == "total_elapsed_seconds") summary.value.elapsed_s = fields.amount(key, value);
    if (key == "latency_ms_mean") summary.value.latency_ms_mean = fields.amount(key, value);
    if (key == "request_time_seconds") summary.value.request_time_s = fields.amount(key, value);
    if (key == "power_watts_avg") summary.value.power_w = fields.amount(key, value);
    if (key == "total_energy_joules") summary.value.energy_j = fields.amount(key, value);
    if (key == "num_images") summary.value.image_count = fields.count(key, value);
    if (key == "total_runs") summary.value.trial_count = fields.count(key, value);
  }
  return summary;
}

}  // namespace sightmark
