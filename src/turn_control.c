/* Who answers a person, us or the agents, told to the platform that keeps that. */
#include "turn.h"

#include <stdlib.h>

#include "channel.h"
#include "json_make.h"

/* To the platform that keeps who answers a person; to: "us", "agents", "nobody"; metadata: so that agents find the
 * case. */
static char *control_row(struct turn *t, enum role party, const char *to, bool offered)
{
	const struct party *p = &t->c->parties[party];
	json_t *effect = json_pack("{s:s, s:s, s:s, s:O, s:{s:s, s:s}, s:i, s:s}", "kind",
	                           "control", "party", role_name(party), "to", to, "address",
	                           p->address, "metadata", "assent_case", t->c->id, "assent_step",
	                           t->c->step, "tells", 0, "contact_of", "");
	if (offered)
		json_object_set_new(effect, "offered", json_true());
	return turn_out(t, p->platform, effect);
}

/* The key of a change and the number of its row, in the record that makes it; key is taken. */
static void name_row(json_t *r, char *key, int64_t seq)
{
	if (key) {
		json_object_set_new(r, "key", json_string(key));
		json_object_set_new(r, "seq", json_integer(seq));
	}
	free(key);
}

static bool keeps_control(const struct turn *t, const struct party *p)
{
	const struct channel *ch = channel_find(t->channels, p->platform);
	return ch && ch->controls && p->address;
}

/* Tells the platform, and nothing of the case changes by it. */
static void tell(struct turn *t, enum role party, const char *to)
{
	int64_t seq = t->c->out_seq + 1;
	json_t *r = json_pack("{s:s, s:s}", "r", "party", "party", role_name(party));
	name_row(r, control_row(t, party, to, false), seq);
	turn_record(t, r);
}

void turn_take_over(struct turn *t, enum role party)
{
	const struct party *p = &t->c->parties[party];
	if (p->mode == MODE_BOT && keeps_control(t, p) && !p->control_key && !p->control_at_ms)
		tell(t, party, "us");
}

void turn_let_go(struct turn *t, unsigned but)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		const struct party *p = &t->c->parties[i];
		bool is_ours = p->mode == MODE_BOT && (p->control_key || p->control_at_ms);
		if (is_ours && keeps_control(t, p) && !(but & 1u << i))
			tell(t, (enum role)i, t->c->status == CASE_PARKED ? "agents" : "nobody");
	}
}

void turn_set_mode(struct turn *t, enum role party, enum party_mode mode, const char *why,
                   enum mode_by by)
{
	const struct party *p = &t->c->parties[party];
	const struct channel *ch = channel_find(t->channels, p->platform);
	int64_t seq = t->c->out_seq + 1;
	bool changes = p->mode != mode || by == BY_OFFER;
	bool tells = ch && ch->controls && by != BY_PLATFORM && p->address && changes;
	char *key =
		tells ? control_row(t, party, mode == MODE_BOT ? "us" : "agents", by == BY_OFFER)
		      : NULL;
	json_t *r = json_make("{s:s, s:s, s:s}", "r", "party", "party", role_name(party), "mode",
	                      mode == MODE_BOT ? "bot" : "assist");
	if (why)
		json_object_set_new(r, "why", json_string(why));
	name_row(r, key, seq);
	turn_record(t, r);
}
