import type { Page } from '../catalogues.ts';

export const times: Page<'times'> = {
  title: 'Giờ',
  heading: 'Hãy chọn giờ của {day}',
  noneHeading: '{day} không có giờ nào đặt được',
  lead: 'Hãy chọn một giờ bạn có thể đến.',
  takes: 'Ở quầy mất khoảng {time} cho {people}.',
  arrive: 'Hãy đến quầy trước giờ hẹn {time}.',
  morning: 'Buổi sáng',
  afternoon: 'Buổi chiều',
  holdTitle: 'Giờ đã chọn được giữ {time}',
  hold: 'Nhấn “Tiếp theo” thì giờ đã chọn được giữ {time}. Lúc này lịch hẹn chưa hoàn tất.',
  next: 'Tiếp theo',
  change: 'Tiếp theo',
  none: 'Hãy chọn ngày khác.',
  otherDays: 'Xem ngày khác',
  choose: 'Hãy chọn giờ',
};
