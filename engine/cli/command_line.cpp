// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/command_line.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>

#include "dsl/text/suggest.hpp"

namespace frist::cli {
namespace {

using Words = std::vector<std::string>;

text::Error wrong(std::string message) { return {text::ErrorKind::Usage, std::move(message)}; }

const Option* find_option(const std::vector<Option>& options, const std::string& name) {
  const auto at = std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.name == name; });
  return at == options.end() ? nullptr : &*at;
}

text::Error needs_value(const Option& option) {
  return wrong(fmt::format("`{}` needs {}", option.name, with_article(option.value)));
}

// `-` is standard input and `-1` a number.
bool looks_like_option(const std::string& word) {
  return word.size() > 1 && word[0] == '-' && !(word[1] >= '0' && word[1] <= '9');
}

text::Error unknown_option(const Command& command, const std::vector<Option>& options, const std::string& word) {
  Words known;
  for (const Option& o : options) known.push_back(o.name);
  const std::string name = word.substr(0, word.find('='));
  const std::string hint = text::did_you_mean(name, known);
  return wrong(fmt::format("`frist {}` has no option `{}`{}{}", command.name, name, hint.empty() ? "" : "; ", hint));
}

// One option with what was given for it, as written.
text::Status add_option(const Option& option, const std::vector<Option>& options, const Words& given,
                        Arguments& arguments) {
  if (option.value.empty()) {
    for (const std::string& value : given)
      if (value != "true") return wrong(fmt::format("`{}` takes no value", option.name));
    if (!given.empty()) arguments.add(option.name, "yes");
    return {};
  }
  if (!option.many && given.size() > 1) return wrong(fmt::format("`{}` was given twice", option.name));
  for (const std::string& value : given) {
    if (value.empty()) return wrong(fmt::format("`{}` needs a value, not an empty one", option.name));
    if (find_option(options, value)) return needs_value(option);
    if (!option.choices.empty() &&
        std::find(option.choices.begin(), option.choices.end(), value) == option.choices.end())
      return wrong(fmt::format("`{}` is one of {}, not `{}`", option.name, fmt::join(option.choices, ", "), value));
    arguments.add(option.name, value);
  }
  return {};
}

text::Error too_many(const Command& command, const std::string& word) {
  const auto& wanted = command.positionals;
  if (wanted.empty()) return wrong(fmt::format("`frist {}` takes only options; `{}` is too many", command.name, word));
  Words names;
  for (const Positional& p : wanted) names.push_back(p.name);
  return wrong(fmt::format("`frist {}` takes {}{}; `{}` is too many", command.name, names.size() == 1 ? "one " : "",
                           fmt::join(names, " "), word));
}

text::Status add_positionals(const Command& command, const Words& words, Arguments& arguments) {
  std::size_t at = 0;
  for (const Positional& p : command.positionals) {
    if (at == words.size() && p.required)
      return wrong(fmt::format("`frist {}` needs {}: {}", command.name, with_article(p.name), p.help));
    for (std::size_t taken = 0; at < words.size() && (p.many || taken == 0); ++at, ++taken) {
      if (words[at].empty()) return wrong(fmt::format("{} is empty: {}", p.name, p.help));
      arguments.add(p.name, words[at]);
    }
  }
  return at < words.size() ? text::Status(too_many(command, words[at])) : text::Status();
}

// `--db=` would take the next word for its value.
text::Status no_empty_assignment(const std::vector<Option>& options, const Words& words) {
  for (const std::string& word : words) {
    if (!word.starts_with("--") || !word.ends_with('=')) continue;
    const Option* option = find_option(options, word.substr(0, word.size() - 1));
    if (option && !option->value.empty()) return needs_value(*option);
  }
  return {};
}

// The option that the last word names, where nothing comes behind it.
text::Error cut_off(const Command& command, const std::vector<Option>& options, const Words& words) {
  const Option* last = words.empty() ? nullptr : find_option(options, words.back());
  return last ? needs_value(*last) : wrong(fmt::format("the options of `frist {}` could not be read", command.name));
}

}  // namespace

text::Result<Arguments> read_words(const Command& command, const Words& words) {
  const auto options = all_options(command);
  const auto mark = std::find(words.begin(), words.end(), "--");  // behind it every word stands for itself
  const Words before(words.begin(), mark);
  if (auto good = no_empty_assignment(options, before); !good) return good.error();
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<CLI::Option*> slots;
  for (const Option& option : options)
    slots.push_back(
        option.value.empty()
            ? app.add_flag(option.name)
            : app.add_option(option.name)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll));
  try {
    app.parse(Words(before.rbegin(), before.rend()));
  } catch (const CLI::ParseError&) {
    return cut_off(command, options, before);
  }
  Words positionals;
  for (const std::string& word : app.remaining()) {
    if (looks_like_option(word)) return unknown_option(command, options, word);
    positionals.push_back(word);
  }
  if (mark != words.end()) positionals.insert(positionals.end(), mark + 1, words.end());
  Arguments arguments;
  for (std::size_t i = 0; i < options.size(); ++i)
    if (auto added = add_option(options[i], options, slots[i]->results(), arguments); !added) return added.error();
  if (auto added = add_positionals(command, positionals, arguments); !added) return added.error();
  return arguments;
}

text::Status require_options(const Command& command, const Arguments& arguments) {
  for (const Option& option : command.options)
    if (option.required && !arguments.has(option.name))
      return wrong(fmt::format("`frist {}` needs {} {}", command.name, option.name, option.value));
  return {};
}

}  // namespace frist::cli
