// What a file, a folder or an option says is text in every output, whatever it says: each text is sent
// through every field, and the outputs must have the structure that they have with a harmless one.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "e2e/program.h"
#include "e2e/xml.h"
#include "fakes/parsed_csv.h"
#include "sample/sample_run.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;
using Files = std::map<std::string, std::string>;

struct HostileText {
  const char* name;
  std::string text;
};

void PrintTo(const HostileText& hostile, std::ostream* out) { *out << hostile.name; }

const std::vector<HostileText> kTexts = {
    {"Markdown", "[x](javascript:alert(1)) ![y](https://evil.test/y.png) **b** ~~s~~ `c` $m$"},
    {"MarkdownBlock", "a\n\n# h\n- l\n> q\n```\n| a | b |\n|---|---|\n1. x\n---\n<b>"},
    {"MarkdownTable", "a | b \\| c || d \\\\| e"},
    {"MarkdownLink", "https://evil.test www.evil.test a@evil.test @user <https://evil.test>"},
    {"Html", "<script>alert(1)</script><img src=x onerror=alert(1)><!-- -->&lt;b&gt;"},
    {"Svg", "\"/></text><script>x</script><foreignObject/><a href='https://evil.test'>&x;]]>"},
    {"Latex", "\\input{/etc/passwd} \\write18{ls} ^^5cinput $x$ % & # _ ~ { } \" `"},
    {"CsvCommand", "=cmd|' /C calc'!A0"},
    {"CsvPlus", "+1+1"},
    {"CsvMinus", "-1-1"},
    {"CsvAt", "@SUM(1,1)"},
    {"CsvTab", "\t=1+1"},
    {"CsvReturn", "\r=1+1"},
    {"CsvQuotes", "a\",\"=1\"\n\"=1"},
    {"Escapes", "\x1b[31mred\x1b]0;title\x07\x1b]8;;https://evil.test\x1b\\l\x1b]52;c;eA==\x07"},
    {"ControlC1", "a\u009b31m\u0085b\u007f"},
    {"Bidi", "a\u202eb\u202c\u2066c\u2069\u200fd\u2028e\u2029f"},
    {"Zero", std::string("a\0b\0", 4)},
    {"Lines", "a\nb\r\nc\rd\v\fe"},
    {"Long", std::string(100'000, 'W')},
    {"LongWide", [] {
       std::string text;
       for (int i = 0; i < 20'000; ++i) text += "\U0001F9FF";
       return text;
     }()},
    {"Template", "{{date}} {{{date}}} {{#models}} {{/models}} {{^x}} {{>p}} {{!c}} {{=<% %>=}}"},
    {"Format", "{b} {} {0} {:d} %s %n ${x} $(id) `id`"},
    {"Slashes", "../../../../etc/passwd"},
    {"Blank", " "},
};

// The text as a folder's name.
std::string folder_name(std::string text) {
  std::replace(text.begin(), text.end(), '/', '_');
  std::erase(text, '\0');
  return text.substr(0, 120) + "\xff";  // may end within a code point, and then in no UTF-8
}

std::string argument(std::string text) {
  std::erase(text, '\0');
  return text.substr(0, 60'000) + "\xff";
}

SampleTrial hostile_trial(const std::string& text, int image_index) {
  SampleTrial trial;
  trial.image_name = trial.task = trial.task_prompt = trial.output_text = trial.timestamp = text;
  trial.image_path = trial.task_purpose = text;
  trial.image_name += std::to_string(image_index);
  return trial;
}

// A run with the text in every field of its files.
SampleRun hostile_run(const std::string& text) {
  SampleRun run;
  run.model_key = run.model_id = run.run_group = run.host = run.device = run.device_name = text;
  run.gpu_name = run.dtype = run.torch_version = run.suite = run.manifest = text;
  run.timestamp = run.power_monitoring_method = run.preprocessing_note = text;
  for (int i = 0; i < 3; ++i) run.trials.push_back(hostile_trial(text, i));
  run.trials[1].error = text;
  run.trials[2].task += " other";
  run.trials[2].latency_ms = 500;
  return run;
}

// Writes runs with the text in every field and folder: complete, failed, cut off and unreadable ones.
void write_runs(const fs::path& folder, const std::string& text) {
  SampleRun run = hostile_run(text);
  const auto write = [&](const SampleRun& given) {
    const auto written = write_sample_run(folder, given);
    if (!written) ADD_FAILURE() << written.error().message;
  };
  run.root = run.model_folder = run.run_folder = folder_name(text);
  run.trials.push_back(run.trials[0]);  // there twice
  run.damaged_trial = 2;
  write(run);
  run.run_folder += "plain";
  run.dtype = "bf16";
  run.device_name = "";  // named by its root
  write(run);
  run.dtype = "fp16";
  run.run_folder += "2";
  run.power = SamplePower::Rails;
  write(run);
  run.run_folder += "cut_off";
  run.has_summary = false;
  write(run);
  run.run_folder += "failed";
  run.has_summary = true;
  for (SampleTrial& trial : run.trials) trial.error = text;
  write(run);
  run.run_folder += "unreadable";
  write(run);
  std::ofstream(folder / run.root / run.model_folder / run.run_folder / "run_meta.json") << "{";
  SampleRun named = hostile_run(text);
  named.root = "named";
  named.device_name = "";
  named.model_id = "";  // named by its key
  write(named);
}

struct Outputs {
  Files files;
  std::string out, err;
};

Outputs outputs_with(const std::string& text, const std::string& format) {
  const TemporaryFolder folder;
  write_runs(folder.path(), text);
  const fs::path out = folder / (folder_name(text) + "out");
  ProgramResult result = run_sightmark({"analyze", (folder / folder_name(text)).string(),
                                        (folder / "named").string(), "--out", out.string(),
                                        "--format", format, "--device-name",
                                        "named=" + argument(text) + " named"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return {files_below(out), result.out, result.err};
}

// What the outputs look like with a harmless text.
const Outputs& harmless() {
  static const Outputs outputs = outputs_with("harmless", "svg");
  return outputs;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Whether text is UTF-8 without control characters but newline, and without changes of direction.
testing::AssertionResult is_plain(const std::string& text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned lead = byte(i);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    unsigned code_point = size == 1 ? lead : lead & (0xFFu >> (size + 1));
    bool is_good = size > 0;
    for (std::size_t k = 1; k < size; ++k) {
      is_good = is_good && (byte(i + k) & 0xC0) == 0x80;
      code_point = (code_point << 6) | (byte(i + k) & 0x3Fu);
    }
    const bool is_control = (code_point < 0x20 && code_point != '\n') ||
                            (code_point >= 0x7F && code_point < 0xA0);
    const bool is_direction = (code_point >= 0x200E && code_point <= 0x200F) ||
                              (code_point >= 0x2028 && code_point <= 0x202E) ||
                              (code_point >= 0x2066 && code_point <= 0x2069);
    if (!is_good || is_control || is_direction) {
      return testing::AssertionFailure() << "byte " << i << " after \""
                                         << text.substr(i < 60 ? 0 : i - 60, std::min(i, std::size_t{60})) << '"';
    }
    i += size;
  }
  return testing::AssertionSuccess();
}

void check_csv(const std::string& name, const std::string& text) {
  const auto rows = parsed_csv(text);
  EXPECT_EQ(rows.size(), parsed_csv(harmless().files.at(name)).size()) << name;
  for (const auto& row : rows) {
    EXPECT_EQ(row.size(), rows[0].size()) << name;
    for (const std::string& cell : row) {
      EXPECT_NE(cell.find_first_of("=+-@\t\r"), 0u) << name << ": " << cell.substr(0, 80);
    }
  }
}

// How often each character or word that Markdown takes for more than text stands in it, unescaped.
std::map<std::string, int> markdown_marks(const std::string& text) {
  std::map<std::string, int> marks;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      ++i;  // and what it escapes
    } else if (text.substr(i, 2) == "&#") {
      i = text.find(';', i);
    } else if (std::string_view("`*[]<>|~$!{}@#").find(c) != std::string_view::npos) {
      ++marks[std::string(1, c)];
    }
  }
  for (const char* word : {"://", "www."}) {
    for (std::size_t i = 0; (i = text.find(word, i)) != std::string::npos; ++i) ++marks[word];
  }
  return marks;
}

std::vector<std::string> headings(const std::string& text) {
  std::vector<std::string> found;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with('#')) found.push_back(line);
  }
  return found;
}

// The text outside of code blocks; `code` becomes the blocks themselves.
std::string without_code(const std::string& text, std::string& code) {
  std::string rest;
  bool is_code = false;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("```")) is_code = !is_code;
    (is_code ? code : rest) += line + '\n';
  }
  EXPECT_FALSE(is_code);
  return rest;
}

void check_markdown(const std::string& name, const std::string& text) {
  std::string code, harmless_code;
  const std::string own = without_code(text, code);
  const std::string other = without_code(harmless().files.at(name), harmless_code);
  EXPECT_EQ(headings(own), headings(other)) << name;
  EXPECT_EQ(lines_of(own).size(), lines_of(other).size()) << name;
  EXPECT_EQ(lines_of(code).size(), lines_of(harmless_code).size()) << name;
  EXPECT_EQ(markdown_marks(own), markdown_marks(other)) << name;
}

void check_svg(const std::string& name, const std::string& text) {
  static const std::set<std::string> kElements = {
      "svg",     "g",    "path",     "rect",           "text",           "tspan", "defs", "circle",
      "ellipse", "line", "polyline", "linearGradient", "radialGradient", "stop",  "polygon", "clipPath"};
  try {
    for (const XmlElement& element : XmlReader(text).elements()) {
      EXPECT_TRUE(kElements.contains(element.name)) << name << ": <" << element.name << '>';
      for (const auto& [attribute, value] : element.attributes) {
        EXPECT_FALSE(attribute.starts_with("on") || attribute.find("href") != std::string::npos)
            << name << ": " << attribute;
        if (attribute.starts_with("xmlns")) continue;
        EXPECT_EQ(value.find("://"), std::string::npos) << name << ": " << value;
        EXPECT_EQ(value.find("url("), value.find("url(#")) << name << ": " << value;
      }
    }
  } catch (const std::runtime_error& error) {
    ADD_FAILURE() << name << ": " << error.what();
  }
}

// The rows of the table, without its head and foot.
std::vector<std::string> latex_rows(const std::string& text) {
  const std::size_t begin = text.find("\\midrule\n"), end = text.find("    \\bottomrule");
  return lines_of(text.substr(begin + 9, end - begin - 9));
}

void check_latex(const std::string& text) {
  static const std::set<std::string> kCommands = {
      "textbackslash", "textasciitilde", "textasciicircum", "textless", "textgreater",
      "textbar",       "symbol",         "textasciigrave",  "&",        "%",
      "$",             "#",              "_",               "{",        "}"};
  const auto rows = latex_rows(text), others = latex_rows(harmless().files.at("benchmark_results.tex"));
  EXPECT_EQ(text.substr(0, text.find("\\midrule")),
            harmless().files.at("benchmark_results.tex").substr(0, text.find("\\midrule")));
  EXPECT_EQ(rows.size(), others.size());
  for (std::string row : rows) {
    ASSERT_TRUE(row.ends_with(" \\\\")) << row;
    row.resize(row.size() - 3);
    int cell_ends = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      cell_ends += row[i] == '&';
      EXPECT_EQ(std::string_view("%$#_^~\"`").find(row[i]), std::string_view::npos) << row;
      if (row[i] != '\\') continue;
      std::size_t size = 1;
      while (i + 1 + size < row.size() && std::isalpha(row[i + 1]) && std::isalpha(row[i + 1 + size])) {
        ++size;
      }
      EXPECT_TRUE(kCommands.contains(row.substr(i + 1, size))) << row.substr(i, 40);
      i += size;
    }
    EXPECT_EQ(cell_ends, 10) << row;
  }
}

class HostileTextTest : public testing::TestWithParam<HostileText> {};

TEST_P(HostileTextTest, IsTextInEveryOutput) {
  const Outputs own = outputs_with(GetParam().text, "svg");
  EXPECT_EQ(own.files.size(), harmless().files.size());
  for (const auto& [name, text] : own.files) {
    ASSERT_TRUE(harmless().files.contains(name)) << name;
    EXPECT_TRUE(is_plain(text)) << name;
    if (name.ends_with(".csv")) check_csv(name, text);
    if (name.ends_with(".md")) check_markdown(name, text);
    if (name.ends_with(".svg")) check_svg(name, text);
    if (name.ends_with(".tex")) check_latex(text);
    if (name.ends_with(".txt")) {
      EXPECT_EQ(lines_of(text).size(), lines_of(harmless().files.at(name)).size()) << name;
    }
  }
  EXPECT_TRUE(is_plain(own.out)) << "stdout";
  EXPECT_TRUE(is_plain(own.err)) << "stderr";
  EXPECT_EQ(lines_of(own.out).size(), lines_of(harmless().out).size()) << own.out;
}

INSTANTIATE_TEST_SUITE_P(All, HostileTextTest, testing::ValuesIn(kTexts),
                         [](const auto& text) { return text.param.name; });

TEST(HostileText, IsDrawnAsPixelsToo) {
  for (const char* name : {"Svg", "Zero", "LongWide"}) {
    for (const HostileText& hostile : kTexts) {
      if (hostile.name != std::string(name)) continue;
      for (const auto& [file, bytes] : outputs_with(hostile.text, "png").files) {
        EXPECT_EQ(file.ends_with(".png"), bytes.starts_with("\x89PNG")) << file;
      }
    }
  }
}

TEST(HostileText, IsTextInErrors) {
  for (const HostileText& hostile : kTexts) {
    const std::string word = argument(hostile.text);
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {word},
             {"analyze", "/nowhere/" + word},
             {"analyze", "/tmp", "--out", "/nowhere/\x1b" + word, "--device-name", word},
             {"analyze", "/tmp", "--device-name", word + "=x"},
             {"analyze", "/tmp", "--format", word},
             {"analyze", "/tmp", "--only", word},
             {"analyze", "/tmp", "--jobs", word},
             {"analyze", "/tmp", "--" + word}}) {
      const ProgramResult result = run_sightmark(arguments);
      EXPECT_GT(result.exit_code, 0) << hostile.name;
      EXPECT_TRUE(is_plain(result.err)) << hostile.name << ' ' << testing::PrintToString(arguments);
      EXPECT_TRUE(is_plain(result.out)) << hostile.name;
    }
  }
}

}  // namespace
}  // namespace sightmark
