import type { Page } from '../catalogues.ts';

export const cautions: Page<'cautions'> = {
  title: 'Trước khi đến',
  heading: 'Hãy đọc trước khi đến',
  lead: 'Đọc xong, hãy đánh dấu từng mục.',
  next: 'Tiếp theo',
  missing: 'Đọc xong “{caution}”, hãy đánh dấu',
  tick: 'Hãy đánh dấu',
  changed: 'Nội dung đã thay đổi sau khi bạn đọc. Hãy đọc mục có ghi “Đã thay đổi” và đánh dấu.',
  changedMark: 'Đã thay đổi',
  newTitle: 'Có nội dung mới cần đọc',
  newLead: 'Đọc xong, hãy đánh dấu từng ô rồi nhấn nút bên dưới.',
  bring: 'Đồ cần mang thêm',
  bringTick: 'Tôi đã xem đồ cần mang',
  bringMissing: 'Hãy xem đồ cần mang và đánh dấu',
};
