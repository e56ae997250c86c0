// SPDX-License-Identifier: Apache-2.0
// A rule set compiled for one kind of record: a straight line of instructions over columns. Instruction k writes
// register k and reads only earlier ones; there are no jumps and no loops, so that its cost is known before it runs.
// Made by compile(), run by engine/decide. Immutable; safe to share between threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/calendar/zone.hpp"
#include "rules/model/limits.hpp"
#include "rules/model/rule_set.hpp"
#include "rules/program/instruction.hpp"
#include "rules/program/schedule.hpp"

namespace frist::program {

// Where rows come from. Space 0 is the entries that are decided; every other space hangs its rows on them.
struct Space {
  enum class Kind : std::uint8_t { Entries, List, SameSubject, Link } kind = Kind::Entries;
  model::RecordId record = model::kNoId;
  model::ListId list = model::kNoId;   // List
  bool excluding_self = false;         // SameSubject
  model::FieldId link = model::kNoId;  // Link: at most one row for each entry
  bool operator==(const Space&) const = default;
};

// A column that the program reads: field of a space's record, or an engine fact of the entry.
struct Input {
  std::uint32_t space = 0;
  model::FieldId field = model::kNoId;
  bool is_fact = false;
  model::Fact fact = model::Fact::OnHold;
  Storage storage = Storage::Truth;
  bool with_currency = false;         // money of any currency: a second column of packed currencies is read
  std::vector<std::string> literals;  // text fields: the texts that rules compare with; the column holds the index
                                      // of the literal, or kOtherText. The same list for every text of a program
};

// What a program is for. `Night`: the retention verdict by the chosen readings, nothing else is computed. `Answers`:
// every rule of the record (also readings not chosen), eligibilities, permissions, deadlines, defines, extra
// expressions.
enum class Purpose : std::uint8_t { Night, Answers };

// Where the verdict of one effect stands. kNoRegister where the effect has no such part; `stands` and `replaced` also
// where they are always yes and always no.
struct EffectRegisters {
  Register stands = kNoRegister;  // T: in force, `when`, start recorded
  Register date = kNoRegister;    // D as the effect says it
  Register limit = kNoRegister;   // D: limits after floor, extensions and specials of unknown standing
  Register holds = kNoRegister;  // T yes/no: limits: live; duties, reviews and extensions: yes or unknown, not replaced
};
struct RuleRegisters {
  model::RuleId rule = model::kNoId;
  bool chosen = true;          // readings not chosen have `stands` and `date` only
  bool always_raw = false;     // some effect stands always
  Register raw = kNoRegister;  // T: some effect stands
  bool always_replaced = false;
  Register replaced = kNoRegister;  // T: some special stands
  std::vector<EffectRegisters> effects;
};

// The milder act behind bit k of the verdict's acts.
struct Act {
  model::RuleId rule = model::kNoId;
  std::uint32_t effect = 0;
};
inline constexpr std::size_t kMostActs = model::kMostMilderActs;         // bits of the acts that are due
inline constexpr std::uint32_t kMostRules = model::kMostRetentionRules;  // rule ids that a verdict can name

// Registers of the verdict; kNoRegister where nothing of the kind exists.
struct Outcome {
  Register limit = kNoRegister;   // D, tagged with its rule: the earliest live limit that erases
  Register duty = kNoRegister;    // D, tagged with its rule (plus kHoldTag where any hold stands): last day of the
                                  // longest duty; kNever: for ever, kNone: none
  Register acts = kNoRegister;    // bits of due milder acts
  Register review = kNoRegister;  // D, tagged with its rule: the review date that fires
};
inline constexpr std::int32_t kHoldTag = 0x10000;
inline constexpr std::int32_t kPlacedHoldTag = kHoldTag + 0xfffe;  // a hold that a person placed

struct Program {
  std::uint64_t id = 0;  // of this process, never given twice
  std::shared_ptr<const model::RuleSet> rules;
  model::RecordId record = model::kNoId;
  Purpose purpose = Purpose::Night;

  std::vector<Space> spaces;
  std::vector<Input> inputs;
  std::vector<Instruction> code;
  std::vector<Register> operands;       // Instruction::first, count
  std::vector<Register> cones;          // Instruction::cone_first, cone_count
  std::vector<std::int32_t> tags;       // Instruction::tag_first: one for each item of a verdict instruction
  std::vector<std::string> texts;       // literals that texts are compared with
  std::vector<RuleRegisters> traces;    // rules of this record in order
  std::vector<model::RuleId> specials;  // Answers: rules whose standing may be assumed (Code::Assume)
  std::vector<Act> acts;
  std::uint32_t acts_held = 0;  // bits of the acts that a hold stops
  Outcome outcome;
  // Night: the pairs of the MinLimits in the order in which they are best folded (see lazy.hpp); the answer is the same
  // in any. Empty: as they stand.
  std::vector<std::uint32_t> limits_by_length;
  std::optional<calendar::Zone> zone;  // nothing if the policy's zone is unknown here: days of moments are unknown
  std::unordered_map<std::uint64_t, Register> places;  // see register_of
  Schedule schedule;                                   // the same for one entry

  // The register that holds an expression over the rows of a space, kNoRegister if the program has none.
  Register register_of(model::ExprId expr, std::uint32_t space = 0) const {
    const auto found = places.find(std::uint64_t{space} << 32 | expr);
    return found == places.end() ? kNoRegister : found->second;
  }
  std::span<const Register> operands_of(const Instruction& i) const { return {operands.data() + i.first, i.count}; }
  std::span<const Register> cone_of(const Instruction& i) const { return {cones.data() + i.cone_first, i.cone_count}; }
};

}  // namespace frist::program
