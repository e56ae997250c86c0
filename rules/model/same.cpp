// SPDX-License-Identifier: Apache-2.0
#include "rules/model/same.hpp"

#include <functional>
#include <tuple>

namespace frist::model {
namespace {

auto conventions(const Expr& e) {
  return std::make_tuple(e.period.months, e.period.days, e.minutes, e.counting, e.month_end, e.backwards);
}

auto content(const Expr& e) {
  return std::tie(e.op, e.type, e.args, e.value, e.text, e.field, e.link, e.outer, e.fact, e.unit, e.month, e.day,
                  e.count, e.compare, e.scale_a, e.scale_b, e.source);
}

void mix(std::size_t& seed, std::size_t value) { seed ^= value + 0x9e3779b97f4a7c15ULL + (seed << 6) + (seed >> 2); }

}  // namespace

bool same_node(const Expr& a, const Expr& b) { return content(a) == content(b) && conventions(a) == conventions(b); }

std::size_t hash_of(const Expr& e) {
  std::size_t seed = static_cast<std::size_t>(e.op);
  for (const ExprId arg : e.args) mix(seed, arg);
  mix(seed, static_cast<std::size_t>(e.value));
  mix(seed, std::hash<std::string>{}(e.text));
  mix(seed, static_cast<std::size_t>(e.type.base));
  mix(seed, e.type.symbols);
  for (const char c : e.type.currency) mix(seed, static_cast<std::size_t>(c));
  mix(seed, e.field);
  mix(seed, e.link);
  mix(seed, static_cast<std::size_t>(e.outer));
  mix(seed, e.count);
  mix(seed, static_cast<std::size_t>(e.period.months));
  mix(seed, static_cast<std::size_t>(e.period.days));
  mix(seed, static_cast<std::size_t>(e.minutes));
  mix(seed, static_cast<std::size_t>(e.counting) * 4 + static_cast<std::size_t>(e.month_end));
  mix(seed, static_cast<std::size_t>(e.unit) * 1000 + e.month * 32U + e.day);
  mix(seed, static_cast<std::size_t>(e.scale_a));
  mix(seed, static_cast<std::size_t>(e.scale_b));
  mix(seed, e.source.list);
  mix(seed, e.source.record);
  return seed;
}

}  // namespace frist::model
