#!/usr/bin/python3
"""Writes src/amqp/method_tables.hpp from Debian's amqp-specs (facts only: ids, names, types, order).

generate_tables.py           writes the file
generate_tables.py --check   fails when the file differs from what would be written; skipped without the package
"""
import os
import sys
import textwrap
import xml.etree.ElementTree as ET

SPEC = "/usr/share/amqp/specs/0-9-1-rabbit/amqp0-9-1.stripped.extended.xml"
TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "method_tables.hpp")

# What RabbitMQ added after that file was made: class, index, method, index, [(argument, type)].
LATER = [
    ("connection", 10, "blocked", 60, [("reason", "shortstr")]),
    ("connection", 10, "unblocked", 61, []),
    ("connection", 10, "update-secret", 70, [("new-secret", "longstr"), ("reason", "shortstr")]),
    ("connection", 10, "update-secret-ok", 71, []),
]
CPP = {"bit": "bool", "octet": "std::uint8_t", "short": "std::uint16_t", "long": "std::uint32_t",
       "longlong": "std::uint64_t", "timestamp": "std::uint64_t", "shortstr": "std::string_view",
       "longstr": "std::string_view", "table": "std::string_view"}
ZERO = {"bool": " = false", "std::string_view": "{}"}
KIND = {"timestamp": "LONGLONG"}

HEAD = """\
// Written by src/amqp/generate_tables.py from Debian's amqp-specs; do not edit. The methods of AMQP 0-9-1 with RabbitMQ's
// extensions, each as a struct of its arguments in wire order and a table that says how they are coded.
//
// Thread safety: constants and plain values. Ownership: a string_view argument views what it was read from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "amqp/method.hpp"

// clang-format off
namespace brevdue::amqp {
"""


def camel(*names):
    return "".join(part.capitalize() for name in names for part in name.split("-"))


def snake(name):
    return name.replace("-", "_")


def kind(type_):
    return "Type::" + KIND.get(type_, type_.upper())


def read_spec(root):
    domains = {d.get("name"): d.get("type") for d in root.iter("domain")}

    def type_of(field):
        return field.get("type") or domains[field.get("domain")]

    methods, properties = [], []
    for class_ in root.iter("class"):
        for method in class_.findall("method"):
            methods.append((class_.get("name"), int(class_.get("index")), method.get("name"), int(method.get("index")),
                            [(f.get("name"), type_of(f)) for f in method.findall("field")],
                            method.get("content") == "1"))
        if class_.get("name") == "basic":
            properties = [(f.get("name"), type_of(f)) for f in class_.findall("field")]
    methods += [m + (False,) for m in LATER if not any(m[1] == k[1] and m[3] == k[3] for k in methods)]
    codes = [(c.get("name"), int(c.get("value")), c.get("class")) for c in root.iter("constant") if c.get("class")]
    return sorted(methods, key=lambda m: (m[1], m[3])), properties, codes


def codes_text(codes):
    out = ["enum class ReplyCode : std::uint16_t {"]
    out += [f"  {snake(name).upper()} = {value}," for name, value, _ in codes]
    out += ["};", "", "// Its name on the wire, and whether it ends the connection (hard) or the channel (soft).",
            "struct ReplyCodeInfo {", "  std::string_view name;", "  ReplyCode code;", "  bool hard;", "};",
            "inline constexpr ReplyCodeInfo kReplyCodes[] = {"]
    out += [f'  {{"{snake(name).upper()}", ReplyCode::{snake(name).upper()}, {str(level == "hard-error").lower()}}},'
            for name, _, level in codes]
    return out + ["};", ""]


def properties_text(properties):
    out = ["// The properties of class basic, in order of their flags from bit 15 down.",
           "inline constexpr Property kProperties[] = {"]
    out += [f'  {{"{name}", {kind(type_)}}},' for name, type_ in properties]
    return out + ["};", ""]


def method_text(class_, class_id, method, method_id, fields, content):
    name = camel(class_, method)
    members = [f"  {CPP[t]} {snake(f)}{ZERO.get(CPP[t], ' = 0')};" for f, t in fields]
    out = [f"struct {name} {{", *members, "};"] if members else [f"struct {name} {{}};"]
    table = "{}"
    if fields:
        table = f"k{name}Fields"
        out += [f"inline constexpr Field {table}[] = {{"]
        out += [f'  {{"{f}", {kind(t)}, offsetof({name}, {snake(f)})}},' for f, t in fields]
        out += ["};"]
    out += [f"template <> inline constexpr MethodInfo kInfo<{name}> = {{{class_id}, {method_id}, "
            f'"{class_}.{method}", {str(content).lower()}, {table}}};', ""]
    return out


def generate():
    methods, properties, codes = read_spec(ET.parse(SPEC).getroot())
    out = [HEAD] + codes_text(codes) + properties_text(properties)
    for method in methods:
        out += method_text(*method)
    names = textwrap.fill(", ".join(camel(m[0], m[2]) for m in methods), 110, initial_indent="  ",
                          subsequent_indent="  ")
    out += ["// All of them, by rising id.", "template <class... M>", "struct MethodList {};",
            "using Methods = MethodList<", names + ">;", "", "template <class... M>",
            "constexpr std::array<const MethodInfo*, sizeof...(M)> infos(MethodList<M...>) {",
            "  return {&kInfo<M>...};", "}", "inline constexpr auto kMethods = infos(Methods{});", "",
            "}  // namespace brevdue::amqp", "// clang-format on", ""]
    return "\n".join(out)


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit(__doc__)
    if not os.path.exists(SPEC):
        if check:
            print("generate_tables.py: skipped, amqp-specs is not installed")
            return
        sys.exit("generate_tables.py: install the package amqp-specs first")
    text = generate()
    if check:
        with open(TARGET, encoding="utf-8") as file:
            if file.read() != text:
                sys.exit("src/amqp/method_tables.hpp is not what src/amqp/generate_tables.py writes")
        return
    with open(TARGET, "w", encoding="utf-8") as file:
        file.write(text)


main()
