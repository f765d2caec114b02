/* mask_label.c: characters, and the words by which people say what a number is. */
#include <string.h>

#include "base.h"
#include "mask_impl.h"

enum {
	WINDOW = 24,       /* characters before a number in which its bank may be named */
	WINDOW_BEHIND = 6, /* and behind it: "(농협)", " 신한은행입니다" */
	FILLERS_MOST = 3
};

/* ---- characters ---- */

bool mask_is_digit(int32_t c)
{
	return c >= '0' && c <= '9';
}

bool mask_is_latin(int32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool mask_is_hangul(int32_t c)
{
	return c >= 0xAC00 && c <= 0xD7A3;
}

bool mask_is_space(int32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x2028 || c == 0x2029;
}

int32_t mask_lower(int32_t c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

int mask_spoken_digit(int32_t c)
{
	switch (c) {
	case U'공':
	case U'영':
	case U'빵':
		return 0;
	case U'일':
		return 1;
	case U'이':
		return 2;
	case U'삼':
		return 3;
	case U'사':
		return 4;
	case U'오':
		return 5;
	case U'육':
	case U'륙':
		return 6;
	case U'칠':
		return 7;
	case U'팔':
		return 8;
	case U'구':
		return 9;
	default:
		return -1;
	}
}

size_t mask_word_at(const struct mask_text *t, size_t i, const char32_t *word)
{
	size_t n = 0;
	for (; word[n]; n++)
		if (mask_lower(mask_char(t, i + n)) != (int32_t)word[n])
			return 0;
	return n;
}

size_t mask_skip_space(const struct mask_text *t, size_t i, size_t most)
{
	for (; most > 0 && mask_is_space(mask_char(t, i)); most--)
		i++;
	return i;
}

/* ---- what a number counts ---- */

bool mask_unit_at(const struct mask_text *t, size_t i)
{
	static const char32_t *const glued[] = { U"원",   U"만원",  U"천원", U"건",   U"개",
		                                 U"명",   U"회",    U"점",   U"년",   U"분",
		                                 U"초",   U"시간",  U"킬로", U"미터", U"배",
		                                 U"층",   U"위",    U"%",    U"번째", U"마일",
		                                 U"세대", U"포인트" };
	static const char32_t *const loose[] = { U"원", U"km", U"포인트", U"주택" };
	for (size_t k = 0; k < COUNT_OF(glued); k++)
		if (mask_word_at(t, i, glued[k]))
			return true;
	if (mask_char(t, i) == U'대' && !mask_is_hangul(mask_char(t, i + 1)))
		return true;
	size_t next = mask_skip_space(t, i, 1);
	for (size_t k = 0; k < COUNT_OF(loose); k++)
		if (mask_word_at(t, next, loose[k]))
			return true;
	int32_t c = mask_lower(mask_char(t, i));
	return (c == 'm' || c == 'p') && !mask_is_latin(mask_char(t, i + 1));
}

/* ---- names of numbers ---- */

static const struct {
	enum mask_label label;
	const char32_t *words; /* lower case, without spaces within: "주문 번호" is found as well */
} labels[] = {
	{ LABEL_OTHER,
	  U"주문번호 주문코드 예약번호 예약코드 접수번호 호출번호 배차번호 운행번호 티켓 "
	  U"티켓번호 문의번호 상담번호 케이스 케이스번호 사건번호 사고번호 신고번호 "
	  U"민원번호 송장 송장번호 택배번호 등기번호 승인번호 거래번호 결제번호 영수증번호 "
	  U"청구번호 인증번호 인증코드 확인코드 쿠폰 쿠폰번호 기프트카드 상품권번호 "
	  U"일련번호 시리얼 시리얼번호 제품번호 상품번호 상품코드 모델명 모델번호 바코드 "
	  U"관리번호 문서번호 계약번호 오류코드 에러코드 버전 사업자번호 사업자등록번호 "
	  U"법인번호 법인등록번호 법인 order orderno ordernumber ticket ticketno booking "
	  U"tracking invoice version tid" },
	{ LABEL_RESIDENT,
	  U"주민번호 주민등록번호 주민 주민등록증 주민등록 외국인번호 외국인등록번호 "
	  U"외국인등록증 외국인등록 arc registrationnumber" },
	{ LABEL_CARD, U"카드 카드번호 카드넘버 아멕스 card cardnumber" },
	{ LABEL_ACCOUNT, U"계좌 계좌번호 통장 통장번호" },
	{ LABEL_BANK, U"은행 뱅크 국민 kb 신한 우리 하나 농협 nh 기업 ibk 토스 카뱅 케뱅 새마을 "
	              U"새마을금고 우체국 신협 수협 축협 씨티 sc" },
	{ LABEL_PHONE, U"전화 전화번호 연락처 집전화 tel phone" },
	{ LABEL_MOBILE,
	  U"폰 핸드폰 핸드폰번호 휴대폰 휴대폰번호 휴대전화 휴대전화번호 폰번호 hp mobile" },
	{ LABEL_LICENCE, U"면허 면허번호 면허증 면허증번호 licence license" },
	{ LABEL_PASSPORT, U"여권 여권번호 passport passportno passportnumber" },
	{ LABEL_PLATE, U"차번호 차량번호 번호판 차량" },
	{ LABEL_ADDRESS, U"주소 주소지 배송지 자택 우편물 집" },
};

/* What may stand between such a word and its number. */
static const char32_t fillers[] =
	U"은 는 이 가 도 을 를 란 로 으로 요 의 앞자리 번호 뒷자리 확인 넘버 no 불러드릴게요";

/* A Latin abbreviation within a longer word is none: "KBS". */
static bool begins_inside_word(const struct mask_text *t, size_t from)
{
	return mask_is_latin(mask_char(t, from)) && mask_is_latin(mask_char(t, from - 1));
}

/* The next of words that are parted by spaces; its length, 0 behind the last. Moves *words behind
 * it. */
static size_t next_word(const char32_t **words, const char32_t **word)
{
	while (**words == U' ')
		++*words;
	*word = *words;
	while (**words && **words != U' ')
		++*words;
	return (size_t)(*words - *word);
}

/* Length of the word of n characters that ends at `end`, spaces within it counted; 0: another one.
 * */
static size_t word_before(const struct mask_text *t, size_t end, const char32_t *word, size_t n)
{
	size_t i = end;
	for (; n > 0; n--) {
		while (i < end && mask_is_space(mask_char(t, i - 1)))
			i--;
		if (mask_lower(mask_char(t, i - 1)) != (int32_t)word[n - 1])
			return 0;
		i--;
	}
	return end - i;
}

/* The longest of `words` that ends at `end`; its length, or 0. */
static size_t longest_before(const struct mask_text *t, size_t end, const char32_t *words)
{
	const char32_t *word;
	size_t longest = 0;
	for (size_t n; (n = next_word(&words, &word));) {
		size_t found = word_before(t, end, word, n);
		if (found > longest && !begins_inside_word(t, end - found))
			longest = found;
	}
	return longest;
}

static enum mask_label label_ending(const struct mask_text *t, size_t end)
{
	size_t longest = 0;
	enum mask_label found = LABEL_NONE;
	for (size_t k = 0; k < COUNT_OF(labels); k++) {
		size_t n = longest_before(t, end, labels[k].words);
		if (n > longest) {
			longest = n;
			found = labels[k].label;
		}
	}
	return found;
}

static bool is_between(int32_t c)
{
	return mask_is_space(c) || (c < 0x80 && c > 0 && strchr(":#([=-.,/'\"<>|~", (char)c)) ||
	       c == 0xB7 || c == 0x2192 || c == 0x201C || c == 0x2018;
}

enum mask_label mask_label_before(const struct mask_text *t, size_t at)
{
	for (int fills = 0; fills <= FILLERS_MOST; fills++) {
		while (at > 0 && is_between(mask_char(t, at - 1)))
			at--;
		enum mask_label found = at ? label_ending(t, at) : LABEL_NONE;
		if (found != LABEL_NONE)
			return found;
		size_t n = longest_before(t, at, fillers);
		if (n == 0)
			return LABEL_NONE;
		at -= n;
	}
	return LABEL_NONE;
}

/* The first place from which one looks back; what is masked already hides the words before it, so
 * that masking twice finds no more than masking once. */
static size_t window_from(const struct mask_text *t, size_t at)
{
	size_t i = at;
	while (i > 0 && at - i < WINDOW && t->at[i - 1].c != '*')
		i--;
	return i;
}

bool mask_word_near(const struct mask_text *t, size_t at, const char32_t *word)
{
	for (size_t i = window_from(t, at); i < at; i++)
		if (mask_word_at(t, i, word))
			return true;
	return false;
}

bool mask_label_near(const struct mask_text *t, size_t at, enum mask_label wanted)
{
	size_t first = window_from(t, at);
	for (size_t i = at; i > first; i--)
		if (label_ending(t, i) == wanted)
			return true;
	return false;
}

/* ---- banks ---- */

static const char32_t sure_banks[] =
	U"은행 뱅크 계좌 통장 카뱅 케뱅 우체국 신협 수협 축협 bank 예금주 새마을금고";
static const char32_t likely_banks[] =
	U"국민 신한 우리 하나 농협 기업 토스 kb nh ibk 입금 환불 송금 새마을";

static bool one_of(const struct mask_text *t, size_t i, const char32_t *words)
{
	const char32_t *word;
	for (size_t n; (n = next_word(&words, &word));) {
		size_t k = 0;
		while (k < n && mask_lower(mask_char(t, i + k)) == (int32_t)word[k])
			k++;
		if (k == n && !begins_inside_word(t, i) && !mask_word_at(t, i + n, U"카드"))
			return true;
	}
	return false;
}

enum mask_label mask_bank_near(const struct mask_text *t, size_t from, size_t to)
{
	enum mask_label found = LABEL_NONE;
	for (size_t i = window_from(t, from); i < from; i++) {
		if (one_of(t, i, sure_banks))
			return LABEL_ACCOUNT;
		if (one_of(t, i, likely_banks))
			found = LABEL_BANK;
	}
	for (size_t i = to; i < to + WINDOW_BEHIND && mask_char(t, i) != '*'; i++) {
		if (one_of(t, i, sure_banks))
			return LABEL_ACCOUNT;
		if (one_of(t, i, likely_banks))
			found = LABEL_BANK;
	}
	return found;
}

/* ---- regions ---- */

static const char32_t full_regions[] =
	U"서울특별시 부산광역시 대구광역시 인천광역시 광주광역시 대전광역시 울산광역시 "
	U"세종특별자치시 "
	U"강원특별자치도 전북특별자치도 제주특별자치도 경기도 강원도 충청북도 충청남도 전라북도 "
	U"전라남도 "
	U"경상북도 경상남도 제주도 서울시 부산시 대구시 인천시 대전시 울산시 세종시";
/* As plates and licences name them. */
static const char32_t short_regions[] =
	U"서울 부산 대구 인천 광주 대전 울산 세종 경기 경기남부 경기북부 "
	U"강원 충북 충남 전북 전남 경북 경남 제주";

/* The longest of `words` at i; its length, or 0. */
static size_t longest_at(const struct mask_text *t, size_t i, const char32_t *words)
{
	const char32_t *word;
	size_t longest = 0;
	for (size_t n; (n = next_word(&words, &word));)
		if (n > longest && word_before(t, i + n, word, n) == n)
			longest = n;
	return longest;
}

size_t mask_region_at(const struct mask_text *t, size_t i)
{
	size_t n = longest_at(t, i, full_regions);
	return n ? n : longest_at(t, i, short_regions);
}

size_t mask_region_before(const struct mask_text *t, size_t at)
{
	size_t end = at;
	if (mask_is_space(mask_char(t, end - 1)) || mask_char(t, end - 1) == '-')
		end--;
	size_t n = longest_before(t, end, short_regions);
	return n ? end - n : at;
}
