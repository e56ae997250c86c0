// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>

#include "dsl/text/suggest.hpp"
#include "engine/cli/command.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/codec/error_json.hpp"

namespace frist::cli {
namespace {

std::vector<Command> build_table() {
  std::vector<Command> table = {check_command(),
                                test_command(),
                                format_command(),
                                explain_command(),
                                init_command(),
                                dump_command(),
                                coverage_command(),
                                schema_command(),
                                import_command(),
                                attach_command(),
                                detach_command(),
                                backup_command(),
                                restore_command(),
                                doctor_command(),
                                identity_command(),
                                keys_rotate_command(),
                                erase_verify_command(),
                                run_command(),
                                diff_command(),
                                pack_command(),
                                calendar_command(),
                                plan_command(),
                                approve_command(),
                                apply_command(),
                                withdraw_command(),
                                metrics_command(),
                                hold_place_command(),
                                hold_list_command(),
                                hold_lift_command(),
                                review_list_command(),
                                review_close_command(),
                                request_file_command(),
                                request_list_command(),
                                request_show_command(),
                                request_answer_command(),
                                request_extend_command(),
                                request_withdraw_command(),
                                restrict_place_command(),
                                restrict_list_command(),
                                restrict_lift_command(),
                                stuck_command(),
                                officer_add_command(),
                                officer_list_command(),
                                officer_retire_command(),
                                disclosure_add_command(),
                                disclosure_list_command(),
                                disclosure_remove_command(),
                                disclosure_rectified_command(),
                                notice_list_command(),
                                notice_acknowledge_command(),
                                notice_export_command(),
                                audit_key_command(),
                                audit_checkpoint_command(),
                                audit_verify_command(),
                                audit_consistency_command(),
                                audit_export_command(),
                                audit_receipt_command(),
                                audit_open_command(),
                                why_command(),
                                when_command(),
                                decide_command(),
                                may_command(),
                                score_command(),
                                completions_command()};
  std::vector<std::string> names;
  for (const Command& command : table) names.push_back(dashed(command.name));
  table.push_back(manual_command(std::move(names)));
  return table;
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> table = build_table();
  return table;
}

const Command* find_command(std::string_view name) {
  for (const Command& command : commands())
    if (command.name == name || dashed(command.name) == name) return &command;
  return nullptr;
}

std::string dashed(std::string_view name) {
  std::string out(name);
  std::replace(out.begin(), out.end(), ' ', '-');
  return out;
}

std::vector<const Command*> family(std::string_view first) {
  std::vector<const Command*> members;
  for (const Command& command : commands())
    if (command.name.size() > first.size() && command.name.starts_with(first) && command.name[first.size()] == ' ')
      members.push_back(&command);
  return members;
}

std::vector<std::string> first_words() {
  std::vector<std::string> words;
  for (const Command& command : commands()) {
    const std::string word = command.name.substr(0, command.name.find(' '));
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }
  return words;
}

std::string no_such_command(const std::string& word) {
  std::vector<std::string> names;
  for (const Command& command : commands()) names.push_back(command.name);
  const std::string hint = text::did_you_mean(word, names);
  return fmt::format("there is no command `{}`{}{}", word, hint.empty() ? "" : "; ", hint);
}

Option json_option() { return {"--json", "", "answer as JSON"}; }
Option database_option() { return {"--db", "FILE", "the SQLite database", {}, true}; }
Option policy_option() {
  return {"--policy", "FILE", "the policy; without it the one that is stored with the database"};
}
Option as_of_option() {
  return {"--as-of", "DATE", "the day or instant to decide for, as 2025-03-01 or 2025-03-01T12:00Z; without it today"};
}
Option language_option() { return {"--lang", "LANGUAGE", "the language of the answer", {"en", "de", "sv", "ro"}}; }
Option quiet_option() { return {"--quiet", "", "no progress"}; }

const std::vector<Option>& common_options() {
  static const std::vector<Option> options = {
      {"--config", "FILE", "options from this file instead of frist.toml"},
      {"--detailed-exit", "", "exit status 10 for reviews, 14 for a busy database, 15 for a failed disk"}};
  return options;
}

std::vector<Option> all_options(const Command& command) {
  std::vector<Option> options = command.options;
  options.insert(options.end(), common_options().begin(), common_options().end());
  return options;
}

ExitCode fail(const Console& console, const text::Error& error, const Arguments& arguments) {
  const ExitCode code = exit_code_of(error.kind, arguments.has("--detailed-exit"));
  if (arguments.has("--json")) console.print(codec::error_json(error, static_cast<int>(code)));
  console.message(fmt::format("frist: {}\n", error.message));
  return code;
}

bool is_path(std::string_view value) {
  return value == "FILE" || value == "FOLDER" || value == "FILE|FOLDER" || value == "PATH" || value == "POLICY" ||
         value == "POLICIES";
}

std::string with_article(std::string_view name) {
  const bool vowel = !name.empty() && std::string_view("AEIOU").find(name[0]) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", name);
}

}  // namespace frist::cli
