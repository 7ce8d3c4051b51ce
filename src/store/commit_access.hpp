// The committer's, the codec's and the tests' view into a Commit.
//
// Thread safety: as the Commit.
#pragma once

#include "store/commit.hpp"

namespace brevdue::store {

struct CommitAccess {
  static std::string& ops(Commit& commit) { return commit.ops_; }
  static const std::string& ops(const Commit& commit) { return commit.ops_; }
  static std::string& conditions(Commit& commit) { return commit.conditions_; }
  static const std::string& conditions(const Commit& commit) { return commit.conditions_; }
};

}  // namespace brevdue::store
