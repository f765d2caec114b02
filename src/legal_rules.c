#include "legal_rules.h"

#include <stddef.h>

#define WITHDRAWAL                                                                                             \
	{                                                                                                      \
		"withdrawal", "37.38.4",                                                          \
			"withdrawal" \
	}

const struct law legal_laws[] = {
	{ "collection", "개인정보 수집·이용 동의", .at_load = true,
	  .demands = { { "purpose", "15.2.1", "collection.purpose" },
	               { "items", "15.2.2", "collection.items" },
	               { "retention", "15.2.3", "collection.retention" },
	               { "refusal", "15.2.4",
	                 "refusal" },
	               WITHDRAWAL } },
	{ "provision", "개인정보 제3자 제공 동의",
	  .demands = { { "recipient", "17.2.1", "recipient" },
	               { "purpose", "17.2.2",
	                 "provision.purpose" },
	               { "items", "17.2.3", "provision.items" },
	               { "retention", "17.2.4",
	                 "provision.retention" },
	               { "refusal", "17.2.5",
	                 "refusal" },
	               WITHDRAWAL } },
	{ "other_purpose", "개인정보 목적 외 이용·제공 동의", .is_free = true,
	  .demands = { { "recipient", "18.3.1", "recipient" },
	               { "purpose", "18.3.2", "other_purpose.purpose" },
	               { "items", "18.3.3", "other_purpose.items" },
	               { "retention", "18.3.4", "collection.retention" },
	               { "refusal", "18.3.5",
	                 "refusal" },
	               WITHDRAWAL } },
	{ "marketing", "홍보·판매 권유 동의", .is_free = true,
	  .demands = { { "purpose", "15.2.1", "collection.purpose" },
	               { "items", "15.2.2", "collection.items" },
	               { "retention", "15.2.3", "collection.retention" },
	               { "refusal", "15.2.4",
	                 "refusal" },
	               WITHDRAWAL } },
	{ 0 },
};

const char *legal_law_names(void)
{
	return "\"collection\", \"provision\", \"other_purpose\", \"marketing\"";
}

const struct legal_item legal_items[] = {
	{ "purpose", "이용 목적", false },
	{ "items", "개인정보 항목", false },
	{ "retention", "보유 및 이용 기간", false },
	{ "refusal", "거부할 권리와 거부에 따른 불이익", false },
	{ "recipient", "제공받는 자", false },
	{ "withdrawal", "철회 방법", false },
	{ "need", "동의가 필요하다는 말", true },
	{ "question", "동의를 묻는 말", true },
	{ 0 },
};

const struct legal_wording legal_wordings[] = {
	{ "purpose", "위해|위한|위하여|목적|용도|관련|상담", "purpose" },
	{ "items", "항목|연락처|번호|이름|성명|성함|내역|내용|기록|주소|이메일|일시|정보",
	  "items" },
	{ "retention", "까지|동안|기간|[0-9](일|주|개월|달|년|시간)|즉시|지체없이|파기|삭제",
	  "retention" },
	{ "refusal",
	  "거부(하실|할|하는|하)?.{0,4}(권리|수있)|거부권|동의하지않(으실|을|는).{0,4}(권리|수있)",
	  "refusal.right" },
	{ "refusal",
	  "(하지않|거부|거절).{0,6}(면|경우|때|더라도|셔도|아도|어도)|(거부|않을|미동의)시|불이익|"
	  "제한(될|됩)|"
	  "어렵|어려울|불가",
	  "refusal.means" },
	{ "withdrawal", "철회|동의를?취소", "withdrawal.right" },
	{ "withdrawal", "대화|채팅|통화|전화|말씀|답장|메시지|문자|언제든",
	  "withdrawal.way" },
	{ 0 },
};

/* "제3자에게 제공하지 않습니다" asks for nothing; "제공에 동의하지 않으시면" does. */
#define NOT_DONE "(?!.{0,12}(하지|되지|쓰지)않(습|고|는|기|음|아요|으며|으므로))"

const struct legal_ban legal_bans[] = {
	/* 22(1): each matter is asked apart, clearly to be seen */
	{ .rule = "bundled",
	  .pattern = "제3자.{0,4}제공" NOT_DONE "|제공받는자|제공에(도)?동의",
	  .laws = "provision other_purpose",
	  .article = "22.1.2",
	  .ban = "provision" },
	{ .rule = "bundled",
	  .pattern = "수집(및|과|와)?이용" NOT_DONE "|수집에(도)?동의|수집하(는|려는)항목",
	  .laws = "collection other_purpose marketing",
	  .article = "22.1.1",
	  .ban = "collection" },
	{ .rule = "bundled",
	  .pattern = "(마케팅|광고|홍보|판촉|프로모션|이벤트|(판매|구매)를?권유|혜택(안내|알림|"
	             "정보))" NOT_DONE,
	  .laws = "marketing",
	  .article = "22.1.7",
	  .ban = "marketing" },
	{ .rule = "bundled",
	  .pattern = "신규서비스|서비스(개발|개선)|통계작성|시장조사|설문|맞춤형|목적외",
	  .laws = "other_purpose",
	  .article = "22.1.3",
	  .ban = "other_purpose" },
	{ .rule = "bundled",
	  .pattern = "민감정보|건강(상태|정보)|병력|유전정보|지문|얼굴인식",
	  .article = "22.1.5",
	  .ban = "sensitive" },
	{ .rule = "bundled",
	  .pattern = "고유식별정보|주민등록번호|외국인등록번호|여권번호|운전면허",
	  .article = "22.1.6",
	  .ban = "unique" },
	{ .rule = "bundled",
	  .pattern = "(국외|해외)(이전|로)" NOT_DONE,
	  .article = "28_8",
	  .ban = "abroad" },
	{ .rule = "bundled",
	  .pattern = "모두동의|전체동의|일괄(하여|해서|로)?동의|한꺼번에동의|포괄(적|하여|해서)",
	  .article = "22.1",
	  .ban = "all" },
	/* decree 17(1): of one's own will, clearly yes or no; 59: by no unfair means */
	{ .rule = "deemed",
	  .pattern = "간주|동의(한|하신|하는)것으로|(답|답변|응답|회신|의사표시)(이|을|를)?(없|않|"
	             "안하).{0,6}동의|"
	             "(이용|진행|계속)하시면동의",
	  .article = "decree.17.1.59.1",
	  .ban = "deemed" },
	/* 38(4): the way back is no harder than the way in */
	{ .rule = "withdrawal",
	  .pattern = "신분증|인감|서류|신청서|양식|공문|서면",
	  .item = "withdrawal",
	  .article = "38.4",
	  .ban = "papers" },
	{ .rule = "withdrawal",
	  .pattern = "방문|내방|우편|팩스",
	  .unless = "대화|채팅|통화|전화|메시지|문자|답장",
	  .item = "withdrawal",
	  .article = "38.4",
	  .ban = "elsewhere" },
	{ 0 },
};

const struct legal_field legal_fields[] = {
	{ ".phone", "연락처|전화번호|휴대폰|휴대전화", "phone" },
	{ 0 },
};

const char *const legal_rule_names[] = { "question", "bundled", "deemed", "buttons",
	                                 "optional", "fields",  NULL };

const struct legal_words legal_words[LANGUAGES] = {
	[LANGUAGE_KO] = { legal_wordings, legal_bans, legal_fields,
	                  .asks = "(까요|니까|나요|가요|래요)$",
	                  .agrees = "^(네|예|응|그래|좋|동의|괜찮|승낙|yes|ok)",
	                  .denies = "아니|않|안해|안함|안할|거부|거절|싫|^no",
	                  .refuses = "(상담|서비스|이용|접수|처리|진행).{0,8}(어렵|불가|할수없|"
	                             "하실수없|"
	                             "받으실수없|제한|중단|거절됩|거부됩)",
	                  .serves = "불이익(이|은|을)?(없|받지않)|(않으셔|않아|않더라|거부하셔|"
	                            "거부하더라)도" },
	[LANGUAGE_EN] = { legal_wordings_en, legal_bans_en, legal_fields_en,
	                  .asks = "^(do|will|would|can|could|may|shall|are)(you|we|i)",
	                  .agrees = "^(yes|i?agree|i?consent|i?accept|ok|sure|allow)",
	                  .denies = "^no|donot|dont|notagree|disagree|decline|refuse|reject",
	                  .refuses = "(cannot|cant|unable|notableto|notbeableto|difficult|willnot|"
	                             "wont|refus|"
	                             "denied).{0,30}(help|assist|serv|proceed|continue|consult|"
	                             "handle|support)|"
	                             "(help|service|consultation|support).{0,20}(cannot|"
	                             "unavailable|difficult|"
	                             "limited|refused)",
	                  .serves = "evenifyou(donot|dont|refuse|decline)|(no|without(any)?)"
	                            "disadvantage|"
	                            "stillbe(served|helped|able)" },
};
