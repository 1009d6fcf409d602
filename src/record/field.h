#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/expected.h"
#include "base/fact.h"
#include "record/power_scope.h"
#include "suite/suite.h"

// A JSON object of a run directory as a table with a row for each field. The writer, the reader,
// the comparison before a resume and the check of docs/results-format.md all go by the table.
namespace sightmark {

struct ClockStep;
struct Interruption;
struct RailPower;

// Where in a struct the value of a field lies. A text is absent where it is empty, a power scope
// where it is unknown. A bool says whether the field is there, and is never written.
using FieldValue =
    std::variant<std::string*, std::optional<std::string>*, std::int64_t*,
                 std::optional<std::int64_t>*, std::optional<double>*, std::optional<bool>*, bool*,
                 PowerScope*, Facts*, std::vector<double>*, std::vector<std::int64_t>*,
                 std::vector<std::string>*, std::vector<Task>*, std::vector<RailPower>*,
                 std::optional<std::vector<Interruption>>*, std::optional<std::vector<ClockStep>>*>;

// How a field is read and written, apart from what the type of its member says.
struct FieldForm {
  std::string_view instead;           // the field that stands in for it in files of other programs
  std::string_view text_for_no_text;  // what a value that is not a text counts as, if not absent
  int decimal_count = 3;              // of a line; a document has 6
  bool is_null_where_absent = false;  // of a line; a document has null for each
  bool is_only_read = false;          // other programs write it
  bool may_be_negative = false;       // a whole number
  bool must_agree_at_resume = false;
};

template <typename Record>
struct Field {
  std::string_view path;  // "memory.gpu_mb": the key gpu_mb within the object memory
  FieldValue (*value)(Record& record);
  FieldForm form = {};
};

// The `value` of a row: the member of a record, or of a struct within it.
template <auto... kMembers, typename Record>
FieldValue member(Record& record) {
  return &(record.*....*kMembers);
}

// A row of the table for one record, which must outlive it.
struct BoundField {
  std::string_view path;
  FieldValue value;
  const FieldForm* form;
};

template <typename Record>
std::vector<BoundField> bound(std::span<const Field<Record>> fields, Record& record) {
  std::vector<BoundField> result;
  result.reserve(fields.size());
  for (const auto& field : fields) result.push_back({field.path, field.value(record), &field.form});
  return result;
}

template <typename Record>
std::vector<std::string_view> paths(std::span<const Field<Record>> fields) {
  std::vector<std::string_view> result;
  for (const auto& field : fields) {
    result.push_back(field.path);
    if (!field.form.instead.empty()) result.push_back(field.form.instead);
  }
  return result;
}

// The object on one line, with a line end; a field without a value is left out.
std::string json_line(std::span<const BoundField> fields);

// The object indented by two spaces; a field without a value is null, within an object left out.
std::string json_document(std::span<const BoundField> fields);

// One value as it stands in a document; "nothing" where it is absent.
std::string json_value(const BoundField& field);

// Reads such objects one after another, each into a record of the same table. A value of a wrong
// type or beyond any sense is absent, and noted in `problems`; of a key given twice the last
// counts.
class FieldReader {
 public:
  // Takes the paths and forms from `fields`, whose record may be any.
  explicit FieldReader(std::span<const BoundField> fields);
  ~FieldReader();

  // Fills the new record that `fields` are of. Fails, and changes nothing, unless the text is one
  // valid JSON object. A padded text is followed by LineReader::kPadding bytes that may be read.
  Expected<void> read(std::string_view json, std::span<const BoundField> fields,
                      std::vector<std::string>& problems);
  Expected<void> read_padded(std::string_view json, std::span<const BoundField> fields,
                             std::vector<std::string>& problems);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

template <typename Record>
Expected<Record> parse_document(std::string_view json, std::span<const Field<Record>> table,
                                std::vector<std::string>& problems) {
  Record record;
  const auto fields = bound(table, record);
  return FieldReader(fields).read(json, fields, problems).map([&] { return std::move(record); });
}

}  // namespace sightmark
