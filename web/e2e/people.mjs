// The cast of the demo by the sign-in links it prints.
const cast = {
  secretary: /王书记|secretary/i,
  collector: /小周|collector/i,
  dispatcher: /老陈|sub.?district.*dispatcher/i,
  district: /区(?!.*街道).*派单|district_dispatcher|district dispatcher/i,
  resident: /孙阿姨|resident/i,
}

/** Opens the one-time link of that person; a link works once, so each scenario may take its person only once. */
export async function sign_in(visitor, demo, who) {
  const path = await demo.link(cast[who])
  await visitor.go(path)
  await visitor.page.waitForURL((url) => !url.pathname.endsWith('/sign-in'))
  await visitor.calm()
}
