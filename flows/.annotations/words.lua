---@meta
-- Made by `assent annotations`: written anew, so change nothing here.

---`minutes(number)`
---A time, for `within` and `case:wait`.
---@param number number
---@return assent.time
function minutes(number) end

---`hours(number)`
---A time, for `within` and `case:wait`.
---@param number number
---@return assent.time
function hours(number) end

---`days(number)`
---A time, for `within`, `case:wait` and `expires`.
---@param number number
---@return assent.time
function days(number) end

---`flow { title = "…", opens = { … }, collects = { … }, run = function(case) … end }`
---A flow: what the file `<flow>/flow.lua` returns.
---@param flow assent.flow
---@return assent.flow
function flow(flow) end

---`phrases { language = "ko", placeholders = { … }, words = { … }, <phrase> = { … } }`
---All texts: what the file `phrases/ko.lua` returns.
---@param phrases table<string, table|string>
---@return table
function phrases(phrases) end

---`policy { limits = { … }, reask = 1, buttons = { … }, consents = { … }, gate = { … } }`
---What may be told to whom, and how long is waited: what the file `policy.lua` returns.
---@param policy table<string, any>
---@return table
function policy(policy) end

---`say.<phrase>`
---A phrase of `phrases/ko.lua`, by its name.
---@type assent.say
say = {}

---A person of a case.
---@class (exact) assent.party
---@field role assent.role
---@field member boolean
local Party = {}

---`party:suggest(say.<statement>, { <placeholder> = text or party, within = time })`
---Offers the agent a statement for that party, and waits until it was said or skipped. Where the
---party is served by the bot, it is sent.
---@param phrase assent.statement
---@param values? assent.values_within
---@param opts? assent.values_within
---@return assent.suggested
function Party:suggest(phrase, values, opts) end

---`party:say(say.<statement>, { <placeholder> = text or party })`
---Sends a statement to that party itself, past the agent, and goes on at once.
---@param phrase assent.statement
---@param values? assent.values
---@return assent.said
function Party:say(phrase, values, opts) end

---`party:confirm(say.<question>, { <placeholder> = text or party, within = time })`
---Asks yes or no, where it is no consent ("is it you who ordered?"), and waits for the answer.
---@param phrase assent.question
---@param values? assent.values_within
---@param opts? assent.values_within
---@return assent.confirmed
function Party:confirm(phrase, values, opts) end

---`party:consent(say.<notice>, { delegate = party, about = topic, items = { … }, within = time })`
---Asks one person for one consent, alone, waits for the answer and records it.
---@param notice assent.notice
---@param values? assent.consent_options
---@param opts? assent.consent_options
---@return assent.consented
function Party:consent(notice, values, opts) end

---`party:ask("<party>.phone", say.<question>, { <placeholder> = …, within = time })`
---Asks for a value that the flow declares in `collects`, and waits for it. A value that is known
---already is not asked for.
---@param field assent.field
---@param phrase assent.question
---@param values? assent.values_within
---@param opts? assent.values_within
---@return assent.asked
function Party:ask(field, phrase, values, opts) end

---`party:listen { "delegate_request", …, within = time }`
---Waits until one of these is said by that party, or marked by the agent.
---@param marks assent.marks
---@return assent.heard
function Party:listen(marks) end

---`party:knows "phone"`
---Is that party's number known?
---@param field "phone"
---@return boolean
function Party:knows(field) end

---The case that the flow serves: its people, and what a flow may see of its facts.
---@class (exact) assent.case
---@field parties assent.parties
---@field topic assent.topic
---@field inbound assent.role|"none" who contacted us first
---@field booked_for_other boolean 대신 불러주기
---@field caller_is_passenger boolean
local Case = {}

---`case:step "title"`
---Names the part of the flow that begins here, for the agent's screen.
---@param title string
function Case:step(title) end

---`case:note "text"`
---Leaves a note that only agents see.
---@param text string
function Case:note(text) end

---`case:close "outcome"`
---Ends the case with a word for how it ended. Nothing behind it runs.
---@param outcome string
function Case:close(outcome) end

---`case:now()`
---The time, in milliseconds since 1970.
---@return integer
function Case:now() end

---`case:wait(time)`
---Waits.
---@param time assent.time
function Case:wait(time) end

---`case:random(n)`
---A whole number from 1 to n.
---@param n integer
---@return integer
function Case:random(n) end

---`case:uuid()`
---A name that no other case uses.
---@return string
function Case:uuid() end

---`case:whenever("<mark>", function(party, event) … end)`
---What is to be done first whenever that comes; then the flow goes on where it was.
---@param mark assent.mark
---@param fn fun(party: assent.party, event: assent.heard)
---@overload fun(self: assent.case, mark: "notice_changed", fn: assent.on_notice_changed)
function Case:whenever(mark, fn) end
