// SPDX-License-Identifier: Apache-2.0
// Completions of the shells, made from the command table: commands, options, the values of options and positionals
// where they are few, files where a file is wanted and nowhere else.
#include <fmt/format.h>

#include "engine/cli/help.hpp"

namespace frist::cli {
namespace {

using Words = std::vector<std::string>;

Words command_names() {
  Words names;
  for (const Command& c : commands()) names.push_back(dashed(c.name));
  return names;
}

// First words behind which a second one is to come, with those.
std::vector<std::pair<std::string, Words>> families() {
  std::vector<std::pair<std::string, Words>> all;
  for (const std::string& first : first_words()) {
    Words seconds;
    for (const Command* c : family(first)) seconds.push_back(c->name.substr(first.size() + 1));
    if (!seconds.empty()) all.emplace_back(first, std::move(seconds));
  }
  return all;
}

std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// ---- bash

// What completes a value: its choices, files, or nothing that we know.
std::string bash_action(const Words& choices, std::string_view name) {
  if (!choices.empty()) return fmt::format("_frist_words '{}'", fmt::join(choices, " "));
  return is_path(name) ? "_frist_files" : ":";
}

std::string bash_positionals(const Command& c) {
  std::string cases;
  for (std::size_t i = 0; i < c.positionals.size(); ++i) {
    const Positional& p = c.positionals[i];
    const std::string which =
        p.many ? fmt::format("'{} '*", dashed(c.name)) : fmt::format("'{} {}'", dashed(c.name), i);
    cases += fmt::format("    {}) {} ;;\n", which, bash_action(p.choices, p.name));
  }
  return cases;
}

std::string bash_completions() {
  std::string options, values, positionals;
  for (const Command& c : commands()) {
    Words all = {"--help"}, valued;
    for (const Option& o : all_options(c)) {
      all.push_back(o.name);
      if (o.value.empty()) continue;
      valued.push_back(o.name);
      values += fmt::format("    '{} {}') {}; return ;;\n", dashed(c.name), o.name, bash_action(o.choices, o.value));
    }
    options += fmt::format("    {}) options='{}' valued=' {} ' ;;\n", dashed(c.name), fmt::join(all, " "),
                           fmt::join(valued, " "));
    positionals += bash_positionals(c);
  }
  std::string seconds;
  for (const auto& [first, words] : families())
    seconds += fmt::format("    {}) seconds='{}' ;;\n", first, fmt::join(words, " "));
  return fmt::format(R"(# bash completion for frist
_frist_words() {{ mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"); }}
_frist_files() {{
  compopt -o filenames -o default 2> /dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}}
_frist() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD - 1]}} command=${{COMP_WORDS[1]}}
  local commands='{0}' pages='{4}' seconds='' options='' valued='' at=0 i first=2
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    _frist_words "$commands help --help --version"
    return
  fi
  case "$command" in
{5}  esac
  if [ -n "$seconds" ]; then
    if [ "$COMP_CWORD" -eq 2 ]; then
      _frist_words "$seconds --help"
      return
    fi
    command=$command-${{COMP_WORDS[2]}} first=3
  fi
  # `--lang=sv` comes as three words
  if [ "$cur" = = ]; then
    cur=''
  elif [ "$prev" = = ]; then
    prev=${{COMP_WORDS[COMP_CWORD - 2]}}
  fi
  case "$command $prev" in
{1}  esac
  case "$command" in
{2}  esac
  if [[ $cur == -* ]]; then
    _frist_words "$options"
    return
  fi
  for ((i = first; i < COMP_CWORD; i++)); do
    case "${{COMP_WORDS[i]}}" in
      =) ((i++)) ;;
      -*) [[ $valued == *" ${{COMP_WORDS[i]}} "* && ${{COMP_WORDS[i + 1]}} != = ]] && ((i++)) ;;
      *) ((at++)) ;;
    esac
  done
  case "$command $at" in
    'help 0') _frist_words "$pages" ;;
{3}  esac
}}
complete -F _frist frist
)",
                     fmt::join(first_words(), " "), values, options, positionals, fmt::join(command_names(), " "),
                     seconds);
}

// ---- zsh

// Inside [...] of an _arguments specification.
std::string zsh_escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(const Words& choices, std::string_view name) {
  if (!choices.empty()) return fmt::format("({})", fmt::join(choices, " "));
  return is_path(name) ? "_files" : " ";
}

std::string zsh_arguments(const Command& c) {
  std::string out = "'--help[show how it is used]'";
  for (const Option& o : all_options(c)) {
    std::string spec = fmt::format("{}{}[{}]", o.many ? "*" : "", o.name, zsh_escaped(o.help));
    if (!o.value.empty()) spec += fmt::format(":{}:{}", o.value, zsh_action(o.choices, o.value));
    out += " " + in_quotes(spec);
  }
  for (std::size_t i = 0; i < c.positionals.size(); ++i) {
    const Positional& p = c.positionals[i];
    out += " " + in_quotes(fmt::format("{}:{}:{}", p.many ? std::string("*") : std::to_string(i + 1), p.name,
                                       zsh_action(p.choices, p.name)));
  }
  return out;
}

std::string zsh_completions() {
  std::string list, cases;
  for (const Command& c : commands()) {
    if (c.name.find(' ') == std::string::npos) list += fmt::format("    {}\n", in_quotes(c.name + ":" + c.summary));
    cases += fmt::format("    {}) _arguments {} ;;\n", dashed(c.name), zsh_arguments(c));
  }
  std::string seconds;
  for (const auto& [first, words] : families()) {
    list += fmt::format("    {}\n", in_quotes(fmt::format("{}:{}", first, fmt::join(words, ", "))));
    seconds += fmt::format("    {}) seconds=({}) ;;\n", first, fmt::join(words, " "));
  }
  return fmt::format(R"(#compdef frist
_frist() {{
  local -a commands
  commands=(
{0}    'help:show how a command is used'
  )
  if (( CURRENT == 2 )); then
    if [[ $words[2] == -* ]]; then
      _arguments '--help[list the commands]' '--version[print the version]'
    else
      _describe command commands
    fi
    return
  fi
  local command=$words[2]
  local -a seconds
  case $command in
{3}  esac
  if (( $#seconds )); then
    if (( CURRENT == 3 )); then
      compadd -a seconds
      return
    fi
    command=$command-$words[3]
    shift words
    (( CURRENT-- ))
  fi
  shift words
  (( CURRENT-- ))
  case $command in
    help) _arguments '1:COMMAND:({1})' ;;
{2}  esac
}}
_frist "$@"
)",
                     list, fmt::join(command_names(), " "), cases, seconds);
}

// ---- fish

std::string fish_action(const Words& choices, std::string_view name) {
  if (!choices.empty()) return fmt::format(" -x -a {}", in_quotes(fmt::format("{}", fmt::join(choices, " "))));
  return is_path(name) ? " -r -F" : " -x";
}

std::string fish_command(const Command& c) {
  const auto space = c.name.find(' ');
  const std::string first = c.name.substr(0, space);
  std::string out, seen = "__fish_seen_subcommand_from " + first;
  if (space == std::string::npos) {
    out = fmt::format("complete -c frist -n __fish_use_subcommand -a {} -d {}\n", first, in_quotes(c.summary));
  } else {
    const std::string second = c.name.substr(space + 1);
    out = fmt::format("complete -c frist -n '{}' -a {} -d {}\n", seen, second, in_quotes(c.summary));
    seen += "; and __fish_seen_subcommand_from " + second;
  }
  const std::string inside = fmt::format("complete -c frist -n '{}'", seen);
  for (const Option& o : all_options(c))
    out += fmt::format("{} -l {}{} -d {}\n", inside, o.name.substr(2),
                       o.value.empty() ? "" : fish_action(o.choices, o.value), in_quotes(o.help));
  for (const Positional& p : c.positionals) {
    if (!p.choices.empty())
      out += fmt::format("{} -a {}\n", inside, in_quotes(fmt::format("{}", fmt::join(p.choices, " "))));
    else if (is_path(p.name))
      out += inside + " -F\n";
  }
  return out;
}

std::string fish_completions() {
  std::string out =
      "# fish completion for frist\ncomplete -c frist -f\n"
      "complete -c frist -n __fish_use_subcommand -l help -d 'list the commands'\n"
      "complete -c frist -n __fish_use_subcommand -l version -d 'print the version'\n"
      "complete -c frist -n __fish_use_subcommand -a help -d 'show how a command is used'\n";
  out +=
      fmt::format("complete -c frist -n '__fish_seen_subcommand_from help' -a '{}'\n", fmt::join(command_names(), " "));
  for (const auto& [first, words] : families())
    out += fmt::format("complete -c frist -n __fish_use_subcommand -a {}\n", first);
  for (const Command& c : commands()) out += fish_command(c);
  return out;
}

}  // namespace

std::string completions(std::string_view shell) {
  if (shell == "bash") return bash_completions();
  if (shell == "zsh") return zsh_completions();
  return shell == "fish" ? fish_completions() : std::string();
}

}  // namespace frist::cli
