import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../src/lib/root.ts';
import { acceptanceIn } from '../clauses/acceptance.ts';
import { shownPage } from '../clauses/page.ts';
import { wrongCriteria } from './accessibility.ts';
import { namesNothing, wrongAcceptance } from './clauses.ts';
import { readInTree, wrongGuidelines } from './guidelines.ts';
import { wrongFonts, wrongLicences } from './licences.ts';
import { needlessWays, secondWays } from './one-way.ts';
import * as openDays from './open-days.ts';
import { foreignWrites, schemasOf } from './owners.ts';
import { secretsIn } from './secrets.ts';
import { needless, unseenReads, withoutSeen, wrongVisits } from './viewers.ts';
import { retiredWords } from './wording.ts';
import { daysToCome } from './years.ts';

describe('clauses in titles', () => {
  const known = new Set(['8(2)⑤a', '8(2)⑤b', '8(3)⑥', '10']);
  /** Brackets put together here: this file's own text must name nothing. */
  const named = (clause: string) => namesNothing([{ path: 'a.test.ts', text: `\ntest('${'['}${clause}] does it', …` }], known);
  test('that are there are fine, letter by letter', () => {
    for (const clause of ['8(2)⑤ab', '8(3)⑥', '§10', '10', 'x']) expect(named(clause)).toEqual([]);
  });
  test('without their letter or of no row are told with file and line', () => {
    expect(named('8(2)⑤')).toEqual(['a.test.ts:2 names 8(2)⑤: which of 8(2)⑤a 8(2)⑤b does it show?']);
    expect(named('8(2)⑤ac')).toEqual(['a.test.ts:2 names 8(2)⑤c: docs/clauses.md has no such row']);
    expect(named('8(3)⑥a, 9(9)')).toHaveLength(2);
  });
});

describe('names and viewers', () => {
  const reads = (text: string, path = 'lists/a.ts') => unseenReads([{ path, text }], new Map([['cards/known.ts', 'why']]));
  test('a name outside of whoSql and seenSql is told with the file that reads it', () => {
    expect(reads('sql`SELECT c.name FROM cards.cards c`')).toEqual([expect.stringContaining('src/lists/a.ts reads c.name')]);
    expect(reads('sql`SELECT m.kana FROM x JOIN reservations.members AS m ON true`')).toHaveLength(1);
    expect(reads("sql`SELECT whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana') FROM cards.cards c`")).toEqual([]);
    expect(reads("sql`SELECT whoSql(viewer, a(b), 'c.name', ''), c.name FROM cards.cards c`")).toHaveLength(1);
    expect(reads('sql`SELECT c.name FROM staff.accounts c`')).toEqual([]);
    expect(reads('// c.name of cards.cards c')).toEqual([]);
    expect(reads('SELECT c.name FROM cards.cards c', 'cards/known.ts')).toEqual([]);
  });
  test('when a visit is, read without a viewer, is told with what reads it', () => {
    const visits = (text: string) => wrongVisits([{ path: 'lists/a.ts', text }], new Map());
    const slot = 'FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id';
    expect(visits(`export const one = (tx) => tx.row(sql\`SELECT s.day, o.name ${slot}\`);`)).toEqual([
      expect.stringContaining('src/lists/a.ts one reads when a visit is'),
    ]);
    expect(
      visits(`const b = 1;\nfunction two(tx) { return sql\`SELECT b.start_minute AS at FROM intake.bookings b\`; }`),
    ).toHaveLength(1);
    expect(visits(`const one = (tx, viewer) => sql\`SELECT \${seenSql(viewer, x, sql\`s.day\`)} AS day ${slot}\`;`)).toEqual([]);
    expect(visits(`const one = sql\`SELECT count(*) ${slot} WHERE s.day = x\`;`)).toEqual([]);
    expect(wrongVisits([], new Map([['lists/a.ts one', 'why']]))).toHaveLength(1);
  });
  test('an exception nobody needs any more is told', () => {
    expect(needless([{ path: 'cards/known.ts', text: 'SELECT 1' }], new Map([['cards/known.ts', 'why']]))).toHaveLength(1);
    expect(withoutSeen('a seenSql(v, f(x), `y`) b')).toBe('a  b');
  });
});

describe('one rule of open days', () => {
  const wrong = (text: string, path = 'counter/a.sql') =>
    openDays.secondRules([{ path, text }], new Map([['calendar/open-days.sql', 'the rule']]));
  test('days that are read, or a closing of a whole day that is told, beside the rule: the file is named', () => {
    expect(wrong('SELECT d.day FROM calendar.days d WHERE d.open')).toEqual([
      'src/counter/a.sql reads FROM calendar.days: which days are open is asked of calendar.open_days',
    ]);
    expect(wrong('sql`SELECT 1 FROM x JOIN calendar.days d ON true`', 'lists/a.ts')).toHaveLength(1);
    expect(wrong('SELECT FROM closing.closings x WHERE x.from_minute IS NULL')).toHaveLength(1);
    expect(wrong('SELECT d.day FROM calendar.open_days(1, 2, a, b) d')).toEqual([]);
    expect(wrong('-- FROM calendar.days')).toEqual([]);
    expect(wrong('shownDays(calendar.days)', 'citizen/a.tsx')).toEqual([]);
    expect(wrong('SELECT d.day FROM calendar.days d', 'calendar/open-days.sql')).toEqual([]);
  });
  test('an exception nobody needs any more is told', () => {
    expect(openDays.needless([{ path: 'closing/a.ts', text: 'SELECT 1' }], new Map([['closing/a.ts', 'why']]))).toHaveLength(1);
  });
});

describe('acceptance tests', () => {
  const of = (...titles: string[]) =>
    acceptanceIn('test/clauses/8.test.ts', titles.map((title) => `  demand(\n    '${title}',\n    away,\n`).join(''));
  const bracket = (clause: string) => `${'['}${clause}] does it`;
  const asked = ['8(2)⑤a', '8(2)⑤b', '8(3)⑥'];
  const all = asked.map(bracket);
  test('one a demand, in order, is right; a todo counts as standing there, not as built', () => {
    expect(wrongAcceptance(of(...all), asked)).toEqual([]);
    const [todo] = acceptanceIn('a', `  test.todo('${bracket('8(3)⑥')}');`);
    expect(todo).toMatchObject({ clauses: ['8(3)⑥'], built: false, line: 1 });
  });
  test('missing, twice, of two demands, of none, out of order: each is told', () => {
    expect(wrongAcceptance(of(...all.slice(1)), asked)).toEqual([expect.stringContaining('8(2)⑤a has no acceptance test')]);
    expect(wrongAcceptance(of(...all, all[2] ?? ''), asked)).toEqual([expect.stringContaining('8(3)⑥ has 2')]);
    expect(wrongAcceptance(of(bracket('8(2)⑤ab'), all[2] ?? ''), asked)).toEqual([expect.stringContaining('several demands')]);
    expect(wrongAcceptance(of(...all, bracket('9(2)')), asked)).toEqual([expect.stringContaining('asks for no test')]);
    expect(wrongAcceptance(of(all[1] ?? '', all[0] ?? '', all[2] ?? ''), asked)).toEqual([
      expect.stringContaining('out of the order'),
    ]);
  });
  test('the page says what is shown and what is not built', () => {
    const clauses =
      '## S\n| 8(3)⑥ | S | Several book |\n| 8(3)⑦ | S D | Chosen | [a](papers/a.md) |\n| 9(2) | D | Paper |  |\n| 12 | O | Secret |\n';
    const tests = [...of(bracket('8(3)⑦')), ...acceptanceIn('a', `  test.todo('${bracket('8(3)⑥')}');`)];
    const page = shownPage(clauses, tests);
    expect(page).toContain(
      '1 of 2 demands on the software have an acceptance test; 1 are not built. 1 of 2 demands of a paper name one.',
    );
    expect(page).toContain(
      '| 8(3)⑥ | Several book | **Not built**: does it |\n| 8(3)⑦ | Chosen | does it; paper: [papers/a.md](papers/a.md) |',
    );
    expect(page).toContain('| 9(2) | Paper | **no paper** |');
    expect(page).not.toContain('| 12 |');
  });
});

describe('days in tests', () => {
  const told = (text: string, path = 'src/a/a.db.test.ts') =>
    daysToCome(path, text, new Map([['src/a/known.db.test.ts', 'why']]));
  test.each([
    "'2036-01-02'",
    "'2036/1/2'",
    "'2036年1月2日'",
    "'令和18年1月2日'",
    "'令和18年1月2日（水）'",
    "'2036-01-02T10:00Z'",
  ])('%s is to come: told with file and line where the present time is asked', (text) => {
    expect(told(`\n${text}`)).toEqual([expect.stringContaining('src/a/a.db.test.ts:2 names 2036-01-02')]);
    expect(told(text, 'test/races/a.test.ts')).toHaveLength(1);
    expect(told(`systemClock; ${text}`, 'src/a/a.test.ts')).toHaveLength(1);
    // Rules alone, with no time that passes; a clock of the test's own; known.
    expect(told(text, 'src/a/a.test.ts')).toEqual([]);
    expect(told(`stopTimeAt(fresh, ${text})`)).toEqual([]);
    expect(told(text, 'src/a/known.db.test.ts')).toEqual([]);
  });
  test.each([
    'long past: 2020-01-01',
    'a birthday 1947-03-08',
    'a day that never comes: 2036-02-30, 令和18年1月2日（月）',
    'nobody lives to see 2099-01-01',
    'the product’s own example 「令和18年1月2日」',
    'a version 12.2036-01-02',
  ])('free is %s', (text) => {
    expect(told(text)).toEqual([]);
  });
});

describe('one way of each thing', () => {
  const told = (text: string, path = 'desk/pages/a.tsx') => secondWays([{ path, text }]);
  test.each([
    ["errors['day'] = '日付を入力してください。';", 'lib/form'],
    ["errors.day = '日付を入力してください。';", 'lib/form'],
    ['function withQuery(path: string) {', 'lib/http'],
    ["file('text/csv; charset=utf-8', name, body)", 'csv()'],
    ["csvLine(['a', 'b'])", 'csv()'],
    ["import PDFDocument from 'pdfkit';", 'printPdf'],
    ['day.subtract({ days: 1 })', 'addDays'],
    ["{ words: '受付中', number: 3 }", 'counter/words.ts'],
    ['<State icon={<IconHere />}>受付済</State>', 'counter/words.ts'],
    ["if (from !== null && to < from) say('to', words);", 'endsBefore'],
    ["say('until', '終了が、開始より前です。');", 'lib/form/sentences.ts'],
    ['Temporal.PlainDate.from(day)', 'plainDate'],
    ['<a href="/">箱</a>\u3000\n', 'wide space'],
    ['      \u3000{deskMoment(at)}', 'wide space'],
    [`AND (\${viewer.seesProtected} OR NOT c.protected)`, 'seenOnly'],
    [`AND NOT \${viewer.seesProtected} AND c.protected`, 'seenOnly'],
  ])('%s is told with what to use', (text, use) => {
    expect(told(text)).toEqual([expect.stringContaining(use)]);
  });
  test('reading errors, comparing them and comments are free, and so is the one way itself', () => {
    expect(told("error={errors['day']} if (errors['day'] === undefined)")).toEqual([]);
    expect(told('// csvLine(row)')).toEqual([]);
    expect(told('csvLine(row)', 'lib/csv/write.ts')).toEqual([]);
  });
  test('a place that needs no exception is told', () => {
    expect(needlessWays([{ path: 'lib/http/with-query.ts', text: '' }]).join('\n')).toContain('src/lib/http/with-query.ts');
  });
});

describe('retired words', () => {
  const said = (text: string) => retiredWords('src/a.tsx', text, new Map());
  test.each([
    ["title: 'サインイン'", 'ログイン'],
    ['label="いまのパスワード"', '現在'],
    ["'時刻を入れてください'", '入力してください'],
    ["'設定を変えました'", '変更する'],
    ["'手続きで加えてください'", '追加する'],
    ["{ head: '名前' }", '名称'],
    ["'この日を閉じる'", '臨時閉庁'],
    ["'写して作る'", '複製する'],
    ["'はがきの|いらない|手続き'", '不要'],
    ["words: '今日'", '本日'],
    ["words: '切替'", '表示する'],
    ["'この取込みを取消す'", '取り消す'],
    ["title: '取消しの確認'", '取り消し'],
  ])('%s is told with its line and the word to write', (text, instead) => {
    const [found, ...more] = said(`\n${text}`);
    expect(found).toMatch(/^src\/a\.tsx:2 says 「/u);
    expect(found).toContain(instead);
    expect(more).toEqual([]);
  });
  test.each([
    "'予約は残っています。変わりません。このままで、まだ完了していません。'",
    "'お名前、昼休み、窓口をお休みします'",
    "'数字が足りません。上の持ち物に加えて表示します'",
    "'複写元の窓口。この画面を|閉じると、二度と表示できません'",
    '// サインイン was the word before',
    'const a = 1; // 変える',
  ])('free is %s', (text) => {
    expect(said(text)).toEqual([]);
  });
  test.each([
    ["hint: 'お|席を|おさえます'", '時間'],
    ["done: 'のばしました。'", '延長'],
    ["full: 'たった今、選ばれました'", 'ほかの方'],
    ["mail: 'アドレスの|形が|違う'", '書き方に誤り'],
    ["late: '届かないときは、|もう一度|送るか'", '再送'],
    ["shut: '窓口を|開けられなくなりました'", 'お休みすることになりました'],
    ["first: '選んでいただける|枠を|用意しています'", '時間'],
    ["ask: 'おたずねください'", 'お問い合わせ'],
  ])('of a citizens’ text %s is told, of a text of the desk it is free', (text, instead) => {
    expect(retiredWords('src/languages/ja/a.ts', text).join('\n')).toContain(instead);
    expect(said(text)).toEqual([]);
  });
  test('a citizens’ text may say where the postcard has a frame, and that something was sent once more', () => {
    expect(retiredWords('src/languages/ja/a.ts', "'右上の|枠の|中に。|もう|一度|お送りしました。'")).toEqual([]);
  });
  test('the manual is read whole, a line that begins as a comment of a program would too', () => {
    expect(retiredWords('docs/manual/a.md', '* 使わなくなった箱')).toHaveLength(1);
  });
  test('a word of citizens is none of staff: their pages say it, the desk and its manual do not', () => {
    const at = (path: string) => retiredWords(path, "'来られる方ごとに'").join('\n');
    expect(at('src/languages/ja/a.ts')).toBe('');
    for (const path of ['src/desk/pages/a.tsx', 'docs/manual/a.md']) expect(at(path)).toContain('来庁者');
  });
  test('a button of the desk that shows says what it does, and what is called off is not left: alone the word leads back', () => {
    const at = (text: string) => retiredWords('src/desk/pages/a.tsx', text).join('\n');
    expect(at('<Button kind="second">表示</Button>')).toContain('表示する');
    expect(at('<Button kind="second">表示する</Button>')).toBe('');
    expect(at("words: 'この取込みをやめる'")).toContain('取りやめる');
    expect(at("words: 'やめる'")).toBe('');
  });
  test('a folder is let off by name', () => {
    expect(retiredWords('src/demo/a.ts', "'15番地'", new Map([['src/demo/', 'a test']]))).toEqual([]);
  });
});

describe('owners of tables', () => {
  const schemas = schemasOf('CREATE SCHEMA ledger;\nCREATE SCHEMA cards;\n');
  const writes = (path: string, text: string) => foreignWrites([{ path, text }], schemas, new Map());

  test.each([
    'INSERT INTO ledger.slots (id) VALUES (1)',
    'UPDATE ledger.slots SET taken = 0',
    'UPDATE ONLY ledger.slots SET taken = 0',
    'delete from "ledger"."slots"',
    'INSERT INTO\n  ledger . slots VALUES (1)',
    'MERGE INTO ledger.slots USING x ON true',
    'TRUNCATE TABLE ledger.slots',
    'COPY ledger.slots (id) FROM STDIN',
    'WITH gone AS (DELETE FROM ledger.slots RETURNING id) SELECT * FROM gone',
  ])('%j is refused outside src/ledger', (statement) => {
    expect(writes('cards/acts.ts', `tx.run(sql\`${statement}\`)`)).toHaveLength(1);
    expect(writes('cards/acts.sql', statement)[0]).toContain('ledger.slots');
    expect(writes('ledger/ledger.sql', statement)).toEqual([]);
  });
  test('a table put in as a value is refused everywhere', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source of a template
    expect(writes('ledger/acts.ts', 'sql`DELETE FROM ${table}`')).toHaveLength(1);
  });
  test('reading, locking, calling and explaining are free', () => {
    const text = `-- UPDATE ledger.slots is what the ledger does
      SELECT * FROM ledger.slots FOR UPDATE OF s; SELECT ledger.claim(1); INSERT INTO cards.tries VALUES (1) ON CONFLICT DO UPDATE SET n = 1;
      GRANT INSERT ON ledger.slots TO x; INSERT INTO pg_temp.incoming VALUES (1)`;
    expect(writes('cards/acts.sql', text)).toEqual([]);
  });
  test('an exception is of one folder and what it names', () => {
    const allowed = new Map([['cards', { writes: ['ledger.slots'], why: 'a test' }]]);
    const text = 'UPDATE ledger.slots SET a = 1; UPDATE ledger.standing SET a = 1';
    expect(foreignWrites([{ path: 'cards/a.sql', text }], schemas, allowed)).toHaveLength(1);
  });
});

describe('licences', () => {
  const of = (licence: string | undefined, dev = false) => wrongLicences([{ path: 'node_modules/x', licence, dev }], new Map());
  test.each(['MIT', '(MIT OR EUPL-1.1+)', 'MIT AND OFL-1.1', '(MIT AND Zlib)', 'MIT OR (GPL-2.0 AND ISC)'])(
    '%s may run',
    (licence) => {
      expect(of(licence)).toEqual([]);
    },
  );
  test.each(['GPL-3.0', 'AGPL-3.0', 'MIT AND GPL-2.0', 'UNLICENSED', 'SEE LICENSE IN x', 'MPL-2.0', ''])(
    '%j may not',
    (licence) => {
      expect(of(licence)).toHaveLength(1);
    },
  );
  test('the MPL may build, no licence may nothing', () => {
    expect(of('MPL-2.0', true)).toEqual([]);
    expect(of(undefined, true)).toHaveLength(1);
    expect(
      wrongLicences([{ path: 'node_modules/x', licence: undefined, dev: false }], new Map([['node_modules/x', 'ISC']])),
    ).toEqual([]);
  });
  test('a font without its licence is refused', () => {
    expect(
      wrongFonts([
        { path: 'a', text: '' },
        { path: 'b', text: 'SIL OPEN FONT LICENSE Version 1.1' },
      ]),
    ).toHaveLength(1);
  });
});

describe('no secrets', () => {
  // Put together here, so that this file holds none.
  const glue = (...parts: string[]) => parts.join('');
  test.each([
    glue('-----BEGIN RSA PRIVATE', ' KEY-----'),
    glue('ghp', '_0123456789abcdefghijABCDEFGHIJ012345'),
    glue('AKIA', 'ABCDEFGHIJKLMNOP'),
    glue('eyJhbGciOiJIUzI1', '.eyJzdWIiOiIxMjM0.xyz'),
    glue('postgres://city:', 'hunter22@db.kurume.lg.jp/x'),
    glue("const password = '", "hunter22hunter22'"),
    glue('"api_key": "', '0123456789abcdef"'),
    glue('ALTER ROLE x PASSWORD', " 'hunter22'"),
  ])('%j is found, its line said and not itself', async (text) => {
    const found = await secretsIn('a.ts', `one\n${text}`);
    expect(found).toMatch(/a\.ts:2:/u);
    expect(found).not.toContain('hunter22');
  });
  test('a file that holds keys is found by its name', async () => {
    for (const name of ['.env', 'deploy/.env.production', 'tls/server.key', 'id_ed25519'])
      expect([name, await secretsIn(name, 'x')]).toEqual([name, expect.stringContaining(name)]);
  });
  test('what is put in when running, and what is allowed by name, is none', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source of a template
    expect(await secretsIn('a.ts', 'url = `postgres://${user}:${password}@host/x`; password: env.PASSWORD')).toBe('');
    const text = glue("password: '", "hunter22hunter22'");
    expect(await secretsIn('a.ts', text, ['hunter22hunter22'])).toBe('');
  });
});

describe('[11(9)] the paper of guidelines', () => {
  const of = (row: string) =>
    wrongGuidelines(`## 1 G\n| 項目 | 担当 | 対応 | 確かめ方 |\n|---|---|---|---|\n${row}`, (path) => files.get(path));
  const files = new Map([
    ['src/a.test.ts', "test('it holds')"],
    ['docs/papers/evidence.md', '| 書類 | 仕様書 |\n|---|---|\n| 契約書 | 12 |\n'],
    ['docs/papers/machine-settings.md', '# 機器設定書'],
  ]);
  test('a line that says who, how and which test is fine', () => {
    expect(of('| a | 本システム | b | [c](../../src/a.test.ts "it holds") |')).toEqual([]);
    expect(of('| a | 受託者 | b | [機器設定書](machine-settings.md)、契約書 |')).toEqual([]);
  });
  test.each([
    ['| a | 本システム | b | [c](../../src/a.test.ts "it broke") |', 'has no test'],
    ['| a | 本システム | b | [c](../../src/a.test.ts "control: it holds") |', 'is a control'],
    ['| a | 本システム | b | [c](../../src/b.test.ts) |', 'is not there'],
    ['| a | 本システム | b | 契約書 |', 'names no test'],
    ['| a | だれか | b | 契約書 |', 'is nobody'],
    ['| a | 受託者 | b | 契約書、機器設定書 |', 'cites "機器設定書", which is no paper'],
    ['| a | 受託者 | b | [監査計画](audit-plan.md) |', 'is not there'],
    ['| a | 市 |  | 契約書 |', 'says not how'],
  ])('%s: %s', (row, says) => {
    expect(of(row)).toEqual([expect.stringContaining(says)]);
  });
});

describe('the paper of accessibility', () => {
  const title = (path: string) => (path === 'src/a.test.ts' ? "test('it holds')" : undefined);
  const of = (row: string) =>
    wrongCriteria(`| 達成基準 | JIS | 確かめ方 | 試験 | 結果 |\n|---|---|---|---|---|\n${row}`, title).filter(
      (one) => !one.includes('stands there'),
    );
  test('of the tree names each criterion once, and tests that are there', () => {
    expect(wrongCriteria(readFileSync(join(ROOT, 'docs/papers/accessibility.md'), 'utf8'), readInTree)).toEqual([]);
  });
  test('a criterion that is missing, or there twice, is told', () => {
    const all = wrongCriteria('| 1.1.1 a | ○ | b | | 未確認 |\n| 1.1.1 a | ○ | b | | 未確認 |', title);
    expect(all[0]).toContain('1.1.1 stands there 2 times');
    expect(all[1]).toContain('1.2.1 stands there 0 times');
  });
  test.each([
    ['| 1.1.1 a | ○ | b | [c](../../src/a.test.ts "it broke") | 適合 |', 'has no test'],
    ['| 1.1.1 a | ○ | b | | 適合 |', 'no test shows it'],
    ['| 1.1.1 a | ○ | b | | たぶん |', 'is no result'],
    ['| 1.1.1 a | ○ | | | 未確認 |', 'says not how'],
  ])('%s: %s', (row, says) => {
    expect(of(row)).toEqual([expect.stringContaining(says)]);
  });
});

describe('floors', async () => {
  const {
    importsOf,
    wrongs,
  }: { importsOf(root: string): Map<string, string[]>; wrongs(graph: Map<string, string[]>): string[] } = await import(
    '../floors.mjs' as string
  );
  const of = (files: Record<string, string>): string[] => {
    const root = mkdtempSync(join(tmpdir(), 'floors-'));
    try {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, name)), { recursive: true });
        writeFileSync(join(root, name), text);
      }
      return wrongs(importsOf(root));
    } finally {
      rmSync(root, { recursive: true });
    }
  };
  test('down is right, up and sideways are wrong, types too', () => {
    expect(of({ 'desk/a.ts': "import { x } from '../ledger/b.ts';", 'ledger/b.ts': '' })).toEqual([]);
    expect(of({ 'ledger/b.ts': "import type { X } from '../desk/a.ts';" })).toHaveLength(1);
    expect(of({ 'citizen/a.ts': "export * from '../desk/a.ts';" })).toHaveLength(1);
    expect(of({ 'desk/a.ts': "const x = await import('../citizen/a.ts');" })).toHaveLength(1);
  });
  test('a circle is wrong, and a folder nobody put on a floor', () => {
    expect(of({ 'desk/a.ts': "import './b.ts';", 'desk/b.ts': "import './a.ts';" })).toEqual([
      'circle: desk/a.ts → desk/b.ts → desk/a.ts',
    ]);
    expect(of({ 'attic/a.ts': '' })[0]).toContain('has no floor');
  });
});
