#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "record/field.h"
#include "record/run_meta.h"
#include "record/run_summary.h"
#include "record/trial.h"

namespace sightmark {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kDocumentDecimals = 6;

std::string dumped(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

double rounded(double number, int decimal_count) {
  constexpr std::array kUnits{1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
  const double unit = kUnits.at(static_cast<std::size_t>(decimal_count));
  // Beyond 2^53 there is nothing to round, and the product may overflow.
  return std::abs(number) < 9e15 / unit ? std::round(number * unit) / unit : number;
}

// Makes JSON of a value; null where it is absent.
class ValueWriter {
 public:
  explicit ValueWriter(int decimal_count) : decimal_count_(decimal_count) {}

  Json operator()(const std::string* text) const { return text->empty() ? Json() : Json(*text); }
  Json operator()(const bool*) const { return nullptr; }
  Json operator()(const std::int64_t* number) const { return *number; }
  Json operator()(const std::optional<double>* number) const { return json(*number); }

  template <typename T>
  Json operator()(const std::optional<T>* value) const {
    return *value ? Json(**value) : Json();
  }

  Json operator()(const PowerScope* scope) const { return json(*scope); }

  Json operator()(const Facts* facts) const {
    Json json = Json::object();
    for (const Fact& fact : *facts) {
      json[fact.name] = std::visit([](const auto& value) { return Json(value); }, fact.value);
    }
    return json;
  }

  Json operator()(const std::vector<double>* numbers) const {
    return list(*numbers, [&](double number) { return json(number); });
  }
  Json operator()(const std::vector<std::int64_t>* numbers) const { return *numbers; }
  Json operator()(const std::vector<std::string>* texts) const { return *texts; }

  Json operator()(const std::vector<Task>* tasks) const {
    return list(*tasks, [](const Task& task) {
      return Json{{"task", task.name}, {"purpose", task.purpose}, {"prompt", task.prompt}};
    });
  }

  Json operator()(const std::optional<std::vector<Interruption>>* interruptions) const {
    if (!*interruptions) return nullptr;
    return list(**interruptions, [&](const Interruption& one) {
      return Json{{"timestamp", one.timestamp},
                  {"telemetry_began", one.telemetry_began},
                  {"done_trials", one.done_trial_count},
                  {"load_time_seconds", json(one.load_time_s)}};
    });
  }

  Json operator()(const std::optional<std::vector<ClockStep>>* steps) const {
    if (!*steps) return nullptr;
    return list(**steps, [&](const ClockStep& step) {
      return Json{{"at_s", json(step.at_s)}, {"step_s", json(step.step_s)}};
    });
  }

  Json operator()(const std::vector<RailPower>* rails) const {
    Json all;
    for (const RailPower& rail : *rails) {
      Json& json = all[rail.name] = Json::object();
      const auto add = [&](const char* key, Json value) {
        if (!value.is_null()) json[key] = std::move(value);
      };
      add("scope", this->json(rail.scope));
      add("avg", this->json(rail.mean_w));
      add("peak", this->json(rail.peak_w));
      add("min", this->json(rail.min_w));
      add("energy_joules", this->json(rail.energy_j));
      add("counter_energy_joules", this->json(rail.counter_energy_j));
    }
    return all;
  }

 private:
  Json json(std::optional<double> number) const {
    return number ? Json(rounded(*number, decimal_count_)) : Json();
  }
  static Json json(PowerScope scope) {
    return scope == PowerScope::Unknown ? Json() : Json(power_scope_name(scope));
  }

  template <typename T, typename ToJson>
  static Json list(const std::vector<T>& items, ToJson to_json) {
    Json list = Json::array();
    for (const T& item : items) list.push_back(to_json(item));
    return list;
  }

  int decimal_count_;
};

Json json_of(const BoundField& field, int decimal_count) {
  return std::visit(ValueWriter(decimal_count), field.value);
}

// The value at a path, with the objects on the way to it.
Json& at(Json& json, std::string_view path) {
  const std::size_t dot = path.find('.');
  Json& value = json[std::string(path.substr(0, dot))];
  return dot == std::string_view::npos ? value : at(value, path.substr(dot + 1));
}

}  // namespace

std::string json_line(std::span<const BoundField> fields) {
  Json json = Json::object();
  for (const BoundField& field : fields) {
    Json value = json_of(field, field.form->decimal_count);
    const bool is_absent = value.is_null() || (value.is_array() && value.empty());
    if (!is_absent) {
      at(json, field.path) = std::move(value);
    } else if (field.form->is_null_where_absent) {
      at(json, field.path.substr(0, field.path.find('.'))) = nullptr;
    }
  }
  return dumped(json, -1) + '\n';
}

std::string json_document(std::span<const BoundField> fields) {
  Json json = Json::object();
  for (const BoundField& field : fields) {
    Json value = json_of(field, kDocumentDecimals);
    const bool is_within = field.path.find('.') != std::string_view::npos;
    if (field.form->is_only_read || (value.is_null() && is_within)) continue;
    at(json, field.path) = std::move(value);
  }
  return dumped(json, 2) + '\n';
}

std::string json_value(const BoundField& field) {
  const Json json = json_of(field, kDocumentDecimals);
  return json.is_null() ? "nothing" : dumped(json, -1);
}

}  // namespace sightmark
