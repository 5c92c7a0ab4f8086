/*
 * bidi - the order of cells where a text holds Hebrew or Arabic script.
 *
 * Each text is ordered alone, as in an isolate: it can never move what stands
 * beside it. Direction is that of its first strong letter (UAX 9, P2 and P3);
 * there are no embeddings, because controls in texts are shown, not obeyed.
 * Letters are joined by the terminal, not here.
 */
#ifndef PANAH_UI_BIDI_H
#define PANAH_UI_BIDI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum bidi_mode {
	BIDI_APP,		/* we order: most terminals */
	BIDI_TERMINAL,		/* the terminal orders: send it as it reads */
	BIDI_LATIN		/* show Latin letters instead */
};

struct bidi {
	enum bidi_mode mode;
	/* Write a text of other script in Latin letters; for BIDI_LATIN. */
	void (*latin)(struct str text, struct buf *to);
};

/* Whether a text holds a letter that is written right to left. */
bool bidi_needed(struct str text);

/*
 * Order n letters (the base of each cluster) for the eye: order[i] is the
 * place in base of what stands at cell i from the left. Brackets that end up
 * reversed are replaced in base by their mirror.
 */
void bidi_order(uint32_t *base, size_t n, size_t *order);

#endif
