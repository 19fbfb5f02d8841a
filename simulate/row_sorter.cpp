#include "simulate/row_sorter.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <queue>

#include "simulate/store_rows.hpp"

namespace shelflife {

struct RowSorter::Item {
  StoreId store = 0;
  Row row;
};

namespace {

constexpr const char* no_space = "rows that are not in the order of their keys do not fit into the memory limit, and no temporary file can be written: ";

// One row as bytes: numbers as they lie in memory, texts with their length in front. Only this run reads it.
class Packer {
 public:
  std::string bytes;
  template <class T>
  void number(T value) { bytes.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void text(const std::string& value) {
    number(static_cast<std::uint32_t>(value.size()));
    bytes += value;
  }
  template <class T>
  void maybe(const std::optional<T>& value) {
    number(static_cast<std::uint8_t>(value.has_value()));
    if (value) number(*value);
  }
};

class Unpacker {
 public:
  explicit Unpacker(const std::string& bytes) : at_(bytes.data()) {}
  template <class T>
  T number() {
    T value;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    return value;
  }
  std::string text() {
    const auto size = number<std::uint32_t>();
    std::string out(at_, size);
    at_ += size;
    return out;
  }
  template <class T>
  std::optional<T> maybe() { return number<std::uint8_t>() != 0 ? std::optional<T>(number<T>()) : std::nullopt; }

 private:
  const char* at_;
};

void pack(const Row& row, Packer& out) {
  out.text(row.bucket);
  out.text(row.key);
  out.text(row.revision);
  out.number(static_cast<std::uint8_t>((row.current ? 1 : 0) | (row.legal_hold ? 2 : 0) | (row.delete_marker ? 4 : 0) | (row.tags ? 8 : 0) | (row.mark ? 16 : 0)));
  out.maybe(row.created);
  out.maybe(row.noncurrent_since);
  out.maybe(row.size);
  out.text(row.storage_class);
  out.maybe(row.accessed);
  out.maybe(row.locked_until);
  if (row.tags) {
    out.number(static_cast<std::uint32_t>(row.tags->size()));
    for (const auto& [name, value] : *row.tags) {
      out.text(name);
      out.text(value);
    }
  }
  if (row.mark) {
    out.number(row.mark->written);
    out.text(row.mark->statement);
  }
}

Row unpack(Unpacker& in) {
  Row row;
  row.bucket = in.text();
  row.key = in.text();
  row.revision = in.text();
  const auto flags = in.number<std::uint8_t>();
  row.current = (flags & 1) != 0;
  row.legal_hold = (flags & 2) != 0;
  row.delete_marker = (flags & 4) != 0;
  row.created = in.maybe<Instant>();
  row.noncurrent_since = in.maybe<Instant>();
  row.size = in.maybe<std::uint64_t>();
  row.storage_class = in.text();
  row.accessed = in.maybe<Instant>();
  row.locked_until = in.maybe<Instant>();
  if ((flags & 8) != 0) {
    row.tags.emplace();
    for (auto count = in.number<std::uint32_t>(); count > 0; --count) {
      std::string name = in.text();
      row.tags->emplace(std::move(name), in.text());
    }
  }
  if ((flags & 16) != 0) {
    row.mark.emplace();
    row.mark->written = in.number<Instant>();
    row.mark->statement = in.text();
  }
  return row;
}

// About what a row takes in memory.
std::size_t weight(const Row& row) {
  std::size_t bytes = sizeof(Row) + 64 + row.bucket.size() + row.key.size() + row.revision.size() + row.storage_class.size();
  if (row.tags)
    for (const auto& [name, value] : *row.tags) bytes += 128 + name.size() + value.size();
  return bytes;
}

}  // namespace

RowSorter::RowSorter(std::size_t memory, NewFile new_file) : memory_(memory), new_file_(std::move(new_file)) {}

RowSorter::~RowSorter() {
  for (std::FILE* const file : files_) std::fclose(file);
}

namespace {

template <class T>
bool before(const T& a, const T& b) { return a.store != b.store ? a.store < b.store : row_before(a.row, b.row); }

}  // namespace

std::string RowSorter::add(StoreId store, Row&& row) {
  used_ += weight(row);
  items_.push_back({store, std::move(row)});
  return used_ > memory_ ? spill() : std::string();
}

std::string RowSorter::spill() {
  std::FILE* const file = new_file_();
  if (file == nullptr) return no_space + std::string(std::strerror(errno));
  files_.push_back(file);
  std::stable_sort(items_.begin(), items_.end(), before<Item>);
  Packer packer;
  for (const Item& item : items_) {
    packer.bytes.clear();
    packer.number(std::uint32_t{0});
    packer.number(item.store);
    pack(item.row, packer);
    const auto size = static_cast<std::uint32_t>(packer.bytes.size() - sizeof(std::uint32_t));
    std::memcpy(packer.bytes.data(), &size, sizeof size);
    if (std::fwrite(packer.bytes.data(), 1, packer.bytes.size(), file) != packer.bytes.size()) return no_space + std::string(std::strerror(errno));
  }
  if (std::fflush(file) != 0) return no_space + std::string(std::strerror(errno));
  std::rewind(file);
  items_.clear();
  used_ = 0;
  return {};
}

std::string RowSorter::finish(const std::function<void(StoreId store, Row&& row)>& each) {
  std::stable_sort(items_.begin(), items_.end(), before<Item>);
  // Each file and what is in memory give their rows in order; the least is next. Equal rows come as they were added.
  struct Stream {
    std::size_t number = 0;
    Item item;
  };
  std::string problem;
  std::string bytes;
  std::size_t in_memory = 0;
  const auto read = [&](Stream& source) {
    if (source.number == files_.size()) {
      if (in_memory == items_.size()) return false;
      source.item = std::move(items_[in_memory++]);
      return true;
    }
    std::uint32_t size = 0;
    if (std::fread(&size, sizeof size, 1, files_[source.number]) != 1) {
      if (std::ferror(files_[source.number]) != 0) problem = "a temporary file cannot be read back";
      return false;
    }
    bytes.resize(size);
    if (std::fread(bytes.data(), 1, size, files_[source.number]) != size) {
      problem = "a temporary file cannot be read back";
      return false;
    }
    Unpacker in(bytes);
    source.item.store = in.number<StoreId>();
    source.item.row = unpack(in);
    return true;
  };
  const auto later = [](const Stream* a, const Stream* b) {
    if (before(b->item, a->item)) return true;
    return !before(a->item, b->item) && a->number > b->number;
  };
  std::vector<Stream> sources(files_.size() + 1);
  std::priority_queue<Stream*, std::vector<Stream*>, decltype(later)> queue(later);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    sources[i].number = i;
    if (read(sources[i])) queue.push(&sources[i]);
  }
  while (!queue.empty() && problem.empty()) {
    Stream* const first = queue.top();
    queue.pop();
    each(first->item.store, std::move(first->item.row));
    if (read(*first)) queue.push(first);
  }
  return problem;
}

}  // namespace shelflife
