/* Dialogues: in Korean as the lines of a .play, which play.lua reads; in English as they are told alone. */
#include "sentence_impl.h"

#include <stddef.h>

const struct sentence sentences_play[] = {
	{ "play.title", { "제목", "Title" } },
	{ "play.told", { "{text said}", "{text said}" } },
	{ "play.flow", { "흐름", "Flow" } },
	{ "play.facts", { "사실", "Facts" } },
	{ "play.inbound", { "인입", "first contact" } },
	{ "play.phone", { "연락처", "number" } },
	{ "play.agent", { "상담사", "Agent" } },
	{ "play.agent_of", { "상담사({of role})", "Agent ({of role})" } },
	{ "play.attest", { "상담사 기록({of role})", "Agent records ({of role})" } },
	{ "play.enter", { "상담사 입력({what said})", "Agent enters ({what said})" } },
	{ "play.number", { "{of role} 연락처", "number of the {of who}" } },
	{ "play.declined", { "거절", "declined" } },
	{ "play.mark", { "상담사 표시({of role})", "Agent marks ({of role})" } },
	{ "play.mode", { "상담사 전환({of role})", "Agent passes on ({of role})" } },
	{ "play.later", { "{span span} 뒤", "{span span} later" } },
	{ "play.span", { "{span span}", "{span span}" } },
	{ "play.offer", { "상담사 제안({of role})", "Offered to the agent ({of role})" } },
	{ "play.said", { "안내({of role})", "Told ({of role})" } },
	{ "play.consent", { "동의({consent asked})", "Consent ({consent asked})" } },
	{ "asked.delegation", { "위임", "delegation" } },
	{ "asked.collection", { "수집", "collection" } },
	{ "asked.relay", { "전달", "relay" } },
	{ "asked.reply", { "답변", "reply" } },
	{ "play.step", { "단계", "Step" } },
	{ "play.blocked", { "차단({of role})", "Blocked ({of role})" } },
	{ "play.note", { "메모", "Note" } },
	{ "play.parked", { "멈춤", "Parked" } },
	{ "play.closed", { "종료", "Closed" } },
	{ "play.open", { "진행 중", "Open still" } },
	{ NULL, { NULL, NULL } },
};
