// What only whole listings have: columns by name, delete markers, packed files, manifests.
#include <doctest/doctest.h>

#include <zlib.h>

#include "inventory/gunzip.hpp"
#include "inventory/inflater.hpp"
#include "inventory/listing.hpp"
#include "inventory/manifest.hpp"
#include "simulate/store_rows.hpp"

using namespace shelflife;

namespace {

std::vector<Row> rows_of(const std::string& text, const std::vector<std::string>& columns, std::string& findings) {
  SourceManager sources;
  Diagnostics diagnostics;
  std::vector<Row> rows;
  read_listing(sources, sources.add("listing", text), [&](Row&& row) { rows.push_back(std::move(row)); }, diagnostics, Rows::store, columns);
  for (const Diagnostic& d : diagnostics.all()) findings += render_concise(d, sources) + "\n";
  return rows;
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(text.size() + 100, '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

Instant day(int of_march) { return midnight({2026, 3, of_march}); }

}  // namespace

TEST_CASE("cells of a file without a header are decoded, and told where they cannot be") {
  std::string findings;
  const std::vector<Row> rows = rows_of("a%2Fb+c%25,owner=ann%26co&team=a+b,2026-03-01,x\n"
                                        "d,\"{\"\"owner\"\": \"\"bob\"\"}\",2026-03-02,x\n"
                                        "e,,2026-03-03,x\n"
                                        "f%2,,2026-03-03,x\ng,owner,2026-03-03,x\nh,{1},2026-03-03,x\ni,,2026-03-03\n",
                                        {"key", "tags", "last_modified", "-"}, findings);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].key == "a/b c%");
  CHECK(rows[0].tags == std::map<std::string, std::string>{{"owner", "ann&co"}, {"team", "a b"}});
  CHECK(rows[1].tags == std::map<std::string, std::string>{{"owner", "bob"}});
  CHECK(rows[2].tags == std::map<std::string, std::string>{});
  CHECK(findings ==
        "listing:4:1: error SL0810: `key` is not URL-encoded: `f%2`; docs/inventory.md has the columns\n"
        "listing:5:1: error SL0810: `tags` is neither a JSON object of texts nor NAME=VALUE&NAME=VALUE: `owner`; docs/inventory.md has the columns\n"
        "listing:6:1: error SL0810: `tags` is neither a JSON object of texts nor NAME=VALUE&NAME=VALUE: `{1}`; docs/inventory.md has the columns\n"
        "listing:7:1: error SL0810: 3 cells, and 4 columns; docs/inventory.md has the columns\n");
  std::string none;
  CHECK(rows_of("a+b%20,2026-03-01\n", {"raw_key", "created"}, none).at(0).key == "a+b%20");
  CHECK(none.empty());
}

TEST_CASE("revisions are noncurrent since the next newer one or its delete marker, and just so where none is listed") {
  std::string findings;
  StoreRows store;
  store.rows = rows_of("k,r1,false,false,2026-03-01\nk,r3,false,false,2026-03-05\nk,r2,true,true,2026-03-09\nlost,r1,false,false,2026-03-01\n",
                       {"key", "version_id", "is_latest", "delete_marker", "created"}, findings);
  CHECK(findings.empty());
  store.settle(day(20));
  CHECK(store.twice.empty());
  REQUIRE(store.rows.size() == 3);
  CHECK(store.rows[0].revision == "r3");
  CHECK(store.rows[0].noncurrent_since == day(9));
  CHECK(store.rows[1].noncurrent_since == day(5));
  CHECK(store.rows[2].noncurrent_since == day(20));
  CHECK(newer_noncurrent(store.rows) == std::vector<std::uint32_t>{0, 1, 0});
}

TEST_CASE("a listing that contradicts itself is noticed") {
  std::string findings;
  for (const char* text : {"k,r1,true,2026-03-01\nk,r2,true,2026-03-01\n", "k,r1,true,2026-03-02\nk,r1,false,2026-03-01\n"}) {
    StoreRows store;
    store.rows = rows_of(text, {"key", "version_id", "is_latest", "created"}, findings);
    store.settle(day(20));
    CHECK(store.twice == std::vector<std::string>{"k"});
  }
}

// All of it, asked for in pieces of such a size; not more than `most` packed bytes come at a time.
std::string unpacked(std::string_view packed, std::size_t piece, std::string& problem, std::size_t most = 1 << 20, bool zlib = true) {
  Gunzip gunzip([&](char* into, std::size_t size) {
    const std::size_t got = packed.copy(into, std::min(size, most));
    packed.remove_prefix(got);
    return got;
  }, zlib ? zlib_inflater() : nullptr);
  std::string out;
  for (std::string part(piece, '\0');;) {
    const std::size_t got = gunzip.read(part.data(), piece);
    out.append(part, 0, got);
    if (got < piece) break;
  }
  problem = gunzip.problem();
  return out;
}

TEST_CASE("gzip of several members is unpacked, in pieces of any size; what is cut off or damaged is not") {
  for (const bool zlib : {true, false}) {  // and what is the fastest here
    CAPTURE(zlib);
    const std::string text(200000, 'x');
    std::string problem;
    for (const std::size_t piece : {1UL, 7UL, 1000UL, 200003UL, 1UL << 20}) {
      for (const std::size_t most : {1UL, 2UL, 3UL, 9UL, 1UL << 20}) {
        CAPTURE(piece);
        CAPTURE(most);
        CHECK(unpacked(gzip(text) + gzip("end") + gzip(""), piece, problem, most, zlib) == text + "end");
        CHECK(problem.empty());
      }
    }
    const std::string packed = gzip("some text that is packed");
    for (std::size_t size = 2; size < packed.size(); ++size) {
      unpacked(packed.substr(0, size), 1000, problem, 1000, zlib);
      CHECK(problem == "the gzip data is cut off");
    }
    std::string damaged = packed;
    damaged[damaged.size() - 6] ^= 1;  // of the checksum
    unpacked(damaged, 1000, problem, 1000, zlib);
    CHECK(problem == "the gzip data is damaged");
    unpacked(packed + "something else behind it", 1000, problem, 1000, zlib);
    CHECK(problem == "the gzip data is damaged");
  }
}

TEST_CASE("a manifest has columns, files and the instant that the report was begun") {
  std::string problem;
  const auto manifest = read_manifest(R"({"creationTimestamp": "1774832400000", "fileFormat": "CSV", "fileSchema": "Bucket, Key, Size", "files": [{"key": "a/b.csv.gz", "size": 12}]})", problem);
  REQUIRE(manifest);
  CHECK(manifest->created == midnight({2026, 3, 30}) + 3600);
  CHECK(manifest->columns == std::vector<std::string>{"Bucket", "Key", "Size"});
  REQUIRE(manifest->files.size() == 1);
  CHECK(manifest->files[0].key == "a/b.csv.gz");
  CHECK(problem.empty());
  CHECK(!read_manifest(R"({"key": "x", "created": "2026-03-01"})", problem));
  CHECK(problem.empty());
  CHECK(!read_manifest(R"({"fileFormat": "ORC", "creationTimestamp": "1", "fileSchema": "struct<>", "files": []})", problem));
  CHECK(problem == "the inventory is in `ORC`, and only CSV is read");
}
