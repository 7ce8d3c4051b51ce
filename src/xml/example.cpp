#include "xml/example.hpp"

#include <string>

#include "xml/walk.hpp"

namespace brevdue::xml {
namespace {

// Walks what a value fills; `each` may stop it.
class Values {
 public:
  using Each = std::function<bool(std::string_view path, std::string_view text)>;
  explicit Values(const Each& each) : each_(each) {}

  bool content(const Type& type, const void* self) {
    if (type.base != nullptr && !content(*type.base, self)) return false;
    return type.content == nullptr || particle(*type.content, self);
  }

 private:
  bool particle(const Particle& p, const void* owner) {
    if (p.has_items()) return items(p, owner);
    if (p.parts.empty()) return entries(p, owner);
    return std::ranges::all_of(p.parts, [&](const Particle& part) { return particle(part, owner); });
  }
  bool items(const Particle& p, const void* owner) {
    for (std::size_t i = 0, count = p.binding.count(owner); i < count; ++i) {
      const void* item = p.binding.at(owner, i);
      const Particle* part = alternative_of(p, item);
      if (part != nullptr && !entry(*part, part->binding.at(item, 0))) return false;
    }
    return true;
  }
  bool entries(const Particle& p, const void* owner) {
    for (std::size_t i = 0, count = count_of(p, owner); i < count; ++i) {
      if (!entry(p, p.binding.at(owner, i))) return false;
    }
    return true;
  }
  bool entry(const Particle& p, const void* self) {
    const std::size_t before = path_.size();
    if (before != 0) path_ += '/';
    if (p.binding.is_fragments) {
      path_.append(name_of(*static_cast<const Fragment*>(self))).append("/*");
    } else {
      path_ += p.element->name.name;
    }
    const bool is_done = inside(p, self);
    path_.resize(before);
    return is_done;
  }
  bool inside(const Particle& p, const void* self) {
    if (p.binding.is_fragments) return each_(path_, static_cast<const Fragment*>(self)->bytes);
    if (p.binding.value != nullptr) return each_(path_, p.binding.value->text(self, scratch_));
    return content(*p.element->type, self);
  }
  static std::string_view name_of(const Fragment& fragment) {
    return fragment.name_end == 0 ? std::string_view{} : fragment.bytes.substr(1, fragment.name_end - 1);
  }

  const Each& each_;
  std::string path_;
  std::string scratch_;
};

bool has_values(const Type& type, const void* self) {
  bool found = false;
  each_value(type, self, [&](std::string_view, std::string_view) {
    found = true;
    return false;
  });
  return found;
}

class Comparer {
 public:
  explicit Comparer(const Comparison& comparison) : comparison_(comparison) {}

  bool content(const Type& type, const void* example, const void* value) {
    if (type.base != nullptr && !content(*type.base, example, value)) return false;
    return type.content == nullptr || particle(*type.content, example, value);
  }

 private:
  bool particle(const Particle& p, const void* example, const void* value) {
    if (p.has_items()) return items(p, example, value);
    if (p.parts.empty()) return entries(p, example, value);
    return std::ranges::all_of(p.parts, [&](const Particle& part) { return particle(part, example, value); });
  }

  bool items(const Particle& p, const void* example, const void* value) {
    for (std::size_t i = 0, count = p.binding.count(example); i < count; ++i) {
      const void* item = p.binding.at(example, i);
      const Particle* part = alternative_of(p, item);
      if (part == nullptr || !item_is_met(*part, part->binding.at(item, 0), p, value)) return false;
    }
    return true;
  }
  bool item_is_met(const Particle& part, const void* example, const Particle& p, const void* value) {
    if (is_empty(part, example)) return true;
    for (std::size_t i = 0, count = p.binding.count(value); i < count; ++i) {
      const void* item = p.binding.at(value, i);
      if (alternative_of(p, item) == &part && entry(part, example, part.binding.at(item, 0))) return true;
    }
    return false;
  }

  bool entries(const Particle& p, const void* example, const void* value) {
    for (std::size_t i = 0, count = count_of(p, example); i < count; ++i) {
      if (!entry_is_met(p, p.binding.at(example, i), value)) return false;
    }
    return true;
  }
  bool entry_is_met(const Particle& p, const void* example, const void* value) {
    if (is_empty(p, example)) return true;
    for (std::size_t i = 0, count = count_of(p, value); i < count; ++i) {
      if (entry(p, example, p.binding.at(value, i))) return true;
    }
    return false;
  }

  // An element in which nothing is filled asks for nothing.
  static bool is_empty(const Particle& p, const void* example) {
    return !p.binding.is_fragments && p.binding.value == nullptr && !has_values(*p.element->type, example);
  }
  bool entry(const Particle& p, const void* example, const void* value) {
    if (p.binding.is_fragments) return false;
    if (p.binding.value != nullptr) {
      return comparison_.equal(*p.element, p.binding.value->text(example, left_), p.binding.value->text(value, right_));
    }
    const auto whole = comparison_.whole(*p.element->type, example, value);
    return whole ? *whole : content(*p.element->type, example, value);
  }

  const Comparison& comparison_;
  std::string left_;
  std::string right_;
};

}  // namespace

bool has_all_of(const Type& type, const void* example, const void* value, const Comparison& comparison) {
  return Comparer(comparison).content(type, example, value);
}

void each_value(const Type& type, const void* value,
                const std::function<bool(std::string_view path, std::string_view text)>& each) {
  Values(each).content(type, value);
}

}  // namespace brevdue::xml
