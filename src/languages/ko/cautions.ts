import type { Page } from '../catalogues.ts';

export const cautions: Page<'cautions'> = {
  title: '오시기 전에',
  heading: '오시기 전에 읽어 주세요',
  lead: '읽으신 뒤 하나씩 체크해 주세요.',
  next: '다음으로',
  missing: '“{caution}”을(를) 읽으신 뒤 체크해 주세요',
  tick: '체크해 주세요',
};
