// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/tree.hpp"

#include <fmt/core.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/audit/base64.hpp"
#include "tests/support/catch.hpp"

namespace frist::audit {
namespace {

std::string bytes_of_hex(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return out;
}

// The tree over some leaves, and what a log would answer for them.
struct Leaves {
  std::vector<Digest> hashes;
  Hasher hasher;
  Tree tree{[this](std::uint64_t first, std::size_t count) -> text::Result<std::vector<Digest>> {
    CHECK(count < kTileWidth);
    const auto from = hashes.begin() + static_cast<std::ptrdiff_t>(first);
    return std::vector<Digest>(from, from + static_cast<std::ptrdiff_t>(count));
  }};
  void add(std::string_view leaf) {
    hashes.push_back(hasher.leaf_hash(leaf));
    tree.append(hashes.back());
  }
  std::string root(std::uint64_t size) { return to_hex(tree.root(size).value()); }
};

// The definition in RFC 6962, 2.1, word by word.
Digest defined_root(Hasher& hasher, std::span<const Digest> hashes) {
  if (hashes.empty()) return hasher.sha256("");
  if (hashes.size() == 1) return hashes[0];
  std::size_t k = 1;
  while (2 * k < hashes.size()) k *= 2;
  return hasher.node_hash(defined_root(hasher, hashes.first(k)), defined_root(hasher, hashes.subspan(k)));
}

// Some vectors have "hashes" of other lengths; what counts of them is that they differ. Empty ones are refused where a
// hash is read: a Digest is never without bytes.
Digest some_digest(Hasher& hasher, const nlohmann::json& base64) {
  const std::string bytes = from_base64(base64.get<std::string>()).value();
  return digest_of(bytes).value_or(hasher.sha256(bytes));
}

}  // namespace

TEST_CASE("roots are those of RFC 6962's reference inputs") {
  Leaves log;
  const std::pair<const char*, const char*> expected[] = {
      {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
      {"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
      {"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
      {"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
      {"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
      {"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
      {"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
      {"606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"}};
  CHECK(log.root(0) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(CompactRange().root(log.hasher)) == log.root(0));
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    log.add(bytes_of_hex(expected[i].first));
    CHECK(log.root(i + 1) == expected[i].second);
  }
}

TEST_CASE("roots of large logs are those that two other programs computed, at their size and looked back at") {
  Leaves log;
  CompactRange range;
  const std::map<std::uint64_t, std::string> expected = {
      {7, "5a61fc2b54f9cfa71774f2432143dd40c6cb2b11947faf65a7d3da5cb65199c8"},
      {256, "cf5effdb11d0927a2edf53b0e73c7837f659414e00537da5d90eb5c4c49ff274"},
      {257, "855b936aa00cb98b5114484249ad39d78a6be93623e26c01e8e487dc02184a5a"},
      {1000, "2ff33fb9d8f14f89ca306289633336a168ff3f4532e8f741a0019dcb4c1d60a1"},
      {65537, "689b22742cab2adeb36ba622ff2736336464858f5de4a2c02f33bf163e7dca5f"}};
  for (std::uint64_t i = 0; i < 65537; ++i) {
    log.add(fmt::format("leaf {}", i));
    range.append(log.hasher, log.hashes.back());
    if (const auto at = expected.find(i + 1); at != expected.end()) CHECK(to_hex(range.root(log.hasher)) == at->second);
  }
  for (const auto& [size, root] : expected) CHECK(log.root(size) == root);
  for (const auto& [old_size, old_root] : expected) {
    const auto proof = log.tree.consistency(old_size, 65537).value();
    CHECK(proves_consistency(log.hasher, old_size, 65537, proof, log.tree.root(old_size).value(),
                             log.tree.root(65537).value()));
    const auto path = log.tree.inclusion(old_size - 1, 65537).value();
    CHECK(proves_inclusion(log.hasher, old_size - 1, 65537, log.hashes[old_size - 1], path,
                           log.tree.root(65537).value()));
  }
}

TEST_CASE("the vectors of transparency-dev/merkle are proved or refused as they say") {
  std::ifstream file(std::string(FRIST_SOURCE_DIR) + "/tests/vectors/merkle_transparency_dev.jsonl");
  Hasher hasher;
  int rows = 0, good = 0;
  for (std::string line; std::getline(file, line); ++rows) {
    const auto row = nlohmann::json::parse(line);
    INFO(row["file"].get<std::string>());
    Proof proof;
    if (!row["proof"].is_null())
      for (const auto& hash : row["proof"]) proof.push_back(some_digest(hasher, hash));
    bool proved = false;
    if (row.contains("leafIdx"))
      proved = row["leafHash"] != "" && row["root"] != "" &&
               proves_inclusion(hasher, row["leafIdx"].get<std::uint64_t>(), row["treeSize"].get<std::uint64_t>(),
                                some_digest(hasher, row["leafHash"]), proof, some_digest(hasher, row["root"]));
    else
      proved = proves_consistency(hasher, row["size1"].get<std::uint64_t>(), row["size2"].get<std::uint64_t>(), proof,
                                  some_digest(hasher, row["root1"]), some_digest(hasher, row["root2"]));
    good += proved;
    CHECK(proved == !row["wantErr"].get<bool>());
  }
  CHECK(rows == 196);
  CHECK(good == 12);
}

TEST_CASE("every proof of every small tree holds, and with any hash changed, gone or added it does not") {
  Leaves log;
  Hasher& hasher = log.hasher;
  for (int i = 0; i < 40; ++i) log.add(fmt::format("leaf {}", i));
  const auto spoiled = [](const Proof& proof, const std::function<bool(const Proof&)>& holds) {
    for (std::size_t at = 0; at < proof.size(); ++at) {
      Proof wrong = proof;
      wrong[at][at % 32] ^= 1;
      if (holds(wrong)) return false;
    }
    Proof longer = proof;
    longer.push_back({});
    Proof shorter = proof;
    if (!shorter.empty()) shorter.pop_back();
    return !holds(longer) && (proof.empty() || !holds(shorter));
  };
  for (std::uint64_t size = 1; size <= 40; ++size) {
    const Digest root = log.tree.root(size).value();
    CHECK(root == defined_root(hasher, std::span(log.hashes).first(size)));
    for (std::uint64_t index = 0; index < size; ++index) {
      const Proof proof = log.tree.inclusion(index, size).value();
      const auto holds = [&](const Proof& p) {
        return proves_inclusion(hasher, index, size, log.hashes[index], p, root);
      };
      CHECK(holds(proof));
      CHECK(spoiled(proof, holds));
      CHECK_FALSE(proves_inclusion(hasher, index, size, log.hashes[(index + 1) % 40], proof, root));
    }
    for (std::uint64_t old_size = 1; old_size <= size; ++old_size) {
      const Digest old_root = log.tree.root(old_size).value();
      const Proof proof = log.tree.consistency(old_size, size).value();
      const auto holds = [&](const Proof& p) { return proves_consistency(hasher, old_size, size, p, old_root, root); };
      CHECK(holds(proof));
      CHECK(spoiled(proof, holds));
    }
  }
}

TEST_CASE("base64 is that of RFC 4648, and a text that it would not write is refused") {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    CHECK(to_base64(bytes) == text);
    CHECK(from_base64(text) == bytes);
  }
  CHECK(to_base64("\xfb\xff") == "+/8=");
  for (const char* wrong : {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "Zg==Zg==", "Zm 9", "_w==", "Zg==\n", "===="})
    CHECK_FALSE(from_base64(wrong));
}

}  // namespace frist::audit
