#include "record/record_parser.h"

#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "base/line_reader.h"
#include "base/text.h"
#include "record/json_cursor.h"

namespace sightmark {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// Beyond these a number is a mistake, and its sums over a run would overflow.
constexpr double kLargestAmount = 1e12;  // 31 years in ms
constexpr double kLargestCount = 1e9;
constexpr double kLargestInteger = 0x1p53;  // that a double holds exactly, and all below

// A field of an object: its key, and its value until that is taken. A null is absent; so is a value
// of a wrong type, which is also noted.
class Field {
 public:
  Field(std::string_view key, JsonCursor& cursor, std::vector<std::string>& problems)
      : key_(key), cursor_(cursor), problems_(problems) {}

  // Passes over a value that nobody took.
  [[gnu::always_inline]] ~Field() {
    if (!is_taken_) cursor_.skip();
  }
  Field(const Field&) = delete;
  Field& operator=(const Field&) = delete;

  std::size_t key_size() const { return key_.size(); }

  template <std::size_t kSize>
  bool is(const char (&name)[kSize]) const {  // the size is known, so no loop compares
    return key_.size() == kSize - 1 && std::memcmp(key_.data(), name, kSize - 1) == 0;
  }

  OptionalNumber amount() { return amount_or_nan(); }

  std::optional<std::int64_t> count() {
    const std::int64_t number = count_or_negative();
    return number < 0 ? std::nullopt : std::optional(number);
  }

  std::optional<std::int64_t> integer() {
    if (!is_kind(JsonKind::Number, "is not a number")) return std::nullopt;
    const double number = cursor_.number();
    if (number != std::floor(number)) return note("is not a whole number");
    if (std::abs(number) > kLargestInteger) return note("is too large to be read exactly");
    return static_cast<std::int64_t>(number);
  }

  std::optional<bool> boolean() {
    if (!is_kind(JsonKind::Boolean, "is not a boolean")) return std::nullopt;
    return cursor_.boolean();
  }

  // Good until the next document is parsed.
  std::optional<std::string_view> text() {
    if (!is_kind(JsonKind::Text, "is not a text")) return std::nullopt;
    return cursor_.text();
  }
  std::string_view text_or_empty() { return text().value_or(std::string_view()); }

  // Calls `take(field)` for each field of an object; of a key given twice the last counts.
  template <typename Take>
  void each(Take take) {
    if (!is_kind(JsonKind::Object, "is not an object")) return;
    cursor_.object([&](std::string_view key) {
      Field field(key, cursor_, problems_);
      take(field);
    });
  }

  // How many items a list has.
  std::optional<std::int64_t> item_count() {
    if (!is_kind(JsonKind::Array, "is not a list")) return std::nullopt;
    std::int64_t count = 0;
    cursor_.array([&] {
      cursor_.skip();
      ++count;
    });
    return count;
  }

  // The fields of an object that are facts; what is no fact is passed over.
  Facts facts() {
    Facts facts;
    each([&](Field& field) {
      if (auto value = field.fact_value()) {
        facts.push_back({std::string(field.key_), *std::move(value)});
      }
    });
    return facts;
  }

  // Of a value that is not taken yet.
  JsonKind kind() const { return cursor_.kind(); }

 private:
  // In one register each, which an optional is not.
  [[gnu::noinline]] double amount_or_nan() {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    if (!is_kind(JsonKind::Number, "is not a number")) return kNone;
    const double number = cursor_.number();
    if (number < 0) return note("is negative"), kNone;
    if (number > kLargestAmount) return note("is too large to be true"), kNone;
    return number;
  }

  [[gnu::noinline]] std::int64_t count_or_negative() {
    const double number = amount_or_nan();
    if (std::isnan(number)) return -1;
    const auto whole = static_cast<std::int64_t>(number);  // of at most kLargestAmount
    if (static_cast<double>(whole) != number) return note("is not a whole number"), -1;
    if (number > kLargestCount) return note("is too large to be true"), -1;
    return whole;
  }

  // What the value is as a fact; nothing for an object, a null or a number beyond any sense.
  std::optional<decltype(Fact::value)> fact_value() {
    switch (kind()) {
      case JsonKind::Text:
        return std::string(*text());
      case JsonKind::Boolean:
        return *boolean();
      case JsonKind::Number:
        is_taken_ = true;
        return number_fact(cursor_.number());
      case JsonKind::Array:
        return text_list();
      default:
        return std::nullopt;
    }
  }

  static decltype(Fact::value) number_fact(double number) {
    const bool is_whole = number == std::floor(number) && std::abs(number) <= kLargestInteger;
    if (is_whole) return static_cast<std::int64_t>(number);
    return number;
  }

  // The texts of a list.
  std::vector<std::string> text_list() {
    std::vector<std::string> texts;
    is_taken_ = true;
    cursor_.array([&] {
      if (cursor_.kind() == JsonKind::Text) {
        texts.emplace_back(cursor_.text());
      } else {
        cursor_.skip();
      }
    });
    return texts;
  }

  // Whether the value is of that kind, and so about to be taken.
  [[gnu::always_inline]] bool is_kind(JsonKind kind, std::string_view otherwise) {
    is_taken_ = cursor_.kind() == kind;
    if (!is_taken_ && cursor_.kind() != JsonKind::Null) note(otherwise);
    return is_taken_;
  }

  [[gnu::noinline, gnu::cold]] std::nullopt_t note(std::string_view what) {
    problems_.push_back(fmt::format("field \"{}\" {}", key_, what));
    return std::nullopt;
  }

  std::string_view key_;
  JsonCursor& cursor_;
  std::vector<std::string>& problems_;
  bool is_taken_ = false;
};

// Power as the reference's programs recorded it, in any of four shapes.
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

void take_power(Field& power_stats, Trial& trial) {
  PowerStats power;
  power_stats.each([&](Field& field) {
    if (field.is("power_watts_avg")) power.average_w = field.amount();
    if (field.is("power_gpu_soc_mean_watts")) power.gpu_soc_w = field.amount();
    if (field.is("energy_joules_est")) power.energy_j = field.amount();
    if (field.is("scope")) power.told_scope = power_scope_of_name(field.text_or_empty());
    if (field.is("power_watts_samples")) power.has_samples = true;
    if (field.is("power_rails") && field.kind() == JsonKind::Object) {
      field.each([&](Field& rail) { power.has_gpu_rail |= rail.is("VDD_GPU"); });
    }
  });
  trial.power_w = power.average_w ? power.average_w : power.gpu_soc_w;
  trial.energy_j = power.energy_j;
  trial.power_scope = power.scope();
}

void take_memory(Field& sys_after, Trial& trial) {
  sys_after.each([&](Field& field) {
    if (field.is("ram_used_mb")) trial.ram_used_mb = field.amount();
    if (field.is("ram_available_mb")) trial.ram_available_mb = field.amount();
  });
}

void take_own_memory(Field& memory, Trial& trial) {
  memory.each([&](Field& field) {
    if (field.is("engine_peak_mb")) trial.engine_peak_mb = field.amount();
    if (field.is("gpu_peak_mb")) trial.gpu_peak_mb = field.amount();
  });
}

void take_torch_memory(Field& cuda_stats, Trial& trial) {
  cuda_stats.each([&](Field& field) {
    if (field.is("gpu_max_mem_alloc_mb")) trial.torch_peak_mb = field.amount();
  });
}

// An error that says nothing readable is an error all the same: a failed trial must not count as
// fast.
std::string_view error_text(Field& error) {
  const JsonKind kind = error.kind();
  const bool says_none = kind == JsonKind::Null || kind == JsonKind::Boolean;
  const auto text = error.text();
  return text || says_none ? text.value_or("") : "an error that is not a text";
}

// The fields of a trial of which one stands in for another.
struct Alternatives {
  Alternatives() {}  // NOLINT(modernize-use-equals-default): as that of Parsed
  std::string_view image_name, image_path;
  std::optional<std::int64_t> image_index, prompt_tokens, input_len, response_tokens, gen_len;
  std::optional<double> load_time_s, init_time_s;
};

void take_trial_field(Field& field, Trial& trial, Alternatives& either) {
  switch (field.key_size()) {  // cheaper than comparing with every name
    case 4:
      if (field.is("task")) trial.task = field.text_or_empty();
      break;
    case 5:
      if (field.is("end_s")) trial.end_s = field.amount();
      if (field.is("error")) trial.error = error_text(field);
      break;
    case 6:
      if (field.is("sent_s")) trial.sent_s = field.amount();
      if (field.is("memory")) take_own_memory(field, trial);
      break;
    case 7:
      if (field.is("ttft_ms")) trial.ttft_ms = field.amount();
      if (field.is("gen_len")) either.gen_len = field.count();
      break;
    case 9:
      if (field.is("input_len")) either.input_len = field.count();
      if (field.is("sys_after")) take_memory(field, trial);
      if (field.is("decode_ms")) trial.decode_ms = field.amount();
      break;
    case 10:
      if (field.is("latency_ms")) trial.latency_ms = field.amount();
      if (field.is("image_name")) either.image_name = field.text_or_empty();
      if (field.is("image_path")) either.image_path = field.text_or_empty();
      if (field.is("error_kind")) trial.error_kind = field.text_or_empty();
      if (field.is("cuda_stats")) take_torch_memory(field, trial);
      break;
    case 11:
      if (field.is("output_text")) trial.output_text = field.text();
      if (field.is("task_prompt")) trial.prompt = field.text_or_empty();
      if (field.is("image_index")) either.image_index = field.count();
      if (field.is("power_stats")) take_power(field, trial);
      if (field.is("scheduled_s")) trial.scheduled_s = field.amount();
      break;
    case 12:
      if (field.is("repeat_index")) trial.repeat_index = field.count().value_or(0);
      break;
    case 13:
      if (field.is("prompt_tokens")) either.prompt_tokens = field.count();
      if (field.is("cached_tokens")) trial.cached_tokens = field.count();
      if (field.is("finish_reason")) trial.finish_reason = field.text_or_empty();
      if (field.is("token_counter")) trial.token_counter = field.text_or_empty();
      break;
    case 17:
      if (field.is("load_time_seconds")) either.load_time_s = field.amount();
      if (field.is("init_time_seconds")) either.init_time_s = field.amount();
      break;
    case 19:
      if (field.is("response_tokens_est")) either.response_tokens = field.count();
      break;
    default:
      break;
  }
}

void settle_alternatives(Alternatives& either, Trial& trial, std::string& image_index) {
  trial.image = !either.image_name.empty() ? either.image_name : either.image_path;
  if (trial.image.empty() && either.image_index) {
    image_index = fmt::to_string(*either.image_index);
    trial.image = image_index;
  }
  trial.prompt_tokens = either.prompt_tokens ? either.prompt_tokens : either.input_len;
  trial.response_tokens = either.response_tokens ? either.response_tokens : either.gen_len;
  trial.load_time_s = either.load_time_s ? either.load_time_s : either.init_time_s;
}

void take_own_field(Field& field, RunSummary& summary) {
  if (field.is("power_scope")) {
    summary.power_scope = power_scope_of_name(field.text_or_empty());
  }
  if (field.is("energy_above_idle_joules")) summary.energy_above_idle_j = field.amount();
  if (field.is("system_memory_peak_mb")) summary.system_peak_mb = field.amount();
  if (field.is("engine_memory_peak_mb")) summary.engine_peak_mb = field.amount();
  if (field.is("gpu_memory_peak_mb")) summary.gpu_peak_mb = field.amount();
  if (field.is("clock_steps")) summary.clock_step_count = field.item_count();
  if (field.is("device_state_after")) summary.state_after = field.facts();
}

void take_own_text(Field& field, RunMeta& m) {
  if (field.is("host")) m.host = field.text_or_empty();
  if (field.is("device")) m.backend = field.text_or_empty();
  if (field.is("engine")) m.engine = field.text_or_empty();
  if (field.is("engine_version")) m.engine_version = field.text_or_empty();
  if (field.is("torch_version")) m.torch_version = field.text_or_empty();
  if (field.is("model_revision")) m.model_revision = field.text_or_empty();
  if (field.is("manifest")) m.manifest = field.text_or_empty();
  if (field.is("image_set_sha256")) m.image_set_sha256 = field.text_or_empty();
  if (field.is("suite_version")) m.suite_version = field.text_or_empty();
  if (field.is("load_pattern")) m.load_pattern = field.text_or_empty();
  if (field.is("telemetry_began")) m.telemetry_began = field.text_or_empty();
}

void take_own_number(Field& field, RunMeta& m) {
  if (field.is("num_trials")) m.planned_trial_count = field.count();
  if (field.is("repeats")) m.repeats = field.count();
  if (field.is("batch_size")) m.batch_size = field.count();
  if (field.is("concurrency")) m.concurrency = field.count();
  if (field.is("warmup")) m.warmup_count = field.count();
  if (field.is("seed")) m.seed = field.integer();
  if (field.is("temperature")) m.temperature = field.amount();
  if (field.is("rate")) m.rate = field.amount();
  if (field.is("timeout_seconds")) m.timeout_s = field.amount();
  if (field.is("cooldown_seconds")) m.cooldown_s = field.amount();
}

void take_own_object(Field& field, RunMeta& m) {
  if (field.is("is_prompt_cache_off")) m.is_prompt_cache_off = field.boolean();
  if (field.is("is_engine_elsewhere")) m.is_engine_elsewhere = field.boolean();
  if (field.is("interruptions")) m.interruption_count = field.item_count();
  if (field.is("engine_facts")) m.engine_facts = field.facts();
  if (field.is("machine")) m.machine_facts = field.facts();
  if (field.is("device_state_before")) m.state_before = field.facts();
  if (field.is("first_answer")) {
    field.each([&](Field& part) {
      if (part.is("latency_ms")) m.first_answer_ms = part.amount();
    });
  }
  if (field.is("idle_power")) {
    field.each([&](Field& part) {
      if (part.is("power_watts_avg")) m.idle_power_w = part.amount();
      if (part.is("scope")) m.idle_power_scope = power_scope_of_name(part.text_or_empty());
    });
  }
}

}  // namespace

struct RecordParser::State {
  JsonIndex index;
  std::string image_index;  // of the latest trial, as the name of its image
  std::string padded;       // a document that was not

  // Calls `take(field)` for each field of the document, which fails unless it is one valid object.
  template <typename Take>
  Expected<void> each_field(std::string_view padded_json, std::vector<std::string>& problems,
                            Take take) {
    if (padded_json.starts_with(kByteOrderMark)) padded_json.remove_prefix(kByteOrderMark.size());
    const auto places = index.places(padded_json);
    if (!places) return tl::unexpected(places.error());
    JsonCursor cursor(padded_json, *places, index);
    cursor.object([&](std::string_view key) {
      Field field(key, cursor, problems);
      take(field);
    });
    if (cursor.is_broken() || !cursor.is_at_end()) return fail(index.problem());
    return {};
  }

  std::string_view with_padding(std::string_view json) {
    padded.assign(json).append(LineReader::kPadding, '\0');
    return std::string_view(padded).substr(0, json.size());
  }
};

RecordParser::RecordParser() : state_(std::make_unique<State>()) {}
RecordParser::~RecordParser() = default;

Expected<void> RecordParser::parse_trial(std::string_view padded_line, Trial& trial,
                                         std::vector<std::string>& field_problems) {
  Alternatives either;
  auto taken = state_->each_field(padded_line, field_problems,
                                  [&](Field& field) { take_trial_field(field, trial, either); });
  if (taken) settle_alternatives(either, trial, state_->image_index);
  return taken;
}

Expected<Parsed<RunMeta>> RecordParser::parse_run_meta(std::string_view json) {
  Parsed<RunMeta> meta;
  RunMeta& m = meta.value;
  std::optional<double> load_time_s, model_load_time_s;
  const auto take = [&](Field& field) {
    if (field.is("model_key")) m.model_key = field.text_or_empty();
    if (field.is("model_id")) m.model_id = field.text_or_empty();
    if (field.is("run_group")) m.run_group = field.text_or_empty();
    if (field.is("device_name")) m.device_name = field.text_or_empty();
    if (field.is("dtype")) m.dtype = field.text_or_empty();
    if (field.is("suite")) m.suite = field.text_or_empty();
    if (field.is("timestamp")) m.timestamp = field.text_or_empty();
    if (field.is("power_monitoring_method")) m.power_monitoring_method = field.text_or_empty();
    if (field.is("num_images")) m.image_count = field.count();
    if (field.is("max_new_tokens")) m.max_new_tokens = field.count();
    if (field.is("load_time_seconds")) load_time_s = field.amount();
    if (field.is("model_load_time_seconds")) model_load_time_s = field.amount();
    take_own_text(field, m);
    take_own_number(field, m);
    take_own_object(field, m);
  };
  const auto taken = state_->each_field(state_->with_padding(json), meta.field_problems, take);
  if (!taken) return tl::unexpected(taken.error());
  m.load_time_s = load_time_s ? load_time_s : model_load_time_s;
  return meta;
}

Expected<Parsed<RunSummary>> RecordParser::parse_run_summary(std::string_view json) {
  Parsed<RunSummary> summary;
  const auto take = [&](Field& field) {
    if (field.is("total_elapsed_seconds")) summary.value.elapsed_s = field.amount();
    if (field.is("latency_ms_mean")) summary.value.latency_ms_mean = field.amount();
    if (field.is("request_time_seconds")) summary.value.request_time_s = field.amount();
    if (field.is("power_watts_avg")) summary.value.power_w = field.amount();
    if (field.is("total_energy_joules")) summary.value.energy_j = field.amount();
    if (field.is("num_images")) summary.value.image_count = field.count();
    if (field.is("total_runs")) summary.value.trial_count = field.count();
    take_own_field(field, summary.value);
  };
  const auto taken = state_->each_field(state_->with_padding(json), summary.field_problems, take);
  if (!taken) return tl::unexpected(taken.error());
  return summary;
}

}  // namespace sightmark
