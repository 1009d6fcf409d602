// What a file, a folder or an option says is text in every output, whatever it says: each text is
// sent through every field, and the outputs must have the structure that they have with a harmless
// one.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "e2e/program.h"
#include "e2e/text_check.h"
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

// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest calls it so
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
    {"Long", std::string(20'000, 'W')},
    {"LongWide",
     [] {
       std::string text;
       for (int i = 0; i < 5'000; ++i) text += "\U0001F9FF";
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

// What is true of an image: one circle of that colour.
std::string truth_line(const std::string& image, const std::string& colour) {
  using Json = nlohmann::ordered_json;
  const Json circle = {{"shape", "circle"}, {"colour", colour}, {"size", "small"}};
  const Json line = {{"image_name", image}, {"truth", {{"objects", Json::array({circle})}}}};
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

// A run with the text in every field of its files.
SampleRun hostile_run(const std::string& text) {
  SampleRun run;
  run.model_key = run.model_id = run.run_group = run.host = run.device = run.device_name = text;
  run.gpu_name = run.dtype = run.torch_version = run.suite = run.manifest = text;
  run.timestamp = run.power_monitoring_method = run.preprocessing_note = text;
  for (int i = 0; i < 3; ++i) run.trials.push_back(hostile_trial(text, i));
  for (const SampleTrial& trial : run.trials) run.truth += truth_line(trial.image_name, "red");
  run.truth += truth_line("other", text);
  run.trials[1].error = text;
  run.trials[2].task += " other";
  run.trials[2].latency_ms = 500;
  return run;
}

// Writes runs with the text in every field and folder: complete, failed, cut off and unreadable
// ones.
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
  ProgramResult result = run_sightmark(
      {"analyze", (folder / folder_name(text)).string(), (folder / "named").string(), "--out",
       out.string(), "--format", format, "--device-name", "named=" + argument(text) + " named"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return {files_below(out), result.out, result.err};
}

// What the outputs look like with a harmless text.
const Outputs& harmless() {
  static const Outputs kOutputs = outputs_with("harmless", "svg");
  return kOutputs;
}

class HostileTextTest : public testing::TestWithParam<HostileText> {};

TEST_P(HostileTextTest, IsTextInEveryOutput) {
  const Outputs outputs = outputs_with(GetParam().text, "svg");
  EXPECT_EQ(outputs.files.size(), harmless().files.size());
  for (const auto& [name, text] : outputs.files) {
    SCOPED_TRACE(name);
    ASSERT_TRUE(harmless().files.contains(name));
    const std::string& other = harmless().files.at(name);
    if (name.ends_with(".html")) {
      check_html(text, other);
      continue;
    }
    EXPECT_TRUE(is_plain(text));
    if (name.ends_with(".csv")) check_csv(text, other);
    if (name.ends_with(".md")) check_markdown(text, other);
    if (name.ends_with(".svg")) check_svg(text);
    if (name.ends_with(".tex")) check_latex(text, other);
    if (!name.ends_with(".svg")) {
      EXPECT_TRUE(has_as_many_lines(text, other));
    }
  }
  EXPECT_TRUE(is_plain(outputs.out)) << "stdout";
  EXPECT_TRUE(is_plain(outputs.err)) << "stderr";
  EXPECT_TRUE(has_as_many_lines(outputs.out, harmless().out));
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
