-- play_menu.lua: what can happen now, as a short menu. To choose an item is to type its line of a
-- play, so there is one way in, and whoever reads along learns to write plays.

---@class MenuItem
---@field label string
---@field before string    of the line
---@field after string?    of the line, behind what is asked for
---@field ask string?      what is asked for; nil: the line is whole
---@field given string?    stands in the prompt already
---@field example string?  what an empty answer means

---@class MenuGroup
---@field name string
---@field items MenuItem[]

local import, ipairs, string, table = import, ipairs, string, table
local terms, writer = import "assent/play_words", import "assent/play_write"
local _ENV <const> = nil

local word = terms.named

local function role(r) return word(terms.roles, r) end

-- Parties of the play in the order of all.
local function parties(play)
  local out = {}
  for _, r in ipairs(terms.role_names) do
    if play.parties[r] then out[#out + 1] = r end
  end
  return out
end

local function third_party(play)
  for _, r in ipairs(parties(play)) do
    if r ~= "caller" and r ~= "driver" then return r end
  end
end

-- ---- the agent ----

-- The newest offer of each party: it is what a play's "상담사: 보냄" means.
local function offers(view)
  local out, count = {}, 0
  for _, s in ipairs(view.suggestions) do
    if s.state == "offered" then
      if not out[s.party] then count = count + 1 end
      out[s.party] = s
    end
  end
  return out, count
end

local function offer_group(s, alone)
  local head = alone and "상담사: " or "상담사(" .. role(s.party) .. "): "
  local items = {
    { label = "보냄", before = head .. "보냄" },
    { label = "읽어 줌", before = head .. "읽어 줌" },
    { label = "고쳐서 보냄", before = head .. "고쳐서 보냄: ", ask = "고친 글", given = s.text },
    { label = "자기 말", before = head .. "자기 말: ", ask = "상담사가 하는 말" },
    { label = "건너뜀", before = head .. "건너뜀: ", ask = "이유", example = "이미 말씀드림" },
  }
  if s.purpose == "confirm" or s.purpose == "ask" then
    items[#items + 1] = { label = "이미 물음", before = head .. "이미 물음" }
  end
  return { name = "상담사(" .. role(s.party) .. ")", items = items }
end

-- ---- the people ----

local spoken = {
  confirm = { "네, 맞아요", '네, 통화, "네, 맞습니다"' },
  consent = { "네, 동의합니다", '네, 통화, "네, 동의합니다"' },
}

local requests = {
  passenger = "저는 안 탔어요. 탑승자와 통화하세요.", spouse = "제 남편과 통화해 주세요.",
  vehicle_owner = "차주와 통화해 주세요.", other = "다른 분과 통화해 주세요.",
}

local function question_of(view, r)
  for _, w in ipairs(view.waits) do
    if w.party == r and (w.kind == "confirm" or w.kind == "consent" or w.kind == "ask") then
      return w
    end
  end
end

local function button_items(items, view, w)
  local shown
  for _, m in ipairs(view.messages) do
    if m.question == w.id and m.buttons and #m.buttons > 0 then shown = m.buttons end
  end
  for _, b in ipairs(shown or {}) do
    local line = "[" .. b.label .. "]"
    items[#items + 1] = { label = line, before = role(w.party) .. ": " .. line }
  end
end

local function ask_items(items, w)
  local owner = w.field:match("^([%l_]+)%.phone$")
  local head = "상담사 입력(" .. (owner and role(owner) .. " 연락처" or w.field) .. "): "
  items[#items + 1] = { label = "번호 입력", before = head, ask = "번호", example = "010-5555-1234" }
  items[#items + 1] = { label = "안 알려 줌", before = head .. "거절" }
end

local function listen_items(items, view, play, r)
  for _, w in ipairs(view.waits) do
    for _, mark in ipairs(w.kind == "listen" and w.party == r and w.marks or {}) do
      local third = mark == "delegate_request" and third_party(play)
      local head = string.format("상담사 표시(%s): %s", role(r), word(terms.marks, mark))
      items[#items + 1] = {
        label = "표시: " .. word(terms.marks, mark), before = third and head .. " → " or head,
        ask = third and "누구와" or nil, given = third and role(third) or nil,
      }
    end
  end
end

local function example_of(view, play, r, w)
  if w and w.kind == "ask" then return "010-5555-1234입니다." end
  if w then return spoken[w.kind][1] end
  for _, one in ipairs(view.waits) do
    if one.kind == "listen" and one.party == r then return requests[third_party(play)] end
  end
  return "잠시만요."
end

local function person_group(view, play, r)
  local items, w = {}, question_of(view, r)
  if w then button_items(items, view, w) end
  if w and w.kind == "ask" then ask_items(items, w) end
  listen_items(items, view, play, r)
  items[#items + 1] = {
    label = "말하기", before = role(r) .. ": ", ask = role(r) .. "의 말",
    example = example_of(view, play, r, w),
  }
  if w and w.kind ~= "ask" then
    items[#items + 1] = {
      label = "말로 들은 답", before = "상담사 기록(" .. role(r) .. "): ",
      ask = "답(네·아니요·불명확), 방법(통화·채팅·문자·대면), \"들은 말\"", given = spoken[w.kind][2],
    }
  end
  return { name = role(r), items = items }
end

-- ---- time, and what may come at any time ----

local limit_names = {
  suggest = "제안 기한", confirm = "답 기한", consent = "동의 기한", ask = "답 기한", listen = "기다림 끝",
  wait = "기다림 끝",
}

local function time_group(view, wake_ms)
  local items, why = {}, "동의 만료"
  if not wake_ms then return { name = "시간", items = items } end
  for _, w in ipairs(view.waits) do
    if w.left_ms == wake_ms then why = limit_names[w.kind] end
  end
  local span = writer.span(wake_ms) .. " 뒤"
  items[1] = { label = span .. " (" .. why .. ")", before = span }
  return { name = "시간", items = items }
end

local function any_group(view, play)
  local items, people = {}, parties(play)
  for _, mark in ipairs { "withdrawal", "source_complaint", "callback_request" } do
    items[#items + 1] = {
      label = word(terms.marks, mark), before = "상담사 표시(", ask = "누가",
      given = #people > 1 and role(people[1]) or nil, example = role(people[1]),
      after = "): " .. word(terms.marks, mark),
    }
  end
  for _, r in ipairs(people) do
    local p = view.parties[r]
    local to = p and p.mode == "bot" and "상담사" or "봇"
    items[#items + 1] = {
      label = role(r) .. " → " .. to, before = string.format("상담사 전환(%s): %s", role(r), to),
    }
  end
  return { name = "언제든지", items = items }
end

-- ---- the whole ----

-- Whom is waited for stands first, so that Enter goes on.
local function menu(view, play, wake_ms)
  local out, later = {}, {}
  local by_party, count = offers(view)
  for _, r in ipairs(parties(play)) do
    if by_party[r] then out[#out + 1] = offer_group(by_party[r], count == 1) end
  end
  for _, r in ipairs(parties(play)) do
    local group = person_group(view, play, r)
    local to = #group.items > 1 and out or later
    to[#to + 1] = group
  end
  for _, group in ipairs(later) do out[#out + 1] = group end
  out[#out + 1] = time_group(view, wake_ms)
  out[#out + 1] = any_group(view, play)
  return view.status == "open" and out or {}
end

local waits = {
  suggest = "상담사가 제안을 보내기를", confirm = "답을", consent = "동의 여부를", ask = "연락처를",
  listen = "말하기를", wait = "시간이 지나기를",
}

-- "호출자의 답을 기다림, 2시간 안에"
local function waiting(w)
  local what = waits[w.kind] or w.kind
  if w.state == "offered" and w.kind ~= "suggest" then what = "상담사가 묻기를" end
  local within = w.left_ms and w.left_ms > 0 and writer.span(w.left_ms) .. " 안에" or nil
  return what .. " 기다림" .. (within and " (" .. within .. ")" or "")
end

-- One line: what the case waits for.
local function status(view)
  if view.status == "closed" then return "케이스가 끝났습니다" end
  if view.status ~= "open" then return "케이스가 멈췄습니다" end
  local out = {}
  for _, w in ipairs(view.waits) do
    local who = w.kind == "wait" and "" or role(w.party) .. ": "
    out[#out + 1] = who .. waiting(w)
  end
  return table.concat(out, " · ")
end

return { menu = menu, status = status, waiting = waiting, word = word }
