// SPDX-License-Identifier: Apache-2.0
// Decides records one at a time, for programs that hold records in a form of their own: facts are set field by field,
// then the verdict is asked for, and if it matters its reasons. Setting allocates nothing; deciding nothing but for
// ages and "at least N of". Texts and symbols are taken as they are given: what is no UTF-8 equals no literal.
//
//   RecordDecider decider(compile(rules, record, Purpose::Answers));
//   const auto settled_on = decider.date_input(field);  // once
//   decider.set(settled_on, day);                       // for each record
//   const Verdict verdict = decider.decide(as_of);
//
// Facts stay as they are set until they are set anew. Owns its registers and shares the program. Not safe to share
// between threads; each takes a decider of its own.
#pragma once

#include <memory>
#include <string_view>

#include "engine/decide/reasons.hpp"

namespace frist::decide {

class RecordDecider {
 public:
  // Where a fact goes; of one decider only. What no rule reads has a place, too, and costs nothing.
  struct TruthInput {
    Register at = 0;
  };
  struct DateInput {
    Register at = 0;
  };
  struct SymbolInput {
    Register at = 0;
  };
  struct NumberInput {
    Register at = 0;
  };
  struct MoneyInput {
    Register at = 0;
    std::uint32_t currency = 0;  // that the field declares; 0: any
  };
  struct TextInput {
    Register at = 0;
    const program::Input* input = nullptr;  // null: no rule reads it
  };

  /// Programs that read the record alone: no list, no link, no other records of its subject. For others there are
  /// gather() and Machine.
  static bool can_decide(const Program& program) { return program.spaces.size() == 1; }
  /// Precondition: can_decide(). Every field is unknown, there is no hold, no request, no restriction and no review.
  explicit RecordDecider(std::shared_ptr<const Program> program);

  /// The place of a field, or of what the engine knows of a record. Precondition: it is of that type (dates, symbols,
  /// moments, decimals, texts and links as the name says).
  TruthInput truth_input(model::FieldId field) const;
  DateInput date_input(model::FieldId field) const;
  SymbolInput symbol_input(model::FieldId field) const;
  NumberInput number_input(model::FieldId field) const;
  MoneyInput money_input(model::FieldId field) const;
  TextInput text_input(model::FieldId field) const;
  TruthInput truth_input(model::Fact fact) const;
  DateInput date_input(model::Fact fact) const;

  /// kNo, kYes, kTruthUnknown or kTruthNone.
  void set(TruthInput input, Truth value) { row_.truth(input.at) = value; }
  /// A day, kNone (it has not happened) or kUnknown; what is past the calendar is kNever, what is before it unknown.
  void set(DateInput input, Day value) {
    row_.day(input.at) = calendar::is_day(value) ? value : calendar::as_mark(value);
  }
  /// The symbol's place in its set, calendar::kNone or calendar::kUnknown.
  void set(SymbolInput input, std::int32_t value) { row_.day(input.at) = value; }
  /// Whole numbers as they are, decimals in millionths, moments in epoch seconds; kNumberNone or kNumberUnknown.
  void set(NumberInput input, std::int64_t value) { row_.number(input.at) = value; }
  /// In hundredths; kNumberNone or kNumberUnknown. An amount of another currency than its field declares is unknown.
  void set(MoneyInput input, std::int64_t amount, model::Currency currency) {
    const std::uint32_t packed = pack(currency);
    const bool foreign = input.currency != 0 && packed != 0 && packed != input.currency && amount > kNumberUnknown;
    row_.number(input.at) = foreign ? kNumberUnknown : amount;
    row_.currency(input.at) = packed;
  }
  void set(TextInput input, std::string_view text);
  /// calendar::kNone or calendar::kUnknown.
  void set_missing(TextInput input, Day mark) { row_.day(input.at) = mark; }

  /// As when it was made.
  void forget();

  /// The verdict on what is set. Precondition: as_of.day is a day.
  Verdict decide(const model::AsOf& as_of);
  /// Of the last decide(); of a program for answers.
  Reasons reasons() const { return Reasons(row_); }
  const Program& program() const { return *program_; }

 private:
  Register place_of(model::FieldId field) const;
  Register place_of(model::Fact fact) const;
  model::Base base_of(model::FieldId field) const;
  Register unread() const { return static_cast<Register>(program_->code.size()) + program::kUnreadStandIn; }

  std::shared_ptr<const Program> program_;
  OneRow row_;
};

}  // namespace frist::decide
