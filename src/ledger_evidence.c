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

/* The places of its first changes; *last: that of the last of them. */
static json_t *chain_of(const struct ledger_consent *k, size_t count, struct store *s,
                        int64_t *last, struct err *e)
{
	json_t *list = json_array();
	for (size_t i = 0; i < k->changes_count && json_array_size(list) < count; i++) {
		if (k->changes[i].again)
			continue;
		*last = k->changes[i].n;
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

static const struct ledger_consent *find(const struct ledger *l,
                                         const struct ledger_evidence_query *q)
{
	const struct ledger_case *c = ledger_find_case(l, q->case_id);
	for (size_t i = 0; c && i < c->consents_count; i++)
		if (!strcmp(c->consents[i]->id, q->id))
			return c->consents[i];
	return NULL;
}

/* New; NULL: E_NOT_FOUND. */
static json_t *record_of(struct support_case *c, const struct ledger_evidence_query *q,
                         struct err *e)
{
	json_t *doc = consent_document(c);
	consent_expire(doc, q->now_ms);
	json_t *record = doc ? consent_whole(doc, q->id) : NULL;
	json_decref(doc);
	if (!record)
		err_set(e, E_NOT_FOUND, "there was no such consent then");
	return record;
}

json_t *ledger_evidence(const struct ledger *l, const struct ledger_evidence_query *q,
                        struct err *e)
{
	const struct ledger_consent *k = find(l, q);
	int64_t at_ms = q->as_of_ms ? q->as_of_ms : INT64_MAX, last = 0;
	struct support_case *c = k ? cases_fold_to(q->store, q->case_id, at_ms, e) : NULL;
	json_t *record = c ? record_of(c, q, e) : NULL, *chain = NULL, *out = NULL;
	if (!k)
		err_set(e, E_NOT_FOUND, "there is no such consent");
	if (record)
		chain = chain_of(k, json_array_size(json_object_get(record, "history")), q->store,
		                 &last, e);
	if (chain) {
		json_t *head = head_over(q->dir, last);
		out = json_pack("{s:O, s:O, s:o, s:o, s:{s:I}, s:o}", "record", record, "chain",
		                chain, "deliveries", deliveries_of(c, q->id), "head",
		                head ? head : json_null(), "tip", "turns", (json_int_t)l->tip,
		                "as_of", time_json(q->as_of_ms));
	}
	json_decref(chain);
	json_decref(record);
	case_free(c);
	return out;
}
