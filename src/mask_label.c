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
	const char32_t *word; /* lower case, without spaces: "주문 번호" is found as well */
	enum mask_label label;
} labels[] = {
	{ U"주문번호", LABEL_OTHER },
	{ U"주문코드", LABEL_OTHER },
	{ U"예약번호", LABEL_OTHER },
	{ U"예약코드", LABEL_OTHER },
	{ U"접수번호", LABEL_OTHER },
	{ U"호출번호", LABEL_OTHER },
	{ U"배차번호", LABEL_OTHER },
	{ U"운행번호", LABEL_OTHER },
	{ U"티켓", LABEL_OTHER },
	{ U"티켓번호", LABEL_OTHER },
	{ U"문의번호", LABEL_OTHER },
	{ U"상담번호", LABEL_OTHER },
	{ U"케이스", LABEL_OTHER },
	{ U"케이스번호", LABEL_OTHER },
	{ U"사건번호", LABEL_OTHER },
	{ U"사고번호", LABEL_OTHER },
	{ U"신고번호", LABEL_OTHER },
	{ U"민원번호", LABEL_OTHER },
	{ U"송장", LABEL_OTHER },
	{ U"송장번호", LABEL_OTHER },
	{ U"택배번호", LABEL_OTHER },
	{ U"등기번호", LABEL_OTHER },
	{ U"승인번호", LABEL_OTHER },
	{ U"거래번호", LABEL_OTHER },
	{ U"결제번호", LABEL_OTHER },
	{ U"영수증번호", LABEL_OTHER },
	{ U"청구번호", LABEL_OTHER },
	{ U"인증번호", LABEL_OTHER },
	{ U"인증코드", LABEL_OTHER },
	{ U"확인코드", LABEL_OTHER },
	{ U"쿠폰", LABEL_OTHER },
	{ U"쿠폰번호", LABEL_OTHER },
	{ U"기프트카드", LABEL_OTHER },
	{ U"상품권번호", LABEL_OTHER },
	{ U"일련번호", LABEL_OTHER },
	{ U"시리얼", LABEL_OTHER },
	{ U"시리얼번호", LABEL_OTHER },
	{ U"제품번호", LABEL_OTHER },
	{ U"상품번호", LABEL_OTHER },
	{ U"상품코드", LABEL_OTHER },
	{ U"모델명", LABEL_OTHER },
	{ U"모델번호", LABEL_OTHER },
	{ U"바코드", LABEL_OTHER },
	{ U"관리번호", LABEL_OTHER },
	{ U"문서번호", LABEL_OTHER },
	{ U"계약번호", LABEL_OTHER },
	{ U"오류코드", LABEL_OTHER },
	{ U"에러코드", LABEL_OTHER },
	{ U"버전", LABEL_OTHER },
	{ U"사업자번호", LABEL_OTHER },
	{ U"사업자등록번호", LABEL_OTHER },
	{ U"법인번호", LABEL_OTHER },
	{ U"법인등록번호", LABEL_OTHER },
	{ U"order", LABEL_OTHER },
	{ U"orderno", LABEL_OTHER },
	{ U"ordernumber", LABEL_OTHER },
	{ U"ticket", LABEL_OTHER },
	{ U"ticketno", LABEL_OTHER },
	{ U"booking", LABEL_OTHER },
	{ U"tracking", LABEL_OTHER },
	{ U"invoice", LABEL_OTHER },
	{ U"version", LABEL_OTHER },
	{ U"tid", LABEL_OTHER },
	{ U"주민번호", LABEL_RESIDENT },
	{ U"주민등록번호", LABEL_RESIDENT },
	{ U"주민", LABEL_RESIDENT },
	{ U"주민등록증", LABEL_RESIDENT },
	{ U"주민등록", LABEL_RESIDENT },
	{ U"외국인번호", LABEL_RESIDENT },
	{ U"외국인등록번호", LABEL_RESIDENT },
	{ U"외국인등록증", LABEL_RESIDENT },
	{ U"외국인등록", LABEL_RESIDENT },
	{ U"arc", LABEL_RESIDENT },
	{ U"registrationnumber", LABEL_RESIDENT },
	{ U"카드", LABEL_CARD },
	{ U"카드번호", LABEL_CARD },
	{ U"카드넘버", LABEL_CARD },
	{ U"아멕스", LABEL_CARD },
	{ U"card", LABEL_CARD },
	{ U"cardnumber", LABEL_CARD },
	{ U"계좌", LABEL_ACCOUNT },
	{ U"계좌번호", LABEL_ACCOUNT },
	{ U"통장", LABEL_ACCOUNT },
	{ U"통장번호", LABEL_ACCOUNT },
	{ U"은행", LABEL_BANK },
	{ U"뱅크", LABEL_BANK },
	{ U"국민", LABEL_BANK },
	{ U"kb", LABEL_BANK },
	{ U"신한", LABEL_BANK },
	{ U"우리", LABEL_BANK },
	{ U"하나", LABEL_BANK },
	{ U"농협", LABEL_BANK },
	{ U"nh", LABEL_BANK },
	{ U"기업", LABEL_BANK },
	{ U"ibk", LABEL_BANK },
	{ U"토스", LABEL_BANK },
	{ U"카뱅", LABEL_BANK },
	{ U"케뱅", LABEL_BANK },
	{ U"새마을", LABEL_BANK },
	{ U"새마을금고", LABEL_BANK },
	{ U"우체국", LABEL_BANK },
	{ U"신협", LABEL_BANK },
	{ U"수협", LABEL_BANK },
	{ U"축협", LABEL_BANK },
	{ U"씨티", LABEL_BANK },
	{ U"sc", LABEL_BANK },
	{ U"전화", LABEL_PHONE },
	{ U"전화번호", LABEL_PHONE },
	{ U"연락처", LABEL_PHONE },
	{ U"집전화", LABEL_PHONE },
	{ U"tel", LABEL_PHONE },
	{ U"phone", LABEL_PHONE },
	{ U"핸드폰", LABEL_MOBILE },
	{ U"핸드폰번호", LABEL_MOBILE },
	{ U"휴대폰", LABEL_MOBILE },
	{ U"휴대폰번호", LABEL_MOBILE },
	{ U"휴대전화", LABEL_MOBILE },
	{ U"휴대전화번호", LABEL_MOBILE },
	{ U"폰번호", LABEL_MOBILE },
	{ U"hp", LABEL_MOBILE },
	{ U"mobile", LABEL_MOBILE },
	{ U"면허", LABEL_LICENCE },
	{ U"면허번호", LABEL_LICENCE },
	{ U"면허증", LABEL_LICENCE },
	{ U"면허증번호", LABEL_LICENCE },
	{ U"licence", LABEL_LICENCE },
	{ U"license", LABEL_LICENCE },
	{ U"여권", LABEL_PASSPORT },
	{ U"여권번호", LABEL_PASSPORT },
	{ U"passport", LABEL_PASSPORT },
	{ U"passportno", LABEL_PASSPORT },
	{ U"passportnumber", LABEL_PASSPORT },
	{ U"차번호", LABEL_PLATE },
	{ U"차량번호", LABEL_PLATE },
	{ U"번호판", LABEL_PLATE },
	{ U"차량", LABEL_PLATE },
	{ U"주소", LABEL_ADDRESS },
	{ U"주소지", LABEL_ADDRESS },
	{ U"배송지", LABEL_ADDRESS },
	{ U"자택", LABEL_ADDRESS },
	{ U"우편물", LABEL_ADDRESS },
	{ U"집", LABEL_ADDRESS },
};

/* What may stand between such a word and its number. */
static const char32_t *const fillers[] = { U"은",   U"는",   U"이",     U"가",          U"도",
	                                   U"을",   U"를",   U"란",     U"로",          U"으로",
	                                   U"요",   U"의",   U"앞자리", U"번호",        U"뒷자리",
	                                   U"확인", U"넘버", U"no",     U"불러드릴게요" };

/* Length of the word that ends at `end`, spaces within it counted; 0: another one. */
static size_t word_before(const struct mask_text *t, size_t end, const char32_t *word)
{
	size_t n = 0, i = end;
	while (word[n])
		n++;
	while (n > 0) {
		while (i > 0 && i < end && mask_is_space(t->at[i - 1].c))
			i--;
		if (i == 0 || mask_lower(t->at[i - 1].c) != (int32_t)word[n - 1])
			return 0;
		i--;
		n--;
	}
	return end - i;
}

/* A Latin abbreviation within a longer word is none: "KBS". */
static bool begins_inside_word(const struct mask_text *t, size_t from)
{
	return from > 0 && mask_is_latin(t->at[from].c) && mask_is_latin(t->at[from - 1].c);
}

static enum mask_label label_ending(const struct mask_text *t, size_t end)
{
	size_t longest = 0;
	enum mask_label found = LABEL_NONE;
	for (size_t k = 0; k < COUNT_OF(labels); k++) {
		size_t n = word_before(t, end, labels[k].word);
		if (n > longest && !begins_inside_word(t, end - n)) {
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
		while (at > 0 && is_between(t->at[at - 1].c))
			at--;
		enum mask_label found = at ? label_ending(t, at) : LABEL_NONE;
		if (found != LABEL_NONE)
			return found;
		size_t n = 0;
		for (size_t k = 0; k < COUNT_OF(fillers) && n == 0; k++)
			n = word_before(t, at, fillers[k]);
		if (n == 0)
			return LABEL_NONE;
		at -= n;
	}
	return LABEL_NONE;
}

/* The first place from which one looks back; what is masked already hides the words before it, so that masking
 * twice finds no more than masking once. */
static size_t window_from(const struct mask_text *t, size_t at)
{
	size_t i = at;
	while (i > 0 && at - i < WINDOW && t->at[i - 1].c != '*')
		i--;
	return i;
}

enum mask_label mask_label_near(const struct mask_text *t, size_t at, enum mask_label wanted)
{
	size_t first = window_from(t, at);
	for (size_t i = at; i > first; i--)
		if (label_ending(t, i) == wanted)
			return wanted;
	return LABEL_NONE;
}

/* ---- banks ---- */

static const char32_t *const sure_banks[] = { U"은행", U"뱅크",   U"계좌",      U"통장", U"카뱅",
	                                      U"케뱅", U"우체국", U"신협",      U"수협", U"축협",
	                                      U"bank", U"예금주", U"새마을금고" };
static const char32_t *const likely_banks[] = { U"국민", U"신한", U"우리", U"하나",   U"농협",
	                                        U"기업", U"토스", U"kb",   U"nh",     U"ibk",
	                                        U"입금", U"환불", U"송금", U"새마을", U"카카오" };

static bool one_of(const struct mask_text *t, size_t i, const char32_t *const *words, size_t count)
{
	for (size_t k = 0; k < count; k++) {
		size_t n = mask_word_at(t, i, words[k]);
		if (n && !begins_inside_word(t, i) && !mask_word_at(t, i + n, U"카드"))
			return true;
	}
	return false;
}

enum mask_label mask_bank_near(const struct mask_text *t, size_t from, size_t to)
{
	enum mask_label found = LABEL_NONE;
	for (size_t i = window_from(t, from); i < from; i++) {
		if (one_of(t, i, sure_banks, COUNT_OF(sure_banks)))
			return LABEL_ACCOUNT;
		if (one_of(t, i, likely_banks, COUNT_OF(likely_banks)))
			found = LABEL_BANK;
	}
	for (size_t i = to; i < to + WINDOW_BEHIND && mask_char(t, i) != '*'; i++) {
		if (one_of(t, i, sure_banks, COUNT_OF(sure_banks)))
			return LABEL_ACCOUNT;
		if (one_of(t, i, likely_banks, COUNT_OF(likely_banks)))
			found = LABEL_BANK;
	}
	return found;
}

/* ---- regions ---- */

static const char32_t *const regions[] = {
	U"서울특별시",     U"부산광역시",     U"대구광역시",     U"인천광역시",
	U"광주광역시",     U"대전광역시",     U"울산광역시",     U"세종특별자치시",
	U"강원특별자치도", U"전북특별자치도", U"제주특별자치도", U"경기도",
	U"강원도",         U"충청북도",       U"충청남도",       U"전라북도",
	U"전라남도",       U"경상북도",       U"경상남도",       U"제주도",
	U"서울시",         U"부산시",         U"대구시",         U"인천시",
	U"대전시",         U"울산시",         U"세종시",         U"서울",
	U"부산",           U"대구",           U"인천",           U"광주",
	U"대전",           U"울산",           U"세종",           U"경기",
	U"강원",           U"충북",           U"충남",           U"전북",
	U"전남",           U"경북",           U"경남",           U"제주"
};

size_t mask_region_at(const struct mask_text *t, size_t i)
{
	for (size_t k = 0; k < COUNT_OF(regions); k++) {
		size_t n = mask_word_at(t, i, regions[k]);
		if (n)
			return n;
	}
	return 0;
}

size_t mask_region_before(const struct mask_text *t, size_t at)
{
	size_t end = at;
	if (end > 0 && mask_is_space(t->at[end - 1].c))
		end--;
	for (size_t k = 0; k < COUNT_OF(regions); k++) {
		size_t n = word_before(t, end, regions[k]);
		if (n && n <= 3)
			return end - n;
	}
	return at;
}
