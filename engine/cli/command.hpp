// SPDX-License-Identifier: Apache-2.0
// What a command is: its words, its options, its examples and the function that runs it. This table is the only place
// that lists them; parsing, --help, man pages and completions are made from it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/console.hpp"
#include "engine/cli/exit_code.hpp"

namespace frist::cli {

struct Option {
  std::string name;                  // "--as-of"
  std::string value;                 // "DATE"; empty for a switch
  std::string help;                  // one sentence without a full stop
  std::vector<std::string> choices;  // the values it takes, where they are few
  bool required = false;
  bool many = false;  // may be given several times
};

struct Positional {
  std::string name;  // "ENTRY"
  std::string help;
  bool required = true;
  bool many = false;
  std::vector<std::string> choices = {};  // what completions offer, where it is known
};

struct Example {
  std::string line;  // as typed, without the prompt
  std::string what;
};

// The values that the command line gave, by the names of the table ("--db", "ENTRY").
class Arguments {
 public:
  void add(const std::string& name, std::string value) { values_[name].push_back(std::move(value)); }
  bool has(const std::string& name) const { return values_.contains(name); }
  // Requires: the option is required, or has() was asked.
  const std::string& one(const std::string& name) const { return values_.at(name).front(); }
  std::string one_or(const std::string& name, std::string otherwise) const { return has(name) ? one(name) : otherwise; }
  std::vector<std::string> all(const std::string& name) const {
    return has(name) ? values_.at(name) : std::vector<std::string>{};
  }

 private:
  std::map<std::string, std::vector<std::string>> values_;
};

struct Command {
  std::string name;     // "run", or two words: "officer add"
  std::string group;    // heading in the overview
  std::string summary;  // one line
  std::string description;
  std::vector<Positional> positionals;
  std::vector<Option> options;
  std::vector<Example> examples;
  std::function<ExitCode(const Arguments&, const Console&)> run;
};

// Every command in the order of the overview. Built once.
const std::vector<Command>& commands();
// By its name, whose two words may be written with a dash, as in names of pages and sections.
const Command* find_command(std::string_view name);
// "officer-add".
std::string dashed(std::string_view name);
// The commands of two words that begin with this one.
std::vector<const Command*> family(std::string_view first);
// The first words of all commands, each once.
std::vector<std::string> first_words();
// "there is no command `chek`; did you mean `check`?"
std::string no_such_command(const std::string& word);

// Options that several commands share.
Option json_option();
Option database_option();
Option policy_option();
Option as_of_option();
Option language_option();
Option quiet_option();
Option keys_option();

// Options that every command takes: --config, --detailed-exit.
const std::vector<Option>& common_options();
// The command's own options and the common ones.
std::vector<Option> all_options(const Command& command);

// Whether a value of that name is a path: FILE, FOLDER, PATH and the like.
bool is_path(std::string_view value);

// "a FILE", "an ENTRY".
std::string with_article(std::string_view name);

// Prints "frist: MESSAGE" to err and gives the exit code of the error. With --json also the error as an object
// (docs/formats.md, frist/error/1) to out, so that a program that reads the answer gets one.
ExitCode fail(const Console& console, const text::Error& error, const Arguments& arguments);

}  // namespace frist::cli
