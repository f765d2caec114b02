---@meta
-- Made by `assent annotations`: written anew, so change nothing here.

---`minutes(number)`
---시간. `within`과 `case:wait`에 쓴다.
---@param number number
---@return assent.time
function minutes(number) end

---`hours(number)`
---시간. `within`과 `case:wait`에 쓴다.
---@param number number
---@return assent.time
function hours(number) end

---`days(number)`
---시간. `within`, `case:wait`, 정책의 `expires`에 쓴다.
---@param number number
---@return assent.time
function days(number) end

---`flow { title = "…", opens = { … }, collects = { … }, run = function(case) … end }`
---흐름 하나. `<흐름>/flow.lua`가 돌려주는 것.
---@param flow assent.flow
---@return assent.flow
function flow(flow) end

---`phrases { language = "ko", placeholders = { … }, words = { … }, <phrase> = { … } }`
---모든 문구. `phrases/ko.lua`가 돌려주는 것.
---@param phrases table<string, table|string>
---@return table
function phrases(phrases) end

---`policy { limits = { … }, reask = 1, buttons = { … }, consents = { … }, gate = { … } }`
---누구에게 무엇을 말해도 되는지, 얼마나 기다리는지. `policy.lua`가 돌려주는 것.
---@param policy table<string, any>
---@return table
function policy(policy) end

---`say.<phrase>`
---`phrases/ko.lua`의 문구를 이름으로 가리킨다.
---@type assent.say
say = {}

---케이스의 한 사람.
---@class (exact) assent.party
---@field role assent.role
---@field member boolean
local Party = {}

---`party:suggest(say.<statement>, { <placeholder> = text or party, within = time })`
---그분께 드릴 말을 상담사에게 제안하고, 말하거나 건너뛸 때까지 기다린다. 봇이 응대하면 바로 보낸다.
---@param phrase assent.statement
---@param values? assent.values_within
---@param opts? assent.values_within
---@return assent.suggested
function Party:suggest(phrase, values, opts) end

---`party:say(say.<statement>, { <placeholder> = text or party })`
---상담사를 거치지 않고 그분께 보내고, 기다리지 않고 다음 줄로 간다.
---@param phrase assent.statement
---@param values? assent.values
---@return assent.said
function Party:say(phrase, values, opts) end

---`party:confirm(say.<question>, { <placeholder> = …, hears = { "<mark>", … }, within = time })`
---네/아니요로 답할 것을 묻고 답을 기다린다. 동의가 아닌 질문("본인 맞으신가요?")에 쓴다.
---@param phrase assent.question
---@param values? assent.confirm_options
---@param opts? assent.confirm_options
---@return assent.confirmed
function Party:confirm(phrase, values, opts) end

---`party:consent(say.<notice>, { delegate = party, about = topic, items = { … }, within = time })`
---동의 하나를 따로 묻고, 답을 기다려 기록한다.
---@param notice assent.notice
---@param values? assent.consent_options
---@param opts? assent.consent_options
---@return assent.consented
function Party:consent(notice, values, opts) end

---`party:ask("<party>.phone", say.<question>, { <placeholder> = …, within = time })`
---흐름의 `collects`에 적은 값을 묻고 답을 기다린다. 이미 아는 값이면 묻지 않는다.
---@param field assent.field
---@param phrase assent.question
---@param values? assent.values_within
---@param opts? assent.values_within
---@return assent.asked
function Party:ask(field, phrase, values, opts) end

---`party:listen { "delegate_request", …, within = time }`
---적은 일 가운데 하나를 그분이 글로 말하거나 상담사가 표시할 때까지 기다린다.
---@param marks assent.marks
---@return assent.heard
function Party:listen(marks) end

---`party:knows "phone"`
---그분의 연락처를 아는가.
---@param field "phone"
---@return boolean
function Party:knows(field) end

---흐름이 맡은 케이스. 사람들과, 흐름이 볼 수 있는 사실.
---@class (exact) assent.case
---@field parties assent.parties
---@field topic assent.topic
---@field inbound assent.role|"none" 먼저 연락한 사람. 없으면 "none"
---@field booked_for_other boolean 대신 불러주기를 썼는가
---@field caller_is_passenger boolean 호출자가 탑승자인가
local Case = {}

---`case:step "title"`
---여기서 시작하는 단계의 이름. 상담사 화면에 보인다.
---@param title string
function Case:step(title) end

---`case:note "text"`
---상담사만 보는 메모를 남긴다.
---@param text string
function Case:note(text) end

---`case:close "outcome"`
---어떻게 끝났는지 한 낱말로 적고 케이스를 끝낸다. 아래 줄은 실행되지 않는다.
---@param outcome string
function Case:close(outcome) end

---`case:now()`
---지금 시각(1970년부터의 밀리초).
---@return integer
function Case:now() end

---`case:wait(time)`
---그만큼 기다린다.
---@param time assent.time
function Case:wait(time) end

---`case:random(n)`
---1부터 n까지의 정수 가운데 하나.
---@param n integer
---@return integer
function Case:random(n) end

---`case:uuid()`
---다른 어디에도 없는 이름 하나.
---@return string
function Case:uuid() end

---`case:whenever("<mark>", function(party, event) … end)`
---언제든 그 일이 생기면 먼저 할 일. 마치면 하던 곳으로 돌아온다.
---@param mark assent.mark
---@param fn fun(party: assent.party, event: assent.heard)
---@overload fun(self: assent.case, mark: "notice_changed", fn: assent.on_notice_changed)
function Case:whenever(mark, fn) end
