// SPDX-License-Identifier: Apache-2.0
// Lines under construction, with the sections that several answers share: conditions, facts, what is missing, sources.
// Part of this room only. Borrows the rule set.
#pragma once

#include "engine/words/lines.hpp"
#include "engine/words/narrate.hpp"
#include "engine/words/voice.hpp"

namespace frist::words {

class Page {
 public:
  Page(const model::RuleSet& rules, const Manner& manner) : voice_(rules, manner.language), all_(manner.all) {}

  const Voice& voice() const { return voice_; }
  bool all() const { return all_; }
  void add(int indent, Style style, std::string text) { lines_.push_back({indent, style, std::move(text)}); }
  void answer(std::string text) { add(0, Style::Answer, std::move(text)); }
  void heading(Word word) { add(0, Style::Heading, voice_.say(word)); }
  void text(std::string text) { add(1, Style::Text, std::move(text)); }
  void item(std::string text) { add(1, Style::Item, std::move(text)); }

  // A condition with its parts: what decided, or everything with `all`.
  void condition(const explain::Said& said, int indent);
  void fact(const explain::FactSaid& fact, int indent);
  void facts(const std::vector<explain::FactSaid>& facts);    // a section, where there are any
  void missing(const std::vector<explain::FactSaid>& facts);  // a section, where there are any
  void sources(const model::Heading& heading, int indent);    // citations and the note
  void in_force(const model::Heading& heading, model::RecordId record, int indent);
  // `“Settled on” = 1 March 2024 and “Disputed” = no`
  std::string sets(const explain::Change& change) const;
  Lines take() { return std::move(lines_); }

 private:
  std::string missing_text(const explain::FactSaid& fact) const;
  void computed(const explain::Said& said, int indent);
  void parts(const explain::Said& said, int indent);
  void row(const explain::Said& said, int indent);
  bool is_bracket(const explain::Said& said) const;
  std::string bracket_text(const explain::Said& said) const;

  Voice voice_;
  bool all_;
  Lines lines_;
};

}  // namespace frist::words
