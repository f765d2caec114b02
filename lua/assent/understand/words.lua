-- Words that answers are made of, as parts of PCRE2 patterns over `plain` text (normal.lua). Blanks
-- are left to chance in chat: one may stand behind every syllable. Where a word must begin behind
-- one, the pattern says so (W.start).
--
-- Capitals stand for what varies in writing; a text in one spelling has none.

local concat = table.concat
local _ENV <const> = {}

local syllable <const> = "([\xEA-\xED][\x80-\xBF][\x80-\xBF])([+*?]*)({?[%d,]*}?)"

-- "네{1,3}" -> "(?:네 ?+){1,3}"
local function spaced(list)
  return (list:gsub(syllable, function(s, sign, count)
    local how = sign .. count
    if how == "" then return s .. " ?+" end
    return "(?:" .. s .. " ?+)" .. how
  end))
end

-- Y: 해요 해여 해용 해유; D: 합니다 합니당 합니더; G: 할게요 할께요; M: 없습니다 없심더
local endings = "(?<Y>[요여용유욤염욥욧] ?+)(?<G>[게께] ?+)"
  .. spaced "(?<D>니다요?|니당|니더|미다|닙니다|니다아|니닷|니다앙|니다아앙)"
  .. spaced "(?<M>습니다요?|습니닷|슴다|슴니다|습니당|심더|습니더|읍니다)"

---@param list string words with blanks between them; | ( ) ? + mean what they mean in PCRE2, and
---no class of characters holds a syllable
---@return string one group of alternatives
local function any(list)
  local joined = list:gsub("^%s+", ""):gsub("%s+$", ""):gsub("%s+", "|")
  return "(?:" .. spaced(joined):gsub("%u", "(?&%0)") .. ")"
end

local W = { any = any }
local defined = { endings }

-- A part that patterns call by its name, so that it stands in each only once.
local function define(name, part)
  defined[#defined + 1] = "(?<" .. name .. ">" .. part .. ")"
  W[name] = "(?&" .. name .. ")"
end

W.start = "(?<![가-힣])" -- not in the middle of a word

-- Between words. Two dots and more are a hesitation: only a full sentence outweighs it.
W.sep = "[.,~!:·ㆍ、。・^ ]*+"

-- Signs of a friendly mind. What can be meant the other way (ㅋㅋ 😂 🙄 ㅠㅠ) is none of them.
define("smile", any "ㅎ++ 😊 🙂 😀 😄 😃 ☺ 🤗 ❤ 💕 💛 🥰 🙇 🙇♂ 🙇♀ ^^ :\\)")

define("person", any "저는 전 저도 저두 저희는 저희도 저 제가 나는 난 나도 나두 내가 본인은 우리는 저야 나야")

local kin = any [[
  남편 신랑 아내 와이프 집사람 마누라 배우자 처 부인 어머니 어머님 엄마 어무이 모친 아버지 아버님 아빠 부친 부모님 아들 아들내미 딸 딸내미 자녀 동생 남동생 여동생 형
  형님 오빠 누나 누님 언니 형제 자매 시어머니 시아버지 장모님 장인어른 사위 며느리 할머니 할아버지 삼촌 이모 이모부 고모 고모부 조카 사촌 가족 친구 지인 후배 선배 동료
  직장동료 회사동료 회사직원 직원 부장님 과장님 팀장님 사장님 대표님 비서 차주 차주인 차량주인 차량소유자 소유주 탑승자 동승자 승객 이용자 탑승하신분 타신분 탄사람 제3자
  상대방 그분 그사람 그친구 이분 이사람 걔 그쪽 그애 남자친구 여자친구 남친 여친 애인 약혼자
]]
define("somebody", "(?:" .. any "제 저희 우리 내 그 이 해당 우리집 저희집" .. "?" .. kin .. "(?:[님분씨들] ?+)*)")
define("with", any "이랑 랑 하고 과 와 한테 에게 께 한테서 쪽이랑 쪽에 쪽으로 쪽과 과의 와의 이랑의 하고의 에대한")

-- What the talk is about. No particle that sets it against something else (은, 는, 도, 만).
local matter = any [[
  요금 요금조정 사고 사고처리 환불 분실물 보험 보험처리 수리 차량 대리 대리운전 서비스 서비스이용 이용 이번 이 그 해당 이번일 그일 불편 불편사항 이용불편 민원 문의 접수
  결제 이번사고 이번이용 대리이용 대리호출
]]
local piece = any "건 문제 내용 부분 일 사항"
local link = any [[
  관련해 관련해서 관련하여 관련된 관련한 관련으로 관련 건으로 문제로 내용으로 일로 에대해 에대해서 에대한 에관해 에관해서 에관한 때문에 건에 내용에 사항에
]]
define("about", "(?:" .. matter .. piece .. link .. "?|" .. matter .. "?" .. link .. "|" .. any [[
  개인정보 제개인정보 정보 제정보 개인정보를 제개인정보를 정보를 제정보를 개인정보의 연락처를 제연락처를 서비스이용에 필요한 상담에
]] .. ")")

-- What is asked to be allowed.
define("act", any [[
  상담 상담진행 진행 통화 통화진행 연락 전화 대화 얘기 이야기 말씀 처리 안내 수집 이용 수집이용 수집및이용 수집·이용 수집,이용 제공 활용 처리진행 위임 상담위임 위임상담
  대리상담 대신상담 제3자상담 협의 조율 문의 전달 확인 해결 개인정보수집 개인정보이용 개인정보수집이용 개인정보수집및이용 개인정보수집·이용 개인정보제공 개인정보처리
  개인정보활용 정보제공 정보수집 정보이용 연락처제공 제3자제공
]])
define("object", any "을 를 에 에대해 에대해서 에대한 에관해 및 과 와 · 건 건에")

-- A number beside the answer, in digits or spoken.
local digits = "(?:\\+?\\(?\\d[\\d(). \\-]{6,18}\\d|[공영일이삼사오육륙칠팔구에 \\-]{9,24})[. ]?"
define("number", "(?:" .. W.somebody .. "?" .. any "의" .. "?"
  .. any "번호는 전화번호는 연락처는 연락처 번호 전화번호 핸드폰은 폰번호는 폰은 전화는"
  .. "?[: ]*" .. digits .. any [[
  입D 이에Y 예Y 이고Y 이구Y 이Y Y 로연락주세Y 으로연락주세Y 로전화주세Y 으로전화주세Y 로하세Y 으로하세Y 로연락하세Y 으로연락하세Y 로연락해주세Y 로전화해주세Y
  로전화하세Y 번입D 번이에Y 번이Y 로연락부탁드립D 로연락부탁드려Y 로부탁드립D
]] .. "?)")

-- The pure sounds before an answer.
define("sound", W.start .. any "아++ 어++ 음++ 흠 에 저기 저기Y 아이고 야 하이고" .. "|" .. W.start .. "그 ")
define("thanks", any [[
  감사합D 감사해Y 감사드립D 감사드려Y 고맙M 고마워Y 고마워 수고하세Y 수고하십시오 수고하셔Y 수고많으십D 수고많으세Y 고생하세Y 고생많으십D 고생많으세Y 잘부탁드립D
  잘부탁드려Y 잘부탁해Y 부탁드립D 부탁드려Y 부탁해Y 부탁합D 부탁할G요 땡큐 땡큐요 ㄱㅅ ㄱㅅㄱㅅ 🙏
]])
define("greeting", any "안녕하세Y 안녕하십니까 여보세Y 반갑M 상담사님 상담원님 고객센터님 선생님")
define("sorry", any [[
  죄송하지만 죄송한데 죄송한데Y 죄송합D 죄송해Y 죄송합니다만 미안하지만 미안한데 미안한데Y 미안해Y 미안합D 미안해 말씀은감사하지만 감사하지만 고맙지만 유감이지만 아쉽지만
  ㅈㅅ
]])

---@return string what every pattern of these words must hold
function W.define() return "(?(DEFINE)" .. concat(defined) .. ")" end

return W
