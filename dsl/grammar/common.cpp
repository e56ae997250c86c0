// SPDX-License-Identifier: Apache-2.0
// What most declarations share: titles, lists of names, the clauses about force, sources, readings and counting.
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr std::string_view kLanguages[] = {"de", "en", "ro", "sv"};
constexpr std::string_view kCountings[] = {"day itself", "next day", "next hour"};
constexpr std::string_view kMonthEnds[] = {"last day", "next day", "refused"};

constexpr x3::rule<struct citation_id> citation = "citation";
constexpr x3::rule<struct force_span_id> force_span = "force_span";

const auto citation_def = node<NodeKind::Citation>[name >> text_leaf];

const auto force_span_def =
    kw("in force") >> -node<NodeKind::From>[kw("from") >> date] >> -node<NodeKind::Through>[kw("through") >> date];

BOOST_SPIRIT_DEFINE(citation, force_span)

struct LanguageAhead : Terminal<LanguageAhead> {
  /// Whether a language with a text comes next; a field may well be called `de`.
  bool match(Session& session, Iterator& first, Iterator last) const {
    Iterator at = session.skip(first, last);
    const Iterator end = end_of_word(at, last);
    if (end - at != 2) return false;
    at = session.skip(end, last);
    return at != last && *at == '"';
  }
};

}  // namespace

const auto title_def =
    node<NodeKind::Title>[text_leaf >> *(LanguageAhead() >> word_of(kLanguages, "a language") >> text_leaf)];

const auto names_def = name % comma;

const auto force_def = node<NodeKind::Force>[force_span >> -node<NodeKind::By>[kw("by") >> name]];

/// For declarations with a `by` clause of their own and no event.
const auto force_without_event_def = node<NodeKind::Force>[force_span];

const auto remarks_def =
    node<NodeKind::Cites>[kw("cites") >> citation % comma] | node<NodeKind::Note>[kw("note") >> title];

const auto under_reading_def = node<NodeKind::UnderReading>[kw("reading") >> name >> kw("of") >> name];

const auto counting_def = node<NodeKind::Counting>[kw("counting from the") >> word_of(kCountings)];

const auto month_end_def = node<NodeKind::MonthEnd>[kw("month end") >> word_of(kMonthEnds)];

const auto when_def = node<NodeKind::When>[kw("when") >> block];

BOOST_SPIRIT_DEFINE(title, names, force, force_without_event, remarks, under_reading, counting, month_end, when)
BOOST_SPIRIT_INSTANTIATE(decltype(title), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(names), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(force), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(force_without_event), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(remarks), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(under_reading), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(counting), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(month_end), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(when), Iterator, Context)

}  // namespace frist::grammar
