-- The understanding of customers' words. A kind is a file of this name under assent/understand/: it
-- returns { read = function(words) -> answer }; words: normal.lua. An answer is what
-- src/understand.h describes: label or is_..., relation, phones, why.
--
-- All these files together are the version that stands beside a recorded decision.

local import, ipairs = import, ipairs
local _ENV <const> = {}

local normal = import "assent/understand/normal"

local kinds = { "consent", "confirm", "delegate", "source", "withdrawal" }

local M = { kinds = kinds }
for _, kind in ipairs(kinds) do
  local read = import("assent/understand/" .. kind).read
  M[kind] = function(text) return read(normal.words(text)) end
end
return M
