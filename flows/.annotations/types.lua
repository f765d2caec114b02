---@meta
-- Made by `assent annotations`: written anew, so change nothing here.
-- The types of the flow language: what its words take and give back (prelude.lua). Never run. Those
-- not declared here (assent.topic, assent.statement, assent.suggest_state …) `assent annotations`
-- makes of the designer's phrases and of the engine's own tables.

---@alias assent.time integer milliseconds, as minutes(), hours() and days() give them

---@class (exact) assent.flow
---@field title string what agents read
---@field opens assent.opens the facts with which it opens; all must fit
---@field collects? table<assent.field, assent.collect> what it may ask for
---@field run fun(case: assent.case) what happens, from top to bottom; every path ends in case:close

---@class (exact) assent.collect
---@field purpose string why it is needed
---@field type? "phone"

---@class (exact) assent.phrase
---@field kind "statement"|"question"|"notice" said, asked, or the words that ask for a consent
---@field text string the words, with {placeholders}; {third_party:이/가} picks the particle
---@field source string where in the guide the words stand
---@field draft? boolean words that the guide does not give
---@field version? integer raised by one when a notice changes in law; 1 where it is not written
---@field yes? string the button, where it is not the policy's
---@field no? string the button, where it is not the policy's
---@field consent? string of a notice: which consent of policy.lua it asks for
---@field legal? table<string, string> of a notice: what nobody may cut, item = its words
---@field mends? table<string, string> of a notice: item = its words before a typo was mended
---@field tells? ("trip"|"case")[] what the words give away besides their placeholders

---@class assent.answer
---@field state string
---@field reason string|false why it is blocked

---@class (exact) assent.suggested: assent.answer
---@field state assent.suggest_state

---@class (exact) assent.said: assent.answer
---@field state assent.say_state

---@class (exact) assent.confirmed: assent.answer
---@field state assent.confirm_state
---@field yes boolean
---@field no boolean
---@field unclear boolean neither yes nor no, however often it was asked
---@field unanswered boolean
---@field via string|false how the answer came: "button", "message", "attested" …
---@field at integer|false when, in milliseconds since 1970

---@class (exact) assent.consented: assent.answer
---@field state assent.consent_state
---@field granted boolean
---@field via string|false how the answer came: "button", "message", "attested" …
---@field at integer|false when, in milliseconds since 1970

---@class (exact) assent.asked: assent.answer
---@field state assent.ask_state

---@class (exact) assent.heard: assent.answer
---@field state assent.listen_state
---@field kind assent.mark|false what was said or marked; false: nothing came
---@field to assent.role|false whom the caller names, of a delegate_request

---@class (exact) assent.changed_notice
---@field phrase assent.notice
---@field delegate assent.party|false
---@field about assent.topic|false
---@field items string[]|false
---@field values table<string, string|assent.party>|false

---@class (exact) assent.values_within: assent.values
---@field within? assent.time how long to wait; where it is missing, the limit of policy.lua

---@class (exact) assent.consent_options: assent.values_within
---@field delegate? assent.party who is named: a delegation needs one, and it fills {third_party}
---@field about? assent.topic what about; where it is missing, the case's topic
---@field items? string[] what is collected, for the record

---@class assent.marks: { [integer]: assent.mark }
---@field within? assent.time

---@alias assent.on_notice_changed fun(party: assent.party, notice: assent.changed_notice)
