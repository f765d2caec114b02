-- The table of flows/policy.lua with short limits.
return policy {
  limits = {
    suggest = minutes(30), confirm = minutes(40), consent = minutes(50), ask = minutes(60),
    listen = minutes(70),
  },
  reask = 1,
  buttons = { yes = "네", no = "아니요" },
  consents = {
    delegation = { by = "caller", expires = days(30) },
    collection = { by = "self", only = "non_member" },
  },
  gate = {
    tell = {
      caller = { public = {}, trip = {}, case = {}, contact = "never" },
      third_party = {
        public = {}, trip = { "delegation", "collection" }, case = { "delegation", "collection" },
        contact = "never",
      },
      driver = { public = {}, trip = "never", case = "never", contact = "never" },
    },
    contact = { caller = {}, third_party = { "delegation" }, driver = {} },
    hold = { third_party = { "delegation" } },
  },
}
