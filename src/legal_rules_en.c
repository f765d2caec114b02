/* What notices in English say, in the words of legal_rules.c: lower case, nothing between the letters. */
#include "legal_rules.h"

#include <stddef.h>

const struct legal_wording legal_wordings_en[] = {
	{ "purpose",
	  "for|inorderto|purpose|toassist|tohelp|tohandle|about|regarding|consult|discuss",
	  "purpose" },
	{ "items",
	  "phone|number|contact|name|record|detail|content|history|address|email|date|information|"
	  "data",
	  "items" },
	{ "retention", "until|aslongas|[0-9](day|week|month|year|hour)|period|delet|destroy|erase",
	  "retention" },
	{ "refusal",
	  "(right|free|may|can|able).{0,12}(refuse|decline|notagree|notconsent|sayno)|"
	  "(donot|dont)havetoagree",
	  "refusal.right" },
	{ "refusal",
	  "ifyou(donot|dont|refuse|decline|sayno)|without(your)?consent|disadvantage|unable|cannot|"
	  "notbeable|difficult",
	  "refusal.means" },
	{ "withdrawal", "withdraw|takeback|revoke|cancelyourconsent",
	  "withdrawal.right" },
	{ "withdrawal", "chat|call|phone|conversation|message|reply|text|atanytime|anytime",
	  "withdrawal.way" },
	{ 0 },
};

/* "we do not share", "never provided", "will not be used": asks for nothing. */
#define NOT_DONE "(?<!not)(?<!never)(?<!notbe)"

const struct legal_ban legal_bans_en[] = {
	{ .rule = "bundled",
	  .pattern = NOT_DONE "(provi[ds]|disclos|shar|giv|transfer)[a-z]{0,40}(thirdpart|partners|"
	                      "othercompan)",
	  .laws = "provision other_purpose",
	  .article = "22.1.2",
	  .ban = "provision" },
	{ .rule = "bundled",
	  .pattern = NOT_DONE "collect(ion|ed|ing)?(and|or)(the)?us|" NOT_DONE
	                      "collect(ion|ing)?(of)?your|"
	                      "(we|items|information)" NOT_DONE "collect",
	  .laws = "collection other_purpose marketing",
	  .article = "22.1.1",
	  .ban = "collection" },
	{ .rule = "bundled",
	  .pattern = "(?<!no)(?<!notfor)(marketing|advertis|promotion|newsletter|specialoffer|"
	             "salesoffer)",
	  .laws = "marketing",
	  .article = "22.1.7",
	  .ban = "marketing" },
	{ .rule = "bundled",
	  .pattern = "newservice|improv[a-z]{0,14}service|statistic|marketresearch|survey|"
	             "personali[sz]|"
	             "otherpurpose",
	  .laws = "other_purpose",
	  .article = "22.1.3",
	  .ban = "other_purpose" },
	{ .rule = "bundled",
	  .pattern = "sensitive(data|information|personal)|health(data|info|condition)|medical|"
	             "genetic|"
	             "fingerprint|facialrecog|biometric",
	  .article = "22.1.5",
	  .ban = "sensitive" },
	{ .rule = "bundled",
	  .pattern = "residentregistration|alienregistration|socialsecurity|passport|driv(er|ers|"
	             "ing)licen",
	  .article = "22.1.6",
	  .ban = "unique" },
	{ .rule = "bundled",
	  .pattern = "abroad|overseas|outside(of)?(the)?(republicof)?korea|crossborder|othercountr",
	  .article = "28_8",
	  .ban = "abroad" },
	{ .rule = "bundled",
	  .pattern =
	          "(agree|consent)to(all|everything)|allconsents|alloftheabove|allofthefollowing",
	  .article = "22.1",
	  .ban = "all" },
	{ .rule = "deemed",
	  .pattern = "deemed|(taken|treated|regarded|considered)as(your)?(consent|agree)|"
	             "(no|without(an?)?)(answer|reply|response).{0,30}(consent|agree)|"
	             "(donot|dont)(answer|reply|respond).{0,30}(consent|agree)|silence.{0,30}("
	             "consent|agree)|"
	             "bycontinuing|ifyoucontinue.{0,20}(consent|agree)",
	  .article = "decree.17.1.59.1",
	  .ban = "deemed" },
	{ .rule = "withdrawal",
	  .pattern = "identitycard|idcard|passport|(application|request|withdrawal)form|fillout|"
	             "paperwork|"
	             "document|inwriting|written|signature",
	  .item = "withdrawal",
	  .article = "38.4",
	  .ban = "papers" },
	{ .rule = "withdrawal",
	  .pattern = "visit|inperson|bymail|bypost|byfax",
	  .unless = "chat|call|phone|message|text|reply|conversation",
	  .item = "withdrawal",
	  .article = "38.4",
	  .ban = "elsewhere" },
	{ 0 },
};

const struct legal_field legal_fields_en[] = {
	{ ".phone", "phone|contact|number", "phone" },
	{ 0 },
};
