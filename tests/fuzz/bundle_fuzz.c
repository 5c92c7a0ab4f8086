/* The text of a bundle, as it stands inside signature, age and gzip. */
#include "fuzz.h"

#include "bundle/text.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct why why = WHY_INIT;
	struct bundle_text b;

	if (bundle_parse(str_n((const char *)data, size), &b, &why) == OK) {
		assert(b.section_count <= BUNDLE_SECTIONS_MAX);
		assert(b.part >= 1 && b.part <= b.parts);
	}
	bundle_text_release(&b);
	return 0;
}
