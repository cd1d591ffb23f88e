import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { importCards } from '../../../intake/import-cards.ts';
import { readProfile } from '../../../intake/profile.ts';
import { undoImport } from '../../../intake/undo.ts';
import { systemClock } from '../../../lib/clock.ts';

const OPERATOR = { kind: 'operator' } as const;

let desk: TestDesk;
let clerk: Visitor;
let folder: string;

beforeAll(async () => {
  const opened = await openDesk(2);
  desk = opened.desk;
  clerk = await desk.clerk('koga', ['counter'], opened.city.main);
  folder = await mkdtemp(join(tmpdir(), 'by-command-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await desk.close();
});

const LIST =
  '交付通知書ID,氏名,氏名カナ,生年月日,住所\r\nN1T-300001,久留米　花子,クルメ　ハナコ,昭和60年4月1日,久留米市城南町15番地3\r\n';

async function run(dryRun: boolean): Promise<number> {
  const profile = must(await readProfile('jlis-assumed'));
  const path = join(folder, 'jlis.csv');
  await writeFile(path, LIST);
  const request = { path, fileName: 'jlis.csv', profile: profile, rejectedPath: join(folder, 'rejected.csv'), dryRun };
  return must(await importCards(desk.db, systemClock, OPERATOR, request)).importId;
}

test('a list that a command took in stands on the page of imports, with its number and what it came to; one that was only tried does not', async () => {
  await run(true);
  const none = words(await good(await clerk.get('/intake')));
  expect(none).toContain('この画面から取り込んだファイルは、まだありません。');
  expect(none).not.toContain('コマンドでの取込み');
  const id = await run(false);
  await run(false);
  const page = words(await good(await clerk.get('/intake')));
  expect(page).toMatch(new RegExp(`jlis\\.csv${id}.+新規 1、変更 0、不変 0、相違 0、不可 0`, 'u'));
  expect(page.match(/取込み済みのファイル（変更なし）/gu)).toHaveLength(1);
  expect((await undoImport(desk.db, OPERATOR, id)).ok).toBe(true);
  expect(words(await good(await clerk.get('/intake')))).toContain('取消済');
});
