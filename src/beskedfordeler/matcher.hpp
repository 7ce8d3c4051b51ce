// Finds which abonnementer want a besked, in time that depends on how many do and not on how many there are
// (docs/decisions/matcher.md).
//
// Each alternative of each expression is filed once, under the values of its positive criteria on one group of elements
// (the group whose values fewest others ask for). The combination of elements it is filed by is its form; a besked is
// looked up once for each form in use by its Beskedtype and each occurrence of that group, and what is found is checked
// whole.
//
// Thread safety: immutable once made; find() from any thread. Ownership: the expressions it was made from must outlive
// it and stay where they are.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/uuid.hpp"
#include "beskedfordeler/abonnementsudtryk.hpp"

namespace brevdue::beskedfordeler {

class Matcher {
 public:
  Matcher() = default;
  // Expressions whose normal form is over its limits are left out; registration refuses them.
  explicit Matcher(std::span<const Abonnementsudtryk* const> udtryk);
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;

  // Positions (in the list it was made from) of the expressions that hold, ascending, each once; `out` is emptied
  // first.
  void find(const base::Uuid& beskedtype, const Grundlag& grundlag, std::vector<std::uint32_t>& out) const;

  // For the benchmark and the metrics.
  std::size_t alternatives() const { return alternativer_.size(); }
  std::size_t rows() const { return poster_.size(); }

 private:
  // The elements an alternative is filed by: a bit for each Felt, all of one group besides those that occur once, and
  // for OPGAVE_EMNE the level of its KLE pattern (0 for a value that is no KLE number).
  struct Form {
    std::uint32_t felter = 0;
    int kle_niveau = 0;
    Gruppe gruppe = Gruppe::EN_GANG;
    auto operator<=>(const Form&) const = default;
  };
  struct Noegle {
    Form form;
    std::uint64_t hash = 0;
  };
  struct Alternativ {
    std::uint32_t position = 0;
    Konjunktion konjunktion;
  };
  struct Type {
    std::vector<Form> former;
  };
  struct Post {
    std::uint64_t hash = 0;
    std::uint32_t alternativ = 0;
  };

  // An alternative under one of its Beskedtyper.
  struct Kandidat {
    std::uint32_t alternativ = 0;
    base::Uuid beskedtype;
  };
  using Antal = std::unordered_map<std::uint64_t, std::uint32_t>;  // how many would be filed under each key

  std::vector<Noegle> keys_of(const Kandidat& kandidat, Gruppe gruppe) const;
  std::vector<Noegle> best_keys(const Kandidat& kandidat, const Antal& asked) const;
  void build_table(std::vector<Post>&& poster);
  void look_up(std::uint64_t hash, std::vector<std::uint32_t>& out) const;
  void check_whole(const Grundlag& grundlag, std::vector<std::uint32_t>& out) const;

  std::vector<Alternativ> alternativer_;
  std::unordered_map<base::Uuid, Type> typer_;
  std::vector<Post> poster_;          // by hash, so that those of one key stand together
  std::vector<std::uint32_t> tabel_;  // open addressing: place in poster_ of a key's first, plus 1
};

}  // namespace brevdue::beskedfordeler
