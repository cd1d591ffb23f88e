import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page, Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { workOnUploads } from '../../../intake/upload-jobs.ts';
import { systemClock } from '../../../lib/clock.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let clerk: Visitor;
let other: Visitor;

beforeAll(async () => {
  const { city, ...opened } = await openDesk(20);
  ({ fresh, desk } = opened);
  clerk = await desk.clerk('koga', ['counter'], city.main);
  other = await desk.clerk('eto', ['counter'], city.main);
});
afterAll(() => desk.close());

const HEAD = '交付通知書ID,氏名,生年月日,備考';
const give = async (who: Visitor, lines: readonly string[], name: string): Promise<string> => {
  await who.get('/intake');
  const bytes = new Uint8Array(Buffer.from(`${[HEAD, ...lines].join('\r\n')}\r\n`));
  return (await who.upload('/intake', {}, { field: 'file', name, bytes })).location ?? '';
};
const press = async (who: Visitor, path: string, act: 'judge' | 'store' | 'drop'): Promise<Page> => {
  const fields = act === 'judge' ? formFields(await who.get(path), `${path}/judge`) : {};
  await who.post(`${path}/${act}`, fields);
  await workOnUploads(desk.db, systemClock);
  return good(await who.get(path));
};
const nameOf = async (login: string) =>
  (await fresh.db.one<{ name: string }>(sql`SELECT name FROM staff.accounts WHERE login = ${login}`)).name;

describe('[8(2)①] the same bytes given again', () => {
  test('are recognised where their reading is chosen, also where a row of them was not taken: when, by whom, what came of it, and a link', async () => {
    const list = ['S1T-000001,森　遥,昭和60年4月1日,', 'だめ,名,昭和60年4月1日,'];
    const first = await give(clerk, list, 'first.csv');
    expect(words(await good(await clerk.get(first)))).not.toContain('同じ内容のファイル');
    // Not stored yet: another clerk is told that it waits.
    const second = await give(other, list, 'second.csv');
    const waiting = words(await good(await other.get(second)));
    expect(waiting).toContain('同じ内容のファイルを、受け付けています');
    expect(waiting).toMatch(
      new RegExp(`first\\.csv：.+に${await nameOf('koga')}が受け付けました。現在の状態：読み方の確認待ち。`, 'u'),
    );
    await press(clerk, first, 'judge');
    await press(clerk, first, 'store');
    const choose = await good(await other.get(second));
    expect(words(choose)).toContain('同じ内容のファイルを、取り込んでいます');
    expect(words(choose)).toMatch(
      new RegExp(`first\\.csv：令和.+に${await nameOf('koga')}が取り込みました。結果：新規 1、.*不可 1。`, 'u'),
    );
    expect(choose.html).toContain(`<a href="${first}">first.csv</a>`);
    // A row was not taken, so it may be stored again: that it was taken in stands beside the press.
    const judged = await press(other, second, 'judge');
    expect(words(judged)).toContain('この内容で登録する');
    expect(words(judged)).toContain('同じ内容のファイルを、取り込んでいます');
    // The one that is stored says nothing of the other.
    expect(words(await good(await clerk.get(first)))).not.toContain('同じ内容のファイル');
    await press(other, second, 'drop');
  });

  test('why nothing would change is one cause: they were read so, or a newer list was taken in since', async () => {
    const list = ['S2T-000001,森　遥,昭和60年4月1日,'];
    const first = await give(clerk, list, 'same.csv');
    await press(clerk, first, 'judge');
    await press(clerk, first, 'store');
    const again = await give(clerk, list, 'again.csv');
    const same = words(await press(clerk, again, 'judge'));
    expect(same).toContain('同じ読み方で取り込んでいるため、このファイルを取り込んでも、何も変わりません。');
    expect(same).not.toContain('新しい一覧を');
    expect(same).toContain('same.csv：');
    await press(clerk, again, 'drop');
    const partly = [...list, 'だめ,名,昭和60年4月1日,'];
    for (const lines of [partly, ['S2T-000002,江頭　武,昭和60年4月1日,']]) {
      const path = await give(clerk, lines, 'more.csv');
      await press(clerk, path, 'judge');
      await press(clerk, path, 'store');
    }
    const old = await give(clerk, partly, 'old.csv');
    const newer = words(await press(clerk, old, 'judge'));
    expect(newer).toContain('そのあとに新しい一覧を取り込んでいるため、このファイルを取り込んでも、何も変わりません。');
    expect(newer).not.toContain('同じ読み方で');
    expect(newer).not.toContain('この内容で登録する');
  });

  test('a list that a command took in is named too, with its number', async () => {
    const list = ['S3T-000001,森　遥,昭和60年4月1日,'];
    const path = await give(clerk, list, 'desk.csv');
    await fresh.db.run(sql`
      INSERT INTO intake.imports (kind, file_name, sha256, profile, started_at, ended_at, counts)
      SELECT 'cards', 'command.csv', sha256, 'jlis-assumed', lib.now(), lib.now(), '{"fresh":3,"changed":0,"unchanged":0,"conflicts":0,"rejected":0}' FROM intake.uploads WHERE id = ${Number(path.split('/').at(-1))}`);
    expect(words(await good(await clerk.get(path)))).toMatch(
      /command\.csv：.+にコマンドで取り込みました（取込みの番号 \d+）。結果：新規 3、/u,
    );
  });
});
