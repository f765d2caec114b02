-- play_voice.lua: the language in which `assent play` speaks to whoever sits at its terminal. It is
-- set once, before anything is said.

local import, sentence = import, sentence
local terms = import "assent/play_words"
local _ENV <const> = nil

local language = "ko"
local M = {}

---@param as "ko"|"en"
function M.speak(as)
  language = as
  return true
end

function M.language() return language end

---@param code string  of a row term.…
function M.say(code, values) return sentence("term." .. code, values, language) end

-- A line of a play, or its head: a row play.…
function M.line(code, values) return sentence("play." .. code, values, language) end

function M.word(list, meaning) return terms.named(list, meaning, language) end

function M.role(r) return terms.named(terms.roles, r, language) end

-- What the engine has recorded or refused.
function M.told(text) return sentence("play.told", { text = text }, language) end

return M
