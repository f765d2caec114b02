-- Answers to a yes/no question that is no consent: "본인 맞으신가요?", "다시 연락드려도 괜찮으실까요?". What
-- grants or denies there is yes or no here, and some words more are. Who only asks to deal with somebody
-- else ("제 남편과 통화해 주세요") has not said yes: neither that it is him, nor that he has time.

local import, pattern = import, pattern
local _ENV <const> = {}

local W = import "assent/understand/words"
local consent = import "assent/understand/consent"
local delegate = import "assent/understand/delegate"
local any = W.any

local is_so = any [[
  맞아Y 맞M 맞음 맞아 맞다 맞지Y 맞죠 맞심더 맞어Y 맞는데Y 본인맞아Y 본인맞M 본인맞는데Y 본인입D 본인이에Y 본인인데Y 접D 접니다 저예Y 저에Y 전데Y 접니다만
  저맞아Y 저맞M 제가맞아Y 제가맞M 제가불렀어Y 제가불렀M 제가호출했어Y 제가호출했M 제가부른거맞아Y 제가부른거맞M 제가이용했어Y 제가이용했M 제가탔어Y 제가탔M
  통화가능합D 통화가능해Y 통화됩D 통화돼Y 통화괜찮아Y 통화괜찮M 연락주셔도됩D 연락주셔도돼Y 연락주셔도괜찮아Y 연락하셔도됩D 연락하셔도돼Y 다시연락주세Y 다시전화주세Y
]]
local is_not = any [[
  아닌데Y 아닌디Y 아닙니다만 본인아닙D 본인아니에Y 본인아닌데Y 본인이아닙D 본인이아니에Y 본인이아닌데Y 제가아닙D 제가아니에Y 제가아닌데Y 저아닙D 저아니에Y 저아닌데Y
  저는아닌데Y 다른사람입D 다른사람이에Y 다른사람인데Y 잘못거셨어Y 잘못거셨M 잘못거신것같아Y 잘못거신거같아Y 전화잘못거셨어Y 전화잘못거셨M 전화잘못하셨어Y 번호잘못아셨어Y
  번호가잘못됐어Y 그런사람아닙D 그런사람아닌데Y 그런사람아니에Y 그런사람없어Y 그런사람없M 그런사람없는데Y 부른적없어Y 부른적없M 부른적없는데Y 호출한적없어Y 호출한적없M
  호출한적없는데Y 이용한적없어Y 이용한적없M 이용한적없는데Y 안불렀어Y 안불렀M 안불렀는데Y 대리부른적없어Y 대리부른적없는데Y 사람잘못보셨어Y
]]

local beside = "(?:" .. W.thanks .. "|" .. W.greeting .. "|" .. W.smile .. "|" .. W.sorry .. "|"
  .. W.sound .. ")"
local yes_word = W.start .. any "네{1,3} 넵{1,2} 넹+ 예{1,2} 옙 응{1,2} ㅇㅇ+"
local no_word = W.start .. any "아니Y 아니오 아뇨 아닙D 아니에Y 아녜Y 아니 ㄴㄴ+"

local function whole(word, core)
  return pattern("\\A(?:(?:" .. word .. "|" .. beside .. ")" .. W.sep .. ")*" .. W.person .. "?"
    .. core
   .. "(?:" .. W.sep .. "(?:" .. word .. "|" .. core .. "|" .. beside .. "))*" .. W.sep .. "\\z"
      .. W.define())
end
local yes, no = whole(yes_word, is_so), whole(no_word, is_not)

local says_yes = pattern("\\A(?:" .. beside .. W.sep .. ")*" .. yes_word .. W.define())

local function read(w)
  local answer = consent.read(w)
  if answer.label == "grant" and not says_yes:test(w.plain) and delegate.read(w).is_delegate_request then
    return { label = "unclear", why = "다른 분과 이야기해 달라는 말" }
  end
  if answer.label ~= "unclear" or #w.plain > consent.longest then return answer end
  local label = yes:test(w.plain) and "grant" or no:test(w.plain) and "deny"
  if not label then return answer end
  return consent.decided(label, w.plain)
end

return { read = read }
