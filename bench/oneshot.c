/* Whole processes, start to end: shelflife beside a static hello-world that reads and prints the same file, beside one that
   writes the same files, and beside jq and jsonnet writing the same document.
   usage: oneshot SHELFLIFE HELLO FILES FOLDER [LIMIT [MIB]]
   The commands take turns, so that other load on the machine falls on all of them; the lower quartile is what it disturbs
   least. With LIMIT the exit status is 1 when the median of `check` or of `build` is more than LIMIT times the hello, with
   MIB also when one of them had more memory than that at its peak. */
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
  int clean;      /* removes the output folder first, untimed */
  int gated;
  int writes;     /* turns of their own: what the disk does behind them disturbs the others */
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
  if (count < 5) {
    fprintf(stderr, "usage: %s SHELFLIFE HELLO FILES FOLDER [LIMIT [MIB]]\n", words[0]);
    return 2;
  }
  static char paths[3][4096]; /* absolute: we leave for FOLDER */
  for (int i = 0; i < 3; ++i)
    if (realpath(words[1 + i], paths[i]) == NULL) {
      perror(words[1 + i]);
      return 2;
    }
  if (chdir(words[4]) != 0) {
    perror(words[4]);
    return 2;
  }
  char folder[] = "/tmp/shelflife-oneshot-XXXXXX", output[64], built[64];
  if (mkdtemp(folder) == NULL) return 2;
  snprintf(output, sizeof output, "%s/out", folder);
  snprintf(built, sizeof built, "%s/built", folder);
  const char *shelflife = paths[0], *hello = paths[1], *files = paths[2];
  struct command commands[] = {
      {.name = "static hello (reads, prints)", .words = {hello, "oneshot.shelf"}, .rounds = rounds},
      {.name = "static hello (writes the files)", .words = {files, built, output}, .clean = 1, .writes = 1, .rounds = rounds},
      {.name = "shelflife --version", .words = {shelflife, "--version"}, .rounds = rounds},
      {.name = "shelflife check", .words = {shelflife, "check", "oneshot.shelf"}, .gated = 1, .rounds = rounds},
      {.name = "shelflife build --target plan -o -", .words = {shelflife, "build", "oneshot.shelf", "--target", "plan", "-o", "-"}, .gated = 1, .rounds = rounds},
      {.name = "shelflife build, nothing new", .words = {shelflife, "build", "oneshot.shelf", "-o", built}, .rounds = rounds},
      {.name = "shelflife build, all files new", .words = {shelflife, "build", "oneshot.shelf", "-o", output}, .clean = 1, .writes = 1, .rounds = rounds},
      {.name = "jq, the same S3 document", .words = {"jq", "-f", "oneshot.jq", "oneshot.json"}, .rounds = 20},
      {.name = "jsonnet, the same S3 document", .words = {"jsonnet", "oneshot.jsonnet"}, .rounds = 20},
  };
  const int size = (int)(sizeof commands / sizeof *commands);
  struct command first = {.words = {shelflife, "build", "oneshot.shelf", "-o", built}};
  run(&first, 0, output);
  for (int i = 0; i < size; ++i) { /* one run each unmeasured: page cache, and whether it is there */
    run(&commands[i], 0, output);
    commands[i].rss_kib = 0;
  }
  for (int writes = 0; writes < 2; ++writes)
    for (int round = 0; round < rounds; ++round)
      for (int i = 0; i < size; ++i)
        if (!commands[i].failed && commands[i].writes == writes && round < commands[i].rounds) run(&commands[i], round, output);

  int too_slow = 0;
  printf("%-36s %10s %10s %8s %8s %10s\n", "command", "median ms", "quartile", "x hello", "x files", "RSS MiB");
  for (int i = 0; i < size; ++i) {
    struct command* const command = &commands[i];
    if (command->failed) {
      printf("%-36s %10s\n", command->name, "SKIPPED");
      too_slow |= command->gated || i < 2;
      continue;
    }
    qsort(command->ms, (size_t)command->rounds, sizeof *command->ms, by_value);
    const double median = command->ms[command->rounds / 2], quartile = command->ms[command->rounds / 4];
    const double ratio = median / commands[0].ms[rounds / 2], mib = (double)command->rss_kib / 1024;
    printf("%-36s %10.3f %10.3f %8.2f ", command->name, median, quartile, ratio);
    if (command->writes) printf("%8.2f ", median / commands[1].ms[rounds / 2]);
    else printf("%8s ", "");
    printf("%10.2f\n", mib);
    if (count > 5 && command->gated && ratio > atof(words[5])) too_slow = 1;
    if (count > 6 && command->gated && mib > atof(words[6])) too_slow = 1;
  }
  char shell[600];
  snprintf(shell, sizeof shell, "rm -rf '%s'", folder);
  if (system(shell) != 0) return 2;
  return count > 5 ? too_slow : 0;
}
