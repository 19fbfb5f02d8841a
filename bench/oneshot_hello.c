/* The yardstick: reads a file and prints it. Linked statically; what the machine charges for any process at all. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(int count, char** words) {
  static char text[1 << 16];
  const int file = count > 1 ? open(words[1], O_RDONLY) : -1;
  const long size = file < 0 ? -1 : read(file, text, sizeof text);
  return size >= 0 && fwrite(text, 1, (size_t)size, stdout) == (size_t)size ? 0 : 1;
}
