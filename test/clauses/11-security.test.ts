// 仕様書 11 セキュリティの確保, line by line. What is not built stands as a todo with its sentence.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once as onceOf } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { guidelinesPaper, readInTree, rowsOf, wrongGuidelines } from '../../build/check/guidelines.ts';
import { configFor } from '../../src/config.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { addDays, cityDay } from '../../src/lib/dates/jst.ts';
import { connect } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { ROOT } from '../../src/lib/root.ts';
import { logsCommand } from '../../src/running/logs/command.ts';
import { componentsCommand } from '../../src/start/components.ts';
import { runJob } from '../../src/worker/clockwork.ts';
import { measures } from '../../src/worker/metrics.ts';
import { otherClock } from '../clocks/moments.ts';
import { startAdvisories } from '../support/advisories.ts';
import { signedIn, visitor } from '../support/browse.ts';
import { startCitizenDoor } from '../support/citizen.ts';
import { PASSWORD } from '../support/desk.ts';
import { words } from '../support/pages.ts';
import { AUDIT_KEY, jobContext } from '../support/worker.ts';
import { rows } from './support/away.ts';
import { type Away, demandsOf } from './support/demand.ts';
import { someWaiting } from './support/people.ts';
import { whileEachIsMaintained, whileOneMachineFalls } from './support/two-machines.ts';
import { bookByPhone, buildWorld, fill, find, on, shown, someone, type World } from './support/world.ts';

let world: World;
/** Another city on the same machine. */
let other: World;
let otherDesk = '';
beforeAll(async () => {
  world = await buildWorld();
  other = await buildWorld();
  otherDesk = other.gates.desk.url;
});
afterAll(async () => {
  await other.close();
  await world.close();
});
const demand = demandsOf(() => world);

const waiting = () => someWaiting(world);

/** The other city's desk stands on this city's data. */
const shared: Away = async () => {
  otherDesk = world.gates.desk.url;
  return async () => {
    otherDesk = other.gates.desk.url;
  };
};

let paper = guidelinesPaper;
/** One of the five is not in the paper. */
const withoutOneGuideline: Away = async () => {
  paper = () => guidelinesPaper().replaceAll('総合行政ネットワークASP基本要綱', 'ある要綱');
  return async () => {
    paper = guidelinesPaper;
  };
};

/** Two PostgreSQL and the processes of two machines are started for it. */
const TWO_MACHINES_MS = 300_000;

describe('11 セキュリティの確保', () => {
  let watched = true;
  /** Nobody promotes the standby. */
  const unwatched: Away = async () => {
    watched = false;
    return async () => {
      watched = true;
    };
  };
  demand(
    '[11(1)a] systems and network stand twice, hot, and switch over at once',
    unwatched,
    () => whileOneMachineFalls(watched),
    TWO_MACHINES_MS,
  );

  let twice = true;
  /** The site is led to the first machine alone. */
  const once: Away = async () => {
    twice = false;
    return async () => {
      twice = true;
    };
  };
  demand('[11(1)b] hardware is maintained without stopping', once, () => whileEachIsMaintained(twice), TWO_MACHINES_MS);

  demand('[11(3)] one city’s data are apart from every other’s: who waits here is unknown there', shared, async () => {
    const one = await waiting();
    const there = await signedIn(otherDesk, 'koga', PASSWORD);
    for (const q of [one.noticeId, one.name, one.phone]) {
      expect(words(await find(world.clerk, q))).toContain(one.kana);
      expect(words(await find(there, q))).not.toContain(one.kana);
    }
  });

  demand(
    '[11(5)] an attack is blocked at its source and noticed at the desk; each request is a line that an intrusion detection reads',
    rows('site.alarms'),
    async () => {
      // A flood from one address is turned away; who comes from elsewhere is served.
      const door = await startCitizenDoor(world.fresh, systemClock, { RATE_LIMIT: '40', TRUSTED_PROXIES: '127.0.0.1' });
      try {
        const flood = visitor(door.url, { 'x-forwarded-for': '203.0.113.7' });
        const answers = await Promise.all(Array.from({ length: 80 }, () => flood.get('/help')));
        expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(20);
        shown(await visitor(door.url, { 'x-forwarded-for': '198.51.100.9' }).get('/help'));
        const lines = door.log
          .flatMap((text) => text.trim().split('\n'))
          .map((line): Record<string, unknown> => JSON.parse(line));
        const refused = lines.filter((line) => JSON.stringify(line).includes('429'));
        expect(refused.length).toBeGreaterThan(20);
        for (const line of refused) expect(Object.keys(line)).toEqual(expect.arrayContaining(['time', 'level']));
      } finally {
        await door.close();
      }
      // Walking through IDs raises an alarm.
      const worker = connect({ url: world.fresh.urlFor('worker'), max: 2, name: 'test' });
      try {
        const robot = someone(world);
        await robot.get('/notice');
        for (let batch = 0; batch < 7; batch += 1)
          await Promise.all(
            Array.from({ length: 15 }, (_, turn) =>
              robot.post('/notice', { notice: `Z9Z-${300_000 + 15 * batch + turn}`, month: '3', day: '8' }),
            ),
          );
        await runJob('watch', {
          db: worker,
          sealer: worker,
          clock: systemClock,
          config: { auditKey: AUDIT_KEY, auditHeads: undefined },
          log: { info: () => {}, warn: () => {}, error: () => {} },
          measures: measures(),
          relayDownSeconds: () => 0,
          machine: 'machine-a',
        });
        expect(words(shown(await world.admin.get('/alarms')))).toContain('IDを次々に試している');
      } finally {
        await worker.close();
        await world.fresh.db.run(sql`DELETE FROM cards.tries`);
        await world.fresh.db.run(sql`DELETE FROM site.alarms`);
      }
    },
  );

  demand(
    '[11(7)] components and their known vulnerabilities are listed by a command; asked every morning, a new one is an alarm at the desk',
    rows('site.alarms'),
    async () => {
      const advisories = await startAdvisories();
      try {
        const { npm, node, postgresql } = advisories.sources;
        const config = configFor('components', {
          ADVISORIES_DAILY: 'yes',
          ADVISORIES_NPM: npm,
          ADVISORIES_NODE: node,
          ADVISORIES_POSTGRESQL: postgresql,
          DESK_DATABASE_URL: world.fresh.urlFor('desk'),
        });
        const command = async (...args: string[]) => {
          const lines: string[] = [];
          await componentsCommand(args, { config, clock: systemClock, log: (line) => void lines.push(line) });
          return lines.join('\n');
        };
        for (const part of [/^package\tfastify\t5\./mu, /^node\tnode\t/mu, /^postgresql\t/mu])
          expect(await command()).toMatch(part);
        advisories.said.npm = {
          fastify: [
            { id: 1, url: 'https://example.jp/1', title: 'made-up vulnerability', severity: 'high', vulnerable_versions: '5.x' },
          ],
        };
        expect(await command('--vulnerabilities')).toContain('made-up vulnerability');
        const context = jobContext(world.desk.db, world.desk.db);
        await runJob('components', { ...context, config: { ...context.config, ...config, auditKey: AUDIT_KEY } });
        expect(words(shown(await world.admin.get('/alarms')))).toContain('部品に、公表された脆弱性');
      } finally {
        process.exitCode = 0;
        await advisories.close();
        await world.fresh.db.run(sql`DELETE FROM site.alarms`);
      }
    },
  );

  demand(
    '[11(9)] a table for each of the five guidelines: item, who meets it, how, and the test or paper that shows it',
    withoutOneGuideline,
    async () => {
      const rows = rowsOf(paper());
      for (const name of [
        '安全なウェブサイトの作り方',
        'TCP/IPに係る既知の脆弱性',
        'クラウドサービス提供における情報セキュリティ対策ガイドライン',
        '総合行政ネットワークASP基本要綱',
        '情報セキュリティポリシーに関するガイドライン',
      ])
        expect([name, rows.filter(({ guideline }) => guideline.includes(name)).length > 5]).toEqual([name, true]);
      expect(wrongGuidelines(paper(), readInTree)).toEqual([]);
    },
  );

  demand('[11(12)a] a history of access: who looked at a person, when and from where', rows('audit.events'), async () => {
    const one = await waiting();
    shown(await world.clerk.get(`/people/${one.cardId}`));
    const said = words(shown(await world.admin.get(`/audit?card=${one.cardId}`)));
    for (const part of [`${one.name}さん`, '本人の画面', '古賀 恵子', '127.0.0']) expect(said).toContain(part);
    expect(said).toMatch(/\d{1,2}:\d{2}:\d{2}/u);
  });

  demand(
    '[11(12)b] logs of system and application are taken, kept, analysed and reported: what is out of the ordinary is reviewed by another and stands in the report; the application’s log is counted by a command',
    rows('running.findings'),
    async () => {
      const limit = '/settings/city/watch-refused';
      await on(world.admin, await fill(world.admin, await world.admin.get(limit), limit, { value: '3' }));
      for (let turn = 0; turn < 3; turn += 1) expect((await world.clerk.get('/audit')).status).toBe(403);
      const worker = connect({ url: world.fresh.urlFor('worker'), max: 2, name: 'test' });
      try {
        await runJob('analyse', jobContext(worker, worker));
        // The day of what was found is over: only then can anybody review it, and the next hour's analysis raises the alarm.
        await world.fresh.db.run(sql`UPDATE running.findings SET day = day - 1`);
        await runJob('analyse', jobContext(worker, worker));
        expect(words(shown(await world.admin.get('/alarms')))).toContain('操作履歴の分析で、確かめることが見つかりました');
        const open = shown(await world.admin.get('/running/findings'));
        expect(words(open)).toContain('権限のない画面を開いた回数が多い古賀 恵子33');
        const path = /href="(\/running\/findings\/\d+)">権限のない/u.exec(open.html)?.[1] ?? '';
        const note = '本人に確認。権限を申請する前だった。';
        await on(world.admin, await fill(world.admin, shown(await world.admin.get(path)), path, { verdict: 'fine', note }));
        const yesterday = addDays(cityDay(systemClock.now()), -1);
        const list = shown(await world.admin.get(`/lists/findings?from=${yesterday}`));
        for (const part of ['権限のない画面', '古賀 恵子', '問題なし', note, '井手 誠']) expect(words(list)).toContain(part);
        for (const [as, type] of [
          ['pdf', 'application/pdf'],
          ['csv', 'text/csv; charset=utf-8'],
        ] as const) {
          const taken = await fill(world.admin, list, '/lists/findings/take', { as });
          expect(taken.headers.get('content-type')).toBe(type);
        }
      } finally {
        await worker.close();
        await world.fresh.db.run(sql`DELETE FROM running.findings`);
        await world.fresh.db.run(sql`DELETE FROM site.alarms`);
        await world.fresh.db.run(sql`DELETE FROM audit.events WHERE act = 'desk.refused'`);
        await fill(world.admin, await world.admin.get(limit), limit, { act: 'usual' });
      }
      const folder = await mkdtemp(join(tmpdir(), 'madoguchi-logs-'));
      const said: string[] = [];
      try {
        await writeFile(join(folder, 'desk.log'), world.desk.log.join(''));
        await logsCommand(['report', join(folder, 'desk.log')], { log: (line) => void said.push(line) });
      } finally {
        await rm(folder, { recursive: true });
      }
      expect(said.join('\n')).toMatch(/[1-9]\d* requests; half within \d+ ms/u);
      expect(said.join('\n')).toMatch(/Refused, by network[\s\S]*[1-9]\d* × 127\.0\.0/u);
    },
  );

  demand(
    '[11(12)c] what users do is recorded: a booking, a remark and a changed setting, each with who and when',
    rows('audit.events'),
    async () => {
      const one = await waiting();
      await bookByPhone(world, world.clerk, one.cardId, { office: 'honcho', daysOn: 4, hour: 9 });
      const remark = `/people/${one.cardId}/remark`;
      await on(
        world.clerk,
        await fill(world.clerk, await world.clerk.get(`/people/${one.cardId}`), remark, { body: '杖をお使い。' }),
      );
      const path = '/settings/city/reminder-hour';
      try {
        await on(world.admin, await fill(world.admin, await world.admin.get(path), path, { value: '11' }));
        const said = words(shown(await world.admin.get('/audit')));
        for (const part of ['予約した', '備考を書いた', 'お知らせメールの時刻', '古賀 恵子', '井手 誠'])
          expect(said).toContain(part);
        // What was written about a person does not stand in the log.
        expect(said).not.toContain('杖をお使い');
      } finally {
        await fill(world.admin, await world.admin.get(path), path, { act: 'usual' });
      }
    },
  );

  demand(
    '[11(12)e] work on the servers is watched: a command that is run there stands in the log, with whose and where; somebody in the database who is none of ours raises an alarm',
    rows('audit.events', "NEW.act LIKE 'operator.%'"),
    async () => {
      const child = spawn(process.execPath, [join(ROOT, 'dist', 'main.js'), 'staff', 'list'], {
        stdio: 'ignore',
        env: {
          ...otherClock(process.env),
          PATH: process.env['PATH'],
          DESK_DATABASE_URL: world.fresh.urlFor('desk'),
          DESK_ORIGIN: 'https://desk.example.jp',
          SUDO_USER: 'hosoya',
        },
      });
      await onceOf(child, 'close');
      const said = words(shown(await world.admin.get('/audit?kind=operator.')));
      for (const part of ['サーバーでコマンドを実行した', 'コマンド：staff list', '実行者：hosoya→', `サーバー：${hostname()}`])
        expect(said).toContain(part);
      const role = `vendor_${randomBytes(4).toString('hex')}`;
      await world.fresh.db.pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'a password of a test'`);
      const url = new URL(world.fresh.url);
      url.username = role;
      url.password = 'a password of a test';
      const client = new pg.Client({ connectionString: url.href, application_name: 'psql' });
      const worker = connect({ url: world.fresh.urlFor('worker'), max: 2, name: 'test' });
      try {
        await client.connect();
        await runJob('watch', jobContext(worker, worker));
        const alarms = words(shown(await world.admin.get('/alarms')));
        expect(alarms).toContain('データベースに直接つながっています');
        expect(alarms).toContain(role);
        expect(words(shown(await world.admin.get('/audit?kind=operator.')))).toContain(`データベースの利用者：${role}`);
        await runJob('analyse', jobContext(worker, worker));
        const findings = words(shown(await world.admin.get('/running/findings')));
        for (const part of ['データベースへの直接の接続', role, 'サーバーでのコマンドの実行', 'hosoya→'])
          expect(findings).toContain(part);
      } finally {
        await client.end();
        await worker.close();
        await world.fresh.db.run(sql`DELETE FROM site.alarms`);
        await world.fresh.db.run(sql`DELETE FROM running.findings`);
        await world.fresh.db.pool.query(`DROP ROLE ${role}`);
      }
    },
  );
});
