#include "scaffold.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "annotations.h"
#include "base.h"
#include "bundle.h"
#include "embedded.h"
#include "findings.h"
#include "options.h"
#include "scratch.h"
#include "self.h"
#include "sentence.h"
#include "trusted.h"

struct making {
	const char *flow, *dir, *title, *language_asked;
	enum language language; /* of what is told */
	char *begun;            /* NULL: flows are there; else the folder to begin with */
	bool begins_policy;     /* it has ours */
	struct flow_set *flows; /* those that are there */
	json_t *texts;          /* {"flow", "play", "phrases"} */
};

static const char usual_dir[] = "flows";

/* ---- may it be made? ---- */

static int check_name(const struct making *m, struct err *e)
{
	size_t len = strspn(m->flow, "abcdefghijklmnopqrstuvwxyz0123456789_");
	if (!len || len > 40 || m->flow[len] || m->flow[0] < 'a')
		return err_set(e, E_INPUT,
		               "'%s' cannot be a flow's name: begin with a-z and go on with a-z, "
		               "0-9 and _, at most 40 characters, such as lost_item",
		               m->flow);
	char *path = xasprintf("%s/%s", m->dir, m->flow);
	struct stat st;
	int rc = lstat(path, &st);
	if (!rc)
		err_set(e, E_INPUT, "%s is there already: choose another name", path);
	free(path);
	if (!rc || access(m->dir, F_OK) == 0 || access("phrases", F_OK))
		return rc ? 0 : -1;
	return err_set(e, E_INPUT,
	               "%s is not here, but phrases are: go one folder up, or say --flows .",
	               m->dir);
}

static const char *where(const struct making *m)
{
	return m->begun ? m->begun : m->dir;
}

/* What is there must be right, or nothing could be said of what is added. */
static int load_flows(struct making *m, struct err *e)
{
	struct findings found = { 0 };
	m->flows = flow_set_load_all(where(m), &found);
	for (size_t i = 0; i < found.count && e->code == E_NONE; i++) {
		const struct finding *f = &found.list[i];
		if (f->severity == FINDING_ERROR)
			err_set(e, E_INPUT, "first mend what assent check finds: %s%s%s", f->file,
			        *f->file ? ": " : "", f->text);
	}
	findings_free(&found);
	return e->code == E_NONE ? 0 : -1;
}

static int check_words(const struct making *m, struct err *e)
{
	const struct bundle *b = flow_set_at(m->flows, 0);
	const char *code;
	json_t *word;
	static const char *const ends[] = { "greeting", "answer" };
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		char *id = xasprintf("%s_%s", m->flow, ends[i]);
		if (bundle_phrase(b, id))
			err_set(e, E_INPUT, "say.%s is there already: choose another name", id);
		free(id);
	}
	json_object_foreach(bundle_words(b, "topic"), code, word)
	{
		if (strcmp(code, m->flow) && !strcmp(json_string_value(word), m->title))
			err_set(e, E_INPUT,
			        "the topic '%s' is called \"%s\" already: choose another --title",
			        code, m->title);
	}
	return e->code == E_NONE ? 0 : -1;
}

/* ---- what is made ---- */

static bool opens_any(const struct making *m, const json_t *facts)
{
	json_t *asked, *reasons, *one;
	size_t i;
	bool any = false;
	if (m->begun)
		return false;
	asked = json_deep_copy(facts);
	flow_set_choose(m->flows, asked, &reasons);
	json_array_foreach(reasons, i, one) any = any || json_is_true(json_object_get(one, "fits"));
	json_decref(reasons);
	json_decref(asked);
	return any;
}

/* Facts with which no other flow opens, as a case has them. NULL: there are none. */
static json_t *free_facts(const struct making *m)
{
	for (int i = 0; i < 8; i++) {
		json_t *facts = json_pack("{s:s, s:s, s:b, s:b}", "topic", m->flow, "inbound",
		                          i & 1 ? "caller" : "none", "caller_is_passenger",
		                          !(i & 4), "booked_for_other", (i & 2) != 0);
		if (!opens_any(m, facts))
			return facts;
		json_decref(facts);
	}
	return NULL;
}

static const char english[] = "phrases/en.lua";

static json_t *maker_input(const struct making *m, struct err *e)
{
	const struct bundle *b = flow_set_at(m->flows, 0);
	const char *word = bundle_word(b, "topic", m->flow);
	json_t *facts = free_facts(m);
	if (!facts) {
		err_set(e, E_INPUT,
		        "every case of a new topic opens a flow that is there already: narrow the "
		        "opens of one first");
		return NULL;
	}
	bool came = !strcmp(json_string_value(json_object_get(facts, "inbound")), "caller");
	json_object_set_new(facts, "inbound", json_string("caller"));
	json_t *in = json_pack(
		"{s:s, s:s, s:s, s:s, s:b, s:b, s:b, s:b, s:s}", "flow", m->flow, "title", m->title,
		"topic", word ? word : m->title, "yes", bundle_policy(b)->buttons.yes, "inbound",
		came, "comes", came || !opens_any(m, facts), "caller_is_passenger",
		json_is_true(json_object_get(facts, "caller_is_passenger")), "booked_for_other",
		json_is_true(json_object_get(facts, "booked_for_other")), "phrases",
		bundle_file(b, "phrases/ko.lua", NULL));
	if (!word)
		json_object_set_new(in, "topic_line",
		                    json_integer(bundle_line(b, "phrases/ko.lua", "words/topic")));
	if (bundle_speaks(b, LANGUAGE_EN))
		json_object_set_new(in, "english", json_string(bundle_file(b, english, NULL)));
	if (bundle_speaks(b, LANGUAGE_EN) && !word)
		json_object_set_new(in, "english_topic_line",
		                    json_integer(bundle_line(b, english, "words/topic")));
	json_decref(facts);
	return in;
}

static bool speaks_english(const struct making *m)
{
	return bundle_speaks(flow_set_at(m->flows, 0), LANGUAGE_EN);
}

static int make_texts(struct making *m, struct err *e)
{
	struct trusted *maker = trusted_new("assent/scaffold", e);
	json_t *title = json_pack("[s]", m->title);
	json_t *bad = maker && title ? trusted_call(maker, "refuses_title", title, e) : NULL;
	if (!title)
		err_set(e, E_INPUT, "--title: give it as UTF-8");
	if (json_is_string(bad))
		err_set(e, E_INPUT, "--title: %s", json_string_value(bad));
	json_t *in = e->code == E_NONE ? maker_input(m, e) : NULL;
	json_t *args = in ? json_pack("[o]", in) : NULL;
	if (args)
		m->texts = trusted_call(maker, "make", args, e);
	if (m->texts && (!json_object_get(m->texts, "phrases") ||
	                 (speaks_english(m) && !json_object_get(m->texts, "english"))))
		err_set(e, E_INPUT,
		        "the files of %s/phrases must end with the } of its table, so that phrases "
		        "can "
		        "be added before it",
		        m->dir);
	json_decref(args);
	json_decref(bad);
	json_decref(title);
	trusted_free(maker);
	return e->code == E_NONE ? 0 : -1;
}

/* ---- where it is put ---- */

static int put(const struct making *m, const char *dir, const char *path, const char *text,
               struct err *e)
{
	const char *s = json_string_value(json_object_get(m->texts, text));
	bool is_shared = !strcmp(text, "phrases") || !strcmp(text, "english");
	char *full = xasprintf("%s/%s%s", dir, is_shared ? "" : m->flow, path);
	struct stat st;
	mode_t mode = stat(full, &st) ? 0644 : st.st_mode & 0777;
	int rc = file_put(full, s, strlen(s), false, e);
	if (!rc && chmod(full, mode))
		rc = err_set(e, E_IO, "%s: %s", full, strerror(errno));
	free(full);
	return rc;
}

/* The flow itself comes last: until then nobody knows that it is there. */
static int put_all(const struct making *m, const char *dir, struct err *e)
{
	char *folder = xasprintf("%s/%s", dir, m->flow);
	int rc = mkdir(folder, 0755) ? err_set(e, E_IO, "%s: %s", folder, strerror(errno)) : 0;
	free(folder);
	if (rc || put(m, dir, "/first.play", "play", e) ||
	    put(m, dir, "/phrases/ko.lua", "phrases", e) ||
	    (speaks_english(m) && put(m, dir, "/phrases/en.lua", "english", e)))
		return -1;
	return put(m, dir, "/flow.lua", "flow", e);
}

static void link_in(const char *from, const char *stage, const char *name)
{
	char *target = xasprintf("%s/%s", from, name), *link = xasprintf("%s/%s", stage, name);
	if (symlink(target, link))
		perror(link); /* what is missing then, the check says */
	free(target);
	free(link);
}

/* A folder as flows would be with the new one: links to all that is there, and copies of what
 * changes. */
static void link_all(const char *dir, const char *stage, const char *const but[2])
{
	DIR *d = opendir(dir);
	for (struct dirent *entry; d && (entry = readdir(d));)
		if (entry->d_name[0] != '.' && strcmp(entry->d_name, but[0]) != 0 &&
		    strcmp(entry->d_name, but[1]) != 0)
			link_in(dir, stage, entry->d_name);
	if (d)
		closedir(d);
}

/* Runs a command of ours. -1: it failed; e says `blame`, and the first mistake that it found. */
static int run_quietly(const char *const *args, const char *blame, struct err *e)
{
	char text[300] = "";
	FILE *said = tmpfile();
	if (!said)
		return err_set(e, E_IO, "/tmp: %s", strerror(errno));
	int rc = self_run(args, fileno(said), e);
	rewind(said);
	while (rc && fgets(text, sizeof text, said))
		if (strstr(text, "error: ") || !strncmp(text, "# ", 2))
			break;
	fclose(said);
	text[strcspn(text, "\n")] = 0;
	return rc ? err_set(e, E_INPUT, "%s: %s", blame, text) : 0;
}

static int prove(const struct making *m, const char *stage, struct err *e)
{
	char *play = xasprintf("%s/%s/first.play", stage, m->flow);
	const char *const check[] = {
		"check", "--quick", "--language", "en", "--flows", stage, NULL
	};
	const char *const check_old[] = { "check",   "--quick", "--language", "en",
		                          "--flows", where(m),  NULL };
	const char *const test[] = { "test", "--flows", stage, play, NULL };
	static const char blame[] = "the new flow does not fit in with what is there";
	struct err why = { 0 };
	if (!run_quietly(check, blame, &why))
		run_quietly(test, blame, e);
	else if (!run_quietly(check_old, "first mend what assent check finds", e))
		err_set(e, why.code, "%s", why.text);
	free(play);
	return e->code == E_NONE ? 0 : -1;
}

/* Tries it in a folder of its own, before anything is written where flows are. */
static int try_out(const struct making *m, struct err *e)
{
	char *dir = realpath(where(m), NULL);
	if (!dir)
		return err_set(e, E_IO, "%s: %s", where(m), strerror(errno));
	char *stage = scratch_new("new", e);
	int rc = -1;
	if (!stage) {
		free(dir);
		return -1;
	}
	char *from = xasprintf("%s/phrases", dir), *to = xasprintf("%s/phrases", stage);
	link_all(dir, stage, (const char *const[]){ "phrases", m->flow });
	if (!mkdir(to, 0755)) {
		if (!speaks_english(m))
			link_all(from, to, (const char *const[]){ "ko.lua", "ko.lua" });
		rc = put_all(m, stage, e);
	}
	if (!rc)
		rc = prove(m, stage, e);
	scratch_free(stage);
	free(from);
	free(to);
	free(dir);
	return rc;
}

/* ---- where no flow is yet ---- */

static const char policy_file[] = "policy.lua", phrases_file[] = "phrases/ko.lua";

static bool has_flows(const char *dir)
{
	DIR *d = opendir(dir);
	bool any = false;
	for (struct dirent *entry; d && !any && (entry = readdir(d));) {
		char *path = xasprintf("%s/%s/flow.lua", dir, entry->d_name);
		any = access(path, F_OK) == 0;
		free(path);
	}
	if (d)
		closedir(d);
	return any;
}

static int put_text(const char *dir, const char *file, const char *text, struct err *e)
{
	char *path = xasprintf("%s/%s", dir, file);
	int rc = file_put(path, text, strlen(text), false, e);
	if (!rc && chmod(path, 0644))
		rc = err_set(e, E_IO, "%s: %s", path, strerror(errno));
	free(path);
	return rc;
}

static int put_folder(const char *dir, const char *name, struct err *e)
{
	char *path = xasprintf("%s/%s", dir, name);
	int rc = mkdir(path, 0755) && errno != EEXIST
	                 ? err_set(e, E_IO, "%s: %s", path, strerror(errno))
	                 : 0;
	free(path);
	return rc;
}

static bool is_missing(const char *dir, const char *file)
{
	char *path = xasprintf("%s/%s", dir, file);
	bool there = access(path, F_OK) == 0;
	free(path);
	return !there;
}

static int put_missing(const char *dir, const char *file, const char *ours, struct err *e)
{
	return is_missing(dir, file) ? put_text(dir, file, embedded_find(ours)->data, e) : 0;
}

/* A folder as it is with all that a flow rests on, and with the least flow: what is there must be
 * read before anything can be added to it, and nothing is read without a flow. */
static int begin(struct making *m, struct err *e)
{
	static const char least[] =
		"return flow { title = \"x\", opens = { inbound = \"caller\" },\n"
		"  run = function(case) case:close \"x\" end }\n";
	static const char *const but[] = { "phrases", "phrases" }, *const none[] = { "", "" };
	m->begun = scratch_new("begin", e);
	if (!m->begun || put_folder(m->begun, "phrases", e) || put_folder(m->begun, m->flow, e))
		return -1;
	char *dir = realpath(m->dir, NULL);
	if (dir) {
		char *from = xasprintf("%s/phrases", dir), *to = xasprintf("%s/phrases", m->begun);
		link_all(dir, m->begun, but);
		link_all(from, to, none);
		free(from);
		free(to);
	}
	free(dir);
	m->begins_policy = is_missing(m->begun, policy_file);
	char *flow = xasprintf("%s/flow.lua", m->flow);
	int rc =
		put_missing(m->begun, policy_file, "lua/assent/start/policy.lua", e) ||
				put_missing(m->begun, phrases_file, "lua/assent/start/ko.lua", e) ||
				put_text(m->begun, flow, least, e)
			? -1
			: 0;
	free(flow);
	return rc;
}

/* The phrases come with those of the flow. */
static int put_begun(const struct making *m, struct err *e)
{
	if (put_folder(m->dir, "", e) || put_folder(m->dir, "phrases", e))
		return -1;
	return put_missing(m->dir, policy_file, "lua/assent/start/policy.lua", e);
}

/* ---- the command ---- */

static int make(struct making *m, struct err *e)
{
	if (check_name(m, e) || (!has_flows(m->dir) && begin(m, e)) || load_flows(m, e))
		return -1;
	const char *word = bundle_word(flow_set_at(m->flows, 0), "topic", m->flow);
	if (!m->title)
		m->title = word ? word : m->flow;
	if (check_words(m, e) || make_texts(m, e) || try_out(m, e) ||
	    (m->begun && put_begun(m, e)) || put_all(m, m->dir, e))
		return -1;
	return !m->begun && is_missing(m->dir, ".annotations") ? 0 : annotations_write(m->dir, e);
}

#define AT(member) offsetof(struct making, member)
static const struct option options[] = {
	{ "--flows", "DIR", "beside which flows; else flows", AT(dir) },
	{ "--title", "TITLE", "what agents read; else its name", AT(title) },
	{ "--language", "ko|en", "of what is told; else as the terminal's locale says",
	  AT(language_asked) },
	{ 0 },
};

static void say(const struct making *m, const char *code, json_t *values)
{
	sentence_print(stdout, m->language, code, values);
}

/* The topic's word, where it was made of another language's, or of the flow's name. */
static void say_words(const struct making *m)
{
	static const char *const files[] = { phrases_file, english };
	static const char *const keys[] = { "word_made", "english_word_made" };
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		const json_t *word = json_object_get(m->texts, keys[i]);
		if (json_is_string(word))
			say(m, "new.word",
			    json_pack("{s:s, s:s, s:s, s:O, s:s}", "dir", m->dir, "file", files[i],
			              "flow", m->flow, "word", word, "language", i ? "en" : "ko"));
	}
}

static void say_next(const struct making *m)
{
	bool usual = !strcmp(m->dir, usual_dir);
	char *flows = usual ? xstrdup("") : xasprintf(" --flows %s", m->dir);
	say(m, "new.next", json_pack("{s:s, s:s}", "flow", m->flow, "flows", flows));
	free(flows);
}

static void say_made(const struct making *m)
{
	static const char *const files[] = { phrases_file, english };
	if (m->begins_policy)
		say(m, "new.policy", json_pack("{s:s, s:s}", "dir", m->dir, "file", policy_file));
	printf("%s/%s/flow.lua\n%s/%s/first.play\n", m->dir, m->flow, m->dir, m->flow);
	for (size_t i = 0; i < COUNT_OF(files); i++)
		if (i == 0 || speaks_english(m))
			say(m, "new.phrases",
			    json_pack("{s:s, s:s, s:s}", "dir", m->dir, "file", files[i], "flow",
			              m->flow));
	say_words(m);
	if (m->begun)
		say_next(m);
}

static int scaffold(int argc, char **argv)
{
	struct making m = { .dir = usual_dir };
	struct err e = { 0 };
	if (command_read(&scaffold_command, argc, argv, &m, &e) < 0 ||
	    sentence_choice(m.language_asked, &m.language, &e))
		return command_failed(&scaffold_command, &e);
	m.flow = argv[0];
	int rc = make(&m, &e);
	if (rc)
		fprintf(stderr, "assent new: %s\n", e.text);
	else
		say_made(&m);
	flow_set_free(m.flows);
	json_decref(m.texts);
	scratch_free(m.begun);
	return rc ? 1 : 0;
}

const struct command scaffold_command = {
	.name = "new",
	.words = "FLOW",
	.what = "begin a flow: its folder, a first dialogue, its phrases as drafts",
	.words_least = 1,
	.words_most = 1,
	.options = options,
	.run = scaffold,
};
