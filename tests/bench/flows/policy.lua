-- For the bench: what the guide's policy says, as short as it goes.
return policy {
  limits = {
    suggest = minutes(30), confirm = hours(2), consent = hours(24), ask = hours(2),
    listen = hours(24),
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
        public = {}, trip = { "delegation" }, case = { "delegation" }, contact = "never",
      },
      driver = { public = {}, trip = "never", case = "never", contact = "never" },
    },
    contact = { caller = {}, third_party = { "delegation" }, driver = {} },
    hold = { third_party = { "delegation" } },
  },
}
