-- What every reader of customers' words looks at: the text in one spelling.

local unicode, pattern = unicode, pattern
local _ENV <const> = {}

local blanks = pattern "[ ]+"

---@class Words
---@field text string as it was written
---@field plain string full-width and decomposed letters in one spelling, lower case, without
---zero-width characters; white space is one blank; ㅇㅇ stays ㅇㅇ (src/text.h, text_spelling)
---@field tight string plain without blanks: spacing in Korean chat is left to chance

---@param text string
---@return Words
local function words(text)
  local plain = unicode.spelling(text)
  return { text = text, plain = plain, tight = blanks:gsub(plain, "") }
end

return { words = words }
