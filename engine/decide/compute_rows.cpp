// SPDX-License-Identifier: Apache-2.0
// Between spaces: an entry's value for each of its rows, a linked row's value for its entry, and what is taken over
// rows.
#include <algorithm>

#include "engine/decide/frame.hpp"

namespace frist::decide {
namespace {

using program::Code;
using program::Instruction;
using program::Storage;

constexpr std::int64_t kEndless = INT64_MAX;

template <class T>
void spread(const T* from, const std::vector<std::uint32_t>& owners, T* out) {
  if (!from || !out) return;
  for (std::size_t row = 0; row < owners.size(); ++row) out[row] = from[owners[row]];
}

void gather_rows(Frame& f, Register r) {
  const Cells &a = f.operand(r, 0), &out = f.cells[r];
  const auto& owners = f.spaces[f.at(r).space].owners;
  switch (f.at(r).storage) {
    case Storage::Truth:
      spread(a.truths(), owners, out.truths());
      break;
    case Storage::Day:
      spread(a.days(), owners, out.days());
      break;
    case Storage::Number:
      spread(a.numbers(), owners, out.numbers());
      break;
  }
  spread(a.hi, owners, out.hi);
  spread(a.currency, owners, out.currency);
}

template <class T>
void follow(const SliceRows& rows, const T* from, T* out, T nowhere, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = rows.begin(i) < rows.end(i) ? from[rows.begin(i)] : nowhere;
}

void follow_links(Frame& f, Register r) {
  const Cells &a = f.operand(r, 0), &out = f.cells[r];
  const SliceRows& rows = f.spaces[static_cast<std::size_t>(f.at(r).number)];
  const std::size_t n = f.rows(r);
  switch (f.at(r).storage) {
    case Storage::Truth:
      follow(rows, a.truths(), out.truths(), kTruthUnknown, n);
      break;
    case Storage::Day:
      follow(rows, a.days(), out.days(), calendar::kUnknown, n);
      break;
    case Storage::Number:
      follow(rows, a.numbers(), out.numbers(), kNumberUnknown, n);
      break;
  }
  if (out.currency) follow(rows, a.currency, out.currency, std::uint32_t{0}, n);
}

// The `where` of each row of one entry, and the range of its rows.
struct EntryRows {
  const Truth* where;  // null: always yes
  std::uint32_t begin, end;
  Truth at(std::uint32_t row) const { return where ? std::min(where[row], kTruthUnknown) : kYes; }
};

EntryRows rows_of(const Frame& f, Register r, std::size_t entry) {
  const Instruction& i = f.at(r);
  const SliceRows& rows = f.spaces[static_cast<std::size_t>(i.number)];
  return {i.has_where ? f.operand(r, 0).truths() : nullptr, rows.begin(entry), rows.end(entry)};
}

struct Tally {
  std::int64_t yes = 0, unknown = 0, no = 0;
};
Tally tally(const EntryRows& rows) {
  Tally t;
  for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
    const Truth where = rows.at(row);
    t.yes += where == kYes;
    t.no += where == kNo;
  }
  t.unknown = std::int64_t{rows.end} - rows.begin - t.yes - t.no;
  return t;
}

void count_rows(Frame& f, Register r, std::size_t entry, bool unknown_list) {
  const Tally t = unknown_list ? Tally{} : tally(rows_of(f, r, entry));
  const Cells& out = f.cells[r];
  switch (f.at(r).code) {
    case Code::CountIn:
      out.numbers()[entry] = t.yes;
      out.hi[entry] = unknown_list ? kEndless : t.yes + t.unknown;
      return;
    case Code::AnyIn:
      out.truths()[entry] = t.yes > 0 ? kYes : t.unknown > 0 || unknown_list ? kTruthUnknown : kNo;
      return;
    default:
      out.truths()[entry] = t.no > 0 ? kNo : t.unknown > 0 || unknown_list ? kTruthUnknown : kYes;
      return;
  }
}

// A sum or an extreme on its way, for days and numbers alike.
struct Running {
  std::int64_t value = kNumberNone;  // none: no row yet
  std::uint32_t currency = 0;
  bool unknown = false;
};

struct RowValue {
  std::int64_t value;
  std::uint32_t currency;
};

RowValue value_at(const Frame& f, Register value, std::uint32_t row) {
  const Cells& c = f.cells[value];
  const std::uint32_t currency = c.currency ? c.currency[row] : f.at(value).currency;
  if (f.at(value).storage == Storage::Number) return {c.numbers()[row], currency};
  const Day day = c.days()[row];
  return {day == calendar::kNone ? kNumberNone : day == calendar::kUnknown ? kNumberUnknown : day, 0};
}

void add_row(Running& sum, Truth where, const RowValue& row) {
  if (where == kNo || row.value == kNumberNone) return;
  if (where == kTruthUnknown) {
    sum.unknown = sum.unknown || row.value != 0;
    return;
  }
  if (row.value == kNumberUnknown) {
    sum.unknown = true;
    return;
  }
  const bool first = sum.value == kNumberNone;
  sum.unknown = sum.unknown || (!first && sum.currency != row.currency);
  sum.currency = row.currency;
  if (__builtin_add_overflow(first ? 0 : sum.value, row.value, &sum.value) || sum.value <= kNumberUnknown) {
    sum.unknown = true;
    sum.value = 0;
  }
}

void compare_row(Running& best, bool latest, Truth where, const RowValue& row) {
  if (where != kYes || row.value == kNumberNone) return;
  if (row.value == kNumberUnknown) {
    best.unknown = true;
    return;
  }
  const bool first = best.value == kNumberNone;
  best.unknown = best.unknown || (!first && best.currency != row.currency);
  if (first || (latest ? row.value > best.value : row.value < best.value)) best.value = row.value;
  best.currency = row.currency;
}

// A row that may or may not count leaves the extreme open if it could change it.
bool leaves_open(const Running& best, bool latest, Truth where, const RowValue& row) {
  if (where != kTruthUnknown || row.value == kNumberNone) return false;
  return best.value == kNumberNone || row.value == kNumberUnknown || row.currency != best.currency ||
         (latest ? row.value > best.value : row.value < best.value);
}

void write(Frame& f, Register r, std::size_t entry, const Running& result) {
  const Cells& out = f.cells[r];
  if (out.currency) out.currency[entry] = result.currency;
  const std::int64_t value = result.unknown ? kNumberUnknown : result.value;
  if (f.at(r).storage == Storage::Number) {
    out.numbers()[entry] = value;
    return;
  }
  const bool missing = value <= kNumberUnknown;
  out.days()[entry] = missing ? (value == kNumberNone ? calendar::kNone : calendar::kUnknown) : static_cast<Day>(value);
}

Running sum_rows(const Frame& f, Register r, std::size_t entry, Register value) {
  const EntryRows rows = rows_of(f, r, entry);
  Running sum;
  for (std::uint32_t row = rows.begin; row < rows.end; ++row) add_row(sum, rows.at(row), value_at(f, value, row));
  if (sum.value != kNumberNone) return sum;
  // Nothing was added: nought, of the declared currency where it is money.
  const bool money = f.program->rules->expr(f.at(r).expr).type.base == model::Base::Money;
  sum.value = 0;
  sum.currency = f.at(r).currency;
  sum.unknown = sum.unknown || (money && sum.currency == 0);
  return sum;
}

Running extreme_of_rows(const Frame& f, Register r, std::size_t entry, Register value) {
  const EntryRows rows = rows_of(f, r, entry);
  const bool latest = f.at(r).code == Code::LatestIn;
  Running best;
  for (std::uint32_t row = rows.begin; row < rows.end; ++row)
    compare_row(best, latest, rows.at(row), value_at(f, value, row));
  for (std::uint32_t row = rows.begin; row < rows.end && !best.unknown; ++row)
    best.unknown = leaves_open(best, latest, rows.at(row), value_at(f, value, row));
  return best;
}

}  // namespace

void compute_between_spaces(Frame& f, Register r) {
  f.at(r).code == Code::Gather ? gather_rows(f, r) : follow_links(f, r);
}

void compute_over_rows(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  const SliceRows& rows = f.spaces[static_cast<std::size_t>(i.number)];
  const bool counts = i.code == Code::CountIn || i.code == Code::AnyIn || i.code == Code::EveryIn;
  const Register value = f.program->operands_of(i).empty() ? r : f.program->operands_of(i).back();
  for (std::size_t entry = 0; entry < f.rows(r); ++entry) {
    const bool unknown = rows.is_unknown(entry);
    if (counts)
      count_rows(f, r, entry, unknown);
    else if (unknown)
      write(f, r, entry, {kNumberUnknown, 0, true});
    else
      write(f, r, entry, i.code == Code::SumIn ? sum_rows(f, r, entry, value) : extreme_of_rows(f, r, entry, value));
  }
}

void next_of_rows(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  Day* next = f.cells[r].next;
  if (i.code == Code::Gather) return spread(f.operand(r, 0).next, f.spaces[i.space].owners, next);
  const SliceRows& rows = f.spaces[static_cast<std::size_t>(i.number)];
  f.kernels->logic.fill_days(next, calendar::kNever, f.rows(r));
  for (const Register operand : f.program->operands_of(i)) {
    if (!f.cells[operand].next) continue;
    for (std::size_t entry = 0; entry < f.rows(r); ++entry)
      for (std::uint32_t row = rows.begin(entry); row < rows.end(entry); ++row)
        next[entry] = std::min(next[entry], f.cells[operand].next[row]);
  }
}

}  // namespace frist::decide
