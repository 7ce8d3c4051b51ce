// The command line: which words there are, and what each starts (kommandoer.hpp).
//
// Thread safety: called once, from main.
#pragma once

namespace brevdue::app {

// The exit code: 0 well; 1 it failed; 2 the words are off; 3 the data folder has a disk format of another version.
int run(int argc, char** argv);

}  // namespace brevdue::app
