#include <string.h>

#include "cases.h"
#include "consent.h"
#include "consent_export.h"
#include "crypto.h"
#include "head.h"
#include "ledger_impl.h"
#include "sentence.h"

/* ---- where it stands in the chain ---- */

static int take_entry(void *arg, const struct store_entry *t)
{
	json_t **one = arg;
	char link[SHA256_HEX] = "", log[SHA256_HEX] = "";
	if (*one)
		return -1;
	if (t->link)
		crypto_hex(t->link, SHA256_BYTES, link);
	if (t->log)
		crypto_hex(t->log, SHA256_BYTES, log);
	*one = json_pack("{s:I, s:I, s:s, s:s, s:o}", "n", (json_int_t)t->n, "turn",
	                 (json_int_t)t->turn, "link", link, "log", log, "at", time_json(t->at_ms));
	return 0;
}

/* New; null where the journal has no such turn any more. */
static json_t *chain_at(struct store *s, int64_t n, struct err *e)
{
	json_t *one = NULL;
	struct err why = { 0 };
	if (s->ops->journal(s, n, take_entry, &one, &why) && why.code != E_NONE) {
		err_set(e, why.code, "%s", why.text);
		json_decref(one);
		return NULL;
	}
	return one ? one : json_null();
}

static json_t *chain_of(const struct ledger_consent *k, struct store *s, struct err *e)
{
	json_t *list = json_array();
	for (size_t i = 0; i < k->changes_count; i++) {
		if (k->changes[i].again)
			continue;
		json_t *one = chain_at(s, k->changes[i].n, e);
		if (!one || json_array_append_new(list, one)) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

/* ---- what became of the messages ---- */

static json_t *delivery_of(const struct support_case *c, const struct consent_change *h)
{
	const char *id = json_string_value(json_object_get(h->evidence, "message"));
	const struct message *m = h->shown ? case_message(c, id) : NULL;
	if (!m)
		return json_null();
	const char *platform = m->party == ROLE_NONE ? NULL : c->parties[m->party].platform;
	return json_pack("{s:s, s:s?, s:s?, s:o, s:o, s:b, s:s?}", "message", m->id, "state",
	                 m->delivery, "reason", m->reason, "reason_told", sentence_read(m->reason),
	                 "at", time_json(m->ended_ms), "written", m->written, "platform", platform);
}

static json_t *deliveries_of(struct support_case *c, const char *id)
{
	const struct consent *k = case_consent(c, id);
	json_t *list = json_array();
	for (size_t i = 0; k && i < k->history_count; i++)
		json_array_append_new(list, delivery_of(c, &k->history[i]));
	return list;
}

/* ---- the whole ---- */

static const struct ledger_consent *find(const struct ledger *l, const char *const ids[2])
{
	const struct ledger_case *c = ledger_find_case(l, ids[0]);
	for (size_t i = 0; c && i < c->consents_count; i++)
		if (!strcmp(c->consents[i]->id, ids[1]))
			return c->consents[i];
	return NULL;
}

static json_t *put_together(const struct ledger *l, const char *dir, struct support_case *c,
                            const struct ledger_consent *k, json_t *chain)
{
	json_t *doc = consent_document(c);
	json_t *head = head_over(dir, k->changes[k->changes_count - 1].n);
	json_t *out =
		json_pack("{s:o, s:o, s:o, s:o, s:{s:I}}", "record", consent_whole(doc, k->id),
	                  "chain", chain, "deliveries", deliveries_of(c, k->id), "head",
	                  head ? head : json_null(), "tip", "turns", (json_int_t)l->tip);
	json_decref(doc);
	return out;
}

json_t *ledger_evidence(const struct ledger *l, struct store *s, const char *dir,
                        const char *const ids[2], struct err *e)
{
	const struct ledger_consent *k = find(l, ids);
	if (!k) {
		err_set(e, E_NOT_FOUND, "there is no such consent");
		return NULL;
	}
	struct support_case *c = cases_fold(s, ids[0], e);
	json_t *chain = c ? chain_of(k, s, e) : NULL;
	json_t *out = chain ? put_together(l, dir, c, k, chain) : NULL;
	case_free(c);
	return out;
}
