/* What adapters say of a message's way (lua/assent/platform, lua/assent/kakao). Kept in Korean, as verdicts. */
#include "sentence_impl.h"

#include <stddef.h>

const struct sentence sentences_platform[] = {
	{ "consult.later",
	  { "카카오 쪽 오류로 아직 보내지 못했습니다. 자동으로 다시 보냅니다.",
	    "Kakao has a fault, so it was not sent yet. It is sent again by itself." } },
	{ "consult.credentials",
	  { "상담톡 연결 설정이 올바르지 않습니다. 관리자에게 알려 주세요.",
	    "The connection to the consultation pipe is not set up right. Tell your manager." } },
	{ "consult.blocked",
	  { "고객이 차단된 상태라 보내지 못했습니다. 다른 방법으로 연락해 주세요.",
	    "It was not sent, as the customer is blocked. Reach the customer in another way." } },
	{ "consult.stranger",
	  { "고객 식별 키가 올바르지 않아 보내지 못했습니다. 고객이 채널로 다시 말을 걸게 안내해 "
	    "주세요.",
	    "It was not sent, as the customer's key is wrong. Ask the customer to write to the "
	    "channel again." } },
	{ "consult.long",
	  { "1,000자가 넘어 보내지 못했습니다. 짧게 나누어 다시 보내 주세요.",
	    "It was not sent, as it is longer than 1,000 characters. Send it in shorter "
	    "pieces." } },
	{ "consult.closed",
	  { "채널의 채팅 기능이 꺼져 있어 보내지 못했습니다. 관리자에게 알려 주세요.",
	    "It was not sent, as the channel's chat is switched off. Tell your manager." } },
	{ "consult.malformed",
	  { "카카오가 메시지를 받아들이지 않았습니다. 관리자에게 알려 주세요.",
	    "Kakao did not take the message. Tell your manager." } },
	{ "consult.doubtful",
	  { "카카오가 중복된 요청이라고 답해 전달되었는지 알 수 없습니다. 고객에게 받았는지 확인해 "
	    "주세요.",
	    "Kakao says that it came twice, so nobody knows whether it arrived. Ask the "
	    "customer." } },
	{ "consult.partly",
	  { "일부만 전달되었을 수 있습니다. 고객에게 받았는지 확인해 주세요.",
	    "Perhaps only a part of it arrived. Ask the customer." } },
	{ "consult.unreadable",
	  { "상담톡의 답을 읽을 수 없어 전달되었는지 알 수 없습니다. 고객에게 받았는지 확인해 "
	    "주세요.",
	    "The consultation pipe's answer cannot be read, so nobody knows whether it arrived. "
	    "Ask the customer." } },
	{ "alimtalk.later",
	  { "카카오 쪽 오류로 아직 초대하지 못했습니다. 조금 뒤에도 그대로면 전화나 문자로 연락해 "
	    "주세요.",
	    "Kakao has a fault, so the invitation did not go out yet. If that stays so, telephone "
	    "or send a text message." } },
	{ "alimtalk.credentials",
	  { "알림톡 연결 설정이 올바르지 않습니다. 관리자에게 알려 주세요.",
	    "The connection to AlimTalk is not set up right. Tell your manager." } },
	{ "alimtalk.number",
	  { "전화번호가 올바르지 않아 초대하지 못했습니다. 번호를 확인해 주세요. 이분에게 글을 "
	    "보내면 다시 초대합니다.",
	    "The invitation did not go out, as the telephone number is wrong. Look at the number. "
	    "When you write to this person, the invitation is sent again." } },
	{ "alimtalk.template",
	  { "승인된 알림톡 템플릿과 맞지 않아 초대하지 못했습니다. 관리자에게 알려 주세요.",
	    "The invitation did not go out, as it does not fit the approved AlimTalk template. "
	    "Tell your manager." } },
	{ "alimtalk.channel",
	  { "카카오톡 채널을 쓸 수 없는 상태라 초대하지 못했습니다. 관리자에게 알려 주세요.",
	    "The invitation did not go out, as the KakaoTalk channel cannot be used now. Tell your "
	    "manager." } },
	{ "alimtalk.unreached",
	  { "카카오톡으로 받을 수 없는 번호입니다. 전화나 문자로 연락해 주세요.",
	    "This number cannot be reached by KakaoTalk. Telephone or send a text message." } },
	{ "alimtalk.instead",
	  { "카카오톡으로 받을 수 없어 SMS로 보냅니다.",
	    "KakaoTalk does not reach this number, so it goes out as a text message." } },
	{ "alimtalk.replaced",
	  { "알림톡으로 초대하지 못해 SMS로 보냅니다. 관리자에게 알려 주세요.",
	    "AlimTalk could not invite, so it goes out as a text message. Tell your manager." } },
	{ "alimtalk.by_sms",
	  { "카카오톡으로 받을 수 없어 SMS로 보냈습니다.",
	    "KakaoTalk does not reach this number, so it was sent as a text message." } },
	{ "alimtalk.unsure",
	  { "받았는지 알 수 없습니다. 3일 안에 도착할 수 있습니다.",
	    "Nobody knows whether it arrived. It may arrive within 3 days." } },
	{ "alimtalk.repeated",
	  { "같은 초대가 이미 접수된 것으로 보입니다. 답이 없으면 전화나 문자로 연락해 주세요.",
	    "The same invitation seems to have been taken before. If no answer comes, telephone or "
	    "send a text message." } },
	{ "alimtalk.unreadable",
	  { "알림톡의 답을 읽을 수 없어 초대되었는지 알 수 없습니다. 답이 없으면 전화나 문자로 "
	    "연락해 주세요.",
	    "AlimTalk's answer cannot be read, so nobody knows whether the invitation went out. If "
	    "no answer comes, telephone or send a text message." } },
	{ "alimtalk.hours",
	  { "지금은 알림톡을 보낼 수 없는 시간입니다. 낮에 이분에게 글을 보내면 다시 초대합니다.",
	    "AlimTalk does not send at this time of day. When you write to this person by day, the "
	    "invitation is sent again." } },
	{ "alimtalk.refused",
	  { "알림톡이 초대를 받아들이지 않았습니다. 관리자에게 알려 주세요.",
	    "AlimTalk did not take the invitation. Tell your manager." } },
	{ "skill.test_window",
	  { "챗봇 테스트 창에는 나중 답변을 보낼 수 없습니다. 배포한 채널에서 확인해 주세요.",
	    "The chatbot's test window takes no later answers. Try it in the deployed channel." } },
	{ "skill.too_late",
	  { "답할 수 있는 1분이 지나 전달하지 못했습니다. 고객이 다시 말하면 답할 수 있습니다.",
	    "It was not sent, as the minute for an answer is over. It can be sent when the "
	    "customer writes again." } },
	{ "skill.no_callback",
	  { "카카오가 콜백을 받지 않아 보내지 못했습니다. 계속되면 블록의 콜백 설정을 확인해 "
	    "주세요.",
	    "Kakao did not take the callback. If that stays so, look at the callback setting of "
	    "the block." } },
	{ "skill.bot_id",
	  { "봇 ID가 올바르지 않습니다. 관리자에게 알려 주세요.",
	    "The bot's id is wrong. Tell your manager." } },
	{ "skill.malformed",
	  { "카카오가 메시지 형식을 받아들이지 않았습니다. 관리자에게 알려 주세요.",
	    "Kakao did not take the form of the message. Tell your manager." } },
	{ "skill.fault",
	  { "카카오 오류로 전달되었는지 알 수 없습니다. 고객에게 받았는지 확인해 주세요.",
	    "Kakao had a fault, so nobody knows whether it arrived. Ask the customer." } },
	{ "skill.failed",
	  { "카카오가 메시지를 전달하지 못했다고 알려 왔습니다. 고객에게 받았는지 확인해 주세요.",
	    "Kakao says that it could not deliver the message. Ask the customer." } },
	{ "skill.unclear",
	  { "카카오의 답이 분명하지 않아 전달되었는지 알 수 없습니다. 고객에게 받았는지 확인해 "
	    "주세요.",
	    "Kakao's answer is not clear, so nobody knows whether it arrived. Ask the "
	    "customer." } },
	{ "consult.expired",
	  { "고객이 상담을 끝냈거나 기간이 지났습니다. 고객이 다시 말을 걸면 이어집니다.",
	    "The customer ended the chat, or its time is over. It goes on when the customer writes "
	    "again." } },
	{ "zendesk.refused",
	  { "Zendesk가 요청을 받아들이지 않았습니다.", "Zendesk did not take the request." } },
	{ "zendesk.no_chat",
	  { "Zendesk에 이 대화가 없습니다. 대화가 삭제되었거나 주소가 잘못되었습니다.",
	    "Zendesk has no such conversation. It was deleted, or the address is wrong." } },
	{ "zendesk.too_large",
	  { "Zendesk가 받는 크기를 넘었습니다.", "It is larger than Zendesk takes." } },
	{ "zendesk.full",
	  { "이 대화의 메시지 수가 한도(30,000개)에 이르러 더 보낼 수 없습니다.",
	    "This conversation has as many messages as there may be (30,000), so no more can be "
	    "sent." } },
	{ "zendesk.no_control",
	  { "이 대화를 넘겨받거나 놓을 권한이 지금은 없습니다.",
	    "There is no right now to take this conversation over or to let it go." } },
	{ "zendesk.not_shown_in",
	  { "상대방의 채널({channel})에 메시지가 표시되지 않았습니다.",
	    "The message was not shown on this person's channel ({channel})." } },
	{ "zendesk.not_shown",
	  { "상대방의 채널에 메시지가 표시되지 않았습니다.",
	    "The message was not shown on this person's channel." } },
	{ "zendesk.closed",
	  { "종료된(closed) 티켓이라 더는 바꿀 수 없습니다.",
	    "The ticket is closed and cannot be changed any more." } },
	{ "zendesk.no_ticket",
	  { "Zendesk에 없는 티켓입니다. 삭제되었거나 번호가 다릅니다.",
	    "Zendesk has no such ticket. It was deleted, or the number is another." } },
	{ "zendesk.not_changed",
	  { "Zendesk가 티켓 변경을 거절했습니다. 필수 필드가 비었거나 댓글이 한도(5,000개)에 "
	    "이르렀을 수 있습니다.",
	    "Zendesk refused to change the ticket. A field that it needs may be empty, or there "
	    "may be as many comments as there can be (5,000)." } },
	{ "with_code", { "{why sentence} ({code})", "{why sentence} ({code})" } },
	{ NULL, { NULL, NULL } },
};
