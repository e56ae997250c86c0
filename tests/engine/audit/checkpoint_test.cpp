// SPDX-License-Identifier: Apache-2.0
// The published example of the format from end to end: three leaves, their tree, the signed checkpoint, tiles,
// receipts.
#include "engine/audit/checkpoint.hpp"

#include <map>

#include "engine/audit/base64.hpp"
#include "engine/audit/leaf.hpp"
#include "engine/audit/receipt.hpp"
#include "engine/audit/signature.hpp"
#include "engine/audit/tile.hpp"
#include "tests/support/catch.hpp"

namespace frist::audit {
namespace {

// The Ed25519 key of the bytes 00, 01, ... 1f, for tests alone.
const char* const kTestKey =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n"
    "-----END PRIVATE KEY-----\n";
const char* const kOrigin = "retention.example/audit/1";
const char* const kKey = "retention.example/audit/1+5fe8fd7b+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
const std::string kCheckpoint =
    "retention.example/audit/1\n3\nfUuLVXElpd+soHfm8OPSw59lftVA0ymIRSid2KJX0hY=\n\n"
    "\xE2\x80\x94 retention.example/audit/1 "
    "X+j9ewFp8kY/5XfAyVap8EWIg6/RCWS7+AGI/R5i2Vrtm6WI4rqxT7Mv3oUhqVVBLgJUxnHtFwwW45MmCI2Ju8dnCgk=\n";
// The key of the signed note that C2SP publishes as its example.
const char* const kOtherKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

const char* const kBodies[] = {
    R"({"by":"system","kind":"run-start","records":2})",
    R"({"action":"erase","due":"2026-03-31","record":"case:000123","rule":"r.counselling.5y","subject":"S-7f3a"})",
    R"({"action":"keep","hold":"court:12 C 34/26","record":"case:000124","rule":"r.counselling.5y","subject":"S-91bc"})"};
const char* const kKinds[] = {"run-start", "erase", "keep"};

std::string salt_of(std::size_t i) { return std::string(32, static_cast<char>(0xa0 + i)); }
std::string leaf_of(std::size_t i) {
  Hasher hasher;
  const std::string number = std::to_string(i);
  return std::string("retlog/v1 ") + kKinds[i] + "\nseq " + number + "\ntime 2026-04-01T02:00:0" + number +
         "Z\nrun 00000000000000000000000000000001\npolicy sha256:" + to_hex(hasher.sha256("demo-policy")) + "\nbody " +
         to_hex(hasher.hmac(salt_of(i), kBodies[i])) + "\n";
}

std::vector<Digest> leaf_hashes() {
  Hasher hasher;
  std::vector<Digest> hashes;
  for (std::size_t i = 0; i < 3; ++i) hashes.push_back(hasher.leaf_hash(leaf_of(i)));
  return hashes;
}

Receipt example_receipt(std::size_t i) {
  Tree tree([](std::uint64_t first, std::size_t count) -> text::Result<std::vector<Digest>> {
    const auto all = leaf_hashes();
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(first);
    return std::vector<Digest>(from, from + static_cast<std::ptrdiff_t>(count));
  });
  for (const Digest& hash : leaf_hashes()) tree.append(hash);
  return {salt_of(i), kBodies[i], i, tree.inclusion(i, 3).value(), kCheckpoint};
}

std::string with_a_changed_bit(std::string text, std::size_t bit) {
  text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
  return text;
}

}  // namespace

TEST_CASE("leaves, bodies, hashes and roots of the example are the published ones") {
  Hasher hasher;
  CHECK(leaf_of(0).size() == 238);
  CHECK(leaf_of(1).size() == 234);
  CHECK(leaf_of(2).size() == 233);
  CHECK(leaf_of(0).find("body 3d9db6d60d2b723563107f344c60c977120c42a7038206d88fba133dde4d200b\n") !=
        std::string::npos);
  CHECK(leaf_of(2).find("body 19653c4e7ab1587be8a214f6681b5a72e7bb61c11b948791a2fa761af42d1320\n") !=
        std::string::npos);
  const auto hashes = leaf_hashes();
  CHECK(to_hex(hashes[0]) == "1d243be97dd0c70eff32552bb5a0e26a5936793f6f11fcad9b34ffb54fc8b938");
  CHECK(to_hex(hashes[1]) == "bc46854cb60d8484edebe42f35c0af101c9e4912383fad3ab8f4dbb95f5340f0");
  CHECK(to_hex(hashes[2]) == "577bb8ff66272b9d85287abf4209de3b13fffc9caf74113f354ee2c0f9d90499");
  CompactRange range;
  range.append(hasher, hashes[0]);
  range.append(hasher, hashes[1]);
  CHECK(to_hex(range.root(hasher)) == "8209ce91af7701df10677f724a9f14e31ba13213f4ab38cc5b05f2965a291263");
  range.append(hasher, hashes[2]);
  CHECK(to_hex(range.root(hasher)) == "7d4b8b557125a5dfaca077e6f0e3d2c39f657ed540d3298845289dd8a257d216");
}

TEST_CASE("the example's checkpoint is signed and opened as published") {
  Hasher hasher;
  CompactRange range;
  for (const Digest& hash : leaf_hashes()) range.append(hasher, hash);
  const auto note = sign_checkpoint({kOrigin, 3, range.root(hasher)}, kTestKey);
  REQUIRE(note);
  CHECK(note.value() == kCheckpoint);
  const auto key = verifier_key(std::string(kKey) + "\n");
  REQUIRE(key);
  CHECK(text_of(key.value()) == kKey);
  const auto checkpoint = open_checkpoint(kCheckpoint, key.value());
  REQUIRE(checkpoint);
  CHECK(checkpoint.value().origin == kOrigin);
  CHECK(checkpoint.value().size == 3);
  CHECK(checkpoint.value().root == range.root(hasher));
}

TEST_CASE("a note with any one bit changed is refused, and so is one by another key") {
  const VerifierKey key = verifier_key(kKey).value();
  for (std::size_t bit = 0; bit < 8 * kCheckpoint.size(); ++bit) {
    INFO(bit);
    CHECK_FALSE(open_checkpoint(with_a_changed_bit(kCheckpoint, bit), key));
  }
  CHECK_FALSE(open_checkpoint(kCheckpoint, verifier_key(kOtherKey).value()));
  CHECK_FALSE(open_checkpoint("", key));
  CHECK_FALSE(open_checkpoint(kCheckpoint.substr(0, kCheckpoint.size() - 1), key));
}

TEST_CASE("signatures by others are passed over, and a note is known by the key, not by its name alone") {
  const VerifierKey key = verifier_key(kKey).value();
  const KeyPair pair = make_key_pair();
  const std::string text = kCheckpoint.substr(0, kCheckpoint.find("\n\n") + 1);
  const std::string witness = sign_note(text, "witness.example", pair.private_pem).value().substr(text.size() + 1);
  CHECK(open_checkpoint(kCheckpoint + witness, key));
  CHECK(open_checkpoint(text + "\n" + witness + kCheckpoint.substr(text.size() + 1), key));
  CHECK_FALSE(open_checkpoint(text + "\n" + witness, key));
  CHECK_FALSE(open_checkpoint(sign_note(text, kOrigin, pair.private_pem).value(), key));
}

TEST_CASE("keys to verify with are read strictly") {
  CHECK(text_of(verifier_key(kOtherKey).value()) == kOtherKey);
  const std::string key = kKey;
  for (const std::string& wrong :
       {std::string(), std::string("name"), key.substr(1), key + "A", "x" + key, std::string("a b+5fe8fd7b+AQ=="),
        key.substr(0, key.find('+')) + "+00000000" + key.substr(key.rfind('+'))})
    CHECK_FALSE(verifier_key(wrong));
  for (const char* wrong : {"", "a b", "a+b", "caf\xC3\xA9", "a\nb"})
    CHECK_FALSE(require_key_name("the origin", wrong));
}

TEST_CASE("a text is a checkpoint only as checkpoints are written") {
  const std::string root = "fUuLVXElpd+soHfm8OPSw59lftVA0ymIRSid2KJX0hY=";
  CHECK(read_checkpoint("a\n3\n" + root + "\n"));
  CHECK(read_checkpoint("a\n0\n" + root + "\nan extension\n"));
  for (const std::string& wrong : {"\n3\n" + root + "\n", "a\n03\n" + root + "\n", "a\n-3\n" + root + "\n",
                                   "a\n+3\n" + root + "\n", "a\n3 \n" + root + "\n", "a\n3\n" + root.substr(4) + "\n",
                                   std::string("a\n3\n"), "a\n18446744073709551616\n" + root + "\n"})
    CHECK_FALSE(read_checkpoint(wrong));
}

TEST_CASE("the example's tiles are the published files") {
  std::map<std::string, std::string> files;
  Hasher hasher;
  Tiler tiler([&](const std::string& path, const std::string& bytes) { return files[path] = bytes, text::Status(); });
  for (std::size_t i = 0; i < 3; ++i) REQUIRE(tiler.append(leaf_of(i), leaf_hashes()[i]));
  REQUIRE(tiler.finish());
  CHECK(files.size() == 2);
  CHECK(files["tile/0/000.p/3"].size() == 96);
  CHECK(to_hex(hasher.sha256(files["tile/0/000.p/3"])) ==
        "da1dfb7b91bc6c46d7d1f4465cbbaeee91677e26a897e4627c3278b08c1f3345");
  CHECK(files["tile/entries/000.p/3"].size() == 711);
  CHECK(to_hex(hasher.sha256(files["tile/entries/000.p/3"])) ==
        "0571f75e4de257bc321d8bbd90091ea1d2d8ba17379b25eb485a96fe361c23c9");
}

TEST_CASE("tiles of a larger log: every level from the one below, the last of a row by its width") {
  std::map<std::string, std::string> files;
  Hasher hasher;
  Tiler tiler([&](const std::string& path, const std::string& bytes) {
    CHECK(files.emplace(path, bytes).second);  // each once
    return text::Status();
  });
  const std::uint64_t size = 256 * 256 + 256 * 3 + 5;
  for (std::uint64_t i = 0; i < size; ++i) {
    const std::string leaf = "leaf " + std::to_string(i);
    REQUIRE(tiler.append(leaf, hasher.leaf_hash(leaf)));
  }
  REQUIRE(tiler.finish());
  CHECK(files.size() == 2 * 260 + 2 + 1);  // leaves and their hashes; 256 and 3 of level 1; 1 of level 2
  CHECK(files.at("tile/0/259.p/5").size() == 5 * 32);
  CHECK(files.at("tile/1/001.p/3").size() == 3 * 32);
  CHECK(files.at("tile/2/000.p/1").size() == 32);
  for (std::size_t i = 0; i < 256; ++i) {
    CompactRange range;
    const std::string& tile = files.at(tile_path(0, i, kTileWidth));
    for (std::size_t at = 0; at < tile.size(); at += 32) range.append(hasher, *digest_of(tile.substr(at, 32)));
    CHECK(bytes_of(range.root(hasher)) == files.at("tile/1/000").substr(32 * i, 32));
  }
}

TEST_CASE("paths of tiles are those of the format's own examples") {
  CHECK(tile_path(0, 1234067, kTileWidth) == "tile/0/x001/x234/067");
  CHECK(tile_path(5, 0, 3) == "tile/5/000.p/3");
  CHECK(bundle_path(1000, 255) == "tile/entries/x001/000.p/255");
  CHECK(bundle_path(999, kTileWidth) == "tile/entries/999");
}

TEST_CASE("a receipt holds by its leaf and key alone; its proof is the published one") {
  const VerifierKey key = verifier_key(kKey).value();
  const auto hashes = leaf_hashes();
  CHECK(example_receipt(1).proof == Proof{hashes[0], hashes[2]});
  for (std::size_t i = 0; i < 3; ++i) {
    const auto receipt = open_receipt(text_of(example_receipt(i)), leaf_of(i), key);
    REQUIRE(receipt);
    CHECK(receipt.value().body == kBodies[i]);
    CHECK(receipt.value().index == i);
    CHECK_FALSE(open_receipt(text_of(example_receipt(i)), leaf_of((i + 1) % 3), key));
  }
  CHECK(text_of(example_receipt(1)).starts_with("c2sp.org/tlog-proof@v1\nextra oaGh"));
}

TEST_CASE("a receipt with any one bit changed is refused, but for a body that was left out") {
  const VerifierKey key = verifier_key(kKey).value();
  const std::string text = text_of(example_receipt(1)), leaf = leaf_of(1);
  for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
    INFO(bit);
    CHECK_FALSE(open_receipt(with_a_changed_bit(text, bit), leaf, key));
  }
  for (std::size_t bit = 0; bit < 8 * leaf.size(); ++bit)
    CHECK_FALSE(open_receipt(text, with_a_changed_bit(leaf, bit), key));
  Receipt without = example_receipt(1);
  without.salt.clear(), without.body.clear();
  CHECK(open_receipt(text_of(without), leaf, key));
  CHECK_FALSE(open_receipt("", leaf, key));
}

}  // namespace frist::audit
