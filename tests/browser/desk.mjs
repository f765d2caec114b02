// The page as people use it: every act is a click or typing, every step waits for what the screen then shows.

export async function signIn(page, address, name = '김하나') {
  await page.goto(address);
  await page.getByLabel('상담사 이름').fill(name);
  await page.getByRole('button', { name: '시작하기' }).click();
  await page.getByRole('heading', { name: '케이스', exact: true }).waitFor();
}

export function desk(page) {
  const offered = () => page.locator('article.suggestion.offered').first();
  const phone = (party) => page.locator(`section.phone[data-party="${party}"]`);

  // Does one act and waits until the case has gone on: the newest suggestion is another, or its state is.
  async function use(label) {
    const card = offered();
    await card.waitFor();
    const id = await card.getAttribute('data-suggestion');
    await card.getByRole('button', { name: label, exact: true }).click();
    await page.locator(`article.suggestion.offered[data-suggestion="${id}"]`).waitFor({ state: 'detached' });
  }
  async function mine(party, text) {
    await phone(party).locator('.bubble.mine', { hasText: text }).last().waitFor();
  }
  return {
    page, offered, phone,
    question: () => page.locator('article.question').first(),
    consent: (i = 0) => page.locator('details.consent').nth(i),
    async start(name) {
      await page.locator('nav').getByRole('link', { name: '새 케이스' }).click();
      await page.locator(`[data-example="${name}"]`).getByRole('button', { name: '바로 시작' }).click();
      await page.locator('.case .desk h1').waitFor();
      return page.url().split('#/case/')[1];
    },
    open: (origin, id) => page.goto(`${origin}/console/#/case/${id}`),
    send: () => use('보내기'),
    readOut: () => use('읽어 줌'),
    async press(party, label) {
      const button = phone(party).locator('.choices button', { hasText: new RegExp(`^${label}$`) });
      const before = await phone(party).locator('.bubble.mine').count();
      await button.click();
      await phone(party).locator('.bubble.mine').nth(before).waitFor();
    },
    async say(party, text) {
      await phone(party).getByLabel('메시지').fill(text);
      await phone(party).getByRole('button', { name: '전송' }).click();
      await mine(party, text);
    },
    async ask(party, label) {
      await use('보내기');
      await this.press(party, label);
    },
    async skip(reason) {
      const card = offered();
      await card.getByRole('button', { name: '건너뛰기' }).click();
      await card.getByLabel('건너뛰는 이유').fill(reason);
      await card.locator('[data-editor="skip"]').getByRole('button', { name: '건너뛰기' }).click();
    },
    async asked() {
      const card = offered();
      await card.getByRole('button', { name: '건너뛰기' }).click();
      await card.locator('[data-editor="skip"]').getByRole('button', { name: /^통화로 이미/ }).click();
    },
    async attest(answer, method, words) {
      const card = this.question();
      await card.locator('summary').click();
      await card.getByLabel(answer, { exact: true }).check();
      await card.getByLabel('답한 방법').selectOption({ label: method });
      await card.getByLabel('들은 말').fill(words);
      await card.getByRole('button', { name: '답 기록' }).click();
    },
    async give(value) {
      const form = page.locator('form.field');
      await form.locator('input').fill(value);
      await form.getByRole('button', { name: '입력' }).click();
      await form.waitFor({ state: 'detached' });
    },
    async delegateTo(label) {
      await page.locator('[data-party-tools="caller"] [data-mark="delegate_request"]').click();
      await page.locator('[data-party-tools="caller"]').getByLabel('누구와 통화하기를 원하나요').selectOption({ label });
      await page.locator('[data-party-tools="caller"]').getByRole('button', { name: '표시', exact: true }).click();
    },
    async mark(party, name) {
      const button = page.locator(`[data-party-tools="${party}"] [data-mark="${name}"]`);
      await button.click();
      if (name === 'withdrawal')
        await button.click();
    },
    async write(party, text) {
      await page.getByLabel('받는 사람').selectOption(party);
      await page.getByLabel('직접 쓴 말', { exact: true }).fill(text);
      await page.getByRole('button', { name: '직접 쓴 말 보내기' }).click();
    },
    async closed(outcome) {
      await page.locator('.banner.closed', { hasText: outcome }).waitFor();
    },
  };
}

// Each of the guide's cases from its start to its end, with everybody agreeing.
export const courses = {
  async passenger(d) {
    await d.ask('caller', '네');
    await d.ask('caller', '네');
    await d.say('caller', '저 말고 탑승자와 통화하세요');
    await d.delegateTo('탑승자');
    await d.ask('caller', '네');
    await d.send();
    await d.say('caller', '010-5555-1234 입니다'); // read out of the words; the spouse's is entered by the agent
    await d.ask('passenger', '네');
    await d.ask('passenger', '동의합니다');
    await d.send();
    await d.send();
  },
  async vehicle_owner(d) {
    await d.ask('vehicle_owner', '네');
    await d.ask('vehicle_owner', '동의합니다');
    await d.ask('caller', '네');
    await d.ask('caller', '네');
    await d.ask('caller', '네');
    await d.send();
    await d.send();
  },
  async spouse(d) {
    await d.ask('caller', '네');
    await d.ask('caller', '네');
    await d.say('caller', '제 남편과 통화해 주세요');
    await d.delegateTo('배우자');
    await d.offered().waitFor();
    await d.attest('네', '통화', '네, 남편한테 얘기해 주세요');
    await d.send();
    await d.give('010-3333-2222');
    await d.ask('spouse', '네');
    await d.ask('spouse', '동의합니다');
    await d.send();
    await d.send();
  },
  async booked_for_other(d) {
    await d.ask('caller', '네');
    await d.ask('caller', '네');
    await d.ask('caller', '네');
    await d.ask('passenger', '네');
    await d.ask('passenger', '동의합니다');
    await d.send();
    await d.send();
  },
};
