import { describe, expect, test } from 'vitest';
import { readQuery } from './query.ts';

const read = (line: string) => {
  const query = readQuery(line);
  return query.ok ? query.value : query.reason;
};

describe('the search box reads', () => {
  test.each([
    ['ａ１ｂ‐１００５１７', { noticeId: 'A1B-100517', words: [] }],
    ['１２３４ー５６７８', { number: '1234-5678', words: [] }],
    ['090-1234-5678', { phone: '09012345678', words: [] }],
    ['昭和22年3月8日', { birth: { from: '1947-03-08', to: '1947-03-08' }, words: [] }],
    ['S22.3.8', { birth: { from: '1947-03-08', to: '1947-03-08' }, words: [] }],
    ['1947/3/8', { birth: { from: '1947-03-08', to: '1947-03-08' }, words: [] }],
    ['昭和22年3月', { birth: { from: '1947-03-01', to: '1947-03-31' }, words: [] }],
    ['S30', { birth: { from: '1955-01-01', to: '1955-12-31' }, words: [], or: { noticePart: { starts: 'S30-' }, words: [] } }],
    ['昭和30年', { birth: { from: '1955-01-01', to: '1955-12-31' }, words: [] }],
    ['０５２１', { phoneEnd: '0521', words: [] }],
    ['004521', { noticePart: { ends: '004521' }, words: [] }],
    ['-004521', { noticePart: { ends: '004521' }, words: [] }],
    ['c3d', { noticePart: { starts: 'C3D-' }, words: [] }],
    ['C3D-00', { noticePart: { starts: 'C3D-00' }, words: [] }],
    ['KKR4056', { noticePart: { starts: 'KKR-4056' }, words: [] }],
    ['ｋｋｒ４', { noticePart: { starts: 'KKR-4' }, words: [] }],
    ['C3D00', { noticePart: { starts: 'C3D-00' }, words: [] }],
    ['Shun.K@Example.JP', { mail: 'Shun.K@example.jp', words: [] }],
    ['19470308', { number: '1947-0308', words: [], or: { birth: { from: '1947-03-08', to: '1947-03-08' }, words: [] } }],
  ])('%s', (line, query) => expect(read(line)).toEqual(query));

  test('names in kana and kanji, also with a birthday behind', () => {
    expect(read('髙﨑　さくら')).toMatchObject({ words: [{ name: '高崎' }, { kana: 'サクラ' }] });
    expect(read('高橋 S30')).toMatchObject({ words: [{ name: '高橋' }], birth: { from: '1955-01-01', to: '1955-12-31' } });
    expect(read('森 0521')).toMatchObject({ words: [{ name: '森' }], phoneEnd: '0521' });
    expect(read('Anna')).toMatchObject({ words: [{ name: expect.any(String) }] });
    expect(read('たかさき S22.3.8')).toMatchObject({ words: [{ kana: 'タカサキ' }], birth: { from: '1947-03-08' } });
  });

  test.each([
    ['', 'empty'],
    ['　', 'empty'],
    ['あ', 'too-short'],
    ['x'.repeat(300), 'too-long'],
    ['・・・', 'too-short'],
  ])('%j is %s', (line, reason) => expect(read(line)).toBe(reason));
});
