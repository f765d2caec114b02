/* What notices lack and must not say: as assent check tells it. The law itself, by article, and its demands. */
#include "sentence_impl.h"

#include <stddef.h>

const struct sentence sentences_legal[] = {

	/* ---- findings about a notice; what: one of the sentences below ---- */
	{ "legal.found",
	  { "{notice}: {what sentence} [{rule}]", "{notice}: {what sentence} [{rule}]" } },
	{ "legal.accepted",
	  { "{notice}: {what sentence} [{rule}] 예외로 둠, {until}까지 ({by})",
	    "{notice}: {what sentence} [{rule}] accepted until {until} ({by})" } },
	{ "legal.over",
	  { "{notice}: {what sentence} [{rule}] 예외의 기한({until}, {by})이 지났습니다: 고치거나 "
	    "policy.lua의 exceptions에서 다시 정하세요.",
	    "{notice}: {what sentence} [{rule}] The exception ({by}) ended on {until}: mend it, or "
	    "decide anew in exceptions of policy.lua." } },
	{ "legal.missing",
	  { "{item item:이/가} 없습니다. {article article}: '{demand demand}'. 그 문장을 text에 "
	    "쓰고 "
	    "legal.{name}에 그대로 옮기세요.",
	    "Missing: {item item}. {article article}: '{demand demand}'. Write that sentence in "
	    "text, and copy its words to legal.{name}." } },
	{ "legal.lacks",
	  { "legal.{item}에 {lacks lacks} 없습니다. {article article}.",
	    "legal.{item} does not say {lacks lacks}. {article article}." } },
	{ "legal.banned", { "{ban ban}. {article article}.", "{ban ban}. {article article}." } },
	{ "legal.questions.many",
	  { "두 가지를 묻습니다: 안내 하나에는 동의 하나만 묻고, 나머지는 다른 안내나 질문으로 "
	    "나누세요. {article article}.",
	    "It asks for two things: a notice asks for one consent, and what is left belongs into "
	    "another notice or question. {article article}." } },
	{ "legal.questions.none",
	  { "동의를 묻는 문장이 없습니다: 한 문장으로 물으세요. {article article}.",
	    "No sentence asks for the consent: ask in one sentence. {article article}." } },
	{ "legal.buttons",
	  { "버튼 '{yes}' / '{no}': 동의와 거부를 분명히 나타내지 못합니다. {article article}.",
	    "The buttons '{yes}' / '{no}' do not say clearly yes and no. {article article}." } },
	{ "legal.optional.demanded",
	  { "선택 동의인데 policy.lua의 gate가 이 동의({kind})를 요구합니다: 동의하지 않아도 "
	    "상담할 "
	    "수 있어야 합니다. {article article}.",
	    "The consent is optional, and gate in policy.lua demands it ({kind}): who does not "
	    "agree must be served all the same. {article article}." } },
	{ "legal.optional.refuses",
	  { "선택 동의인데 거부하면 서비스를 거절한다고 합니다. {article article}.",
	    "The consent is optional, and it says that who refuses is not served. {article "
	    "article}." } },
	{ "legal.optional.silent",
	  { "선택 동의인데 동의하지 않아도 된다는 말이 없습니다: '동의하지 않으셔도 불이익은 "
	    "없습니다'처럼 알리세요. {article article}.",
	    "The consent is optional, and it does not say so: tell that nothing follows for who "
	    "does not agree. {article article}." } },
	{ "legal.fields",
	  { "흐름 {flow}에서 {field} 값을 모으는데 안내의 항목에 {word collects:이/가} 없습니다. "
	    "{article article}.",
	    "The flow {flow} collects {field}, and the items of the notice do not name the {word "
	    "collects}. {article article}." } },

	/* ---- other findings ---- */
	{ "legal.draft",
	  { "{phrase}: 아직 확인받지 않은 초안입니다: 확인이 끝나면 draft를 지우고 source를 "
	    "고치세요.",
	    "{phrase}: is a draft that nobody has approved yet: once it is, delete draft and mend "
	    "source." } },
	{ "legal.draft_of",
	  { "{phrase}: 아직 확인받지 않은 초안입니다: 확인이 끝나면 draft를 지우고 source를 "
	    "고치세요. "
	    "{source}",
	    "{phrase}: is a draft that nobody has approved yet: once it is, delete draft and mend "
	    "source. {source}" } },
	{ "legal.unknown_item",
	  { "{notice}: legal.{item}: 법이 정한 항목의 이름이 아닙니다. 이 글이 달라져도 다시 "
	    "동의를 "
	    "받습니다.",
	    "{notice}: legal.{item}: is no item that the law names. When this text changes, "
	    "consent "
	    "is asked for again, too." } },
	{ "legal.unknown_law",
	  { "consents.{kind}: 법의 어느 동의인지 모릅니다: law = 에 {known} 가운데 하나를 "
	    "적으세요.",
	    "consents.{kind}: which consent of the law is it? Write one of {known} as law = …" } },
	{ "exception.no_notice",
	  { "exceptions: '{name}': phrases/ko.lua에 없는 동의 안내입니다.",
	    "exceptions: '{name}' is no notice of phrases/ko.lua." } },
	{ "exception.no_rule",
	  { "exceptions: '{name}': 그런 규칙은 없습니다. 규칙의 이름은 assent check의 [ ] 안에 "
	    "있습니다.",
	    "exceptions: '{name}' is no rule: assent check shows the names of rules in [ ]." } },
	{ "exception.not_needed",
	  { "exceptions: '{name}'의 예외는 이제 필요하지 않습니다. 지우세요.",
	    "exceptions: that of '{name}' is not needed any more: delete it." } },
	{ "exception.open",
	  { "열린 예외: {notices}: {rules} ({by}, {until}까지): {why}",
	    "exception open: {notices}: {rules} ({by}, until {until}): {why}" } },

	/* ---- what the law demands of each kind of consent ---- */
	{ "demand.collection.purpose",
	  { "개인정보의 수집·이용 목적", "the purpose of collecting and using the data" } },
	{ "demand.collection.items",
	  { "수집하려는 개인정보의 항목", "the items of personal data to be collected" } },
	{ "demand.collection.retention",
	  { "개인정보의 보유 및 이용 기간", "how long the data is kept and used" } },
	{ "demand.refusal",
	  { "동의를 거부할 권리가 있다는 사실 및 동의 거부에 따른 불이익의 내용",
	    "that one has the right to refuse, and what refusing means" } },
	{ "demand.withdrawal",
	  { "동의를 언제든지 준 것보다 어렵지 않게 철회할 수 있다는 사실",
	    "that consent can be withdrawn at any time, as easily as it was given" } },
	{ "demand.recipient", { "개인정보를 제공받는 자", "who receives the data" } },
	{ "demand.provision.purpose",
	  { "개인정보를 제공받는 자의 개인정보 이용 목적",
	    "what the recipient uses the data for" } },
	{ "demand.provision.items",
	  { "제공하는 개인정보의 항목", "the items of personal data to be provided" } },
	{ "demand.provision.retention",
	  { "개인정보를 제공받는 자의 개인정보 보유 및 이용 기간",
	    "how long the recipient keeps and uses the data" } },
	{ "demand.other_purpose.purpose",
	  { "개인정보의 이용 목적", "the purpose of using the data" } },
	{ "demand.other_purpose.items",
	  { "이용 또는 제공하는 개인정보의 항목",
	    "the items of personal data to be used or provided" } },

	/* ---- what an item is there to say; in Korean before 없습니다, in English behind "does not say" ---- */
	{ "lacks.purpose", { "무엇을 위한 것인지가", "what it is for" } },
	{ "lacks.items", { "어떤 개인정보인지가", "which personal data" } },
	{ "lacks.retention", { "언제까지 보관하는지가", "until when it is kept" } },
	{ "lacks.refusal.right",
	  { "거부할 권리가 있다는 말이", "that one has the right to refuse" } },
	{ "lacks.refusal.means",
	  { "거부하면 어떻게 되는지(불이익, 없으면 없다고)가",
	    "what refusing means (a disadvantage, or that there is none)" } },
	{ "lacks.withdrawal.right", { "철회할 수 있다는 말이", "that it can be withdrawn" } },
	{ "lacks.withdrawal.way",
	  { "어떻게 철회하는지(이 대화나 통화로, 언제든지)가",
	    "how to withdraw it (in this chat or by phone, at any time)" } },
	{ "collects.phone", { "연락처", "phone number" } },

	/* ---- what may not stand in a notice ---- */
	{ "ban.provision",
	  { "개인정보 제3자 제공은 따로 묻는 동의입니다",
	    "Providing data to a third party is a consent of its own" } },
	{ "ban.collection",
	  { "개인정보 수집·이용은 따로 묻는 동의입니다",
	    "Collecting and using data is a consent of its own" } },
	{ "ban.marketing",
	  { "홍보·판매 권유는 따로 묻는 동의입니다", "Marketing is a consent of its own" } },
	{ "ban.other_purpose",
	  { "처음 목적이 아닌 이용·제공은 따로 묻는 동의입니다",
	    "Using or providing data for another purpose is a consent of its own" } },
	{ "ban.sensitive",
	  { "민감정보의 처리는 따로 묻는 동의입니다",
	    "Processing sensitive data is a consent of its own" } },
	{ "ban.unique",
	  { "고유식별정보의 처리는 따로 묻는 동의입니다",
	    "Processing unique identifiers is a consent of its own" } },
	{ "ban.abroad",
	  { "개인정보 국외 이전은 따로 알리고 묻습니다",
	    "A transfer abroad is told of and asked for apart" } },
	{ "ban.all", { "한 번에 여러 동의를 묻습니다", "It asks for several consents at once" } },
	{ "ban.deemed",
	  { "답하지 않은 것을 동의로 봅니다: 동의는 분명한 대답으로만 받습니다",
	    "It takes no answer for a yes: consent is given by a clear answer alone" } },
	{ "ban.papers",
	  { "철회가 동의보다 어렵습니다: 동의할 때 없던 서류를 요구합니다",
	    "Withdrawing is harder than agreeing: it demands papers that agreeing did not" } },
	{ "ban.elsewhere",
	  { "철회가 동의보다 어렵습니다: 동의한 곳에서 바로 철회할 수 있어야 합니다",
	    "Withdrawing is harder than agreeing: it must be possible right where one agreed" } },

	/* ---- 개인정보 보호법 and its 시행령 ---- */
	{ "article.15.2.1", { "제15조 제2항 제1호", "Article 15(2)1" } },
	{ "article.15.2.2", { "제15조 제2항 제2호", "Article 15(2)2" } },
	{ "article.15.2.3", { "제15조 제2항 제3호", "Article 15(2)3" } },
	{ "article.15.2.4", { "제15조 제2항 제4호", "Article 15(2)4" } },
	{ "article.16.2", { "제16조 제2항", "Article 16(2)" } },
	{ "article.16.3.22.5", { "제16조 제3항, 제22조 제5항", "Articles 16(3), 22(5)" } },
	{ "article.17.2.1", { "제17조 제2항 제1호", "Article 17(2)1" } },
	{ "article.17.2.2", { "제17조 제2항 제2호", "Article 17(2)2" } },
	{ "article.17.2.3", { "제17조 제2항 제3호", "Article 17(2)3" } },
	{ "article.17.2.4", { "제17조 제2항 제4호", "Article 17(2)4" } },
	{ "article.17.2.5", { "제17조 제2항 제5호", "Article 17(2)5" } },
	{ "article.18.3.1", { "제18조 제3항 제1호", "Article 18(3)1" } },
	{ "article.18.3.2", { "제18조 제3항 제2호", "Article 18(3)2" } },
	{ "article.18.3.3", { "제18조 제3항 제3호", "Article 18(3)3" } },
	{ "article.18.3.4", { "제18조 제3항 제4호", "Article 18(3)4" } },
	{ "article.18.3.5", { "제18조 제3항 제5호", "Article 18(3)5" } },
	{ "article.22.1", { "제22조 제1항", "Article 22(1)" } },
	{ "article.22.1.1", { "제22조 제1항 제1호", "Article 22(1)1" } },
	{ "article.22.1.2", { "제22조 제1항 제2호", "Article 22(1)2" } },
	{ "article.22.1.3", { "제22조 제1항 제3호", "Article 22(1)3" } },
	{ "article.22.1.5", { "제22조 제1항 제5호", "Article 22(1)5" } },
	{ "article.22.1.6", { "제22조 제1항 제6호", "Article 22(1)6" } },
	{ "article.22.1.7", { "제22조 제1항 제7호", "Article 22(1)7" } },
	{ "article.22.5", { "제22조 제5항", "Article 22(5)" } },
	{ "article.28_8", { "제28조의8", "Article 28-8" } },
	{ "article.37.38.4", { "제37조, 제38조 제4항", "Articles 37, 38(4)" } },
	{ "article.38.4", { "제38조 제4항", "Article 38(4)" } },
	{ "article.decree.17.1", { "시행령 제17조 제1항", "Decree, Article 17(1)" } },
	{ "article.decree.17.1.59.1",
	  { "시행령 제17조 제1항, 제59조 제1호", "Decree, Articles 17(1), 59(1)" } },
	{ NULL, { NULL, NULL } },
};
