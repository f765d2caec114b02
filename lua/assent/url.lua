-- url.lua: parts of addresses.

local url = {}

---One part of a path, escaped by RFC 3986: letters, digits and -._~ stay.
---@param text string
---@return string
function url.part(text)
  local out = {}
  for i = 1, #text do
    local b = text:byte(i)
    local plain = b >= 48 and b <= 57 or b >= 65 and b <= 90 or b >= 97 and b <= 122
      or b == 45 or b == 46 or b == 95 or b == 126
    out[i] = plain and string.char(b) or string.format("%%%02X", b)
  end
  return table.concat(out)
end

return url
