return policy {
  limits = {
    suggest = minutes(30), confirm = hours(2), consent = hours(24), ask = hours(2), listen = hours(24),
  },
  reask = 1,
  buttons = { yes = "네", no = "아니요" },
  consents = {
    delegation = { by = "caller", expires = days(30), law = "provision" },
    collection = { by = "self", only = "non_member" },
    news = { by = "self", law = "marketing" },
  },
  gate = {
    tell = {
      caller = { public = {}, trip = {}, case = {}, contact = "never" },
      third_party = { public = {}, trip = { "delegation", "collection" }, case = { "delegation" }, contact = "never" },
      driver = { public = {}, trip = "never", case = "never", contact = "never" },
    },
    contact = { caller = {}, third_party = { "delegation" }, driver = {} },
    hold = { third_party = { "delegation" } },
  },
  exceptions = {},
}
