// An ordered list of what a queue holds, by arrival number: 16 bytes a besked in sorted blocks of at most 512.
//
// Appending, taking the oldest and removing the oldest touch one block: amortised O(1) but for a look-up among the
// blocks. Anywhere else costs O(log n) and moving at most one block. Blocks that empty shrink and are merged, so that a
// queue whose messages leave in any order keeps about 32 bytes a besked at most, and one in order 16.
//
// A post remembers whether others have left between it and the one before it (`brud`), so that what is gone can be
// written down as a few runs of what is still there.
//
// Thread safety: none. Ownership: plain memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "store/commit.hpp"

namespace brevdue::store {

struct Post {
  Ankomst ankomst : 62 = 0;
  std::uint64_t udlaant : 1 = 0;
  std::uint64_t brud : 1 = 0;
  std::uint32_t abonnement = 0;
  std::uint16_t variant = 0;
  std::uint16_t attempts = 0;
};
static_assert(sizeof(Post) == 16);

class Postraekke {
 public:
  // Puts the post in its place, ready. False when it is there already. One behind all others goes on from the last
  // unless something left after that; one put in between begins a run, and so does the one behind it.
  bool insert(Post post);
  // What is appended next begins a run.
  void break_tail() { tail_brud_ = true; }
  // False when it is not there; else `removed` is what it was.
  bool remove(Ankomst ankomst, Post& removed);
  // The oldest that is not lent out, now lent out; nullptr when there is none. Valid until the next change.
  const Post* lend_oldest();
  // Ready again. False when it is not lent out.
  bool give_back(Ankomst ankomst);
  // One more attempt, at most 65,535. False when it is not there.
  bool count_attempt(Ankomst ankomst);
  // False when it is not there.
  bool set_brud(Ankomst ankomst, bool brud);

  // Neighbours; nullptr when there is none.
  const Post* before(Ankomst ankomst) const;
  const Post* after(Ankomst ankomst) const;
  const Post* oldest() const { return after(0); }

  std::size_t size() const { return size_; }
  std::size_t lent() const { return lent_; }
  std::size_t ready() const { return size_ - lent_; }

  // Posts after `ankomst`, in order, until `each` returns false.
  void visit(Ankomst ankomst, const std::function<bool(const Post&)>& each) const;
  // Runs of posts that nothing left between: first and last. Costs a step a block, not a post.
  void visit_runs(const std::function<void(Ankomst first, Ankomst last)>& each) const;
  // Posts with attempts, in order; blocks without are passed over.
  void visit_tried(const std::function<void(const Post&)>& each) const;
  // Bytes of memory the blocks take.
  std::size_t memory() const;

 private:
  struct Blok {
    std::vector<Post> posts;  // those before `head` are gone
    std::uint32_t head = 0;
    std::uint32_t ready = 0;
    std::uint32_t brud = 0;
    std::uint32_t tried = 0;
    std::uint32_t first_ready = 0;  // none before this index is ready

    std::size_t size() const { return posts.size() - head; }
    std::vector<Post>::iterator begin() { return posts.begin() + head; }
    std::vector<Post>::const_iterator begin() const { return posts.begin() + head; }
  };
  using Blokke = std::map<Ankomst, Blok>;  // by a number not above that of its first post
  struct Sted {
    Blokke::iterator blok;
    std::vector<Post>::iterator post;
  };

  Blokke::iterator blok_for(Ankomst ankomst);
  bool find(Ankomst ankomst, Sted& sted);
  void append(Post post);
  Blokke::iterator begin_earlier(Ankomst ankomst);
  void put_between(Blokke::iterator blok, Post post);
  void mark(Blokke::iterator blok);
  void recount(Blokke::iterator blok);
  static void set_brud(Blok& blok, Post& post, bool brud);
  void break_after(const Sted& sted);
  void make_room(Blokke::iterator blok);
  void tidy(Blokke::iterator blok);

  Blokke blokke_;
  std::set<Ankomst> with_ready_;  // keys of blocks that have ready posts
  std::size_t size_ = 0;
  std::size_t lent_ = 0;
  bool tail_brud_ = false;  // something left behind the last post
};

}  // namespace brevdue::store
