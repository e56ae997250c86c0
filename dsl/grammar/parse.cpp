// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/parse.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <utility>

#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/failure.hpp"
#include "dsl/grammar/outline.hpp"
#include "dsl/grammar/words.hpp"
#include "dsl/text/guard.hpp"
#include "dsl/text/look_alike.hpp"
#include "dsl/text/suggest.hpp"
#include "dsl/text/utf8.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;
using text::Diagnostic;
using text::Kind;

class FileParser {
 public:
  FileParser(std::uint32_t file, std::string_view source, text::DiagnosticSink& sink)
      : outline_(outline_of(source)), session_(file, source), sink_(sink) {}

  /// The whole file; the builder is complete where nothing was reported.
  void run() {
    report_unclosed_text();
    prelude();
    const auto& starts = outline_.declarations;
    for (std::size_t i = 0; i < starts.size() && !sink_.full(); ++i) {
      const bool is_last = i + 1 == starts.size();
      if (is_last && outline_.unclosed_text) break;
      const char* const last = is_last ? session_.end : session_.begin + starts[i + 1].offset;
      if (starts[i].kind == NodeKind::Policy) check_header(i);
      declaration(starts[i].kind, session_.begin + starts[i].offset, last);
    }
    session_.builder.close(NodeKind::File, 0, session_.span(session_.begin, session_.end));
  }

  syntax::TreeBuilder& builder() { return session_.builder; }

 private:
  void report_unclosed_text() {
    if (!outline_.unclosed_text) return;
    const char* const quote = session_.begin + *outline_.unclosed_text;
    sink_.report(Diagnostic{Kind::UnclosedText,
                            session_.span(quote, std::find(quote, session_.end, '\n')),
                            "this text has no closing quote",
                            {},
                            "close it with \"; a quote inside is written \\\""});
  }

  /// What stands before the first declaration: `use` lines.
  void prelude() {
    const char* last = session_.end;
    if (!outline_.declarations.empty()) {
      last = session_.begin + outline_.declarations.front().offset;
    } else if (outline_.unclosed_text) {
      return;
    }
    const char* at = session_.skip(session_.begin, last);
    while (at != last) {
      const char* const begin = at;
      if (!use_clause(session_, at, last)) {
        if (at == session_.begin || is_line_head(session_, at))
          session_.expectations.group_since(at, 0, {"a declaration"});
        fail(Stuck{std::nullopt, begin, last, true});
        return;
      }
      at = session_.skip(at, last);
    }
  }

  void check_header(std::size_t i) {
    const auto& starts = outline_.declarations;
    if (i == 0) return;
    const auto keyword_span = [&](std::size_t n) {
      const char* const begin = session_.begin + starts[n].offset;
      return session_.span(begin, end_of_word(begin, session_.end));
    };
    const auto first = std::find_if(starts.begin(), starts.end(),
                                    [](const DeclarationStart& start) { return start.kind == NodeKind::Policy; });
    const auto first_index = static_cast<std::size_t>(first - starts.begin());
    if (first_index == i) {
      sink_.report(Diagnostic{Kind::SyntaxError,
                              keyword_span(i),
                              "the header of a policy stands before its declarations",
                              {},
                              "move it to the beginning of the file"});
    } else {
      sink_.report(Diagnostic{Kind::DuplicateHeader,
                              keyword_span(i),
                              "a file has one policy header",
                              {text::Label{keyword_span(first_index), "the first one"}},
                              "put the second policy into a file of its own"});
    }
  }

  void declaration(NodeKind kind, const char* begin, const char* last) {
    const DeclarationParts parts = parts_of(kind);
    session_.builder.forget_from(session_.offset(begin));
    const auto mark = session_.builder.mark();
    forget_failures();
    const char* at = begin;
    if (!parts.head(session_, at, last)) {
      fail(Stuck{kind, begin, last, false});
      return;
    }
    const char* end = at;
    for (at = session_.skip(at, last); at != last; at = session_.skip(at, last)) {
      if (clause(parts.clause, at, last)) {
        end = at;
        continue;
      }
      if (sink_.full()) return;
      at = recover(Stuck{kind, at, last, true});
    }
    session_.builder.close(kind, mark, session_.span(begin, end));
  }

  bool clause(ParsePart parse_clause, const char*& at, const char* last) {
    const char* const begin = at;
    const std::size_t before = session_.expectations.count_at(begin);
    if (parse_clause(session_, at, last)) return true;
    session_.expectations.group_since(begin, before, {"another clause"});
    return false;
  }

  /// Reports, and finds the line at which to go on: the next that begins a clause of this declaration. A declaration
  /// with a misspelt keyword, or one that is nested too deep, is left alone.
  const char* recover(const Stuck& stuck) {
    const bool misspelt = session_.expectations.at() == stuck.begin && meant_as_declaration(stuck.begin, stuck);
    const bool abandon = misspelt || (session_.fatal && session_.fatal->kind == Kind::NestedTooDeep);
    const char* reached = std::max(stuck.begin + 1, session_.expectations.at());
    fail(stuck);
    if (abandon) return stuck.last;
    const auto& heads = outline_.line_heads;
    for (auto head = std::lower_bound(heads.begin(), heads.end(), session_.offset(reached)); head != heads.end();
         ++head) {
      const char* const at = session_.begin + *head;
      if (at >= stuck.last) break;
      if (begins_clause(*stuck.declaration, word_at(at, stuck.last)) || meant_as_declaration(at, stuck)) return at;
    }
    return stuck.last;
  }

  /// A line with an unknown word that is nearer to a keyword of a declaration than to a clause.
  bool meant_as_declaration(const char* at, const Stuck& stuck) {
    const std::string_view word = word_at(at, stuck.last);
    if (word.empty() || is_reserved(word) || !is_line_head(session_, at) || guesses_left_ == 0) return false;
    --guesses_left_;
    std::vector<std::string> known = first_words(declaration_keywords());
    for (std::string& clause_word : first_words(clause_keywords(*stuck.declaration)))
      known.push_back(std::move(clause_word));
    const auto meant = text::nearest(word, known);
    return meant && declaration_kind(*meant);
  }

  static std::string_view word_at(const char* at, const char* last) {
    return std::string_view(at, static_cast<std::size_t>(end_of_word(at, last) - at));
  }

  void fail(const Stuck& stuck) {
    sink_.report(explain_failure(session_, stuck));
    forget_failures();
  }

  void forget_failures() {
    session_.expectations.clear();
    session_.fatal.reset();
  }

  Outline outline_;
  Session session_;
  text::DiagnosticSink& sink_;
  /// Guessing what a word was meant for is slow; a text that is broken throughout gets no more of it.
  int guesses_left_ = 2000;
};

/// Names in backquotes may hold any letters, also such that deceive.
void report_look_alikes(const syntax::Tree& tree, text::DiagnosticSink& sink) {
  for (syntax::NodeId id = 0; id < tree.size(); ++id) {
    if (tree.kind(id) != NodeKind::Name) continue;
    const std::string_view name = tree.text(id);
    const auto found = text::first_look_alike(name);
    if (!found) continue;
    const bool invisible = found->taken_for.empty();
    sink.report(Diagnostic{
        Kind::LookAlikeName,
        tree.span(id),
        invisible ? fmt::format("this name has a character that nobody sees: {}", text::code_point_name(found->seen))
                  : fmt::format("a letter of this name only looks like `{}`: it is {}", found->taken_for,
                                text::code_point_name(found->seen)),
        {},
        fmt::format("write `{}` with plain letters", text::skeleton(name))});
  }
}

}  // namespace

std::optional<syntax::Tree> parse(std::uint32_t file, const text::Sources& sources, text::DiagnosticSink& sink) {
  if (!text::guard_text(file, sources, sink)) return std::nullopt;
  const std::size_t errors_before = sink.error_count();
  const std::string_view source = sources.file(file).text();
  FileParser parser(file, source, sink);
  parser.run();
  if (sink.error_count() != errors_before) return std::nullopt;
  syntax::Tree tree = parser.builder().finish(source);
  report_look_alikes(tree, sink);
  if (sink.error_count() != errors_before) return std::nullopt;
  return tree;
}

}  // namespace frist::grammar
