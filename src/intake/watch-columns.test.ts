import { describe, expect, it } from 'vitest';
import { watchColumns } from './watch-columns.ts';

const seen = (titles: string[], rows: string[][]) => {
  const watch = watchColumns(titles);
  for (const row of rows) watch.see(row);
  return watch.found(true);
};
const ID = '12345678901234567890123';

describe('申請書ID', () => {
  it.each(['申請書ID', '備考', '製造番号'])('in a column %s: it is named', (title) =>
    expect(
      seen(
        ['氏名', title],
        [
          ['山田', ''],
          ['森', ID],
        ],
      ),
    ).toEqual({ reason: 'application_ids', detail: title }),
  );
  it('by fours, and what a spreadsheet leaves of one', () => {
    expect(seen(['番号'], [['1234-5678-9012-3456-7890-123']])?.reason).toBe('application_ids');
    expect(seen(['番号'], [['1.23457E+22']])?.reason).toBe('application_ids');
  });
  it('a head alone is none, 22 digits neither', () => {
    expect(seen(['申請書ID'], [['']])).toBeUndefined();
    expect(seen(['番号'], [[ID.slice(1)]])).toBeUndefined();
  });
});

describe('passwords', () => {
  it.each(['暗証番号', '署名用暗証番号（6～16桁）', 'パスワード', 'Password', 'ＰＩＮ'])('%s: the head tells', (title) => {
    expect(seen([title], [['なし'], ['1234']])).toEqual({ reason: 'passwords', detail: title });
    expect(seen([title], [['ＡＢＣ１２３']])?.reason).toBe('passwords');
  });
  it('what tells of one is none', () => {
    expect(seen(['暗証番号設定日'], [['20261108']])).toBeUndefined();
    expect(seen(['暗証番号の有無'], [['1234']])).toBeUndefined();
    expect(seen(['暗証番号'], [['有'], ['']])).toBeUndefined();
    expect(seen(['ロット番号'], [['1234']])).toBeUndefined();
  });
});

it('a column of 個人番号 is told as before', () =>
  expect(seen(['番号'], [['123456789018']])).toEqual({ reason: 'individual_numbers', detail: '番号' }));
