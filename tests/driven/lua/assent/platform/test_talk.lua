-- A platform of the tests (tests/suite-outbox): it keeps messages by our key, can be asked for
-- them, and our calls prove themselves as its settings say. It is in the driven program alone.

local url = import "assent/url"

local settings = {
  { name = "scheme", type = "text", default = "bearer", help = "How our calls prove themselves." },
  { name = "client_id", type = "text", help = "Of oauth." },
  { name = "user", type = "text", help = "Of basic." },
  { name = "key", type = "text", help = "Of solapi." },
  { name = "header", type = "text", help = "Of header." },
  { name = "looks", type = "boolean", default = true, help = "Whether it can be asked." },
  { name = "keyed", type = "integer", default = 0, help = "So many seconds it drops copies." },
}

local adapter = { settings = settings, limits = {} }

function adapter.setup(given)
  adapter.looks = given.looks
  adapter.keyed = given.keyed > 0 and given.keyed or nil
  adapter.authorize = { scheme = given.scheme, client_id = given.client_id, user = given.user,
    key = given.key, name = given.header, path = "/oauth/tokens", scope = "write" }
end

function adapter.encode(effect, step)
  local lent = effect.address:match("^lent (.*)")
  if lent then return { url = lent, body = { key = effect.key, text = effect.text } } end
  local path = "/rooms/" .. url.part(effect.address) .. "/messages"
  if step == "look" then
    return { method = "GET", path = path .. "?key=" .. url.part(effect.key),
             headers = { ["X-Tried-At"] = effect.tried_at } }
  end
  local text = effect.text or table.concat(effect.lines or effect.add, "\n")
  return { path = path, headers = { ["X-Key"] = effect.key },
           body = { key = effect.key, text = text } }
end

function adapter.answer(_, response, step)
  local body = type(response.body) == "table" and response.body or {}
  if response.status ~= 200 then
    return body.state and { state = body.state, reason = body.reason, after_s = body.after_s,
                            session = body.session } or nil
  end
  if step == "look" then
    return body.found and { state = "sent", id = body.found }
      or body.absent and { state = "absent" } or nil
  end
  return { state = "sent", id = body.id }
end

return adapter
