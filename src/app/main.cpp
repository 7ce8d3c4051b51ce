#include "app/kommandolinje.hpp"

int main(int argc, char** argv) {
  return brevdue::app::run(argc, argv);
}
