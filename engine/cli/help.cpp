// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace frist::cli {
namespace {

constexpr std::string_view kExitCodes[][2] = {{"0", "done, or nothing to do"},
                                              {"1", "findings, failed examples, or work for a person"},
                                              {"2", "the command line is wrong"},
                                              {"3", "the policy does not check"},
                                              {"4", "the data or the database is not as it must be"},
                                              {"5", "refused for safety"},
                                              {"70", "an error of frist itself"}};

std::string usage_of(const Command& c) {
  std::string line = "frist " + c.name;
  for (const Positional& p : c.positionals)
    line += p.required ? fmt::format(" {}{}", p.name, p.many ? "..." : "")
                       : fmt::format(" [{}{}]", p.name, p.many ? "..." : "");
  for (const Option& o : c.options)
    if (o.required) line += fmt::format(" {} {}", o.name, o.value);
  return line + " [options]";
}

std::string option_words(const Option& o) { return o.value.empty() ? o.name : o.name + " " + o.value; }

std::string option_help(const Option& o) {
  std::string help = o.help;
  for (std::size_t i = 0; i < o.choices.size(); ++i) help += (i ? ", " : " (") + o.choices[i];
  return o.choices.empty() ? help : help + ")";
}

std::string two_columns(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::size_t width = 0;
  for (const auto& [left, right] : rows) width = std::max(width, left.size());
  std::string out;
  for (const auto& [left, right] : rows) out += fmt::format("  {:<{}}  {}\n", left, width, right);
  return out;
}

std::string roff(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n'))
      out += "\\&", out += c;
    else
      out += c;
  }
  return out;
}

std::string manual_options(const Command& c) {
  std::string out;
  for (const Positional& p : c.positionals) out += fmt::format(".TP\n.I {}\n{}\n", roff(p.name), roff(p.help));
  for (const Option& o : all_options(c))
    out += fmt::format(".TP\n.B {}\n{}\n", roff(option_words(o)), roff(option_help(o)));
  return out;
}

std::string manual_exit_codes() {
  std::string out = ".SH EXIT STATUS\n";
  for (const auto& [code, what] : kExitCodes) out += fmt::format(".TP\n.B {}\n{}\n", code, roff(what));
  return out;
}

std::string bash_completions() {
  std::string names, cases;
  for (const Command& c : commands()) {
    names += c.name + " ";
    std::string words;
    for (const Option& o : all_options(c)) words += o.name + " ";
    cases += fmt::format("    {}) words=\"{}\" ;;\n", c.name, words);
  }
  return fmt::format(R"(# bash completion for frist
_frist() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{}" -- "$cur")); return
  fi
  case "${{COMP_WORDS[1]}}" in
{}  esac
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$words --help" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -f -- "$cur")) ;;
  esac
}}
complete -o filenames -F _frist frist
)",
                     names, cases);
}

std::string quoted_for_shell(std::string_view text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string zsh_completions() {
  std::string list, cases;
  for (const Command& c : commands()) {
    list += fmt::format("    {}\n", quoted_for_shell(c.name + ":" + c.summary));
    cases += fmt::format("    {}) _arguments", c.name);
    for (const Option& o : all_options(c))
      cases += " " + quoted_for_shell(
                         fmt::format("{}[{}]{}", o.name, o.help, o.value.empty() ? "" : ":" + o.value + ":_files"));
    cases += " '*:file:_files' ;;\n";
  }
  return fmt::format(
      "#compdef frist\n_frist() {{\n  local -a commands\n  commands=(\n{}  )\n"
      "  if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
      "  local command=$words[2]\n  shift words; (( CURRENT-- ))\n  case $command in\n{}  esac\n}}\n_frist \"$@\"\n",
      list, cases);
}

std::string fish_completions() {
  std::string out = "# fish completion for frist\n";
  for (const Command& c : commands()) {
    out += fmt::format("complete -c frist -n __fish_use_subcommand -a {} -d {}\n", c.name, quoted_for_shell(c.summary));
    for (const Option& o : all_options(c))
      out += fmt::format("complete -c frist -n '__fish_seen_subcommand_from {}' -l {}{} -d {}\n", c.name,
                         o.name.substr(2), o.value.empty() ? "" : " -r", quoted_for_shell(o.help));
  }
  return out;
}

}  // namespace

std::string overview(const Console& console) {
  std::string out =
      console.bold("frist") +
      ": rules of retention and eligibility, evaluated against stored records\n\nusage: frist COMMAND ...\n";
  std::string group;
  std::vector<std::pair<std::string, std::string>> rows;
  const auto flush = [&] {
    if (!rows.empty()) out += "\n" + console.bold(group) + "\n" + two_columns(rows);
    rows.clear();
  };
  for (const Command& c : commands()) {
    if (c.group != group) flush(), group = c.group;
    rows.emplace_back(c.name, c.summary);
  }
  flush();
  return out + "\n`frist COMMAND --help` shows a command with examples; `frist explain CODE` explains a finding.\n";
}

std::string help_of(const Command& c, const Console& console) {
  std::string out = fmt::format("{}\n\n{}\n  {}\n", c.summary, console.bold("usage"), usage_of(c));
  if (!c.examples.empty()) {
    out += "\n" + console.bold("examples") + "\n";
    for (const Example& e : c.examples) out += fmt::format("  {}\n      {}\n", e.line, console.faint(e.what));
  }
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Positional& p : c.positionals) rows.emplace_back(p.name, p.help);
  for (const Option& o : all_options(c)) rows.emplace_back(option_words(o), option_help(o));
  if (!rows.empty()) out += "\n" + console.bold("options") + "\n" + two_columns(rows);
  return c.description.empty() ? out : out + "\n" + c.description + "\n";
}

std::string manual_page(const Command* c) {
  if (c) {
    std::string out = fmt::format(".TH FRIST\\-{} 1\n.SH NAME\nfrist\\-{} \\- {}\n.SH SYNOPSIS\n.B {}\n", roff(c->name),
                                  roff(c->name), roff(c->summary), roff(usage_of(*c)));
    out += fmt::format(".SH DESCRIPTION\n{}\n.SH OPTIONS\n{}",
                       roff(c->description.empty() ? c->summary : c->description), manual_options(*c));
    if (!c->examples.empty()) out += ".SH EXAMPLES\n";
    for (const Example& e : c->examples) out += fmt::format(".TP\n.B {}\n{}\n", roff(e.line), roff(e.what));
    return out + manual_exit_codes() + ".SH SEE ALSO\n.BR frist (1)\n";
  }
  std::string out =
      ".TH FRIST 1\n.SH NAME\nfrist \\- rules and compliance engine for data retention and eligibility\n"
      ".SH SYNOPSIS\n.B frist\n.I COMMAND\n\\&...\n.SH COMMANDS\n";
  for (const Command& command : commands())
    out += fmt::format(".TP\n.BR frist\\-{} (1)\n{}\n", roff(command.name), roff(command.summary));
  return out + manual_exit_codes();
}

std::string completions(std::string_view shell) {
  if (shell == "bash") return bash_completions();
  if (shell == "zsh") return zsh_completions();
  return shell == "fish" ? fish_completions() : std::string();
}

}  // namespace frist::cli
