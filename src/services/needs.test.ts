import { expect, test } from 'vitest';
import { type PapersByNeed, withCorrected } from './needs.ts';

const papers: PapersByNeed = {
  proxy: { add: ['委任状'], without: ['本人確認書類 2点'] },
  'lost-notice': { add: ['紛失届'], without: ['交付通知書', '委任状'] },
};

test('[8(3)⑨b] a line that is corrected in place stays 不要 under its new words', () => {
  expect(
    withCorrected(papers, [
      [
        ['交付通知書', '本人確認書類 2点'],
        ['交付通知書', '本人確認書類（2点）'],
      ],
    ]),
  ).toEqual({
    proxy: { add: ['委任状'], without: ['本人確認書類（2点）'] },
    'lost-notice': { add: ['紛失届'], without: ['交付通知書', '委任状'] },
  });
});

test('[8(3)⑨b] lines that change places, come or go name no successor', () => {
  for (const lists of [
    [
      [
        ['交付通知書', '印鑑'],
        ['印鑑', '交付通知書'],
      ],
    ],
    [[['交付通知書', '印鑑'], ['印鑑']]],
    [[['交付通知書'], ['通知書のはがき', '印鑑']]],
  ] as const)
    expect(withCorrected(papers, lists)).toBe(papers);
});
