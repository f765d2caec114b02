/* Consent files at the start: each is what the journal says, or is made again; what it does not say is kept aside and
 * reported, never believed. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cases.h"
#include "clock.h"
#include "consent.h"
#include "consent_sync.h"
#include "engine_impl.h"
#include "log.h"
#include "store.h"

int files_make_dir(struct engine *g, struct err *e)
{
	const char *dir = g->o.consents_dir;
	struct stat st;
	if (mkdir(dir, 0700) && errno != EEXIST)
		return err_set(e, E_CONFIG, "%s: cannot make the directory for consent files: %s",
		               dir, strerror(errno));
	if (!stat(dir, &st) && !S_ISDIR(st.st_mode))
		return err_set(e, E_CONFIG,
		               "%s: a file stands where the directory for consent files belongs: "
		               "move it away",
		               dir);
	if (access(dir, R_OK | W_OK | X_OK))
		return err_set(e, E_CONFIG,
		               "%s: the consent files cannot be read and written there (%s): give "
		               "the directory and all in it to the user who runs assent serve",
		               dir, strerror(errno));
	return 0;
}

struct checking {
	struct engine *g;
	char last[64]; /* rows of one case follow each other */
	struct err *e;
};

static struct support_case *behind(void *arg, const char *case_id, int64_t turn, struct err *e)
{
	struct engine *g = arg;
	return cases_fold_turn(g->o.store, case_id, turn, e);
}

static int hold_against(struct engine *g, const char *case_id, const char *text, struct err *e)
{
	const struct consent_told told = { case_id, text, behind, g };
	int found = consent_file_check(g->o.consents_dir, &told, clock_now_ms(), e);
	if (found == CONSENT_FILE_MISSING || found == CONSENT_FILE_BEHIND)
		log_fact(LOG_WARN, "consent_file_rebuilt", LF_CASE, "s", case_id, LF_END);
	if (found == CONSENT_FILE_CHANGED)
		log_fact(LOG_ERROR, "consent_file_changed_by_hand", LF_CASE, "s", case_id,
		         LF_REASON, "s",
		         "it was kept aside as .found-* and rebuilt from the journal", LF_END);
	if (found > CONSENT_FILE_EQUAL)
		consent_sync_add(g->sync, case_id);
	return found < 0 ? -1 : 0;
}

static int check_case(void *arg, const char *case_id, const struct store_consent *k)
{
	struct checking *h = arg;
	(void)k;
	if (!strcmp(h->last, case_id))
		return 0;
	snprintf(h->last, sizeof h->last, "%s", case_id);
	struct support_case *c = cases_fold(h->g->o.store, case_id, h->e);
	char *text = c ? consent_file_text(c) : NULL;
	int rc = c ? 0 : -1;
	if (text)
		rc = hold_against(h->g, case_id, text, h->e);
	free(text);
	case_free(c);
	return rc;
}

static int keep_aside(struct engine *g, const char *case_id, struct err *e)
{
	char *name = xasprintf("%s.json", case_id);
	int rc = consent_file_keep_aside(g->o.consents_dir, case_id, clock_now_ms(), e);
	if (!rc)
		log_fact(LOG_ERROR, "consent_file_of_no_case", LF_FILE, "s", name, LF_REASON, "s",
		         "the journal knows no consent of that name: it was kept aside as .found-*",
		         LF_END);
	free(name);
	return rc;
}

static int check_owner(void *arg, const char *case_id)
{
	struct checking *h = arg;
	int has = cases_have_consent(h->g->o.store, case_id, h->e);
	if (has)
		return has < 0 ? -1 : 0;
	return keep_aside(h->g, case_id, h->e);
}

int files_check(struct engine *g, struct err *e)
{
	struct checking h = { g, "", e };
	if (g->o.store->ops->consents(g->o.store, NULL, check_case, &h, e))
		return -1;
	return consent_file_each(g->o.consents_dir, check_owner, &h, e);
}
