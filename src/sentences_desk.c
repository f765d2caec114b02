/* What agents are told of a case: why something is stopped, what became of what was sent, notes of the engine. Kept in the
 * journal in Korean. */
#include "sentence_impl.h"

#include <stddef.h>

const struct sentence sentences_desk[] = {
	/* ---- the gate ---- */
	{ "gate.missing",
	  { "{of role}의 {consent consent:이/가} 없습니다",
	    "The {of who} has not given {consent consent}" } },
	{ "gate.never",
	  { "{to role}에게는 동의가 있어도 할 수 없는 일입니다 (policy.lua)",
	    "No consent allows this for the {to who} (policy.lua)" } },
	{ "gate.typed",
	  { "{why sentence}: 이 글에는 아직 말할 수 없는 내용이 들어 있습니다",
	    "{why sentence}: the text holds what may not be told yet" } },
	{ "gate.no_case", { "그때는 이 케이스가 없었습니다", "There was no such case then" } },
	{ "no_value",
	  { "글에 들어갈 값을 알 수 없어 말하지 않았습니다.",
	    "It was not said, as a value that belongs in it is not known." } },

	/* ---- what was held until a chat opens ---- */
	{ "held.closed", { "대화방이 닫혔습니다", "The chat was closed" } },
	{ "held.over", { "상담이 끝났습니다", "The case is over" } },
	{ "held.late", { "묻는 시간이 지났습니다", "The time to ask is over" } },
	{ "held.erased", { "지워진 글입니다", "The text was erased" } },
	{ "held.again",
	  { "상대방이 다시 말을 걸면 전달됩니다.", "It goes out when this person writes again." } },
	{ "held.not_invited",
	  { "초대가 나가지 않았습니다. 상대방이 먼저 말을 걸면 전달됩니다.",
	    "No invitation went out. It goes out when this person writes first." } },
	{ "held.no_number",
	  { "전화번호가 없어 초대하지 못했습니다. 상대방이 먼저 말을 걸면 전달됩니다.",
	    "There is no number to invite this person at. It goes out when this person writes "
	    "first." } },

	/* ---- what became of a message ---- */
	{ "sent.arrived",
	  { "상담사가 전달된 것을 확인했습니다.", "An agent has found that it arrived." } },
	{ "sent.lost",
	  { "상담사가 전달되지 않은 것을 확인했습니다.",
	    "An agent has found that it did not arrive." } },
	{ "sent.refused",
	  { "상대 시스템이 받지 않았습니다. 관리자에게 알려 주세요.",
	    "The other system did not take it. Tell your manager." } },
	{ "sent.not_ready",
	  { "메시지를 만들지 못해 보내지 않았습니다. 관리자에게 알려 주세요.",
	    "It was not sent, as the message could not be made. Tell your manager." } },
	{ "sent.left",
	  { "대화방이 닫혀 보내지 못했습니다. 이분이 다시 말을 걸면 보낼 수 있습니다.",
	    "It was not sent, as the chat is closed. It can be sent when this person writes "
	    "again." } },
	{ "sent.no_target",
	  { "보낼 곳이 설정에 없어 보내지 않았습니다. 관리자에게 알려 주세요.",
	    "It was not sent, as the configuration has no such target. Tell your manager." } },
	{ "sent.withdrawn",
	  { "보내기 전에 동의가 철회되어 보내지 않았습니다.",
	    "It was not sent, as the consent was withdrawn before." } },
	{ "sent.expired",
	  { "정해진 시간 안에 보내지 못했습니다. 다른 방법으로 전해 주세요.",
	    "It could not be sent in time. Tell this person in another way." } },
	{ "sent.unknown",
	  { "전달되었는지 알 수 없습니다. 상대방에게 확인해 주세요.",
	    "Nobody knows whether it arrived. Ask this person." } },
	{ "sent.over",
	  { "상담이 끝나 있어 보내지 못했습니다. 고객이 다시 말을 걸면 보냅니다.",
	    "It was not sent, as the chat was over. It goes out when the customer writes "
	    "again." } },
	{ "sent.not_answered",
	  { "답하기 전에 서비스가 멈춰 보내지 못했습니다.",
	    "It was not sent, as the service stopped before it answered." } },
	{ "sent.maybe_answered",
	  { "답하던 중에 서비스가 멈춰 전달되었는지 알 수 없습니다. 상대방에게 확인해 주세요.",
	    "The service stopped while it answered, so nobody knows whether it arrived. Ask this "
	    "person." } },
	{ "sent.too_late",
	  { "답할 수 있는 시간이 지나 보내지 못했습니다. 이분이 다시 말하면 보낼 수 있습니다.",
	    "It was not sent, as the time to answer is over. It can be sent when this person "
	    "writes again." } },
	{ "sent.no_host",
	  { "답할 주소가 이 플랫폼의 것이 아니어서 보내지 않았습니다.",
	    "It was not sent, as the address to answer is not one of this platform." } },
	{ "sent.too_many",
	  { "한 번에 보낼 수 있는 수를 넘어 보내지 못했습니다.",
	    "It was not sent, as there were more than go out at once." } },
	{ "sent.not_taken",
	  { "플랫폼이 받지 않아 보내지 못했습니다. 이분이 다시 말하면 보낼 수 있습니다.",
	    "The platform did not take it. It can be sent when this person writes again." } },
	{ "sent.written",
	  { "답으로 보냈지만, 이 플랫폼은 받았는지 알려 주지 않습니다.",
	    "It was sent as an answer, but this platform does not say whether it arrived." } },

	/* ---- notes of the engine ---- */
	{ "note.language",
	  { "{wanted language} 문구가 없어 {spoken language:으로/로} 말합니다: {phrase}",
	    "There is no phrase in {wanted language}, so it is said in {spoken language}: "
	    "{phrase}" } },
	{ "note.notice_again",
	  { "동의 안내가 바뀌었습니다 ({items item}). {of role}에게 받은 동의는 더 쓸 수 없습니다. "
	    "바뀐 안내로 다시 묻습니다.",
	    "The notice has changed ({items item}). The consent of the {of who} holds no more. It "
	    "is asked again with the changed notice." } },
	{ "note.notice_stays",
	  { "동의 안내가 바뀌었습니다 ({items item}). {of role}에게 받은 동의는 더 쓸 수 없습니다. "
	    "이 케이스의 흐름은 바뀐 안내로 다시 물을 수 없으니, 상담을 이어 가려면 종료하고 새 "
	    "케이스를 여세요.",
	    "The notice has changed ({items item}). The consent of the {of who} holds no more. "
	    "This case's flow cannot ask with the changed notice: to go on, close it and open a "
	    "new case." } },
	{ "park.notice",
	  { "묻고 있던 동의의 안내가 바뀌었고, 이 케이스의 흐름은 바뀐 안내로 이어 갈 수 없습니다: "
	    "메모를 남기고 종료한 뒤 새 케이스를 여세요.",
	    "The notice of the consent that was being asked for has changed, and this case's flow "
	    "cannot go on with it: leave a note, close the case and open a new one." } },
	{ "note.same_address",
	  { "{of role}의 대화방이 {other role}의 것과 같습니다. 같은 분의 동의를 대신 받지 않도록 "
	    "연결하지 않았으니, 본인에게 확인해 주세요.",
	    "The chat of the {of who} is that of the {other who}. They were not connected, lest "
	    "one consents for the other: ask in person." } },
	{ "note.another_user",
	  { "{of role}에게 보낸 초대를 다른 사용자가 열었습니다. 이 대화방과는 연결하지 않았으니, "
	    "본인에게 확인해 주세요.",
	    "Another user opened the invitation for the {of who}. That chat was not connected: ask "
	    "in person." } },
	{ "note.control_failed",
	  { "플랫폼이 {of role}의 대화를 다른 담당에게 넘기지 못했습니다({why said}). 지금 누가 "
	    "응대하는지 확인해 주세요.",
	    "The platform could not pass the chat of the {of who} on ({why said}). Look who "
	    "answers now." } },
	{ "note.control_refused",
	  { "플랫폼이 {of role}의 대화를 Assent에 넘겼지만 설정에 switchboard_name이 없어 받지 "
	    "못했습니다. 직접 응대하고 관리자에게 알려 주세요.",
	    "The platform passed the chat of the {of who} to Assent, which could not take it, as "
	    "switchboard_name is not configured. Answer yourself and tell your manager." } },
	{ "note.not_taken_over",
	  { "{of role}의 대화를 상담사에게서 넘겨받지 못했습니다: {why said}",
	    "The chat of the {of who} could not be taken over from the agents: {why said}" } },
	{ "note.not_handed_over",
	  { "{of role}의 대화를 상담사에게 넘기지 못했습니다: {why said}",
	    "The chat of the {of who} could not be handed over to the agents: {why said}" } },
	{ "note.no_reason", { "까닭을 알 수 없습니다.", "The reason is not known." } },
	{ "note.said_anyway",
	  { "상담사가 플랫폼에서 {to role}에게 직접 보낸 글은 동의 없이 보낼 수 없는 것입니다: "
	    "{why sentence}",
	    "What an agent sent to the {to who} on the platform may not be sent without consent: "
	    "{why sentence}" } },

	/* ---- signing in ---- */
	{ "sign_in.used",
	  { "이 주소는 이미 쓰였거나 기한이 지났거나 올바르지 않습니다. 서버가 있는 컴퓨터에서 "
	    "assent sign-in을 실행하면 새 주소가 나옵니다",
	    "This address was used before, or its time is over, or it is wrong. Run assent sign-in "
	    "on the server's machine: it prints a new one" } },
	{ NULL, { NULL, NULL } },
};
