import type { Page } from '../catalogues.ts';

export const cautions: Page<'cautions'> = {
  title: 'Trước khi đến',
  heading: 'Hãy đọc trước khi đến',
  lead: 'Đọc xong, hãy đánh dấu từng mục.',
  next: 'Tiếp theo',
  missing: 'Đọc xong “{caution}”, hãy đánh dấu',
  tick: 'Hãy đánh dấu',
};
