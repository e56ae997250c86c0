// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "engine/cli/help.hpp"

namespace frist::cli {
namespace {

constexpr std::string_view kExitCodes[][2] = {{"0", "done, or nothing to do"},
                                              {"1", "findings, failed examples, or work for a person"},
                                              {"2", "the command line is wrong"},
                                              {"3", "the policy does not check"},
                                              {"4", "the data or the database is not as it must be"},
                                              {"5", "refused for safety"},
                                              {"70", "an error of frist itself"}};

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

// Where frist.toml is looked for; config.cpp does it.
std::string manual_files() {
  constexpr std::string_view kPlaces[][2] = {
      {"$FRIST_CONFIG", "this file; where it is set and empty, none"},
      {"./frist.toml", "in the folder where the command is run"},
      {"$XDG_CONFIG_HOME/frist/frist.toml", "or ~/.config/frist/frist.toml, of the user"},
      {"/etc/frist/frist.toml", "of the machine"}};
  std::string out =
      ".SH FILES\nOptions that are not given on the command line are taken from a file frist.toml. The option\n"
      ".B \\-\\-config\nnames one; otherwise it is the first of these that is there:\n";
  for (const auto& [place, what] : kPlaces) out += fmt::format(".TP\n.I {}\n{}\n", roff(place), roff(what));
  return out +
         ".PP\nA line is\n.IR name \" = \" value ,\nwith the name of an option without its dashes. Lines before the "
         "first "
         "heading hold for every command that has the option, lines below\n.B [run]\nfor that command alone. Paths are "
         "relative to the folder of the file. A line that does not fit is an error.\n.B as\\-of\nand\n.B "
         "dry\\-run\nmust be "
         "given on the command line, and\n.B frist run\ntakes no policy from a file: it works with the attached one.\n"
         ".PP\n.nf\ndb   = \"bureau.db\"\nlang = \"sv\"\n[run]\nquiet = true\n.fi\n";
}

}  // namespace

std::string manual_page(const Command* c) {
  if (c) {
    std::string out = fmt::format(".TH FRIST\\-{} 1\n.SH NAME\nfrist\\-{} \\- {}\n.SH SYNOPSIS\n.B {}\n",
                                  roff(dashed(c->name)), roff(dashed(c->name)), roff(c->summary), roff(usage_of(*c)));
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
    out += fmt::format(".TP\n.BR frist\\-{} (1)\n{}\n", roff(dashed(command.name)), roff(command.summary));
  return out + manual_files() + manual_exit_codes();
}

}  // namespace frist::cli
