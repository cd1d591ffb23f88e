import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../src/lib/root.ts';

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
/** A paper's parts in their order: heading → text. */
const partsOf = (paper: string): [string, string][] =>
  paper
    .split(/^## /mu)
    .slice(1)
    .map((part) => [part.split('\n')[0] ?? '', part]);

test('[9(3)a] the paper of a change has the city’s explanation and approval, with day and name, before the record of applying it', () => {
  const parts = partsOf(read('docs/papers/version-change.md'));
  const order = parts.map(([heading]) => heading);
  expect(order.slice(2)).toEqual(['3 市の承認', '4 適用の記録（運用者が書く）', '承認の一覧']);
  const text = new Map(parts);
  for (const asked of ['説明した日', '承認しない', '承認日', '承認者']) expect(text.get('3 市の承認')).toContain(asked);
  for (const asked of ['適用した日時', '完了報告']) expect(text.get('4 適用の記録（運用者が書く）')).toContain(asked);
});

test('[9(3)a] what the paper tells the operator to run is there', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
  const paper = read('docs/papers/version-change.md');
  const named = [...paper.matchAll(/`npm (?:run )?(\w+)`/gu)].map(([, script = '']) => script);
  expect(named).toEqual(['test', 'clauses', 'bench']);
  for (const script of named) expect(scripts).toHaveProperty(script);
  const commands = [...paper.matchAll(/`npx madoguchi (\w+)`/gu)].map(([, command = '']) => command);
  expect(commands).toEqual(['migrate']);
  for (const command of commands) expect(read('src/commands.ts')).toMatch(new RegExp(`^  ${command}: \\{$`, 'mu'));
});
