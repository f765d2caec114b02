/* What notices in English say, in the words of legal_rules.c: lower case, nothing between the letters. */
#include "legal_rules.h"

#include <stddef.h>

const struct legal_wording legal_wordings_en[] = {
	{ "purpose",
	  "for|inorderto|purpose|toassist|tohelp|tohandle|about|regarding|consult|discuss",
	  "무엇을 위한 것인지가 없습니다" },
	{ "items",
	  "phone|number|contact|name|record|detail|content|history|address|email|date|information|"
	  "data",
	  "어떤 개인정보인지가 없습니다" },
	{ "retention", "until|aslongas|[0-9](day|week|month|year|hour)|period|delet|destroy|erase",
	  "언제까지 보관하는지가 없습니다" },
	{ "refusal",
	  "(right|free|may|can|able).{0,12}(refuse|decline|notagree|notconsent|sayno)|"
	  "(donot|dont)havetoagree",
	  "거부할 권리가 있다는 말이 없습니다" },
	{ "refusal",
	  "ifyou(donot|dont|refuse|decline|sayno)|without(your)?consent|disadvantage|unable|cannot|"
	  "notbeable|difficult",
	  "거부하면 어떻게 되는지(불이익, 없으면 없다고)가 없습니다" },
	{ "withdrawal", "withdraw|takeback|revoke|cancelyourconsent",
	  "철회할 수 있다는 말이 없습니다" },
	{ "withdrawal", "chat|call|phone|conversation|message|reply|text|atanytime|anytime",
	  "어떻게 철회하는지(이 대화나 통화로, 언제든지)가 없습니다" },
	{ 0 },
};

/* "we do not share", "never provided", "will not be used": asks for nothing. */
#define NOT_DONE "(?<!not)(?<!never)(?<!notbe)"

const struct legal_ban legal_bans_en[] = {
	{ .rule = "bundled",
	  .pattern = NOT_DONE "(provi[ds]|disclos|shar|giv|transfer)[a-z]{0,40}(thirdpart|partners|"
	                      "othercompan)",
	  .laws = "provision other_purpose",
	  .article = "제22조 제1항 제2호",
	  .why = "개인정보 제3자 제공은 따로 묻는 동의입니다" },
	{ .rule = "bundled",
	  .pattern = NOT_DONE "collect(ion|ed|ing)?(and|or)(the)?us|" NOT_DONE
	                      "collect(ion|ing)?(of)?your|"
	                      "(we|items|information)" NOT_DONE "collect",
	  .laws = "collection other_purpose marketing",
	  .article = "제22조 제1항 제1호",
	  .why = "개인정보 수집·이용은 따로 묻는 동의입니다" },
	{ .rule = "bundled",
	  .pattern = "(?<!no)(?<!notfor)(marketing|advertis|promotion|newsletter|specialoffer|"
	             "salesoffer)",
	  .laws = "marketing",
	  .article = "제22조 제1항 제7호",
	  .why = "홍보·판매 권유는 따로 묻는 동의입니다" },
	{ .rule = "bundled",
	  .pattern = "newservice|improv[a-z]{0,14}service|statistic|marketresearch|survey|"
	             "personali[sz]|"
	             "otherpurpose",
	  .laws = "other_purpose",
	  .article = "제22조 제1항 제3호",
	  .why = "처음 목적이 아닌 이용·제공은 따로 묻는 동의입니다" },
	{ .rule = "bundled",
	  .pattern = "sensitive(data|information|personal)|health(data|info|condition)|medical|"
	             "genetic|"
	             "fingerprint|facialrecog|biometric",
	  .article = "제22조 제1항 제5호",
	  .why = "민감정보의 처리는 따로 묻는 동의입니다" },
	{ .rule = "bundled",
	  .pattern = "residentregistration|alienregistration|socialsecurity|passport|driv(er|ers|"
	             "ing)licen",
	  .article = "제22조 제1항 제6호",
	  .why = "고유식별정보의 처리는 따로 묻는 동의입니다" },
	{ .rule = "bundled",
	  .pattern = "abroad|overseas|outside(of)?(the)?(republicof)?korea|crossborder|othercountr",
	  .article = "제28조의8",
	  .why = "개인정보 국외 이전은 따로 알리고 묻습니다" },
	{ .rule = "bundled",
	  .pattern =
	          "(agree|consent)to(all|everything)|allconsents|alloftheabove|allofthefollowing",
	  .article = "제22조 제1항",
	  .why = "한 번에 여러 동의를 묻습니다" },
	{ .rule = "deemed",
	  .pattern = "deemed|(taken|treated|regarded|considered)as(your)?(consent|agree)|"
	             "(no|without(an?)?)(answer|reply|response).{0,30}(consent|agree)|"
	             "(donot|dont)(answer|reply|respond).{0,30}(consent|agree)|silence.{0,30}("
	             "consent|agree)|"
	             "bycontinuing|ifyoucontinue.{0,20}(consent|agree)",
	  .article = "시행령 제17조 제1항, 제59조 제1호",
	  .why = "답하지 않은 것을 동의로 봅니다: 동의는 분명한 대답으로만 받습니다" },
	{ .rule = "withdrawal",
	  .pattern = "identitycard|idcard|passport|(application|request|withdrawal)form|fillout|"
	             "paperwork|"
	             "document|inwriting|written|signature",
	  .item = "withdrawal",
	  .article = "제38조 제4항",
	  .why = "철회가 동의보다 어렵습니다: 동의할 때 없던 서류를 요구합니다" },
	{ .rule = "withdrawal",
	  .pattern = "visit|inperson|bymail|bypost|byfax",
	  .unless = "chat|call|phone|message|text|reply|conversation",
	  .item = "withdrawal",
	  .article = "제38조 제4항",
	  .why = "철회가 동의보다 어렵습니다: 동의한 곳에서 바로 철회할 수 있어야 합니다" },
	{ 0 },
};

const struct legal_field legal_fields_en[] = {
	{ ".phone", "phone|contact|number", "phone number" },
	{ 0 },
};
