/* Whole processes, start to end: shelflife beside a static hello-world that reads and prints the same file, and beside
   jq and jsonnet writing the same document. usage: oneshot SHELFLIFE HELLO FOLDER [LIMIT]
   The commands take turns, so that other load on the machine falls on all of them. With LIMIT the exit status is 1 when the
   median of `check` or of `build` is more than LIMIT times the hello. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { rounds = 200, most_words = 10 };

struct command {
  const char* name;
  const char* words[most_words];
  int clean;   /* removes the output folder first, untimed */
  int gated;
  int rounds;
  double ms[rounds];
  long rss_kib;
  int failed;
};

static double now_ms(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static int by_value(const void* a, const void* b) {
  const double x = *(const double*)a, y = *(const double*)b;
  return x < y ? -1 : x > y;
}

static void run(struct command* command, int round, const char* output) {
  if (command->clean) {
    char shell[600];
    snprintf(shell, sizeof shell, "rm -rf '%s'", output);
    if (system(shell) != 0) command->failed = 1;
  }
  const double begin = now_ms();
  const pid_t child = vfork();
  if (child == 0) {
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, 0);
    dup2(nothing, 1);
    dup2(nothing, 2);
    execvp(command->words[0], (char* const*)command->words);
    _exit(127);
  }
  int status = 0;
  struct rusage usage;
  wait4(child, &status, 0, &usage);
  command->ms[round] = now_ms() - begin;
  if (usage.ru_maxrss > command->rss_kib) command->rss_kib = usage.ru_maxrss;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) command->failed = 1;
}

int main(int count, char** words) {
  if (count < 4) {
    fprintf(stderr, "usage: %s SHELFLIFE HELLO FOLDER [LIMIT]\n", words[0]);
    return 2;
  }
  if (chdir(words[3]) != 0) {
    perror(words[3]);
    return 2;
  }
  char folder[] = "/tmp/shelflife-oneshot-XXXXXX", output[64];
  if (mkdtemp(folder) == NULL) return 2;
  snprintf(output, sizeof output, "%s/out", folder);
  const char *shelflife = words[1], *hello = words[2];
  struct command commands[] = {
      {.name = "static hello (reads, prints)", .words = {hello, "oneshot.shelf"}, .rounds = rounds},
      {.name = "shelflife --version", .words = {shelflife, "--version"}, .rounds = rounds},
      {.name = "shelflife check", .words = {shelflife, "check", "oneshot.shelf"}, .gated = 1, .rounds = rounds},
      {.name = "shelflife build --target plan -o -", .words = {shelflife, "build", "oneshot.shelf", "--target", "plan", "-o", "-"}, .gated = 1, .rounds = rounds},
      {.name = "shelflife build, nothing new", .words = {shelflife, "build", "oneshot.shelf", "-o", output}, .rounds = rounds},
      {.name = "shelflife build, all files new", .words = {shelflife, "build", "oneshot.shelf", "-o", output}, .clean = 1, .rounds = rounds},
      {.name = "jq, the same S3 document", .words = {"jq", "-f", "oneshot.jq", "oneshot.json"}, .rounds = 20},
      {.name = "jsonnet, the same S3 document", .words = {"jsonnet", "oneshot.jsonnet"}, .rounds = 20},
  };
  const int size = (int)(sizeof commands / sizeof *commands);
  for (int i = 0; i < size; ++i) { /* one run each unmeasured: page cache, and whether it is there */
    run(&commands[i], 0, output);
    commands[i].rss_kib = 0;
  }
  for (int round = 0; round < rounds; ++round)
    for (int i = 0; i < size; ++i)
      if (!commands[i].failed && round < commands[i].rounds) run(&commands[i], round, output);

  int too_slow = 0;
  double yardstick = 0;
  printf("%-36s %10s %8s %10s\n", "command", "median ms", "x hello", "RSS MiB");
  for (int i = 0; i < size; ++i) {
    struct command* const command = &commands[i];
    if (command->failed) {
      printf("%-36s %10s\n", command->name, "SKIPPED");
      too_slow |= command->gated || i == 0;
      continue;
    }
    qsort(command->ms, (size_t)command->rounds, sizeof *command->ms, by_value);
    const double median = command->ms[command->rounds / 2];
    if (i == 0) yardstick = median;
    printf("%-36s %10.3f %8.2f %10.2f\n", command->name, median, median / yardstick, (double)command->rss_kib / 1024);
    if (count > 4 && command->gated && median > yardstick * atof(words[4])) too_slow = 1;
  }
  char shell[600];
  snprintf(shell, sizeof shell, "rm -rf '%s'", folder);
  if (system(shell) != 0) return 2;
  return count > 4 ? too_slow : 0;
}
