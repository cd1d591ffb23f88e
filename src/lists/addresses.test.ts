import { expect, test } from 'vitest';
import { drawPdf } from '../lib/pdf/draw.ts';
import { SHEETS } from '../lib/pdf/paper.ts';
import { addressLabels, lacking } from './addresses.ts';
import { labelsPaper } from './labels.ts';

const LONG = '福岡県久留米市'.repeat(20);

test('a label has postal code, address and name; who has no address gets none, what no font has is 〓 and told, as is a shape that none has', () => {
  const addresses = [
    { name: '発送　花子', postalCode: '830-0022', address: '久留米市城南町15番地3' },
    { name: '外\ue001', postalCode: '', address: '久留米市' },
    { name: '陈　美', postalCode: '', address: '久留米市' },
    { name: '葛\u{e01ef}西　一', postalCode: '', address: '久留米市' },
    { name: '葛\u{e0100}西　二', postalCode: '', address: '久留米市' },
    { name: '無　住所', postalCode: '', address: '' },
  ];
  const [first, second, third, fourth, fifth, ...others] = addressLabels(addresses);
  expect(first).toEqual({ code: '', above: ['〒830-0022', '久留米市城南町15番地3'], large: '発送　花子　様', lines: [] });
  expect([second?.large, third?.large]).toEqual(['外〓　様', '〓　美　様']);
  expect([fourth?.large, fifth?.large]).toEqual(['葛西　一　様', '葛\u{e0100}西　二　様']);
  expect(others).toEqual([]);
  expect(lacking(addresses)).toEqual({ address: 1, glyph: 2, shape: 1 });
});

test('a long address is broken over lines, and all of it stays on its label', async () => {
  const labels = addressLabels([{ name: '発送　花子', postalCode: '830-0022', address: LONG }]);
  for (const sheet of ['24', '44'] as const) {
    const paper = labelsPaper('宛名', labels, { printer: '', sheet, right: 0, down: 0 }, 1);
    expect((await drawPdf(paper)).length).toBeGreaterThan(1_000);
    expect(SHEETS[sheet].height).toBeLessThan(34);
  }
});
