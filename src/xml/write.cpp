#include "xml/write.hpp"

#include <fmt/format.h>

#include "xml/escape.hpp"
#include "xml/walk.hpp"

namespace brevdue::xml {
namespace {

using base::fejl;
using base::FejlKode;

class Writer {
 public:
  explicit Writer(std::span<const Namespace> prefixes) : prefixes_(prefixes) {}

  bool element(const Element& declared, const Value* value, const void* self, bool is_root = false);
  std::string take() && { return std::move(out_); }
  base::Fejl failure() && { return {FejlKode::UGYLDIG, std::move(why_), std::move(path_)}; }

 private:
  bool fail(std::string why) {
    why_ = std::move(why);
    return false;
  }
  bool name(const Name& name);
  bool content(const Type& type, const void* self);
  bool particle(const Particle& particle, const void* owner);
  bool elements(const Particle& particle, const void* owner);
  bool empty_element(const Particle& particle);
  bool choice(const Particle& particle, const void* owner);
  bool items(const Particle& particle, const void* owner);
  void fragments(const Particle& particle, const void* owner);
  void declarations();

  std::span<const Namespace> prefixes_;
  std::string out_;
  std::string why_;
  std::string path_;
  std::string scratch_;
};

bool Writer::name(const Name& name) {
  const auto found = std::ranges::find(prefixes_, name.ns, &Namespace::uri);
  if (found == prefixes_.end()) return fail(fmt::format("no prefix is given for {}", name.ns));
  out_.append(found->prefix).append(":").append(name.name);
  return true;
}

void Writer::declarations() {
  for (const Namespace& n : prefixes_) {
    out_.append(" xmlns:").append(n.prefix).append("=\"");
    append_attribute(n.uri, out_);
    out_ += '"';
  }
}

bool Writer::element(const Element& declared, const Value* value, const void* self, bool is_root) {
  out_ += '<';
  if (!name(declared.name)) return false;
  if (is_root) declarations();
  out_ += '>';
  if (declared.type->simple == nullptr && !content(*declared.type, self)) {
    path_.insert(0, fmt::format("/{}", declared.name.name));
    return false;
  }
  if (value != nullptr) append_escaped(value->text(self, scratch_), out_);
  out_ += "</";
  name(declared.name);
  out_ += '>';
  return true;
}

bool Writer::content(const Type& type, const void* self) {
  if (type.base != nullptr && !content(*type.base, self)) return false;
  return type.content == nullptr || particle(*type.content, self);
}

bool Writer::particle(const Particle& p, const void* owner) {
  if (p.min == 0 && !is_present(p, owner)) return true;
  if (p.has_items()) return items(p, owner);
  switch (p.kind) {
    case ParticleKind::ELEMENT:
      return elements(p, owner);
    case ParticleKind::ANY:
      fragments(p, owner);
      return true;
    case ParticleKind::CHOICE:
      return choice(p, owner);
    case ParticleKind::SEQUENCE:
      break;
  }
  return std::ranges::all_of(p.parts, [&](const Particle& part) { return particle(part, owner); });
}

bool Writer::elements(const Particle& p, const void* owner) {
  const std::size_t count = count_of(p, owner);
  if (count == 0 && p.min == 1) return empty_element(p);
  if (count < p.min || count > p.max) return fail(fmt::format("{} elements of {}", count, p.element->name.name));
  for (std::size_t i = 0; i < count; ++i) {
    if (!element(*p.element, p.binding.value, p.binding.at(owner, i))) return false;
  }
  return true;
}

bool Writer::empty_element(const Particle& p) {
  if (p.element->type->simple != nullptr) return fail(fmt::format("{} is missing", p.element->name.name));
  return element(*p.element, nullptr, nullptr);
}

// A choice that repeats and keeps no items holds its alternatives apart: they are written one kind after the other.
bool Writer::choice(const Particle& p, const void* owner) {
  if (p.max > 1) {
    return std::ranges::all_of(p.parts,
                               [&](const Particle& part) { return !is_present(part, owner) || particle(part, owner); });
  }
  const auto chosen = std::ranges::find_if(p.parts, [&](const Particle& part) { return is_present(part, owner); });
  if (chosen != p.parts.end()) return particle(*chosen, owner);
  return p.is_emptiable || fail("none of the alternatives is there");
}

bool Writer::items(const Particle& p, const void* owner) {
  for (std::size_t i = 0, count = p.binding.count(owner); i < count; ++i) {
    const void* item = p.binding.at(owner, i);
    const Particle* part = alternative_of(p, item);
    if (part == nullptr) return fail("an item that holds nothing");
    if (part->kind == ParticleKind::ANY) {
      fragments(*part, item);
    } else if (!element(*part->element, part->binding.value, part->binding.at(item, 0))) {
      return false;
    }
  }
  return true;
}

void Writer::fragments(const Particle& p, const void* owner) {
  for (std::size_t i = 0, count = count_of(p, owner); i < count; ++i) {
    out_ += static_cast<const Fragment*>(p.binding.at(owner, i))->standalone();
  }
}

}  // namespace

base::Resultat<std::string> write_value(const Element& root, const void* value, std::span<const Namespace> prefixes) {
  if (std::ranges::any_of(prefixes, [](const Namespace& n) { return n.prefix.empty(); })) {
    return fejl(FejlKode::INTERN, "a default namespace cannot be used for writing");
  }
  Writer writer(prefixes);
  if (writer.element(root, nullptr, value, true)) return std::move(writer).take();
  return std::unexpected(std::move(writer).failure());
}

}  // namespace brevdue::xml
