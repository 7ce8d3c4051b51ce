// Canonical XML of a document, by libxml2: whether two documents say the same.
//
// Thread safety: free functions.
#pragma once

#include <fmt/format.h>
#include <libxml/c14n.h>
#include <libxml/tree.h>

#include <map>
#include <string>
#include <string_view>

#include "dommer.hpp"

namespace brevdue::proeve {

namespace detail {

inline bool has_element_child(const xmlNode* node) {
  return xmlFirstElementChild(const_cast<xmlNodePtr>(node)) != nullptr;
}

// White space between elements, and instructions. `node`: an element, or the document.
inline void drop_what_says_nothing(xmlNodePtr node) {
  const bool is_between = has_element_child(node);
  for (xmlNodePtr child = node->children; child != nullptr;) {
    const xmlNodePtr next = child->next;
    if (child->type == XML_ELEMENT_NODE) {
      drop_what_says_nothing(child);
    } else if (child->type == XML_PI_NODE ||
               (is_between && child->type == XML_TEXT_NODE && xmlIsBlankNode(child) != 0)) {
      xmlUnlinkNode(child);
      xmlFreeNode(child);
    }
    child = next;
  }
}

inline void collect_namespaces(xmlNodePtr node, std::map<std::string, xmlNsPtr>& found) {
  if (node->ns != nullptr) found[reinterpret_cast<const char*>(node->ns->href)] = nullptr;
  for (xmlNodePtr child = xmlFirstElementChild(node); child != nullptr; child = xmlNextElementSibling(child)) {
    collect_namespaces(child, found);
  }
}

inline void rename(xmlNodePtr node, std::map<std::string, xmlNsPtr>& to) {
  if (node->ns != nullptr) node->ns = to[reinterpret_cast<const char*>(node->ns->href)];
  for (xmlNodePtr child = xmlFirstElementChild(node); child != nullptr; child = xmlNextElementSibling(child)) {
    rename(child, to);
  }
}

}  // namespace detail

// Exclusive canonical XML without comments, instructions and white space between elements. With `same_prefixes` every
// namespace gets the prefix that its place in the alphabet gives, so that only the meaning of names counts.
inline std::string kanonisk(std::string_view bytes, bool same_prefixes) {
  const Traee doc = tree_of(bytes);
  if (!doc) return {};
  xmlNodePtr root = xmlDocGetRootElement(doc.get());
  detail::drop_what_says_nothing(reinterpret_cast<xmlNodePtr>(doc.get()));
  if (same_prefixes) {
    std::map<std::string, xmlNsPtr> namespaces;
    detail::collect_namespaces(root, namespaces);
    int n = 0;
    for (auto& [uri, ns] : namespaces) {
      ns = xmlNewNs(root, BAD_CAST uri.c_str(), BAD_CAST fmt::format("prefix{}", n++).c_str());
    }
    detail::rename(root, namespaces);
  }
  xmlChar* text = nullptr;
  const int size = xmlC14NDocDumpMemory(doc.get(), nullptr, XML_C14N_EXCLUSIVE_1_0, nullptr, 0, &text);
  if (size < 0) return {};
  std::string out(reinterpret_cast<char*>(text), static_cast<std::size_t>(size));
  xmlFree(text);
  return out;
}

}  // namespace brevdue::proeve
