---@meta
-- The types of the flow language: what its words take and give back (prelude.lua). Never run. Those
-- not declared here (assent.topic, assent.statement, assent.suggest_state …) `assent annotations`
-- makes of the designer's phrases and of the engine's own tables.

---@alias assent.time integer minutes(), hours(), days()가 돌려주는 시간(밀리초)

---@class (exact) assent.flow
---@field title string 상담사가 읽는 이름
---@field opens assent.opens 언제 열리는가. 적은 것이 모두 맞아야 한다
---@field collects? table<assent.field, assent.collect> 물어도 되는 값
---@field run fun(case: assent.case) 위에서 아래로 일어나는 일. 어느 길이든 case:close로 끝난다

---@class (exact) assent.collect
---@field purpose string 왜 필요한가
---@field type? "phone"

---@class (exact) assent.phrase
---@field kind "statement"|"question"|"notice" 말하기, 묻기, 동의 안내
---@field text string 나가는 글. {이름}은 값으로 바뀌고, {third_party:이/가}는 조사를 맞춘다. 중괄호 자체는 {{
---@field source? string 가이드의 어디인가
---@field draft? boolean 가이드에 없어 확인이 필요한 글
---@field version? integer 동의 안내의 뜻이 달라지면 하나 올린다. 적지 않으면 1
---@field yes? string 버튼 글. 적지 않으면 policy.lua의 것
---@field no? string 버튼 글. 적지 않으면 policy.lua의 것
---@field consent? string 동의 안내만: policy.lua의 어느 동의를 묻는가
---@field legal? table<string, string> 동의 안내만: 상담사가 고쳐도 지울 수 없는 글(항목 = 그 글)
---@field mends? table<string, string> 동의 안내만: 오타를 고친 항목의 고치기 전 글
---@field to? (assent.role|"third_party")[] 이 글을 들을 사람. 다른 분께 나가면 assent check가 알려 준다
---@field tells? ("trip"|"case")[] 자리표시가 없어도 글이 알려 주는 것

---@class assent.answer
---@field state string
---@field reason string|false 왜 막혔는가. 막히지 않았으면 false

---@class (exact) assent.suggested: assent.answer
---@field state assent.suggest_state

---@class (exact) assent.said: assent.answer
---@field state assent.say_state

---@class (exact) assent.confirmed: assent.answer
---@field state assent.confirm_state
---@field yes boolean
---@field no boolean
---@field unclear boolean 다시 물어도 분명하지 않았다
---@field unanswered boolean
---@field via string|false 답이 온 길: "button", "message", "attested" …
---@field at integer|false 답한 시각(1970년부터의 밀리초)
---@field kind assent.mark|false 말했거나 표시된 일. 없었으면 false
---@field to assent.role|false 통화 위임 요청이 지목한 사람. 없으면 false

---@class (exact) assent.consented: assent.answer
---@field state assent.consent_state
---@field granted boolean
---@field via string|false 답이 온 길: "button", "message", "attested" …
---@field at integer|false 답한 시각(1970년부터의 밀리초)

---@class (exact) assent.asked: assent.answer
---@field state assent.ask_state

---@class (exact) assent.heard: assent.answer
---@field state assent.listen_state
---@field kind assent.mark|false 말했거나 표시된 일. 없었으면 false
---@field to assent.role|false 통화 위임 요청이 지목한 사람. 없으면 false

---@class (exact) assent.changed_notice
---@field phrase assent.notice
---@field delegate assent.party|false
---@field about assent.topic|false
---@field items string[]|false
---@field values table<string, string|assent.party>|false

---@class (exact) assent.values_within: assent.values
---@field within? assent.time 기다리는 시간. 적지 않으면 policy.lua의 limits

---@class (exact) assent.confirm_options: assent.values_within
---@field hears? assent.mark[] 함께 들을 일: "delegate_request", "callback_request"

---@class (exact) assent.consent_options: assent.values_within
---@field delegate? assent.party 위임받는 사람. {third_party}도 채운다
---@field about? assent.topic 무엇에 대한 동의인가. 적지 않으면 케이스의 주제
---@field items? string[] 모으는 항목. 기록에 남는다

---@class assent.marks: { [integer]: assent.mark }
---@field within? assent.time

---@alias assent.on_notice_changed fun(party: assent.party, notice: assent.changed_notice)
