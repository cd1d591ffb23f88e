import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import { LIMITS } from '../../src/schema/limits.ts';
import { BACKUP_ROLE, ROLES } from '../../src/schema/roles.ts';
import { RIGHTS } from '../../src/staff/rights.ts';
import { tableOf } from './markdown.ts';

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const GRANT = /\('(\w+)', +(?:NULL|'(\w+)'), +'([A-Z, ]*)', +'([A-Z, ]*)'\)/gu;
/** `REVOKE UPDATE, DELETE ON a, b FROM c, d;` of tables; of functions there are hundreds. */
const REVOKE = /^REVOKE ((?:SELECT|INSERT|UPDATE|DELETE)[A-Z, ]*) ON ([\w., ]+) FROM ([\w, ]+);/gmu;

/** What roles may write, table by table, as src/schema/grants.sql has it. `table` is empty for all tables of the schema. */
export const grantsIn = (sql: string): { schema: string; table: string; desk: string; worker: string }[] =>
  [...sql.matchAll(GRANT)].map(([, schema = '', table = '', desk = '', worker = '']) => ({ schema, table, desk, worker }));

/** What is taken back from roles: statement by statement. */
export const revokesIn = (sql: string): [what: string, of: string, from: string][] =>
  [...sql.matchAll(REVOKE)].map(([, what = '', of = '', from = '']) => [what, of, from]);

/** Which roles of staff have a right at first, as src/staff/rights.sql has it. */
export const usualRoles = (sql: string): ReadonlyMap<string, readonly string[]> =>
  new Map([...sql.matchAll(/\('([\w.-]+)', '\{([\w,]+)\}'/gu)].map(([, right = '', roles = '']) => [right, roles.split(',')]));

const seconds = (ms: number): string => `${ms / 1000}秒`;

function staffTable(): string {
  const usual = usualRoles(read('src/staff/rights.sql'));
  const mark = (right: string, role: string): string => (usual.get(right)?.includes(role) === true ? '○' : '');
  return tableOf(
    ['権限', '名称', '窓口', '管理者'],
    Object.entries(RIGHTS).map(([right, words]) => [`\`${right}\``, words, mark(right, 'counter'), mark(right, 'admin')]),
  );
}

/** 別紙2: rights of staff, rights and limits of the database's roles. */
export function rightsList(): string {
  const grants = read('src/schema/grants.sql');
  return `# 別紙2 権限の一覧（セキュリティ設計書の別紙）

プログラムから作った一覧です（\`npm run papers\`）。

## 1 職員の権限（初期の割当て）

管理者は、職員ごとに役割を選びます（2つ持つこともできます）。役割の追加、権限の変更、廃止は、「設定」の「役割と権限」で行います。この表は、はじめの割当てです。

${staffTable()}

## 2 データベースの役割：表への書込み

\`${ROLES.desk}\` と \`${ROLES.worker}\` は、下のスキーマの表を読めます。書けるのは、表にあるものだけです。ほかの変更は、決まった関数が行います。\`${ROLES.worker}\` が呼べるのは、そのうち定時の処理が使うものだけです。\`${ROLES.citizen}\` は、スキーマ \`citizen\` の関数を呼ぶことだけができます。

${tableOf(
  ['スキーマ', '表', ROLES.desk, ROLES.worker],
  grantsIn(grants)
    .filter(({ table, desk, worker }) => table === '' || desk !== '' || worker !== '')
    .map(({ schema, table, desk, worker }) => [
      schema,
      table === '' ? 'どの表も' : table,
      desk === '' ? '—' : desk,
      worker === '' ? '—' : worker,
    ]),
)}

## 3 データベースの役割：取り上げるもの

2のほかに、次を取り上げます。\`${ROLES.worker}\` は、職員の入力・検索・ログインの表のうち、消す時を決める列だけを読めます。

${tableOf(['権利', '表', '役割'], revokesIn(grants))}

## 4 データベースの役割：接続と時間の上限

接続数は、データベース全体の接続数に対する割合です。

${tableOf(
  ['役割', '接続数', '1つの文', 'ロックの待ち', '何もしないトランザクション'],
  (Object.keys(LIMITS) as (keyof typeof LIMITS)[]).map((role) => {
    const { share, least, statement, lock, idle } = LIMITS[role];
    return [
      role === 'backup' ? BACKUP_ROLE : ROLES[role],
      share === 0 ? `${least}` : `${share * 100}%（${least}以上）`,
      seconds(statement),
      seconds(lock),
      seconds(idle),
    ];
  }),
)}
`;
}
