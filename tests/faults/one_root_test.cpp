// SPDX-License-Identifier: Apache-2.0
// Never two signed roots for one size: programs that end between the commit, the head file, the signature and its
// publication, old copies in the place of the database, and two copies that both go on.
#include <map>

#include "engine/audit/checkpoint.hpp"
#include "engine/audit/signature.hpp"
#include "engine/run/head.hpp"
#include "engine/service/audit_log.hpp"
#include "engine/service/deed.hpp"
#include "tests/faults/copies_world.hpp"

namespace frist::service {
namespace {

constexpr const char* kOrigin = "club.example/audit/1";

class Signers {
 public:
  Signers(const store::TemporaryFolder& folder, const audit::KeyPair& pair, unsigned seed, bool planted)
      : folder_(folder), pair_(pair), random_(seed), planted_(planted) {
    for (const char* name : {"club.db", "fork.db"}) remove(name);
    for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(folder_.file("club.head") + suffix);
    std::filesystem::copy_file(folder_.file("base.db"), folder_.file("club.db"));
    std::filesystem::copy_file(folder_.file("base.db"), folder_.file("fork.db"));
    std::filesystem::copy_file(folder_.file("base.db"), folder_.file("old.db"),
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::copy_file(folder_.file("base.head"), folder_.file("club.head"),
                               std::filesystem::copy_options::overwrite_existing);
  }

  void go(int steps) {
    for (int step = 0; step < steps; ++step) {
      const char* const name = random_() % 4 == 0 ? "fork.db" : "club.db";
      switch (random_() % 8) {
        case 0:
        case 1:
          deed(name, true);
          break;
        case 2:
        case 3:
          deed(name, false);
          break;
        case 4:
        case 5:
          sign(name);
          break;
        case 6:
          copy("club.db", "old.db");
          break;
        default:
          copy("old.db", random_() % 2 == 0 ? "club.db" : "fork.db");
          if (random_() % 2 == 0) bring_up("club.db");
      }
    }
  }

  bool two_roots() const { return two_roots_; }
  unsigned refused() const { return refused_; }
  std::size_t signatures() const { return signatures_; }
  std::size_t sizes() const { return roots_.size(); }

 private:
  void remove(const std::string& name) const {
    for (const char* suffix : {"", "-wal", "-shm", "-frist"}) std::filesystem::remove(folder_.file(name) + suffix);
  }
  void copy(const std::string& from, const std::string& to) const {
    remove(to);
    std::filesystem::copy_file(folder_.file(from), folder_.file(to));
  }

  // A leaf, by a program that ends as soon as it is committed, or behind the head file.
  void deed(const std::string& name, bool to_its_end) {
    auto opened = open_club(folder_.file(name));
    if (!opened) return refuse(opened.error());
    store::Connection& connection = opened.value().connection;
    {
      auto writing = need(store::Transaction::begin_write(connection));
      need(note_deed(opened.value(), audit::Happening::Act, {0, {}, "officer/a"}, deed_body("test", 0, "", "")));
      need(writing.commit());
    }
    if (!to_its_end) return;
    if (auto followed = run::follow_log(connection, now()); !followed) refuse(followed.error());
  }

  // Whether it is published then makes no difference: somebody may have seen it.
  void sign(const std::string& name) {
    auto connection = need(open_log(folder_.file(name)));
    const auto log = need(VerifiedLog::read(connection));
    const auto note = planted_ ? audit::sign_checkpoint({kOrigin, log.size(), log.root()}, pair_.private_pem)
                               : sign_log(log, kOrigin, pair_.private_pem);
    if (!note) return refuse(note.error());
    ++signatures_;
    const auto [at, fresh] = roots_.try_emplace(log.size(), log.root());
    two_roots_ |= !fresh && at->second != log.root();
  }

  void bring_up(const std::string& name) {
    if (const auto done = restore({folder_.file(name), "", "", ""}); !done) refuse(done.error());
  }

  void refuse(const text::Error& error) {
    INFO(error.message);
    CHECK(error.kind == text::ErrorKind::Refused);
    ++refused_;
  }

  const store::TemporaryFolder& folder_;
  const audit::KeyPair& pair_;
  std::mt19937 random_;
  bool planted_, two_roots_ = false;
  unsigned refused_ = 0;
  std::size_t signatures_ = 0;
  std::map<std::uint64_t, audit::Digest> roots_;
};

}  // namespace

TEST_CASE("no two roots are signed for one size, whoever ends where and whatever is put in place", "[roots]") {
  const InMemoryFolder in_memory;
  const store::TemporaryFolder folder;
  CopiesWorld::attach_base(folder);
  std::filesystem::remove(folder.file("club.db"));
  const audit::KeyPair pair = audit::make_key_pair();
  unsigned refused = 0, found = 0;
  std::size_t signatures = 0, sizes = 0;
  for (unsigned seed = 0; seed < stories(1000); ++seed) {
    Signers signers(folder, pair, seed, false);
    INFO("story " << seed);
    signers.go(14);
    CHECK_FALSE(signers.two_roots());
    refused += signers.refused();
    signatures += signers.signatures();
    sizes += signers.sizes();
  }
  CHECK(refused > stories(1000) / 2);
  CHECK(signatures > sizes);                    // some sizes were signed more than once
  for (unsigned seed = 0; seed < 60; ++seed) {  // the planted bug: whatever is there is signed
    Signers signers(folder, pair, seed, true);
    signers.go(60);
    found += signers.two_roots() ? 1 : 0;
  }
  CHECK(found > 5);
}

}  // namespace frist::service
