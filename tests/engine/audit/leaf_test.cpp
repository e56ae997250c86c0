// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/leaf.hpp"

#include "tests/support/catch.hpp"

using namespace frist::audit;

namespace {

Digest all(std::uint8_t byte) {
  Digest d;
  d.fill(byte);
  return d;
}

}  // namespace

TEST_CASE("hashes are those of the published vectors") {
  Hasher hasher;
  CHECK(to_hex(hasher.sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(hasher.sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4
  CHECK(to_hex(hasher.leaf_hash("")) ==
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");  // RFC 6962
  // RFC 4231, test case 1
  CHECK(to_hex(hasher.hmac(std::string(20, '\x0b'), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

TEST_CASE("a body's commitment is HMAC under its salt, as openssl dgst -mac HMAC computes it") {
  Hasher hasher;
  const std::string body =
      R"({"action":"erase","due":"2026-03-31","record":"case:000123","rule":"r.counselling.5y","subject":"S-7f3a"})";
  CHECK(to_hex(hasher.hmac(bytes_of(all(0xa1)), body)) ==
        "22b52accbf7c4a0308ad40c8cd4601b55c3a57894ca509835d5b86d0a272d3a3");
}

TEST_CASE("the leaf of the format's own example has the published text and hash") {
  Hasher hasher;
  const std::string leaf =
      "retlog/v1 erase\nseq 1\ntime 2026-04-01T02:00:01Z\nrun 00000000000000000000000000000001\n"
      "policy sha256:5d6f89458416c5f3969800da31e081af46fbff90d4dbc282654a22d9b6c8957a\n"
      "body 22b52accbf7c4a0308ad40c8cd4601b55c3a57894ca509835d5b86d0a272d3a3\n";
  CHECK(leaf.size() == 234);
  CHECK(to_hex(hasher.leaf_hash(leaf)) == "bc46854cb60d8484edebe42f35c0af101c9e4912383fad3ab8f4dbb95f5340f0");
}

TEST_CASE("a sealed entry opens with its own salt and body and with no other") {
  Hasher hasher;
  const LeafContext context{utc_time(1775008800), std::string(32, '0'), std::string(64, 'f')};
  const SealedEntry entry = seal(hasher, context, Happening::Erase, 7, R"({"entry":"claim/1"})");
  CHECK(entry.leaf.starts_with("retlog/v1 erase\nseq 7\ntime 2026-04-01T02:00:00Z\n"));
  CHECK(opens(hasher, entry.leaf, bytes_of(entry.salt), entry.body) == true);
  CHECK(opens(hasher, entry.leaf, bytes_of(entry.salt), R"({"entry":"claim/2"})") == false);
  CHECK(opens(hasher, entry.leaf, bytes_of(all(0)), entry.body) == false);
  CHECK(opens(hasher, "something else", bytes_of(entry.salt), entry.body) == std::nullopt);
}

TEST_CASE("two entries over the same body tell nothing of that: their salts differ") {
  Hasher hasher;
  const LeafContext context{"2026-04-01T02:00:00Z", std::string(32, '0'), std::string(64, 'f')};
  std::string seen;
  for (int i = 0; i < 300; ++i) {
    const SealedEntry entry = seal(hasher, context, Happening::Erase, 1, "{}");
    CHECK(entry.leaf != seen);
    seen = entry.leaf;
  }
}

TEST_CASE("a leaf is read only as it is written") {
  const std::string leaf = "retlog/v1 body-erased\nseq 12\ntime 2026-04-01T02:00:01Z\nrun " + std::string(32, '0') +
                           "\npolicy sha256:" + std::string(64, 'a') + "\nbody " + std::string(64, '9') + "\n";
  const auto lines = read_leaf(leaf);
  REQUIRE(lines);
  CHECK(lines->kind == "body-erased");
  CHECK(lines->seq == 12);
  CHECK(lines->time == "2026-04-01T02:00:01Z");
  CHECK(lines->policy_hash == std::string(64, 'a'));
  const std::pair<const char*, const char*> changes[] = {
      {"retlog/v1", "retlog/v2"}, {"body-erased", "Erased"}, {"body-erased", ""},      {"seq 12", "seq 012"},
      {"seq 12", "seq -1"},       {"seq 12", "seq 12 "},     {"T02:00:01Z", "T02:00"}, {"run 0", "run A"},
      {"sha256:a", "sha256:A"},   {"body 9", "body g"},      {"\nrun", "\n\nrun"},     {"seq 12\n", ""}};
  for (const auto& [from, to] : changes) {
    std::string changed = leaf;
    changed.replace(changed.find(from), std::string_view(from).size(), to);
    INFO(changed);
    CHECK_FALSE(read_leaf(changed));
  }
  CHECK_FALSE(read_leaf(leaf + "more\n"));
  CHECK_FALSE(read_leaf(leaf.substr(0, leaf.size() - 1)));
  CHECK_FALSE(read_leaf(""));
}
