// For tests: what to do where the machine lacks what a test needs. A developer's test is skipped; in continuous
// integration, whose machine is ours to choose, it fails, so that nothing goes untested unseen.
//
// Not for the published contracts: they are no part of the project, and may be absent anywhere.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>

// In a test's body or SetUp().
#define SKIP_UNLESS_CI(why)                                \
  do {                                                     \
    if (std::getenv("CI") != nullptr) {                    \
      FAIL() << (why) << ", which a CI machine must have"; \
    }                                                      \
    GTEST_SKIP() << (why);                                 \
  } while (false)
