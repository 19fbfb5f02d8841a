// Lists the functions of a program in the order in which commands first call them, for a linker that lays them out so:
// a short run then touches few pages. Build-time only; Linux on x86-64.
// usage: order_functions OUTPUT PROGRAM COMMAND...   each COMMAND is the words behind the program, parted by spaces
// A breakpoint at each function that is not called yet costs one stop a function. Where processes may not be traced
// the list is empty, and the program is linked as it comes.
#include <elf.h>
#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace {

constexpr unsigned char breakpoint = 0xcc;

struct Function {
  std::string name;
  unsigned char first = 0;  // the byte that the breakpoint replaces
  bool called = false;
};
using Functions = std::map<std::uint64_t, Function>;  // by address

template <class T>
T at(const std::string& bytes, std::uint64_t offset) {
  T out{};
  if (offset + sizeof out <= bytes.size()) std::memcpy(&out, bytes.data() + offset, sizeof out);
  return out;
}

Functions functions_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const auto head = at<Elf64_Ehdr>(bytes, 0);
  if (std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 || head.e_type != ET_EXEC || head.e_machine != EM_X86_64) return {};
  const auto section = [&](std::size_t index) { return at<Elf64_Shdr>(bytes, head.e_shoff + index * sizeof(Elf64_Shdr)); };
  Functions out;
  for (std::size_t i = 0; i < head.e_shnum; ++i) {
    const Elf64_Shdr table = section(i);
    if (table.sh_type != SHT_SYMTAB) continue;
    const Elf64_Shdr names = section(table.sh_link);
    for (std::uint64_t offset = 0; offset + sizeof(Elf64_Sym) <= table.sh_size; offset += sizeof(Elf64_Sym)) {
      const auto symbol = at<Elf64_Sym>(bytes, table.sh_offset + offset);
      if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_size == 0 || symbol.st_shndx >= head.e_shnum) continue;
      const Elf64_Shdr code = section(symbol.st_shndx);
      const std::uint64_t place = code.sh_offset + (symbol.st_value - code.sh_addr);
      if (place >= bytes.size()) continue;
      out.try_emplace(symbol.st_value, Function{bytes.c_str() + names.sh_offset + symbol.st_name, static_cast<unsigned char>(bytes[place]), false});
    }
  }
  return out;
}

bool poke(int memory, std::uint64_t address, unsigned char byte) { return ::pwrite(memory, &byte, 1, static_cast<off_t>(address)) == 1; }

// Runs one command and appends what it calls first. False when it cannot be traced.
bool trace(const std::string& program, const std::string& command, Functions& functions, std::vector<std::string>& order) {
  std::vector<std::string> words{program};
  std::istringstream rest(command);
  for (std::string word; rest >> word;) words.push_back(word);
  std::vector<char*> raw;
  for (std::string& word : words) raw.push_back(word.data());
  raw.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    const int nothing = ::open("/dev/null", O_RDWR);
    for (int i = 0; i < 3; ++i) ::dup2(nothing, i);
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0) ::execv(raw[0], raw.data());
    ::_exit(127);
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return false;
  const int memory = ::open(("/proc/" + std::to_string(child) + "/mem").c_str(), O_RDWR | O_CLOEXEC);
  bool fine = memory >= 0;
  for (const auto& [address, function] : functions) fine = fine && (function.called || poke(memory, address, breakpoint));
  ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_EXITKILL);
  long signal = fine ? 0 : SIGKILL;
  while (::ptrace(PTRACE_CONT, child, nullptr, signal) == 0 && ::waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
    signal = WSTOPSIG(status);
    if (signal != SIGTRAP) continue;
    user_regs_struct registers{};
    ::ptrace(PTRACE_GETREGS, child, nullptr, &registers);
    const auto found = functions.find(registers.rip - 1);
    if (found == functions.end()) continue;
    poke(memory, found->first, found->second.first);
    found->second.called = true;
    order.push_back(found->second.name);
    --registers.rip;
    ::ptrace(PTRACE_SETREGS, child, nullptr, &registers);
    signal = 0;
  }
  if (memory >= 0) ::close(memory);
  return fine;
}

}  // namespace

int main(int count, char** words) {
  if (count < 4) {
    std::fprintf(stderr, "usage: %s OUTPUT PROGRAM COMMAND...\n", words[0]);
    return 2;
  }
  Functions functions = functions_of(words[2]);
  std::vector<std::string> order;
  bool fine = !functions.empty();
  for (int i = 3; i < count && fine; ++i) fine = trace(words[2], words[i], functions, order);
  if (!fine) {
    std::fprintf(stderr, "%s: not traced; functions stay in the linker's order\n", words[2]);
    order.clear();
  }
  std::ofstream out(words[1]);
  for (const std::string& name : order) out << name << "\n";
  return out.flush() ? 0 : 2;
}
