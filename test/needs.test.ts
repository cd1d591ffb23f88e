import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BRING_NEEDS } from '../src/demo/services.ts';
import { addDays } from '../src/lib/dates/jst.ts';
import { sql } from '../src/lib/db/sql.ts';
import { agreedFor } from '../src/reservations/agreed.ts';
import { agreedPapersFor } from '../src/reservations/needs.ts';
import { linesFor, PAPER_CONDITIONS, PROXIES } from '../src/services/needs.ts';
import type { Page, Visitor } from './support/browse.ts';
import {
  BIRTHDAY,
  expectTo,
  formValue,
  KEPT,
  pressBook,
  type TestCitizenDoor,
  walkToCalendar,
  walkToHold,
} from './support/citizen.ts';
import type { FreshDatabase } from './support/database.ts';
import { formFields } from './support/forms.ts';
import { openBothDoors } from './support/open.ts';
import { good, words } from './support/pages.ts';
import { makeCard, type SmallCity, slotAt } from './support/small-city.ts';
import { boxes, ticking } from './support/ticks.ts';

/** What each of a party says of how they come leads to their own papers and cautions, from the desk's settings to the counter (§8(3)⑥⑨⑩). */
let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let close: () => Promise<void>;
let admin: Visitor;
let made = 0;
let hour = 4;
const DAY_ON = 8;
const NOTICE = '交付通知書のはがき';
const PROXY = '委任状';
const DOCTOR = '診断書';
const REPORT = '紛失の届出';

beforeAll(async () => {
  ({ fresh, city, door, clerk: admin, close } = await openBothDoors(9, 'ide', ['admin', 'counter']));
  await fresh.db.run(
    sql`UPDATE services.services SET party_max = 3, bring = ARRAY[${NOTICE}, '本人確認書類'] WHERE id = ${city.service}`,
  );
});
afterAll(() => close());

const card = async (): Promise<string> => {
  made += 1;
  const noticeId = `NDS-${String(made).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId, officeId: city.main, name: `事情 ${made}` });
  return noticeId;
};
const slot = async (): Promise<number> => {
  hour += 1;
  return slotAt(fresh.db, city, city.main, DAY_ON, hour);
};
/** So many people who hold a place. */
async function holds(people: number): Promise<Visitor> {
  const me = await walkToCalendar(door, fresh.db, await card());
  for (let more = 1; more < people; more += 1) {
    // How many may come is kept for a second.
    await expect.poll(async () => (await me.get('/party/add')).status, KEPT).toBe(200);
    expectTo(await me.post('/party/add', { notice: await card(), ...BIRTHDAY }), '/party');
  }
  expectTo(await walkToHold(me, addDays(city.today, DAY_ON), await slot()), '/cautions');
  return me;
}
const shown = (page: Page) => ({ asked: 'yes', mark: formValue(page, 'mark') });
/** The lines of the page's lists. */
const lines = (page: Page): string[] =>
  [...page.html.matchAll(/<ul class="bullets">(.*?)<\/ul>/gsu)].map(([, list = '']) => words({ ...page, html: list }));
const newest = () =>
  fresh.db.one<{ id: string; state: string }>(
    sql`SELECT id, state FROM reservations.reservations ORDER BY created_at DESC LIMIT 1`,
  );

/** The cautions that were agreed to, as the reservation carries them for paper. */
const forPaper = (page: Page): string =>
  words({ ...page, html: /<section class="section agreed">.*?<\/section>/su.exec(page.html)?.[0] ?? '' });

/** Staff write papers for who says so. */
async function writesPapers(): Promise<void> {
  const path = `/settings/services/${city.service}/papers`;
  const form = await good(await admin.get(path));
  const without = new RegExp(`name="(without-lost-notice-[^"]+)"(?:(?!</label>).)*${NOTICE}`, 'su').exec(form.html)?.[1] ?? '';
  const typed = {
    ...formFields(form, path),
    'add-proxy': PROXY,
    'add-proxy-care': DOCTOR,
    'add-lost-notice': REPORT,
    [without]: 'yes',
  };
  const look = await good(await admin.post(path, typed));
  // Who each text is for is seen before anybody is told so.
  const row = (who: string) => new RegExp(`>${who}.*?</tr>`, 'su').exec(look.html)?.[0] ?? '';
  expect(row('代理人（病気')).toContain(DOCTOR);
  expect(row('代理人（成年')).not.toContain(DOCTOR);
  expect([
    row('交付通知書（はがき）を紛失').includes(REPORT),
    row('交付通知書（はがき）を紛失').includes(`<li>${NOTICE}`),
  ]).toEqual([true, false]);
  expect((await admin.post(path, { ...formFields(look, path), preview: 'sure' })).status).toBe(303);
}

test('[8(3)⑨b] where no text depends on it, nothing is asked; what one brings is ticked before the booking', async () => {
  const me = await holds(1);
  const page = await good(await me.get('/cautions'));
  expect(page.html).not.toContain('name="asked"');
  expect(boxes(page)).toEqual(['papers_1']);
  expect((await me.post('/cautions', {})).status).toBe(422);
  expect((await me.get('/check')).location).toBe('/cautions');
  expectTo(await me.post('/cautions', ticking(page)), '/check');
  const family = await (await holds(3)).get('/cautions');
  expect([family.location, boxes(family)]).toEqual([null, ['papers_1_2_3']]);
});

test('[8(3)⑨b] staff say what a proxy or a lost notice changes, see it for each case, and it is logged', async () => {
  await writesPapers();
  const path = `/settings/services/${city.service}/cautions`;
  const form = await good(await admin.get(path));
  const caution = { ...formFields(form, path), concerns: '代理の方', need: 'proxy', body: '代理の方の本人確認書類も必要です。' };
  const look = await good(await admin.post(path, caution));
  expect(words(look)).toContain('代理人（理由を問わない）');
  expect((await admin.post(path, { ...formFields(look, path), preview: 'sure' })).status).toBe(303);
  const service = words(await good(await admin.get(`/settings/services/${city.service}`)));
  for (const said of [PROXY, DOCTOR, REPORT, '代理の方（代理人（理由を問わない））']) expect(service).toContain(said);
  const { act } = await fresh.db.one<{ act: string }>(sql`SELECT act FROM audit.events WHERE act = 'service.papers-changed'`);
  expect(act).toBe('service.papers-changed');
  // Both are texts that may be said in other languages.
  const { texts } = await fresh.db.one<{ texts: string[] }>(
    sql`SELECT array_agg(source) AS texts FROM site.staff_texts() WHERE place = 'bring'`,
  );
  for (const line of [PROXY, DOCTOR, REPORT]) expect(texts).toContain(line);
});

test('[8(3)⑨b] whatever is said together, what each answer adds is brought and what one spares are lines of the service alone, in pages as in the database', async () => {
  const line = fc.constantFrom(NOTICE, PROXY, DOCTOR, REPORT, '印鑑');
  const part = fc.record({ add: fc.uniqueArray(line, { maxLength: 3 }), without: fc.uniqueArray(line, { maxLength: 3 }) });
  const cases = fc.sample(
    fc.record({
      own: fc.uniqueArray(line, { maxLength: 4 }),
      papers: fc.record(Object.fromEntries(PAPER_CONDITIONS.map((on) => [on, part])), { requiredKeys: [] }),
      needs: fc.tuple(
        fc.subarray(['lost-notice', 'lost-card'] as const),
        fc.option(fc.constantFrom(...PROXIES), { nil: undefined }),
      ),
    }),
    { numRuns: 300, seed: 83 },
  );
  const asked = cases.map(({ own, papers, needs: [lost, proxy] }) => {
    const needs = [...(proxy === undefined ? [] : [proxy]), ...lost];
    const parts = [...needs, ...(proxy === undefined ? [] : (['proxy'] as const))].flatMap((on) => papers[on] ?? []);
    const brings = linesFor(own, papers, needs);
    const added = parts.flatMap(({ add }) => add);
    for (const one of added) expect(brings).toContain(one);
    for (const one of brings) expect([...own, ...added]).toContain(one);
    expect(new Set(brings).size).toBe(brings.length);
    for (const one of own)
      expect(brings.includes(one)).toBe(added.includes(one) || !parts.some(({ without }) => without.includes(one)));
    return { own, papers, needs, brings };
  });
  const same = await fresh.db.rows<{ lines: string[] }>(sql`
    SELECT services.to_bring(ARRAY(SELECT jsonb_array_elements_text(e -> 'own')), '{}', e -> 'papers', false, ARRAY(SELECT jsonb_array_elements_text(e -> 'needs'))) AS lines
    FROM jsonb_array_elements(${JSON.stringify(asked)}::jsonb) WITH ORDINALITY AS x (e, n) ORDER BY n`);
  expect(same.map(({ lines }) => lines)).toEqual(asked.map(({ brings }) => brings));
});

test('[8(3)⑨b] no answer can both add a line and spare it: the form offers the lines of the service, and says where they meet', async () => {
  const path = `/settings/services/${city.service}/papers`;
  const form = await good(await admin.get(path));
  expect(form.html).not.toMatch(new RegExp(`name="without-[^"]+"(?:(?!</label>).)*${PROXY}`, 'su'));
  const typed = { ...formFields(form, path), 'add-lost-notice': `${REPORT}\n${NOTICE}` };
  const refused = await admin.post(path, typed);
  expect(refused.status).toBe(422);
  expect(words(refused)).toContain(`「${NOTICE}」が、「交付通知書（はがき）を紛失」の追加と不要の両方にあります`);
  // Under another answer it is no contradiction.
  expect((await admin.post(path, { ...formFields(form, path), 'add-proxy': `${PROXY}\n${NOTICE}` })).status).toBe(200);
});

test('[8(3)⑨b] in the made-up city a proxy who lost the notice is told of the 委任状 and of what the loss asks for', () => {
  const brings = linesFor(['交付通知書（はがき）'], BRING_NEEDS, ['proxy-care', 'lost-notice']);
  for (const add of [BRING_NEEDS.proxy, BRING_NEEDS['proxy-care'], BRING_NEEDS['lost-notice']].flatMap((part) => part?.add ?? []))
    expect(brings).toContain(add);
  expect([brings.some((one) => one.includes('委任状')), brings.includes('交付通知書（はがき）')]).toEqual([true, false]);
});

test('[8(3)⑨b] who comes oneself with everything presses nothing more than before', async () => {
  const me = await holds(1);
  const page = await good(await me.get('/cautions'));
  expect(page.html).toMatch(/name="comes_1" value="self" checked/u);
  expect(boxes(page)).toEqual(['papers_1']);

  expectTo(await me.post('/cautions', { comes_1: 'self', ...shown(page), ...ticking(page) }), '/check');
  expectTo(await pressBook(me, await me.get('/check')), '/reservation');
  const done = words(await good(await me.get('/reservation')));
  expect([done.includes(NOTICE), done.includes(PROXY)]).toEqual([true, false]);
});

test('[8(3)⑨b] a line ticked in another language is kept as it was said there, whatever its translation becomes', async () => {
  const me = await holds(1);
  await fresh.db.run(
    sql`INSERT INTO site.translations (source, language, body, at) VALUES (${NOTICE}, 'en', 'The notice card', lib.now())`,
  );
  const page = await good(await me.get('/en/cautions'));
  expectTo(await me.post('/en/cautions', { comes_1: 'self', ...shown(page), ...ticking(page) }), '/en/check');
  const check = await me.get('/en/check');
  expectTo(await me.post('/en/check', { id: formValue(check, 'id'), version: formValue(check, 'version') }), '/en/reservation');
  await fresh.db.run(sql`DELETE FROM site.translations WHERE source = ${NOTICE}`);

  const { id } = await newest();
  const [kept] = await agreedPapersFor(fresh.db, id);
  expect(kept?.papers).toEqual([{ who: [1], bring: [NOTICE, '本人確認書類'], said: ['The notice card', null] }]);
  const at = await good(await admin.get(`/reservations/${id}`));
  expect(at.html).toMatch(/<li>交付通知書のはがき<span class="sub" lang="en">The notice card/u);
});

test('[8(3)⑥] [8(3)⑨b] each of a family their own: a proxy for one, a lost notice of another; papers, cautions, record, mail, calendar file and desk say the same', async () => {
  const me = await holds(3);
  const page = await good(await me.get('/cautions'));
  expect(boxes(page)).toEqual(['papers_1_2_3']);
  const answers = { comes_1: 'self', comes_2: 'proxy-care', comes_3: 'self', lost_notice_3: 'yes' };
  // Ticked for what was shown, it does not count for what follows from the answers.
  const asked = await good(await me.post('/cautions', { ...shown(page), ...answers, ...ticking(page) }));
  expect(words(asked)).toContain('持ち物が変わりました');
  const names = boxes(asked);
  expect(names.slice(0, 3)).toEqual(['papers_1', 'papers_2', 'papers_3']);
  const [own = '', proxy = '', lost = ''] = lines(asked);
  expect([own.includes(NOTICE), own.includes(PROXY)]).toEqual([true, false]);
  for (const said of [NOTICE, PROXY, DOCTOR]) expect(proxy).toContain(said);
  expect([lost.includes(NOTICE), lost.includes(REPORT)]).toEqual([false, true]);
  // The caution is the second's alone, by order, never by name.
  expect(words(asked)).toMatch(/代理の方\s*2人目の方/u);
  expect(asked.html).not.toContain('事情 ');
  expect((await me.get('/check')).location).toBe('/cautions');
  const { papers_2: _, ...some } = ticking(asked);
  const missing = await me.post('/cautions', { ...shown(asked), ...answers, ...some });
  expect([missing.status, words(missing).includes('2人目の方の持ち物をお確かめになったら')]).toEqual([422, true]);
  expectTo(await me.post('/cautions', { ...shown(asked), ...answers, ...ticking(asked) }), '/check');
  // Before the last press each stands there with their ID and how they come; the questions name whom they are about.
  const ids = [...words(asked).matchAll(/[A-Z0-9]{3}-\d{6}/gu)].map(([one]) => one);
  const last = words(await good(await me.get('/check')));
  expect(last).toMatch(new RegExp(`2人目\\s*交付通知書ID\\s*${ids[1]}\\s*代理の方（ご本人が、病気.*3人目.*をなくした`, 'u'));
  for (const [at, one] of ids.slice(0, 3).entries())
    expect(words(asked)).toMatch(
      new RegExp(`${at + 1}人目の方について\\s*交付通知書ID\\s*${one}\\s*${at + 1}人目の方\\s*どなたが来られますか`, 'u'),
    );
  expectTo(await pressBook(me, await me.get('/check')), '/reservation');

  const { id } = await newest();
  const [kept] = await agreedPapersFor(fresh.db, id);
  expect(kept?.papers.map(({ who, bring }) => [who, bring.includes(PROXY), bring.includes(REPORT)])).toEqual([
    [[1], false, false],
    [[2], true, false],
    [[3], false, true],
  ]);
  expect((await agreedFor(fresh.db, id)).map(({ body, who }) => [body, who])).toEqual([
    ['代理の方の本人確認書類も必要です。', [2]],
  ]);
  const reservation = await good(await me.get('/reservation'));
  const done = lines(reservation);
  // After the first list, of what a visit is, the papers of each; behind them the caution, for paper.
  expect(done.at(-1)).toContain('代理の方の本人確認書類も必要です。');
  expect(done.slice(1, -1).map((one) => [one.includes(PROXY), one.includes(REPORT)])).toEqual([
    [false, false],
    [true, false],
    [false, true],
  ]);
  // It stands under whom it is for, as its box did.
  expect(forPaper(reservation)).toMatch(/代理の方\s*2人目の方\s*代理の方の本人確認書類も必要です。/u);
  const file = (await me.get('/reservation.ics')).html.replaceAll('\r\n ', '');
  expect(file).toMatch(/持ち物（2人目 ID…\d{3}）：(?:(?!持ち物).)*委任状/u);
  expect(file).toMatch(/持ち物（3人目 ID…\d{3}）：(?:(?!持ち物).)*紛失の届出/u);
  const at = words(await good(await admin.get(`/reservations/${id}`)));
  for (const said of ['ご本人がウェブで確かめた持ち物', DOCTOR, REPORT]) expect(at).toContain(said);
  await heldApart(id);
});

test('[8(3)⑨a] the paper says which cautions concern who comes now: of an answer since changed, and of who left the party, none', async () => {
  const me = await holds(2);
  const page = await good(await me.get('/cautions'));
  const answers = { comes_1: 'proxy-care', comes_2: 'proxy-care' };
  const asked = await good(await me.post('/cautions', { ...shown(page), ...answers }));
  expectTo(await me.post('/cautions', { ...shown(asked), ...answers, ...ticking(asked) }), '/check');
  expectTo(await pressBook(me, await me.get('/check')), '/reservation');
  const paper = async () => forPaper(await good(await me.get('/reservation')));
  const one = '代理の方の本人確認書類も必要です。';
  // For all who come: no number.
  expect(await paper()).toMatch(new RegExp(`代理の方\\s*${one}$`, 'u'));
  const says = async (comes: Record<string, string>) => {
    const form = await good(await me.get('/needs'));
    expectTo(
      await me.post('/needs', { asked: 'yes', ...comes, version: formValue(form, 'version'), papers_new: 'yes' }),
      '/reservation',
    );
  };
  await says({ comes_1: 'self', comes_2: 'proxy-care' });
  expect(await paper()).toMatch(new RegExp(`代理の方\\s*2人目の方\\s*${one}`, 'u'));
  const leave = [...(await good(await me.get('/party'))).html.matchAll(/href="(\/party\/remove[^"]*)"/gu)].at(-1)?.[1] ?? '';
  const leaving = await good(await me.get(leave));
  expect((await me.post('/party/remove', formFields(leaving, '/party/remove'))).status).toBe(303);
  expect(await paper()).toBe('');
  await says({ comes_1: 'proxy-care' });
  expect(await paper()).toContain(one);
  // What was ticked stays on record at the desk.
  const { id } = await newest();
  expect((await agreedFor(fresh.db, id)).map(({ body, who }) => [body, who])).toEqual([[one, [1, 2]]]);
});

test('[8(3)⑨b] papers of some, not yet of all: a longer hold, 戻る and another time keep what was ticked and answered', async () => {
  const me = await holds(2);
  const page = await good(await me.get('/cautions'));
  const answers = { comes_1: 'self', comes_2: 'proxy-care' };
  const asked = await good(await me.post('/cautions', { ...shown(page), ...answers }));
  const names = boxes(asked);
  expect(names.slice(0, 2)).toEqual(['papers_1', 'papers_2']);
  const ticked = async () => {
    const now = await good(await me.get('/cautions'));
    return [...names, 'comes_2" value="proxy-care'].filter((name) =>
      new RegExp(`name="${name}"[^>]*checked|checked[^>]*name="${name}"`, 'u').test(now.html),
    );
  };
  const [, , caution = ''] = names;
  expect(await ticked()).toEqual(['comes_2" value="proxy-care']);
  // The button stands in the page's own form, so the boxes go along with it.
  await me.post('/hold/extend', { page: 'cautions', ...shown(asked), ...answers, papers_2: 'yes', [caution]: 'yes' });
  expect(await ticked()).toEqual(['papers_2', caution, 'comes_2" value="proxy-care']);
  expectTo(await me.post('/cautions', { back: 'yes', ...shown(asked), ...answers, papers_1: 'yes' }), '/times');
  expectTo(await walkToHold(me, addDays(city.today, DAY_ON), await slot()), '/cautions');
  expect(await ticked()).toEqual(['papers_1', 'comes_2" value="proxy-care']);
  // Answered otherwise in the same press: the papers of who answered are others, so their tick does not count for them.
  const others = { comes_1: 'proxy-care', comes_2: 'proxy-care' };
  await me.post('/hold/extend', { page: 'cautions', ...shown(asked), ...others, papers_1: 'yes' });
  const now = await good(await me.get('/cautions'));
  expect([boxes(now)[0], now.html.includes('name="papers_1_2" value="yes" checked')]).toEqual(['papers_1_2', false]);
});

/** What a booking's people answered stands in no line of the log, not even as a caution that is for such an answer alone, and in no list. */
async function heldApart(id: string): Promise<void> {
  const { told } = await fresh.db.one<{ told: string }>(
    sql`SELECT string_agg(act || ' ' || detail::text, E'\n') AS told FROM audit.events WHERE reservation_id = ${id}::uuid`,
  );
  expect(told).toContain('citizen.agreed');
  const { named } = await fresh.db.one<{ named: number }>(sql`
    SELECT count(*)::integer AS named FROM audit.events e, jsonb_array_elements_text(e.detail -> 'cautions') AS k JOIN services.cautions c ON c.id = split_part(k, '-', 1)::integer
    WHERE e.reservation_id = ${id}::uuid AND c.need <> ''`);
  expect(named).toBe(0);
  expect(told).not.toMatch(/proxy|lost|care|guardian/u);
  const day = addDays(city.today, DAY_ON);
  const list = `/lists/visits/columns?${new URLSearchParams({ from: day, to: day, office: '' })}`;
  const columns = await good(await admin.get(list));
  const all = Object.fromEntries([...columns.html.matchAll(/name="(column-[\w-]+)"/gu)].map(([, name = '']) => [name, 'yes']));
  expect(Object.keys(all).length).toBeGreaterThan(10);
  await admin.post(list, all);
  const { html } = await admin.post('/lists/visits/take', { from: day, to: day, office: '', as: 'csv' });
  expect(html).toContain('事情 ');
  for (const said of [PROXY, DOCTOR, REPORT, '代理人', '紛失', 'proxy', 'lost-']) expect(html).not.toContain(said);
}

test('[8(3)⑨b] what staff change between the tick and the press is not booked on: the papers are shown anew', async () => {
  const me = await holds(1);
  const page = await good(await me.get('/cautions'));
  expectTo(await me.post('/cautions', { ...shown(page), ...ticking(page) }), '/check');
  const check = await good(await me.get('/check'));
  await fresh.db.run(sql`UPDATE services.services SET bring = bring || '{印鑑}' WHERE id = ${city.service}`);
  expectTo(await pressBook(me, check), '/cautions');
  expect((await newest()).state).toBe('held');
  const again = await good(await me.get('/cautions'));
  expect(words(again)).toContain('持ち物が変わりました');
  // A page that showed the old list ticks the old list.
  expect((await me.post('/cautions', { ...shown(page), ...ticking(page) })).status).toBe(422);
  expectTo(await me.post('/cautions', { ...shown(again), ...ticking(again) }), '/check');
  expectTo(await pressBook(me, await me.get('/check')), '/reservation');
  await fresh.db.run(sql`UPDATE services.services SET bring = array_remove(bring, '印鑑') WHERE id = ${city.service}`);
});

test('[8(3)⑩a] who has booked and then loses the notice says so: what is new is read first, then papers and mail follow', async () => {
  const me = await holds(1);
  const page = await good(await me.get('/cautions'));
  expectTo(await me.post('/cautions', { ...shown(page), ...ticking(page) }), '/check');
  expectTo(await pressBook(me, await me.get('/check')), '/reservation');
  expect((await good(await me.get('/reservation'))).html).toContain('href="/needs"');
  const form = await good(await me.get('/needs'));
  const typed = { asked: 'yes', comes_1: 'self', lost_notice_1: 'yes', version: formValue(form, 'version') };
  const asked = await me.post('/needs', typed);
  expect([asked.status, words(asked).includes(REPORT), words(asked).includes(NOTICE)]).toEqual([422, true, false]);
  expect(asked.html).toMatch(/name="lost_notice_1"[^>]*checked/u);
  const { id } = await newest();
  const mails = () =>
    fresh.db.one<{ n: number }>(
      sql`SELECT count(*)::integer AS n FROM outbox.mails WHERE reservation_id = ${id}::uuid AND kind = 'changed'`,
    );
  expect((await mails()).n).toBe(0);
  expectTo(await me.post('/needs', { ...typed, papers_new: 'yes' }), '/reservation');
  expect((await mails()).n).toBe(1);
  const done = words(await good(await me.get('/reservation')));
  expect([done.includes(REPORT), done.includes(NOTICE)]).toEqual([true, false]);
  // Pressed twice, or by a page of before: nothing more.
  expectTo(await me.post('/needs', { ...typed, papers_new: 'yes' }), '/reservation');
  expect((await mails()).n).toBe(1);
  expect((await me.post('/needs', { ...typed, lost_notice_1: '', comes_1: 'proxy-away' })).status).toBe(409);
  // Said over and over it is kept: three mails a day go out at once, and then one an hour later.
  const again = async (lost: boolean) => {
    const now = await good(await me.get('/needs'));
    const said = { asked: 'yes', comes_1: 'self', version: formValue(now, 'version'), papers_new: 'yes' };
    return me.post('/needs', { ...said, ...(lost ? { lost_notice_1: 'yes' } : {}) });
  };
  for (const lost of [false, true, false, true]) {
    expect((await again(lost)).location).toBe('/reservation?done=changed');
  }
  expect((await mails()).n).toBe(4);
  const later = () =>
    fresh.db.rows<{ minutes: number }>(
      sql`SELECT round(extract(epoch FROM due_at - lib.now()) / 60)::integer AS minutes FROM outbox.mails WHERE reservation_id = ${id}::uuid AND kind = 'changed' AND state = 'waiting' AND due_at > lib.now()`,
    );
  expect(await later()).toEqual([{ minutes: 60 }]);
  // Once it left, what is said after it has its own.
  await fresh.db.run(sql`UPDATE outbox.mails SET state = 'sent' WHERE reservation_id = ${id}::uuid AND due_at > lib.now()`);
  for (const lost of [false, true]) await again(lost);
  expect(await later()).toEqual([{ minutes: 60 }]);
  expect((await mails()).n).toBe(5);
  expect((await newest()).id).toBe(id);
  // Once somebody of it was seen to, the counter knows what they brought.
  await fresh.db.run(
    sql`UPDATE reservations.members SET outcome = 'arrived', outcome_at = lib.now() WHERE reservation_id = ${id}::uuid`,
  );
  const version = (
    await fresh.db.one<{ version: number }>(sql`SELECT version FROM reservations.reservations WHERE id = ${id}::uuid`)
  ).version;
  await me.post('/needs', { asked: 'yes', comes_1: 'self', version: String(version), papers_new: 'yes' });
  expect(
    await fresh.db.one(sql`SELECT needs FROM reservations.members WHERE reservation_id = ${id}::uuid AND removed_at IS NULL`),
  ).toEqual({ needs: ['lost-notice'] });
});

test('[8(3)⑩c] who is added to a booking is asked how they come, and then brings what follows', async () => {
  const me = await holds(1);
  const page = await good(await me.get('/cautions'));
  expectTo(await me.post('/cautions', { ...shown(page), ...ticking(page) }), '/check');
  expectTo(await pressBook(me, await me.get('/check')), '/reservation');
  const form = await good(await me.get('/party/add'));
  const joined = await me.post('/party/add', { ...formFields(form, '/party/add'), notice: await card(), ...BIRTHDAY });
  expect([joined.status, joined.location]).toEqual([303, '/needs?done=added']);
  const asked = await good(await me.follow(joined));
  for (const said of ['1人追加しました', '追加した方について']) expect(words(asked)).toContain(said);
  const { id } = await newest();
  const answers = { ...formFields(asked, '/needs'), comes_1: 'self', comes_2: 'proxy-away' };
  const read = await me.post('/needs', answers);
  expect([read.status, words(read).includes(PROXY)]).toEqual([422, true]);
  expectTo(await me.post('/needs', { ...answers, ...ticking(read), papers_new: 'yes' }), '/reservation');
  const { needs } = await fresh.db.one<{ needs: string[] }>(
    sql`SELECT needs FROM reservations.members WHERE reservation_id = ${id}::uuid AND position = 2`,
  );
  expect(needs).toEqual(['proxy-away']);
});

test('[8(2)④a] by telephone: how they come is asked, what is read aloud follows, and it is kept; later it is changed at the desk', async () => {
  const noticeId = await card();
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM cards.cards WHERE notice_id = ${noticeId}`);
  await fresh.db.run(sql`INSERT INTO site.settings (key, value) VALUES ('arrive-minutes', '15')`);
  const chosen = await calls(id);
  expect(words(chosen)).toContain('予約した時間の15分前までに、窓口にお越しください。');
  expect(words(chosen)).not.toContain(PROXY);
  const papers = await good(
    await admin.follow(await admin.post('/booking', { ...formFields(chosen, '/booking'), comes: 'proxy-care', act: 'papers' })),
  );
  for (const said of [PROXY, DOCTOR, '代理の方の本人確認書類も必要です。']) expect(words(papers)).toContain(said);
  expect(formFields(papers, '/booking')['comes']).toBe('proxy-care');
  const booked = await admin.follow(await admin.post('/booking', { ...formFields(papers, '/booking'), act: 'confirm' }));
  const path = `/reservations/${(await newest()).id}/needs`;
  expect(booked.html).toContain(`href="${path}"`);
  const form = await good(await admin.get(path));
  for (const said of [PROXY, DOCTOR]) expect(words(form)).toContain(said);
  const changed = { ...formFields(form, path), 'p1-comes': 'self', 'p1-lost-lost-notice': 'yes' };
  const answered = await admin.post(path, changed);
  expect([answered.status, answered.location]).toEqual([303, `${path}?done=needs&changed=1`]);
  const told = await good(await admin.follow(answered));
  for (const said of [REPORT, 'お伝えしていない持ち物']) expect(words(told)).toContain(said);
  // Who is added is asked at once; their papers are read beside those of the first.
  const people = path.replace('/needs', '/people');
  const another = await card();
  const found = await admin.follow(
    await admin.post(`${people}/find`, { ...formFields(await admin.get(people), `${people}/find`), q: another }),
  );
  const added = await admin.post(people, formFields(found, people));
  expect([added.status, added.location]).toEqual([303, `${path}?done=added&changed=2`]);
  expect(words(await good(await admin.follow(added)))).toContain('さん（お伝えしていない持ち物）');
  expect((await admin.post(path, { ...changed, 'p1-comes': 'proxy-away' })).location).toContain('refused=changed_meanwhile');
});

async function calls(cardId: number): Promise<Page> {
  const open = await admin.get(`/booking?card=${cardId}&office=honcho`);
  const at = { ...formFields(open, '/booking'), slot: String(await slot()), act: 'choose' };
  return good(await admin.follow(await admin.post('/booking', at)));
}

/** The hold of the visit is over before it was booked. */
async function lapses(): Promise<void> {
  const { id } = await newest();
  await fresh.db.run(
    sql`UPDATE reservations.reservations SET held_until = lib.now() - interval '1 minute' WHERE id = ${id}::uuid`,
  );
  await fresh.db.run(sql`UPDATE ledger.standing SET until = lib.now() - interval '1 minute' WHERE reservation_id = ${id}::uuid`);
}

test('[8(3)⑨b] after a hold that lapsed the next knows who comes and what they ticked, says nothing of a change, and leads to the last page', async () => {
  const me = await holds(2);
  const page = await good(await me.get('/cautions'));
  const answers = { comes_1: 'self', comes_2: 'proxy-care', lost_notice_2: 'yes' };
  const asked = await good(await me.post('/cautions', { ...shown(page), ...answers }));
  expectTo(await me.post('/cautions', { ...shown(asked), ...answers, ...ticking(asked) }), '/check');
  await lapses();
  expectTo(await walkToHold(me, addDays(city.today, DAY_ON), await slot()), '/check');
  expect(words(await good(await me.get('/check')))).toContain('代理の方');
  const again = await good(await me.get('/cautions'));
  expect(words(again)).not.toContain('持ち物が変わりました');
  expect(again.html).toMatch(/name="comes_2" value="proxy-care" checked/u);
  expect(again.html).toMatch(/name="lost_notice_2"[^>]*checked/u);
  expect(boxes(again)).toEqual(boxes(asked));
});

test('[8(3)⑨b] papers were ticked and nobody brings anything any more: it is booked', async () => {
  const before = await fresh.db.one<{ bring: string[]; needs: unknown }>(
    sql`SELECT bring, bring_needs AS needs FROM services.services WHERE id = ${city.service}`,
  );
  const me = await holds(1);
  const page = await good(await me.get('/cautions'));
  expectTo(await me.post('/cautions', { ...shown(page), ...ticking(page) }), '/check');
  await fresh.db.run(sql`UPDATE services.services SET bring = '{}', bring_needs = '{}' WHERE id = ${city.service}`);
  try {
    expectTo(await pressBook(me, await me.get('/check')), '/reservation');
  } finally {
    await fresh.db.run(
      sql`UPDATE services.services SET bring = ${before.bring}, bring_needs = ${JSON.stringify(before.needs)}::jsonb WHERE id = ${city.service}`,
    );
  }
});

test('[8(3)⑨b] unticked in another tab, the papers are not agreed to: the press in the first one does not book', async () => {
  const me = await holds(1);
  const page = await good(await me.get('/cautions'));
  expectTo(await me.post('/cautions', { ...shown(page), ...ticking(page) }), '/check');
  const check = await good(await me.get('/check'));
  expect((await me.post('/cautions', shown(page))).status).toBe(422);
  expectTo(await pressBook(me, check), '/cautions');
  expect((await newest()).state).toBe('held');
});

test('[8(3)⑨b] a process of the release before ticks cautions alone and books, or nothing where there are none', async () => {
  const me = await holds(1);
  const cookie = sql`(SELECT cookie_hash FROM reservations.visits ORDER BY created_at DESC LIMIT 1)`;
  const { id } = await newest();
  const confirm = () =>
    fresh.db.one<{ number: string }>(sql`SELECT citizen.confirm(${cookie}, ${id}::uuid, 0, 'request', 'net') AS number`);
  // A page of this release kept that not all are ticked.
  await fresh.db.run(sql`UPDATE reservations.visits SET papers_seen = '' WHERE cookie_hash = ${cookie}`);
  await expect(confirm()).rejects.toThrow('cautions');
  expect((await me.get('/check')).location).toBe('/cautions');
  expect(await fresh.db.one(sql`SELECT citizen.tick_cautions(${cookie}, '{}'::jsonb) AS ticked`)).toEqual({ ticked: true });
  expect((await confirm()).number).toMatch(/^\d{4}-\d{4}$/u);
  expect((await agreedPapersFor(fresh.db, id)).map(({ papers }) => papers.map(({ who }) => who))).toEqual([[[1]]]);
  // Where there are no cautions it keeps nothing at all.
  await holds(1);
  const second = await newest();
  const theirs = sql`(SELECT cookie_hash FROM reservations.visits ORDER BY created_at DESC LIMIT 1)`;
  expect(
    (
      await fresh.db.one<{ number: string }>(
        sql`SELECT citizen.confirm(${theirs}, ${second.id}::uuid, 0, 'request', 'net') AS number`,
      )
    ).number,
  ).toMatch(/^\d{4}-\d{4}$/u);
});
