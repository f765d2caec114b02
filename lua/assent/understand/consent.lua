-- Consent answers: grant, deny or unclear, from the text alone: granted is only what a careful
-- compliance officer would take as a clear, unconditional yes.
--
-- A yes must explain every word of the text (consent/yes.lua). A no is a predicate of refusal that
-- nothing else in the text takes back (consent/no.lua). All else is unclear, and a person is asked
-- again with buttons: that costs a minute, an invented yes costs a person's right.

local import, pattern, utf8, pcall, concat = import, pattern, utf8, pcall, table.concat
local _ENV <const> = {}

local yes = import "assent/understand/consent/yes"
local no = import "assent/understand/consent/no"

local longest <const> = 600 -- bytes, some 180 syllables: an answer is shorter
local shown <const> = 60 -- characters of the deciding words

local signs = pattern [=[[\x{2640}\x{2642}\x{200D}\x{FE0F}\x{1F3FB}-\x{1F3FF}]]=]
local quotes = pattern [=[[“”„‟«»「」『』《》〈〉]]=]
local apostrophes = pattern [=[[‘’‚‛`´]]=]
local waves = pattern [=[[〜～∼˜]]=]
local dashes = pattern [=[[‐‑‒–—―−]]=]
-- The blank behind a sigh, and a 안 or 못 that begins a word.
local sigh = pattern [=[(?<=^[아어음흠오에야내]|[ .,!~][아어음흠오에야내])[ ]]=]
local an = pattern [=[(?:(?<=^)|(?<=[ .,!~]))안(?!녕|내|전|심|부|경|양|주|과|산|동|에|쪽|으로|이[라었에])]=]
local mot = pattern [=[(?:(?<=^)|(?<=[ .,!~]))못]=]
local drawn = pattern [=[(?<=[가-힣])[ ]?~+[ ]?(?=[가-힣])]=]
-- What a yes beside facts holds: only such texts are worth the long look (yes.told).
local agreed = pattern("(?:동[의으]|찬성|허락|승낙|수락|승인|[됩돼되]|진행|주[세시십셔]|그렇게" ..
  "|(?:연락|전화|통화|상담)[하해])")
local between = pattern [=[(?<=[가-힣ㄱ-ㅣ¬])[ ](?=[가-힣ㄱ-ㅣ¬])]=]
local mark = pattern "¬"
local question = pattern [=[[?¿؟⁇❓❔]]=]
local sentence = pattern [=[[^.!?。…]+[.!?。…]*]=]
-- A question that asks nothing: 뭘 믿고 동의해요
local rhetorical = pattern [=[(?:왜|뭘믿고|어떻게|뭐하러|뭣하러)[가-힣]{0,8}?(?:동의|허락)[가-힣]{0,4}]=]
local part = pattern [=[[^.!,;。！，、；]*[.!,;。！，、； ]*]=]
local korean = pattern [=[[가-힣ㄱ-ㅣ]]=]

---The text as one spells it, and without blanks between Hangul: people set them as they like. ¬
---keeps the place of a 안 or 못 that began a word, for 미안 and 제안 end in one; a comma that of a
---sigh, for 아 and 내 begin 아내.
local function spelt(plain)
  local s = signs:gsub(plain, "")
  s = apostrophes:gsub(quotes:gsub(s, '"'), "'")
  s = dashes:gsub(waves:gsub(s, "~"), "-")
  local t = mot:gsub(an:gsub(sigh:gsub(s, ", "), "¬안"), "¬못")
  return s, between:gsub(drawn:gsub(t, " "), "")
end

-- "아니요 아 잘못 눌렀네요 네 동의합니다": what was sent by mistake, or taken back, counts no more.
local mistake = [=[(?:잘못 ?(?:눌[렀럿]|누[르른름]|쳤|친|침|썼|적었|보냈|보낸|답했)|오타|실수(?:로|였|예|입|에|요)?)]=] ..
  [=[[^ .,!?~]{0,8}[ .,!~…ㅋㅎㅠㅜ]]=]
local bare = "(?:네+|예|넵|응|ㅇㅇ+|아니[요오]?|아뇨|ㄴㄴ+|동의합니다|동의해요|안 ?해요|싫어요)"
local mistaken = pattern("^(?:" .. bare .. "[ .,!~ㅋㅎㅠㅜ]*)?(?:아+|앗|어|엇)?[ ,.!]*" .. mistake ..
  "+([^?]+)$")
local only_mistaken = pattern(mistake .. "*$")
local on_second_thought = pattern "^[^?]{0,40}(?:아 아니다|아니 ?아니(?:다|요|야)?|아니지 참)[ .,!~…]+([^?]{3,})$"
local regardless = pattern "[?][ ]*(?:그래도|그럼|그러면|아무튼|어쨌든|됐고)[ ,]*([^?]+)$"

---The first group of a match, or nil.
local function group(p, text)
  local first, _, words = p:find(text)
  if first then return words or text end
end

---The words of refusal in a sentence that is no question.
local function refusal_in(t)
  local from = 1
  while from <= #t do
    local first, last = sentence:find(t, from)
    if not first then return nil end
    local one = t:sub(first, last)
    local words = group(no.core, one)
    if words and (no.raised:test(one) or not (question:test(one) or no.asks:test(one))) then
      return words
    end
    from = last + 1
  end
end

local function foreign_no(s)
  local core = not no.foreign_against:test(s) and group(no.foreign_core, s)
  if core then return core end
  for i = 1, #no.foreign do
    local words = group(no.foreign[i], s)
    if words then return words end
  end
end

---Where the last clause begins, if it is a refusal by itself; else 1.
local function last_refusal(t)
  local _, last = no.clause_end:find(t)
  return last and last + 1 or 1
end

---What takes the refusal back, or nil. What stands in an earlier clause can only contradict it.
local function taken_back(s, t)
  local from = last_refusal(t)
  local clause = t:sub(from)
  for i = 1, #no.against do
    local words = group(no.against[i][2], no.against[i].anywhere and t or clause)
    if words then return no.against[i][1] .. ": " .. words end
  end
  local too = group(no.yes_too, rhetorical:gsub(t, "")) or group(no.then_yes, s)
  if too then return "그렇다고도 하고 아니라고도 함: " .. too end
end

local parts_max <const> = 8

---A yes in another language among its sentences, if nothing in the others doubts it.
local function foreign_yes(s)
  local parts, at = {}, 1
  while at <= #s do
    local first, last = part:find(s, at)
    if not first or #parts == parts_max then return false end
    parts[#parts + 1] = s:sub(first, last)
    at = last + 1
  end
  for first = 1, #parts do
    for last = first, #parts do
      if yes.strong:test(concat(parts, "", first, last)) then
        local others = concat(parts, "", 1, first - 1) .. "." .. concat(parts, "", last + 1)
        return not yes.foreign_doubt:test(others)
      end
    end
  end
  return false
end

---@return string? words, string? against
local function refused(s, t)
  if not korean:test(s) then return foreign_no(s) or group(no.whole, t) end
  local words = group(no.whole, t)
  if words then return words end
  words = refusal_in(t)
  if not words and not question:test(t) and #t < 90 then words = group(no.first, t) end
  if not words then return nil end
  local against = taken_back(s, t)
  if against then return nil, against end
  return words
end

local function quote(text)
  local n = utf8.len(text)
  if n and n > shown then text = text:sub(1, utf8.offset(text, shown + 1) - 1) .. "…" end
  return "'" .. text .. "'"
end

local function decided(label, words)
  return { label = label, why = quote(words), words = words }
end

local function unclear(why)
  return { label = "unclear", why = why }
end

local function decide(w)
  if w.tight == "" then return unclear "빈 글" end
  if #w.plain > longest then return unclear "답으로 읽기에는 긴 글" end
  if only_mistaken:test(w.plain) then return unclear "잘못 보냈다는 답" end
  local instead = group(mistaken, w.plain)
  local refusal = not instead and (group(on_second_thought, w.plain) or group(regardless, w.plain))
  local s, t = spelt(instead or w.plain)
  if refusal and refused(spelt(refusal)) then return decided("deny", w.plain) end
  local asks = question:test(t)
  if not asks and (yes.strong:test(t) or yes.bare:test(t)) then return decided("grant", w.plain) end
  local refuses, against = refused(s, t)
  if refuses then return decided("deny", w.plain) end
  if not asks and not korean:test(s) and foreign_yes(s) then return decided("grant", w.plain) end
  if not asks and not against and agreed:test(t) and yes.told:test(t) then
    return decided("grant", w.plain)
  end
  if against then return unclear(mark:gsub(against, "")) end
  return unclear((asks and "물음: " or "분명한 대답이 아님: ") .. quote(w.plain))
end

-- A search that goes beyond its limit has understood nothing.
local function read(w)
  local fine, answer = pcall(decide, w)
  return fine and answer or unclear "풀이하기에는 복잡한 글"
end

return { read = read, decided = decided, longest = longest }
