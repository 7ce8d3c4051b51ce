#include "xml/check.hpp"

#include "xml/reach.hpp"

namespace brevdue::xml {
namespace {

void note_unknown(const Schema& schema, const Particle& p, std::vector<std::string>& names) {
  for (const Particle& part : p.parts) {
    const bool is_known = p.kind == ParticleKind::ANY && part.element != nullptr;
    if (is_known && std::ranges::find(schema.globals, part.element) == schema.globals.end()) {
      names.emplace_back(part.element->name.name);
    }
    note_unknown(schema, part, names);
  }
}

}  // namespace

std::vector<std::string> wrongly_described(const Schema& schema) {
  std::vector<std::string> names;
  const Reach reach(schema);
  for (const Element* e : reach.elements) {
    if (e->tag != e->type->tag || e->is_simple != (e->type->simple != nullptr)) names.emplace_back(e->name.name);
  }
  for (const Type* t : reach.types) {
    if (t->content != nullptr) note_unknown(schema, *t->content, names);
  }
  return names;
}

}  // namespace brevdue::xml
