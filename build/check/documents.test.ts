import { describe, expect, test } from 'vitest';
import { linksByFile, wrongCommands, wrongFiles, wrongLinks, wrongNames, wrongPlaces, wrongScripts } from './documents.ts';
import { wrongExamples } from './examples.ts';
import { listsNotTold, missingTables, notInIndex, wrongJobs } from './tables.ts';
import { commandsIn, type Tree } from './tree.ts';

const tree: Tree = {
  scripts: ['check', 'rehearse', 'papers'],
  behind: { rehearse: ['acts', 'clauses'] },
  commands: ['migrate', 'import', 'stand-in'],
  options: new Set(['dry-run', 'json']),
  files: ['README.md', 'src/cards/bookable.sql', 'docs/a.md'],
  words: new Set(['move_card', 'embed_from', 'whoSql']),
};
const of = (text: string, file = 'docs/a.md') => ({ file, text });

describe('documents', () => {
  const files: Readonly<Record<string, string>> = {
    'docs/b.md': '# Going live\n\n## 1 市の情報（設定）\n\n| `hold-minutes` | 10 |',
    'docs/pictures/c.png': '',
  };
  const links = (text: string) =>
    wrongLinks(
      of(text),
      (file) => file in files,
      (file) => files[file] ?? '',
    );
  test('a link to a file, a heading or a key that is not there is told with where it leads', () => {
    expect(links('[b](b.md) ![c](pictures/c.png) [d](https://x.jp/d.md) `[予約](よやく)`')).toEqual([]);
    expect(links('[b](b.md#going-live) [b](b.md#1-市の情報設定) [b](b.md#hold-minutes)\n# Here\n[here](#here)')).toEqual([]);
    expect(links('[b](../b.md) [予約](よやく)')).toEqual([
      'docs/a.md leads to b.md, which is not there',
      'docs/a.md leads to docs/よやく, which is not there',
    ]);
    expect(links('[b](b.md#gone)')).toEqual(['docs/a.md leads to docs/b.md#gone: there is no such heading']);
  });
  test('a link that staff read is called by its title, not by its file', () => {
    const text = '[一覧・印刷](lists.md) [docs/a.md](../a.md) [lists.md](lists.md)';
    expect(linksByFile(of(text, 'docs/manual/day.md'))).toEqual([
      'docs/manual/day.md calls a link lists.md: call it by its title',
    ]);
    expect(linksByFile(of(text, 'docs/operations.md'))).toEqual([]);
  });
  test('a script of npm that package.json has not is told, and a rehearsal that is none', () => {
    expect(
      wrongScripts(of('`npm run check`, `npm run rehearse -- acts`, `npm run papers -- FOLDER`, `npm start`'), tree),
    ).toEqual([]);
    expect(wrongScripts(of('`npm run cheque` and `npm run rehearse -- storms`'), tree)).toEqual([
      'docs/a.md names npm run cheque: package.json has no such script',
      'docs/a.md names npm run rehearse -- storms, which it does not know',
    ]);
  });
  test('a command that is none is told, and an option that no command reads', () => {
    const fine =
      '`madoguchi import cards FILE [--dry-run]`\n/opt/madoguchi/bin/madoguchi.mjs stand-in\nUser=madoguchi\nfind madoguchi-desk --gone';
    expect(wrongCommands(of(fine), tree)).toEqual([]);
    expect(wrongCommands(of('npx madoguchi migrait\nmadoguchi import cards FILE --dry > x --y'), tree)).toEqual([
      'docs/a.md names madoguchi migrait: there is no such command',
      'docs/a.md names madoguchi import --dry: no command reads it',
    ]);
  });
  test('an example that does harm where it is followed is told', () => {
    const block = (text: string) => of(`Text.\n\`\`\`\n${text}\n\`\`\`\n`);
    expect(wrongExamples(block('[Service]\nUser=a\n\n[Install]\nWantedBy=multi-user.target'))).toEqual([]);
    expect(
      wrongExamples(block('( set -a; . /etc/a.env; runuser -u madoguchi -- madoguchi backup )\n5 5 * * * a  madoguchi backup')),
    ).toEqual([]);
    expect(wrongExamples(block('[Service]\nUser=a'))).toEqual([expect.stringContaining('does not start with the machine')]);
    expect(wrongExamples(block('Defaults log_input, log_output'))).toHaveLength(1);
    expect(wrongExamples(block("ALTER ROLE a PASSWORD '…';"))).toHaveLength(1);
    expect(wrongExamples(block('( set -a; . /etc/a.env; madoguchi backup && madoguchi backup verify )'))).toHaveLength(1);
  });
  test('a file and a name of the code that are not in the tree are told', () => {
    expect(wrongFiles(of('`cards/bookable.sql` `bookable.sql` `../README.md` `src/ledger/*.sql`'), tree)).toEqual([]);
    expect(wrongFiles(of('`cards/book.sql` `able.sql`'), tree)).toHaveLength(2);
    expect(wrongPlaces(of('// docs/a.md, src/cards/bookable.sql', 'src/a.ts'), tree)).toEqual([]);
    expect(wrongPlaces(of('// Why: docs/gone.md', 'src/a.ts'), tree)).toEqual([
      'src/a.ts names docs/gone.md, which is not in the tree',
    ]);
    expect(wrongNames(of('`cards.move_card` `site.city.embed_from` `whoSql(viewer)` `a b` `x = 1`'), tree)).toEqual([]);
    expect(wrongNames(of('`cards.move`\n```\n`gone`\n```\n'), tree)).toEqual(['docs/a.md names cards.move, which no code does']);
  });
  test('commands are read from the table of the program', () => {
    const main =
      "const COMMANDS: X = {\n  start: {\n    about: 'a',\n  },\n  'stand-in': door('stand-in', 'b'),\n};\nconst OTHER = {\n  no: {} };";
    expect(commandsIn(main)).toEqual(['start', 'stand-in']);
  });
  test('a table without its word in the row of its schema, and a job without its row or with another time, are told', () => {
    const made = ['CREATE TABLE cards.parcels (\n);\nCREATE TABLE cards.parcel_cards (', 'CREATE TABLE lists.picked ('];
    expect(missingTables('| `cards` | parcels and parcel_cards | desk |', made)).toEqual([
      'docs/architecture.md: the row of lists does not name picked',
    ]);
    expect(missingTables('| `cards`, `lists` | parcels, picked | desk |', made)).toEqual([
      'docs/architecture.md: the row of cards does not name parcel_cards',
    ]);
    expect(missingTables('| `cards` | parcel_cards | desk |', [...made.slice(0, 1), 'DROP TABLE cards.parcels;'])).toEqual([]);
    const program = "  seal: { when: '* * * * *', run: seal },\n  due: { when: dailyAt(0, 5), run: due },";
    expect(wrongJobs('| `seal` | every minute | x |\n| `due` | 0:05 | x |', program)).toEqual([]);
    expect(wrongJobs('| `due` | 0:10 | x |\n| `gone` | 1:00 | x |', program)).toEqual([
      'docs/mail-and-log.md has no row for the job seal',
      'docs/mail-and-log.md has no row for the job due at 0:05',
      'docs/mail-and-log.md has a row for gone, which is no job',
    ]);
  });
  test('a manual that an index does not list, and a list that the manual does not tell of, are told', () => {
    expect(
      notInIndex(['manual/a.md', 'manual/b.md'], {
        'README.md': '[a](docs/manual/a.md) [b](docs/manual/b.md)',
        x: '[b](manual/b.md)',
      }),
    ).toEqual(['x does not list manual/a.md']);
    const reports = '| 名称 | 内容 |\n| --- | --- |\n| 予約一覧 | 見る |\n| 電話リスト | かける |';
    expect(listsNotTold(reports, '| 予約一覧 | 日別に |')).toEqual(['docs/manual/lists.md does not tell of the list 電話リスト']);
  });
});
