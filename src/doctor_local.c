/* doctor_local.c: this machine. Nothing is written, made or locked. */
#include "doctor_impl.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base.h"
#include "bundle.h"
#include "config.h"
#include "json_read.h"
#include "mask.h"
#include "serve.h"

enum {
	OPERATOR_MAX_BYTES = 4096,
	FLOOR_MIB = 16, /* store.h: below it nothing new is taken */
	LITTLE_MIB = 1024,
};

/* ---- secrets ---- */

struct secrets {
	struct doctor *d;
	size_t good, bad;
};

static void look_at_secret(void *arg, const char *where, const char *file)
{
	struct secrets *s = arg;
	struct stat st;
	if (stat(file, &st) != 0) /* what the file of the configuration says about it was said */
		return;
	if (!(st.st_mode & 077)) {
		s->good++;
		return;
	}
	s->bad++;
	doctor_say(s->d, DOCTOR_FIX, "secrets", where,
	           "others than its owner may read or change %s (mode %04o): chmod 600 %s", file,
	           st.st_mode & 07777, file);
}

static void look_at_secrets(struct doctor *d)
{
	struct secrets s = { .d = d };
	if (d->file)
		config_secret_files(d->file, look_at_secret, &s);
	if (d->config->head_key_file)
		look_at_secret(&s, "head_key_file", d->config->head_key_file);
	if (s.good && !s.bad)
		doctor_say(d, DOCTOR_OK, "secrets", "secrets",
		           s.good == 1 ? "only its owner may read the file with a secret"
		                       : "only their owner may read the %zu files with secrets",
		           s.good);
}

/* ---- the data directory ---- */

static const char *user_name(uid_t id)
{
	const struct passwd *p = getpwuid(id);
	return p ? p->pw_name : "another";
}

/* It is made at the first start, if that is possible. */
static void look_at_parent(struct doctor *d, const char *dir)
{
	char *text = xstrdup(dir), *slash;
	while ((slash = strrchr(text, '/')) && slash > text && !slash[1])
		*slash = '\0';
	slash = strrchr(text, '/');
	if (slash)
		slash[slash == text] = '\0';
	const char *above = slash ? text : ".";
	if (access(above, W_OK | X_OK) == 0)
		doctor_say(d, DOCTOR_NOTE, "data", dir,
		           "is not there yet: the first start makes it");
	else
		doctor_say(d, DOCTOR_FIX, "data", dir,
		           "is not there, and %s may not make it in %s: make it and give it to "
		           "that user",
		           user_name(geteuid()), above);
	free(text);
}

static bool is_of_a_network(const char *dir)
{
	static const unsigned long kinds[] = { 0x6969 /* NFS */, 0xff534d42 /* CIFS */,
		                               0xfe534d42 /* SMB2 */ };
	struct statfs fs;
	for (size_t i = 0; statfs(dir, &fs) == 0 && i < COUNT_OF(kinds); i++)
		if ((unsigned long)fs.f_type == kinds[i])
			return true;
	return false;
}

static void look_at_room(struct doctor *d, const char *dir)
{
	struct statvfs fs;
	if (statvfs(dir, &fs) != 0)
		return;
	unsigned long long mib = (unsigned long long)fs.f_bavail * fs.f_frsize >> 20;
	enum doctor_state state = mib < FLOOR_MIB    ? DOCTOR_FIX
	                          : mib < LITTLE_MIB ? DOCTOR_NOTE
	                                             : DOCTOR_OK;
	doctor_say(d, state, "room", dir, "%llu MiB are free%s", mib,
	           state == DOCTOR_FIX    ? ": make room, or nothing new is taken"
	           : state == DOCTOR_NOTE ? ": that is little for a journal that only grows"
	                                  : "");
}

/* The user who looks may be another than the server's. */
static void look_at_rights(struct doctor *d, const char *dir, const struct stat *st)
{
	uid_t me = geteuid();
	if (st->st_mode & 022)
		doctor_say(d, DOCTOR_FIX, "data", dir,
		           "others may write there (mode %04o): chmod 700 %s", st->st_mode & 07777,
		           dir);
	else if (access(dir, R_OK | W_OK | X_OK) != 0)
		doctor_say(d, DOCTOR_FIX, "data", dir,
		           "%s may not read and write there: run this as the server's user (%s "
		           "owns it), or give it to that user",
		           user_name(me), user_name(st->st_uid));
	else if (me == 0 && st->st_uid != 0)
		doctor_say(d, DOCTOR_NOTE, "data", dir,
		           "looked at as root, who may do everything: run this as %s, as the "
		           "server is",
		           user_name(st->st_uid));
	else
		doctor_say(d, DOCTOR_OK, "data", dir, "%s may read and write there", user_name(me));
}

static void look_at_data(struct doctor *d, const char *dir)
{
	struct stat st;
	if (stat(dir, &st) != 0 && errno == ENOENT) {
		look_at_parent(d, dir);
		return;
	}
	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode)) {
		doctor_say(d, DOCTOR_FIX, "data", dir, "cannot be looked at, or is no directory");
		return;
	}
	look_at_rights(d, dir, &st);
	if (is_of_a_network(dir))
		doctor_say(
			d, DOCTOR_FIX, "data", dir,
			"lies on another machine, which is not safe for it: choose a local disk");
	look_at_room(d, dir);
}

/* ---- the program that may run on it ---- */

static char *text_of(const json_t *doc, const char *key)
{
	return xstrdup(json_string_value(json_object_get(doc, key)));
}

static void read_operator_file(struct doctor *d, const char *dir)
{
	struct stat st;
	char *path = xasprintf("%s/" SERVE_OPERATOR_FILE, dir);
	char *text = file_read(path, OPERATOR_MAX_BYTES, NULL, NULL);
	json_t *doc = text ? json_read(text, strlen(text), NULL) : NULL;
	if (doc && stat(path, &st) == 0)
		d->server = (struct doctor_server){ text_of(doc, "origin"), text_of(doc, "token"),
			                            text_of(doc, "instance"),
			                            (int64_t)st.st_mtime * 1000 };
	json_decref(doc);
	free(text);
	free(path);
}

/* ---- flows ---- */

static void look_at_flows(struct doctor *d, const char *dir)
{
	struct err e = { 0 };
	d->flow_set = flow_set_load(dir, &e);
	if (d->flow_set) {
		doctor_say(d, DOCTOR_OK, "flows", dir, "%zu flows load",
		           flow_set_count(d->flow_set));
		return;
	}
	char *text = mask_text(e.text, strlen(e.text));
	doctor_say(d, DOCTOR_FIX, "flows", dir, "%s (assent check finds all of it)", text);
	free(text);
}

void doctor_local(struct doctor *d)
{
	const char *data = d->data ? d->data : d->config->data;
	look_at_secrets(d);
	look_at_data(d, data);
	read_operator_file(d, data);
	look_at_flows(d, d->flows ? d->flows : d->config->flows);
}
