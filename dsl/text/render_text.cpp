// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/render_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "dsl/text/excerpt.hpp"

namespace frist::text {
namespace {

constexpr std::string_view kBold = "1";
constexpr std::string_view kRed = "1;31";
constexpr std::string_view kYellow = "1;33";
constexpr std::string_view kBlue = "1;34";
constexpr std::string_view kGreen = "1;32";
constexpr std::size_t kMostExplainedCodes = 5;

// What is underlined in one line: bytes [begin, end) of it. A span over several lines has one mark in its first line
// and one in its last.
struct Mark {
  std::uint32_t file;
  std::uint32_t line;
  std::uint32_t begin;
  std::uint32_t end;
  bool is_primary;
  std::string_view text;
};

bool is_known(std::uint32_t file, const Sources& sources) { return file < sources.size(); }

std::uint32_t first_non_blank(std::string_view line) {
  const std::size_t at = line.find_first_not_of(" \t");
  return static_cast<std::uint32_t>(at == std::string_view::npos ? 0 : at);
}

// A span that ends where a line begins ends, for the eye, with the line before.
std::uint32_t last_line_of(const SourceFile& source, std::uint32_t first_line, std::uint32_t end) {
  const std::uint32_t line = source.line_of(end);
  return line > first_line && source.line_start(line) == end ? line - 1 : line;
}

void add_marks(std::vector<Mark>& marks, Span span, bool is_primary, std::string_view text, const Sources& sources) {
  if (!is_known(span.file, sources)) return;
  const SourceFile& source = sources.file(span.file);
  const std::uint32_t begin = std::min(span.begin, source.size());
  const std::uint32_t end = std::clamp(span.end, begin, source.size());
  const std::uint32_t first = source.line_of(begin);
  const std::uint32_t last = last_line_of(source, first, end);
  const auto length = [&](std::uint32_t line) { return static_cast<std::uint32_t>(source.line(line).size()); };
  const auto in_line = [&](std::uint32_t line, std::uint32_t at) {
    return std::min(at - source.line_start(line), length(line));
  };
  if (first == last) {
    marks.push_back({span.file, first, in_line(first, begin), in_line(first, end), is_primary, text});
    return;
  }
  marks.push_back({span.file, first, in_line(first, begin), length(first), is_primary, {}});
  marks.push_back({span.file, last, first_non_blank(source.line(last)), in_line(last, end), is_primary, text});
}

std::vector<Mark> marks_of(const Diagnostic& diagnostic, const Sources& sources) {
  std::vector<Mark> marks;
  std::string_view at_the_carets;
  for (const Label& label : diagnostic.labels) {
    if (label.span == diagnostic.span) at_the_carets = label.text;
  }
  add_marks(marks, diagnostic.span, true, at_the_carets, sources);
  for (const Label& label : diagnostic.labels) {
    if (!(label.span == diagnostic.span)) add_marks(marks, label.span, false, label.text, sources);
  }
  // The finding's own file comes first, the others in the order of their numbers.
  const auto key = [&](const Mark& m) {
    return std::tuple(m.file != diagnostic.span.file, m.file, m.line, !m.is_primary, m.begin);
  };
  std::stable_sort(marks.begin(), marks.end(), [&](const Mark& a, const Mark& b) { return key(a) < key(b); });
  return marks;
}

class Drawing {
 public:
  Drawing(const Diagnostic& diagnostic, const Sources& sources, const RenderOptions& options)
      : diagnostic_(diagnostic), sources_(sources), options_(options), marks_(marks_of(diagnostic, sources)) {
    for (const Mark& mark : marks_) gutter_ = std::max(gutter_, fmt::formatted_size("{}", mark.line));
  }

  std::string draw() {
    draw_header();
    for (auto mark = marks_.begin(); mark != marks_.end();) {
      const auto end = std::find_if(mark, marks_.end(), [&](const Mark& other) { return other.file != mark->file; });
      draw_file(&*mark, static_cast<std::size_t>(end - mark));
      mark = end;
    }
    draw_labels_without_place();
    draw_help();
    return std::move(out_);
  }

 private:
  std::string paint(std::string_view style, std::string_view text) const {
    return options_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", style, text) : std::string(text);
  }
  std::string_view severity_style() const { return severity_of(diagnostic_.kind) == Severity::Error ? kRed : kYellow; }
  std::string indent() const { return std::string(gutter_ + 1, ' '); }

  void draw_header() {
    const std::string head = fmt::format("{} {}", word_of(severity_of(diagnostic_.kind)), code_of(diagnostic_.kind));
    out_ += paint(severity_style(), head) + paint(kBold, fmt::format(": {}", visible(diagnostic_.message))) + "\n";
  }

  // `marks` are the marks of one file, by line. The arrow names the finding itself, or the first label in another file.
  void draw_file(const Mark* marks, std::size_t count) {
    const SourceFile& source = sources_.file(marks->file);
    const bool is_own = marks->file == diagnostic_.span.file;
    const Mark& named = *std::find_if(marks, marks + count - 1, [&](const Mark& m) { return m.is_primary == is_own; });
    const Position place = source.position(source.line_start(named.line) + named.begin);
    out_ += std::string(gutter_, ' ') + paint(kBlue, is_own ? "-->" : ":::");
    out_ += fmt::format(" {}:{}:{}\n", visible(source.path()), place.line, place.column);
    out_ += indent() + paint(kBlue, "|") + "\n";
    for (std::size_t i = 0; i < count;) {
      if (i > 0 && marks[i].line > marks[i - 1].line + 1) out_ += paint(kBlue, "...") + "\n";
      std::size_t in_line = 1;
      while (i + in_line < count && marks[i + in_line].line == marks[i].line) ++in_line;
      draw_line(source, marks + i, in_line);
      i += in_line;
    }
  }

  void draw_line(const SourceFile& source, const Mark* marks, std::size_t count) {
    const Excerpt excerpt(source.line(marks->line), marks->begin, marks->end, options_.width);
    draw_row(fmt::format("{:>{}} ", marks->line, gutter_), excerpt.shown());
    for (const Mark* mark = marks; mark != marks + count; ++mark) {
      const auto [column, width] = excerpt.mark(mark->begin, mark->end);
      std::string line(width, mark->is_primary ? '^' : '-');
      if (!mark->text.empty()) line += fmt::format(" {}", visible(mark->text));
      draw_row(indent(), std::string(column, ' ') + paint(mark->is_primary ? severity_style() : kBlue, line));
    }
  }

  void draw_row(std::string_view gutter, std::string_view content) {
    out_ += paint(kBlue, fmt::format("{}|", gutter));
    if (!content.empty()) out_ += fmt::format(" {}", content);
    out_ += "\n";
  }

  void draw_labels_without_place() {
    for (const Label& label : diagnostic_.labels) {
      if (!is_known(label.span.file, sources_)) out_ += fmt::format("{}note: {}\n", indent(), visible(label.text));
    }
  }

  void draw_help() {
    if (diagnostic_.help.empty()) return;
    out_ += fmt::format("{}{} {}\n", indent(), paint(kGreen, "help:"), visible(diagnostic_.help));
  }

  const Diagnostic& diagnostic_;
  const Sources& sources_;
  const RenderOptions& options_;
  std::vector<Mark> marks_;
  std::size_t gutter_ = 1;
  std::string out_;
};

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string summary(const DiagnosticSink& sink) {
  std::string line;
  if (sink.error_count() > 0) line = counted(sink.error_count(), "error");
  if (sink.warning_count() > 0) line += (line.empty() ? "" : ", ") + counted(sink.warning_count(), "warning");
  if (sink.dropped() > 0) line += fmt::format("; {} not shown", sink.dropped());
  return line + "\n";
}

std::string explain_hint(const std::vector<Diagnostic>& diagnostics) {
  std::vector<Kind> kinds;
  for (const Diagnostic& diagnostic : diagnostics) kinds.push_back(diagnostic.kind);
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  if (kinds.empty()) return {};
  std::string hint = fmt::format("`frist explain {}` tells more", code_of(kinds.front()));
  for (std::size_t i = 1; i < std::min(kinds.size(), kMostExplainedCodes); ++i) {
    hint += fmt::format("{}{}", i == 1 ? "; so it does for " : ", ", code_of(kinds[i]));
  }
  return hint + "\n";
}

}  // namespace

std::string render(const Diagnostic& diagnostic, const Sources& sources, const RenderOptions& options) {
  return Drawing(diagnostic, sources, options).draw();
}

std::string render_all(const DiagnosticSink& sink, const Sources& sources, const RenderOptions& options) {
  if (sink.empty()) return {};
  const std::vector<Diagnostic> diagnostics = sink.sorted();
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) out += render(diagnostic, sources, options) + "\n";
  out += summary(sink);
  if (options.explain_hint) out += explain_hint(diagnostics);
  return out;
}

}  // namespace frist::text
