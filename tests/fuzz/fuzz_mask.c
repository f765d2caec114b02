/* Any bytes, and texts made of the pieces that personal data consists of: no crash, spans in order
 * and inside the text, and what is masked holds nothing more of the exact types. */
#include "base.h"
#include "mask.h"
#include "text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes);

static const char *const pieces[] = { "010",
	                              "1234",
	                              "5678",
	                              "-",
	                              " ",
	                              ".",
	                              "+82",
	                              "(",
	                              ")",
	                              "공일공",
	                              "일이삼사",
	                              "이",
	                              "에",
	                              "다시",
	                              "900101",
	                              "1234567",
	                              "5234567",
	                              "4111",
	                              "1111",
	                              "@",
	                              "naver",
	                              ".com",
	                              "hong",
	                              "골뱅이",
	                              "닷",
	                              "컴",
	                              "계좌",
	                              "국민",
	                              "은행",
	                              "주문번호",
	                              "12",
	                              "가",
	                              "3456",
	                              "서울",
	                              "호",
	                              "M",
	                              "A",
	                              "여권",
	                              "면허",
	                              "테헤란로",
	                              "강남구",
	                              "*",
	                              ",",
	                              "/",
	                              "\n",
	                              "\xE2\x80\x8B",
	                              "０",
	                              "１",
	                              "O",
	                              "0",
	                              "1",
	                              "9",
	                              "하나",
	                              "둘",
	                              "번호",
	                              "원",
	                              "x",
	                              "입니다",
	                              "\xE1\x84\x80\xE1\x85\xA1",
	                              "②",
	                              "㈜",
	                              "\xFF",
	                              "02",
	                              "임시",
	                              "사",
	                              "구" };

static char *text_of(const uint8_t *data, size_t *size_bytes)
{
	struct buf b = { 0 };
	if (*size_bytes > 0 && data[0] % 4 == 0) {
		buf_add(&b, data + 1, *size_bytes - 1);
	} else {
		for (size_t i = 0; i < *size_bytes; i++)
			buf_adds(&b, pieces[data[i] % COUNT_OF(pieces)]);
	}
	*size_bytes = b.len_bytes;
	return buf_take(&b);
}

static void check_spans(const struct mask *m, size_t size_bytes)
{
	uint32_t behind = 0;
	for (size_t i = 0; i < m->count; i++) {
		assert(m->spans[i].start >= behind && m->spans[i].start < m->spans[i].end);
		assert(m->spans[i].type < MASK_TYPES && mask_type_name(m->spans[i].type));
		behind = m->spans[i].end;
	}
	assert(behind <= size_bytes);
}

static void check_masked(const struct mask *m)
{
	struct mask again;
	size_t len = strlen(m->masked);
	assert(text_valid(m->masked, len));
	mask_find(m->masked, len, &again);
	for (size_t i = 0; i < again.count; i++) {
		enum mask_type type = again.spans[i].type;
		assert(type != MASK_MOBILE && type != MASK_RRN && type != MASK_FRN &&
		       type != MASK_CARD && type != MASK_EMAIL);
	}
	mask_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	struct mask m;
	char *text = text_of(data, &size_bytes);
	mask_find(text, size_bytes, &m);
	check_spans(&m, size_bytes);
	check_masked(&m);
	if (m.count == 0 && text_valid(text, size_bytes))
		assert(!strcmp(m.masked, text));
	mask_free(&m);
	free(text);
	return 0;
}
