import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import { type Column, tablesAfter } from './columns.ts';
import { tableOf } from './markdown.ts';
import { TABLE_WORDS } from './table-words.ts';

/** The migrations' texts in their order. */
export const migrationTexts = (): string[] =>
  readdirSync(join(ROOT, 'migrations'))
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => readFileSync(join(ROOT, 'migrations', name), 'utf8'));

const columnWords = ({ name, type, required }: Column): string => `\`${name}\` ${type}${required ? '※' : ''}`;

/** 別紙6: every table with its columns, which whoever reads a copy of the database needs (§13(1)). */
export function tablesList(): string {
  const schemas = Map.groupBy([...tablesAfter(migrationTexts())].sort(), ([table]) => table.slice(0, table.indexOf('.')));
  const parts = [...schemas].map(
    ([schema, tables]) => `## \`${schema}\`

${tableOf(
  ['表', '1行が表すもの', '列と型'],
  tables.map(([table, columns]) => [
    `\`${table.slice(schema.length + 1)}\``,
    TABLE_WORDS[table] ?? '',
    columns.map(columnWords).join('、'),
  ]),
)}
`,
  );
  return `# 別紙6 表の一覧（システム設計書の別紙）

プログラムから作った一覧です（\`npm run papers\`）。データベースの写し（\`pg_dump\`）を読むときに使います。※の列は、空になりません。日時の型は timestamp with time zone で、日本時間で扱います。表の間のつながり（外部キー）と制約は、写しの中にあります。

${parts.join('\n')}`;
}
