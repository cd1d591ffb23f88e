// 仕様書 8(3) 市民へのシステム要件, line by line. What is not built stands as a todo with its sentence.
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { longDate, shortDate } from '../../src/lib/dates/format.ts';
import { addDays, cityInstant } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { rubyInLine } from '../../src/lib/language/ruby.ts';
import { passOn } from '../../src/waiting/offers.ts';
import type { Visitor } from '../support/browse.ts';
import { closeBrowser, open } from '../support/browser.ts';
import { readCalendar } from '../support/calendar-file.ts';
import { formValue, KEPT } from '../support/citizen.ts';
import { formFields } from '../support/forms.ts';
import { heading, words } from '../support/pages.ts';
import { slotAt } from '../support/small-city.ts';
import { boxes, ticking } from '../support/ticks.ts';
import { shiftTime } from '../support/time.ts';
import { asksForWork, worked } from '../support/work.ts';
import { linkIn } from '../support/worker.ts';
import { act, mail, page, rows, spoilt, statement } from './support/away.ts';
import { demandsOf } from './support/demand.ts';
import { type Person, person, someWaiting } from './support/people.ts';
import { strike } from './support/strike.ts';
import {
  arrive,
  bookByPhone,
  bookOnTheWeb,
  buildWorld,
  choose,
  confirm,
  fill,
  find,
  mailTo,
  numberOn,
  on,
  prove,
  shown,
  someone,
  type World,
} from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await buildWorld();
});
afterAll(async () => {
  await closeBrowser();
  await world.close();
});
const demand = demandsOf(() => world);
const dayOn = (days: number): string => addDays(world.city.today, days);

const waiting = (change?: Partial<Person>) => someWaiting(world, change);

/** Opens the link of a mail and presses its button, in a browser of one's own. */
async function throughMail(one: { mail: string }, subject: string) {
  const me = someone(world);
  const link = linkIn(await mailTo(world, one.mail, subject));
  shown(await me.get(link));
  await on(me, await me.post(link, {}));
  return me;
}

describe('8(3) 市民へのシステム要件', () => {
  demand(
    '[8(3)①] the pages of a booking pass axe (WCAG 2.2 AA) and are valid, in a browser',
    spoilt('citizen', '/notice', (html) => html.replace(/<label\b/gu, '<span').replace(/<\/label>/gu, '</span>')),
    async () => {
      const one = await waiting();
      const me = await prove(world, one);
      await choose(world, me, { office: 'honcho', daysOn: 4, hour: 9 });
      const eyes = await open({ width: 375 });
      const { url } = world.gates.citizen;
      try {
        for (const path of ['/', '/notice']) await eyes.go(`${url}${path}`);
        await eyes.context.addCookies([...me.cookies].map(([name, value]) => ({ name, value, url })));
        for (const path of ['/calendar?office=honcho', '/cautions']) await eyes.go(`${url}${path}`);
        await confirm(me);
        await eyes.go(`${url}/reservation`);
      } finally {
        await eyes.close();
      }
    },
  );

  demand(
    '[8(3)②] notice ID with month and day of birth confirm the card; another day does not',
    page('citizen', 'POST /notice'),
    async () => {
      const one = await waiting();
      const me = someone(world);
      shown(await me.get('/notice'));
      const wrong = String((Number(one.day) % 28) + 1);
      const refused = await me.post('/notice', { notice: one.noticeId, month: one.month, day: wrong });
      expect(refused.status).toBe(422);
      expect((await me.get('/calendar')).status).not.toBe(200);
      await on(me, await me.post('/notice', { notice: one.noticeId, month: one.month, day: one.day }));
    },
  );

  demand('[8(3)③] a typed mail address brings a mail with the address of the registration', mail('link'), async () => {
    const one = await waiting();
    const me = someone(world);
    await me.get('/notice');
    await on(me, await me.post('/notice', { notice: one.noticeId, month: one.month, day: one.day }));
    await on(me, await me.post('/mail', { mail: one.mail, mail_again: one.mail }));
    const sent = await mailTo(world, one.mail);
    expect(sent.to).toEqual([one.mail]);
    expect(sent.parsed.text).toMatch(/https:\/\/yoyaku\.example\.jp\/links\/[0-9a-f-]{36}/u);
  });

  demand('[8(3)④] that address opens the registration, and nothing does before', act('citizen.open_link'), async () => {
    const one = await waiting();
    const me = someone(world);
    await me.get('/notice');
    await on(me, await me.post('/notice', { notice: one.noticeId, month: one.month, day: one.day }));
    await on(me, await me.post('/mail', { mail: one.mail, mail_again: one.mail }));
    expect((await me.get('/calendar')).location).toBe('/mail/sent');
    const link = linkIn(await mailTo(world, one.mail));
    shown(await me.get(link));
    const registration = await on(me, await me.post(link, {}));
    expect([registration.url, formFieldNames(registration.html)]).toEqual(['/calendar', expect.arrayContaining(['office'])]);
  });

  demand('[8(3)⑤a] office, day and time are chosen, and that is what is booked', page('citizen', 'POST /times'), async () => {
    const me = await prove(world, await waiting());
    await choose(world, me, { office: 'kitano', daysOn: 9, hour: 14 });
    const done = words(await confirm(me));
    for (const said of ['北野総合支所', longDate(dayOn(9)), '午後2時']) expect(done).toContain(said);
  });

  demand(
    '[8(3)⑤b] the calendar follows the settings of its office: staff let one open later, the other’s stays',
    page('desk', 'POST /settings/windows/[^?]*'),
    async () => {
      const me = await prove(world, await waiting());
      const offers = async (office: string, day: string) =>
        (await me.get(`/calendar?office=${office}`)).html.includes(`office=${office}&amp;day=${day}`);
      const path = `/settings/windows/${world.city.branch}/${world.city.service}`;
      const set = async (ahead: string) =>
        on(world.admin, await fill(world.admin, await world.admin.get(path), path, { 'citizen-ahead': ahead, act: 'save' }));
      try {
        await expect.poll(() => offers('kitano', dayOn(8)), KEPT).toBe(true);
        await set('9');
        await expect.poll(() => offers('kitano', dayOn(8)), KEPT).toBe(false);
        expect(await offers('kitano', dayOn(12))).toBe(true);
        expect(await offers('honcho', dayOn(8))).toBe(true);
      } finally {
        await set('2').catch(() => {});
      }
    },
  );

  /** Somebody more, by their own ID and birthday, as the page asks for them. */
  const joins = async (me: Visitor, one: Person) =>
    fill(me, shown(await me.get('/party/add')), '/party/add', { notice: one.noticeId, month: one.month, day: one.day });

  demand('[8(3)⑥] several people book at once, up to the number the city sets', page('citizen', 'POST /party/add'), async () => {
    const service = `/settings/services/${world.city.service}`;
    const set = async (party: string, counts = 'people') =>
      on(world.admin, await fill(world.admin, await world.admin.get(service), service, { party, counts, act: 'save' }));
    /** Books a party one by one; what was taken of the hour, and their first mail. */
    const together = async (party: Person[], hour: number) => {
      const [one, ...others] = party;
      if (one === undefined) throw new Error('nobody');
      const me = await prove(world, one);
      if (others.length > 0)
        await expect.poll(async () => words(await me.get('/party')), KEPT).toContain(`あと${others.length}人まで`);
      let list = '';
      for (const other of others) list = words(await on(me, await joins(me, other)));
      for (const { noticeId } of others.length > 0 ? party : []) expect(list).toContain(noticeId);
      const slot = await slotAt(world.fresh.db, world.city, world.city.main, 11, hour);
      const taken = async () =>
        (await world.fresh.db.one<{ taken: number }>(sql`SELECT taken FROM ledger.slots WHERE id = ${slot}`)).taken;
      const before = await taken();
      await choose(world, me, { office: 'honcho', daysOn: 11, hour });
      await confirm(me);
      const { parsed } = await mailTo(world, one.mail, '予約を受け付けました');
      expect(parsed.text).toContain(`人数：${party.length}人`);
      const board = words(await world.admin.get(`/today?office=honcho&day=${dayOn(11)}`));
      for (const { name } of party) expect(board).toContain(name.split('　')[0]);
      return { me, took: (await taken()) - before };
    };
    /** The party is full: said in words, and one more by a form of before is taken by nobody. */
    const refusesOneMore = async (me: Visitor, most: number, another: Person) => {
      expect(words(shown(await me.get('/party')))).toContain(`ご本人を含めて${most}人まで`);
      expect((await me.get('/party/add')).location).toBe('/party');
      const late = await me.post('/party/add', {
        notice: another.noticeId,
        month: another.month,
        day: another.day,
        version: '0',
      });
      expect(late.status).toBe(303);
      expect(words(await on(me, late))).not.toContain(another.noticeId);
    };
    try {
      await set('1');
      const alone = await together([await waiting()], 9);
      expect(alone.took).toBe(1);
      await expect.poll(async () => words(await alone.me.get('/party')), KEPT).toContain('ご本人を含めて1人まで');
      await refusesOneMore(alone.me, 1, await waiting());
      // Six in all, their cards at two offices; each takes a place.
      await set('6');
      const six = [0, 1, 2, 3, 4, 5].map((n) => person(n % 2 === 0 ? {} : { office: 'kitano' }));
      await arrive(world, ...six);
      const people = await together(six, 9);
      expect(people.took).toBe(6);
      await refusesOneMore(people.me, 6, await waiting());
      // Counted by parties three take one place.
      await set('3', 'parties');
      const parties = await together([await waiting(), await waiting({ office: 'kitano' }), await waiting()], 10);
      expect(parties.took).toBe(1);
      await refusesOneMore(parties.me, 3, await waiting());
    } finally {
      await set('2').catch(() => {});
    }
  });

  demand(
    '[8(3)⑦a] the office is chosen from a pull-down',
    spoilt('citizen', '/calendar', (html) => html.replace(/<select[\s\S]*?<\/select>/gu, '')),
    async () => {
      const me = await prove(world, await waiting());
      const calendar = shown(await me.get('/calendar')).html;
      const list = /<select[^>]*name="office"[\s\S]*?<\/select>/u.exec(calendar)?.[0] ?? '';
      const offices = [...list.matchAll(/<option value="(\w+)"/gu)].map(([, code]) => code);
      expect(offices).toEqual(expect.arrayContaining(['honcho', 'kitano']));
    },
  );

  demand(
    '[8(3)⑦b] the calendar of the chosen office follows the choice',
    spoilt('citizen', '/calendar', (html) => html.replaceAll('office=kitano', 'office=honcho')),
    async () => {
      const me = await prove(world, await waiting());
      for (const [chosen, other] of [
        ['kitano', 'honcho'],
        ['honcho', 'kitano'],
      ]) {
        const calendar = shown(await me.get(`/calendar?office=${chosen}`)).html;
        expect(calendar).toMatch(new RegExp(`<option value="${chosen}"[^>]* selected`, 'u'));
        expect(calendar).toContain(`/times?office=${chosen}&amp;day=`);
        expect(calendar).not.toContain(`/times?office=${other}&amp;day=`);
      }
    },
  );

  demand(
    '[8(3)⑦c] staff set which offices citizens may choose: one is taken out and put back; who has booked still reads where',
    page('desk', 'POST /settings/offices/\\d+'),
    async () => {
      const me = await prove(world, await waiting());
      const { me: booked } = await bookOnTheWeb(world, await waiting(), { office: 'kitano', daysOn: 9, hour: 10 });
      const offered = async () => (await me.get('/calendar')).html.includes('value="kitano"');
      const path = `/settings/offices/${world.city.branch}`;
      await expect.poll(offered, KEPT).toBe(true);
      try {
        await on(world.admin, await fill(world.admin, await world.admin.get(path), path, { to: addDays(world.city.today, -1) }));
        await expect.poll(offered, KEPT).toBe(false);
        for (const where of ['/reservation', '/cancel']) expect(words(shown(await booked.get(where)))).toContain('北野総合支所');
        expect(readCalendar((await booked.get('/reservation.ics')).html).get('LOCATION')).toContain('北野総合支所');
      } finally {
        await fill(world.admin, await world.admin.get(path), path, { to: '' });
      }
      await expect.poll(offered, KEPT).toBe(true);
    },
  );

  demand(
    '[8(3)⑧a] no count: a calendar and a day’s times read the same with one place taken as with none',
    spoilt('citizen', '/times', (html) => html.replace('空きあり', `空きあり（残り${html.length % 7}人）`)),
    async () => {
      const me = await prove(world, await waiting());
      const day = dayOn(16);
      const said = async () => [
        words(shown(await me.get('/calendar?office=honcho'))),
        words(shown(await me.get(`/times?office=honcho&day=${day}`))),
      ];
      const before = await said();
      await bookOnTheWeb(world, await waiting(), { office: 'honcho', daysOn: 16, hour: 10 });
      await expect.poll(said, KEPT).toEqual(before);
      expect(before.join()).not.toMatch(/(?:残り|あと|空き)\s*\d+\s*(?:人|件|枠|席)/u);
      const times = (await me.get(`/times?office=honcho&day=${day}`)).html;
      expect(times).not.toMatch(/残り\d|taken|capacity/u);
    },
  );

  demand(
    '[8(3)⑧b] a colour always comes with a sign and a word: free and full',
    spoilt('citizen', '/calendar', (html) => html.replaceAll('空きあり', '').replaceAll('満員', '')),
    async () => {
      const me = await prove(world, await waiting());
      await world.fresh.db.run(
        sql`UPDATE ledger.slots SET taken = capacity WHERE office_id = ${world.city.main} AND day = ${dayOn(17)}`,
      );
      const signs = async () => {
        const { html } = await me.get('/calendar?office=honcho');
        const all = [...html.matchAll(/class="sign sign-(\w+)">([\s\S]*?)<\/li>/gu)].map(
          ([, colour, inside = '']) =>
            `${colour} ${inside
              .replace(/<[^>]*>/gu, ' ')
              .replace(/\s+/gu, ' ')
              .trim()}`,
        );
        return [...new Set(all)];
      };
      await expect.poll(signs, KEPT).toEqual(expect.arrayContaining(['open ○ 空きあり', 'full × 満員']));
      for (const sign of await signs()) expect(sign).toMatch(/^\w+ [○△×－] (?:空きあり|残りわずか|満員|受付なし)/u);
    },
  );

  demand(
    '[8(3)⑨a] cautions stand between the time and the booking: each must be ticked, and booking before is refused',
    spoilt('citizen', '/cautions', (html) => html.replace(/<input[^>]*name="caution_[^>]*>/gu, '')),
    async () => {
      const me = await prove(world, await waiting());
      const cautions = await choose(world, me, { office: 'honcho', daysOn: 6, hour: 8 });
      expect(cautions.url).toBe('/cautions');
      const boxes = [...cautions.html.matchAll(/name="(caution_\d+)"/gu)].map(([, name = '']) => name);
      expect(boxes).toHaveLength(2);
      expect((await me.get('/check')).location).toBe('/cautions');
      expect((await me.post('/cautions', { [boxes[0] ?? '']: 'yes' })).status).toBe(422);
      expect((await me.get('/check')).location).toBe('/cautions');
      // A text changed before the last press is read first, and the desk sees which was agreed to.
      const check = await on(
        me,
        await me.post('/cautions', Object.fromEntries([...boxes, 'papers_1'].map((name) => [name, 'yes']))),
      );
      const id = Number((boxes[1] ?? '').replace('caution_', ''));
      const rewrites = async (body: string) => {
        const path = `/settings/cautions/${id}`;
        const look = shown(await fill(world.admin, await world.admin.get(path), path, { body }));
        await on(world.admin, await fill(world.admin, look, path, { preview: 'sure' }));
      };
      await rewrites('はがきと印鑑をお持ちください。');
      try {
        const again = await on(me, await fill(me, check, '/check', {}));
        expect([again.url, words(again).includes('はがきと印鑑をお持ちください。')]).toEqual(['/cautions', true]);
        const number = numberOn(await confirm(me));
        const found = await find(world.clerk, number);
        const booking = words(shown(await world.clerk.get(/\/reservations\/[0-9a-f-]{36}/u.exec(found.html)?.[0] ?? '')));
        for (const said of ['ご本人が確かめた注意', 'はがきと印鑑をお持ちください。']) expect(booking).toContain(said);
        // Another day asks for what is new since, and for nothing else.
        await rewrites('はがきをお持ちください。');
        const day = dayOn(7);
        const slot = await slotAt(world.fresh.db, world.city, world.city.main, 7, 8);
        const chosen = { office: 'honcho', day, slot: String(slot) };
        const change = shown(await me.get(`/change?${new URLSearchParams(chosen)}`));
        const fresh = [...change.html.matchAll(/name="(caution_[\d_]+)"/gu)].map(([, name = '']) => name);
        expect([fresh.length, words(change).includes('はがきをお持ちください。')]).toEqual([1, true]);
        expect((await fill(me, change, '/change', {})).status).toBe(422);
        await on(me, await fill(me, change, '/change', { [fresh[0] ?? '']: 'yes' }));
      } finally {
        await rewrites('はがきをお持ちください。').catch(() => {});
      }
    },
  );

  demand(
    '[8(3)⑨b] of two who come together each says how, reads and ticks what they bring by it, and mail and desk say the same',
    act('reservations.set_needs'),
    async () => {
      const [procuration, report] = ['委任状', '紛失の届出'];
      const path = `/settings/services/${world.city.service}/papers`;
      const typed = { 'add-proxy': procuration, 'add-lost-notice': report };
      const look = shown(await fill(world.admin, await world.admin.get(path), path, typed));
      await on(world.admin, await fill(world.admin, look, path, { preview: 'sure' }));
      try {
        const one = await waiting();
        const me = await prove(world, one);
        await on(me, await joins(me, await waiting()));
        const cautions = await choose(world, me, { office: 'honcho', daysOn: 12, hour: 14 });
        const answers = { comes_1: 'self', lost_notice_1: 'yes', comes_2: 'proxy-care' };
        const told = shown(await fill(me, cautions, '/cautions', answers));
        // Each one's own, the first's and the second's.
        const lists = [...told.html.matchAll(/<ul class="bullets">(.*?)<\/ul>/gsu)].map(([, list = '']) => list);
        expect(lists.map((list) => [list.includes(report), list.includes(procuration)])).toEqual([
          [true, false],
          [false, true],
        ]);
        expect([...told.html.matchAll(/name="(papers_[\d_]+)"/gu)].map(([, name]) => name)).toEqual(['papers_1', 'papers_2']);
        expect((await me.get('/check')).location).toBe('/cautions');
        const number = numberOn(await confirm(me));
        const { parsed } = await mailTo(world, one.mail, '予約を受け付けました');
        const found = await find(world.clerk, number);
        const booking = words(shown(await world.clerk.get(/\/reservations\/[0-9a-f-]{36}/u.exec(found.html)?.[0] ?? '')));
        for (const said of [procuration, report])
          expect([parsed.text?.includes(said), booking.includes(said)]).toEqual([true, true]);
      } finally {
        await world.fresh.db.run(sql`UPDATE services.services SET bring_needs = DEFAULT WHERE id = ${world.city.service}`);
      }
    },
  );

  /** A line of what to bring in each language of the site. */
  const PASSPORT = {
    ja: '旅券の写し',
    easy: '[旅券](りょけん)の コピー',
    en: 'A copy of your passport',
    zh: '护照复印件',
    ko: '여권 사본',
    vi: 'Bản sao hộ chiếu',
  };

  demand(
    '[8(3)⑨c] what to bring is planned at the desk, and from that time on, not before, pages in every language, mails and calendar files say it',
    act('services.hold_texts'),
    async () => {
      const path = `/settings/services/${world.city.service}`;
      const page = shown(await world.admin.get(path));
      const before = formFields(page, path)['bring'] ?? '';
      const start = (language: string) => (language === 'ja' ? '/' : `/${language}`);
      const inWhich = async () => {
        const told: string[] = [];
        for (const [language, text] of Object.entries(PASSPORT))
          if (words(shown(await someone(world).get(start(language)))).includes(rubyInLine(text))) told.push(language);
        return told;
      };
      for (const [language, text] of Object.entries(PASSPORT).filter(([code]) => code !== 'ja'))
        await world.fresh.db.run(
          sql`INSERT INTO site.translations (source, language, body, at) VALUES (${PASSPORT.ja}, ${language}, ${text}, lib.now()) ON CONFLICT DO NOTHING`,
        );
      try {
        const typed = { bring: `${before}\n${PASSPORT.ja}`, 'since-day': dayOn(1), 'since-time': '9:00' };
        const look = shown(await fill(world.admin, page, path, typed));
        for (const text of Object.values(PASSPORT)) expect(words(look)).toContain(rubyInLine(text));
        expect(words(await on(world.admin, await fill(world.admin, look, path, { preview: 'sure' })))).toContain(
          '変更を予定しました',
        );
        const one = await waiting();
        const { me } = await bookOnTheWeb(world, one, { office: 'honcho', daysOn: 13, hour: 9 });
        const file = async () => readCalendar(shown(await me.get('/reservation.ics')).html).get('DESCRIPTION');
        for (const text of [(await mailTo(world, one.mail, '予約を受け付けました')).parsed.text, await file()])
          expect(text).not.toContain(PASSPORT.ja);
        expect(await inWhich()).toEqual([]);
        await strike(world, 'texts', dayOn(1), 9 * 60 - 1, async () => expect(await inWhich()).toEqual([]));
        await strike(world, 'texts', dayOn(1), 9 * 60, async () => {
          await expect.poll(inWhich, KEPT).toEqual(Object.keys(PASSPORT));
          const later = await waiting();
          const booked = await bookOnTheWeb(world, later, { office: 'honcho', daysOn: 13, hour: 10 });
          const { parsed } = await mailTo(world, later.mail, '予約を受け付けました');
          const own = readCalendar(shown(await booked.me.get('/reservation.ics')).html);
          for (const text of [parsed.text, own.get('DESCRIPTION')]) expect(text).toContain(`・${PASSPORT.ja}`);
        });
      } finally {
        await world.fresh.db.run(
          sql`UPDATE services.services SET bring = ${before.split('\n')} WHERE id = ${world.city.service}`,
        );
        await world.fresh.db.run(sql`UPDATE site.planned_texts SET withdrawn_at = lib.now() WHERE held_at IS NULL`);
      }
    },
  );

  demand('[8(3)⑩a] a booking is changed through its mail, and the old time is free again', act('reservations.move'), async () => {
    const one = await waiting();
    await bookOnTheWeb(world, one, { office: 'honcho', daysOn: 7, hour: 9 });
    const me = await throughMail(one, '予約を受け付けました');
    const day = dayOn(8);
    const slot = await world.fresh.db.one<{ id: number }>(
      sql`SELECT id FROM ledger.slots WHERE office_id = ${world.city.branch} AND day = ${day} AND start_minute = 900`,
    );
    const times = shown(await me.get(`/times?office=kitano&day=${day}`));
    const chosen = { office: 'kitano', day, slot: String(slot.id) };
    const change = await on(me, await me.post('/times', { ...chosen, id: formValue(times, 'id') }));
    const done = words(await on(me, await me.post('/change', { ...chosen, version: formValue(change, 'version') })));
    for (const said of ['北野総合支所', longDate(day), '午後3時']) expect(done).toContain(said);
    const board = words(await world.admin.get(`/today?office=honcho&day=${dayOn(7)}`));
    expect(board).not.toContain(one.name);
  });

  demand('[8(3)⑩b] a booking is cancelled on the web, and one may book again', act('reservations.cancel'), async () => {
    const one = await waiting();
    const { me } = await bookOnTheWeb(world, one, { office: 'honcho', daysOn: 7, hour: 11 });
    const asked = shown(await me.get('/cancel'));
    const done = await on(me, await me.post('/cancel', { version: formValue(asked, 'version') }));
    expect(heading(done)).toBe('予約を取り消しました');
    await bookOnTheWeb(world, one, { office: 'honcho', daysOn: 8, hour: 11 });
  });

  demand(
    '[8(3)⑩c] family are added to a booking, and one is cancelled without the others',
    act('reservations.add_member'),
    async () => {
      const born = `${Number(world.city.today.slice(0, 4)) - 7}/03/08`;
      const [one, child] = [await waiting(), await waiting({ birth: born, month: '3', day: '8' })];
      await bookOnTheWeb(world, one, { office: 'honcho', daysOn: 11, hour: 13 });
      const me = await throughMail(one, '予約を受け付けました');
      // Two take the hour after it too, as the office says of so many.
      const service = `/settings/services/${world.city.service}`;
      const length = `${service}/offices/${world.city.main}`;
      const takes = async (whose: 'service' | 'office') =>
        on(
          world.admin,
          await fill(world.admin, await world.admin.get(length), length, { whose, long: '1', every: '1', preview: 'sure' }),
        );
      const after = await slotAt(world.fresh.db, world.city, world.city.main, 11, 14);
      const taken = async () =>
        (await world.fresh.db.one<{ taken: number }>(sql`SELECT taken FROM ledger.slots WHERE id = ${after}`)).taken;
      const before = await taken();
      await takes('office');
      // What concerns a child alone was never ticked: it is a condition of the press.
      const { id } = await world.fresh.db.one<{ id: number }>(
        sql`INSERT INTO services.cautions (service_id, concerns, ages, body, position) VALUES (${world.city.service}, '15歳未満の方', 'under-15', '親権者と一緒に来てください。', 9) RETURNING id`,
      );
      try {
        const asked = await joins(me, child);
        expect([asked.status, words(asked).includes('親権者と一緒に来てください。')]).toEqual([422, true]);
        expect(boxes(asked)).toContain(`caution_${id}`);
        expect(words(await on(me, await fill(me, asked, '/party/add', ticking(asked))))).toContain(child.noticeId);
      } finally {
        await world.fresh.db.run(sql`UPDATE services.cautions SET retired_at = lib.now() WHERE id = ${id}`);
      }
      const { parsed } = await mailTo(world, one.mail, '予約を変更しました');
      expect(parsed.text).toContain('人数：2人');
      const both = await taken();
      const list = shown(await me.get('/party')).html;
      const [, ref = ''] = [...list.matchAll(/\/party\/remove\?who=(\w+)/gu)].map(([, who]) => who);
      const asked = shown(await me.get(`/party/remove?who=${ref}`));
      const left = words(await on(me, await fill(me, asked, '/party/remove', {})));
      expect([left.includes(one.noticeId), left.includes(child.noticeId)]).toEqual([true, false]);
      expect([both, await taken()]).toEqual([before + 2, before]);
      await takes('service');
    },
  );

  /** What a mail about a booking must hold. */
  const saysAll = (text: string | undefined, said: readonly string[]) => {
    for (const one of ['手続き：マイナンバーカードの受け取り', '人数：1人', '電話：', ...said]) expect(text).toContain(one);
  };

  demand(
    '[8(3)⑩d] who has a booking waits for an earlier time beside it, keeps it meanwhile, and moves there by one press',
    act('waiting.enter_beside'),
    async () => {
      const { me } = await bookOnTheWeb(world, await waiting(), { office: 'honcho', daysOn: 12, hour: 9 });
      const day = dayOn(9);
      const kept = await world.fresh.db.rows<{ id: number; capacity: number }>(
        sql`SELECT id, capacity FROM ledger.slots WHERE office_id = ${world.city.main} AND day = ${day}`,
      );
      await world.fresh.db.run(
        sql`UPDATE ledger.slots SET capacity = taken WHERE office_id = ${world.city.main} AND day = ${day}`,
      );
      const wish = {
        'offices-honcho': 'yes',
        from: day,
        to: day,
        'kinds-weekday': 'yes',
        'kinds-holiday': 'yes',
        'parts-morning': 'yes',
      };
      const entered = await fill(me, shown(await me.get('/waiting?office=honcho')), '/waiting', wish);
      expect(words(await on(me, entered))).toContain('今の予約は、そのままです');
      await world.fresh.db.run(
        sql`UPDATE ledger.slots SET capacity = taken + 1 WHERE office_id = ${world.city.main} AND day = ${day} AND start_minute = 600`,
      );
      await passOn(world.desk.db);
      const offered = shown(await me.get('/reservation'));
      for (const said of [longDate(dayOn(12)), '空きが出ました']) expect(words(offered)).toContain(said);
      const done = words(await on(me, await fill(me, offered, '/change', {})));
      for (const said of ['予約を変更しました', longDate(day), '午前10時']) expect(done).toContain(said);
      for (const { id, capacity } of kept)
        await world.fresh.db.run(sql`UPDATE ledger.slots SET capacity = ${capacity} WHERE id = ${id}`);
    },
  );

  demand('[8(3)⑪a] who has booked gets a mail with what was booked', mail('booked'), async () => {
    // A child: what the guardian brings is said in the mail and in both calendar files.
    const one = await waiting({ birth: `${Number(world.city.today.slice(0, 4)) - 7}/03/08`, month: '3', day: '8' });
    await world.fresh.db.run(
      sql`UPDATE services.services SET bring_under15 = '{親権者の方の本人確認書類}' WHERE id = ${world.city.service}`,
    );
    const { me, number } = await bookOnTheWeb(world, one, { office: 'honcho', daysOn: 10, hour: 13 });
    const { parsed } = await mailTo(world, one.mail, '予約を受け付けました');
    saysAll(parsed.text, [`予約番号：${number}`, '受け取る場所：本庁', `日時：${longDate(dayOn(10))}午後1時`, '持ち物：']);
    expect(parsed.subject).toContain(shortDate(dayOn(10)));
    const sent = parsed.attachments.find(({ contentType }) => contentType === 'text/calendar');
    const [mailed, own] = [sent?.content.toString() ?? '', shown(await me.get('/reservation.ics')).html].map((file) =>
      readCalendar(file),
    );
    for (const text of [parsed.text, mailed?.get('DESCRIPTION')]) expect(text).toContain('・親権者の方の本人確認書類');
    for (const part of ['UID', 'DTSTART', 'DTEND', 'SUMMARY', 'LOCATION']) expect(own?.get(part)).toBe(mailed?.get(part));
    const said = (file: Map<string, string> | undefined) => file?.get('DESCRIPTION')?.replace(/https?:\/\/[^/]*/u, '');
    expect(said(own)).toBe(said(mailed));
  });

  demand('[8(3)⑪b] who has changed gets a mail with what is booked now', mail('changed'), async () => {
    const one = await waiting();
    const { me, number } = await bookOnTheWeb(world, one, { office: 'honcho', daysOn: 10, hour: 15 });
    const day = dayOn(11);
    const slot = await world.fresh.db.one<{ id: number }>(
      sql`SELECT id FROM ledger.slots WHERE office_id = ${world.city.main} AND day = ${day} AND start_minute = 540`,
    );
    const chosen = { office: 'honcho', day, slot: String(slot.id) };
    const times = shown(await me.get(`/times?office=honcho&day=${day}`));
    const change = await on(me, await me.post('/times', { ...chosen, id: formValue(times, 'id') }));
    await on(me, await me.post('/change', { ...chosen, version: formValue(change, 'version') }));
    const { parsed } = await mailTo(world, one.mail, '予約を変更しました');
    saysAll(parsed.text, [`予約番号：${number}`, `日時：${longDate(day)}午前9時`]);
  });

  demand('[8(3)⑪c] who has cancelled gets a mail with what was booked', mail('cancelled'), async () => {
    const one = await waiting();
    const { me, number } = await bookOnTheWeb(world, one, { office: 'honcho', daysOn: 10, hour: 17 });
    const asked = shown(await me.get('/cancel'));
    await on(me, await me.post('/cancel', { version: formValue(asked, 'version') }));
    const { parsed } = await mailTo(world, one.mail, '予約を取り消しました');
    saysAll(parsed.text, [`予約番号：${number}`, `日時：${longDate(dayOn(10))}午後5時`]);
  });

  demand('[8(3)⑪d] the day before, a reminder comes by itself', mail('reminder'), async () => {
    const one = await waiting();
    const { number } = await bookOnTheWeb(world, one, { office: 'honcho', daysOn: 5, hour: 12 });
    await mailTo(world, one.mail, '予約を受け付けました');
    // Before the city's hour the same job sends nothing.
    await strike(world, 'remind', dayOn(4), 9 * 60 + 50);
    await strike(world, 'remind', dayOn(4), 10 * 60, async () => {
      const { parsed } = await mailTo(world, one.mail, '明日の予約のお知らせ');
      saysAll(parsed.text, [`予約番号：${number}`, `日時：${longDate(dayOn(5))}正午`]);
    });
  });

  demand(
    '[8(3)⑫] the same person cannot book twice, on another card either',
    statement(
      `ALTER FUNCTION ledger.stand(integer, text[], uuid, timestamptz, timestamptz) RENAME TO stand_away;
       CREATE FUNCTION ledger.stand(p_service integer, p_keys text[], p_reservation uuid, p_until timestamptz, p_at timestamptz) RETURNS timestamptz
       LANGUAGE sql SECURITY DEFINER AS 'SELECT ledger.stand_away(p_service, ARRAY(SELECT p_reservation || k FROM unnest(p_keys) k), p_reservation, p_until, p_at)';
       ALTER FUNCTION reservations.lives_beside(integer, text[], date[], uuid, timestamptz) RENAME TO lives_away;
       CREATE FUNCTION reservations.lives_beside(p_service integer, p_keys text[], p_births date[], p_own uuid, p_at timestamptz) RETURNS boolean
       LANGUAGE sql SECURITY DEFINER AS 'SELECT false'`,
      `DROP FUNCTION reservations.lives_beside(integer, text[], date[], uuid, timestamptz);
       ALTER FUNCTION reservations.lives_away(integer, text[], date[], uuid, timestamptz) RENAME TO lives_beside;
       DROP FUNCTION ledger.stand(integer, text[], uuid, timestamptz, timestamptz);
       ALTER FUNCTION ledger.stand_away(integer, text[], uuid, timestamptz, timestamptz) RENAME TO stand`,
    ),
    async () => {
      const one = await waiting();
      const { noticeId, mail: address } = person();
      const other = await waiting({ ...one, noticeId, mail: address });
      /** Chooses 9:00 of a day, and is told that they have a booking. */
      const refusedOn = async (me: Awaited<ReturnType<typeof prove>>, n: number) => {
        const day = dayOn(n);
        const times = await me.get(`/times?office=honcho&day=${day}`);
        const slot = await world.fresh.db.one<{ id: number }>(
          sql`SELECT id FROM ledger.slots WHERE office_id = ${world.city.main} AND day = ${day} AND start_minute = 540`,
        );
        const id = /name="id" value="([^"]*)"/u.exec(times.html)?.[1] ?? crypto.randomUUID();
        const refused = await me.post('/times', { office: 'honcho', day, slot: String(slot.id), id });
        expect(refused.status).toBe(409);
        expect(words(refused)).toMatch(/予約(?:が|を)/u);
        const booked = await world.fresh.db.rows(
          sql`SELECT FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id JOIN cards.cards c ON c.id = m.card_id
            WHERE r.state = 'booked' AND c.name = ${one.name}`,
        );
        expect(booked).toHaveLength(1);
      };
      const first = await prove(world, one);
      await choose(world, first, { office: 'honcho', daysOn: 12, hour: 9 });
      await confirm(first);
      await refusedOn(await prove(world, other), 13);
      // A clerk books the other card all the same, with a reason. Once the first booking is gone, that one counts.
      const { id: card } = await world.fresh.db.one<{ id: number }>(
        sql`SELECT id FROM cards.cards WHERE notice_id = ${other.noticeId}`,
      );
      await bookByPhone(world, world.clerk, card, { office: 'honcho', daysOn: 14, hour: 10 }, { person: '別のカードの手続き' });
      await first.post('/cancel', formFields(await first.get('/cancel'), '/cancel'));
      await refusedOn(await prove(world, one), 15);
    },
  );

  demand(
    '[8(3)⑬] during a stop that staff planned every page says so and when it ends',
    page('desk', 'POST /settings/maintenance'),
    async () => {
      const path = '/settings/maintenance';
      const day = dayOn(15);
      const stop = {
        'starts-day': day,
        'starts-time': '22:00',
        'ends-day': dayOn(16),
        'ends-time': '6:00',
        reason: '点検のため',
      };
      await on(world.admin, await fill(world.admin, await world.admin.get(path), path, { ...stop, presented: world.city.today }));
      const { now } = await world.fresh.db.one<{ now: Date }>(sql`SELECT clock_timestamp() AS now`);
      try {
        await shiftTime(world.fresh, Math.ceil((cityInstant(day, 22 * 60 + 30).epochMilliseconds - now.getTime()) / 1_000));
        await expect.poll(async () => (await someone(world).get('/')).status, KEPT).toBe(503);
        for (const asked of ['/', '/notice', '/offices/honcho/calendar']) {
          const said = await someone(world).get(asked);
          expect([said.status, heading(said)]).toEqual([503, 'ただいま、予約をお休みしています']);
          expect(words(said)).toContain(`${shortDate(dayOn(16))}午前6時`);
        }
      } finally {
        await shiftTime(world.fresh, 0);
        await world.fresh.db.run(sql`DELETE FROM site.maintenance`);
        await expect.poll(async () => (await someone(world).get('/')).status, KEPT).toBe(200);
      }
    },
  );

  demand(
    '[8(3)⑭a] wrong entries again and again lock the ID, for the right day too, until a clerk who has checked the caller lifts it',
    rows('cards.tries'),
    async () => {
      const one = await waiting();
      const me = someone(world);
      await me.get('/notice');
      const wrong = String((Number(one.day) % 28) + 1);
      for (let turn = 0; turn < 5; turn += 1)
        expect((await me.post('/notice', { notice: one.noticeId, month: one.month, day: wrong })).status).toBe(422);
      const right = { notice: one.noticeId, month: one.month, day: one.day };
      expect((await me.post('/notice', right)).status).toBe(422);
      expect(words(shown(await world.clerk.get('/locks')))).toContain(one.noticeId);
      await on(world.clerk, await world.clerk.post('/locks/lift', { notice: one.noticeId, checked: 'yes' }));
      await on(me, await me.post('/notice', right));
    },
  );

  demand(
    '[8(3)⑭b] who walks through IDs with one birthday has to work for each try within 200 of them, and nobody else is locked out',
    rows('cards.tries'),
    async () => {
      const one = await waiting();
      try {
        const robot = someone(world);
        await robot.get('/notice');
        const asked: boolean[] = [];
        for (let batch = 0; batch < 7; batch += 1) {
          const pages = await Promise.all(
            Array.from({ length: 15 }, (_, turn) =>
              robot.post('/notice', { notice: `Z9Z-${200_000 + 15 * batch + turn}`, month: one.month, day: one.day }),
            ),
          );
          asked.push(...pages.map(asksForWork));
        }
        expect(asked.slice(-15)).not.toContain(false);
        const me = someone(world);
        await me.get('/notice');
        const typed = { notice: one.noticeId, month: one.month, day: one.day };
        const page = await me.post('/notice', typed);
        expect([page.status, asksForWork(page)]).toEqual([422, true]);
        await on(me, await me.post('/notice', { ...typed, ...(await worked(page)) }));
      } finally {
        await world.fresh.db.run(sql`DELETE FROM cards.tries`);
      }
    },
  );
});

/** The names of all boxes of a page. */
function formFieldNames(html: string): string[] {
  return [...html.matchAll(/\sname="([^"]*)"/gu)].map(([, name = '']) => name);
}
