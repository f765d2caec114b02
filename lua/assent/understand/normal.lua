-- What every reader of customers' words looks at: the text in one spelling.

local unicode, pattern = unicode, pattern
local _ENV <const> = {}

local blanks = pattern "[ ]+"
local apart = pattern "(?<![가-힣])(?:[가-힣] ){3,}[가-힣](?![가-힣])" -- 철 회 합 니 다

local function joined(plain)
  local first, last = apart:find(plain)
  if not first then return plain end
  return plain:sub(1, first - 1) .. blanks:gsub(plain:sub(first, last), "") .. plain:sub(last + 1)
end

---@class Words
---@field text string as it was written
---@field plain string full-width and decomposed letters in one spelling, lower case, without
---zero-width characters; white space is one blank; ㅇㅇ stays ㅇㅇ (src/text.h, text_spelling); a
---word set letter by letter is joined
---@field tight string plain without blanks: spacing in Korean chat is left to chance

---@param text string
---@return Words
local function words(text)
  local plain = joined(unicode.spelling(text))
  return { text = text, plain = plain, tight = blanks:gsub(plain, "") }
end

return { words = words }
