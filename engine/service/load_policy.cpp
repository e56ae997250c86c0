// SPDX-License-Identifier: Apache-2.0
#include "engine/service/load_policy.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "dsl/grammar/parse.hpp"
#include "dsl/text/files.hpp"
#include "dsl/text/guard.hpp"
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
    if (!is_inside(path) || fs::path(tree.text(name)).is_absolute())
      return report(text::Kind::UseOutside, tree.span(name),
                    "`" + std::string(tree.text(name)) + "` lies outside the folder of the policy",
                    "put the file beside the policy or below it; all texts of a policy are kept in its databases");
    if (const auto begin = std::find(open_.begin(), open_.end(), path); begin != open_.end())
      return report(text::Kind::CyclicUse, tree.span(name), "`" + path + "` uses itself in a circle: " + circle(begin),
                    "take this line out, or move what both files need into a third file");
    if (seen_.contains(path)) return;
    auto text = read_(path);
    if (!text)
      return report(text::Kind::UseNotFound, tree.span(name), text.error().message,
                    "a path in `use` starts from the folder of the file that says it");
    add(path, std::move(text).value());
  }

  // In the folder of the policy file, which is the first that was opened, or below.
  bool is_inside(const fs::path& path) const {
    const fs::path folder = fs::path(open_.front()).parent_path();
    const fs::path relative = folder.empty() ? path : path.lexically_relative(folder);
    return !relative.empty() && !relative.is_absolute() && *relative.begin() != "..";
  }

  // a.frist -> b.frist -> a.frist
  std::string circle(std::vector<std::string>::const_iterator begin) const {
    std::string files;
    for (auto file = begin; file != open_.end(); ++file) files += *file + " -> ";
    return files + *begin;
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

// The first word of a policy file, behind comments and `use` lines, is `policy`. A text in UTF-16 counts as one, so
// that it is told what is wrong with it.
bool has_header(std::string_view text) {
  if (text::is_utf16(text)) return true;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    constexpr std::string_view kWhite = " \t\r\v\f";
    const auto start = line.find_first_not_of(kWhite);
    if (start == std::string_view::npos || line[start] == '#') continue;
    const auto word = line.substr(start, line.find_first_of(kWhite, start) - start);
    if (word != "use") return word == "policy";
  }
  return false;
}

text::Error cannot_read(const fs::path& folder, const std::error_code& failed) {
  return {text::ErrorKind::Io, "cannot read the folder `" + folder.string() + "`: " + failed.message()};
}

// Files whose names end in .frist below a folder, sorted, without the folders named `broken` in it.
text::Result<std::vector<fs::path>> frist_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failed;
  auto walk = fs::recursive_directory_iterator(folder, failed);
  for (; !failed && walk != fs::recursive_directory_iterator(); walk.increment(failed)) {
    std::error_code gone;  // a link to nowhere is neither
    if (walk->is_directory(gone) && walk->path().filename() == "broken") walk.disable_recursion_pending();
    if (walk->path().extension() == ".frist" && walk->is_regular_file(gone)) files.push_back(walk->path());
  }
  if (failed) return cannot_read(folder, failed);
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

text::Error no_policy_in(const fs::path& folder, const std::vector<fs::path>& parts) {
  const std::string start = "there is no policy in the folder `" + folder.string() + "`: ";
  if (parts.empty()) return {text::ErrorKind::Usage, start + "it holds no file whose name ends in .frist"};
  std::string names;
  for (std::size_t i = 0; i < std::min<std::size_t>(parts.size(), 5); ++i)
    names += (i ? ", `" : "`") + parts[i].lexically_relative(folder).generic_string() + "`";
  if (parts.size() > 5) names += " and others";
  return {text::ErrorKind::Usage, start + "a policy file begins with `policy name \"Title\"`, which " + names +
                                      (parts.size() == 1 ? " does not" : " do not")};
}

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

text::Result<PolicyFolder> policy_folder(const fs::path& file_or_folder) {
  std::error_code failed;
  const auto status = fs::status(file_or_folder, failed);
  if (status.type() == fs::file_type::not_found)
    return text::Error{text::ErrorKind::Usage, "there is no file or folder `" + file_or_folder.string() + "`"};
  if (status.type() == fs::file_type::none)
    return text::Error{text::ErrorKind::Io, "cannot read `" + file_or_folder.string() + "`: " + failed.message()};
  if (!fs::is_directory(status)) return PolicyFolder{{file_or_folder}, {}};
  const auto files = frist_files(file_or_folder);
  if (!files) return files.error();
  PolicyFolder folder;
  for (const fs::path& file : files.value()) {
    const auto text = text::read_text_file(file.string(), kMostPolicyBytes);
    if (!text) return text.error();
    (has_header(text.value()) ? folder.policies : folder.parts).push_back(file);
  }
  return folder;
}

text::Result<std::vector<fs::path>> policy_files(const fs::path& file_or_folder) {
  auto folder = policy_folder(file_or_folder);
  if (!folder) return folder.error();
  if (folder.value().policies.empty()) return no_policy_in(file_or_folder, folder.value().parts);
  return std::move(folder.value().policies);
}

std::vector<fs::path> unused_parts(const std::vector<fs::path>& parts,
                                   const std::vector<std::shared_ptr<const text::Sources>>& read) {
  // A file is told by its place on the disk, by whatever name it was read.
  using Place = std::pair<dev_t, ino_t>;
  const auto place_of = [](const std::string& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 ? std::optional<Place>(Place{found.st_dev, found.st_ino}) : std::nullopt;
  };
  std::set<Place> used;
  for (const auto& sources : read)
    for (std::uint32_t file = 0; file < sources->size(); ++file)
      if (const auto place = place_of(std::string(sources->file(file).path()))) used.insert(*place);
  std::vector<fs::path> unused;
  for (const fs::path& part : parts) {
    const auto place = place_of(part.string());
    if (!place || !used.contains(*place)) unused.push_back(part);
  }
  return unused;
}

}  // namespace frist::service
