// SPDX-License-Identifier: Apache-2.0
#include "engine/service/load_policy.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "dsl/grammar/parse.hpp"
#include "dsl/text/files.hpp"
#include "rules/analyse/analyse.hpp"

namespace frist::service {
namespace fs = std::filesystem;
namespace {

using syntax::NodeKind;
using ReadText = std::function<text::Result<std::string>(const std::string& path)>;

// Follows `use` from one file on, each file once, depth first. `open_` is the chain of files being read, to find
// circles.
class Loader {
 public:
  Loader(std::shared_ptr<text::Sources> sources, text::DiagnosticSink& sink, ReadText read)
      : sources_(std::move(sources)), sink_(sink), read_(std::move(read)) {}

  void add(const std::string& path, std::string text) {
    const std::uint32_t file = sources_->add(path, std::move(text));
    seen_.insert(path);
    open_.push_back(path);
    auto tree = grammar::parse(file, *sources_, sink_);
    if (tree) {
      const std::size_t at = trees_.size();
      trees_.push_back(std::make_shared<const syntax::Tree>(std::move(*tree)));
      follow_uses(path, *std::shared_ptr(trees_[at]));
    }
    open_.pop_back();
  }

  std::vector<std::shared_ptr<const syntax::Tree>> trees() && { return std::move(trees_); }

 private:
  void follow_uses(const std::string& path, const syntax::Tree& tree) {
    for (syntax::NodeId top : tree.children(tree.root())) {
      if (tree.kind(top) == NodeKind::Use) follow(path, tree, top);
      if (tree.kind(top) != NodeKind::Policy) continue;
      for (syntax::NodeId use : tree.children_of(top, NodeKind::Use)) follow(path, tree, use);
    }
  }

  void follow(const std::string& user, const syntax::Tree& tree, syntax::NodeId use) {
    const auto name = tree.first(use);
    const std::string path =
        (fs::path(user).parent_path() / std::string(tree.text(name))).lexically_normal().generic_string();
    if (std::find(open_.begin(), open_.end(), path) != open_.end())
      return report(text::Kind::CyclicUse, tree.span(name), "`" + path + "` uses itself in a circle",
                    "take this line out, or move what both files need into a third file");
    if (seen_.contains(path)) return;
    auto text = read_(path);
    if (!text)
      return report(text::Kind::UseNotFound, tree.span(name), text.error().message,
                    "a path in `use` starts from the folder of the file that says it");
    add(path, std::move(text).value());
  }

  void report(text::Kind kind, text::Span span, std::string message, std::string help) {
    sink_.report({kind, span, std::move(message), {}, std::move(help)});
  }

  std::shared_ptr<text::Sources> sources_;
  text::DiagnosticSink& sink_;
  ReadText read_;
  std::vector<std::shared_ptr<const syntax::Tree>> trees_;
  std::set<std::string> seen_;
  std::vector<std::string> open_;
};

std::vector<bind::Unit> units_of(const std::vector<std::shared_ptr<const syntax::Tree>>& trees) {
  std::vector<bind::Unit> units;
  for (const auto& tree : trees) units.push_back({tree->span(tree->root()).file, tree.get()});
  return units;
}

std::shared_ptr<const LoadedPolicy> finish(std::shared_ptr<text::Sources> sources, text::DiagnosticSink& sink,
                                           std::vector<std::shared_ptr<const syntax::Tree>> trees) {
  if (sink.has_errors() || trees.empty()) return nullptr;
  if (const syntax::Tree& first = *trees.front(); !first.has(first.root(), NodeKind::Policy)) {
    sink.report({text::Kind::NoPolicyHeader,
                 {first.span(first.root()).file, 0, 0},
                 "this file has no `policy` header",
                 {},
                 "begin it with `policy name \"Title\"`, or check the policy that uses it"});
    return nullptr;
  }
  auto loaded = std::make_shared<LoadedPolicy>();
  loaded->sources = sources;
  loaded->trees = std::move(trees);
  loaded->rules = bind::bind(units_of(loaded->trees), sources, sink);
  if (!loaded->rules) return nullptr;
  analyse::analyse(*loaded->rules, sink);
  return sink.has_errors() ? nullptr : loaded;
}

bool has_header(const fs::path& file) {
  auto text = text::read_text_file(file.string(), kMostPolicyBytes);
  if (!text) return false;
  std::string_view rest = text.value();
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    const auto start = line.find_first_not_of(" \t\r");
    if (start != std::string_view::npos && line[start] != '#') return line.substr(start).starts_with("policy ");
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  return false;
}

}  // namespace

std::shared_ptr<const model::RuleSet> LoadedPolicy::bound_with(const bind::BindOptions& options) const {
  text::DiagnosticSink ignored;
  return bind::bind(units_of(trees), sources, ignored, options);
}

text::Result<std::shared_ptr<const LoadedPolicy>> load_policy(const fs::path& file,
                                                              const std::shared_ptr<text::Sources>& sources,
                                                              text::DiagnosticSink& sink) {
  const auto from_disk = [](const std::string& path) { return text::read_text_file(path, kMostPolicyBytes); };
  const std::string path = file.lexically_normal().generic_string();
  auto text = from_disk(path);
  if (!text) return text.error();
  Loader loader(sources, sink, from_disk);
  loader.add(path, std::move(text).value());
  return finish(sources, sink, std::move(loader).trees());
}

std::shared_ptr<const LoadedPolicy> load_policy(const PolicyTexts& texts, const std::shared_ptr<text::Sources>& sources,
                                                text::DiagnosticSink& sink) {
  const auto from_memory = [&](const std::string& path) -> text::Result<std::string> {
    const auto found = texts.texts.find(path);
    if (found == texts.texts.end())
      return text::Error{text::ErrorKind::Policy, "the kept policy has no text `" + path + "`"};
    return found->second;
  };
  auto text = from_memory(texts.path);
  Loader loader(sources, sink, from_memory);
  loader.add(texts.path, text ? std::move(text).value() : std::string());
  return finish(sources, sink, std::move(loader).trees());
}

PolicyTexts texts_of(const LoadedPolicy& policy) {
  PolicyTexts out;
  for (const auto& tree : policy.trees) {
    const text::SourceFile& file = policy.sources->file(tree->span(tree->root()).file);
    if (out.path.empty()) out.path = std::string(file.path());
    out.texts.emplace(std::string(file.path()), std::string(file.text()));
  }
  return out;
}

text::Result<std::vector<fs::path>> policy_files(const fs::path& file_or_folder) {
  std::error_code failed;
  if (!fs::is_directory(file_or_folder, failed)) {
    if (!fs::exists(file_or_folder, failed))
      return text::Error{text::ErrorKind::Usage, "there is no file or folder `" + file_or_folder.string() + "`"};
    return std::vector{file_or_folder};
  }
  std::vector<fs::path> files;
  auto walk = fs::recursive_directory_iterator(file_or_folder, failed);
  for (; !failed && walk != fs::recursive_directory_iterator(); walk.increment(failed)) {
    if (walk->is_directory() && walk->path().filename() == "broken") walk.disable_recursion_pending();
    if (walk->is_regular_file() && walk->path().extension() == ".frist" && has_header(walk->path()))
      files.push_back(walk->path());
  }
  if (failed)
    return text::Error{text::ErrorKind::Io,
                       "cannot read the folder `" + file_or_folder.string() + "`: " + failed.message()};
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace frist::service
