import type { Page } from '../catalogues.ts';

export const needs: Page<'needs'> = {
  title: 'Về người đến',
  heading: 'Hãy cho biết về người đến',
  of: 'Về {whose}',
  lead: 'Nếu lựa chọn có sẵn là đúng và không mất gì, hãy nhấn tiếp.',
  bookedLead: 'Đồ cần mang tùy theo câu trả lời. Nếu thay đổi, chúng tôi cũng gửi qua email.',
  added: 'Nếu có người khác đến thay người vừa thêm hoặc người đó bị mất đồ, hãy trả lời tại đây.',
  comes: 'Ai đến quầy?',
  self: 'Chính chủ thẻ',
  parent: 'Chủ thẻ và cha mẹ',
  by: {
    'proxy-care': 'Người đại diện (chủ thẻ bị bệnh, bị thương, khuyết tật hoặc ở cơ sở chăm sóc)',
    'proxy-guardian': 'Người đại diện theo pháp luật (người giám hộ…)',
    'proxy-away': 'Người đại diện (chủ thẻ ở nước ngoài, đi công tác dài ngày…)',
  },
  lost: 'Bạn có làm mất gì không?',
  'lost-notice': 'Đã mất giấy báo nhận thẻ (bưu thiếp)',
  'lost-card': 'Đã mất thẻ thông báo hoặc thẻ cũ',
  show: 'Xem đồ cần mang theo câu trả lời này',
  changed: 'Đồ cần mang đã thay đổi. Hãy đọc bên dưới và đánh dấu.',
  papers: 'Đồ cần mang',
  save: 'Đổi thành như vậy',
  back: 'Không đổi',
  link: 'Khi người khác đến thay hoặc khi bị mất đồ',
};
