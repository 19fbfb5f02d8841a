/* The second yardstick: reads the files of a folder and writes them to a new one, plainly, file by file. What the machine
   charges for so many files and bytes, without compiling anything. usage: oneshot_files FROM TO */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char text[1 << 20];

static int copy_file(const char* from, const char* to) {
  const int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_EXCL, 0666);
  long size;
  while (in >= 0 && out >= 0 && (size = read(in, text, sizeof text)) > 0)
    if (write(out, text, (size_t)size) != size) return 1;
  return in < 0 || out < 0 || close(in) != 0 || close(out) != 0;
}

static int copy_folder(const char* from, const char* to) {
  DIR* const folder = opendir(from);
  if (folder == NULL || mkdir(to, 0777) != 0) return 1;
  int failed = 0;
  for (const struct dirent* entry; (entry = readdir(folder)) != NULL;) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    char source[600], target[600];
    snprintf(source, sizeof source, "%s/%s", from, entry->d_name);
    snprintf(target, sizeof target, "%s/%s", to, entry->d_name);
    failed |= entry->d_type == DT_DIR ? copy_folder(source, target) : copy_file(source, target);
  }
  closedir(folder);
  return failed;
}

int main(int count, char** words) { return count == 3 ? copy_folder(words[1], words[2]) : 2; }
