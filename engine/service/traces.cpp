// SPDX-License-Identifier: Apache-2.0
#include "engine/service/traces.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

#include "dsl/text/utf8.hpp"
#include "engine/audit/leaf.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/runs.hpp"
#include "engine/store/sqlite.hpp"

namespace frist::service {
namespace {

namespace fs = std::filesystem;
using text::Error;
using text::ErrorKind;
using text::Status;

constexpr std::size_t kAtOnce = 1 << 20;  // bytes

struct Needle {
  std::size_t value;
  const char* encoding;
  std::string bytes;
};

std::string utf16(std::string_view value, bool little) {
  std::string out;
  const auto unit = [&](char32_t u) {
    const char high = static_cast<char>(u >> 8 & 0xff), low = static_cast<char>(u & 0xff);
    out += little ? low : high;
    out += little ? high : low;
  };
  for (std::size_t at = 0; at < value.size();) {
    const text::Decoded one = text::decode(value, at);
    at += one.length;
    if (one.code < 0x10000) {
      unit(one.code);
    } else {
      unit(0xd800 + ((one.code - 0x10000) >> 10));
      unit(0xdc00 + ((one.code - 0x10000) & 0x3ff));
    }
  }
  return out;
}

// The first and the last characters of a long value, which SQLite spreads over several pages.
std::vector<std::string> parts_of(const std::string& value) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < value.size(); at += text::decode(value, at).length) starts.push_back(at);
  if (starts.size() <= kWholeValue) return {value};
  return {value.substr(0, starts[kWholeValue]), value.substr(starts[starts.size() - kWholeValue])};
}

// Every needle at once: by the two bytes that it begins with.
class Needles {
 public:
  explicit Needles(const std::vector<std::string>& values) : by_start_(65'536) {
    for (std::size_t i = 0; i < values.size(); ++i)
      for (const std::string& part : parts_of(values[i])) {
        add({i + 1, "UTF-8", part});
        if (text::first_invalid(part)) continue;
        add({i + 1, "UTF-16", utf16(part, true)});
        add({i + 1, "UTF-16", utf16(part, false)});
      }
  }
  std::size_t longest() const { return longest_; }

  // Calls found(needle, offset) for each that begins before `end`.
  template <class Found>
  void look(std::string_view bytes, std::size_t end, const Found& found) const {
    for (std::size_t at = 0; at + 1 < bytes.size() && at < end; ++at)
      for (const std::uint32_t n : by_start_[start_of(bytes, at)])
        if (bytes.substr(at).starts_with(all_[n].bytes)) found(all_[n], at);
  }

 private:
  static std::size_t start_of(std::string_view bytes, std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])) << 8 |
           static_cast<unsigned char>(bytes[at + 1]);
  }
  void add(Needle needle) {
    longest_ = std::max(longest_, needle.bytes.size());
    by_start_[start_of(needle.bytes, 0)].push_back(static_cast<std::uint32_t>(all_.size()));
    all_.push_back(std::move(needle));
  }

  std::vector<Needle> all_;
  std::vector<std::vector<std::uint32_t>> by_start_;
  std::size_t longest_ = 0;
};

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

Error unreadable(const std::string& path) {
  return {ErrorKind::Io, fmt::format("cannot read `{}`: {}", path, std::strerror(errno))};
}

class Search {
 public:
  Search(std::string database, const std::vector<std::string>& values)
      : database_(std::move(database)), needles_(values) {}

  Status look_through(const std::string& path) {
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
    // Logs and temporary files come and go while other programs work.
    if (!file) return errno == ENOENT ? Status() : Status(unreadable(path));
    ++report_.files;
    std::string bytes;
    std::uint64_t begin = 0;  // where `bytes` begin in the file
    for (bool more = true; more;) {
      const std::size_t kept = bytes.size();
      bytes.resize(kept + kAtOnce);
      const std::size_t got = std::fread(bytes.data() + kept, 1, kAtOnce, file.get());
      if (std::ferror(file.get())) return unreadable(path);
      more = got == kAtOnce;
      bytes.resize(kept + got);
      report_.bytes += got;
      // What may go on in the next piece is looked at with it.
      const std::size_t end = more ? bytes.size() - std::min(bytes.size(), needles_.longest() - 1) : bytes.size();
      needles_.look(bytes, end, [&](const Needle& n, std::size_t at) { note(n, path, begin + at); });
      bytes.erase(0, end);
      begin += end;
    }
    return {};
  }

  Status look_through_all(const std::string& path) {
    std::error_code failed;
    if (!fs::exists(path, failed)) return Error{ErrorKind::Usage, fmt::format("there is no file `{}`", path)};
    if (!fs::is_directory(path, failed)) return look_through(path);
    std::vector<std::string> files;
    for (fs::recursive_directory_iterator at(path, failed), end; !failed && at != end; at.increment(failed))
      if (at->is_regular_file(failed) && !at->is_symlink(failed)) files.push_back(at->path().string());
    if (failed) return Error{ErrorKind::Io, fmt::format("cannot read `{}`: {}", path, failed.message())};
    std::sort(files.begin(), files.end());
    for (const std::string& file : files)
      if (auto looked = look_through(file); !looked) return looked;
    return {};
  }

  // After the files: a connection must not be opened while they are read, since closing a file ends its locks.
  void name_pages() {
    store::OpenOptions options;
    options.mode = store::OpenOptions::Mode::ReadOnly;
    auto connection = store::Connection::open(database_, options);
    if (!connection) return;
    tell_of_backups(connection.value());
    const auto size = connection.value().integer("PRAGMA page_size");
    if (!size || !size.value() || report_.traces.empty()) return;
    std::map<std::int64_t, std::string> owners;
    for (Trace& t : report_.traces)
      if ((t.page = page_of(t, *size.value())) != 0) owners[t.page] = "";
    auto pages = connection.value().prepare("SELECT pageno, name FROM dbstat");  // a build may lack it
    if (!pages || owners.empty()) return;
    for (auto row = pages.value().step(); row && row.value(); row = pages.value().step())
      if (const auto at = owners.find(pages.value().integer(0)); at != owners.end())
        at->second = std::string(pages.value().text(1));
    for (Trace& t : report_.traces)
      if (t.page != 0) t.table = owners[t.page];
  }

  TraceReport report() && { return std::move(report_); }
  void unseen(std::string what) { report_.unseen.push_back(std::move(what)); }

 private:
  void note(const Needle& needle, const std::string& path, std::uint64_t offset) {
    // A text in one order of bytes between other letters reads as one in the other order, a byte beside it.
    const bool wide = std::string_view(needle.encoding) == "UTF-16";
    if (wide && wide_value_ == needle.value && wide_path_ == path && wide_offset_ + 1 == offset) return;
    if (wide) wide_value_ = needle.value, wide_path_ = path, wide_offset_ = offset;
    ++report_.found;
    if (report_.traces.size() < kMostTraces)
      report_.traces.push_back({needle.value, needle.encoding, path, offset, 0, ""});
  }

  // A frame of the log names its page in its first four bytes.
  std::int64_t page_of(const Trace& t, std::int64_t size) const {
    const auto offset = static_cast<std::int64_t>(t.offset);
    if (t.file == database_) return offset / size + 1;
    if (t.file != database_ + "-wal" || offset < 32) return 0;
    const std::int64_t frame = 32 + (offset - 32) / (size + 24) * (size + 24);
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(t.file.c_str(), "rb"));
    unsigned char number[4] = {};
    if (!file || std::fseek(file.get(), static_cast<long>(frame), SEEK_SET) != 0 ||
        std::fread(number, 1, 4, file.get()) != 4)
      return 0;
    return std::int64_t{number[0]} << 24 | number[1] << 16 | number[2] << 8 | number[3];
  }

  void tell_of_backups(store::Connection& connection) {
    if (!store::require_attached(connection)) return;
    const auto last = store::runs(connection, 1);
    if (last && !last.value().empty())
      unseen(fmt::format("backups and copies made before {}, when the last night began: they hold what it erased",
                         audit::utc_time(last.value()[0].started)));
  }

  std::string database_;
  Needles needles_;
  TraceReport report_;
  std::size_t wide_value_ = 0;  // the latest trace in UTF-16
  std::string wide_path_;
  std::uint64_t wide_offset_ = 0;
};

// Where SQLite puts temporary files (https://www.sqlite.org/tempfiles.html, 5). Most have no name while they are open.
std::set<std::string> temporary_files() {
  std::set<std::string> found, folders = {"/var/tmp", "/usr/tmp", "/tmp"};
  for (const char* name : {"SQLITE_TMPDIR", "TMPDIR"})
    if (const char* folder = std::getenv(name)) folders.insert(folder);
  for (const std::string& folder : folders) {
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
      if (const std::string path = at->path().string();
          at->path().filename().string().starts_with("etilqs_") && access(path.c_str(), R_OK) == 0)
        found.insert(fs::weakly_canonical(path, failed).string());
  }
  return found;
}

std::vector<std::string> files_of(const std::string& database) {
  std::vector<std::string> files = {database};
  const fs::path path(database);
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code failed;
  std::set<std::string> beside;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    if (at->path().filename().string().starts_with(path.filename().string() + "-") && at->is_regular_file(failed))
      beside.insert(database + at->path().filename().string().substr(path.filename().string().size()));
  files.insert(files.end(), beside.begin(), beside.end());
  return files;
}

}  // namespace

text::Result<TraceReport> find_traces(const std::string& database, const std::vector<std::string>& values,
                                      const std::vector<std::string>& also) {
  if (values.empty()) return Error{ErrorKind::Usage, "there is no value to look for"};
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i].size() < kShortestValue)
      return Error{ErrorKind::Usage, fmt::format("value {} is shorter than {} bytes and would be found by chance",
                                                 i + 1, kShortestValue)};
  std::error_code failed;
  if (!fs::is_regular_file(database, failed))
    return Error{ErrorKind::Data, fmt::format("there is no database `{}`", database)};
  Search search(database, values);
  for (const std::string& file : files_of(database)) {
    if (file == database + "-frist-columns")
      search.unseen(fmt::format("the packed columns `{}`: they are sealed; the next night destroys their key", file));
    if (auto looked = search.look_through(file); !looked) return looked.error();
  }
  for (const std::string& file : temporary_files())
    if (auto looked = search.look_through(file); !looked) return looked.error();
  for (const std::string& path : also)
    if (auto looked = search.look_through_all(path); !looked) return looked.error();
  search.name_pages();
  search.unseen("what other programs hold: their memory, exports, logs and mails, and files that --also does not name");
  search.unseen("the disk below the files: free blocks, snapshots, copy-on-write, blocks that an SSD has set aside");
  search.unseen("values in another form: other case, compressed, encrypted, as hexadecimal digits or Base64");
  return std::move(search).report();
}

}  // namespace frist::service
