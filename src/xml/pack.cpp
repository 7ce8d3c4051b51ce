#include "xml/pack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "xml/packed_text.hpp"
#include "xml/walk.hpp"

namespace brevdue::xml {
namespace {

using base::FejlKode;

constexpr char kVersion = 1;
// As deep as a document may be (Graenser), so that what was read can be kept.
constexpr unsigned kDeepest = 100;

// How many numbers a particle takes.
std::uint32_t numbers_of(const Particle& p) {
  if (p.parts.empty()) return 1;
  std::uint32_t count = 0;
  for (const Particle& part : p.parts) count += numbers_of(part);
  return count;
}

class Packer {
 public:
  bool content(const Type& type, const void* self);
  std::string take() && { return std::move(out_); }
  base::Fejl failure() && { return {FejlKode::UGYLDIG, std::move(why_), std::move(path_)}; }

 private:
  bool fail(std::string why) {
    why_ = std::move(why);
    return false;
  }
  bool own_content(const Type& type, const void* self, std::uint32_t& number);
  bool particle(const Particle& particle, const void* owner, std::uint32_t& number);
  bool group(const Particle& particle, const void* owner, std::uint32_t& number);
  bool items(const Particle& particle, const void* owner, std::uint32_t number);
  bool leaf(const Particle& particle, const void* owner, std::uint32_t number);
  bool record(const Particle& particle, const void* self, std::uint32_t number);
  bool nested(const Element& element, const void* self);

  std::string out_{kVersion};
  std::string why_;
  std::string path_;
  std::string scratch_;
  unsigned depth_ = 0;
};

bool Packer::content(const Type& type, const void* self) {
  std::uint32_t number = 0;
  if (++depth_ > kDeepest) return fail("elements in too many levels");
  const bool is_packed = own_content(type, self, number);
  --depth_;
  return is_packed;
}

bool Packer::own_content(const Type& type, const void* self, std::uint32_t& number) {
  if (type.base != nullptr && !own_content(*type.base, self, number)) return false;
  return type.content == nullptr || particle(*type.content, self, number);
}

// `number` is that of the last place passed, before and after.
bool Packer::particle(const Particle& p, const void* owner, std::uint32_t& number) {
  const std::uint32_t before = number;
  if (p.parts.empty()) return leaf(p, owner, ++number);
  if (!p.has_items() && (p.min > 0 || is_present(p, owner))) return group(p, owner, number);
  number += numbers_of(p);
  return !p.has_items() || items(p, owner, before);
}

bool Packer::group(const Particle& p, const void* owner, std::uint32_t& number) {
  if (p.kind == ParticleKind::SEQUENCE) {
    return std::ranges::all_of(p.parts, [&](const Particle& part) { return particle(part, owner, number); });
  }
  std::size_t present = 0;
  for (const Particle& part : p.parts) {
    const bool is_there = is_present(part, owner);
    const std::uint32_t last = number + numbers_of(part);
    if (is_there && !particle(part, owner, number)) return false;
    number = last;
    present += is_there ? 1 : 0;
  }
  const bool is_right = (present == 0 && p.is_emptiable) || (present >= 1 && present <= p.max);
  return is_right || fail("not one of the alternatives");
}

bool Packer::items(const Particle& p, const void* owner, std::uint32_t number) {
  for (std::size_t i = 0, count = p.binding.count(owner); i < count; ++i) {
    const void* item = p.binding.at(owner, i);
    const Particle* part = alternative_of(p, item);
    if (part == nullptr) return fail("an item that holds nothing");
    const auto place = static_cast<std::uint32_t>(part - p.parts.data()) + 1;
    if (!record(*part, part->binding.at(item, 0), number + place)) return false;
  }
  return true;
}

bool Packer::leaf(const Particle& p, const void* owner, std::uint32_t number) {
  if (p.binding.add == nullptr) return true;
  const std::size_t count = count_of(p, owner);
  if (count == 0 && p.min == 1 && p.binding.is_level) return record(p, owner, number);
  if (count < p.min || count > p.max) return fail(fmt::format("{} of an element", count));
  for (std::size_t i = 0; i < count; ++i) {
    if (!record(p, p.binding.at(owner, i), number)) return false;
  }
  return true;
}

bool Packer::record(const Particle& p, const void* self, std::uint32_t number) {
  put_varint(out_, number);
  if (p.binding.is_fragments) {
    put_verbatim(out_, static_cast<const Fragment*>(self)->standalone());
  } else if (p.binding.value != nullptr) {
    put_text(out_, p.binding.value->text(self, scratch_));
  } else {
    return nested(*p.element, self);
  }
  return true;
}

// Its length stands before it, so it is packed first.
bool Packer::nested(const Element& element, const void* self) {
  std::string outer = std::exchange(out_, {});
  if (!content(*element.type, self)) {
    path_.insert(0, fmt::format("/{}", element.name.name));
    return false;
  }
  put_verbatim(outer, out_);
  out_ = std::move(outer);
  return true;
}

// What stands next in a content.
struct Record {
  std::uint64_t number = 0;
  Form form = Form::TEXT;
  std::string_view payload;
};

// The records of one content. After the last one, and where one is broken, the number is 0.
class Records {
 public:
  explicit Records(std::string_view content) : rest_(content) { next(); }
  const Record& now() const { return record_; }
  bool is_at(std::uint64_t from, std::uint64_t to) const { return record_.number >= from && record_.number <= to; }
  bool is_done() const { return record_.number == 0 && !is_broken_; }
  void next() {
    record_ = {};
    if (rest_.empty()) return;
    const auto number = take_varint(rest_);
    const auto head = number ? take_varint(rest_) : std::nullopt;
    is_broken_ = !head || *number == 0 || *head >> 2 > rest_.size();
    if (is_broken_) return rest_.remove_prefix(rest_.size());
    record_ = {*number, static_cast<Form>(*head & 3), rest_.substr(0, *head >> 2)};
    rest_.remove_prefix(record_.payload.size());
  }

 private:
  std::string_view rest_;
  Record record_;
  bool is_broken_ = false;
};

class Unpacker {
 public:
  explicit Unpacker(Arena& arena) : arena_(arena) {}
  bool content(const Type& type, std::string_view bytes, void* self);

 private:
  bool own_content(const Type& type, Records& records, void* self, std::uint32_t& number);
  bool particle(const Particle& particle, Records& records, void* owner, std::uint32_t& number);
  bool group(const Particle& particle, Records& records, void* owner, std::uint32_t& number);
  bool items(const Particle& particle, Records& records, void* owner, std::uint32_t number);
  bool leaf(const Particle& particle, Records& records, void* owner, std::uint32_t number);
  bool record(const Particle& particle, const Record& record, void* owner);
  bool simple(const Value& value, const Record& record, void* self);
  std::string_view kept(std::string_view text);

  Arena& arena_;
  std::string* room_ = nullptr;  // the arena's last text, if there is room in it
  std::string scratch_;
  std::string again_;
  unsigned depth_ = 0;
};

bool Unpacker::content(const Type& type, std::string_view bytes, void* self) {
  if (++depth_ > kDeepest) return false;
  Records records(bytes);
  std::uint32_t number = 0;
  const bool is_unpacked = own_content(type, records, self, number) && records.is_done();
  --depth_;
  return is_unpacked;
}

bool Unpacker::own_content(const Type& type, Records& records, void* self, std::uint32_t& number) {
  if (type.base != nullptr && !own_content(*type.base, records, self, number)) return false;
  return type.content == nullptr || particle(*type.content, records, self, number);
}

bool Unpacker::particle(const Particle& p, Records& records, void* owner, std::uint32_t& number) {
  if (p.parts.empty()) return leaf(p, records, owner, ++number);
  if (!p.has_items() && p.min > 0) return group(p, records, owner, number);
  const std::uint32_t before = number;
  const std::uint32_t last = before + numbers_of(p);
  if (!p.has_items() && records.is_at(before + 1, last)) return group(p, records, owner, number);
  number = last;
  return !p.has_items() || items(p, records, owner, before);
}

bool Unpacker::group(const Particle& p, Records& records, void* owner, std::uint32_t& number) {
  if (p.kind == ParticleKind::SEQUENCE) {
    return std::ranges::all_of(p.parts, [&](const auto& part) { return particle(part, records, owner, number); });
  }
  std::size_t present = 0;
  for (const Particle& part : p.parts) {
    const std::uint32_t last = number + numbers_of(part);
    const bool is_there = records.is_at(number + 1, last);
    if (is_there && !particle(part, records, owner, number)) return false;
    number = last;
    present += is_there ? 1 : 0;
  }
  return (present == 0 && p.is_emptiable) || (present >= 1 && present <= p.max);
}

bool Unpacker::items(const Particle& p, Records& records, void* owner, std::uint32_t number) {
  for (; records.is_at(number + 1, number + p.parts.size()); records.next()) {
    const Particle& part = p.parts[records.now().number - number - 1];
    if (!record(part, records.now(), p.binding.add(owner))) return false;
  }
  return true;
}

bool Unpacker::leaf(const Particle& p, Records& records, void* owner, std::uint32_t number) {
  std::size_t count = 0;
  for (; records.is_at(number, number); records.next(), ++count) {
    if (count == p.max || p.binding.add == nullptr || !record(p, records.now(), owner)) return false;
  }
  return count >= p.min || p.binding.add == nullptr;
}

bool Unpacker::record(const Particle& p, const Record& record, void* owner) {
  void* self = p.binding.add(owner);
  if (p.binding.value != nullptr) return simple(*p.binding.value, record, self);
  if (record.form != Form::TEXT) return false;
  if (p.binding.is_level && p.min == 0 && record.payload.empty()) return false;
  if (!p.binding.is_fragments) return content(*p.element->type, record.payload, self);
  *static_cast<Fragment*>(self) = Fragment::of(record.payload);
  return true;
}

bool Unpacker::simple(const Value& value, const Record& record, void* self) {
  auto text = text_of(record.form, record.payload, scratch_);
  if (!text) return false;
  if (record.form != Form::TEXT && value.json == JsonKind::TEXT) text = kept(*text);
  return value.read(self, *text) && value.text(self, again_) == *text;
}

// Texts that were made from binary forms are short and many: they share the arena's strings.
std::string_view Unpacker::kept(std::string_view text) {
  constexpr std::size_t kRoom = 4000;
  if (room_ == nullptr || room_->capacity() - room_->size() < text.size()) {
    room_ = &arena_.emplace_back();
    room_->reserve(kRoom);
  }
  const std::size_t at = room_->size();
  room_->append(text);
  return std::string_view(*room_).substr(at);
}

void add_print(const Particle& p, std::string& print) {
  base::put_be(print, static_cast<std::uint8_t>(p.kind));
  base::put_be(print, p.min);
  base::put_be(print, p.max);
  print += p.has_items() ? 'i' : p.binding.add != nullptr ? 'b' : '-';
  if (p.element != nullptr) print.append(p.element->name.ns).append(p.element->name.name);
  for (const Particle& part : p.parts) add_print(part, print);
}

void add_print(const Type& type, std::vector<const Type*>& seen, std::string& print);

void add_types(const Particle& p, std::vector<const Type*>& seen, std::string& print) {
  if (p.element != nullptr) add_print(*p.element->type, seen, print);
  for (const Particle& part : p.parts) add_types(part, seen, print);
}

void add_print(const Type& type, std::vector<const Type*>& seen, std::string& print) {
  if (std::ranges::find(seen, &type) != seen.end()) return;
  seen.push_back(&type);
  print += type.simple != nullptr ? 's' : 'c';
  if (type.base != nullptr) add_print(*type.base, seen, print);
  if (type.content == nullptr) return;
  add_print(*type.content, print);
  add_types(*type.content, seen, print);
}

}  // namespace

base::Resultat<std::string> pack_value(const Type& type, const void* value) {
  Packer packer;
  if (packer.content(type, value)) return std::move(packer).take();
  return std::unexpected(std::move(packer).failure());
}

base::Resultat<void> unpack_into(const Type& type, std::string_view bytes, Arena& arena, void* out) {
  if (!bytes.starts_with(kVersion)) return base::fejl(FejlKode::LAGER, "packed in a form that is not known");
  if (Unpacker(arena).content(type, bytes.substr(1), out)) return {};
  return base::fejl(FejlKode::LAGER, "not what was packed");
}

std::uint32_t fingerprint(const Type& type) {
  std::string print;
  std::vector<const Type*> seen;
  add_print(type, seen, print);
  return base::crc32c(print);
}

}  // namespace brevdue::xml
