// SPDX-License-Identifier: Apache-2.0
#include "rules/program/prune.hpp"

#include <initializer_list>

namespace frist::program {
namespace {

class Pruning {
 public:
  explicit Pruning(Program& program) : program_(program), live_(program.code.size()) {}

  void run() {
    find_live();
    move_inputs();
    move_code();
    move_places();
  }

 private:
  void mark(Register r) {
    if (r != kNoRegister) live_[r] = true;
  }

  void find_live() {
    const Outcome& o = program_.outcome;
    for (const Register r : {o.limit, o.duty, o.acts, o.review}) mark(r);
    if (program_.purpose == Purpose::Answers) {
      for (const auto& [place, r] : program_.places) mark(r);
      for (const RuleRegisters& rule : program_.traces) mark_rule(rule);
    }
    for (std::size_t r = program_.code.size(); r-- > 0;)
      if (live_[r])
        for (const Register operand : program_.operands_of(program_.code[r])) mark(operand);
  }

  void mark_rule(const RuleRegisters& rule) {
    mark(rule.raw);
    mark(rule.replaced);
    for (const EffectRegisters& e : rule.effects)
      for (const Register r : {e.stands, e.date, e.limit, e.holds}) mark(r);
  }

  void move_inputs() {
    std::vector<Input> kept;
    for (std::size_t r = 0; r < program_.code.size(); ++r) {
      Instruction& i = program_.code[r];
      if (i.code != Code::Input || !live_[r]) continue;
      kept.push_back(std::move(program_.inputs[static_cast<std::size_t>(i.number)]));
      i.number = static_cast<std::int64_t>(kept.size() - 1);
    }
    program_.inputs = std::move(kept);
  }

  void move_code() {
    moved_.assign(program_.code.size(), kNoRegister);
    std::vector<Instruction> code;
    std::vector<Register> operands, cones;
    for (std::size_t r = 0; r < program_.code.size(); ++r) {
      if (!live_[r]) continue;
      Instruction i = program_.code[r];
      const auto from = program_.operands_of(i), cone = program_.cone_of(i);
      i.first = static_cast<std::uint32_t>(operands.size());
      for (const Register operand : from) operands.push_back(moved(operand));
      i.cone_first = static_cast<std::uint32_t>(cones.size());
      for (const Register c : cone) cones.push_back(moved(c));
      moved_[r] = static_cast<Register>(code.size());
      code.push_back(i);
    }
    program_.code = std::move(code);
    program_.operands = std::move(operands);
    program_.cones = std::move(cones);
  }

  Register moved(Register r) const { return r == kNoRegister ? kNoRegister : moved_[r]; }

  void move_places() {
    std::unordered_map<std::uint64_t, Register> places;
    for (const auto& [place, r] : program_.places)
      if (moved(r) != kNoRegister) places[place] = moved(r);
    program_.places = std::move(places);
    Outcome& o = program_.outcome;
    for (Register* r : {&o.limit, &o.duty, &o.acts, &o.review}) *r = moved(*r);
    if (program_.purpose == Purpose::Night) program_.traces.clear();
    for (RuleRegisters& rule : program_.traces) {
      for (Register* r : {&rule.raw, &rule.replaced}) *r = moved(*r);
      for (EffectRegisters& e : rule.effects)
        for (Register* r : {&e.stands, &e.date, &e.limit, &e.holds}) *r = moved(*r);
    }
  }

  Program& program_;
  std::vector<bool> live_;
  std::vector<Register> moved_;
};

}  // namespace

void prune(Program& program) { Pruning(program).run(); }

}  // namespace frist::program
