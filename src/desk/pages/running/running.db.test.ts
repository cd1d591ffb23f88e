import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { words } from '../../../../test/support/pages.ts';
import { shiftTime } from '../../../../test/support/time.ts';
import { jobContext } from '../../../../test/support/worker.ts';
import { thisProgram } from '../../../approvals/program.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { addDays, cityDay } from '../../../lib/dates/jst.ts';
import type { Db } from '../../../lib/db/db.ts';
import { sql } from '../../../lib/db/sql.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { UNREPORTED_COUNT } from '../../../running/faults.ts';
import { analyseDay } from '../../../running/findings.ts';
import { MONTHS_WAITING } from '../../../running/month.ts';
import { openAlarms } from '../../../site/alarms.ts';
import { runJob } from '../../../worker/clockwork.ts';
import { watchHere } from '../../../worker/watch.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let worker: Db;
let me: Visitor;
beforeAll(async () => {
  const open = await openDesk();
  ({ fresh, desk } = open);
  const { city } = open;
  worker = fresh.as('worker', 3);
  await desk.account('koga', ['counter'], city.main);
  me = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
});
afterAll(async () => {
  await worker.close();
  await desk.close();
});

const send = async (path: string, action: string, typed: Record<string, string>) =>
  me.post(action, { ...formFields(await me.get(path), action), ...typed });

/** Follows to the page a press leads to. */
async function press(path: string, action: string, typed: Record<string, string>) {
  const answer = await send(path, action, typed);
  expect([answer.url, answer.status]).toEqual([answer.url, 303]);
  const page = await me.follow(answer);
  expect(await htmlFaults(page.html)).toEqual([]);
  return { path: new URL(page.url, desk.url).pathname, said: words(page), html: page.html };
}

const entry = (typed: Record<string, string>) =>
  press('/running/new', '/running/new', { kind: 'enquiry', way: 'phone', ...typed });

test('[9(4)③] an entry sent twice is one; an answer to a page that is old is refused and kept in its box; a number that may not be kept is refused', async () => {
  const page = await me.get('/running/new');
  const typed = {
    ...formFields(page, '/running/new'),
    kind: 'enquiry',
    way: 'mail',
    subject: '予約が二重に見える',
    from_whom: '',
  };
  const first = await me.post('/running/new', typed);
  const second = await me.post('/running/new', typed);
  expect(second.location).toBe(first.location);
  const path = new URL(first.location ?? '', desk.url).pathname;
  const old = formFields(await me.get(path), `${path}/answer`);
  await press(path, `${path}/answer`, { body: '再現を確認中' });
  const refused = await me.post(`${path}/answer`, { ...old, body: '別の回答' });
  expect(refused.status).toBe(409);
  expect(refused.html).toContain('別の回答</textarea>');
  const number = await me.post('/running/new', {
    ...formFields(page, '/running/new'),
    ...typed,
    body: '番号は 123456789018 です',
  });
  expect(number.status).toBe(422);
  expect(words(number)).toContain('個人番号');
});

test('what is overdue waits for somebody; the counter sees nothing of it', async () => {
  await entry({ subject: '期限つき', dueOn: '2020-01-01' });
  expect(words(await me.get('/todo'))).toContain('期限を過ぎた運用の記録');
  const counter = await signedIn(desk.url, 'koga', PASSWORD);
  expect((await counter.get('/running')).status).toBe(403);
  expect(words(await counter.get('/todo'))).not.toContain('運用の記録');
});

test('[9(1)c] a fault is not completed before its 障害報告書, which is not submitted without cause, action and prevention and never changes', async () => {
  const { path } = await entry({ kind: 'fault', subject: '印刷できない', body: '一覧の印刷が白紙になる' });
  const early = await send(path, `${path}/answer`, { body: '直った', completes: 'yes' });
  expect([early.status, words(early).includes('障害報告書を提出してから')]).toEqual([409, true]);
  const report = `${path}/report`;
  expect((await press(report, report, { cause: '書体の不足', action: '書体を追加' })).said).toContain('再発防止策');
  expect((await me.get(report)).html).not.toContain(`${report}/submit`);
  const seen = formFields(await me.get(report), report)['seen'] ?? '';
  expect((await me.post(`${report}/submit`, { seen })).status).toBe(409);
  const first = formFields(await me.get(`${path}/first`), `${path}/first`);
  await press(`${path}/first`, `${path}/first`, {
    impact: '1か所',
    handling: '調査中',
    'endedAt-day': first['beganAt-day'] ?? '',
    'endedAt-time': first['beganAt-time'] ?? '',
  });
  await press(report, report, { prevention: '印刷の試験を追加' });
  const old = formFields(await me.get(report), report);
  const paper = await press(report, `${report}/submit`, {});
  for (const part of ['書体の不足', '書体を追加', '印刷の試験を追加']) expect(paper.said).toContain(part);
  expect((await me.post(report, { ...old, cause: '別の原因' })).status).toBe(409);
  expect((await me.get(`${paper.path}/paper.pdf`)).headers.get('content-type')).toBe('application/pdf');
  await expect(desk.db.run(sql`UPDATE running.papers SET content = '{}'`)).rejects.toThrow('permission denied');
  expect((await press(path, `${path}/answer`, { body: '直った', completes: 'yes' })).said).toContain('完了にしました');
});

test('[9(1)a] mails that cannot leave become a fault with a drafted report, once; its end is noted when the alarm ends', async () => {
  const tick = async (seconds: number) => {
    await watchHere(jobContext(worker, worker, { relayDownSeconds: seconds === 0 ? undefined : seconds }));
    await runJob('beats', jobContext(worker, worker));
  };
  await tick(301);
  await tick(301);
  const rows = await fresh.db.rows<{ id: number }>(sql`SELECT id FROM running.entries WHERE alarm_kind = 'mails-stuck'`);
  expect(rows).toHaveLength(1);
  const path = `/running/entries/${rows[0]?.id}`;
  expect(words(await me.get('/todo'))).toContain('市へ報告していない障害');
  const draft = words(await me.get(`${path}/first`));
  for (const part of ['メール送信の停止', 'メールを送れない状態', '監視が検知し', '送信待ちのメール'])
    expect(draft).toContain(part);
  // Nothing hands mails over here, as in the fault itself: in the outbox alone it is not told.
  await press('/running/contacts', '/running/contacts', { mails: 'jimu@city.example.jp' });
  await press(`${path}/first`, `${path}/first`, { handling: '事業者に連絡した' });
  const handed = await press(`${path}/first`, `${path}/first/send`, {});
  expect(handed.said).toContain('jimu@city.example.jp送信待ち');
  const unreported = async () => (await fresh.db.one<{ count: number }>(UNREPORTED_COUNT)).count;
  const before = await unreported();
  const told = await press(handed.path, `${handed.path}/told`, {});
  expect(told.said).toContain('に、電話か紙で伝えたことを記録しました');
  expect(await unreported()).toBe(before - 1);
  expect(told.html).not.toContain(`${handed.path}/told`);
  await expect(desk.db.run(sql`UPDATE running.told SET at = lib.now()`)).rejects.toThrow('permission denied');
  await tick(0);
  expect(words(await me.get(path))).toContain('監視による復旧の確認');
  expect(words(await me.get(`${path}/first`))).not.toContain('復旧していません');
});

test('[9(1)a] a door that falls silent is noticed by the worker, the worker by the desk, and what nobody could notice when it is over', async () => {
  const kinds = async () =>
    (await fresh.db.rows<{ subject: string }>(sql`SELECT subject FROM running.entries WHERE way = 'watch' ORDER BY id`)).map(
      ({ subject }) => subject,
    );
  await fresh.db.run(sql`SELECT running.beat('citizen')`);
  await shiftTime(fresh, 4 * 60);
  await runJob('beats', jobContext(worker, worker));
  expect(await kinds()).toEqual(expect.arrayContaining(['予約サイトの停止', '職員画面の停止']));
  const { deskBeat } = await import('../../../running/watch.ts');
  await shiftTime(fresh, 8 * 60);
  await deskBeat(desk.db);
  expect(await kinds()).toContain('メールと定時の処理の停止');
  await runJob('beats', jobContext(worker, worker));
  await fresh.db.run(sql`UPDATE site.alarms SET ended_at = lib.now() WHERE ended_at IS NULL`);
  await shiftTime(fresh, 8 * 60 + 60 * 60);
  expect(await kinds()).not.toContain('システムの停止');
  await runJob('beats', jobContext(worker, worker));
  expect(await kinds()).toContain('システムの停止');
});

test('[9(1)a] a fault lasts as long as its cause: days too; what comes again within a day is the same one, after its report another; a stop that lasts too long is one', async () => {
  const silent = () =>
    fresh.db.rows<{ id: number; over: boolean }>(sql`
      SELECT e.id, f.ended_at IS NOT NULL AS over FROM running.entries e JOIN running.faults f ON f.entry_id = e.id WHERE e.alarm_kind = 'citizen-silent' ORDER BY e.id`);
  const HOUR = 3_600;
  let at = 10 * HOUR;
  // The worker is there each minute: here each time somebody looks.
  const after = async (seconds: number) => {
    at += seconds;
    await shiftTime(fresh, at);
    await fresh.db.run(sql`SELECT running.beat('worker')`);
    await runJob('beats', jobContext(worker, worker));
  };
  const complete = () => fresh.db.run(sql`UPDATE running.entries SET completed_at = lib.now() WHERE way = 'watch'`);
  await fresh.db.run(sql`UPDATE site.alarms SET ended_at = lib.now() WHERE ended_at IS NULL`);
  await complete();
  await shiftTime(fresh, at);
  await fresh.db.run(sql`SELECT running.beat('citizen')`);
  await after(0);
  await complete();
  const before = (await silent()).length;
  const now = async () => (await silent()).slice(before);
  await after(5 * 60);
  expect(await now()).toMatchObject([{ over: false }]);
  for (const hours of [25, 72]) {
    await after(hours * HOUR);
    expect(await now()).toMatchObject([{ over: false }]);
  }
  await fresh.db.run(sql`SELECT running.beat('citizen')`);
  await after(0);
  expect(await now()).toMatchObject([{ over: true }]);
  await after(5 * 60);
  expect(await now()).toMatchObject([{ over: false }]);
  const [first] = await now();
  me = await signedIn(desk.url, 'ide', PASSWORD);
  expect(words(await me.get(`/running/entries/${first?.id}`))).toContain('監視による再発の検知');
  await fresh.db.run(sql`SELECT running.beat('citizen')`);
  await after(0);
  // Reported on: what comes now is new, though nobody pressed 完了.
  await fresh.db.run(
    sql`INSERT INTO running.papers (kind, entry_id, at, staff_id, content) VALUES ('fault-report', ${first?.id ?? 0}, lib.now(), 1, '{}')`,
  );
  await after(5 * 60);
  expect(await now()).toMatchObject([{ over: true }, { over: false }]);
  await fresh.db.run(sql`SELECT running.beat('citizen')`);
  // Everything was away from an hour before a planned stop of eight hours until three hours after it: two gaps.
  const gaps = () =>
    fresh.db.rows<{ minutes: number }>(sql`
      SELECT round(extract(epoch FROM f.ended_at - f.began_at) / 60)::integer AS minutes FROM running.entries e JOIN running.faults f ON f.entry_id = e.id
      WHERE e.noticed LIKE 'gap:%' AND f.began_at > lib.now() - interval '13 hours' ORDER BY f.began_at`);
  await fresh.db.run(sql`
    INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on) SELECT lib.now() + interval '1 hour', lib.now() + interval '9 hours', '更新', lib.day_of(lib.now())`);
  at += 12 * HOUR;
  await shiftTime(fresh, at);
  await runJob('beats', jobContext(worker, worker));
  expect((await gaps()).map(({ minutes }) => Math.round(minutes / 30) * 30)).toEqual([60, 180]);
  // A stop that ended early was one until then, and one that was cancelled before it began was none.
  await fresh.db.run(sql`
    INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on, cancelled_at) VALUES
      (lib.now() + interval '1 hour', lib.now() + interval '9 hours', '早く終わった停止', lib.day_of(lib.now()), lib.now() + interval '5 hours'),
      (lib.now() + interval '6 hours', lib.now() + interval '9 hours', '取りやめた停止', lib.day_of(lib.now()), lib.now() + interval '5 hours')`);
  at += 12 * HOUR;
  await shiftTime(fresh, at);
  await runJob('beats', jobContext(worker, worker));
  expect((await gaps()).map(({ minutes }) => Math.round(minutes / 30) * 30)).toEqual([60, 420]);
});

test('[11(12)b] a day of the log is analysed: many people, hours of the night, searches without an act, files, 支援措置; nobody reviews their own, and what needs more is an entry', async () => {
  const { id: ide } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'ide'`);
  const { id: koga } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'koga'`);
  const { now } = await fresh.db.one<{ now: Date }>(sql`SELECT lib.now() AS now`);
  const day = addDays(cityDay(now), -3);
  await fresh.db.run(sql`
    INSERT INTO audit.events (at, actor_kind, staff_id, act, card_id, detail)
    SELECT lib.instant(${day}::date, 600), 'staff', ${koga}::integer, 'desk.saw-person', n, '{}'::jsonb FROM generate_series(1, 150) AS n
    UNION ALL SELECT lib.instant(${day}::date, 1410), 'staff', ${ide}::integer, 'staff.signed-in', NULL, '{}'
    UNION ALL SELECT lib.instant(${day}::date, 700), 'staff', ${koga}::integer, 'desk.saw-search', NULL, '{"hits": 1}' FROM generate_series(1, 60)
    UNION ALL SELECT lib.instant(${day}::date, 700), 'staff', ${koga}::integer, 'counter.arrived', NULL, '{}' FROM generate_series(1, 5)
    UNION ALL SELECT lib.instant(${day}::date, 700), 'staff', ${koga}::integer, 'list.taken', NULL, '{"rows": 3000}'
    UNION ALL SELECT lib.instant(${day}::date, 701), 'staff', ${koga}::integer, 'storage.labels-printed', NULL, '{"rows": 1000}'
    UNION ALL SELECT lib.instant(${day}::date, 700), 'staff', NULL, 'staff.sign-in-failed', NULL, '{"why": "unknown-login"}' FROM generate_series(1, 9)
    UNION ALL SELECT lib.instant(${day}::date, 700), 'operator', NULL, 'operator.command', NULL, '{"command": "backup", "user": "cron", "host": "a"}'
    UNION ALL SELECT lib.instant(${day}::date, 700), 'operator', NULL, 'operator.command', NULL, '{"command": "rekey", "user": "root", "host": "a"}'`);
  await analyseDay(worker, day);
  await analyseDay(worker, day);
  const found = await fresh.db.rows(
    sql`SELECT rule, who, count FROM running.findings WHERE day = ${day}::date ORDER BY rule, who`,
  );
  expect(found).toEqual([
    { rule: 'commands', who: 'root@a', count: 1 },
    { rule: 'exports', who: `account:${koga}`, count: 4000 },
    { rule: 'outside-hours', who: `account:${ide}`, count: 1 },
    { rule: 'persons', who: `account:${koga}`, count: 150 },
    { rule: 'searches', who: `account:${koga}`, count: 55 },
  ]);
  const idOf = async (rule: string) =>
    (await fresh.db.one<{ id: number }>(sql`SELECT id FROM running.findings WHERE rule = ${rule} AND day = ${day}::date`)).id;
  // The hour that went by in the test before ended the session.
  me = await signedIn(desk.url, 'ide', PASSWORD);
  const own = `/running/findings/${await idOf('outside-hours')}`;
  expect(words(await me.get(own))).toContain('自分の利用は、自分では確認できません');
  const path = `/running/findings/${await idOf('persons')}`;
  const typed = { ...formFields(await me.get(path), path), verdict: 'follow-up', note: '所属長に照会中' };
  expect((await me.post(own, typed)).status).toBe(409);
  expect((await me.post(path, typed)).status).toBe(303);
  expect((await me.post(path, typed)).status).toBe(409);
  expect(words(await me.get('/running'))).toContain('操作履歴の点検：本人の情報の閲覧が多い');
  // The entry says whose it is and of which day, leads back, and stands in the log.
  const { entry } = await fresh.db.one<{ entry: number }>(
    sql`SELECT max(id) AS entry FROM running.entries WHERE subject = '操作履歴の点検：本人の情報の閲覧が多い'`,
  );
  const book = await me.get(`/running/entries/${entry}`);
  const { name } = await fresh.db.one<{ name: string }>(sql`SELECT name FROM staff.accounts WHERE login = 'koga'`);
  for (const said of [longDate(day), name, '150', '所属長に照会中']) expect(words(book)).toContain(said);
  expect(book.html).toContain(path);
  expect((await me.get(path)).html).toContain(`/running/entries/${entry}`);
  const logged = () =>
    fresh.db.rows(sql`
      SELECT act, detail ->> 'from' AS "from", detail ->> 'verdict' AS verdict FROM audit.events
      WHERE (act IN ('running.entry-added', 'running.answered') AND detail ->> 'entry' = ${String(entry)}) OR (act = 'running.finding-reviewed' AND detail ->> 'rule' = 'persons')
      ORDER BY id`);
  const first = [
    { act: 'running.entry-added', from: null, verdict: null },
    { act: 'running.finding-reviewed', from: null, verdict: 'follow-up' },
  ];
  expect(await logged()).toEqual(first);
  // Who knows better changes it: the entry hears of it, and what it was stays in the log.
  const better = { ...formFields(await me.get(path), path), verdict: 'fine', note: '所属長が業務と確認' };
  expect((await me.post(path, better)).status).toBe(303);
  expect((await me.post(path, better)).status).toBe(409);
  expect(words(await me.get(path))).toContain('問題なし');
  expect(words(await me.get(`/running/entries/${entry}`))).toContain('操作履歴の点検の結果：問題なし');
  expect(await logged()).toEqual([
    ...first,
    { act: 'running.answered', from: null, verdict: null },
    { act: 'running.finding-reviewed', from: 'follow-up', verdict: 'fine' },
  ]);
  expect(await htmlFaults((await me.get('/running/findings')).html)).toEqual([]);
  // More of that day than was reviewed: it waits again, with what was found out before.
  await fresh.db.run(sql`
    INSERT INTO audit.events (at, actor_kind, staff_id, act, card_id, detail)
    SELECT lib.instant(${day}::date, 660), 'staff', ${koga}::integer, 'desk.saw-person', n, '{}'::jsonb FROM generate_series(151, 170) AS n`);
  await analyseDay(worker, day);
  const anew = await me.get(path);
  expect(words(anew)).toMatch(/170（基準.*前に確認した内容所属長が業務と確認/u);
  expect(words(anew)).toContain('確認した後に、件数が増えました');
  const again = { ...formFields(anew, path), verdict: 'fine', note: '業務での利用と確認' };
  expect((await me.post(path, again)).status).toBe(303);
  await analyseDay(worker, day);
  expect(words(await me.get(path))).toContain('確認した内容業務での利用と確認');
});

test('what waits is counted as it is, also beyond what a page shows; what was found today is apart, for nobody can review it yet', async () => {
  const before = await fresh.db.one<{ over: number; entries: number }>(sql`
    SELECT (SELECT count(*) FROM running.findings WHERE reviewed_at IS NULL AND day < lib.day_of(lib.now()))::integer AS over,
      (SELECT count(*) FROM running.entries WHERE completed_at IS NULL)::integer AS entries`);
  await fresh.db.run(sql`
    INSERT INTO running.findings (day, rule, who, count, most, found_at)
    SELECT lib.day_of(lib.now()) - CASE WHEN n > 2 THEN 400 ELSE 0 END, 'commands', 'many' || n || '@a', 1, 1, lib.now() FROM generate_series(1, 1202) AS n`);
  await fresh.db.run(sql`
    INSERT INTO running.entries (form, kind, way, received_at, written_at, from_whom, subject, body)
    SELECT gen_random_uuid(), 'enquiry', 'phone', lib.now(), lib.now(), '市民', '多数', '多数' FROM generate_series(1, 1100)`);
  try {
    const findings = words(await me.get('/running/findings'));
    expect(findings).toContain(`未確認　${grouped(before.over + 1_200)}件`);
    expect(findings).toContain('本日（途中）　2件');
    expect(findings).toContain('古い順に300件を表示しています');
    const book = words(await me.get('/running'));
    expect(book).toContain(`未完了　${grouped(before.entries + 1_100)}件`);
    expect(book).toContain('期限の順に500件を表示しています');
  } finally {
    await fresh.db.run(sql`DELETE FROM running.findings WHERE who LIKE 'many%'`);
    await fresh.db.run(sql`DELETE FROM running.entries WHERE subject = '多数'`);
  }
});

test('[9(4)①] every month whose report was not submitted is asked for until it is, the last one from its second day after on', async () => {
  const { months } = await fresh.db.one<{ months: string[] }>(sql`
    SELECT array_agg((date_trunc('month', lib.day_of(lib.now())::timestamp) - n * interval '1 month')::date::text ORDER BY n) AS months FROM generate_series(0, 3) AS n`);
  const [thisMonth = '', , before = ''] = months;
  const at = async (day: string, during: () => Promise<void>) => {
    const { seconds } = await fresh.db.one<{ seconds: number }>(
      sql`SELECT extract(epoch FROM lib.instant(${day}::date, 600) - clock_timestamp())::double precision AS seconds`,
    );
    await shiftTime(fresh, Math.round(seconds));
    try {
      await during();
    } finally {
      await shiftTime(fresh, 0);
    }
  };
  const waiting = async () => (await fresh.db.one<{ count: number }>(MONTHS_WAITING)).count;
  const beats = await fresh.db.rows(sql`SELECT door, hour, minutes FROM running.beats`);
  await fresh.db.run(sql`DELETE FROM running.beats`);
  try {
    await at(addDays(thisMonth, 1), async () => expect(await waiting()).toBe(0));
    await fresh.db.run(
      sql`INSERT INTO running.beats (door, hour, minutes) VALUES ('worker', lib.instant(${before}::date + 9, 60), 1)`,
    );
    await at(thisMonth, async () => expect(await waiting()).toBe(1));
    await at(addDays(thisMonth, 1), async () => {
      expect(await waiting()).toBe(2);
      expect(words(await (await signedIn(desk.url, 'ide', PASSWORD)).get('/todo'))).toContain('提出していない月次報告');
    });
    // The minutes of its first months are not kept any longer: what was not submitted is asked for all the same, as far back as the reports go.
    await fresh.db.run(
      sql`INSERT INTO audit.generations (generation, cluster, began_at, seed, sealed_below) VALUES (-1, 'test', lib.instant(${before}::date, 0) - interval '17 months', '', '0')`,
    );
    await at(addDays(thisMonth, 1), async () => expect(await waiting()).toBe(19));
  } finally {
    await fresh.db.run(sql`DELETE FROM audit.generations WHERE generation = -1`);
    await fresh.db.run(sql`DELETE FROM running.beats`);
    for (const beat of beats)
      await fresh.db.run(
        sql`INSERT INTO running.beats SELECT * FROM jsonb_populate_record(NULL::running.beats, ${JSON.stringify(beat)}::jsonb)`,
      );
  }
});

test('[9(3)a] a program that runs and was not applied by migrate is told at the desk, and no longer once it was', async () => {
  const told = async () => {
    await runJob('program', jobContext(worker, worker));
    return words(await me.get('/alarms'));
  };
  const ALARM = '市の承認の記録がない版のプログラムが動いています';
  expect(await told()).not.toContain(ALARM);
  await fresh.db.run(sql`INSERT INTO approvals.applied (program, version, at) VALUES ('another', '0.0.9', lib.now())`);
  expect(await told()).toContain(ALARM);
  const { digest, version } = await thisProgram();
  await fresh.db.run(sql`INSERT INTO approvals.applied (program, version, at) VALUES (${digest}, ${version}, lib.now())`);
  await told();
  expect((await openAlarms(fresh.db)).map(({ kind }) => kind)).not.toContain('program-not-applied');
  await fresh.db.run(sql`DELETE FROM approvals.applied`);
});
