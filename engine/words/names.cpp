// SPDX-License-Identifier: Apache-2.0
#include "engine/words/names.hpp"

#include "dsl/text/check.hpp"

namespace frist::words {
namespace {

// The word of an enumerator by its position; the table must name all of them.
template <class Enum, std::size_t N>
Word at(const Word (&words)[N], Enum value) {
  const auto k = static_cast<std::size_t>(value);
  FRIST_CHECK(k < N);
  return words[k];
}

}  // namespace

Word word_of(model::EffectKind kind) {
  static constexpr Word kWords[] = {Word::act_erase,
                                    Word::act_erase_on_request,
                                    Word::act_anonymise,
                                    Word::act_restrict,
                                    Word::act_suppress,
                                    Word::act_archive,
                                    Word::act_transfer,
                                    Word::act_keep,
                                    Word::act_keep_permanently,
                                    Word::act_hold,
                                    Word::act_review,
                                    Word::act_review,
                                    Word::act_extend};
  return at(kWords, kind);
}

Word word_of(model::Fact fact) {
  static constexpr Word kWords[] = {Word::fact_on_hold, Word::fact_erasure_requested_on, Word::fact_restricted_on,
                                    Word::fact_last_reviewed_on};
  return at(kWords, fact);
}

Word word_of(model::Role role) {
  static constexpr Word kWords[] = {Word::role_controller, Word::role_joint_controller, Word::role_processor,
                                    Word::role_recipient,  Word::role_supervisor,       Word::role_subject,
                                    Word::role_source,     Word::role_third_party,      Word::role_acts_for};
  return at(kWords, role);
}

Word word_of(model::Action action) {
  static constexpr Word kWords[] = {Word::action_read,  Word::action_query,    Word::action_report, Word::action_store,
                                    Word::action_use,   Word::action_disclose, Word::action_change, Word::action_erase,
                                    Word::action_order, Word::action_enter};
  return at(kWords, action);
}

Word word_of(explain::Truth truth) {
  static constexpr Word kWords[] = {Word::no, Word::yes, Word::open};
  return at(kWords, truth);
}

Word word_of(decide::AccessMatch match) {
  static constexpr Word kWords[] = {Word::rule_permits,           Word::rule_is_open,     Word::rule_other_action,
                                    Word::rule_other_object,      Word::rule_other_party, Word::rule_other_purpose,
                                    Word::rule_other_fields,      Word::rule_restricted,  Word::part_not_in_force,
                                    Word::rule_condition_not_met, Word::rule_expired};
  return at(kWords, match);
}

Word month_word(int month) {
  FRIST_CHECK(month >= 1 && month <= 12);
  return static_cast<Word>(static_cast<int>(Word::january) + month - 1);
}

}  // namespace frist::words
