#include <fcntl.h>
#include <unistd.h>

#include "app/kommandolinje.hpp"

namespace {

// A closed standard stream's number would be given to the next file opened, and what is printed end up there.
void open_standard_streams() {
  int fd = 0;
  do {
    fd = ::open("/dev/null", O_RDWR);
  } while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd >= 0) ::close(fd);
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  return brevdue::app::run(argc, argv);
}
