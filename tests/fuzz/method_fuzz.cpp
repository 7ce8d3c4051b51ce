// Bytes as the arguments of each method, and as a content header: what is read can be written and reads the same.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "amqp/content.hpp"
#include "amqp/method.hpp"
#include "amqp/method_tables.hpp"

namespace {

using namespace brevdue::amqp;

template <class M>
void method(std::string_view arguments) {
  M read;
  if (read_arguments(kInfo<M>, arguments, &read)) return;
  std::string written;
  put_method_payload(written, kInfo<M>, &read);
  if (written.size() != arguments.size() + 4) std::abort();
  M again;
  if (read_arguments(kInfo<M>, std::string_view(written).substr(4), &again)) std::abort();
  std::string twice;
  put_method_payload(twice, kInfo<M>, &again);
  if (twice != written) std::abort();
}

template <class... M>
void one_method(MethodList<M...>, std::size_t which, std::string_view arguments) {
  std::size_t at = 0;
  ((at++ == which ? method<M>(arguments) : void()), ...);
}

void content(std::string_view payload) {
  ContentHeader header;
  if (!read_content_header(payload, header)) return;
  const auto read = read_properties(header.properties);
  if (!read) return;
  std::string written;
  put_content_header(written, header.body_size, *read);
  ContentHeader again;
  if (!read_content_header(written, again) || again.body_size != header.body_size) std::abort();
  const auto back = read_properties(again.properties);
  if (!back || back->token != read->token || back->correlation_id != read->correlation_id ||
      back->message_id != read->message_id) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  if (data[0] >= kMethods.size()) {
    content(bytes);
  } else {
    one_method(Methods{}, data[0], bytes);
  }
  return 0;
}
