// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include <fmt/core.h>

#include "rules/bind/months.hpp"
#include "rules/bind/numbers.hpp"
#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

using model::Bound;

/// Where values begin and end, so that touching ranges have equal edges: the point at a value and the point just above
/// it are neighbours. Whole numbers have nothing between them.
using Edge = std::int64_t;
constexpr Edge kLowest = std::numeric_limits<Edge>::min();
constexpr Edge kHighest = std::numeric_limits<Edge>::max();

struct Range {
  Edge from = kLowest;
  Edge to = kHighest;  ///< not included
  Span span;
  std::string name;
};

class BandsBinder {
 public:
  BandsBinder(Context& context, const Node& node, model::Bands& bands)
      : context_(context), node_(node), bands_(bands) {}

  void bind() {
    bands_.type.base = node_.text_of(NodeKind::Word) == "number" ? Base::Number : Base::Decimal;
    bands_.type.percent = node_.text_of(NodeKind::Word) == "percent";
    for (const Node& band : node_.children_of(NodeKind::Band)) bind_band(band);
    for (const Node& clause : node_.children_of(NodeKind::Refuse)) bind_refusals(clause);
    bind_recalculated();
    if (bands_.bands.empty()) {
      context_.error(Kind::MissingClause, bands_.heading.name_span,
                     fmt::format("`{}` has no band", bands_.heading.name),
                     "add bands such as `from 90 to below 95 satisfactory`");
    } else if (good_) {
      check_cover();
    }
  }

 private:
  std::optional<Bound> bound(const Node& clause, std::string_view inclusive_word) {
    const auto value =
        parse_number(context_, *clause.child(NodeKind::Number), bands_.type.base == Base::Number ? 0 : 6);
    if (!value || *value > kHighest / 4 / (whole() ? model::kDecimalScale : 1)) {
      good_ = false;
      return std::nullopt;
    }
    Bound result;
    result.value = whole() ? *value * model::kDecimalScale : *value;
    result.inclusive = clause.text_of(NodeKind::Word) == inclusive_word;
    return result;
  }

  bool whole() const { return bands_.type.base == Base::Number; }

  Edge below(const Bound& bound) const { return whole() ? bound.value / model::kDecimalScale : bound.value * 2; }
  Edge above(const Bound& bound) const { return below(bound) + 1; }

  void bind_band(const Node& node) {
    const Node name = *node.child(NodeKind::Name);
    model::Band band;
    band.name = name.name();
    band.titles = titles_of(node, band.name);
    band.span = node.span();
    if (const auto lower = node.child(NodeKind::Lower)) band.lower = bound(*lower, "from");
    if (const auto upper = node.child(NodeKind::Upper)) {
      band.upper = bound(*upper, upper->text_of(NodeKind::Word) == "at most" ? "at most" : "through");
    }
    if (!names_.insert(band.name).second) {
      context_.error(Kind::DuplicateName, name.span(),
                     fmt::format("`{}` has a second band `{}`", bands_.heading.name, band.name),
                     "give one of them another name");
    }
    Range range{kLowest, kHighest, node.span(), band.name};
    if (band.lower) range.from = band.lower->inclusive ? below(*band.lower) : above(*band.lower);
    if (band.upper) range.to = band.upper->inclusive ? above(*band.upper) : below(*band.upper);
    if (range.from >= range.to && good_) {
      context_.error(Kind::NumberOutOfRange, node.span(), fmt::format("no value is in the band `{}`", band.name),
                     "give the smaller number first");
      good_ = false;
    }
    ranges_.push_back(std::move(range));
    bands_.bands.push_back(std::move(band));
  }

  void bind_refusals(const Node& clause) {
    for (const Node& refusal : clause.children_of(NodeKind::Refusal)) {
      const std::string word = refusal.text_of(NodeKind::Word);
      const bool high = word == "at least" || word == "above";
      auto& slot = high ? bands_.refuse_from : bands_.refuse_to;
      if (slot) {
        context_.error(Kind::DuplicateClause, refusal.span(),
                       fmt::format("{} values are refused twice", high ? "high" : "low"), "keep one of the two");
      }
      slot = bound(refusal, high ? "at least" : "at most");
      if (!slot) continue;
      Range range{kLowest, kHighest, refusal.span(), ""};
      if (high) {
        range.from = slot->inclusive ? below(*slot) : above(*slot);
      } else {
        range.to = slot->inclusive ? above(*slot) : below(*slot);
      }
      refused_.push_back(range);
    }
  }

  void bind_recalculated() {
    context_.only_once(node_, NodeKind::Recalculated, "recalculated");
    const auto clause = node_.child(NodeKind::Recalculated);
    if (!clause) return;
    for (const Node& word : clause->children()) {
      const int month = month_number(word.text());
      if (month == 0) {
        bands_.recalculated_daily = true;
      } else {
        bands_.recalculated_in.push_back(static_cast<std::uint8_t>(month));
      }
    }
    auto& months = bands_.recalculated_in;
    std::sort(months.begin(), months.end());
    months.erase(std::unique(months.begin(), months.end()), months.end());
  }

  /// Every value is in one band or refused; what is refused may lie inside of a band.
  void check_cover() {
    std::vector<Range> all = ranges_;
    std::stable_sort(all.begin(), all.end(), [](const Range& a, const Range& b) { return a.from < b.from; });
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (all[i].from < all[i - 1].to) {
        overlap(all[i - 1], all[i]);
        return;
      }
    }
    Edge covered = kLowest;
    for (const Range& range : refused_) covered = range.from == kLowest ? std::max(covered, range.to) : covered;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].from > covered && !is_refused(covered, all[i].from)) gap(i == 0 ? nullptr : &all[i - 1], &all[i]);
      covered = std::max(covered, all[i].to);
    }
    if (covered != kHighest && !is_refused(covered, kHighest)) gap(&all.back(), nullptr);
  }

  bool is_refused(Edge from, Edge to) const {
    return std::any_of(refused_.begin(), refused_.end(),
                       [&](const Range& one) { return one.from <= from && to <= one.to; });
  }

  void overlap(const Range& first, const Range& second) {
    context_.error(
        Kind::BandOverlap, second.span, fmt::format("some values are in both `{}` and `{}`", first.name, second.name),
        "let one band end where the other begins: `through 95` beside `above 95`, `to below 95` beside `from 95`",
        {{first.span, fmt::format("`{}` is here", first.name)}});
  }

  void gap(const Range* below_it, const Range* above_it) {
    if (below_it != nullptr && above_it != nullptr) {
      context_.error(Kind::BandGap, above_it->span,
                     fmt::format("some values between `{}` and `{}` are in no band", below_it->name, above_it->name),
                     "let one band begin where the other ends",
                     {{below_it->span, fmt::format("`{}` is here", below_it->name)}});
      return;
    }
    const bool high = above_it == nullptr;
    context_.error(Kind::BandWithoutRefusal, high ? below_it->span : above_it->span,
                   fmt::format("values {} `{}` are in no band and not refused", high ? "above" : "below",
                               high ? below_it->name : above_it->name),
                   high ? "refuse them, as in `refuse at least 100`, or leave the highest band open"
                        : "refuse them, as in `refuse below 0`, or leave the lowest band open");
  }

  Context& context_;
  Node node_;
  model::Bands& bands_;
  bool good_ = true;
  std::vector<Range> ranges_;
  std::vector<Range> refused_;
  std::set<std::string> names_;
};

}  // namespace

void bind_bands(Context& context) {
  auto& bands = context.rules->bands;
  for (std::size_t i = 0; i < bands.size(); ++i) {
    BandsBinder(context, context.node_of(NameKind::Bands, static_cast<std::uint32_t>(i)), bands[i]).bind();
  }
}

}  // namespace frist::bind
