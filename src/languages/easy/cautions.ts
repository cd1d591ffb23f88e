import type { Page } from '../catalogues.ts';

export const cautions: Page<'cautions'> = {
  title: '[来](く)る [前](まえ)に すること',
  heading: '[来](く)る [前](まえ)に [読](よ)んで ください',
  lead: '[読](よ)んだら、1つずつ チェックを つけて ください。',
  next: '[次](つぎ)へ',
  missing: '「{caution}」を [読](よ)んで、チェックを つけて ください',
  tick: 'チェックを つけて ください',
};
