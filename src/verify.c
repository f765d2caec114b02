#include "verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "archive.h"
#include "case.h"
#include "cases.h"
#include "consent.h"
#include "json_read.h"
#include "store.h"

struct verifying {
	const struct verify_opts *o;
	struct verify_found *found;
	int64_t turns, cases;
	struct err *e;
};

static int wrong(struct verifying *v, enum verify_what what, const char *case_id)
{
	v->found->what = what;
	v->found->fault = (struct audit_fault){ .what = AUDIT_WHOLE };
	snprintf(v->found->fault.case_id, sizeof v->found->fault.case_id, "%s", case_id);
	return -1;
}

/* ---- consent files and the list of consents, against the journal ---- */

static struct support_case *behind(void *arg, const char *case_id, int64_t turn, struct err *e)
{
	const struct verifying *v = arg;
	return cases_fold_turn(v->o->store, case_id, turn, e);
}

static int check_file(struct verifying *v, const struct support_case *c)
{
	static const struct {
		enum verify_what what;
		const char *text;
	} faults[] = {
		[CONSENT_FILE_MISSING] = { VERIFY_FILE_MISSING,
		                           "is not there: the next start makes it again" },
		[CONSENT_FILE_BEHIND] = { VERIFY_FILE_BEHIND, "is behind the journal: it says what "
		                                              "was so earlier, or is "
		                                              "cut off, as after a power cut or "
		                                              "from a backup; the next "
		                                              "start makes it again" },
		[CONSENT_FILE_CHANGED] = { VERIFY_FILE_CHANGED,
		                           "is not what the journal says: it was changed by hand; "
		                           "the next start keeps it aside and makes it again" },
	};
	char *text = consent_file_text(c);
	if (!text)
		return 0;
	const struct consent_told told = { c->id, text, behind, v };
	char *dir = xasprintf("%s/consents", v->o->dir);
	int is = consent_file_compare(dir, &told, v->e);
	if (is > CONSENT_FILE_EQUAL) {
		err_set(v->e, E_CONFLICT, "%s/%s.json %s", dir, c->id, faults[is].text);
		is = wrong(v, faults[is].what, c->id);
	}
	v->found->files += !is;
	free(dir);
	free(text);
	return is;
}

/* Cases were held against their files; is each file that of a case? Its turn is durable before it is written. */
static int check_owner(void *arg, const char *case_id)
{
	struct verifying *v = arg;
	int has = cases_have_consent(v->o->store, case_id, v->e);
	if (has)
		return has < 0 ? -1 : 0;
	wrong(v, VERIFY_FILE_OF_NO_CASE, case_id);
	return err_set(v->e, E_CONFLICT,
	               "%s/consents/%s.json is of no case: the journal knows no consent of that "
	               "name; somebody put the file there, or the journal is an older one; the "
	               "next start keeps it aside",
	               v->o->dir, case_id);
}

static int check_owners(struct verifying *v)
{
	char *dir = xasprintf("%s/consents", v->o->dir);
	int rc = consent_file_each(dir, check_owner, v, v->e);
	free(dir);
	return rc;
}

static int check_state(void *arg, const char *case_id, const struct store_consent *listed)
{
	struct support_case *c = arg;
	const struct consent *k = case_consent(c, listed->id);
	(void)case_id;
	return k && !strcmp(k->state, listed->state) && !strcmp(k->kind, listed->kind) ? 0 : -1;
}

static int check_now(struct verifying *v, const char *case_id, const struct store_head *head)
{
	struct store *s = v->o->store;
	struct support_case *c = cases_fold(s, case_id, v->e);
	int rc = c ? 0 : -1;
	if (c && strcmp(head->status, case_status_name(c->status))) {
		rc = wrong(v, VERIFY_LIST_DIFFERS, case_id);
		err_set(v->e, E_CONFLICT, "case %.60s: the list says it is %s, the journal says %s",
		        case_id, head->status, case_status_name(c->status));
	}
	const struct store_consent_query q = { .case_id = case_id };
	if (!rc && s->ops->consents(s, &q, check_state, c, v->e)) {
		rc = wrong(v, VERIFY_LIST_DIFFERS, case_id);
		err_set(v->e, E_CONFLICT,
		        "case %.60s: the list of consents is not what the journal says", case_id);
	}
	if (!rc)
		rc = check_file(v, c);
	case_free(c);
	return rc;
}

static int tell(struct verifying *v)
{
	if (!v->o->seen || !v->o->seen(v->o->arg, v->turns, v->cases))
		return 0;
	return err_set(v->e, E_BUSY, "it was ended before all was read");
}

/* Beside a running program the list and the file may be a moment behind the journal. */
static int check_case(void *arg, const char *case_id, const struct store_head *head)
{
	static const struct timespec moment = { .tv_nsec = 100 * 1000 * 1000 };
	enum { LOOKS = 3 };
	struct verifying *v = arg;
	struct err *e = v->e;
	v->cases++;
	for (int look = 1;; look++) {
		struct err why = { 0 };
		v->e = &why;
		int rc = check_now(v, case_id, head);
		v->e = e;
		if (!rc || why.code != E_CONFLICT || look == LOOKS)
			return rc ? err_set(e, why.code, "%s", why.text) : tell(v);
		nanosleep(&moment, NULL);
	}
}

/* ---- the whole ---- */

static int expect_line(struct verifying *v, struct audit *a, const char *line, size_t len)
{
	struct head h;
	json_t *head = json_read(line, len, v->e);
	int rc = head ? head_check(head, v->o->key, &h, v->e) : -1;
	json_decref(head);
	if (rc)
		return wrong(v, VERIFY_GIVEN_FORGED, "");
	audit_expect(a, &h);
	v->found->given++;
	return 0;
}

static int expect_given(struct verifying *v, struct audit *a)
{
	for (const char *at = v->o->heads ? v->o->heads : ""; *at; at += strspn(at, "\r\n")) {
		size_t len = strcspn(at, "\r\n");
		if (strspn(at, " \t") < len && expect_line(v, a, at, len))
			return -1;
		at += len;
	}
	return 0;
}

static int turn_seen(void *arg, int64_t turns)
{
	struct verifying *v = arg;
	v->turns = turns;
	return v->o->seen ? v->o->seen(v->o->arg, turns, 0) : 0;
}

int verify_store(const struct verify_opts *o, struct audit *a, struct verify_found *found,
                 struct err *e)
{
	struct verifying v = { .o = o, .found = found, .e = e };
	const struct archive_opts ao = {
		.store = o->store, .dir = o->dir, .key = o->key, .seen = turn_seen, .arg = &v
	};
	*found = (struct verify_found){ .what = VERIFY_AUDIT };
	if (expect_given(&v, a))
		return -1;
	int rc = archive_check_store(&ao, a, e);
	found->fault = *audit_fault(a);
	if (rc && found->fault.what == AUDIT_WHOLE)
		found->what = VERIFY_HEADS_FORGED; /* nothing else goes before the turns */
	if (!rc)
		rc = o->store->ops->heads(o->store, NULL, 0, check_case, &v, e);
	if (!rc)
		rc = check_owners(&v);
	found->turns = audit_turns(a);
	found->cases = audit_cases(a);
	return rc;
}
