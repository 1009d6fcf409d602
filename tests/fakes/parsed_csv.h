#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sightmark {

// The cells of a CSV text (RFC 4180), row by row; a separate reader, so that tests do not trust
// the writer.
inline std::vector<std::vector<std::string>> parsed_csv(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  std::string cell;
  bool is_quoted = false, is_row_open = false;
  const auto end_cell = [&] {
    if (!is_row_open) rows.emplace_back();
    is_row_open = true;
    rows.back().push_back(std::exchange(cell, {}));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_quoted && c == '"' && text.substr(i + 1, 1) == "\"") {
      cell += text[++i];
    } else if (c == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && c == ',') {
      end_cell();
    } else if (!is_quoted && c == '\n') {
      end_cell();
      is_row_open = false;
    } else {
      cell += c;
    }
  }
  if (!cell.empty() || is_row_open) end_cell();
  return rows;
}

// The rows below the header: each cell by its column's name.
using CsvRow = std::map<std::string, std::string>;

inline std::vector<CsvRow> csv_rows(std::string_view text) {
  const auto cells = parsed_csv(text);
  std::vector<CsvRow> rows;
  for (std::size_t i = 1; i < cells.size(); ++i) {
    rows.emplace_back();
    for (std::size_t column = 0; column < cells[0].size() && column < cells[i].size(); ++column) {
      rows.back()[cells[0][column]] = cells[i][column];
    }
  }
  return rows;
}

}  // namespace sightmark
