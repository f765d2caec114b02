-- scaffold.lua: what `assent new` writes: a flow with its first dialogue, and the phrases that it
-- says, as drafts.

---@class NewFlow
---@field flow string    "lost_item"; its phrases begin with it, and its topic is called so
---@field title string   what agents read; the topic's word, where the topic is new
---@field topic string   the topic's word, as plays name it
---@field yes string     the policy's button
---@field inbound boolean             the caller contacted us, in the dialogue
---@field comes boolean               the flow opens so too
---@field caller_is_passenger boolean
---@field booked_for_other boolean
---@field phrases string              the text of phrases/ko.lua
---@field topic_line integer?         where its list of topics begins; nil: the topic is there
---@field english string?             the text of phrases/en.lua, where that is
---@field english_topic_line integer?

local ipairs, string, tostring, utf8 = ipairs, string, tostring, utf8
local _ENV <const> = nil

local flow_text <const> = [[
-- @title@. `assent new`가 만든 초안이다: 무엇을 어떤 순서로 할지 고쳐 쓴다.

return flow {
  title = "@title@",
  opens = {
    topic = "@flow@",
    inbound = @opens_inbound@,
    caller_is_passenger = @caller_is_passenger@,
    booked_for_other = @booked_for_other@,
  },

  run = function(case)
    local caller = case.parties.caller

    case:step "호출자 확인"
    local talk = caller:confirm(say.@flow@_greeting)
    if not talk.yes then return case:close "caller_busy" end

    case:step "안내"
    caller:suggest(say.@flow@_answer)
    case:close "consulted"
  end,
}
]]

local play_text <const> = [[
# `assent new`가 만든 첫 대화. 흐름을 고치면 함께 고치고, 거절과 무응답도 하나씩 적는다.
제목: 호출자가 통화할 수 있어 안내를 듣는다
흐름: @flow@
사실: 주제=@topic@, 탑승자=@rider@, 대신 불러주기=@booking@
호출자: 회원@came@
---
단계: 호출자 확인
상담사 제안(호출자): @greeting@
상담사: 보냄
호출자: [@yes@]
단계: 안내
상담사 제안(호출자): @answer@
상담사: 보냄
종료: consulted
]]

local phrases_text <const> = [[

  -- @title@ (초안) -----------------------------------------------------------------------------

  @flow@_greeting = {
    kind = "question",
    draft = true,
    source = "가이드에 없음 (assent new의 초안)",
    text = "@greeting@",
  },

  @flow@_answer = {
    kind = "statement",
    draft = true,
    source = "가이드에 없음 (assent new의 초안)",
    text = "@answer@",
  },
]]

local english_text <const> = [[

  -- @title@ (초안) -----------------------------------------------------------------------------

  @flow@_greeting = {
    draft = true,
    text = "Hello. This is the support centre. Can you talk for a moment?",
  },

  @flow@_answer = {
    draft = true,
    text = "We would like to tell you what we have found out.",
  },
]]

local function filled(text, values)
  return (string.gsub(text, "@([%l_]+)@", values))
end

-- Where the n-th line begins.
local function line_start(text, n)
  local at = 1
  for _ = 2, n do at = string.find(text, "\n", at, true) + 1 end
  return at
end

-- line: where the list of topics begins; nil: the topic is there
local function with_topic(m, text, line, word)
  if not line then return text end
  local brace = string.find(text, "{", line_start(text, line), true)
  -- a comment stays beside its brace
  local rest = string.match(text, "^[ \t]*%-%-[^\n]*", brace + 1) or ""
  local entry = "\n      " .. m.flow .. " = \"" .. word .. "\","
  return string.sub(text, 1, brace) .. rest .. entry .. string.sub(text, brace + 1 + #rest)
end

-- Before the last brace of the file; nil: something else stands at its end.
local function with_phrases(text, more)
  local body, tail = string.match(text, "^(.*%S)%s*(}%s*)$")
  if not body then return nil end
  local comma = string.find(body, "[,{;]$") and "" or ","
  return body .. comma .. "\n" .. more .. tail
end

local M = {}

-- A word is of the title's language; where that is another, the name of the flow is English.
local function has_hangul(text) return string.find(text, "[\xEA-\xED][\x80-\xBF]") ~= nil end
local function english_word(m)
  return has_hangul(m.topic) and string.gsub(m.flow, "_", " ") or m.topic
end

---{ flow, play, phrases, english }: texts; no `phrases` (`english`) where they cannot be added.
---word_made, english_word_made: the topic's new word where it was not given in that language.
---@param m NewFlow
function M.make(m)
  local values = {
    flow = m.flow, title = m.title, topic = m.topic, yes = m.yes,
    greeting = "안녕하세요. 고객센터입니다. 잠시 통화 가능하실까요?",
    answer = "확인한 내용을 안내드리겠습니다.",
    opens_inbound = m.inbound and '"caller"' or m.comes and '{ false, "caller" }' or "false",
    caller_is_passenger = tostring(m.caller_is_passenger),
    booked_for_other = tostring(m.booked_for_other),
    rider = m.caller_is_passenger and "호출자 본인" or "다른 사람",
    booking = m.booked_for_other and "사용" or "사용 안 함",
    came = m.inbound and ", 인입" or "",
  }
  return {
    flow = filled(flow_text, values), play = filled(play_text, values),
    phrases = with_phrases(with_topic(m, m.phrases, m.topic_line, m.topic),
      filled(phrases_text, values)),
    english = m.english and with_phrases(
      with_topic(m, m.english, m.english_topic_line, english_word(m)),
      filled(english_text, values)),
    word_made = m.topic_line and not has_hangul(m.topic) and m.topic or nil,
    english_word_made = m.english_topic_line and has_hangul(m.topic) and english_word(m) or nil,
  }
end

-- What stands in the way of a title: it is quoted in Lua, and a word of a play's head.
function M.refuses_title(title)
  if string.find(title, "[%c\"\\,=@]") then
    return "it must do without \" \\ , = @ and line breaks"
  end
  local length = utf8.len(title)
  if not length or length < 1 or length > 40 then return "it must have 1 to 40 characters" end
  for _, bad in ipairs { "^%s", "%s$" } do
    if string.find(title, bad) then return "it must not begin or end with a blank" end
  end
  return false
end

return M
