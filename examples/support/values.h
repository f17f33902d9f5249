#ifndef SPECTRAKIT_SUPPORT_VALUES_H
#define SPECTRAKIT_SUPPORT_VALUES_H

#include <spectrakit.h>

#include <string>
#include <string_view>

namespace spectrakit::support {

/** The JSON text of a value exactly as received; empty when absent. Lives as long as the value's document. */
std::string_view raw_of(spk_value value);

/** A value as a person reads it: empty when absent or null, an array or object as its JSON text. */
std::string text_of(spk_value value);

/** An attribute of a resource, as text_of. */
std::string attribute_text(spk_value resource, std::string_view name);

}  // namespace spectrakit::support

#endif
