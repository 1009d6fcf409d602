#include <fmt/format.h>
#include <simdjson.h>

#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

#include "base/line_reader.h"
#include "record/field.h"
#include "record/run_meta.h"
#include "record/run_summary.h"
#include "record/trial.h"

namespace sightmark {
namespace {

namespace dom = simdjson::dom;
using simdjson::dom::element;
using Problems = std::vector<std::string>;

static_assert(LineReader::kPadding >= simdjson::SIMDJSON_PADDING);

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// Beyond these a number is a mistake, and its sums over a run would overflow.
constexpr double kLargestAmount = 1e12;  // 31 years in ms
constexpr double kLargestCount = 1e9;
constexpr double kLargestInteger = 0x1p53;  // that a double holds exactly, and all below

void note(Problems& problems, std::string_view key, std::string_view what) {
  problems.push_back(fmt::format("field \"{}\" {}", key, what));
}

std::optional<decltype(Fact::value)> number_fact(double number) {
  const bool is_whole = number == std::floor(number) && std::abs(number) <= kLargestInteger;
  if (is_whole) return static_cast<std::int64_t>(number);
  return number;
}

// The items of a list that are of a type.
template <typename T, typename Item>
std::vector<Item> items(const dom::array& list) {
  std::vector<Item> all;
  T item;
  for (const element value : list) {
    if (!value.get(item)) all.emplace_back(item);
  }
  return all;
}

// What a value is as a fact; nothing for an object or a null.
std::optional<decltype(Fact::value)> fact_value(const element& value) {
  switch (value.type()) {
    case dom::element_type::STRING:
      return std::string(std::string_view(value));
    case dom::element_type::BOOL:
      return bool(value);
    case dom::element_type::ARRAY:
      return items<std::string_view, std::string>(dom::array(value));
    case dom::element_type::OBJECT:
    case dom::element_type::NULL_VALUE:
      return std::nullopt;
    default:
      return number_fact(double(value));
  }
}

std::string text_in(const element& object, std::string_view key) {
  std::string_view text;
  return object[key].get(text) ? std::string() : std::string(text);
}

std::optional<double> amount_in(const element& object, std::string_view key) {
  double number = 0;
  if (object[key].get(number) || number < 0 || number > kLargestAmount) return std::nullopt;
  return number;
}

double number_in(const element& object, std::string_view key) {
  double number = 0;
  return object[key].get(number) ? 0 : number;
}

// Puts one value, which is not null, where it belongs; false where it counts as absent.
class ValueReader {
 public:
  ValueReader(const element& value, std::string_view key, const FieldForm& form, Problems& problems)
      : value_(value), key_(key), form_(form), problems_(problems) {}

  bool operator()(std::string* text) const {
    std::string_view read;
    if (!has(read, "is not a text")) {
      if (value_.is_bool()) return false;
      *text = form_.text_for_no_text;
      return true;
    }
    text->assign(read);
    return true;
  }

  bool operator()(std::optional<std::string>* text) const {
    std::string_view read;
    if (!has(read, "is not a text")) return false;
    text->emplace(read);
    return true;
  }

  bool operator()(std::optional<double>* number) const {
    *number = amount();
    return number->has_value();
  }

  bool operator()(std::optional<std::int64_t>* number) const {
    *number = form_.may_be_negative ? integer() : count();
    return number->has_value();
  }

  bool operator()(std::int64_t* number) const {
    const auto read = count();
    *number = read.value_or(0);
    return read.has_value();
  }

  bool operator()(std::optional<bool>* value) const {
    bool read = false;
    if (!has(read, "is not a boolean")) return false;
    *value = read;
    return true;
  }

  bool operator()(bool* is_there) const { return *is_there = true; }

  bool operator()(PowerScope* scope) const {
    std::string_view name;
    if (!has(name, "is not a text")) return false;
    *scope = power_scope_of_name(name);
    return true;
  }

  bool operator()(Facts* facts) const {
    dom::object object;
    if (!has(object, "is not an object")) return false;
    for (const auto& [name, value] : object) {
      if (auto fact = fact_value(value)) facts->push_back({std::string(name), *std::move(fact)});
    }
    return true;
  }

  bool operator()(std::vector<double>* numbers) const {
    dom::array list;
    if (has(list, "is not a list")) *numbers = items<double, double>(list);
    return !numbers->empty();
  }
  bool operator()(std::vector<std::int64_t>* numbers) const {
    dom::array list;
    if (has(list, "is not a list")) *numbers = items<std::int64_t, std::int64_t>(list);
    return !numbers->empty();
  }
  bool operator()(std::vector<std::string>* texts) const {
    dom::array list;
    if (has(list, "is not a list")) *texts = items<std::string_view, std::string>(list);
    return !texts->empty();
  }

  bool operator()(std::vector<Task>* tasks) const {
    return each_item([&](const element& item) {
      tasks->push_back({text_in(item, "task"), text_in(item, "purpose"), text_in(item, "prompt")});
    });
  }

  bool operator()(std::optional<std::vector<Interruption>>* interruptions) const {
    return each_item([&, all = &interruptions->emplace()](const element& item) {
      all->push_back({text_in(item, "timestamp"), text_in(item, "telemetry_began"),
                      static_cast<std::int64_t>(amount_in(item, "done_trials").value_or(0)),
                      amount_in(item, "load_time_seconds")});
    });
  }

  bool operator()(std::optional<std::vector<ClockStep>>* steps) const {
    return each_item([&, all = &steps->emplace()](const element& item) {
      all->push_back({number_in(item, "at_s"), number_in(item, "step_s")});
    });
  }

  // Rails have any shape in files of other programs.
  bool operator()(std::vector<RailPower>* rails) const {
    dom::object object;
    if (value_.get(object)) return false;
    for (const auto& [name, rail] : object) {
      rails->push_back({std::string(name), power_scope_of_name(text_in(rail, "scope")),
                        amount_in(rail, "avg"), amount_in(rail, "peak"), amount_in(rail, "min"),
                        amount_in(rail, "energy_joules"),
                        amount_in(rail, "counter_energy_joules")});
    }
    return true;
  }

 private:
  template <typename T>
  bool has(T& read, std::string_view otherwise) const {
    if (!value_.get(read)) return true;
    note(problems_, key_, otherwise);
    return false;
  }

  std::nullopt_t wrong(std::string_view what) const {
    note(problems_, key_, what);
    return std::nullopt;
  }

  std::optional<double> amount() const {
    double number = 0;
    if (!has(number, "is not a number")) return std::nullopt;
    if (number < 0) return wrong("is negative");
    if (number > kLargestAmount) return wrong("is too large to be true");
    return number;
  }

  std::optional<std::int64_t> count() const {
    const auto number = amount();
    if (!number) return std::nullopt;
    if (*number != std::floor(*number)) return wrong("is not a whole number");
    if (*number > kLargestCount) return wrong("is too large to be true");
    return static_cast<std::int64_t>(*number);
  }

  std::optional<std::int64_t> integer() const {
    std::int64_t number = 0;
    if (!has(number, "is not a whole number")) return std::nullopt;
    return number;
  }

  template <typename Take>
  bool each_item(Take take) const {
    dom::array list;
    if (!has(list, "is not a list")) return false;
    for (const element item : list) take(item);
    return true;
  }

  const element& value_;
  std::string_view key_;
  const FieldForm& form_;
  Problems& problems_;
};

// The keys of an object that are read.
struct Keys {
  struct Key {
    std::size_t place = 0;        // of the value among those that were found
    std::unique_ptr<Keys> inner;  // of an object that is read field by field
  };
  std::unordered_map<std::string_view, Key> by_name;

  void add(std::string_view path, std::size_t place) {
    const std::size_t dot = path.find('.');
    Key& key = by_name[path.substr(0, dot)];
    if (dot == std::string_view::npos) {
      key.place = place;
      return;
    }
    if (!key.inner) key.inner = std::make_unique<Keys>();
    key.inner->add(path.substr(dot + 1), place);
  }
};

std::string_view last_key(std::string_view path) { return path.substr(path.rfind('.') + 1); }

}  // namespace

struct FieldReader::State {
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  dom::parser parser;
  Keys keys;
  std::vector<element> values;     // those of known keys
  std::vector<std::size_t> found;  // which of them; two a field: its value, and the one instead

  explicit State(std::span<const BoundField> fields) : found(2 * fields.size()) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      keys.add(fields[i].path, 2 * i);
      if (!fields[i].form->instead.empty()) keys.add(fields[i].form->instead, 2 * i + 1);
    }
  }

  Expected<void> read(std::string_view json, bool is_padded, std::span<const BoundField> fields,
                      Problems& problems) {
    if (json.starts_with(kByteOrderMark)) json.remove_prefix(kByteOrderMark.size());
    element document;
    dom::object object;
    if (const auto error = parser.parse(json.data(), json.size(), !is_padded).get(document)) {
      return fail(simdjson::error_message(error));
    }
    if (document.get(object)) return fail("it is valid JSON, but not an object");
    values.clear();
    std::fill(found.begin(), found.end(), kNone);
    find(object, keys, problems);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const BoundField& field = fields[i];
      take(field, field.path, 2 * i, problems) ||
          take(field, field.form->instead, 2 * i + 1, problems);
    }
    return {};
  }

  void find(const dom::object& object, const Keys& known, Problems& problems) {
    for (const auto& [name, value] : object) {
      const auto key = known.by_name.find(name);
      if (key == known.by_name.end()) continue;
      dom::object inner;
      if (!key->second.inner) {
        found[key->second.place] = value.is_null() ? kNone : values.size();
        values.push_back(value);
      } else if (value.get(inner)) {
        if (!value.is_null()) note(problems, name, "is not an object");
      } else {
        find(inner, *key->second.inner, problems);
      }
    }
  }

  bool take(const BoundField& field, std::string_view path, std::size_t place,
            Problems& problems) const {
    if (found[place] == kNone) return false;
    const element& value = values[found[place]];
    return std::visit(ValueReader(value, last_key(path), *field.form, problems), field.value);
  }
};

FieldReader::FieldReader(std::span<const BoundField> fields)
    : state_(std::make_unique<State>(fields)) {}
FieldReader::~FieldReader() = default;

Expected<void> FieldReader::read(std::string_view json, std::span<const BoundField> fields,
                                 Problems& problems) {
  return state_->read(json, false, fields, problems);
}

Expected<void> FieldReader::read_padded(std::string_view json, std::span<const BoundField> fields,
                                        Problems& problems) {
  return state_->read(json, true, fields, problems);
}

}  // namespace sightmark
