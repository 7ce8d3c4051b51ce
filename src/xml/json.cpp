#include "xml/json.hpp"

#include <nlohmann/json.hpp>

#include "xml/walk.hpp"

namespace brevdue::xml {
namespace {

nlohmann::json item(const Particle& p, const void* self) {
  if (p.binding.is_fragments) return static_cast<const Fragment*>(self)->standalone();
  if (p.binding.value == nullptr) return json_value(*p.element->type, self);
  if (p.binding.value == &kTextView) return *static_cast<const std::string_view*>(self);
  if (p.binding.value == &kText) return *static_cast<const std::string*>(self);
  if (p.binding.value == &kBoolean) return *static_cast<const bool*>(self);
  return *static_cast<const std::int64_t*>(self);
}

std::string key_of(const Particle& p) {
  return p.element != nullptr ? std::string(p.element->name.name) : "any";
}

void add_items(const Particle& p, const void* owner, nlohmann::json& object) {
  for (std::size_t i = 0, count = p.binding.count(owner); i < count; ++i) {
    const void* self = p.binding.at(owner, i);
    const Particle* part = alternative_of(p, self);
    if (part != nullptr) object[key_of(*part)].push_back(item(*part, part->binding.at(self, 0)));
  }
}

void add_particle(const Particle& p, const void* owner, nlohmann::json& object) {
  if (p.has_items()) return add_items(p, owner, object);
  for (const Particle& part : p.parts) add_particle(part, owner, object);
  const std::size_t count = p.parts.empty() ? count_of(p, owner) : 0;
  const std::string key = key_of(p);
  for (std::size_t i = 0; i < count; ++i) {
    if (p.max == 1) {
      object[key] = item(p, p.binding.at(owner, i));
    } else {
      object[key].push_back(item(p, p.binding.at(owner, i)));
    }
  }
}

void add_content(const Type& type, const void* value, nlohmann::json& object) {
  if (type.base != nullptr) add_content(*type.base, value, object);
  if (type.content != nullptr) add_particle(*type.content, value, object);
}

}  // namespace

nlohmann::json json_value(const Type& type, const void* value) {
  nlohmann::json object = nlohmann::json::object();
  add_content(type, value, object);
  return object;
}

}  // namespace brevdue::xml
