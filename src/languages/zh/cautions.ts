import type { Page } from '../catalogues.ts';

export const cautions: Page<'cautions'> = {
  title: '来之前请看',
  heading: '请阅读来之前的注意事项',
  lead: '读完后，请一个一个打勾。',
  next: '下一步',
  missing: '读完“{caution}”后，请打勾',
  tick: '请打勾',
};
