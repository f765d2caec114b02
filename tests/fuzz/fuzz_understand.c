/* Any text as a customer's words, and texts made of the pieces that answers consist of: each kind
 * answers within its limits; no text without a word that says yes is a grant, and none with a piece
 * that spoils one. */
#include "base.h"
#include "text.h"
#include "understand.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes);

static struct understand *reader;

/* One of these stands in every yes. */
static const char *const yes_words[] = {
	"네",         "예",       "넵",       "넹",      "넴",      "녭",     "녜",
	"냅",         "옙",       "엡",       "옛",      "응",      "웅",     "엉",
	"ㅇㅇ",       "ㅇㅋ",     "ㅇㄷㅇ",   "오케",    "오키",    "오켕",   "옥케이",
	"콜",         "그래",     "그려",     "그류",    "그럼",    "그러",   "그라",
	"그카",       "그르",     "그렇",     "그리",    "그대로",  "이대로", "말씀",
	"안내",       "암",       "하모",     "하이소",  "허이소",  "허세",   "물론",
	"당연",       "당근",     "오냐",     "얼마",    "좋",      "조아",   "죠아",
	"조씀",       "찬성",     "동",       "둥의",    "ㄷㅇ",    "승인",   "승낙",
	"수락",       "허",       "위임",     "이의",    "맡",      "문제",   "도",
	"진행",       "시는거",   "시는것",   "👍",       "👌",       "🙆",      "✅",
	"⭕",          "🆗",        "✔",        "☑",       "💯",       "🙋",      "y",
	"ok",         "ya",       "sure",     "agree",   "consent", "accept", "approve",
	"go",         "please",   "absolut",  "definit", "certain", "course", "problem",
	"fine",       "alright",  "allright", "ido",     "you",     "happy",  "objection",
	"permission", "pleasure", "sounds",   "okay",    "好",      "可",     "同意",
	"是",         "行",       "没",       "沒",      "当",      "當",     "愿",
	"请",         "允",       "接",       "は",      "え",      "う",     "い",
	"同",         "承",       "了",       "構",      "か",      "問",     "も",
	"大",         "進",       "お",       "賛",      "オ",      "v",      "d",
	"đ",          "e",        "c",        "ừ",       "t",       "n",      "h",
	"m",
};

static bool says_yes(const char *text)
{
	char *plain = text_spelling(text), *to = plain;
	bool found = false;
	for (const char *from = plain; *from; from++)
		if (*from != ' ')
			*to++ = *from;
	*to = 0;
	for (size_t i = 0; i < COUNT_OF(yes_words); i++)
		found = found || strstr(plain, yes_words[i]);
	free(plain);
	return found;
}

/* Bytes that are no text become blanks: no door lets them in. */
static char *text_of(const uint8_t *data, size_t size_bytes)
{
	char *text = xstrndup((const char *)data, size_bytes);
	size_t len = strlen(text);
	for (size_t i = 0; i < len;) {
		size_t n = 1;
		while (n < 4 && i + n <= len && !text_valid(text + i, n))
			n++;
		if (i + n > len || !text_valid(text + i, n)) {
			text[i] = ' ';
			n = 1;
		}
		i += n;
	}
	return text;
}

static const char *const pieces[] = {
	" ",          "네",         "예",     "응",   "동의",   "합니다",     "해요",
	"할게요",     "하겠습니다", "한다",   "하고", "하니까", "괜찮",       "아요",
	"습니다",     "하셔도",     "해도",   "돼요", "됩니다", "진행",       "상담",
	"남편",       "이랑",       "한테",   "의",   "을",     "에",         "통화",
	"하세요",     "해주세요",   "그렇게", "그럼", "저는",   "제가",       "바빠서",
	"부탁드려요", "감사합니다", "좋아요", "물론", "당연히", "알겠습니다", "맞아요",
	"요",         "하",         "그래",   "어",   "음",     "요금",       "건",
	"관련해서",   "개인정보",   "수집",   "이용", "대신",   "빨리",       "다",
	"ㅎㅎ",       "👍",          ".",      ",",    "~",      "!",          "010-1234-5678",
	"yes",        "ok",         "please",

};
static const char *const spoilers[] = {
	"?",    "면",   "못",   "싫",   "않",   "까요", "대요", "나중에", "근데",   "말고",
	"빼고", "아니", "왜",   "취소", "라고", "만약", "ㅋㅋ", "다면",   "퍽이나", "대서",
	"더라", "글쎄", "모르", "거절", "반대", "🙅",    "no",   "but",    "if",

};

/* Each byte is a piece; *spoilt: one of them takes a yes back. */
static char *text_of_pieces(const uint8_t *data, size_t size_bytes, bool *spoilt)
{
	struct buf text = { 0 };
	for (size_t i = 0; i < size_bytes; i++) {
		size_t n = data[i] % (COUNT_OF(pieces) + COUNT_OF(spoilers));
		bool spoils = n >= COUNT_OF(pieces);
		buf_adds(&text, spoils ? spoilers[n - COUNT_OF(pieces)] : pieces[n]);
		*spoilt = *spoilt || spoils;
	}
	return buf_take(&text);
}

static void ask(const char *text, bool no_grant)
{
	static const char *const kinds[] = { "consent", "confirm", "delegate", "source",
		                             "withdrawal" };
	struct err e = { 0 };
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (!understand_knows(reader, kinds[i]))
			continue;
		json_t *answer = understand_text(reader, kinds[i], text, &e);
		if (!answer)
			abort();
		const char *label = json_string_value(json_object_get(answer, "label"));
		if (i == 0 && label && !strcmp(label, "grant") && no_grant)
			abort();
		json_decref(answer);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	struct err e = { 0 };
	bool spoilt = false;
	if (!reader)
		reader = understand_new(&e);
	if (!reader)
		abort();
	char *text = text_of(data, size_bytes);
	ask(text, !says_yes(text));
	free(text);
	text = text_of_pieces(data, size_bytes, &spoilt);
	ask(text, spoilt);
	free(text);
	return 0;
}
