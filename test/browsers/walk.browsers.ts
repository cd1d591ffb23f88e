// `npm run browsers`: the citizens' journeys in the engines this machine has. Writes docs/browsers.md, which says of the others that they were not run.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { ROOT } from '../../src/lib/root.ts';
import { addCautions, linkSecret, nextMail, type TestCitizenDoor } from '../support/citizen.ts';
import type { FreshDatabase } from '../support/database.ts';
import { openCitizenDoor } from '../support/open.ts';
import { addService, makeCard, type SmallCity } from '../support/small-city.ts';
import { chromiumEngine } from './chromium.ts';
import { type Driver, heading, press, tickAll } from './driver.ts';
import { firefoxEngine } from './firefox.ts';
import { report, type Walked } from './report.ts';
import { webkitEngine } from './webkit.ts';

const ENGINES = [chromiumEngine, firefoxEngine, webkitEngine];
const walked: Walked[] = [];

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let people = 0;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(6));
  await addCautions(fresh.db, city.service);
  await fresh.db.run(sql`UPDATE services.services SET party_max = 6`);
  await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新' });
});
afterAll(async () => {
  await door?.close();
  if (walked.length > 0) writeFileSync(join(ROOT, 'docs/browsers.md'), report(walked));
});

async function card(): Promise<string> {
  people += 1;
  const noticeId = `H1H-${String(people).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId, officeId: city.main, name: `人 ${people}` });
  return noticeId;
}

async function prove(me: Driver, notice: string): Promise<void> {
  await me.type('notice', notice);
  await me.type('month', '３');
  await me.type('day', '8');
}

/** From the start page to the calendar. */
async function arrive(me: Driver, notice: string): Promise<void> {
  await me.go(door.url);
  await press(me, 'マイナンバーカードの受け取り');
  await prove(me, notice.toLowerCase().replace('-', 'ー'));
  await press(me, '次へ進む');
  const mail = nextMail();
  await me.type('mail', mail);
  await me.type('mail_again', mail);
  await press(me, 'メールを送る');
  await me.go(`${door.url}/links/${await linkSecret(fresh.db)}`);
  await press(me, '予約の続きへ進む');
  expect(await heading(me)).toBe('受け取る場所と日にちを選んでください');
}

async function chooseTime(me: Driver, daysOn: number): Promise<void> {
  await me.go(`${door.url}/times?office=honcho&day=${addDays(city.today, daysOn)}`);
  await me.click('main input[type=radio]');
  await press(me, '次へ進む');
}

const JOURNEYS: Readonly<Record<string, (me: Driver) => Promise<void>>> = {
  '予約する（入力間違いの案内、注意事項、確認、完了）': async (me) => {
    await me.go(`${door.url}/notice`);
    await press(me, '次へ進む');
    expect(await me.see("document.getElementById('errors') !== null")).toBe(true);
    await arrive(me, await card());
    await chooseTime(me, 6);
    await tickAll(me);
    await press(me, '次へ進む');
    await press(me, 'この内容で予約する');
    expect(await heading(me)).toBe('予約が完了しました');
  },
  予約を取り消す: async (me) => {
    await arrive(me, await card());
    await chooseTime(me, 6);
    await tickAll(me);
    await press(me, '次へ進む');
    await press(me, 'この内容で予約する');
    await me.go(`${door.url}/cancel`);
    await press(me, '取り消す');
    expect(await heading(me)).toMatch(/取り消しました/u);
  },
  家族と一緒に予約する: async (me) => {
    await arrive(me, await card());
    await me.go(`${door.url}/party/add`);
    await prove(me, await card());
    await press(me, '追加する');
    expect(await me.see("document.querySelector('main').textContent.includes('2人')")).toBe(true);
  },
  '言語を切り替え、空き状況を見る': async (me) => {
    await me.go(`${door.url}/offices/honcho/calendar`);
    await press(me, 'English');
    expect(await me.see('document.documentElement.lang')).toBe('en');
    expect(await me.see('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
  },
  '名前の異体字を入力する（カードのない手続き）': async (me) => {
    await me.go(`${door.url}/person?service=renewal`);
    await me.type('name', '髙橋 葛󠄀𠮷');
    await press(me, '次へ進む');
    expect(await me.see("document.querySelector('[name=name]').value")).toBe('髙橋 葛󠄀𠮷');
  },
};

describe.each(ENGINES)('$engine', (engine) => {
  if ('missing' in engine) {
    walked.push({ engine: engine.engine, name: undefined, missing: engine.missing, journeys: [] });
    test.skip(engine.missing, () => {});
    return;
  }
  let me: Driver | undefined;
  const mine: Walked = { engine: engine.engine, name: undefined, missing: undefined, journeys: [] };
  walked.push(mine);
  beforeAll(async () => {
    me = await engine.open();
    mine.name = me.name;
    await me.go(door.url);
    mine.wide = Number(await me.see('window.innerWidth'));
  });
  afterAll(async () => me?.close());
  for (const [title, walk] of Object.entries(JOURNEYS))
    test(title, async () => {
      if (me === undefined) throw new Error('no browser');
      const journey = { title, went: false };
      mine.journeys.push(journey);
      await me.forget();
      await walk(me);
      journey.went = true;
    });
});
