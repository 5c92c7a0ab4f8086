/*
 * trio - three offices that trust each other: ALA and LEX write, AST takes
 * in. Anna's feed in ALA is what most tests are about.
 */
#ifndef PANAH_TESTS_FEED_TRIO_H
#define PANAH_TESTS_FEED_TRIO_H

#include "section.h"

struct trio {
	struct site ala_site, ast_site, lex_site;
	struct desk ala, ast, lex;
	uint32_t anna;		/* number of her feed in ALA */
	uint8_t anna_id[16];
};

/* n entries of Anna's, sealed: a=e1 to a=en. */
static inline void
trio_init(struct trio *t, unsigned n)
{
	site_init(&t->ala_site, "ALA", "anna", 1);
	site_init(&t->ast_site, "AST", "dana", 2);
	site_init(&t->lex_site, "LEX", "igor", 3);
	desk_open(&t->ala, &t->ala_site, "anna");
	desk_open(&t->ast, &t->ast_site, "dana");
	desk_open(&t->lex, &t->lex_site, "igor");
	desk_trust(&t->ala, &t->ast, RELATION_OFFICE);
	desk_trust(&t->ala, &t->lex, RELATION_OFFICE);
	desk_trust(&t->ast, &t->ala, RELATION_OFFICE);
	desk_trust(&t->ast, &t->lex, RELATION_OFFICE);
	desk_trust(&t->lex, &t->ala, RELATION_OFFICE);
	desk_trust(&t->lex, &t->ast, RELATION_OFFICE);
	save_many(&t->ala, "e", n);
	assert_non_null(my_feed(&t->ala, &t->anna));
	memcpy(t->anna_id, my_feed(&t->ala, &t->anna)->id, 16);
}

static inline void
trio_release(struct trio *t)
{
	desk_close(&t->ala);
	desk_close(&t->ast);
	desk_close(&t->lex);
	site_release(&t->ala_site);
	site_release(&t->ast_site);
	site_release(&t->lex_site);
}

/* The root feed of ALA as a whole. */
static inline struct section_result
bring_root(struct desk *to, const struct desk *from)
{
	uint32_t number;

	assert_true(ledger_feed_find(from->l,
	    ledger_own(from->l)->card.root_feed, &number));
	return bring(to, from, number, 1, ledger_feed_at(from->l,
	    number)->size, 0, 0);
}

static inline void
reopen(struct desk *d, const char *login)
{
	struct site *s = d->site;

	desk_close(d);
	desk_open(d, s, login);
}

static inline uint32_t
anna_in(const struct trio *t, const struct desk *d)
{
	uint32_t number;

	assert_true(ledger_feed_find(d->l, t->anna_id, &number));
	return number;
}

#endif
