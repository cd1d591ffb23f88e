import type { Page } from '../catalogues.ts';

export const cautions: Page<'cautions'> = {
  title: '来之前请看',
  heading: '请阅读来之前的注意事项',
  lead: '读完后，请一个一个打勾。',
  next: '下一步',
  missing: '读完“{caution}”后，请打勾',
  tick: '请打勾',
  changed: '您阅读之后，内容有变更。请阅读标有“已变更”的内容并打勾。',
  changedMark: '已变更',
  newTitle: '有新的内容需要阅读',
  newLead: '读完后请打勾，然后按下面的按钮。',
  bring: '还需要带的东西',
  bringTick: '我看过要带的东西了',
  bringMissing: '看过要带的东西后，请打勾',
};
